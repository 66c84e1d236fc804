"""The scope of a change, what is drained of it, and what a restart restores."""

import json

import msgspec
import pytest
from scenarios import runner
from scenarios.world import WORKSPACE_SID, World, fingerprint

from pointsman.core import commands, engine, lifecycle, records, transfer
from pointsman.core.events import Event
from pointsman.core.records import Attributes
from pointsman.core.rules import Rules
from pointsman.core.state import EVENT_LEAD_MS, State

SETTING = """
workspace template=FIFO
worker Alice Available {"level": 1}
worker Bob Offline
task
task priority=3
"""


def world_in_a_scope() -> World:
    """A world at the beginning of a change."""
    world = runner.play(SETTING)
    world.clock.advance(1)
    world.state.open(world.clock.stamp())
    return world


def change_everything(world: World) -> None:
    """Make, change, rename and remove records of every kind, and tell of it."""
    state = world.state
    find = world.find
    state.change(find("Alice"), friendly_name="Alicia", attributes=Attributes("{}", {}))
    state.change(find("T2"), priority=9, step_deadline=state.now + 1)
    lifecycle.move_reservation(state, find("R1").sid, "rejected")
    lifecycle.move_task(state, find("T1").sid, "pending")
    state.arrivals[find("T1").sid] = None
    for channel in state.channels_of(find("Bob").sid):
        state.remove(channel)
    state.remove(find("Bob"))
    fields = {"friendly_name": "Bob", "available": True}
    activity = state.create(records.Activity, **fields)
    state.change(activity, friendly_name="Robert")
    callback = {"reservation_sid": find("R1").sid, "url": "u", "fallback_url": None}
    state.create(records.AssignmentCallback, **callback, parameters={})
    text = json.dumps({"task_routing": {"default_filter": {"queue": find("Sample Queue").sid}}})
    state.create(records.Configuration, workflow_sid="", text=text)
    place = transfer.former_place_of(find("T1"))
    state.create(
        records.Transfer,
        task_sid=find("T1").sid,
        transfer_type="WORKER",
        transfer_mode="WARM",
        transfer_to=find("Alice").sid,
        transfer_status="initiated",
        transfer_failed_reason=None,
        initiating_reservation_sid=find("R1").sid,
        initiating_worker_sid=find("Alice").sid,
        **place,
    )
    state.emit("activity.created", "made", ("activity", activity.sid), {})


def test_discard_leaves_no_trace() -> None:
    """What a discarded scope did to records, indexes, deadlines and positions is undone."""
    world = world_in_a_scope()
    before = fingerprint(world.state)
    change_everything(world)
    assert before != fingerprint(world.state)
    world.state.discard()
    assert before == fingerprint(world.state)
    assert {} == world.state.arrivals
    assert world.state.drain().is_empty


def test_discard_spares_what_was_kept() -> None:
    """What an earlier scope of the same batch kept is drained nevertheless."""
    world = world_in_a_scope()
    changed = world.state.change(world.find("T2"), priority=7)
    world.state.emit("task.updated", "", ("task", changed.sid), {})
    world.state.keep()
    world.state.open(world.clock.stamp())
    change_everything(world)
    world.state.discard()
    batch = world.state.drain()
    assert [changed] == batch.writes
    assert ["task.updated"] == [event.event_type for event in batch.events]


def test_a_discarded_scope_can_be_done_again() -> None:
    """Doing after a discard what was discarded gives what it would have given at first."""
    once, twice = world_in_a_scope(), world_in_a_scope()
    change_everything(twice)
    twice.state.discard()
    twice.state.open(twice.state._stamp)
    for world in (once, twice):
        change_everything(world)
        world.state.keep()
    assert fingerprint(once.state) == fingerprint(twice.state)
    assert once.state.drain().events == twice.state.drain().events


def test_drain_hands_over_the_latest() -> None:
    """However often a record changed, it is written once, as it is now; what is gone is removed."""
    world = world_in_a_scope()
    state, bob = world.state, world.find("Bob")
    state.change(world.find("T2"), priority=4)
    state.change(world.find("T2"), priority=5)
    state.keep()
    state.open(world.clock.stamp())
    state.change(world.find("T2"), priority=6)
    state.change(bob, friendly_name="Robert")
    for channel in state.channels_of(bob.sid):
        state.remove(channel)
    state.remove(bob)
    state.keep()
    batch = state.drain()
    assert [6] == [record.priority for record in batch.writes]
    assert (records.Worker, bob.sid) in batch.removals
    assert 6 == len(batch.removals)
    assert state.drain().is_empty


def test_drain_says_how_far_it_goes() -> None:
    """A batch carries the last position and a moment that is not before any of its events."""
    world = world_in_a_scope()
    world.state.emit("task.updated", "", ("task", "WT1"), {})
    world.state.emit("task.updated", "", ("task", "WT1"), {})
    world.state.keep()
    batch = world.state.drain()
    assert batch.events[-1].position == batch.position
    assert batch.events[-1].event_date == batch.instant > world.clock.now()


