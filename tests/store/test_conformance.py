"""What every store does, whatever the database: one suite judges them all."""

import asyncio
from collections import Counter

import msgspec
import pytest
from sqlalchemy import Engine, text

from pointsman.core import records, views
from pointsman.core.records import Record
from pointsman.runtime.ports import (
    BY_CREATION,
    Account,
    ApiKey,
    LeaseLost,
    Order,
    Page,
    Session,
    StoreFailed,
)
from pointsman.store.grains import GRAINS
from pointsman.store.levels import DAY_MS
from pointsman.store.tables import EVENT_PARTIES, metadata

ALL = Page(size=1_000)


def count(database: Engine, table: str) -> int:
    with database.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


def changed(record, **fields):
    return msgspec.structs.replace(record, **fields)


# --- records --------------------------------------------------------------------------------------


async def test_every_kind_comes_back_as_it_was(store, world):
    """What is loaded equals what was committed, for every kind of record."""
    written = world.everything()
    assert set(records.AnyRecord.__args__) == {type(record) for record in written}
    lease = await store.take_lease(world.workspace_sid)

    await store.commit(lease, world.batch(*written))

    loaded = await store.load(world.workspace_sid)
    assert written == sorted(loaded, key=lambda record: record.position)


async def test_attributes_keep_their_text(store, world):
    """Attributes come back as they were sent, spaces and all."""
    worker = world.worker()
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(worker))
    [loaded] = await store.load(world.workspace_sid)
    assert worker.attributes.text == loaded.attributes.text


async def test_each_kind_is_loaded_in_order_of_position(store, world):
    """The order of rows is the order of creation, not the order of writing."""
    tasks = [world.task() for _ in range(20)]
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(*tasks[10:]))
    await store.commit(lease, world.batch(*reversed(tasks[:10])))
    assert tasks == await store.load(world.workspace_sid)


async def test_a_changed_record_replaces_itself(store, world):
    """Writing a record again is changing it, to null and back as well."""
    task = world.task()
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(task))
    after = changed(
        task, assignment_status="reserved", version=1, step_deadline=None, filter_index=2
    )
    await store.commit(lease, world.batch(after))
    assert [after] == await store.load(world.workspace_sid)


async def test_removed_records_are_gone(store, world):
    """A removal takes exactly the records it names."""
    kept, gone = world.task(), world.task()
    lost, offer = world.worker(), world.reservation()
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(kept, gone, lost, offer))
    removals = [(records.Task, gone.sid), (records.Worker, lost.sid)]
    await store.commit(lease, world.batch(removals=removals))
    assert [kept, offer] == await store.load(world.workspace_sid)


async def test_a_removed_workspace_takes_everything_along(store, database, world, other_world):
    """Nothing is left of a deleted workspace, and nothing is missing from another one."""
    others = other_world.everything()
    for party, kept in ((other_world, others), (world, world.everything())):
        events = [party.event()] if party is world else []
        batch = party.batch(*kept, events=events, counted=party.counted(DAY_MS - 1_000))
        # So late that the hour of what is counted is over, and its day.
        late = msgspec.structs.replace(batch, instant=DAY_MS)
        await store.commit(await store.take_lease(party.workspace_sid), late)
        for _ in ("hour", "day", "day of stays"):
            assert await store.roll_up_facts(party.workspace_sid)
        await store.add_notes([party.webhook(), party.alert()], keep=9)
        await store.move_event_cursor(party.workspace_sid, 5)

    removals = [(records.Workspace, world.workspace_sid)]
    batch = world.batch(world.task(), removals=removals, events=[world.event()])
    await store.commit(await store.take_lease(world.workspace_sid), batch)

    left = {
        table.name: count(database, table.name)
        for table in metadata.sorted_tables
        if table.name not in ("accounts", "api_keys", "events", "sessions")
    }
    # A fact, and what was handled, for each grain.
    sums = dict.fromkeys(("fact_hours", "fact_days"), 2 * len(GRAINS))
    assert dict.fromkeys(left, 1) | sums == left
    assert 0 == count(database, "events")
    assert sorted(others, key=str) == sorted(await store.load(other_world.workspace_sid), key=str)
    assert [other_world.workspace_sid] == await store.list_workspace_sids()


