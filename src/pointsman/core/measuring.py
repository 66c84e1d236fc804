"""How many tasks wait before which queue, and for how long the oldest has: for dashboards."""

from collections.abc import Sequence

from pointsman.core.questions import CountWaiting, Named, Waiting
from pointsman.core.records import Instant, TaskQueue
from pointsman.core.state import State


def count_waiting(state: State, question: CountWaiting, now: Instant) -> list[Waiting]:
    """One for each of the first queues by creation; the rest together, if there are more."""
    queues = sorted(state.task_queues.values(), key=lambda queue: queue.position)
    measured = [_waiting(state, [queue], now, queue) for queue in queues[: question.limit]]
    if others := queues[question.limit :]:
        measured.append(_waiting(state, others, now, None))
    return measured


def _waiting(
    state: State, queues: Sequence[TaskQueue], now: Instant, shown: TaskQueue | None
) -> Waiting:
    cells = [cell for queue in queues for cell in state.indexes.figures.cells(queue.sid, None)]
    oldest = [waiting[0] for cell in cells if (waiting := cell.oldest()) is not None]
    return Waiting(
        task_queue=None if shown is None else Named(shown.sid, shown.friendly_name),
        count=sum(cell.statuses["pending"] for cell in cells),
        oldest_s=max(0, now - min(oldest, default=now)) // 1000,
    )
