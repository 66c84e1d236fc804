"""How long a page of every list takes when the store is full: ``python bench/lists.py --json``.

It fills an SQLite file with 100,000 tasks and 10,000 workers, asks the API in process for pages of
50, the first and one nine tenths down the list, and compares each with the plain first page of the
same list. Ratios travel between machines; milliseconds do not.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import structlog
from cryptography.fernet import Fernet
from measured import median

from pointsman.api import app, paging
from pointsman.api.call import Services
from pointsman.api.streams import Streams
from pointsman.core import records
from pointsman.core.batch import Batch
from pointsman.core.events import Event
from pointsman.core.records import Attributes
from pointsman.core.rules import Rules
from pointsman.edge import stretches
from pointsman.edge.accounts import Accounts
from pointsman.edge.sessions import Sessions
from pointsman.runtime.broadcast import Broadcast
from pointsman.runtime.clock import START, ManualClock
from pointsman.runtime.directory import Directory
from pointsman.runtime.estimates import Estimates
from pointsman.runtime.ports import Account, Order, Outlets
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox

TASKS, WORKERS, QUEUES, WORKFLOWS, ACTIVITIES = 100_000, 10_000, 1_000, 100, 100
BATCH = 4_000
SPAN_MS = 29 * 24 * 3_600_000
"""Tasks and events lie evenly in the four weeks before now."""
STATUSES = ["completed"] * 6 + ["canceled"] * 2 + ["assigned", "reserved"]
CHANNELS = ["default", "voice", "chat", "sms", "video", "rare"]
EVENT_TYPES = ["task.created", "task.updated", "reservation.created", "task-queue.entered"]
ACCOUNT = Account(sid="AC" + "1" * 32, auth_token="token", date_created=START)
WORKSPACE = "WS" + "0" * 32
RARE = 0.0003
"""The share of rows that have a value hardly any has: such a filter must not walk past the rest."""


class Case(NamedTuple):
    """A list, what is asked of it, and the fields it is ordered by."""

    list: str
    kind: type
    query: dict[str, Any]
    order: tuple[str, ...] = ("position",)


class Filling:
    """The rows, at growing positions, and what was made of them."""

    stay_ms = SPAN_MS
    """How long workers have been in their activities, at most."""

    def __init__(
        self,
        queues: int = QUEUES,
        workflows: int = WORKFLOWS,
        activities: int = ACTIVITIES,
        workers: int = WORKERS,
    ) -> None:
        self.sizes = (queues, workflows, activities)
        self.workers = workers
        self.chance = random.Random(0)
        self.position = 0
        self.made: dict[type, list[Any]] = {}

    def make(self, kind: type, prefix: str, **fields: Any) -> Any:
        self.position += 1
        standing = {
            "sid": f"{prefix}{self.chance.getrandbits(128):032x}",
            "workspace_sid": WORKSPACE,
            "position": self.position,
        }
        if kind is not Event:
            standing |= {"date_created": START - SPAN_MS, "date_updated": START - SPAN_MS}
        record = kind(**standing | fields)
        self.made.setdefault(kind, []).append(record)
        return record

    def pick(self, choices: Sequence[Any]) -> Any:
        """The last of the choices is rare."""
        return choices[-1] if self.chance.random() < RARE else self.chance.choice(choices[:-1])

    def everything(self) -> Iterator[Any]:
        yield from self._configuration()
        yield from self._workers()
        yield from self._work()

    def _configuration(self) -> Iterator[Any]:
        make = self.make
        queues, workflows, activities = self.sizes
        self.activities = [
            make(records.Activity, "WA", friendly_name=f"Activity {n}", available=n % 2 == 0)
            for n in range(activities)
        ]
        yield make(
            records.Workspace,
            "WS",
            sid=WORKSPACE,
            account_sid=ACCOUNT.sid,
            friendly_name="Full",
            event_callback_url="",
            events_filter=None,
            default_activity_sid=self.activities[0].sid,
            timeout_activity_sid=self.activities[0].sid,
            multi_task_enabled=True,
            prioritize_queue_order="FIFO",
        )
        yield from self.activities
        for name in CHANNELS:
            yield make(
                records.TaskChannel,
                "TC",
                friendly_name=name,
                unique_name=name,
                channel_optimized_routing=False,
            )
        for n in range(queues):
            yield make(
                records.TaskQueue,
                "WQ",
                date_updated=START - self.chance.randrange(SPAN_MS),
                friendly_name=f"Queue {n}",
                target_workers=f"skill == {n % 50}",
                max_reserved_workers=1,
                task_order="FIFO",
                reservation_activity_sid=None,
                assignment_activity_sid=None,
            )
        queue = self.made[records.TaskQueue][0].sid
        text = f'{{"task_routing": {{"default_filter": {{"queue": "{queue}"}}}}}}'
        for n in range(workflows):
            edition = make(records.Configuration, "CO", workflow_sid="", text=text)
            yield edition
            yield make(
                records.Workflow,
                "WW",
                friendly_name=f"Workflow {n}",
                configuration_sid=edition.sid,
                assignment_callback_url=None,
                fallback_assignment_callback_url=None,
                task_reservation_timeout_s=120,
            )

    def _workers(self) -> Iterator[Any]:
        for n in range(self.workers):
            worker = self.make(
                records.Worker,
                "WK",
                friendly_name=f"Worker {n}",
                activity_sid=self.pick(self.activities).sid,
                attributes=Attributes.parse(f'{{"skill": {n % 50}}}'),
                date_status_changed=START - self.chance.randrange(self.stay_ms),
            )
            yield worker
            for channel in self.made[records.TaskChannel]:
                yield self.make(
                    records.WorkerChannel,
                    "WC",
                    worker_sid=worker.sid,
                    task_channel_sid=channel.sid,
                    configured_capacity=1,
                    available=True,
                    last_reserved_date=None,
                )

    def _work(self) -> Iterator[Any]:
        for n in range(TASKS):
            now = START - SPAN_MS + n * SPAN_MS // TASKS
            task = self._task(n, now)
            yield task
            # Every third offer goes to one worker, whose list is long then.
            worker = self.made[records.Worker][0 if n % 3 == 0 else n % WORKERS]
            reservation = self.make(
                records.Reservation,
                "WR",
                date_created=now,
                date_updated=now,
                task_sid=task.sid,
                worker_sid=worker.sid,
                reservation_status=self.pick(["completed", "rejected", "timeout", "pending"]),
                deadline=now,
                worker_previous_activity_sid=worker.activity_sid,
                reservation_activity_sid=None,
                transfer_sid=None,
            )
            yield reservation
            data = {
                "task_sid": task.sid,
                "worker_sid": worker.sid,
                "reservation_sid": reservation.sid,
                "workflow_sid": task.workflow_sid,
                "task_queue_sid": task.task_queue_sid,
                "task_channel_sid": task.task_channel_sid,
            }
            yield self.make(
                Event,
                "EV",
                event_type=self.pick([*EVENT_TYPES, "workflow.deleted"]),
                event_date=now,
                description="It happened",
                resource_type="task",
                resource_sid=task.sid,
                data=data,
            )

    def _task(self, n: int, now: int) -> Any:
        return self.make(
            records.Task,
            "WT",
            date_created=now,
            date_updated=now,
            assignment_status=self.pick([*STATUSES, "wrapping"]),
            attributes=Attributes.parse(f'{{"number": {n}, "language": "en"}}'),
            priority=self.pick([*range(10), 77]),
            reason=None,
            timeout_s=86_400,
            virtual_start_time=now - self.chance.choice([0, 0, self.chance.randrange(SPAN_MS)]),
            task_channel_sid=self.pick(self.made[records.TaskChannel]).sid,
            workflow_sid=self.pick(self.made[records.Workflow]).sid,
            task_queue_sid=self.pick(self.made[records.TaskQueue]).sid,
            task_queue_entered_date=now,
            routing_target=None if n % 50 else self.pick(self.made[records.Worker]).sid,
            ignore_capacity=False,
            assignment_count=1,
            assigned_date=None,
            ended_date=now,
            configuration_sid=None,
            filter_index=None,
            target_index=0,
            step_clock=now,
            step_deadline=None,
            reentry_configuration_sid=None,
        )


async def fill(store: Any, filling: Filling) -> float:
    """Put everything into the store. Returns how long that took, in seconds."""
    lease = await store.take_lease(WORKSPACE)
    spent = 0.0
    rows: list[Any] = []

    async def put() -> None:
        nonlocal spent
        batch = Batch(
            workspace_sid=WORKSPACE,
            position=filling.position,
            instant=START,
            writes=[row for row in rows if not isinstance(row, Event)],
            removals=[],
            events=[row for row in rows if isinstance(row, Event)],
        )
        begun = time.perf_counter()
        await store.commit(lease, batch)
        spent += time.perf_counter() - begun
        rows.clear()

    for row in filling.everything():
        rows.append(row)
        if len(rows) >= BATCH:
            await put()
    await put()
    return spent


def cases(filling: Filling) -> Iterator[Case]:
    """Every filter, with a frequent and a rare value, and every order of every list."""
    root = f"/v1/Workspaces/{WORKSPACE}"
    made = filling.made
    last = {kind: rows[-1] for kind, rows in made.items()}
    task, worker, queue = records.Task, records.Worker, records.TaskQueue

    yield Case("/v1/Workspaces", records.Workspace, {}, ("date_created", "sid"))

    path = f"{root}/Tasks"
    for query in (
        {},
        {"Priority": 3},
        {"Priority": 77},
        {"AssignmentStatus": "completed"},
        {"AssignmentStatus": "wrapping"},
        {"AssignmentStatus": ["pending", "reserved", "assigned"]},
        {"WorkflowSid": made[records.Workflow][0].sid},
        {"WorkflowSid": last[records.Workflow].sid},
        {"WorkflowName": last[records.Workflow].friendly_name},
        {"TaskQueueSid": made[queue][0].sid},
        {"TaskQueueSid": last[queue].sid},
        {"TaskQueueName": last[queue].friendly_name},
        {"RoutingTarget": made[task][0].routing_target},
        {"HasAddons": "true"},
        {"HasAddons": "false"},
        {"EvaluateTaskAttributes": "language == 'en'"},
        {"EvaluateTaskAttributes": "number == 5"},
    ):
        yield Case(path, task, query)
    for a in ("asc", "desc"):
        yield Case(path, task, {"Ordering": f"DateCreated:{a}"})
        yield Case(path, task, {"Ordering": f"Priority:{a}"}, ("priority", "position"))
        start = ("virtual_start_time", "position")
        yield Case(path, task, {"Ordering": f"VirtualStartTime:{a}"}, start)
        for b in ("asc", "desc"):
            for first, second, order in (
                ("Priority", "DateCreated", ("priority", "position")),
                ("Priority", "VirtualStartTime", ("priority", *start)),
                ("VirtualStartTime", "Priority", ("virtual_start_time", "priority", "position")),
            ):
                yield Case(path, task, {"Ordering": f"{first}:{a},{second}:{b}"}, order)

    path = f"{root}/Workers"
    for query in (
        {},
        {"ActivitySid": filling.activities[0].sid},
        {"ActivitySid": filling.activities[-1].sid},
        {"ActivityName": filling.activities[-1].friendly_name},
        {"Available": "true"},
        {"FriendlyName": last[worker].friendly_name},
        {"TargetWorkersExpression": "skill == 7"},
        {"TaskQueueSid": made[queue][0].sid},
        {"TaskQueueName": made[queue][0].friendly_name},
    ):
        yield Case(path, worker, query)
    for a in ("asc", "desc"):
        changed = ("date_status_changed", "position")
        yield Case(path, worker, {"Ordering": f"DateStatusChanged:{a}"}, changed)
    busy = f"{root}/Workers/{made[worker][0].sid}"
    yield Case(f"{busy}/Channels", records.WorkerChannel, {})
    for query in ({}, {"ReservationStatus": "completed"}, {"ReservationStatus": "pending"}):
        yield Case(f"{busy}/Reservations", records.Reservation, query)
    yield Case(f"{root}/Tasks/{last[task].sid}/Reservations", records.Reservation, {})

    path = f"{root}/TaskQueues"
    for query in (
        {},
        {"FriendlyName": last[queue].friendly_name},
        {"WorkerSid": last[worker].sid},
        {"EvaluateWorkerAttributes": '{"skill": 7}'},
    ):
        yield Case(path, queue, query)
    for a in ("asc", "desc"):
        updated = ("date_updated", "position")
        yield Case(path, queue, {"Ordering": f"DateUpdated:{a}"}, updated)
    workflow = last[records.Workflow].friendly_name
    for path, kind, query in (
        ("Workflows", records.Workflow, {}),
        ("Workflows", records.Workflow, {"FriendlyName": workflow}),
        ("Activities", records.Activity, {}),
        ("Activities", records.Activity, {"Available": "true"}),
        ("Activities", records.Activity, {"FriendlyName": "Activity 99"}),
        ("TaskChannels", records.TaskChannel, {}),
    ):
        yield Case(f"{root}/{path}", kind, query)

    event = made[Event]
    month = {"Minutes": 43_200}
    for query in (
        month,
        {"Minutes": 15},
        {"StartDate": "2025-12-05T00:00:00Z", "EndDate": "2025-12-05T00:30:00Z"},
        {"EndDate": "2025-12-05T00:00:00Z"},
        month | {"EventType": "task.created"},
        month | {"EventType": "workflow.deleted"},
        month | {"TaskSid": event[0].resource_sid},
        month | {"WorkerSid": made[worker][0].sid},
        month | {"WorkerSid": made[worker][5].sid},
        month | {"ReservationSid": made[records.Reservation][0].sid},
        month | {"TaskQueueSid": made[queue][0].sid},
        month | {"TaskQueueSid": last[queue].sid},
        month | {"WorkflowSid": made[records.Workflow][0].sid},
        month | {"WorkflowSid": last[records.Workflow].sid},
        month | {"TaskChannel": "voice"},
        month | {"TaskChannel": "rare"},
        month | {"Sid": event[0].sid},
    ):
        yield Case(f"{root}/Events", Event, query)


def deep_token(filling: Filling, case: Case) -> str | None:
    """The token of the page that begins nine tenths down the whole list."""
    rows = filling.made[case.kind]
    if len(rows) < 500:
        return None
    ordering = case.query.get("Ordering", "")
    directions = [pair.endswith(":desc") for pair in ordering.split(",")] if ordering else [False]
    if case.kind is Event:
        directions = [True]
    directions += [directions[-1]] * (len(case.order) - len(directions))
    order = [Order(field, down) for field, down in zip(case.order, directions, strict=True)]

    def key(row: Any) -> tuple[int, ...]:
        place = stretches.place_of(row, order)
        return tuple(-n if by.descending else n for n, by in zip(place, order, strict=True))

    row = sorted(rows, key=key)[len(rows) * 9 // 10]
    return f"PA{row.sid}" + "".join(f".{paging._base36(n)}" for n in stretches.place_of(row, order))


class Client:
    """Asks the API, in this process."""

    def __init__(self, client: Any, repeats: int) -> None:
        self._client = client
        self._repeats = repeats

    async def time(self, path: str, query: dict[str, Any]) -> tuple[float, int]:
        """The median of the milliseconds a page takes, and how many rows it has."""
        spent = []
        rows = 0
        await self._client.get(path, params=query)  # statements are compiled once
        for _ in range(self._repeats):
            begun = time.perf_counter()
            response = await self._client.get(path, params=query)
            spent.append((time.perf_counter() - begun) * 1000)
            assert response.status_code == 200, response.text
            body = response.json()
            rows = len(body[body["meta"]["key"]])
        return median(spent), rows


async def measure(client: Client, filling: Filling) -> list[dict[str, Any]]:
    plain: dict[str, float] = {}
    results = []
    for case in cases(filling):
        first, rows = await client.time(case.list, {"PageSize": 50} | case.query)
        base = plain.setdefault(case.list, first)
        # The anchor of a page need not be a row that fits: a token is a place in the order.
        token = deep_token(filling, case)
        deep = None
        if token is not None:
            query = {"PageSize": 50, "Page": 1, "PageToken": token} | case.query
            deep, _ = await client.time(case.list, query)
        label = "&".join(
            f"{name}={'|'.join(value) if isinstance(value, list) else value}"
            for name, value in case.query.items()
        )
        results.append(
            {
                "list": case.list.replace(f"/v1/Workspaces/{WORKSPACE}/", ""),
                "query": label,
                "rows": rows,
                "first": round(first / base, 2),
                "deep": None if deep is None else round(deep / base, 2),
                "first_ms": round(first, 2),
            }
        )
    return results


@contextlib.asynccontextmanager
async def asking(store: Any) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the API over a store, all in this process."""
    clock = ManualClock()
    accounts = Accounts(store, clock, [ACCOUNT])
    async with asyncio.TaskGroup() as tasks:
        directory = Directory(store, clock, Rules(), Outlets(), tasks)
        streams, estimates = Streams(Broadcast()), Estimates(store, clock)
        # Nothing is sent again.
        sessions = Sessions(store, accounts, clock)
        services = Services(directory, store, sessions, clock, None, None, streams, estimates)
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app.build(services)),
            base_url="http://router.test",
            auth=(ACCOUNT.sid, ACCOUNT.auth_token),
            timeout=None,
        ) as client:
            yield client
        await directory.stop()


