"""Every move of tasks, reservations and transfers, legal or not."""

from itertools import product

import pytest
from scenarios import runner
from scenarios.world import World

from pointsman.core import lifecycle

TASK_MOVES = {
    "pending": "reserved assigned canceled",
    "reserved": "pending assigned canceled",
    "assigned": "pending wrapping completed",
    "wrapping": "completed",
    "completed": "",
    "canceled": "",
}
RESERVATION_MOVES = {
    "pending": "accepted rejected timeout canceled rescinded",
    "accepted": "wrapping completed",
    "wrapping": "completed",
    "completed": "",
    "rejected": "",
    "timeout": "",
    "canceled": "",
    "rescinded": "",
}
TRANSFER_MOVES = {
    "initiated": "complete failed canceled",
    "complete": "",
    "failed": "",
    "canceled": "",
}

TRANSFERRED = """
workspace template=FIFO
worker Alice Available
task
accept R1
transfer T1 to="Sample Queue"
"""


def reserved_world() -> World:
    """A world with a task that is offered, in the middle of a command."""
    world = runner.play("workspace template=FIFO\nworker Alice Available\ntask")
    world.clock.advance(1)
    world.state.open(world.clock.stamp())
    return world


@pytest.mark.parametrize(("present", "wanted"), [*product(TASK_MOVES, repeat=2)])
def test_task_moves(present: str, wanted: str) -> None:
    """A task moves as the table says; any other move is a bug of the caller."""
    world = reserved_world()
    task = world.state.change(
        world.find("T1"), assignment_status=present, assigned_date=1, ended_date=1
    )
    if wanted in TASK_MOVES[present].split():
        moved = lifecycle.move_task(world.state, task.sid, wanted)
        assert wanted == moved.assignment_status == world.find("T1").assignment_status
    else:
        with pytest.raises(AssertionError):
            lifecycle.move_task(world.state, task.sid, wanted)
        assert task == world.find("T1")


@pytest.mark.parametrize(("present", "wanted"), [*product(RESERVATION_MOVES, repeat=2)])
def test_reservation_moves(present: str, wanted: str) -> None:
    """A reservation moves as the table says; any other move is a bug of the caller."""
    world = reserved_world()
    reservation = world.state.change(world.find("R1"), reservation_status=present)
    if wanted in RESERVATION_MOVES[present].split():
        moved = lifecycle.move_reservation(world.state, reservation.sid, wanted)
        assert wanted == moved.reservation_status == world.find("R1").reservation_status
    else:
        with pytest.raises(AssertionError):
            lifecycle.move_reservation(world.state, reservation.sid, wanted)
        assert reservation == world.find("R1")


@pytest.mark.parametrize(("present", "wanted"), [*product(TRANSFER_MOVES, repeat=2)])
def test_transfer_moves(present: str, wanted: str) -> None:
    """A transfer moves as the table says; any other move is a bug of the caller."""
    world = runner.play(TRANSFERRED)
    world.state.open(world.clock.stamp())
    transfer = world.state.change(world.find("X1"), transfer_status=present)
    if wanted in TRANSFER_MOVES[present].split():
        moved = lifecycle.move_transfer(world.state, transfer.sid, wanted)
        assert wanted == moved.transfer_status == world.find("X1").transfer_status
    else:
        with pytest.raises(AssertionError):
            lifecycle.move_transfer(world.state, transfer.sid, wanted)
        assert transfer == world.find("X1")


def test_the_tables_name_every_status() -> None:
    """The tables here and in the engine are about the same statuses."""
    assert TASK_MOVES.keys() == lifecycle.TASK_MOVES.keys()
    assert RESERVATION_MOVES.keys() == lifecycle.RESERVATION_MOVES.keys()
    assert TRANSFER_MOVES.keys() == lifecycle.TRANSFER_MOVES.keys()


def test_dates_of_a_task() -> None:
    """The first move to assigned and the last move note when they happened, the others nothing."""
    world = reserved_world()
    now, sid = world.state.now, world.find("T1").sid
    assigned = lifecycle.move_task(world.state, sid, "assigned")
    assert (now, None) == (assigned.assigned_date, assigned.ended_date)
    world.state.keep()
    world.clock.advance(1)
    world.state.open(world.clock.stamp())
    lifecycle.move_task(world.state, sid, "pending")
    assert now == lifecycle.move_task(world.state, sid, "assigned").assigned_date
    wrapping = lifecycle.move_task(world.state, sid, "wrapping", reason="after-work")
    assert (now, None, "after-work") == (now, wrapping.ended_date, wrapping.reason)
    ended = lifecycle.move_task(world.state, sid, "completed")
    assert (now, world.state.now) == (ended.assigned_date, ended.ended_date)


def test_a_worker_moves_once() -> None:
    """A move of a worker is dated and told; being there already is neither."""
    world = reserved_world()
    state, alice, offline = world.state, world.find("Alice"), world.find("Offline")
    moved = lifecycle.move_worker(state, alice.sid, offline.sid)
    again = lifecycle.move_worker(state, alice.sid, offline.sid)
    assert moved is again
    assert (offline.sid, state.now) == (moved.activity_sid, moved.date_status_changed)
    state.keep()
    assert ["worker.activity.update"] == [event.event_type for event in state.drain().events]
