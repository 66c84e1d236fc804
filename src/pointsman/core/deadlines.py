"""What falls due, and when. A record has at most one deadline, and it follows from the record.

Nothing here acts: the engine asks for the next instant, and takes what is due when told the time.
"""

import heapq

from pointsman.core.records import Instant, Record, Reservation, Task
from pointsman.core.rules import Rules

LEFTOVERS = 1_000
"""How many entries that no longer count may stay before they are cleared away."""


def deadline_of(record: Record, rules: Rules) -> Instant | None:
    """When something must happen to ``record`` unless it changes before."""
    match record:
        case Task(ended_date=int(ended)):
            return ended + rules.retention_ms
        case Task(assignment_status="pending", step_deadline=int(step)):
            return min(limit_of(record, rules), step)
        case Task():
            return limit_of(record, rules)
        case Reservation(reservation_status="pending", voice_request_sid=None):
            return record.deadline
        case _:
            return None


def limit_of(task: Task, rules: Rules) -> Instant:
    """When an open task is given up, wherever it stands.

    The time-out that a task came with is for the customer who waits for a first answer. Once a
    worker has accepted the task it is over for good, also while a transfer has the task wait again:
    somebody looks after the customer. From then on the limit of assigned tasks holds instead.
    """
    if task.assigned_date is None:
        return task.expiry
    return task.assigned_date + rules.assigned_limit_ms


class Deadlines:
    """The deadlines of many records, earliest first; equal ones in order of creation."""

    def __init__(self) -> None:
        self._heap: list[tuple[Instant, int, str]] = []
        # The heap is cleaned lazily: an entry counts only while it is the one noted here.
        self._noted: dict[str, tuple[Instant, int]] = {}

    def note(self, record: Record, instant: Instant | None) -> None:
        """Set or clear the deadline of a record."""
        if instant is None:
            self._noted.pop(record.sid, None)
        elif self._noted.get(record.sid, (None,))[0] != instant:
            self._noted[record.sid] = (instant, record.position)
            heapq.heappush(self._heap, (instant, record.position, record.sid))
        if len(self._heap) > 2 * len(self._noted) + LEFTOVERS:
            self._heap = [(at, position, sid) for sid, (at, position) in self._noted.items()]
            heapq.heapify(self._heap)

    def next(self) -> Instant | None:
        """The earliest deadline."""
        while self._heap and self._noted.get(self._heap[0][2]) != self._heap[0][:2]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take_due(self, now: Instant) -> str | None:
        """Remove the earliest deadline that is not after ``now``; answer whose it is."""
        instant = self.next()
        if instant is None or instant > now:
            return None
        sid = heapq.heappop(self._heap)[2]
        del self._noted[sid]
        return sid