async def test_a_large_batch(store, world):
    """Two thousand records go in one transaction."""
    tasks = [world.task() for _ in range(2_000)]
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(*tasks))
    assert tasks == await store.load(world.workspace_sid)
    removals = [(records.Task, task.sid) for task in tasks[1:]]
    await store.commit(lease, world.batch(removals=removals))
    assert tasks[:1] == await store.load(world.workspace_sid)


async def test_what_was_committed_is_there_for_another_process(store, other_store, world):
    """A commit is visible to everybody once it has returned."""
    task = world.task()
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(task))
    assert [task] == await other_store.load(world.workspace_sid)


# --- leases ---------------------------------------------------------------------------------------


async def test_the_first_lease_starts_from_nothing(store, world):
    """A workspace nobody has written begins at position and instant zero."""
    lease = await store.take_lease(world.workspace_sid)
    assert (world.workspace_sid, 1, 0, 0) == msgspec.structs.astuple(lease)


async def test_a_lease_says_where_the_journal_stands(store, world):
    """The next owner continues at the last position and instant that were committed."""
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(world.task()))
    batch = world.batch(world.task())
    await store.commit(lease, batch)
    following = await store.take_lease(world.workspace_sid)
    assert (2, batch.position, batch.instant) == (
        following.term,
        following.position,
        following.instant,
    )


async def test_a_deposed_owner_writes_nothing(store, other_store, world):
    """Once the lease is taken, the one who had it before can no longer commit."""
    task = world.task()
    deposed = await store.take_lease(world.workspace_sid)
    await store.commit(deposed, world.batch(task))
    present = await other_store.take_lease(world.workspace_sid)

    with pytest.raises(LeaseLost):
        await store.commit(
            deposed, world.batch(world.task(), changed(task, priority=9), events=[world.event()])
        )

    assert [task] == await store.load(world.workspace_sid)
    after = changed(task, priority=1)
    await other_store.commit(present, world.batch(after))
    assert [after] == await store.load(world.workspace_sid)


async def test_every_taker_gets_a_term_of_its_own(store, other_store, world):
    """When many take the lease at once, each has it in turn."""
    taking = [taker.take_lease(world.workspace_sid) for taker in (store, other_store) * 10]
    leases = await asyncio.gather(*taking)
    assert list(range(1, 21)) == sorted(lease.term for lease in leases)


async def test_of_two_racing_owners_one_writes(store, other_store, world):
    """However commits and takings interleave, no commit of a deposed owner goes through."""
    owners, written = [store, other_store], Counter()

    async def contend(owner, number):
        for _ in range(10):
            lease = await owner.take_lease(world.workspace_sid)
            batch = changed(world.batch(), position=lease.position + 1)
            try:
                await owner.commit(lease, batch)
            except LeaseLost:
                continue
            written[number] += 1

    await asyncio.gather(*(contend(owner, number) for number, owner in enumerate(owners)))
    assert written.total() == (await store.take_lease(world.workspace_sid)).position


# --- atomicity ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param({"position": 1}, id="refused by the database"),
        pytest.param({"event_date": 1 << 63}, id="too large a number"),
        pytest.param({"description": "\ud800"}, id="half a character"),
    ],
)
async def test_a_failed_commit_leaves_nothing(store, database, world, fault):
    """The last row of a batch is refused: none of it is written, the position neither."""
    task, doomed = world.task(), world.task()
    first, last = world.event(), world.event()
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(task, events=[changed(first, position=1)]))
    before = await store.take_lease(world.workspace_sid)

    with pytest.raises(StoreFailed) as failure:
        await store.commit(
            before,
            world.batch(
                doomed,
                changed(task, priority=9),
                removals=[(records.Task, task.sid)],
                events=[world.event(), changed(last, **fault)],
            ),
        )

    assert failure.value.__cause__ is not None
    assert [task] == await store.load(world.workspace_sid)
    assert 1 == count(database, "events")
    after = await store.take_lease(world.workspace_sid)
    assert (before.position, before.instant) == (after.position, after.instant)


