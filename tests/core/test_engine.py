"""The contract of the engine: refusals, order, and the same bytes for the same commands."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scenarios import runner
from scenarios.world import ACCOUNT_SID, WORKSPACE_SID, World, fingerprint

from pointsman.core import commands, engine, errors, instructions
from pointsman.core.records import Attributes
from pointsman.core.state import State
from pointsman.runtime.clock import START

SCENARIOS = sorted(Path(runner.__file__).parent.glob("*.txt"))

SETTING = """
workspace template=FIFO
new-activity Lunch
new-channel email
worker Alice Available
worker Bob Offline
queue English: languages HAS "en"
workflow Main
  {"task_routing": {"filters": [{"expression": "a == 1", "targets": [{"queue": "English"}]}]}}
task workflow=Main {"a": 1}
task queue="Sample Queue" workflow=Main
task queue="Sample Queue" workflow=Main
"""

NOBODY = "0" * 32


def new_workflow(queue_sid: str) -> str:
    return json.dumps({"task_routing": {"default_filter": {"queue": queue_sid}}})


# What cannot be done in the setting above. Where a command does several things, the refusal comes
# after some of them were done.
BAD: dict[str, Callable[[Callable[[str], str]], commands.Command]] = {
    "a workspace twice": lambda sid: commands.CreateWorkspace(
        sid=WORKSPACE_SID, account_sid=ACCOUNT_SID, friendly_name="Again"
    ),
    "two tasking modes": lambda sid: commands.UpdateWorkspace(
        friendly_name="New", default_activity_sid=sid("Lunch"), multi_task_enabled=False
    ),
    "an activity's name": lambda sid: commands.CreateActivity(friendly_name="LUNCH"),
    "an activity's new name": lambda sid: commands.UpdateActivity(
        sid=sid("Lunch"), friendly_name="offline"
    ),
    "the default activity": lambda sid: commands.DeleteActivity(sid=sid("Offline")),
    "no activity": lambda sid: commands.DeleteActivity(sid="WA" + NOBODY),
    "a channel's name": lambda sid: commands.CreateTaskChannel(
        friendly_name="Mail", unique_name="email"
    ),
    "no channel": lambda sid: commands.UpdateTaskChannel(sid="fax", friendly_name="Fax"),
    "a built-in channel": lambda sid: commands.DeleteTaskChannel(sid="voice"),
    "a worker's name": lambda sid: commands.CreateWorker(friendly_name="alice"),
    "a worker's activity": lambda sid: commands.CreateWorker(
        friendly_name="Carol", activity_sid="WA" + NOBODY
    ),
    "a worker's new activity": lambda sid: commands.UpdateWorker(
        sid=sid("Alice"),
        friendly_name="Alicia",
        attributes=Attributes('{"new": 1}', {"new": 1}),
        activity_sid=sid("Offline"),
    ),
    "a worker's version": lambda sid: commands.UpdateWorker(
        sid=sid("Bob"), friendly_name="Robert", if_match=9
    ),
    "an available worker": lambda sid: commands.DeleteWorker(sid=sid("Alice")),
    "no worker's channel": lambda sid: commands.UpdateWorkerChannel(
        worker_sid="WK" + NOBODY, sid="chat", capacity=3
    ),
    "a worker's unknown channel": lambda sid: commands.UpdateWorkerChannel(
        worker_sid=sid("Alice"), sid="fax", capacity=3
    ),
    "a queue's name": lambda sid: commands.CreateTaskQueue(friendly_name="ENGLISH"),
    "a queue's expression": lambda sid: commands.CreateTaskQueue(
        friendly_name="Spanish", target_workers="a b"
    ),
    "a queue's activity": lambda sid: commands.UpdateTaskQueue(
        sid=sid("English"), friendly_name="Spanish", assignment_activity_sid="WA" + NOBODY
    ),
    "a target of no queue": lambda sid: commands.UpdateServiceLevel(sid="WQ" + NOBODY, target=5),
    "a queue in use": lambda sid: commands.DeleteTaskQueue(sid=sid("English")),
    "a workflow's name": lambda sid: commands.CreateWorkflow(
        friendly_name="main", configuration=new_workflow(sid("English"))
    ),
    "a workflow's text": lambda sid: commands.CreateWorkflow(
        friendly_name="Other", configuration="{}"
    ),
    "a workflow's queue": lambda sid: commands.UpdateWorkflow(
        sid=sid("Main"),
        friendly_name="Other",
        configuration=new_workflow("WQ" + NOBODY),
        re_evaluate_tasks=True,
    ),
    "a workflow in use": lambda sid: commands.DeleteWorkflow(sid=sid("Main")),
    "a task without a workflow": lambda sid: commands.CreateTask(),
    "a task nothing matches": lambda sid: commands.CreateTask(workflow_sid=sid("Main")),
    "a task of the future": lambda sid: commands.CreateTask(
        workflow_sid=sid("Main"), virtual_start_time=START + 10**9
    ),
    "a task of another age": lambda sid: commands.CreateTask(
        workflow_sid=sid("Main"), virtual_start_time=-(10**13)
    ),
    "a task's channel": lambda sid: commands.CreateTask(
        workflow_sid=sid("Main"), task_channel="CHAT"
    ),
    "a task's two workflows": lambda sid: commands.CreateTask(
        workflow_sid=sid("Main"), routing_target=sid("Default Fifo Workflow")
    ),
    "a task's status, then its channel": lambda sid: commands.UpdateTask(
        sid=sid("T2"), assignment_status="canceled", task_channel="fax"
    ),
    "a task's status": lambda sid: commands.UpdateTask(
        sid=sid("T1"), assignment_status="completed", priority=5
    ),
    "a task's version": lambda sid: commands.DeleteTask(sid=sid("T1"), if_match=9),
    "a reservation's status": lambda sid: commands.UpdateReservation(
        sid=sid("R1"), reservation_status="wrapping"
    ),
    "a reservation's worker": lambda sid: commands.UpdateReservation(
        sid=sid("R1"), worker_sid=sid("Bob"), reservation_status="accepted"
    ),
    "a reservation's task": lambda sid: commands.UpdateReservation(
        sid=sid("R1"), task_sid=sid("T1"), reservation_status="accepted"
    ),
    "a reservation's activity": lambda sid: commands.UpdateReservation(
        sid=sid("R1"), reservation_status="rejected", worker_activity_sid="WA" + NOBODY
    ),
    "a reservation's instruction": lambda sid: commands.UpdateReservation(
        sid=sid("R1"), instruction="dance"
    ),
    "a participant who accepted nothing": lambda sid: commands.UpdateParticipant(
        action="hold-customer", worker_sid=sid("Alice"), task_sid=sid("T2")
    ),
    "a transfer of an offer": lambda sid: commands.CreateTransfer(
        worker_sid=sid("Alice"), task_sid=sid("T2"), reservation_sid=sid("R1"), to=sid("English")
    ),
    "no transfer": lambda sid: commands.UpdateTransfer(
        sid="TT" + NOBODY, worker_sid=sid("Alice"), transfer_status="canceled"
    ),
}

NEVER_REFUSED = [
    commands.DeleteWorkspace(),
    commands.FailCallback(callback_sid="CB" + NOBODY, reservation_sid="WR" + NOBODY),
    commands.FollowInstruction(
        callback_sid="CB" + NOBODY,
        reservation_sid="WR" + NOBODY,
        instruction=instructions.Accept(),
    ),
    commands.FinishVoiceRequest(voice_request_sid="VR" + NOBODY, succeeded=False),
    commands.Tick(),
]
"""What is always taken while there is a workspace."""


def give(world: World, command: commands.Command) -> Any:
    return engine.apply(world.state, command, world.clock.stamp())


@pytest.mark.parametrize("bad", BAD)
def test_a_refused_command_leaves_no_trace(bad: str) -> None:
    """What is refused, early or late, changes nothing and tells nobody."""
    world = runner.play(SETTING)
    before = fingerprint(world.state)
    answer = give(world, BAD[bad](world.names.sid_of))
    assert isinstance(answer, errors.Refusal)
    assert before == fingerprint(world.state)
    assert world.state.drain().is_empty


def test_every_command_is_refused_somewhere() -> None:
    """The refusals above are of every type of command that can be refused."""
    world = runner.play(SETTING)
    refused = {type(make(world.names.sid_of)) for make in BAD.values()}
    assert set(engine.OPERATIONS) == refused | {type(command) for command in NEVER_REFUSED}


@pytest.mark.parametrize("command", NEVER_REFUSED, ids=lambda command: type(command).__name__)
def test_without_a_workspace_there_is_nothing(command: commands.Command) -> None:
    """Once the workspace is gone everything is not found."""
    world = runner.play(f"{SETTING}\ndelete WS")
    assert isinstance(give(world, command), errors.NotFound)


def test_what_comes_too_late_changes_nothing() -> None:
    """An answer to a callback that nobody waits for, and a Tick before its time, do nothing."""
    world = runner.play(SETTING)
    before = fingerprint(world.state)
    for command in NEVER_REFUSED[1:]:
        give(world, command)
    assert before == fingerprint(world.state)


def test_the_events_of_a_new_task() -> None:
    """A new task enters its workflow and queue, is created, matches, and is then offered."""
    world = runner.play("workspace template=FIFO\nworker Alice Available")
    already = len(world.events)
    runner.run(world, "task")
    assert [
        "workflow.entered",
        "task-queue.entered",
        "task.created",
        "workflow.target-matched",
        "reservation.created",
    ] == [event.event_type for event in world.events[already:]]


def test_the_answer_is_of_before_the_match() -> None:
    """Whoever creates a task is told that it is pending, though somebody is free."""
    world = runner.play("workspace template=FIFO\nworker Alice Available")
    view = give(world, commands.CreateTask())
    engine.settle(world.state, world.clock.stamp())
    assert "pending" == view.record.assignment_status
    assert "reserved" == world.state.tasks[view.record.sid].assignment_status


def test_fifty_offers() -> None:
    """A queue may reserve fifty workers for a task; one acceptance rescinds all other offers."""
    workers = "\n".join(f"worker W{n} Available" for n in range(51))
    world = runner.play(
        f"workspace multi=true\n{workers}\nqueue All max=50\nworkflow Main"
        '\n  {"task_routing": {"default_filter": {"queue": "All"}}}\ntask'
    )
    assert [f"W{n}" for n in range(50)] == [
        world.names.name_of(offer.worker_sid) for offer in world.state.reservations.values()
    ]
    runner.run(world, "accept R50")
    statuses = [offer.reservation_status for offer in world.state.reservations.values()]
    assert ["rescinded"] * 49 + ["accepted"] == statuses
    runner.run(world, "task")
    assert "W50" == world.names.name_of(world.find("R51").worker_sid)


def test_the_next_deadline() -> None:
    """The engine says when it wants to be woken; without anything to wait for it does not."""
    world = runner.play("workspace template=FIFO")
    assert None is engine.next_deadline(world.state)
    runner.run(world, "task timeout=30")
    assert START + 30_000 == engine.next_deadline(world.state)
    runner.run(world, "cancel T1")
    assert START + 300_000 == engine.next_deadline(world.state)
    runner.run(world, "delete T1")
    assert None is engine.next_deadline(world.state)


def test_a_tick_that_comes_late() -> None:
    """However late the engine is woken, what was due happens in the order it fell due."""
    world = runner.play(
        """
