"""Asks a running server over HTTP, for the command line. One question, one answer."""

import asyncio
from typing import Any, TypeVar

import aiohttp
import msgspec

A = TypeVar("A")

ANSWER_WITHIN_S = 60.0


class Unanswered(Exception):
    """The server refused, or was not there; the text says what it said."""


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
        auth = aiohttp.BasicAuth(self.account_sid, self.auth_token)
        timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
        try:
            async with (
                aiohttp.ClientSession(auth=auth, timeout=timeout) as session,
                session.request(method, f"{self.url.rstrip('/')}{path}", data=form) as response,
            ):
                body = await response.read()
                if response.status < 300:
                    return msgspec.json.decode(body, type=kind)
                raise Unanswered(_message(body) or f"the server answered {response.status}")
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            why = str(error) or type(error).__name__
            raise Unanswered(f"no answer from {self.url}: {why}") from error


def _message(body: bytes) -> str | None:
    try:
        return str(msgspec.json.decode(body)["message"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return None