async def test_a_store_goes_on_after_a_failure(store, world):
    """A refused batch does not spoil the connection for the next one."""
    task = world.task()
    lease = await store.take_lease(world.workspace_sid)
    for _ in range(10):
        with pytest.raises(StoreFailed):
            await store.commit(lease, world.batch(changed(task, priority=1 << 63)))
    await store.commit(lease, world.batch(task))
    assert [task] == await store.load(world.workspace_sid)


async def test_readers_see_whole_batches(store, world):
    """While batches are written, every read shows the end of one of them, over all tables."""
    tasks, offer = [world.task(priority=0) for _ in range(5)], world.reservation(version=0)
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(*tasks, offer))
    done = asyncio.Event()

    async def write():
        for number in range(1, 41):
            priorities = (changed(task, priority=number) for task in tasks)
            await store.commit(lease, world.batch(*priorities, changed(offer, version=number)))
        done.set()

    async def read():
        seen = []
        while not done.is_set():
            rows = await store.list_page(views.TaskView, world.workspace_sid, {}, ALL)
            loaded = await store.load(world.workspace_sid)
            seen.append({row.record.priority for row in rows})
            seen.append(
                {
                    record.version if record.sid == offer.sid else record.priority
                    for record in loaded
                }
            )
        return seen

    _, *seen = await asyncio.gather(write(), *(read() for _ in range(6)))
    reads = [read for reader in seen for read in reader]
    assert {1} == {len(numbers) for numbers in reads}
    assert len(set(map(frozenset, reads))) > 1


# --- events ---------------------------------------------------------------------------------------


async def test_events_are_stored_with_what_they_concern(store, database, world):
    """An event keeps its data, and the parties in it are columns of their own."""
    parties = {party: world.sid("XX", number) for number, party in enumerate(EVENT_PARTIES)}
    full, bare = world.event(**parties, task_age="7"), world.event()
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(events=[full, bare]))

    with database.connect() as connection:
        rows = connection.execute(text("SELECT * FROM events ORDER BY position")).mappings().all()
    assert [parties, dict.fromkeys(EVENT_PARTIES)] == [
        {party: row[party] for party in EVENT_PARTIES} for row in rows
    ]
    assert full.data == msgspec.json.decode(rows[0]["data"])
    assert [full.sid, full.event_type, full.event_date, full.resource_sid] == [
        rows[0][name] for name in ("sid", "event_type", "event_date", "resource_sid")
    ]


# --- views ----------------------------------------------------------------------------------------


@pytest.fixture
def furnished(world):
    """A workspace with a channel, a worker, a queue, a workflow, and tasks in several states."""
    idle, busy = world.activity("Idle"), world.activity("Busy", available=False)
    voice, chat = world.task_channel("voice"), world.task_channel("chat")
    edition = world.configuration(text='{"task_routing":{"filters":[]}}')
    workflow = world.workflow(configuration_sid=edition.sid)
    queue = world.task_queue(assignment_activity_sid=busy.sid)
    alice = world.worker(activity_sid=idle.sid)
    bob = world.worker(friendly_name="bob", activity_sid=busy.sid)
    routed = {"workflow_sid": workflow.sid, "task_queue_sid": queue.sid}
    calls = [world.task(task_channel_sid=voice.sid, **routed) for _ in range(6)]
    note = world.task(task_channel_sid=chat.sid, **routed)
    statuses = ["pending", "accepted", "accepted", "wrapping", "completed", "rejected"]
    offers = [
        world.reservation(task_sid=call.sid, worker_sid=alice.sid, reservation_status=status)
        for call, status in zip(calls, statuses, strict=True)
    ]
    offers.append(
        world.reservation(task_sid=note.sid, worker_sid=alice.sid, reservation_status="accepted")
    )
    channels = [
        world.worker_channel(worker_sid=worker.sid, task_channel_sid=channel.sid)
        for worker in (alice, bob)
        for channel in (voice, chat)
    ]
    transfers = [
        world.transfer(task_sid=calls[1].sid, transfer_status="failed"),
        world.transfer(task_sid=calls[1].sid),
        world.transfer(task_sid=note.sid, transfer_type="WORKER", transfer_to=bob.sid),
    ]
    workspace = world.workspace(default_activity_sid=idle.sid, timeout_activity_sid=busy.sid)
    return {
        records.Workspace: [workspace],
        records.Activity: [idle, busy],
        records.TaskChannel: [voice, chat],
        records.Configuration: [edition],
        records.Workflow: [workflow],
        records.TaskQueue: [queue],
        records.Worker: [alice, bob],
        records.Task: [*calls, note],
        records.Reservation: offers,
        records.Transfer: transfers,
        records.WorkerChannel: channels,
    }


