"""What workers' applications are told: the objects themselves, as they were when it happened."""

from collections import Counter
from pathlib import Path

import pytest
from msgspec import UNSET
from scenarios import runner
from scenarios.world import World

from pointsman.core import commands, engine, questions
from pointsman.core.notices import HeldReservation, Notice
from pointsman.core.records import Transfer
from pointsman.core.views import TaskView, WorkerView

SCENARIOS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.txt"))

SETTING = """
workspace template=FIFO
worker Alice Available
worker Bob Available
"""


def play(*directives: str) -> World:
    return runner.play(SETTING + "\n".join(directives))


def told(world: World, name: str) -> list[str]:
    """The events that somebody's application was told of."""
    sid = world.find(name).sid
    return [notice.event_type for notice in world.notices if sid in notice.worker_sids]


def last(world: World, event_type: str) -> Notice:
    return [notice for notice in world.notices if notice.event_type == event_type][-1]


def test_a_worker_is_told_of_her_own_reservations() -> None:
    """The one who is reserved hears of it, and of what becomes of it; nobody else does."""
    world = play("task", "accept R1", "wrap R1", "complete R1")
    assert [
        "reservation.created",
        "reservation.accepted",
        "reservation.wrapup",
        "task.wrapup",
        "reservation.completed",
        "task.completed",
    ] == told(world, "Alice")
    assert [] == told(world, "Bob")


def test_a_notice_shows_the_moment() -> None:
    """What is told stays as it was when it happened, whatever has happened since."""
    world = play("task", "accept R1")
    created, accepted = last(world, "reservation.created"), last(world, "reservation.accepted")
    assert isinstance(created.subject, HeldReservation)
    assert isinstance(accepted.subject, HeldReservation)
    assert "pending" == created.subject.reservation.record.reservation_status
    assert "reserved" == created.subject.task.record.assignment_status
    assert "accepted" == accepted.subject.reservation.record.reservation_status
    assert "assigned" == accepted.subject.task.record.assignment_status
    assert "Alice" == accepted.subject.reservation.worker_name
    assert "Sample Queue" == accepted.subject.task.task_queue_friendly_name


def test_a_task_is_shown_a_while_after_its_reservation() -> None:
    """Who just gave a task up still hears of it; later she does not."""
    world = play("task", "reject R1", "advance 4s", "update T1 priority=3")
    assert "task.updated" == told(world, "Alice")[-1]
    world = play("task", "reject R1", "advance 6s", "update T1 priority=3")
    assert "reservation.rejected" == told(world, "Alice")[-1]


def test_both_sides_of_a_transfer_are_shown_theirs() -> None:
    """The receiver's reservation holds the transfer it is part of; the initiator is told of it."""
    world = play("task", "accept R1", "transfer T1 to=Bob")
    created = last(world, "reservation.created")
    assert (world.find("Bob").sid,) == created.worker_sids
    assert isinstance(created.subject, HeldReservation)
    assert world.find("X1") == created.subject.incoming
    assert created.subject.outgoing is None
    initiated = last(world, "task.transfer-initiated")
    assert (world.find("Alice").sid,) == initiated.worker_sids
    assert isinstance(initiated.subject, Transfer)


def test_a_worker_is_told_of_a_task_that_did_not_reach_her() -> None:
    """A task that was for her alone and could not be offered in time is gone."""
    world = play(
        "activity Alice Offline", "task target=Alice ignore_capacity=false timeout=30", "advance 1m"
    )
    notice = last(world, "reservation.failed")
    assert (world.find("Alice").sid,) == notice.worker_sids
    assert isinstance(notice.subject, TaskView)
    assert "Task TTL Exceeded" == notice.subject.record.reason


def test_an_accepted_transfer_is_complete() -> None:
    """Who accepts a task that is handed on sees that the transfer is over; then it is told."""
    world = play("task", "accept R1", "transfer T1 to=Bob", "accept R2")
    accepted = last(world, "reservation.accepted")
    assert isinstance(accepted.subject, HeldReservation)
    assert accepted.subject.incoming is not None
    assert "complete" == accepted.subject.incoming.transfer_status
    assert accepted.position < last(world, "task.transfer-completed").position


def test_what_a_worker_holds() -> None:
    """Her open reservations, with the transfer by which she hands a task on."""
    world = play("task", "accept R1", "transfer T1 to=Bob")
    asked = questions.ListHeld(worker_sid=world.find("Alice").sid)
    held = engine.ask(world.state, asked, world.clock.now())
    assert world.state.position == held.position
    [reservation] = held.reservations
    assert world.find("X1") == reservation.outgoing
    assert reservation.incoming is None
    other = questions.ListHeld(worker_sid=world.find("Bob").sid)
    [offered] = engine.ask(world.state, other, world.clock.now()).reservations
    assert world.find("X1") == offered.incoming


class Application:
    """A worker's application, as the SDK keeps count of her version."""

    def __init__(self) -> None:
        self.versions: Counter[str] = Counter()

    def hear(self, notice: Notice) -> None:
        for sid in notice.worker_sids:
            if isinstance(notice.subject, WorkerView):
                self.versions[sid] = notice.subject.record.version
            elif notice.event_type in (
                "reservation.created",
                "worker.capacity.update",
                "worker.channel.availability.update",
            ):
                self.versions[sid] += 1


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_applications_know_the_version(path: Path) -> None:
    """Who counts as the worker SDK does always sends the version that is the present one."""
    world = World()
    runner.replay(path.read_text(encoding="utf-8"), world)
    application = Application()
    for notice in world.notices:
        application.hear(notice)
    # TaskRouter has no event for a new name.
    renamed = {
        command.sid
        for command, _ in world.history
        if isinstance(command, commands.UpdateWorker) and command.friendly_name is not UNSET
    }
    for worker in world.state.workers.values():
        if worker.sid not in renamed:
            assert worker.version == application.versions[worker.sid], worker.friendly_name


def test_a_task_is_told_to_its_holders() -> None:
    """A change of a task is told to whoever holds it."""
    world = play("task", "accept R1", 'update T1 {"topic": "bill"}')
    notice = last(world, "task.updated")
    assert (world.find("Alice").sid,) == notice.worker_sids
    assert isinstance(notice.subject, TaskView)
    assert {"topic": "bill"} == notice.subject.record.attributes.document
