"""``…/Statistics``: what happened in a window, and what is so now, to the last number."""

import json
from types import SimpleNamespace

import pytest

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
    office.letters = await api.create(
        links["task_channels"], FriendlyName="Letters", UniqueName="letters"
    )
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


async def test_of_channels(story, api) -> None:
    """A channel is named by SID or unique name; workers are counted whatever it is."""
    for channel in ("letters", story.letters["sid"]):
        past = await api.fetch(f"{story.url}/CumulativeStatistics", TaskChannel=channel)
        assert (1, 3, 1, 141) == (
            past["tasks_created"],
            past["reservations_created"],
            past["tasks_completed"],
            past["avg_task_acceptance_time"],
        )
        now = await api.fetch(f"{story.url}/RealTimeStatistics", TaskChannel=channel)
        assert (0, {}, 1) == (now["total_tasks"], now["tasks_by_priority"], now["total_workers"])
        assert NO_STATUSES | {"completed": 1} == now["tasks_by_status"]


async def test_of_queues(story, api) -> None:
    """What happened in a queue is that queue's, and those who work for it are counted."""
    past = await api.fetch(f"{story.queue['url']}/CumulativeStatistics")
    assert {
        **RESERVATIONS,
        "task_queue_sid": story.queue["sid"],
        "avg_task_acceptance_time": 74,
        "tasks_entered": 4,
        "tasks_canceled": 1,
        "tasks_completed": 1,
        "tasks_deleted": 0,
        "tasks_moved": 0,
        "wait_duration_until_accepted": wait(141, 7),
        "wait_duration_in_queue_until_accepted": wait(141, 7),
        "wait_duration_until_canceled": wait(30),
        "split_by_wait_time": None,
    } == figures(past)
    now = await api.fetch(f"{story.queue['url']}/RealTimeStatistics")
    assert (1, 1, 32, story.waiting["sid"]) == (
        now["total_eligible_workers"],
        now["total_available_workers"],
        now["longest_relative_task_age_in_queue"],
        now["longest_relative_task_sid_in_queue"],
    )
    page = await api.fetch(f"{story.url}/TaskQueues/Statistics", PageSize="1")
    rows = page["task_queues_statistics"]
    while page["meta"]["next_page_url"]:
        page = await api.fetch(page["meta"]["next_page_url"])
        rows += page["task_queues_statistics"]
    for queue, row in zip([story.queue, story.other], rows, strict=True):
        both = await api.fetch(f"{queue['url']}/Statistics")
        assert f"{queue['url']}/Statistics" == both.pop("url")
        assert both == row
    other = rows[1]
    assert [0] * 6 == [other["cumulative"][key] for key in RESERVATIONS]
    assert NO_TIME == other["cumulative"]["wait_duration_in_queue_until_accepted"]
    assert (0, 0, None) == (
        other["realtime"]["total_eligible_workers"],
        other["realtime"]["longest_task_waiting_age"],
        other["realtime"]["longest_task_waiting_sid"],
    )
    page = await api.fetch(f"{story.url}/TaskQueues/Statistics", FriendlyName="Nobody")
    assert [other] == page["task_queues_statistics"]


