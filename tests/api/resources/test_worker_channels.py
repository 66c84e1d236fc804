"""``…/Workers/{worker_sid}/Channels``: how much a worker takes."""

import pytest


@pytest.fixture
async def office(world):
    return await world.office(workers=2)


def load(channel) -> tuple[int, int, int]:
    return (
        channel["configured_capacity"],
        channel["assigned_tasks"],
        channel["available_capacity_percentage"],
    )


async def test_a_worker_has_a_channel_for_each(api, office) -> None:
    """Every task channel is there, with capacity 1 and nothing assigned."""
    channels = (await api.fetch(office.worker["links"]["channels"]))["channels"]
    expected = ["default", "voice", "chat", "sms", "video"]
    assert expected == [channel["task_channel_unique_name"] for channel in channels]
    for channel in channels:
        assert office.worker["sid"] == channel["worker_sid"]
        assert (1, 0, 100) == load(channel)
        assert channel["available"] is True
        assert "links" not in channel


async def test_a_channel_has_three_names(api, office) -> None:
    """Its SID, its task channel's SID and that one's unique name all lead to it."""
    url = office.worker["links"]["channels"]
    chat = await api.fetch(f"{url}/chat")
    for number, name in enumerate((chat["sid"], chat["task_channel_sid"], "chat")):
        assert chat["sid"] == (await api.fetch(f"{url}/{name}"))["sid"]
        changed = await api.update(f"{url}/{name}", Capacity=number)
        assert (chat["sid"], number) == (changed["sid"], changed["configured_capacity"])


async def test_channels_of_others_are_not_found(api, office) -> None:
    """Another worker's channel, an unknown one and those of nobody are not there."""
    one, other = office.workers
    [channel, *_] = await api.sids(other["links"]["channels"])
    url = one["links"]["channels"]
    for path in (f"{url}/{channel}", f"{url}/fax", url.replace(one["sid"], "WK" + "0" * 32)):
        await api.missing("GET", path)
    for path in (f"{url}/{channel}", f"{url}/fax"):
        await api.missing("POST", path, form={"Capacity": "3"})


async def test_an_update(world, api, office) -> None:
    """Capacity and availability change; the worker's own date and version do not."""
    url = f"{office.worker['links']['channels']}/chat"
    world.clock.advance(5)
    changed = await api.update(url, Capacity=5, Available="false")
    assert (5, False, "2026-01-01T00:00:05Z") == (
        changed["configured_capacity"],
        changed["available"],
        changed["date_updated"],
    )
    assert changed == await api.fetch(url)
    assert office.worker == await api.fetch(office.worker["url"])
    assert ["worker.capacity.update", "worker.channel.availability.update"] == (
        world.event_types[-2:]
    )


@pytest.mark.parametrize("capacity", ["-1", "50001", "x", "1.5", ""])
async def test_capacities_out_of_bounds(api, office, capacity: str) -> None:
    """A capacity is from 0 to 50000."""
    url = f"{office.worker['links']['channels']}/chat"
    assert "Capacity" in await api.refuse(400, "POST", url, {"Capacity": capacity})
    assert 0 == (await api.update(url, Capacity=0))["available_capacity_percentage"]
    assert 50_000 == (await api.update(url, Capacity=50_000))["configured_capacity"]


async def test_load_is_counted(world, api) -> None:
    """A pending reservation takes a slot; assigned is what is accepted; wrapping keeps its slot."""
    office = await world.office()
    url = f"{office.worker['links']['channels']}/default"
    await api.update(url, Capacity=3)
    tasks = [await api.create(office.links["tasks"]) for _ in range(2)]
    assert (3, 0, 33) == load(await api.fetch(url))
    reservations = [
        (await api.fetch(task["links"]["reservations"]))["reservations"][0] for task in tasks
    ]
    await api.update(reservations[0]["url"], ReservationStatus="accepted")
    assert (3, 1, 33) == load(await api.fetch(url))
    await api.update(reservations[0]["url"], ReservationStatus="wrapping")
    assert (3, 0, 33) == load(await api.fetch(url))
    # Lowering the capacity takes nothing away.
    assert (1, 0, 0) == load(await api.update(url, Capacity=1))
    await api.update(reservations[0]["url"], ReservationStatus="completed")
    await api.update(tasks[1]["url"], AssignmentStatus="canceled")
    assert (1, 0, 100) == load(await api.fetch(url))
    assert load(await api.fetch(url)) == load(await api.update(url))