@pytest.fixture
async def furnished_store(store, world, furnished):
    written: list[Record] = [record for kind in furnished.values() for record in kind]
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(*written))
    return store


async def test_plain_views_hold_their_record(furnished_store, world, furnished):
    """Activities, task channels and transfers are shown as they are."""
    for view, kind in (
        (views.ActivityView, records.Activity),
        (views.TaskChannelView, records.TaskChannel),
        (views.TransferView, records.Transfer),
    ):
        shown = await furnished_store.list_page(view, world.workspace_sid, {}, ALL)
        assert [view(record=record) for record in furnished[kind]] == shown


async def test_a_workspace_shows_its_activities(furnished_store, world, furnished):
    """A workspace comes with the names of the activities it refers to."""
    expected = views.WorkspaceView(
        record=furnished[records.Workspace][0],
        default_activity_name="Idle",
        timeout_activity_name="Busy",
    )
    found = await furnished_store.find_workspace(world.account_sid, world.workspace_sid)
    assert expected == found
    assert [expected] == await furnished_store.list_workspaces(world.account_sid, {}, ALL)


async def test_a_worker_shows_her_activity(furnished_store, world, furnished):
    """A worker comes with her activity's name and whether it takes work."""
    alice, bob = furnished[records.Worker]
    assert [
        views.WorkerView(record=alice, activity_name="Idle", available=True),
        views.WorkerView(record=bob, activity_name="Busy", available=False),
    ] == await furnished_store.list_page(views.WorkerView, world.workspace_sid, {}, ALL)


async def test_a_worker_channel_shows_what_it_holds(furnished_store, world, furnished):
    """A worker channel counts the reservations of its own worker and its own channel."""
    shown = await furnished_store.list_page(views.WorkerChannelView, world.workspace_sid, {}, ALL)
    assert furnished[records.WorkerChannel] == [view.record for view in shown]
    assert [("voice", 2, 4), ("chat", 1, 1), ("voice", 0, 0), ("chat", 0, 0)] == [
        (view.task_channel_unique_name, view.assigned_tasks, view.open_reservations)
        for view in shown
    ]


async def test_a_task_queue_shows_its_activities(furnished_store, world, furnished):
    """A queue comes with the names of its activities, or with none where it has none."""
    assert views.TaskQueueView(
        record=furnished[records.TaskQueue][0],
        reservation_activity_name=None,
        assignment_activity_name="Busy",
    ) == await furnished_store.find(views.TaskQueueView, world.workspace_sid, {})


async def test_a_workflow_shows_its_document(furnished_store, world, furnished):
    """A workflow comes with the text of its present edition."""
    assert views.WorkflowView(
        record=furnished[records.Workflow][0], configuration='{"task_routing":{"filters":[]}}'
    ) == await furnished_store.find(views.WorkflowView, world.workspace_sid, {})


async def test_a_task_shows_where_it_is(furnished_store, world, furnished):
    """A task comes with the names of its channel, queue and workflow."""
    task = furnished[records.Task][-1]
    assert views.TaskView(
        record=task,
        task_channel_unique_name="chat",
        task_queue_friendly_name="Support",
        workflow_friendly_name="Incoming",
    ) == await furnished_store.find(views.TaskView, world.workspace_sid, {"sid": task.sid})


async def test_a_task_outlives_what_it_names(furnished_store, world, furnished):
    """When the queue of a task is deleted, the task is still shown, without its name."""
    [queue], task = furnished[records.TaskQueue], furnished[records.Task][0]
    await furnished_store.commit(
        await furnished_store.take_lease(world.workspace_sid),
        world.batch(removals=[(records.TaskQueue, queue.sid)]),
    )
    shown = await furnished_store.find(views.TaskView, world.workspace_sid, {"sid": task.sid})
    assert (task, None) == (shown.record, shown.task_queue_friendly_name)