async def test_of_a_task_that_moves(story, world, api) -> None:
    """It leaves one queue and enters another; the workflow has it all along."""
    targets = [{"queue": story.other["sid"], "timeout": 20}, {"queue": story.queue["sid"]}]
    rule = {"filters": [{"expression": "1==1", "targets": targets}]}
    workflow = await api.create(
        story.links["workflows"],
        FriendlyName="Twice",
        Configuration=json.dumps({"task_routing": rule}),
    )
    task = await api.create(story.links["tasks"], WorkflowSid=workflow["sid"])
    await world.advance(24)
    await world.advance(1)
    other = await api.fetch(f"{story.other['url']}/Statistics")
    assert (1, 1) == (other["cumulative"]["tasks_entered"], other["cumulative"]["tasks_moved"])
    assert 0 == other["realtime"]["total_tasks"]
    both = await api.fetch(f"{workflow['url']}/Statistics")
    past, now = both["cumulative"], both["realtime"]
    assert (1, 1, 0) == (
        past["tasks_entered"],
        past["tasks_moved"],
        past["tasks_timed_out_in_workflow"],
    )
    assert past == figures(
        await api.fetch(f"{workflow['url']}/CumulativeStatistics"), "workflow_sid"
    ) | {key: past[key] for key in ("start_time", "end_time")}
    assert {
        "total_tasks": 1,
        "tasks_by_status": NO_STATUSES | {"pending": 1},
        "tasks_by_priority": {"0": 1},
        "longest_task_waiting_age": 25,
        "longest_task_waiting_sid": task["sid"],
    } == now
    assert now == figures(await api.fetch(f"{workflow['url']}/RealTimeStatistics"), "workflow_sid")
    queue = await api.fetch(f"{story.queue['url']}/RealTimeStatistics")
    assert 57 == queue["longest_task_waiting_age"]
    await api.delete(task["url"])
    await world.advance(1)
    past = await api.fetch(f"{workflow['url']}/CumulativeStatistics")
    assert 1 == past["tasks_deleted"]


async def test_of_workers(story, api) -> None:
    """Of all, of those whom a queue admits, of one by name, and of nobody."""
    everybody = await api.fetch(f"{story.url}/Workers/CumulativeStatistics")
    assert RESERVATIONS == figures(everybody, "activity_durations")
    spent = {each.pop("friendly_name"): each for each in everybody["activity_durations"]}
    assert set(story.activities) == set(spent)
    # She was sent there for 5 seconds by her answer, and for 10 by the offer that timed out.
    assert NO_TIME | {"avg": 7, "min": 5, "max": 10, "total": 15} == {
        key: value for key, value in spent["Offline"].items() if key != "sid"
    }
    of_one = await api.fetch(f"{story.worker['url']}/Statistics")
    assert story.worker["sid"] == of_one["worker_sid"]
    assert RESERVATIONS == figures(of_one["cumulative"], "activity_durations")
    url = f"{story.url}/Workers/Statistics"
    now = await api.fetch(f"{story.url}/Workers/RealTimeStatistics", TaskChannel="letters")
    for whom in (
        {},
        {"FriendlyName": story.worker["friendly_name"]},
        {"TaskQueueSid": story.queue["sid"]},
        {"TaskQueueName": "Everyone"},
    ):
        both = await api.fetch(url, **whom)
        assert of_one["cumulative"] == both["cumulative"]
        assert figures(now) == both["realtime"]
    for whom in ({"FriendlyName": "x"}, {"TaskQueueName": "Nobody"}, {"TaskQueueName": "x"}):
        both = await api.fetch(url, **whom)
        assert 0 == both["realtime"]["total_workers"]
        assert [0] * 6 == [both["cumulative"][key] for key in RESERVATIONS]
        assert [0] * 3 == [each["total"] for each in both["cumulative"]["activity_durations"]]


async def test_splits(story, api) -> None:
    """Each that waited is on one side of each threshold; the threshold itself is below."""
    past = await api.fetch(f"{story.url}/CumulativeStatistics", SplitByWaitTime="7,029,30")

    def sides(*counts: int) -> dict:
        names = ("tasks_canceled", "reservations_accepted")
        return {
            "above": dict(zip(names, counts[:2], strict=True)),
            "below": dict(zip(names, counts[2:], strict=True)),
        }

    split = {"7": sides(1, 1, 0, 1), "029": sides(1, 1, 0, 1), "30": sides(0, 1, 1, 1)}
    assert split == past["split_by_wait_time"]
    page = await api.fetch(f"{story.url}/TaskQueues/Statistics", SplitByWaitTime="7,029,30")
    everyone, nobody = (row["cumulative"] for row in page["task_queues_statistics"])
    assert split == everyone["split_by_wait_time"]
    assert dict.fromkeys(split, sides(0, 0, 0, 0)) == nobody["split_by_wait_time"]


