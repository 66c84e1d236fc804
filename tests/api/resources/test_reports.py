"""``…/Reports`` and ``…/ServiceLevel``: small stories whose every number is known."""

import csv
import io
from types import SimpleNamespace
from typing import Any

import pytest

NOTHING = {"avg_s": None, "p50_s": None, "p90_s": None, "p99_s": None}
OURS = "http://router.test/pointsman/v1/Workspaces"


def ours(office: SimpleNamespace, path: str) -> str:
    return f"{OURS}/{office.workspace['sid']}/{path}"


async def offered(api: Any, office: SimpleNamespace) -> str:
    """Where the worker's open offer is."""
    [reservation] = (
        await api.fetch(office.worker["links"]["reservations"], ReservationStatus="pending")
    )["reservations"]
    return reservation["url"]


async def work(world: Any, office: SimpleNamespace, until_accepted_s: int, handled_s: int) -> None:
    """A task that is offered at once, accepted after a while, and then done."""
    api = world.api
    task = await api.create(office.links["tasks"])
    url = await offered(api, office)
    await world.advance(until_accepted_s)
    await api.update(url, ReservationStatus="accepted")
    await world.advance(handled_s)
    await api.update(task["url"], AssignmentStatus="completed", Reason="done")


@pytest.fixture
async def office(world) -> SimpleNamespace:
    """Three tasks answered after 5, 15 and 40 seconds, and two given up after 10 and 30."""
    office = await world.office()
    await world.advance(60)
    for until_accepted_s, handled_s in ((5, 60), (15, 120), (40, 30)):
        await work(world, office, until_accepted_s, handled_s)
    idle = next(a for a in office.activities.values() if not a["available"])
    await world.api.update(office.worker["url"], ActivitySid=idle["sid"])
    for waited_s in (10, 30):
        task = await world.api.create(office.links["tasks"])
        await world.advance(waited_s)
        await world.api.update(task["url"], AssignmentStatus="canceled", Reason="gone")
    await world.advance(1)
    return office


async def test_queues(api, office) -> None:
    """Every figure of a queue, and the same of the whole, for there is one queue."""
    report = await api.fetch(ours(office, "Reports/Queues"))
    [queue], whole = report["queues"], report["whole"]
    assert ("2025-12-31T23:51:11Z", "2026-01-01T00:06:11Z") == (
        report["start_date"],
        report["end_date"],
    )
    assert {
        "task_queue_sid": office.queue["sid"],
        "friendly_name": "Everyone",
        "target_s": 20,
        "service": {
            "offered": 5,
            "answered": 3,
            "answered_within_target": 2,
            "abandoned": 2,
            "abandoned_within_target": 1,
            # Of three that were answered and one that gave up too late.
            "service_level": 0.5,
            "abandonment_rate": 0.4,
        },
        "wait_until_accepted": {"avg_s": 20.0, "p50_s": 15, "p90_s": 40, "p99_s": 40},
        "wait_until_canceled": {"avg_s": 20.0, "p50_s": 10, "p90_s": 30, "p99_s": 30},
        "wait_in_queue": {"avg_s": 20.0, "p50_s": 15, "p90_s": 40, "p99_s": 40},
        "handle_time": {"avg_s": 70.0, "p50_s": 60, "p90_s": 120, "p99_s": 120},
        "handled": 3,
        "estimates": {"answered": 2, "within_p50": 0.0, "within_p90": 0.0},
    } == queue
    of_queue = {"task_queue_sid", "friendly_name", "target_s"}
    assert dict.fromkeys(of_queue) | {"target_s": None} == {name: whole[name] for name in of_queue}
    assert {k: v for k, v in queue.items() if k not in of_queue} == {
        k: v for k, v in whole.items() if k not in of_queue
    }


