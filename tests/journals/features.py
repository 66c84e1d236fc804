"""What makes a run worth keeping: each feature, and how one sees that a run has it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from simulation.documents import target_at
from simulation.journal import Line
from simulation.step import Step

from pointsman.core import commands, routing
from pointsman.core.records import (
    Configuration,
    Record,
    Reservation,
    Task,
    TaskQueue,
    Worker,
    WorkerChannel,
)

Steps = list[tuple[Line, Step | None]]
"""What was lived through: each line, and what it did unless it was lost."""


class Feature(NamedTuple):
    """Something that a run may show."""

    about: str
    shows: Callable[[Steps], bool]


FEATURES: dict[str, Feature] = {}


def _feature(shows: Callable[[Step], bool]) -> Callable[[Step], bool]:
    """Mark what one step can show; the docstring says what it is."""

    def run_shows(steps: Steps) -> bool:
        return any(step is not None and shows(step) for _, step in steps)

    assert shows.__doc__ is not None
    FEATURES[shows.__name__] = Feature(shows.__doc__, run_shows)
    return shows


def _types(step: Step) -> list[str]:
    return [event.event_type for event in step.events]


def _targets_matched(step: Step) -> dict[str, int]:
    """How many targets each task came to in this step."""
    counts: dict[str, int] = {}
    for event in step.events:
        if event.event_type == "workflow.target-matched":
            counts[event.resource_sid] = counts.get(event.resource_sid, 0) + 1
    return counts


def _changed(step: Step, kind: type[Record]) -> Iterator[tuple[Record | None, Record | None]]:
    for old, new in step.commanded:
        if isinstance(new or old, kind):
            yield old, new


def _canceled(step: Step, reason: str) -> bool:
    return any(
        event.event_type == "task.canceled"
        and event.data.get("task_canceled_reason", "").startswith(reason)
        for event in step.events
    )


def _offered_tasks(step: Step) -> list[Task]:
    found = [step.applied.get((Task, new.task_sid)) for new in step.offered]
    return [task for task in found if isinstance(task, Task)]


def _target(step: Step, task: Task) -> dict[str, Any]:
    """The target that a task stands at, as its document has it."""
    edition = step.settled.get((Configuration, task.configuration_sid or ""))
    if not isinstance(edition, Configuration):
        return {}
    return target_at(edition.text, task.filter_index, task.target_index)


def _expressions(step: Step, task: Task) -> str:
    """All that decides who may take a task."""
    queue = step.settled[TaskQueue, task.task_queue_sid]
    assert isinstance(queue, TaskQueue)
    return f"{queue.target_workers} {_target(step, task).get('expression', '')}"


# --- offers ---


@_feature
def rescinded(step: Step) -> bool:
    """One of several workers accepts: the other offers are rescinded, and who is free again is
    offered what waits."""
    return "reservation.rescinded" in _types(step) and bool(step.offered)


@_feature
def both_orders(step: Step) -> bool:
    """Tasks of FIFO and of LIFO queues are offered together, in the order the workspace prefers."""
    queues = [step.settled.get((TaskQueue, task.task_queue_sid)) for task in _offered_tasks(step)]
    return {"FIFO", "LIFO"} == {q.task_order for q in queues if isinstance(q, TaskQueue)}


@_feature
def known_worker(step: Step) -> bool:
    """A task goes to the worker that its attributes name, and to nobody else."""
    workers = [record for record in step.settled.values() if isinstance(record, Worker)]
    for task in _offered_tasks(step):
        target = _target(step, task)
        named = target.get("known_worker_sid") or target.get("known_worker_friendly_name")
        if task.routing_target is None and str(named).startswith("task."):
            return len(workers) >= 2
    return False


@_feature
def cooled_down(step: Step) -> bool:
    """When the cool-down after a rejection is over, the same worker is offered the same task."""
    rejected = {
        (record.task_sid, record.worker_sid)
        for record in step.before.values()
        if isinstance(record, Reservation) and record.reservation_status == "rejected"
    }
    again = {(new.task_sid, new.worker_sid) for new in step.offered}
    return bool(rejected & again) and isinstance(step.command, commands.Tick) and not step.commanded


@_feature
def routing_target_canceled(step: Step) -> bool:
    """A task for one worker is over when she does not take it."""
    return _canceled(step, "RoutingTarget not available")


@_feature
def offered_too_often(step: Step) -> bool:
    """A task that was offered as often as allowed is canceled."""
    return _canceled(step, routing.OFFERED_TOO_OFTEN)


@_feature
def back_to_previous_activity(step: Step) -> bool:
    """A single-tasking worker whose offer came to nothing returns to where it found her."""
    for old, new in _changed(step, Reservation):
        if isinstance(old, Reservation) and isinstance(new, Reservation):
            found_in, put_in = old.worker_previous_activity_sid, old.reservation_activity_sid
            was, now = step.before[Worker, old.worker_sid], step.applied[Worker, old.worker_sid]
            assert isinstance(was, Worker)
            assert isinstance(now, Worker)
            if new.reservation_status in ("rejected", "canceled", "rescinded") and (
                (was.activity_sid, now.activity_sid) == (put_in, found_in) and put_in != found_in
            ):
                return True
    return False


@_feature
def failed_callback(step: Step) -> bool:
    """Nobody could be told of an offer: it is canceled, and the task goes to somebody else."""
    return isinstance(step.command, commands.FailCallback) and bool(step.offered)


# --- workflows ---


@_feature
def skips(step: Step) -> bool:
    """A task that nobody can take moves on at once, and on again."""
    is_timed = isinstance(step.command, commands.Tick)
    return not is_timed and any(count >= 3 for count in _targets_matched(step).values())


@_feature
def time_outs_add_up(step: Step) -> bool:
    """A task whose targets are over while it was offered walks past all of them."""
    return not isinstance(step.command, commands.Tick) and any(
        _types(step).count("task-queue.timeout") >= 2 and isinstance(new, Task)
        for _, new in _changed(step, Task)
    )


@_feature
def reevaluated_while_reserved(step: Step) -> bool:
    """A reserved task whose attributes or workflow changed walks anew when its offer ends."""
    return any(
        isinstance(old, Task)
        and isinstance(new, Task)
        and old.reentry_configuration_sid is not None
        and new.assignment_status == "pending"
        and "workflow.entered" in _types(step)
        for old, new in _changed(step, Task)
    )


# --- ends ---


@_feature
def expired_while_reserved(step: Step) -> bool:
    """A task's time is over while it is offered: the offer is canceled, and the task too."""
    return "reservation.canceled" in _types(step) and _canceled(step, routing.TTL_EXCEEDED)