async def test_windows(world, api) -> None:
    """The begin is in the window, the end is not; what is shown is what was counted."""
    office = await world.office(workers=0)
    url = f"{office.workspace['url']}/CumulativeStatistics"

    async def count(**window: str) -> tuple[str, str, int]:
        past = await api.fetch(url, **window)
        return past["start_time"][11:19], past["end_time"][11:19], past["tasks_created"]

    created = (await api.create(office.links["tasks"]))["date_created"]
    day, hour = created[:11], created[11:13]
    assert created == f"{day}{hour}:00:00Z"
    await world.advance(15 * 60)
    at, later = f"{hour}:00:00", f"{hour}:15:00"
    assert (at, later, 1) == await count()
    assert (at, later, 1) == await count(StartDate=created)
    assert (f"{hour}:00:01", later, 0) == await count(StartDate=f"{day}{hour}:00:01Z")
    assert (at, f"{hour}:00:01", 1) == await count(StartDate=created, EndDate=f"{day}{hour}:00:01Z")
    assert (at, at, 0) == await count(StartDate=created, EndDate=created)
    assert (at, later, 1) == await count(EndDate=f"{day}{hour}:15:00Z")
    assert (at, later, 1) == await count(EndDate="2999-01-01")
    assert (f"{hour}:14:00", later, 0) == await count(Minutes="1")
    await world.advance(1)
    assert 0 == (await count())[2]
    assert 1 == (await count(Minutes="43200"))[2]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"Minutes": "0"}, 20001),
        ({"Minutes": "43201"}, 20001),
        ({"Minutes": "x"}, 20001),
        ({"Minutes": "5", "StartDate": "2026-01-01"}, 20001),
        ({"Minutes": "5", "EndDate": "2026-01-01"}, 20001),
        ({"StartDate": "yesterday"}, 20001),
        ({"StartDate": "2999-01-01"}, 20001),
        ({"StartDate": "{now}", "EndDate": "{before}"}, 20001),
        ({"StartDate": "2020-01-01"}, 14241),
        ({"EndDate": "2020-01-01"}, 14241),
        *(
            ({"SplitByWaitTime": text}, 20001)
            for text in ("x", "-1", "1.5", "5,", "5, 30", "1" * 10, ",".join(["5"] * 21))
        ),
    ],
    ids=str,
)
async def test_windows_that_are_refused(world, api, query: dict, code: int) -> None:
    """Wherever there are windows, they are judged alike."""
    office = await world.office()
    now = office.workspace["date_created"]
    before = now.replace(now[:4], str(int(now[:4]) - 1), 1)
    sent = {name: text.format(now=now, before=before) for name, text in query.items()}
    for kind in ("Statistics", "CumulativeStatistics", "TaskQueues/Statistics"):
        url = f"{office.workspace['url']}/{kind}"
        await api.refuse(400, "GET", url, code=code, params=sent)
    if "SplitByWaitTime" not in query:
        for owner in (f"{office.workspace['url']}/Workers", office.worker["url"]):
            await api.refuse(400, "GET", f"{owner}/Statistics", code=code, params=sent)


async def test_what_is_unknown(world, api) -> None:
    """Neither a channel, nor what statistics are of."""
    office = await world.office()
    for link in (*world_links(office), f"{office.worker['url']}/Statistics"):
        for channel in ("fax", "TC" + "0" * 32):
            await api.missing("GET", link, params={"TaskChannel": channel})
        assert 404 == (await world.stranger.ask("GET", link)).status_code
        await api.refuse(405, "POST", link, code=20004)
    for path in ("TaskQueues/WQ", "Workflows/WW"):
        for kind in ("", "Cumulative", "RealTime"):
            url = f"{office.workspace['url']}/{path}{'0' * 32}/{kind}Statistics"
            await api.missing("GET", url)
    await api.missing("GET", f"{office.workspace['url']}/Workers/WK{'0' * 32}/Statistics")


