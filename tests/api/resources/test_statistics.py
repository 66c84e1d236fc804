"""``…/Statistics``: what happened in a window, and what is so now, to the last number."""

from types import SimpleNamespace

import pytest

MINUTE_MS = 60_000
NO_TIME = {"avg": 0, "min": 0, "max": 0, "total": 0}
NO_STATUSES = dict.fromkeys(
    ("pending", "reserved", "assigned", "wrapping", "completed", "canceled"), 0
)
RESERVATIONS = {
    "reservations_created": 4,
    "reservations_accepted": 2,
    "reservations_rejected": 1,
    "reservations_timed_out": 1,
    "reservations_canceled": 0,
    "reservations_rescinded": 0,
}


def wait(*seconds: int) -> dict[str, int]:
    total = sum(seconds)
    return {
        "avg": total // len(seconds),
        "min": min(seconds),
        "max": max(seconds),
        "total": total,
    }


def figures(answer: dict, *left_out: str) -> dict:
    """An answer without what says where it is from."""
    whence = {"account_sid", "workspace_sid", "url", "start_time", "end_time", *left_out}
    return {key: value for key, value in answer.items() if key not in whence}


@pytest.fixture
async def story(world, api) -> SimpleNamespace:
    """One worker; a letter she rejects, lets time out, and takes; a call; and one canceled."""
    office = await world.office()
    workspace, links, worker = office.workspace["url"], office.links, office.worker
    office.url = workspace
    office.other = await api.create(
        links["task_queues"], FriendlyName="Nobody", TargetWorkers="name == 'none'"
    )
    await api.create(links["task_channels"], FriendlyName="Letters", UniqueName="letters")
    ready, offline = worker["activity_sid"], office.activities["Offline"]["sid"]

    async def offer() -> str:
        [pending] = await api.sids(f"{worker['url']}/Reservations", ReservationStatus="pending")
        return f"{worker['url']}/Reservations/{pending}"

    async def answer(status: str) -> None:
        await api.update(await offer(), ReservationStatus=status)

    async def work_again() -> None:
        await api.update(worker["url"], ActivitySid=ready)

    await world.advance(10)
    letter = await api.create(links["tasks"], TaskChannel="letters", Timeout="5000", Priority="3")
    await world.advance(5)
    await api.update(await offer(), ReservationStatus="rejected", WorkerActivitySid=offline)
    await world.advance(5)
    await work_again()
    await world.advance(120)  # the offer's time is over
    await world.advance(10)
    await work_again()
    await world.advance(1.5)
    await answer("accepted")  # after 141.5 s
    await world.advance(10)
    await api.update(letter["url"], AssignmentStatus="completed")
    call = await api.create(links["tasks"])
    await world.advance(7)
    await answer("accepted")
    office.waiting = await api.create(links["tasks"], Priority="9")
    moved = await api.create(links["tasks"], WorkflowSid=office.workflow["sid"])
    await world.advance(30)
    await api.update(moved["url"], AssignmentStatus="canceled")
    await world.advance(2)
    office.call = call
    return office


async def test_of_a_workspace(story, api) -> None:
    """All that happened is counted, and all that is there."""
    past = await api.fetch(f"{story.url}/CumulativeStatistics")
    assert {
        **RESERVATIONS,
        "avg_task_acceptance_time": 74,
        "tasks_created": 4,
        "tasks_canceled": 1,
        "tasks_completed": 1,
        "tasks_deleted": 0,
        "tasks_moved": 0,
        "tasks_timed_out_in_workflow": 0,
        "wait_duration_until_accepted": wait(141, 7),
        "wait_duration_until_canceled": wait(30),
        "split_by_wait_time": None,
    } == figures(past)
    now = await api.fetch(f"{story.url}/RealTimeStatistics")
    assert {
        "total_tasks": 2,
        "tasks_by_status": NO_STATUSES
        | {"pending": 1, "assigned": 1, "completed": 1, "canceled": 1},
        "tasks_by_priority": {"0": 1, "9": 1},
        "longest_task_waiting_age": 32,
        "longest_task_waiting_sid": story.waiting["sid"],
        "total_workers": 1,
    } == figures(now, "activity_statistics")
    both = await api.fetch(f"{story.url}/Statistics")
    times = {key: past[key] for key in ("start_time", "end_time")}
    assert both == {
        "account_sid": past["account_sid"],
        "workspace_sid": story.workspace["sid"],
        "url": f"{story.url}/Statistics",
        "cumulative": figures(past) | times,
        "realtime": figures(now),
    }
