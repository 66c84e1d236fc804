"""What statistics are made of: narrow rows that say what was counted, of what, and when.

A fact is an event without its text: statistics count them by kind in a window of time. A stretch is
an uninterrupted time of one worker, written when it ends; what has not ended is found in the live
records. Both are committed with their cause and are never changed, so they outlive the tasks, the
workers and the queues they are about.
"""

import msgspec

from pointsman.core.records import Instant

COUNTED = frozenset(
    """
    task.created task.canceled task.completed task.deleted task.system-deleted
    task-queue.entered task-queue.moved workflow.entered workflow.timeout
    reservation.created reservation.accepted reservation.rejected reservation.timeout
    reservation.canceled reservation.rescinded
    """.split()
)
"""The types of events that statistics count."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened once to one task."""

    workspace_sid: str
    date: Instant
    """That of the event, and so is its position."""
    position: int
    event_type: str
    task_queue_sid: str
    """Where the task was when it happened."""
    workflow_sid: str
    task_channel_sid: str
    worker_sid: str | None
    """Whose reservation it was about; null for what is about the task alone."""
    waited_s: int | None
    """Whole seconds from the task's creation to its acceptance or cancellation; null elsewhere."""
    waited_in_queue_s: int | None
    """Whole seconds in its last queue until its acceptance; null elsewhere."""


class ActivityStretch(msgspec.Struct, frozen=True, kw_only=True):
    """How long a worker was in one activity, without a break."""

    workspace_sid: str
    position: int
    """That of the event that ended it."""
    worker_sid: str
    activity_sid: str
    started: Instant
    ended: Instant


class HandlingStretch(msgspec.Struct, frozen=True, kw_only=True):
    """How long a worker had a task, from her acceptance until she was done, wrapping included."""

    workspace_sid: str
    position: int
    """That of the event that ended it."""
    worker_sid: str
    task_queue_sid: str
    workflow_sid: str
    task_channel_sid: str
    started: Instant
    ended: Instant


Counted = Fact | ActivityStretch | HandlingStretch