workspace template=FIFO
workflow "Default Fifo Workflow" answer=60
worker Alice Available
task timeout=90
task timeout=30
"""
    )
    already = len(world.events)
    world.clock.advance(3600)
    world.submit(commands.Tick())
    told = [
        (event.event_type, world.names.name_of(event.resource_sid))
        for event in world.events[already:]
    ]
    assert [
        ("task.canceled", "T2"),
        ("reservation.timeout", "R1"),
        ("worker.activity.update", "Alice"),
        ("task.canceled", "T1"),
    ] == told


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_dates_of_events_rise(path: Path) -> None:
    """Events can be put into order by their dates alone."""
    dates = [event.event_date for event in _played(path).events]
    assert sorted(set(dates)) == dates


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_same_commands_same_bytes(path: Path) -> None:
    """The same commands with the same stamps give the same, drained each by each or all at once."""
    world = _played(path)
    again = State(WORKSPACE_SID, world.state.rules)
    for command, stamp in world.history:
        engine.apply(again, command, stamp)
        engine.settle(again, stamp)
    batch = again.drain()
    assert _bytes(world.events) == _bytes(batch.events)
    assert _bytes(fingerprint(world.state)) == _bytes(fingerprint(again))
    assert fingerprint(world.state)["records"] == sorted(
        batch.writes, key=lambda record: (record.position, record.sid)
    )


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_settled_state_is_settled(path: Path) -> None:
    """Settling twice does no more than settling once, even if everything is looked at again."""
    state = _played(path).state
    before = fingerprint(state)
    state.roster.stir_all()
    state.backlog.stir_all()
    engine.settle(state, state._stamp)
    assert before == fingerprint(state)


def _played(path: Path) -> World:
    world = World()
    runner.replay(path.read_text(encoding="utf-8"), world)
    return world


def _bytes(value: Any) -> bytes:
    return repr(value).encode()


def test_a_workspace_that_is_gone_asks_for_nothing() -> None:
    """What a bounded step left to the next one goes with the workspace."""
    world = runner.play(
        "workspace multi=true template=FIFO offers_per_step=1\nqueue Nobody: 1==2\nqueue All: 1==1"
        '\nworkflow Main\n  {"task_routing": {"default_filter": {"queue": "Nobody"}}}'
        "\ntask workflow=Main\ntask workflow=Main\nworker Ann Available\nworker Ben Available"
    )
    text = '{"task_routing": {"default_filter": {"queue": "All"}}}'
    text = text.replace("All", world.names.sid_of("All"))
    moving = commands.UpdateWorkflow(
        sid=world.names.sid_of("Main"), configuration=text, re_evaluate_tasks=True
    )
    world.submit(moving)
    assert world.clock.now() == engine.next_deadline(world.state)
    world.submit(commands.DeleteWorkspace())
    assert engine.next_deadline(world.state) is None
