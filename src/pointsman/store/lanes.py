"""A lane: the threads that talk to the database, so that the event loop never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from pointsman.runtime.ports import StoreFailed

T = TypeVar("T")


class Lane:
    """An engine and as many threads as it has connections, so nobody waits for a connection."""

    def __init__(self, name: str, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=f"pointsman-{name}")

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in one transaction. It is done even if the caller stops waiting for it."""
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._threads, self._transact, work))

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._engine.begin() as connection:
                return work(connection)
        # Numbers of more than 64 bits and lone surrogates are refused by the drivers before the
        # database sees them, and not with a database error.
        except (SQLAlchemyError, OverflowError, UnicodeEncodeError) as error:
            raise StoreFailed(reason_of(error)) from error

    def close(self) -> None:
        """Let what was begun finish, then hang up."""
        self._threads.shutdown()
        self._engine.dispose()


def reason_of(error: Exception) -> str:
    """What the driver said, in one line and without the statement that SQLAlchemy would add."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return " ".join(str(cause).split())
