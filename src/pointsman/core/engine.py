"""The engine: a command and a moment in; an answer, changes and events out.

    apply(state, command, stamp) → the answer, or a Refusal, which leaves no trace
    settle(state, stamp)         match what can be matched until nothing changes
    drain                        ``state.drain()``: what is to be committed
    ask(state, question, now)    the answer to a question, which changes nothing, or a Refusal
    next_deadline(state)         when to come back with a Tick

It never waits, reads a clock, or calls out. The same commands with the same stamps give the same
bytes, wherever the batches between drains are cut.
"""

import contextlib
from collections.abc import Callable, Mapping
from typing import Any

from pointsman.core import (
    commands,
    errors,
    explain,
    holding,
    offer,
    places,
    questions,
    routing,
    statistics,
    trying,
    vocabulary,
)
from pointsman.core.matching.matches import matches
from pointsman.core.operations import (
    activities,
    reservations,
    task_channels,
    task_queues,
    tasks,
    transfers,
    voice,
    workers,
    workflows,
    workspaces,
)
from pointsman.core.records import Instant
from pointsman.core.stamp import Stamp
from pointsman.core.state import State

DUE_PER_TICK = 100
"""How many deadlines one Tick takes; what is left is due at once and takes another."""

SETTLE_ROUNDS = 1_000
"""A settling that needs more rounds than this is a bug, not a large workspace."""


def _tick(state: State, command: commands.Tick) -> None:
    """Let what is due happen, earliest first; when nothing is, go on with long work."""
    for _ in range(DUE_PER_TICK):
        sid = state.deadlines.take_due(state.now)
        if sid is None:
            break
        if (task := state.tasks.get(sid)) is not None:
            tasks.fall_due(state, task)
        else:
            offer.expire(state, state.reservations[sid])
    else:
        return
    for workflow_sid in sorted(state.indexes.reevaluating):
        workflows.go_on_reevaluating(state, workflow_sid)


OPERATIONS: Mapping[type[commands.Command], Callable[[State, Any], Any]] = {
    commands.CreateActivity: activities.create,
    commands.CreateTask: tasks.create,
    commands.CreateTaskChannel: task_channels.create,
    commands.CreateTaskQueue: task_queues.create,
    commands.CreateTransfer: transfers.create,
    commands.CreateWorker: workers.create,
    commands.CreateWorkflow: workflows.create,
    commands.CreateWorkspace: workspaces.create,
    commands.DeleteActivity: activities.delete,
    commands.DeleteTask: tasks.delete,
    commands.DeleteTaskChannel: task_channels.delete,
    commands.DeleteTaskQueue: task_queues.delete,
    commands.DeleteWorker: workers.delete,
    commands.DeleteWorkflow: workflows.delete,
    commands.DeleteWorkspace: workspaces.delete,
    commands.FailCallback: reservations.fail_callback,
    commands.FinishVoiceRequest: voice.finish,
    commands.FollowInstruction: reservations.follow_instruction,
    commands.Tick: _tick,
    commands.UpdateActivity: activities.update,
    commands.UpdateParticipant: voice.update_participant,
    commands.UpdateReservation: reservations.update,
    commands.UpdateServiceLevel: task_queues.update_service_level,
    commands.UpdateTask: tasks.update,
    commands.UpdateTaskChannel: task_channels.update,
    commands.UpdateTaskQueue: task_queues.update,
    commands.UpdateTransfer: transfers.update,
    commands.UpdateWorker: workers.update,
    commands.UpdateWorkerChannel: workers.update_channel,
    commands.UpdateWorkflow: workflows.update,
    commands.UpdateWorkspace: workspaces.update,
}


def apply(state: State, command: commands.Command, stamp: Stamp) -> Any:
    """Carry out ``command``. Returns its answer, or the ``Refusal`` if it may not be."""
    if state.exists == isinstance(command, commands.CreateWorkspace):
        return errors.NotFound()
    state.open(stamp)
    try:
        answer = OPERATIONS[type(command)](state, command)
    except errors.Refusal as refusal:
        state.discard()
        return refusal
    state.keep()
    return answer


def settle(state: State, stamp: Stamp) -> None:
    """Reserve workers for waiting tasks, and let unserved ones skip on, until nothing changes.

    What is more than a step's worth is left to the next one: ``next_deadline`` is then at once.
    """
    if not state.exists or (state.is_settled and not _has_changed_by(state, stamp.now)):
        return
    state.open(stamp)
    state.backlog.catch_up(stamp.now)
    offers_left = state.rules.offers_per_step
    for _ in range(SETTLE_ROUNDS):
        with contextlib.closing(matches(state)) as found:
            for match in found:
                if not offers_left:
                    _put_off_arrivals(state)
                    state.keep()
                    return
                choices = explain.note_choices(state, match)
                offer.offer(state, match.task, match.workers, choices)
                offers_left -= 1
        _skip_on(state)
        if state.is_settled:
            break
    else:
        raise AssertionError("the workspace does not settle")
    state.keep()


def _has_changed_by(state: State, now: Instant) -> bool:
    """Whether time alone has let something match."""
    change = state.backlog.next_change()
    return change is not None and change <= now


def _skip_on(state: State) -> None:
    """Move on the tasks that came to a target, found nobody free, and need not wait."""
    arrived = [state.tasks[sid] for sid in state.arrivals if sid in state.waiting]
    state.arrivals.clear()
    for task in sorted(arrived, key=lambda task: task.position):
        if task.is_unseen:
            state.mark(task, is_unseen=False)
        if routing.should_skip(state, task):
            routing.skip(state, task)


def _put_off_arrivals(state: State) -> None:
    """Note, for a restart, who was not looked at: nothing else tells them from those who were."""
    for sid in state.arrivals:
        if sid in state.waiting and not state.tasks[sid].is_unseen:
            state.mark(state.tasks[sid], is_unseen=True)


QUESTIONS: Mapping[type[questions.Question], Callable[[State, Any, Instant], Any]] = {
    questions.EvaluateWorkflow: explain.evaluate_workflow,
    questions.ExplainReservation: explain.explain_reservation,
    questions.ExplainTask: explain.explain_task,
    questions.ExplainWorker: explain.explain_worker,
    questions.FindHeld: holding.find_held,
    questions.LintWorkflow: explain.lint_workflow,
    questions.ListHeld: holding.list_held,
    places.FindPlace: places.find_place,
    places.ListPlaces: places.list_places,
    statistics.CountWaiting: statistics.count_waiting,
    statistics.MeasureQueue: statistics.measure_queue,
    statistics.MeasureQueues: statistics.measure_queues,
    statistics.MeasureWorkers: statistics.measure_workers,
    statistics.MeasureWorkflow: statistics.measure_workflow,
    statistics.MeasureWorkspace: statistics.measure_workspace,
    trying.AskWorkers: trying.ask_workers,
    trying.FindTasks: trying.find_tasks,
    trying.FindWorkers: trying.find_workers,
    trying.NameWorkers: trying.name_workers,
    vocabulary.ListAttributes: vocabulary.list_attributes,
}


def ask(state: State, question: questions.Question, now: Instant) -> Any:
    """Answer ``question``, or with the ``Refusal`` if it cannot be answered."""
    if not state.exists:
        return errors.NotFound()
    try:
        return QUESTIONS[type(question)](state, question, now)
    except errors.Refusal as refusal:
        return refusal


def next_deadline(state: State) -> Instant | None:
    """When the next Tick is due."""
    if not state.is_settled or state.indexes.reevaluating:
        return state.now
    moments = (state.deadlines.next(), state.backlog.next_change())
    return min((moment for moment in moments if moment is not None), default=None)
