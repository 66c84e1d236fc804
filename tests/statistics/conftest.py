"""A store in a database of each kind."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.living import settings, world

from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox
from pointsman.store.sql import SqlStore

__all__ = ["settings", "world"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'pointsman.db'}"
    return request.getfixturevalue("postgresql_url")


@pytest.fixture
async def store(database_url: str, tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url, SecretBox.open(tmp_path, None))
    yield opened
    await opened.close()
