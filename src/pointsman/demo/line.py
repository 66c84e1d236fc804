"""The line to the server: a question waits for a server that is away, a stream finds its place."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, TypeVar

from pointsman.demo.tally import Tally
from pointsman.remote import Connection, Told, Unanswered, Unreachable

A = TypeVar("A")

FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 5.0
PAGE = 500


class Line:
    """A connection that a restart of the server does not break."""

    def __init__(self, connection: Connection, tally: Tally) -> None:
        self._connection = connection
        self._tally = tally

    async def get(self, path: str) -> dict[str, Any]:
        """What is there. Raises ``Unanswered`` when the server refuses."""
        return await self._ask("GET", path, None)

    async def post(self, path: str, **form: str) -> dict[str, Any]:
        """Ask for a change. Raises ``Unanswered`` when the server refuses."""
        return await self._ask("POST", path, form)

    async def delete(self, path: str) -> None:
        await self._connection.delete(path)

    async def attempt(self, path: str, **form: str) -> bool:
        """Ask for a change that may be refused: what it is about may have ended just now."""
        try:
            await self.post(path, **form)
        except Unanswered as refusal:
            self._tally.refuse(str(refusal))
            return False
        return True

    async def list_all(self, path: str, key: str) -> list[dict[str, Any]]:
        """All pages of a list."""
        found: list[dict[str, Any]] = []
        separator = "&" if "?" in path else "?"
        next_path: str | None = f"{path}{separator}PageSize={PAGE}"
        while next_path is not None:
            page = await self.get(next_path)
            found += page[key]
            url = page["meta"]["next_page_url"]
            next_path = None if url is None else self._connection.path_of(url)
        return found

    async def follow(self, path: str) -> AsyncGenerator[Told]:
        """What a stream tells, without end; nothing is told twice or left out."""
        cursor: str | None = None
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                async with aclosing(self._connection.follow(path, cursor)) as stream:
                    async for told in stream:
                        cursor = told.cursor
                        pause_s = FIRST_PAUSE_S
                        self._tally.regain()
                        yield told
            except Unreachable as failure:
                self._tally.lose(str(failure))
            await asyncio.sleep(pause_s)
            pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)

    async def _ask(self, method: str, path: str, form: dict[str, str] | None) -> dict[str, Any]:
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                answer = await self._connection.ask(dict[str, Any], method, path, form)
            except Unreachable as failure:
                self._tally.lose(str(failure))
                await asyncio.sleep(pause_s)
                pause_s = min(LONGEST_PAUSE_S, 2 * pause_s)
            else:
                self._tally.regain()
                return answer