async def test_a_window_cuts(api, office) -> None:
    """What happened before the window is not in it."""
    report = await api.fetch(
        ours(office, "Reports/Queues"),
        StartDate="2026-01-01T00:05:50Z",
        EndDate="2026-01-01T00:06:30Z",
    )
    [queue] = report["queues"]
    assert (0, 1, NOTHING) == (
        queue["service"]["answered"],
        queue["service"]["abandoned"],
        queue["handle_time"],
    )
    assert "2026-01-01T00:06:11Z" == report["end_date"]


async def test_the_whole_is_the_sum(api, world) -> None:
    """Of queues with targets of their own, and of one that is gone, which has the usual one."""
    office = await world.office()
    links = office.links
    second = await api.create(links["task_queues"], FriendlyName="Second")
    other = await api.create(
        links["workflows"], FriendlyName="Other", Configuration=world.configuration(second)
    )
    await api.update(ours(office, f"TaskQueues/{office.queue['sid']}/ServiceLevel"), Target=5)
    for workflow, waited_s in ((office.workflow, 6), (other, 6), (other, 30)):
        await api.create(links["tasks"], WorkflowSid=workflow["sid"])
        url = await offered(api, office)
        await world.advance(waited_s)
        await api.update(url, ReservationStatus="accepted")
        held = await api.fetch(url)
        task = f"{links['tasks']}/{held['task_sid']}"
        await world.advance(waited_s)
        await api.update(task, AssignmentStatus="completed", Reason="done")
        await world.advance(1)
    report = await api.fetch(ours(office, "Reports/Queues"))
    assert [("Everyone", 0.0, 6), ("Second", 0.5, 6)] == [
        (row["friendly_name"], row["service"]["service_level"], row["handle_time"]["p50_s"])
        for row in report["queues"]
    ]
    assert (3, 0.3333) == (
        report["whole"]["service"]["offered"],
        report["whole"]["service"]["service_level"],
    )
    assert {"avg_s": 14.0, "p50_s": 6, "p90_s": 30, "p99_s": 30} == report["whole"]["wait_in_queue"]
    await api.delete(other["url"])
    await api.delete(second["url"])
    after = await api.fetch(ours(office, "Reports/Queues"))
    assert ["Everyone"] == [row["friendly_name"] for row in after["queues"]]
    assert report["whole"]["service"] == after["whole"]["service"]


async def test_a_page_of_queues(api, world) -> None:
    """Rows come in pages; the whole is always of all."""
    office = await world.office()
    await api.create(office.links["task_queues"], FriendlyName="Second")
    await api.create(office.links["tasks"])
    await world.advance(1)
    page = await api.fetch(ours(office, "Reports/Queues"), PageSize=1)
    following = await api.fetch(page["meta"]["next_page_url"])
    assert ["Second"] == [row["friendly_name"] for row in following["queues"]]
    assert 1 == following["whole"]["service"]["offered"]


async def test_nothing_has_no_level(api, world) -> None:
    """Without a task there is neither a level nor a rate."""
    office = await world.office()
    await world.advance(1)
    report = await api.fetch(ours(office, "Reports/Queues"))
    service = report["whole"]["service"]
    assert (0, None, None) == (
        service["offered"],
        service["service_level"],
        service["abandonment_rate"],
    )
    assert NOTHING == report["whole"]["wait_in_queue"]


async def test_a_target_of_its_own(api, world, office) -> None:
    """It is set by our own resource; TaskRouter's queue stays as it was, and its date."""
    url = ours(office, f"TaskQueues/{office.queue['sid']}/ServiceLevel")
    assert {"task_queue_sid": office.queue["sid"], "target_s": 20} == await api.fetch(url)
    before = await api.fetch(office.queue["url"])
    await world.advance(5)
    assert 40 == (await api.update(url, Target=40))["target_s"]
    assert before == await api.fetch(office.queue["url"])
    [queue] = (await api.fetch(ours(office, "Reports/Queues")))["queues"]
    assert (40, 3, 2, 1.0) == (
        queue["target_s"],
        queue["service"]["answered_within_target"],
        queue["service"]["abandoned_within_target"],
        queue["service"]["service_level"],
    )


