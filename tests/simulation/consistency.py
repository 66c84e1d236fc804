"""What the records say must fit: names, references, and what was asked for and answered."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET
from simulation.documents import queues_of, target_at
from simulation.step import Snapshot, Step, always, at_rest

from pointsman.core import commands
from pointsman.core.operations.tasks import EARLIEST_START
from pointsman.core.records import (
    Record,
    Reservation,
    Task,
    Transfer,
    Worker,
    Workflow,
)

RENAMED = {
    "capacity": "configured_capacity",
    "task_reservation_timeout": "task_reservation_timeout_s",
    "timeout": "timeout_s",
}
"""Parameter → the field that holds it, where they are not of one name."""
ELSEWHERE = {
    "if_match",
    "priority",  # a target may have one of its own
    "reason",  # only an end has one
    "sid",
    "task_queue_sid",  # where a task begins, if its workflow does not say otherwise
    "task_sid",
    "worker_sid",
}
"""The fields of commands that do not simply become a field of the record."""


@at_rest
def names_are_unique(step: Step) -> None:
    """Of one kind no two have the same name, whatever its letters' case."""
    state = step.state
    for table in (state.activities, state.workers, state.task_queues, state.workflows):
        names = [record.friendly_name.casefold() for record in table.values()]
        assert len(names) == len(set(names)), names
    unique_names = [channel.unique_name.casefold() for channel in state.task_channels.values()]
    assert len(unique_names) == len(set(unique_names)), unique_names


@at_rest
def references_lead_somewhere(step: Step) -> None:
    """Everything that is in use exists: activities, queues, workers, and editions of workflows."""
    state = step.state
    activities = {state.workspace.default_activity_sid, state.workspace.timeout_activity_sid}
    activities |= {worker.activity_sid for worker in state.workers.values()}
    for queue in state.task_queues.values():
        activities |= {queue.reservation_activity_sid, queue.assignment_activity_sid} - {None}
    assert activities <= set(state.activities)
    for owner in state.workflows.values():
        text = state.configurations[owner.configuration_sid].text
        assert queues_of(text) <= set(state.task_queues), owner.sid
    for reservation in state.reservations.values():
        assert reservation.task_sid in state.tasks, reservation.sid
        if reservation.reservation_status in ("pending", "accepted", "wrapping"):
            assert reservation.worker_sid in state.workers, reservation.sid


@always
def tasks_start_in_the_past(step: Step) -> None:
    """No task starts in the future, or before the year 1900."""
    for _, new in step.commanded:
        if isinstance(new, Task):
            assert EARLIEST_START <= new.virtual_start_time <= step.stamp.now, new.sid


@always
def answers_show_what_is(step: Step) -> None:
    """What is answered is what the command made of the record, before anything followed."""
    record = getattr(step.answer, "record", None)
    if isinstance(record, Record):
        assert step.applied[type(record), record.sid] == record


@always
def answers_show_what_was_asked(step: Step) -> None:
    """A command that is not refused does all of what it asks."""
    record = getattr(step.answer, "record", None)
    if isinstance(record, Record):
        for name, wanted in _wishes(step.command, record).items():
            assert wanted == getattr(record, name), f"{name} of {record.sid}"
    if isinstance(record, Task) and (priority := _wished_priority(step, record)) is not None:
        assert priority == record.priority, record.sid
    text = getattr(step.command, "configuration", UNSET)
    if isinstance(record, Workflow) and text is not UNSET:
        assert text == step.state.configurations[record.configuration_sid].text, record.sid


def _wishes(command: commands.Command, record: Record) -> dict[str, Any]:
    """The fields of the record that the command says the value of."""
    wishes = {}
    for name in command.__struct_fields__:
        value = getattr(command, name)
        field = RENAMED.get(name, name)
        is_said = value is not UNSET and (name, value) != ("workflow_sid", "")
        if is_said and name not in ELSEWHERE and hasattr(record, field):
            # An empty value clears what may be absent.
            wishes[field] = None if value == "" and getattr(record, field) is None else value
    if isinstance(command, commands.UpdateReservation) and command.instruction is not UNSET:
        wishes.pop("reservation_status", None)
        if str(command.instruction).lower() != "conference":
            # It belongs to that instruction alone.
            wishes.pop("post_work_activity_sid", None)
    return wishes


def _wished_priority(step: Step, task: Task) -> int | None:
    """The priority a task must have now; None where its workflow may have moved it on since."""
    match step.command:
        case commands.CreateTask(priority=priority):
            if task.configuration_sid is None:
                return priority
            text = step.state.configurations[task.configuration_sid].text
            target = target_at(text, task.filter_index, task.target_index)
            return int(target.get("priority", priority))
        case commands.UpdateTask(priority=int(priority), attributes=msgspec.UNSET):
            return priority
    return None


# --- who is held to what ---


@at_rest
def tasks_keep_their_edition(step: Step) -> None:
    """A task walks the edition of its workflow that it entered with, or was sent to since."""
    were, are = _editions_to_return_to(step.before), _editions_to_return_to(step.applied)
    for key, new in step.applied.items():
        if not isinstance(new, Task) or new.assignment_status not in ("pending", "reserved"):
            continue
        old, edition = step.before.get(key), _edition_of(are, new)
        if (sent := step.sent_to(new)) is not None and edition is not None:
            assert sent == edition, new.sid
        elif isinstance(old, Task):
            assert _edition_of(were, old) == edition, new.sid


def _editions_to_return_to(records: Snapshot) -> dict[str, str | None]:
    """The edition each task that is handed on will walk if its transfer comes to nothing."""
    return {
        record.task_sid: record.former_configuration_sid
        for record in records.values()
        if isinstance(record, Transfer) and record.transfer_status == "initiated"
    }


def _edition_of(transferred: Mapping[str, str | None], task: Task) -> str | None:
    walked = transferred.get(task.sid, task.configuration_sid)
    return task.reentry_configuration_sid or walked


@at_rest
def offers_hold_their_workers(step: Step) -> None:
    """Nobody moves a worker with pending offers out of reach, unless they are all rejected."""
    command = step.command
    if not isinstance(command, commands.UpdateWorker) or command.activity_sid is UNSET:
        return
    offers = [
        (record, step.applied.get((Reservation, record.sid)))
        for record in step.before.values()
        if isinstance(record, Reservation)
        and record.worker_sid == command.sid
        and record.reservation_status == "pending"
    ]
    if step.is_refused or not offers:
        return
    statuses = {new.reservation_status for _, new in offers if isinstance(new, Reservation)}
    if command.reject_pending_reservations:
        assert {"rejected"} == statuses, command.sid
    else:
        was, now = step.before[Worker, command.sid], step.applied[Worker, command.sid]
        assert isinstance(was, Worker)
        assert isinstance(now, Worker)
        stays = was.activity_sid == now.activity_sid
        assert stays or step.state.activities[now.activity_sid].available, command.sid
