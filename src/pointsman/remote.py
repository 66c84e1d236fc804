"""Asks a running server over HTTP, for the command line. One question, one answer."""

import asyncio
import base64
from typing import Any, TypeVar

import aiohttp
import msgspec

A = TypeVar("A")

ANSWER_WITHIN_S = 60.0


class Unanswered(Exception):
    """The server refused, or was not there; the text says what it said."""


class Unreachable(Unanswered):
    """The server was not there, or went while it answered."""


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

    async def _ask(self, kind: type[A], method: str, path: str, form: dict[str, str] | None) -> A:
        credentials = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}"}
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(headers=headers, timeout=timeout) as session,
                session.request(method, f"{self.url.rstrip('/')}{path}", data=form) as response,
            ):
                body = await response.read()
                if response.status < 300:
                    return msgspec.json.decode(body, type=kind)
                raise Unanswered(_message(body) or f"the server answered {response.status}")
        except (aiohttp.ClientError, TimeoutError) as error:
            why = str(error) or type(error).__name__
            raise Unreachable(f"no answer from {self.url}: {why}") from error
        except ValueError as error:
            raise Unanswered(f"no answer from {self.url}: {error}") from error


def _message(body: bytes) -> str | None:
    try:
        return str(msgspec.json.decode(body)["message"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return None