async def test_a_reservation_shows_its_worker(furnished_store, world, furnished):
    """A reservation comes with the name of the worker it is for."""
    shown = await furnished_store.list_page(views.ReservationView, world.workspace_sid, {}, ALL)
    assert [
        views.ReservationView(record=record, worker_name="alice")
        for record in furnished[records.Reservation]
    ] == shown


async def test_an_occupation_shows_its_channel(furnished_store, world, furnished):
    """A reservation comes with the name of the channel that its task is on."""
    shown = await furnished_store.list_page(views.OccupationView, world.workspace_sid, {}, ALL)
    channels = {task.sid: task.task_channel_sid for task in furnished[records.Task]}
    names = {channel.sid: channel.unique_name for channel in furnished[records.TaskChannel]}
    assert {"voice", "chat"} <= {view.task_channel_unique_name for view in shown}
    assert [
        views.OccupationView(
            record=record, task_channel_unique_name=names.get(channels.get(record.task_sid))
        )
        for record in furnished[records.Reservation]
    ] == shown


# --- where ----------------------------------------------------------------------------------------


async def test_where(furnished_store, world, furnished):
    """A list may be narrowed by any field of the record or of its view."""

    async def fitting(view, where) -> list[int]:
        fields = {field.name: field.type for field in msgspec.structs.fields(view)}
        shown = await furnished_store.list_page(view, world.workspace_sid, where, ALL)
        return [furnished[fields["record"]].index(row.record) for row in shown]

    for view, where, expected in (
        (views.WorkerView, {"friendly_name": "bob"}, [1]),
        (views.WorkerView, {"activity_name": "Idle"}, [0]),
        (views.WorkerView, {"available": False}, [1]),
        (views.WorkerView, {"activity_name": ["Busy", "Idle"]}, [0, 1]),
        (views.WorkerView, {"activity_name": "Idle", "available": False}, []),
        (views.WorkerView, {"version": 0}, [0, 1]),
        (views.WorkerView, {"friendly_name": ["alice", "bob", "carol"]}, [0, 1]),
        (views.WorkerView, {"friendly_name": ("alice",)}, [0]),
        (views.WorkerView, {"friendly_name": []}, []),
        (views.WorkerChannelView, {"task_channel_unique_name": "chat"}, [1, 3]),
        (views.WorkerChannelView, {"open_reservations": 1}, [1]),
        (views.ReservationView, {"reservation_status": ["accepted", "wrapping"]}, [1, 2, 3, 6]),
        (views.TaskView, {"task_channel_unique_name": "chat"}, [6]),
        (views.TaskView, {"filter_index": None}, [0, 1, 2, 3, 4, 5, 6]),
        (views.TaskView, {"configuration_sid": None}, []),
        (views.TransferView, {"task_sid": furnished[records.Task][1].sid}, [0, 1]),
        (views.TransferView, {"transfer_status": "initiated"}, [1, 2]),
        (views.TaskQueueView, {"reservation_activity_name": None}, [0]),
        (views.TaskQueueView, {"assignment_activity_name": None}, []),
    ):
        assert expected == await fitting(view, where), (view, where)


async def test_find_answers_none_for_what_is_not_there(furnished_store, world, furnished):
    """What does not fit, or is another workspace's, is not found."""
    sid = furnished[records.Worker][0].sid
    find = furnished_store.find
    assert await find(views.WorkerView, world.workspace_sid, {"sid": sid}) is not None
    assert await find(views.WorkerView, "WS" + "9" * 32, {"sid": sid}) is None
    assert await find(views.WorkerView, world.workspace_sid, {"sid": "WK" + "9" * 32}) is None
    assert await furnished_store.find_workspace("AC" + "9" * 32, world.workspace_sid) is None


async def test_an_unknown_field_is_a_mistake_of_the_caller(furnished_store, world):
    """Asking for a field that is nobody's is a bug, not an empty list."""
    with pytest.raises(KeyError):
        await furnished_store.find(views.WorkerView, world.workspace_sid, {"shoe_size": 43})


# --- pages ----------------------------------------------------------------------------------------


def places(rows):
    return [row.record.position for row in rows]


