"""The log of what happened: the newest first, in a window of time, by what it concerns."""

import pytest
from tests.living import BASE

from pointsman.core import commands


@pytest.fixture
async def office(world):
    return await world.reserved()


async def types(api, office, **query) -> list[str]:
    page = await api.fetch(office.links["events"], **query)
    return [event["event_type"] for event in page["events"]]


async def test_an_event(api, office) -> None:
    """It says what happened to what, when, in the words and shapes of TaskRouter."""
    page = await api.fetch(office.links["events"], EventType="reservation.created")
    [event] = page["events"]
    assert office.reservation["sid"] == event["resource_sid"]
    assert "reservation" == event["resource_type"]
    assert office.reservation["url"] == event["resource_url"]
    assert office.worker["sid"] == event["event_data"]["worker_sid"]
    assert {str} == {type(value) for value in event["event_data"].values()}
    assert event["event_date_ms"] // 1000 * 1000 <= event["event_date_ms"]
    assert event == await api.fetch(event["url"])
    assert event["url"].startswith(f"{BASE}/v1/Workspaces/{office.workspace['sid']}/Events/EV")


async def test_the_newest_first(api, office) -> None:
    """Pages go back in time."""
    everything = await types(api, office)
    walked, url = [], f"{office.links['events']}?PageSize=3"
    while url:
        page = await api.fetch(url)
        walked += [event["event_type"] for event in page["events"]]
        url = page["meta"]["next_page_url"]
    assert everything == walked
    assert "workspace.created" == walked[-1]


async def test_what_it_concerns(api, office) -> None:
    """Events are found by the task, worker, reservation, queue, workflow and channel they name."""
    task = {"TaskSid": office.task["sid"]}
    told = {"task.created", "task-queue.entered", "workflow.entered", "workflow.target-matched"}
    assert told | {"reservation.created"} == set(await types(api, office, **task))
    by_reservation = {"ReservationSid": office.reservation["sid"]}
    assert ["reservation.created"] == await types(api, office, **by_reservation)
    both = task | {"WorkerSid": office.worker["sid"]}
    assert ["reservation.created"] == await types(api, office, **both)
    assert "task.created" in await types(api, office, TaskQueueSid=office.queue["sid"])
    assert "workflow.created" in await types(api, office, WorkflowSid=office.task["workflow_sid"])
    assert "task.created" in await types(api, office, TaskChannel="default")
    assert [] == await types(api, office, TaskChannel="fax")
    assert [] == await types(api, office, TaskSid="WT" + "0" * 32)


async def test_the_window(world, api, office) -> None:
    """Without dates it is the last quarter of an hour; dates are inclusive whole seconds."""
    world.clock.advance(20 * 60)
    birth = {"EventType": "workspace.created"}
    assert [] == await types(api, office, **birth)
    assert ["workspace.created"] == await types(api, office, Minutes=21, **birth)
    for expected, window in (
        (["workspace.created"], {"StartDate": "2026-01-01T00:00:00Z"}),
        ([], {"StartDate": "2026-01-01T00:00:01Z"}),
        (["workspace.created"], {"EndDate": "2026-01-01"}),
        ([], {"EndDate": "2025-12-31T23:59:59Z"}),
        (["workspace.created"], {"StartDate": "2026-01-01", "EndDate": "2026-01-01", "Minutes": 1}),
    ):
        assert expected == await types(api, office, **birth, **window), window
    message = await api.refuse(
        400, "GET", office.links["events"], params={"StartDate": "2025-11-01"}
    )
    assert "StartDate" in message


@pytest.mark.parametrize(
    ("name", "value"), [("Minutes", "0"), ("StartDate", "soon"), ("TaskSid", "x"), ("Sid", "WT1")]
)
async def test_refused_filters(api, office, name: str, value: str) -> None:
    """A filter that cannot be understood is refused by its name."""
    assert name in await api.refuse(400, "GET", office.links["events"], params={name: value})


async def test_events_of_others(world, office) -> None:
    """Nobody sees another account's events."""
    await world.stranger.missing("GET", office.links["events"])


async def test_an_event_of_a_transfer(api, world, office) -> None:
    """It is about the transfer, which belongs to the worker who initiated it."""
    await api.update(office.reservation["url"], ReservationStatus="accepted")
    command = commands.CreateTransfer(
        worker_sid=office.worker["sid"],
        task_sid=office.task["sid"],
        reservation_sid=office.reservation["sid"],
        to=office.queue["sid"],
    )
    transfer = (await world.directory.submit(office.workspace["sid"], command)).record
    page = await api.fetch(office.links["events"], EventType="task.transfer-initiated")
    [event] = page["events"]
    assert ("transfer", transfer.sid) == (event["resource_type"], event["resource_sid"])
    assert f"{office.worker['url']}/Transfers/{transfer.sid}" == event["resource_url"]
