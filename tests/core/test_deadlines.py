"""What falls due when, and in which order it is taken."""

from typing import Any

import pytest
from msgspec.structs import replace
from scenarios import runner

from pointsman.core.deadlines import LEFTOVERS, Deadlines, deadline_of
from pointsman.core.records import Record
from pointsman.core.rules import Rules

RULES = Rules(retention_ms=5_000, assigned_limit_ms=70_000, cool_down_ms=300)
WORLD = runner.play("workspace template=FIFO\nworker Alice Available\ntask")
TASK, RESERVATION = WORLD.find("T1"), WORLD.find("R1")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"assignment_status": "pending", "step_deadline": None}, 61_000),
        ({"assignment_status": "pending", "step_deadline": 30_000}, 30_000),
        ({"assignment_status": "pending", "step_deadline": 99_000}, 61_000),
        ({"assignment_status": "reserved", "step_deadline": 30_000}, 61_000),
        ({"assignment_status": "assigned", "assigned_date": 20_000}, 90_000),
        ({"assignment_status": "wrapping", "assigned_date": 20_000}, 90_000),
        ({"assignment_status": "reserved", "assigned_date": 20_000}, 90_000),
        ({"assignment_status": "pending", "assigned_date": 20_000, "step_deadline": None}, 90_000),
        (
            {"assignment_status": "pending", "assigned_date": 20_000, "step_deadline": 70_000},
            70_000,
        ),
        ({"assignment_status": "completed", "ended_date": 20_000}, 25_000),
        ({"assignment_status": "canceled", "ended_date": 20_000}, 25_000),
    ],
)
def test_tasks(changes: dict[str, Any], expected: int) -> None:
    """A task ends with its time-out, its step, the day of its assignment, or its retention."""
    task = replace(TASK, date_created=1_000, timeout_s=60, **changes)
    assert expected == deadline_of(task, RULES)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", 9_000),
        ("rejected", None),
        ("canceled", None),
        ("accepted", None),
        ("wrapping", None),
        ("completed", None),
        ("timeout", None),
        ("rescinded", None),
    ],
)
def test_reservations(status: str, expected: int | None) -> None:
    """An offer lapses; an ended one waits for nothing."""
    reservation = replace(
        RESERVATION, reservation_status=status, deadline=9_000, date_updated=4_000
    )
    assert expected == deadline_of(reservation, RULES)


def test_other_records_have_none() -> None:
    """Only tasks and reservations fall due."""
    others = [WORLD.state.workspace, WORLD.find("Alice"), WORLD.find("Sample Queue")]
    assert [None, None, None] == [deadline_of(record, RULES) for record in others]


def record(position: int) -> Record:
    return replace(TASK, sid=f"record {position}", position=position)


def take_all(deadlines: Deadlines, now: int) -> list[str]:
    taken = []
    while (sid := deadlines.take_due(now)) is not None:
        taken.append(sid)
    return taken


def test_earliest_first() -> None:
    """Deadlines are taken in order of time, and those of one moment in order of creation."""
    deadlines = Deadlines()
    for position, instant in [(3, 20), (1, 30), (2, 20), (4, 10)]:
        deadlines.note(record(position), instant)
    assert 10 == deadlines.next()
    assert ["record 4", "record 2", "record 3"] == take_all(deadlines, 29)
    assert 30 == deadlines.next()
    assert ["record 1"] == take_all(deadlines, 30)
    assert None is deadlines.next()


def test_a_deadline_that_moves() -> None:
    """Only the latest deadline of a record counts, whichever way it was moved."""
    deadlines = Deadlines()
    deadlines.note(record(1), 10)
    deadlines.note(record(1), 20)
    deadlines.note(record(2), 20)
    deadlines.note(record(2), 10)
    assert ["record 2"] == take_all(deadlines, 19)
    assert ["record 1"] == take_all(deadlines, 99)


def test_a_deadline_that_is_called_off() -> None:
    """A record that falls due no more is not taken, and may be noted again."""
    deadlines = Deadlines()
    deadlines.note(record(1), 10)
    deadlines.note(record(1), None)
    assert None is deadlines.next()
    assert [] == take_all(deadlines, 99)
    deadlines.note(record(1), 10)
    assert ["record 1"] == take_all(deadlines, 99)


def test_a_deadline_is_taken_once() -> None:
    """However often the same instant was noted, it is taken once."""
    deadlines = Deadlines()
    for instant in (10, 20, 10, 10):
        deadlines.note(record(1), instant)
    assert ["record 1"] == take_all(deadlines, 99)


def test_changes_leave_nothing_behind() -> None:
    """However often deadlines change, what is kept grows with the records only."""
    deadlines = Deadlines()
    for instant in range(50_000):
        deadlines.note(record(1 + instant % 10), instant)
    assert 10 == len(deadlines._noted)
    assert len(deadlines._heap) <= 2 * 10 + LEFTOVERS + 1
    assert 49_990 == deadlines.next()
