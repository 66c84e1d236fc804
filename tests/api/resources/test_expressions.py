"""``/pointsman/v1/…/Attributes`` and ``…/Expressions/Evaluate``."""

import pytest


@pytest.fixture
async def office(world):
    """Three workers, of whom the last is away, and a task that waits for nobody."""
    office = await world.office(workers=3)
    for worker, attributes in zip(
        office.workers,
        (
            '{"languages": ["en", "es"], "level": 5}',
            '{"languages": ["en"], "level": 3}',
            '{"languages": ["es"], "level": 1}',
        ),
        strict=True,
    ):
        await world.api.update(worker["url"], Attributes=attributes)
    away = office.activities["Offline"]["sid"]
    await world.api.update(office.workers[2]["url"], ActivitySid=away)
    return office


def ours(office, path: str) -> str:
    return office.workspace["url"].replace("/v1/", "/pointsman/v1/") + f"/{path}"


# --- attributes ---


async def test_attributes(api, office) -> None:
    """The paths that workers have, the most common first, and what is there."""
    await api.update(office.workers[0]["url"], Attributes='{"languages": ["en"]}')
    assert {
        "worker": [
            {"path": "languages", "kinds": ["list"], "values": ["en", "es"], "workers": 3},
            {"path": "level", "kinds": ["number"], "values": [1, 3], "workers": 2},
        ]
    } == await api.fetch(ours(office, "Attributes"))


async def test_attributes_of_other_peoples_workers(world, office) -> None:
    """Nobody else's."""
    url = ours(office, "Attributes")
    await world.stranger.refuse(404, "GET", url, code=20404)
    nowhere = url.replace(office.workspace["sid"], "WS" + "0" * 32)
    await world.api.refuse(404, "GET", nowhere, code=20404)
