"""What the applications of workers are told while it happens.

The log of events says what happened in words and flat data; a worker's SDK wants the objects
themselves, as they were at that moment. A notice holds them: records never change, so keeping them
costs nothing. Notices are not stored. A worker who was not there asks for what she holds.
"""

import msgspec

from pointsman.core.records import Transfer, Workspace
from pointsman.core.views import ReservationView, TaskView, WorkerChannelView, WorkerView


class HeldReservation(msgspec.Struct, frozen=True, kw_only=True):
    """A reservation with all that its worker is shown of it."""

    reservation: ReservationView
    task: TaskView
    incoming: Transfer | None
    """The transfer that the reservation is part of."""
    outgoing: Transfer | None
    """The transfer by which its worker is handing the task on."""


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the applications of some workers are told of it."""

    position: int
    """That of the event in the workspace's journal."""
    event_type: str
    worker_sids: tuple[str, ...]
    """Who is told; when the workspace is the subject, everybody in it is."""
    subject: WorkerView | WorkerChannelView | TaskView | HeldReservation | Transfer | Workspace