async def test_pages_go_forwards_and_backwards(store, world):
    """A page holds the nearest rows after or before a place, always in order of creation."""
    await store.commit(
        await store.take_lease(world.workspace_sid),
        world.batch(*(world.activity(f"{number}") for number in range(10))),
    )

    async def page(**place):
        asked = Page(size=3, **place)
        return places(await store.list_page(views.ActivityView, world.workspace_sid, {}, asked))

    assert [1, 2, 3] == await page()
    assert [4, 5, 6] == await page(after=(3,))
    assert [10] == await page(after=(9,))
    assert [] == await page(after=(10,))
    assert [5, 6, 7] == await page(before=(8,))
    assert [1, 2] == await page(before=(3,))
    assert [] == await page(before=(1,))


ORDERS = [
    (Order("priority", descending=True), Order("position")),
    (Order("priority"), Order("virtual_start_time", descending=True), Order("position")),
    (Order("virtual_start_time", descending=True), Order("position", descending=True)),
]


@pytest.mark.parametrize("order", ORDERS)
async def test_pages_follow_any_order(store, world, order):
    """A list in any order is walked forwards and backwards without loss or repetition."""
    tasks = [world.task(priority=n % 3, virtual_start_time=-(n % 2)) for n in range(11)]
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(*tasks))

    def key(task):
        return tuple(
            -getattr(task, by.field) if by.descending else getattr(task, by.field) for by in order
        )

    def place(row):
        return tuple(getattr(row.record, by.field) for by in order)

    async def page(**edge):
        asked = Page(size=3, order=order, **edge)
        return await store.list_page(views.TaskView, world.workspace_sid, {}, asked)

    expected = [task.sid for task in sorted(tasks, key=key)]
    walked = await page()
    while rows := await page(after=place(walked[-1])):
        walked += rows
    assert expected == [row.record.sid for row in walked]
    walked = await page(before=place(walked[-1])) + walked[-1:]
    while rows := await page(before=place(walked[0])):
        walked = rows + walked
    assert expected == [row.record.sid for row in walked]


async def test_pages_neither_repeat_nor_skip_while_rows_come_and_go(store, world):
    """Walking through a list shows every row that was there all the time exactly once."""
    tasks = [world.task() for _ in range(12)]
    lease = await store.take_lease(world.workspace_sid)
    await store.commit(lease, world.batch(*tasks))
    walked: list[int] = []
    for number in range(5):
        after = (walked[-1],) if walked else None
        asked = Page(size=4, after=after)
        walked += places(await store.list_page(views.TaskView, world.workspace_sid, {}, asked))
        if number == 0:
            # One that was shown goes, the place itself goes, one to come goes, and two are added.
            gone = [(records.Task, tasks[index].sid) for index in (0, 3, 5)]
            added = [world.task(), world.task()]
            await store.commit(lease, world.batch(*added, removals=gone))
    assert [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14] == walked


async def test_workspaces_are_listed_by_date_and_sid(store, world, other_world):
    """Workspaces of one moment are told apart by their SIDs, and pages do not lose any."""
    others = [type(world)(letter) for letter in "3142"]
    for other in others:
        workspace = other.workspace(date_created=7)
        await store.commit(await store.take_lease(other.workspace_sid), other.batch(workspace))
    foreign = other_world.workspace(account_sid="AC" + "b" * 32)
    await store.commit(
        await store.take_lease(other_world.workspace_sid), other_world.batch(foreign)
    )
    sids = sorted(other.workspace_sid for other in others)

    async def page(**place):
        asked = Page(size=2, order=BY_CREATION, **place)
        rows = await store.list_workspaces(world.account_sid, {"friendly_name": "Harbour"}, asked)
        return [row.record.sid for row in rows]

    assert sids[:2] == await page()
    assert sids[2:] == await page(after=(7, sids[1]))
    assert sids[1:3] == await page(before=(7, sids[3]))
    assert [] == await page(after=(8, ""))
    assert [*sids, foreign.sid] == await store.list_workspace_sids()


# --- notes ----------------------------------------------------------------------------------------

NEWEST_FIRST = Page(size=1_000, order=(Order("position", descending=True),))


