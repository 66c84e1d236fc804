"""How many tasks wait before which queue, and for how long the oldest has: for dashboards."""

from pointsman.core.questions import MeasureQueues, Named, Waiting
from pointsman.core.records import Instant, TaskQueue
from pointsman.core.state import State


def measure_queues(state: State, question: MeasureQueues, now: Instant) -> list[Waiting]:
    """One for each of the first queues by creation; the rest together, if there are more."""
    created: dict[str, list[Instant]] = {}
    for sid in state.waiting:
        task = state.tasks[sid]
        created.setdefault(task.task_queue_sid, []).append(task.date_created)
    queues = sorted(state.task_queues.values(), key=lambda queue: queue.position)
    measured = [
        _waiting(queue, created.get(queue.sid, []), now) for queue in queues[: question.limit]
    ]
    if others := queues[question.limit :]:
        together = [date for queue in others for date in created.get(queue.sid, [])]
        measured.append(_waiting(None, together, now))
    return measured


def _waiting(queue: TaskQueue | None, created: list[Instant], now: Instant) -> Waiting:
    return Waiting(
        task_queue=None if queue is None else Named(queue.sid, queue.friendly_name),
        count=len(created),
        oldest_s=max(0, now - min(created, default=now)) // 1000,
    )
