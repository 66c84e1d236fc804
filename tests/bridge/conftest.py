"""A server in the test's own process, and workers' applications that speak to it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from tests.bridge import tokens
from tests.bridge.application import Application
from tests.living import World, api, database_url, empty_database, settings, world

from pointsman.bridge import hub

__all__ = ["api", "database_url", "empty_database", "settings", "world"]

Applications = Callable[..., Application]


@pytest.fixture(autouse=True)
def settles_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers and sockets go the same way here."""
    monkeypatch.setattr(hub, "SETTLES_WITHIN_S", 0.001)


@pytest.fixture
async def application(world: World) -> AsyncIterator[Applications]:
    """Makes the application of a worker, as REST shows her; its sockets are closed afterwards."""
    await world.store.put_key(tokens.KEY)
    await world.store.put_key(tokens.STRANGERS_KEY)
    made: list[Application] = []

    def make(worker: Any, **token: Any) -> Application:
        made.append(Application(world, worker["workspace_sid"], worker["sid"], **token))
        return made[-1]

    yield make
    for one in made:
        for socket in one.sockets:
            await socket.leave()