@_feature
def deleted_by_the_system(step: Step) -> bool:
    """A task that stays assigned for too long is deleted, and its worker is free."""
    return "task.system-deleted" in _types(step) and bool(step.offered)


@_feature
def workspace_deleted(step: Step) -> bool:
    """A workspace goes with all that is open in it."""
    is_open = any(
        isinstance(record, Reservation) and record.reservation_status == "accepted"
        for record in step.before.values()
    )
    return isinstance(step.command, commands.DeleteWorkspace) and is_open and not step.settled


@_feature
def channel_deleted(step: Step) -> bool:
    """A task channel goes with every worker's channel of it."""
    gone = [old for old, new in _changed(step, WorkerChannel) if new is None]
    return isinstance(step.command, commands.DeleteTaskChannel) and len(gone) >= 2


# --- hard expressions ---


@_feature
def made_possible_by_an_offer(step: Step) -> bool:
    """A new task is offered, and that lets a worker take another, which nobody could before."""
    tasks = _offered_tasks(step)
    is_new_task = isinstance(step.command, commands.CreateTask)
    if not tasks or not is_new_task or (Task, tasks[0].sid) in step.before:
        return False
    return any(
        (Task, task.sid) in step.before and "_percentage" in _expressions(step, task)
        for task in tasks
    )


@_feature
def made_possible_by_the_clock(step: Step) -> bool:
    """The hour, or a task's age, lets somebody take what nobody could before."""
    for task in _offered_tasks(step):
        expression = _target(step, task).get("expression", "")
        if ("taskrouter." in expression or "task.age" in expression) and not step.commanded:
            return True
    return False


# --- telephony ---


def _answered_on_hold(step: Step, status: str) -> list[Reservation]:
    """The offers that were on hold and that telephony has brought to this status."""
    if not isinstance(step.command, commands.FinishVoiceRequest):
        return []
    return [
        new
        for old, new in _changed(step, Reservation)
        if isinstance(old, Reservation)
        and isinstance(new, Reservation)
        and old.voice_request_sid is not None
        and new.reservation_status == status
    ]


@_feature
def connected_at_last(step: Step) -> bool:
    """Telephony takes longer than an offer lasts; the offer is accepted all the same."""
    return any(step.stamp.now > r.deadline for r in _answered_on_hold(step, "accepted"))


@_feature
def called_in_vain(step: Step) -> bool:
    """A worker cannot be called: the offer is withdrawn, and the task offered to another."""
    withdrawn = {(r.task_sid, r.worker_sid) for r in _answered_on_hold(step, "canceled")}
    return any(
        task_sid == new.task_sid and worker_sid != new.worker_sid
        for task_sid, worker_sid in withdrawn
        for new in step.offered
    )


# --- transfers, and steps that are cut short ---


@_feature
def transferred(step: Step) -> bool:
    """A worker hands her task on, and another accepts it."""
    return "task.transfer-completed" in _types(step)


@_feature
def transfer_goes_on(step: Step) -> bool:
    """Of the workers of the queue a task is handed to nobody accepts; the next round is tried."""
    types = _types(step)
    return "task.transfer-attempt-failed" in types and "reservation.created" in types


@_feature
def transfer_in_vain(step: Step) -> bool:
    """A cold transfer comes to nothing after its initiator left: the task waits once more."""
    if "task.transfer-failed" not in _types(step):
        return False
    return any(
        isinstance(new, Task) and new.assignment_status == "pending"
        for _, new in _changed(step, Task)
    )


@_feature
def put_off(step: Step) -> bool:
    """One step's offers are not enough; a task that came meanwhile is looked at in the next."""
    return any(isinstance(new, Task) and new.is_unseen for _, new in step.followed)


# --- what is not one step's ---


def _lost_and_asked_again(steps: Steps) -> bool:
    lost = {str([line.command, line.given]) for line, step in steps if step is None and line.given}
    return any(
        step is not None and step.offered and str([line.command, line.given]) in lost
        for line, step in steps
    )


FEATURES["lost_and_asked_again"] = Feature(
    "A commit fails: the command never happened, and is asked again.", _lost_and_asked_again
)