async def run(repeats: int, directory: Path) -> dict[str, Any]:
    store = open_store(
        f"sqlite:///{directory / 'lists.db'}", SecretBox(Fernet.generate_key().decode())
    )
    filling = Filling()
    filled = await fill(store, filling)
    async with asking(store) as client:
        lists = await measure(Client(client, repeats), filling)
    await store.close()
    return {"rows": filling.position, "fill_s": round(filled, 1), "lists": lists}


def show(results: dict[str, Any]) -> None:
    print(f"{results['rows']:,} rows, written in {results['fill_s']} s; ratios to the plain page")
    print(f"{'first':>7} {'deep':>7} {'rows':>4}  list")
    for row in results["lists"]:
        deep = "" if row["deep"] is None else f"{row['deep']:.2f}"
        print(f"{row['first']:7.2f} {deep:>7} {row['rows']:4}  {row['list']}?{row['query']}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time a page of every list of a full store.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repeats", type=int, default=5, help="how often each page is asked for")
    parser.add_argument("--keep", type=Path, help="fill the store in this directory and leave it")
    given = parser.parse_args()
    # The access log would be most of what is printed, and part of what is timed.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if given.keep is not None:
        results = asyncio.run(run(given.repeats, given.keep))
    else:
        with tempfile.TemporaryDirectory(prefix="pointsman-") as directory:
            results = asyncio.run(run(given.repeats, Path(directory)))
    if given.json:
        print(json.dumps(results))
    else:
        show(results)


if __name__ == "__main__":
    main()