def world_links(office: SimpleNamespace) -> list[str]:
    """Where statistics of all kinds are, but for those of many queues."""
    owners = [office.workspace, office.queue, office.workflow]
    kinds = ("statistics", "cumulative_statistics", "real_time_statistics")
    return [owner["links"][kind] for owner in [*owners, office.worker] for kind in kinds]


async def test_in_bulk(story, api) -> None:
    """Queues are told of in the order they were asked for, and unknown ones have nothing."""
    url = f"{story.url}/TaskQueues/RealTimeStatistics"
    sids = [story.other["sid"], "WQ" + "0" * 32, story.queue["sid"]]
    answers = [
        await api.ask("POST", url, **body)
        for body in (
            {"json": {"queueSids": sids}},
            {"json": {"QueueSids": sids, "more": 5}},
            {"form": {"QueueSids": sids}},
        )
    ]
    assert {200} == {answer.status_code for answer in answers}
    told = answers[0].json()
    assert [told, told] == [answer.json() for answer in answers[1:]]
    assert (3, url) == (told["task_queue_response_count"], told["url"])
    assert sids == [queue["task_queue_sid"] for queue in told["task_queue_data"]]
    _, unknown, known = told["task_queue_data"]
    alone = await api.fetch(f"{story.queue['url']}/RealTimeStatistics")
    relative = [key for key in alone if key.startswith("longest_relative")]
    assert 2 == len(relative)
    assert known == {"task_queue_sid": story.queue["sid"]} | figures(alone, *relative)
    assert {0} == {each["workers"] for each in unknown.pop("activity_statistics")}
    assert {
        "task_queue_sid": "WQ" + "0" * 32,
        "total_tasks": 0,
        "total_eligible_workers": 0,
        "total_available_workers": 0,
        "longest_task_waiting_age": 0,
        "longest_task_waiting_sid": None,
        "tasks_by_status": NO_STATUSES,
        "tasks_by_priority": {},
    } == unknown


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"content": b"{"},
        {"content": b"\xff"},
        {"content": b"[" * 100_000},
        {"content": b'{"a":' * 10_000},
        {"json": []},
        {"json": {}},
        {"json": {"queueSids": None}},
        {"json": {"queueSids": "WQ" + "0" * 32}},
        {"json": {"queueSids": [5]}},
        {"json": {"queueSids": []}},
        {"json": {"queueSids": ["WQ1"]}},
        {"json": {"queueSids": ["WQ" + "0" * 32] * 51}},
        {"form": {"QueueSids": ["WQ" + "0" * 32] * 51}},
        {"form": {"QueueSids": "WQ1"}},
    ],
    ids=lambda body: str(body)[:40],
)
async def test_bodies_that_are_refused(world, api, body: dict) -> None:
    """Whatever is no list of one to fifty SIDs."""
    office = await world.office(workers=0)
    url = f"{office.workspace['url']}/TaskQueues/RealTimeStatistics"
    if "content" in body:
        body = body | {"headers": {"Content-Type": "application/json"}}
    status = 413 if len(body.get("content", b"")) > 65_536 else 400
    code = 20413 if status == 413 else 20001
    await api.refuse(status, "POST", url, code=code, **body)


async def test_what_was_just_done_is_counted(world, api) -> None:
    """Nobody has to wait for the clock to see what was answered."""
    office = await world.office()
    await api.create(office.links["tasks"], WorkflowSid=office.workflow["sid"])
    answer = await api.fetch(f"{office.workspace['url']}/Statistics")
    assert (1, 1, 1) == (
        answer["cumulative"]["tasks_created"],
        answer["cumulative"]["reservations_created"],
        answer["realtime"]["total_tasks"],
    )
