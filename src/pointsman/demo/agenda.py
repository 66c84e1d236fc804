"""What is going to be done, each thing about somebody or something, and at most one about each."""

import asyncio
from collections.abc import Awaitable, Callable

Act = Callable[[], Awaitable[None]]


class Agenda:
    """Acts that wait for their time. Whoever owns the group is told when one fails."""

    def __init__(self, group: asyncio.TaskGroup, pace: float) -> None:
        self._group = group
        self._pace = pace
        self._waiting: dict[str, asyncio.Task[None]] = {}

    def after(self, about: str, delay_s: float, act: Act) -> None:
        """Act when people have needed so long; in place of what was to be done about the same."""
        self.drop(about)
        self._waiting[about] = self._group.create_task(self._wait(about, delay_s, act))

    def drop(self, about: str) -> None:
        """Do not do it. What has begun is finished."""
        waiting = self._waiting.pop(about, None)
        if waiting is not None:
            waiting.cancel()

    async def _wait(self, about: str, delay_s: float, act: Act) -> None:
        await asyncio.sleep(delay_s / self._pace)
        del self._waiting[about]
        await act()