async def found(store, world, view, **where):
    """Notes of a kind, the newest first."""
    rows = await store.list_page(view, world.workspace_sid, where, NEWEST_FIRST)
    return [row.record for row in rows]


async def exists(store, world):
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(world.workspace()))


async def test_notes_come_back_as_they_were(store, world):
    """Webhooks and alerts are listed and found as they were noted."""
    await exists(store, world)
    full = world.webhook(
        kind="assignment",
        reservation_sid=world.sid("WR"),
        error="the answer was 500",
        next_attempt=77,
        replayed_sid=world.sid("WH"),
    )
    bare = world.webhook(duration_ms=None, status=None, content_type=None, body=None)
    alert = world.alert(webhook_sid=full.sid, request_url="http://x.test/")
    await store.add_notes([full, alert, bare], keep=9)
    assert [bare, full] == await found(store, world, views.WebhookView)
    assert [full] == await found(store, world, views.WebhookView, kind="assignment")
    assert [alert] == await found(store, world, views.AlertView)
    [one] = [await store.find(views.WebhookView, world.workspace_sid, {"sid": full.sid})]
    assert full == one.record


async def test_the_newest_notes_are_kept(store, world, other_world):
    """Older ones go, each kind and each workspace for itself; what was laid aside stays."""
    await exists(store, world)
    await exists(store, other_world)
    aside = world.webhook(outcome="laid-aside")
    redriven = world.webhook(outcome="redriven")
    passing = [world.webhook(outcome=outcome) for outcome in ("failed", "delivered") * 3]
    alerts = [world.alert() for _ in range(5)]
    other = other_world.webhook()
    await store.add_notes([aside, redriven, *passing[:4], other], keep=3)
    await store.add_notes([*passing[4:], *alerts], keep=3)
    expected = [*reversed(passing[3:]), redriven, aside]
    assert expected == await found(store, world, views.WebhookView)
    assert list(reversed(alerts[2:])) == await found(store, world, views.AlertView)
    assert [other] == await found(store, other_world, views.WebhookView)


async def test_notes_of_a_workspace_that_is_gone(store, database, world, other_world):
    """What comes too late is not kept for nobody, and does not keep others from being noted."""
    await exists(store, world)
    await store.add_notes([world.webhook(), other_world.webhook(), other_world.alert()], keep=9)
    await store.move_event_cursor(other_world.workspace_sid, 7, [other_world.webhook()])
    assert 1 == count(database, "webhooks")
    assert (0, 0) == (count(database, "alerts"), count(database, "event_cursors"))


async def test_old_notes_are_removed(store, world):
    """Whatever became of them; by the date that positions begin with."""
    await exists(store, world)
    old = [world.webhook(), world.webhook(outcome="laid-aside"), world.alert()]
    new = world.webhook()
    await store.add_notes([*old, new], keep=9)
    assert 3 == await store.remove_notes(world.workspace_sid, new.date_created)
    assert 0 == await store.remove_notes(world.workspace_sid, new.date_created)
    assert [new] == await found(store, world, views.WebhookView)
    assert [] == await found(store, world, views.AlertView)


async def test_what_was_laid_aside_is_stored_with_the_cursor(store, world):
    """The cursor comes back where it was moved, and with it comes what it passed."""
    await exists(store, world)
    assert None is await store.find_event_cursor(world.workspace_sid)
    aside = world.webhook(outcome="laid-aside")
    await store.move_event_cursor(world.workspace_sid, 3)
    await store.move_event_cursor(world.workspace_sid, 5, [aside])
    assert 5 == await store.find_event_cursor(world.workspace_sid)
    assert [aside] == await found(store, world, views.WebhookView, outcome="laid-aside")


async def test_what_was_laid_aside_is_redriven(store, world):
    """Only that can be, and only once."""
    await exists(store, world)
    aside, delivered = world.webhook(outcome="laid-aside"), world.webhook()
    await store.add_notes([aside, delivered], keep=9)
    for webhook in (aside, delivered, aside):
        await store.mark_redriven(world.workspace_sid, webhook.sid)
    redriven = changed(aside, outcome="redriven")
    assert [delivered, redriven] == await found(store, world, views.WebhookView)


# --- accounts -------------------------------------------------------------------------------------