def test_nothing_new_is_no_change() -> None:
    """Setting a field to what it is raises no version and is not written."""
    world = world_in_a_scope()
    task = world.find("T2")
    assert task is world.state.change(task, priority=3)
    world.state.keep()
    assert [] == world.state.drain().writes


def test_a_version_rises_once_a_scope() -> None:
    """One command raises a record's version by one, however many of its steps change it."""
    world = world_in_a_scope()
    state, version = world.state, world.find("T2").version
    for priority in (4, 5, 6):
        state.change(world.find("T2"), priority=priority)
    assert version + 1 == world.find("T2").version
    state.keep()
    state.open(world.clock.stamp())
    state.change(world.find("T2"), priority=7)
    assert version + 2 == world.find("T2").version


def test_a_new_record_has_version_none() -> None:
    """Changes within the command that makes a record do not count."""
    world = world_in_a_scope()
    bob = msgspec.structs.asdict(world.find("Bob"))
    fields = "activity_sid attributes date_status_changed".split()
    kept = {name: bob[name] for name in fields}
    carol = world.state.create(records.Worker, friendly_name="Carol", **kept)
    assert 0 == carol.version
    assert 0 == world.state.change(carol, friendly_name="Caroline").version


def test_a_change_is_of_the_present_edition() -> None:
    """Changing an outdated copy of a record changes the record, and keeps what came between."""
    world = world_in_a_scope()
    outdated = world.find("T2")
    world.state.change(outdated, priority=8)
    assert (8, "late") == (
        world.state.change(outdated, reason="late").priority,
        world.find("T2").reason,
    )


@pytest.mark.parametrize("minutes", [0, 1])
def test_restore_equals(minutes: int) -> None:
    """What the store holds makes the same state again: records, indexes and deadlines."""
    world = runner.play(f"{SETTING}\nreject R1\nadvance {minutes}m")
    state = world.state
    batch = state.drain()
    restored = State(WORKSPACE_SID, Rules(), batch.position, batch.instant)
    restored.restore(state.records())
    assert fingerprint(state) == fingerprint(restored)
    assert engine.next_deadline(restored) is not None


def test_a_restored_state_goes_on() -> None:
    """After a restart the same commands do the same."""
    world = runner.play(SETTING)
    batch = world.state.drain()
    restored = State(WORKSPACE_SID, Rules(), batch.position, batch.instant)
    restored.restore(world.state.records())
    world.clock.advance(200)
    done: list[list[Event]] = []
    for state in (world.state, restored):
        stamp = msgspec.structs.replace(world.clock.stamp(), seed=b"the same")
        engine.apply(state, commands.Tick(), stamp)
        engine.settle(state, stamp)
        done.append(state.drain().events)
    assert done[0] == done[1] != []


def test_event_dates_run_ahead_so_far() -> None:
    """Dates of events of one moment differ, until they would run away from the clock."""
    world = world_in_a_scope()
    for _ in range(EVENT_LEAD_MS + 5):
        world.state.emit("task.updated", "", ("task", "WT1"), {})
    world.state.keep()
    dates = [event.event_date for event in world.state.drain().events]
    assert EVENT_LEAD_MS == len(set(dates[:EVENT_LEAD_MS]))
    assert dates == sorted(dates)
    assert world.clock.now() + EVENT_LEAD_MS == dates[-1]


def test_time_does_not_run_backwards() -> None:
    """A stamp before the latest one is a bug of the caller."""
    world = runner.play(SETTING)
    stamp = world.clock.stamp()
    with pytest.raises(AssertionError, match="backwards"):
        world.state.open(msgspec.structs.replace(stamp, now=stamp.now - 1))


def test_only_known_events_are_told() -> None:
    """An event type that is not in the catalogue is a bug of the caller."""
    world = world_in_a_scope()
    with pytest.raises(AssertionError, match=r"task\.vanished"):
        world.state.emit("task.vanished", "", ("task", "WT1"), {})


def test_names_are_found_in_any_case() -> None:
    """A name is found whatever its letters' case; a channel only by its exact unique name."""
    state = runner.play(SETTING).state
    assert "Alice" == state.find_named(records.Worker, "aLICE").friendly_name
    assert None is state.find_named(records.Worker, "Eve")
    assert "chat" == state.find_task_channel("chat").unique_name
    assert None is state.find_task_channel("CHAT")


def test_nothing_is_left_of_what_is_gone() -> None:
    """When everything was deleted no index remembers it."""
    state = runner.play(f"{SETTING}\naccept R1\ncomplete T1\ndelete WS").state
    left = fingerprint(state)
    del left["position"]
    assert [] == [name for name, index in left.items() if index]