@pytest.mark.parametrize("target", ["0", "86401", "soon"])
async def test_a_target_has_bounds(api, office, target) -> None:
    """A second is the least and a day the most."""
    url = ours(office, f"TaskQueues/{office.queue['sid']}/ServiceLevel")
    assert "Target" in await api.refuse(400, "POST", url, {"Target": target})


async def test_a_target_of_no_queue(api, office) -> None:
    """There must be such a queue."""
    url = ours(office, f"TaskQueues/WQ{'0' * 32}/ServiceLevel")
    assert 404 == (await api.ask("GET", url)).status_code
    assert 404 == (await api.ask("POST", url, {"Target": 5})).status_code


async def test_workers(api, office) -> None:
    """What a worker did; of the time she was available, how much she was busy."""
    report = await api.fetch(ours(office, "Reports/Workers"))
    [worker] = report["workers"]
    assert {
        "worker_sid": office.worker["sid"],
        "friendly_name": "Worker 0",
        "reservations": 3,
        "accepted": 3,
        "rejected": 0,
        "timed_out": 0,
        "canceled": 0,
        "rescinded": 0,
        "handled": 3,
        "handle_time": {"avg_s": 70.0, "p50_s": 60, "p90_s": 120, "p99_s": 120},
        "busy_s": 210.0,
        # A minute alone, three offers, three tasks.
        "staffed_s": 330.0,
        "occupancy": 0.6364,
    } == worker


async def test_a_worker_who_is_busy_still(api, world) -> None:
    """A task she has now counts as far as it has come, and what she answered with no."""
    office = await world.office()
    await world.advance(30)
    await api.create(office.links["tasks"])
    await api.update(await offered(api, office), ReservationStatus="accepted")
    await world.advance(30)
    await api.create(office.links["tasks"])
    report = await api.fetch(ours(office, "Reports/Workers"))
    [worker] = report["workers"]
    assert (1, 0, 30.0, 60.0, 0.5) == (
        worker["accepted"],
        worker["handled"],
        worker["busy_s"],
        worker["staffed_s"],
        worker["occupancy"],
    )


async def test_workers_come_in_pages(api, world) -> None:
    """Page by page, with the addresses of a list."""
    office = await world.office(workers=3)
    await world.advance(1)
    page = await api.fetch(ours(office, "Reports/Workers"), PageSize=2, Minutes=60)
    assert ["Worker 0", "Worker 1"] == [row["friendly_name"] for row in page["workers"]]
    following = await api.fetch(page["meta"]["next_page_url"])
    assert ["Worker 2"] == [row["friendly_name"] for row in following["workers"]]
    assert "Minutes=60" in page["meta"]["next_page_url"]
    assert following["meta"]["next_page_url"] is None


async def test_series(api, office) -> None:
    """Minute by minute, without a gap."""
    report = await api.fetch(
        ours(office, "Reports/Series"), StartDate="2026-01-01T00:00:30Z", Bucket="minute"
    )
    assert [f"2026-01-01T00:0{minute}:00Z" for minute in range(7)] == [
        bucket["start_date"] for bucket in report["buckets"]
    ]
    services = [bucket["service"] for bucket in report["buckets"]]
    assert [0, 1, 1, 0, 1, 2, 0] == [service["offered"] for service in services]
    assert [0, 1, 1, 0, 0, 1, 0] == [service["answered"] for service in services]
    assert [0, 0, 0, 0, 0, 1, 1] == [service["abandoned"] for service in services]
    assert [None, 1.0, 1.0, None, None, 0.0, 0.0] == [s["service_level"] for s in services]
    assert [None, 5.0, 15.0, None, None, 40.0, None] == [
        bucket["avg_wait_until_accepted_s"] for bucket in report["buckets"]
    ]
    by_hour = await api.fetch(
        ours(office, "Reports/Series"), Bucket="hour", TaskQueueSid=office.queue["sid"]
    )
    assert [0, 5] == [bucket["service"]["offered"] for bucket in by_hour["buckets"]]