async def test_secrets_are_sealed_in_the_database(store, database):
    """The store gives tokens and secrets back; the tables do not hold them."""
    account = Account(
        sid="AC" + "1" * 32,
        auth_token="correct horse",
        date_created=5,
        friendly_name="Stable",
        previous_auth_token="old horse",
        previous_expires=9,
    )
    key = ApiKey(
        sid="SK" + "1" * 32,
        account_sid=account.sid,
        secret="dark horse",
        friendly_name="Groom",
        date_created=6,
    )
    await store.put_account(account)
    await store.put_key(key)
    assert account == await store.find_account(account.sid)
    assert [key] == await store.list_keys()
    assert key == await store.find_key(key.sid)
    for table in ("accounts", "api_keys"):
        with database.connect() as connection:
            [row] = connection.execute(text(f"SELECT * FROM {table}")).mappings()
        assert "horse" not in str(dict(row))


async def test_keys_are_removed_once(store):
    """A key that is removed is gone; removing it again finds nothing."""
    key = ApiKey(
        sid="SK" + "1" * 32, account_sid="AC1", secret="s", friendly_name="", date_created=6
    )
    await store.put_key(key)
    assert await store.remove_key(key.sid)
    assert not await store.remove_key(key.sid)
    assert None is await store.find_key(key.sid)
    assert None is await store.find_account("AC" + "9" * 32)


async def test_accounts_are_listed_in_order_of_creation(store):
    """The first account comes first."""
    accounts = [
        Account(sid=f"AC{9 - number:032x}", auth_token=f"{number}", date_created=number)
        for number in range(3)
    ]
    for account in reversed(accounts):
        await store.put_account(account)
    assert accounts == await store.list_accounts()


async def test_an_account_is_replaced(store):
    """Putting an account again keeps the newest edition only."""
    account = Account(sid="AC" + "1" * 32, auth_token="first", date_created=1)
    await store.put_account(account)
    await store.put_account(changed(account, auth_token="second"))
    assert [changed(account, auth_token="second")] == await store.list_accounts()


# --- sessions -------------------------------------------------------------------------------------


def session(number: int, **fields) -> Session:
    usual = {
        "digest": f"{number:064x}",
        "kind": "session",
        "account_sid": "AC" + "1" * 32,
        "username": "SK" + "1" * 32,
        "proof": "f" * 64,
        "date_created": number,
        "expires": 1_000,
    }
    return Session(**usual | fields)


async def test_sessions_are_found_and_removed_once(store, other_store):
    """What one process has added another finds; of those who remove it, one is told so."""
    made = session(1)
    await store.add_session(made, keep=9)
    assert made == await other_store.find_session(made.digest)
    assert None is await store.find_session(session(2).digest)
    assert [True, False] == sorted(
        await asyncio.gather(
            store.remove_session(made.digest), other_store.remove_session(made.digest)
        ),
        reverse=True,
    )
    assert None is await store.find_session(made.digest)


async def test_sessions_are_extended(store):
    """One that is there ends later; one that is not does not come back."""
    made = session(1)
    await store.add_session(made, keep=9)
    await store.extend_session(made.digest, 2_000)
    await store.extend_session(session(2).digest, 2_000)
    assert changed(made, expires=2_000) == await store.find_session(made.digest)
    assert None is await store.find_session(session(2).digest)


async def test_the_newest_sessions_are_kept(store):
    """Of one kind and one name; others' are not counted."""
    others = [session(7, kind="link"), session(8, username="AC" + "1" * 32)]
    for other in others:
        await store.add_session(other, keep=2)
    mine = [session(number) for number in (10, 12, 11, 13)]
    for made in mine:
        await store.add_session(made, keep=2)
    found = [await store.find_session(made.digest) for made in mine]
    assert [None, mine[1], None, mine[3]] == found
    assert others == [await store.find_session(other.digest) for other in others]


async def test_sessions_that_have_expired_are_forgotten(store, database):
    """When another begins, whoever's they were."""
    await store.add_session(session(1, expires=50), keep=9)
    await store.add_session(session(2, expires=51), keep=9)
    await store.add_session(session(50, username="AC" + "2" * 32), keep=9)
    assert 2 == count(database, "sessions")
    assert None is await store.find_session(session(1).digest)
