"""How a scenario shows answers, events and the state: a line each, with the SIDs still in."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from pointsman.core import errors, instructions, views
from pointsman.core.events import Event
from pointsman.core.records import AssignmentCallback, TaskQueue, VoiceRequest, Workflow
from pointsman.core.state import State

SETTING_UP = frozenset(
    """
    workspace.created activity.created task-channel.created worker.created task-queue.created
    workflow.created
    """.split()
)
"""Events that only echo the directive above them."""

# What is told of an event besides its subject, by its type or the type's first part: a label and
# the key of the event's data.
_DETAILS: dict[str, dict[str, str]] = {
    "reservation": {"task": "task_sid", "worker": "worker_sid"},
    "task-queue.entered": {"queue": "task_queue_sid"},
    "task-queue.moved": {"queue": "task_queue_sid"},
    "task-queue.timeout": {"queue": "task_queue_sid"},
    "task.canceled": {"reason": "reason"},
    "task.completed": {"reason": "task_completed_reason"},
    "task.updated": {"priority": "task_priority"},
    "task.transfer": {
        "task": "task_sid",
        "to": "transfer_to",
        "mode": "transfer_mode",
        "status": "task_assignment_status",
        "reason": "transfer_failed_reason",
    },
    "worker.activity": {"to": "worker_activity_name", "from": "worker_previous_activity_name"},
    "worker.attributes": {"attributes": "worker_attributes"},
    "worker.capacity": {
        "channel": "task_channel_unique_name",
        "was": "worker_channel_previous_capacity",
        "free": "worker_channel_available_capacity",
        "tasks": "worker_channel_task_count",
    },
    "worker.channel.availability": {
        "channel": "task_channel_unique_name",
        "available": "worker_channel_available",
    },
    "workflow.entered": {"workflow": "workflow_sid"},
    "workflow.target-matched": {"filter": "workflow_filter_name", "priority": "task_priority"},
}


def render_answer(answer: Any) -> list[str]:
    match answer:
        case errors.Refusal():
            return [f"{answer.status} {answer.code} {answer}"]
        case views.TaskView(record=task):
            return [f"{task.sid} {task.assignment_status}"]
        case views.ReservationView(record=reservation):
            return [f"{reservation.sid} {reservation.reservation_status}"]
        case views.TransferView(record=transfer):
            return [f"{transfer.sid} {transfer.transfer_status}"]
        case instructions.Outcome(followed=True):
            return ["followed"]
        case instructions.Outcome(code=None):
            return ["nothing to follow"]
        case instructions.Outcome():
            return [f"not followed: {answer.code} {answer.message}"]
        case _:
            return []


def render_event(event: Event) -> str:
    kind = event.event_type
    family = "task.transfer" if event.resource_type == "transfer" else kind.rpartition(".")[0]
    details = _DETAILS.get(kind) or _DETAILS.get(family) or {}
    told = {label: event.data[key] for label, key in details.items() if key in event.data}
    return " ".join([kind, event.resource_sid, *(f"{k}={_quote(v)}" for k, v in told.items())])


def render_callback(callback: AssignmentCallback) -> str:
    return f"callback {callback.reservation_sid} url={callback.url}"


def render_voice(request: VoiceRequest) -> str:
    """Without what every request is told of its task and its worker."""
    context = ("account_sid", "task_sid", "task_attributes", "worker_sid", "worker_attributes")
    asked = {name: value for name, value in request.parameters.items() if name not in context}
    terms = [f"{name}={_quote(value)}" for name, value in sorted(asked.items())]
    return " ".join(["voice", request.reservation_sid, request.action, *terms])


def render_duration(duration_ms: int) -> str:
    """The duration in the largest unit that leaves no rest."""
    for unit, size_ms in (("h", 3_600_000), ("m", 60_000), ("s", 1_000)):
        if duration_ms % size_ms == 0:
            return f"{duration_ms // size_ms}{unit}"
    return f"{duration_ms}ms"


def render_work(state: State, statuses: Collection[str]) -> list[str]:
    """Workers with their activities and open reservations, then the tasks in these statuses."""
    lines = []
    for worker in _in_order(state.workers.values()):
        held = [f"{r.sid}={r.reservation_status}" for r in state.open_reservations_of(worker.sid)]
        lines.append(" ".join([worker.sid, worker.activity_sid, *held]))
    for task in _in_order(
        task for task in state.tasks.values() if task.assignment_status in statuses
    ):
        place = f"queue={task.task_queue_sid} priority={task.priority}"
        lines.append(f"{task.sid} {task.assignment_status} {place}")
    return lines


def render_workspace(state: State) -> list[str]:
    """What a workspace is furnished with."""
    workspace = state.workspace
    activities = _in_order(state.activities.values())
    channels = _in_order(state.task_channels.values())
    queues = _in_order(state.task_queues.values())
    workflows = _in_order(state.workflows.values())
    return [
        f"default activity: {workspace.default_activity_sid}",
        f"timeout activity: {workspace.timeout_activity_sid}",
        *(f"activity {a.sid} available={str(a.available).lower()}" for a in activities),
        *(f"channel {channel.sid} ({channel.friendly_name})" for channel in channels),
        *(_render_queue(queue) for queue in queues),
        *(_render_workflow(state, workflow) for workflow in workflows),
    ]


def _render_queue(queue: TaskQueue) -> str:
    activities = f"{queue.reservation_activity_sid}, {queue.assignment_activity_sid}"
    terms = f"{queue.task_order} max={queue.max_reserved_workers} activities: {activities}"
    return f"queue {queue.sid} {terms}; {queue.target_workers}"


def _render_workflow(state: State, workflow: Workflow) -> str:
    text = state.configurations[workflow.configuration_sid].text
    return f"workflow {workflow.sid} answer={workflow.task_reservation_timeout_s}s {text}"


def _in_order(records: Iterable[Any]) -> list[Any]:
    return sorted(records, key=lambda record: record.position)


def _quote(value: str) -> str:
    return json.dumps(value) if " " in value else value
