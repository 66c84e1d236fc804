"""How many tasks there are, of which status and priority, and which of them has waited longest.

Kept as tasks change, one cell for each combination of queue, workflow and channel that has tasks,
so that an answer costs the same however many there are. Like every index it follows from the
records, and what is undone comes by here the other way round.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from pointsman.core.records import TASK_OPEN, Instant, Task

K = TypeVar("K")

LEFTOVERS = 1_000
"""How many entries of tasks that wait no more may stay in a line before they are cleared away."""

Waiting = tuple[Instant, int, str]
"""Since when a task has waited, its position and its SID."""


class Key(NamedTuple):
    """What the tasks of a cell have in common."""

    task_queue_sid: str
    workflow_sid: str
    task_channel_sid: str


class Cell:
    """The tasks of one queue that came by one workflow on one channel."""

    __slots__ = ("_by_age", "_by_entry", "_key", "_tasks", "priorities", "statuses")

    def __init__(self, key: Key, tasks: Mapping[str, Task]) -> None:
        self.statuses: Counter[str] = Counter()
        """Of all tasks that are kept, those included that are over."""
        self.priorities: Counter[int] = Counter()
        """Of those that are not over."""
        self._key = key
        self._tasks = tasks
        # Entries count only while their task waits here; they are cleared away lazily.
        self._by_age: list[Waiting] = []
        self._by_entry: list[Waiting] = []

    def count(self, task: Task, change: int) -> None:
        status = task.assignment_status
        _add(self.statuses, status, change)
        if status in TASK_OPEN:
            _add(self.priorities, task.priority, change)

    def wait(self, task: Task) -> None:
        """Note a task that waits here now, or since another moment."""
        aged = (task.date_created, task.position, task.sid)
        heapq.heappush(self._by_age, aged)
        entered = task.task_queue_entered_date
        heapq.heappush(
            self._by_entry, aged if entered == aged[0] else (entered, task.position, task.sid)
        )
        if len(self._by_age) > 2 * self.statuses["pending"] + LEFTOVERS:
            self._by_age = _heap(filter(self._has_waited_since_creation, self._by_age))
            self._by_entry = _heap(filter(self._has_waited_since_entry, self._by_entry))

    def oldest(self) -> Waiting | None:
        """The waiting task that was created first."""
        while self._by_age and not self._has_waited_since_creation(self._by_age[0]):
            heapq.heappop(self._by_age)
        return self._by_age[0] if self._by_age else None

    def first_entered(self) -> Waiting | None:
        """The waiting task that entered the queue first."""
        while self._by_entry and not self._has_waited_since_entry(self._by_entry[0]):
            heapq.heappop(self._by_entry)
        return self._by_entry[0] if self._by_entry else None

    def _has_waited_since_creation(self, entry: Waiting) -> bool:
        return self._waiting(entry[-1]) is not None

    def _has_waited_since_entry(self, entry: Waiting) -> bool:
        task = self._waiting(entry[-1])
        return task is not None and task.task_queue_entered_date == entry[0]

    def _waiting(self, task_sid: str) -> Task | None:
        task = self._tasks.get(task_sid)
        if task is None or task.assignment_status != "pending" or key_of(task) != self._key:
            return None
        return task


def _add(counts: Counter[K], key: K, change: int) -> None:
    counts[key] += change
    if not counts[key]:
        del counts[key]


def _heap(entries: Iterable[Waiting]) -> list[Waiting]:
    found = list(dict.fromkeys(entries))
    heapq.heapify(found)
    return found


def key_of(task: Task) -> Key:
    return Key(task.task_queue_sid, task.workflow_sid, task.task_channel_sid)


class Figures:
    """The cells of a workspace."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        self._tasks = tasks
        self._cells: dict[Key, Cell] = {}
        self._of: dict[str, dict[Key, Cell]] = {}
        """SID of a queue or of a workflow → its cells."""

    def cells(self, of: str | None, task_channel_sid: str | None) -> list[Cell]:
        """The cells of a queue or of a workflow, or all of them; of one channel, or of every."""
        found = self._cells if of is None else self._of.get(of, {})
        if task_channel_sid is None:
            return list(found.values())
        return [cell for key, cell in found.items() if key.task_channel_sid == task_channel_sid]

    def put(self, before: Task | None, after: Task | None) -> None:
        """Follow one change of one task; the table has it already."""
        if before is not None and after is not None and _counts_alike(before, after):
            return
        if before is not None:
            self._leave(before)
        if after is not None:
            cell = self._cell(key_of(after))
            cell.count(after, 1)
            if after.assignment_status == "pending":
                cell.wait(after)

    def _cell(self, key: Key) -> Cell:
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = Cell(key, self._tasks)
            for owner in (key.task_queue_sid, key.workflow_sid):
                self._of.setdefault(owner, {})[key] = cell
        return cell

    def _leave(self, task: Task) -> None:
        key = key_of(task)
        cell = self._cells[key]
        cell.count(task, -1)
        if not cell.statuses:
            del self._cells[key]
            for owner in (key.task_queue_sid, key.workflow_sid):
                del self._of[owner][key]
                if not self._of[owner]:
                    del self._of[owner]


def _counts_alike(before: Task, after: Task) -> bool:
    return (
        before.assignment_status == after.assignment_status
        and before.priority == after.priority
        and before.task_queue_entered_date == after.task_queue_entered_date
        and key_of(before) == key_of(after)
    )
