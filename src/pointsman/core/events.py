"""What can have happened: the event and the catalogue of its types, as TaskRouter names them."""

import msgspec

from pointsman.core.records import Instant

EVENT_TYPES = frozenset(
    """
    activity.created activity.updated activity.deleted
    reservation.created reservation.accepted reservation.rejected reservation.timeout
    reservation.canceled reservation.rescinded reservation.completed reservation.wrapup
    reservation.failed
    task.created task.updated task.canceled task.wrapup task.completed task.deleted
    task.system-deleted
    task.transfer-initiated task.transfer-attempt-failed task.transfer-failed
    task.transfer-canceled task.transfer-completed
    task-channel.created task-channel.updated task-channel.deleted
    task-queue.created task-queue.deleted task-queue.entered task-queue.timeout
    task-queue.moved task-queue.expression.updated
    worker.created worker.activity.update worker.attributes.update worker.capacity.update
    worker.channel.availability.update worker.deleted
    workflow.created workflow.updated workflow.deleted workflow.target-matched
    workflow.entered workflow.timeout workflow.skipped
    workspace.created workspace.updated workspace.deleted
    """.split()
)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in a workspace. Events are never changed."""

    sid: str
    workspace_sid: str
    position: int
    event_type: str
    event_date: Instant
    description: str
    resource_type: str
    resource_sid: str
    data: dict[str, str]
    """TaskRouter's ``event_data``: every value is text."""