async def test_a_series_has_an_end(api, office) -> None:
    """Nobody draws a chart of a month by minutes."""
    text = await api.refuse(400, "GET", ours(office, "Reports/Series"), params={"Minutes": 43_200})
    assert "Bucket" in text
    assert "1500" in text


@pytest.mark.parametrize("report", ["Queues", "Workers", "Series"])
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"Minutes": 5, "StartDate": "2026-01-01"}, 20001),
        ({"StartDate": "2025-11-01"}, 14241),
        ({"StartDate": "2026-02-01"}, 20001),
        ({"Minutes": 43_201}, 20001),
        ({"Format": "xml"}, 20001),
    ],
)
async def test_windows_that_are_none(api, office, report, query, code) -> None:
    """Every report refuses the same."""
    await api.refuse(400, "GET", ours(office, f"Reports/{report}"), params=query, code=code)


@pytest.mark.parametrize("report", ["Queues", "Workers", "Series"])
async def test_a_channel(api, world, office, report) -> None:
    """Of one channel only, by its name; one there is not is not found. Strangers see nothing."""
    url = ours(office, f"Reports/{report}")
    await api.fetch(url, TaskChannel="default")
    assert 404 == (await api.ask("GET", url, params={"TaskChannel": "smoke"})).status_code
    assert 404 == (await world.stranger.ask("GET", url)).status_code
    voice = (await api.fetch(ours(office, "Reports/Queues"), TaskChannel="voice"))["whole"]
    assert 0 == voice["service"]["offered"]


@pytest.mark.parametrize(
    "asking", [{"params": {"Format": "csv"}}, {"headers": {"Accept": "text/csv"}}]
)
async def test_csv(api, office, asking) -> None:
    """A table with the whole as its last row; a name cannot become a formula."""
    name = '=HYPERLINK("http://evil.test","x"),\nnext'
    await api.update(office.queue["url"], FriendlyName=name)
    answer = await api.ask("GET", ours(office, "Reports/Queues"), **asking)
    assert "text/csv; charset=utf-8" == answer.headers["content-type"]
    assert 'attachment; filename="queues.csv"' == answer.headers["content-disposition"]
    assert answer.text.endswith("\r\n")
    queue, whole = csv.DictReader(io.StringIO(answer.text, newline=""))
    assert (f"'{name}", "0.5", "40") == (
        queue["friendly_name"],
        queue["service_service_level"],
        queue["wait_in_queue_p90_s"],
    )
    assert ("", "5") == (whole["task_queue_sid"], whole["service_offered"])


async def test_a_table_that_goes_on_says_where(api, office) -> None:
    """It must not look whole when it is a page; and who can take JSON gets it."""
    await api.create(office.links["task_queues"], FriendlyName="Second")
    url = ours(office, "Reports/Queues")
    page = await api.ask("GET", url, params={"Format": "csv", "PageSize": 1})
    following, relation = page.headers["link"].split("; ")
    assert 'rel="next"' == relation
    last = await api.ask("GET", following.strip("<>"))
    assert "link" not in last.headers
    both = await api.ask("GET", url, headers={"Accept": "application/json, text/csv;q=0.1"})
    assert "application/json" == both.headers["content-type"]


@pytest.mark.parametrize("report", ["Workers", "Series"])
async def test_csv_of_the_others(api, office, report) -> None:
    """Any report is a table, too, and JSON when that is said."""
    url = ours(office, f"Reports/{report}")
    table = await api.ask("GET", url, params={"Format": "csv"})
    rows = await api.fetch(url, Format="json")
    assert len(rows[{"Workers": "workers", "Series": "buckets"}[report]]) == len(
        list(csv.DictReader(io.StringIO(table.text)))
    )
