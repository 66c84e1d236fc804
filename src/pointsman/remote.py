"""Asks a running server over HTTP, for the command line: one question, or many, or its stream."""

import asyncio
import base64
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import msgspec

A = TypeVar("A")

ANSWER_WITHIN_S = 60.0

SILENT_FOR_S = 45.0
"""A stream that says nothing for so long is broken: a live one says so every 15 seconds."""

LINE_LIMIT = 1 << 20
"""How long a line of a stream may be; an event with the largest attributes is shorter."""

AWAY = frozenset({429, 502, 503, 504})
"""What is answered while a server starts, stops or has too much to do."""


class Unanswered(Exception):
    """The server refused, or was not there; the text says what it said."""


class Unreachable(Unanswered):
    """The server was not there, or went while it answered."""


class Told(msgspec.Struct, frozen=True):
    """Something told by a stream: its cursor, its name if it has one, and its data."""

    cursor: str
    name: str
    data: bytes


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where a server is, and who asks. ``repr`` does not show the token."""

    url: str
    account_sid: str
    auth_token: str

    def __repr__(self) -> str:
        return f"Server({self.url})"

    def get(self, kind: type[A], path: str) -> A:
        return asyncio.run(self._ask(kind, "GET", path, None))

    def post(self, kind: type[A], path: str, form: dict[str, str]) -> A:
        return asyncio.run(self._ask(kind, "POST", path, form))

    def find_workspace(self) -> str:
        """The SID of the account's only workspace."""
        page = self.get(dict[str, Any], "/v1/Workspaces?PageSize=2")
        sids = [workspace["sid"] for workspace in page["workspaces"]]
        if len(sids) != 1:
            count = "no workspace" if not sids else "several workspaces"
            raise Unanswered(f"the account has {count}; say which with --workspace")
        return str(sids[0])

    @contextlib.asynccontextmanager
    async def connect(self) -> AsyncIterator["Connection"]:
        """Keep connections open for what is asked inside."""
        credentials = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        async with aiohttp.ClientSession(
            headers={"Authorization": f"Basic {credentials}"},
            timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN_S),
            read_bufsize=LINE_LIMIT,
        ) as session:
            yield Connection(session, self.url.rstrip("/"))

    async def _ask(self, kind: type[A], method: str, path: str, form: dict[str, str] | None) -> A:
        async with self.connect() as connection:
            return await connection.ask(kind, method, path, form)


class Connection:
    """A client that asks more than once."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url

    async def ask(
        self, kind: type[A], method: str, path: str, form: dict[str, str] | None = None
    ) -> A:
        body = await self._exchange(method, path, form)
        try:
            return msgspec.json.decode(body, type=kind)
        except ValueError as error:
            raise Unanswered(f"no answer from {self._url}: {error}") from error

    def path_of(self, url: str) -> str:
        """How to ask for an address that the server has named; a proxy may have it below a path."""
        parts = urlsplit(url)
        below = urlsplit(self._url).path
        path = parts.path.removeprefix(below) if parts.path.startswith(f"{below}/") else parts.path
        return f"{path}?{parts.query}"

    async def delete(self, path: str) -> None:
        await self._exchange("DELETE", path, None)

    async def follow(self, path: str, cursor: str | None) -> AsyncGenerator[Told]:
        """What a stream tells after ``cursor``, or from now on, until it ends."""
        headers = {} if cursor is None else {"Last-Event-ID": cursor}
        timeout = aiohttp.ClientTimeout(total=None, sock_read=SILENT_FOR_S)
        with self._saying_who():
            async with self._session.get(
                f"{self._url}{path}", headers=headers, timeout=timeout
            ) as response:
                await _check(response)
                fields: dict[str, str] = {}
                async for line in response.content:
                    text = line.decode().rstrip("\r\n")
                    if text:
                        name, _, value = text.partition(":")
                        fields[name] = value.removeprefix(" ")
                        continue
                    # That it lives has no cursor, and is nothing to tell.
                    if "id" in fields and "data" in fields:
                        data = fields["data"].encode()
                        yield Told(fields["id"], fields.get("event", ""), data)
                    fields.clear()

    async def _exchange(self, method: str, path: str, form: dict[str, str] | None) -> bytes:
        with self._saying_who():
            async with self._session.request(method, f"{self._url}{path}", data=form) as response:
                await _check(response)
                return await response.read()

    @contextlib.contextmanager
    def _saying_who(self) -> Iterator[None]:
        """Say of a failure whose it is."""
        try:
            yield
        except aiohttp.InvalidURL as error:
            raise Unanswered(f"{self._url} is not the URL of a server") from error
        except (aiohttp.ClientError, TimeoutError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(f"no answer from {self._url}: {why}") from error
        except ValueError as error:
            raise Unanswered(f"no answer from {self._url}: {error}") from error


async def _check(response: aiohttp.ClientResponse) -> None:
    if response.status < 300:
        return
    said = _message(await response.read()) or f"the server answered {response.status}"
    raise Unreachable(said) if response.status in AWAY else Unanswered(said)


def _message(body: bytes) -> str | None:
    try:
        return str(msgspec.json.decode(body)["message"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return None
