"""Why a worker has no task, or no more of them."""

from pointsman.core.explain import counting, dates, ordering, reasons
from pointsman.core.operations.checks import check_found
from pointsman.core.questions import (
    ChannelUse,
    ExplainWorker,
    Holding,
    Named,
    QueueMembership,
    ReasonCount,
    WorkerExplanation,
)
from pointsman.core.records import Instant, Worker
from pointsman.core.state import State


def explain_worker(state: State, question: ExplainWorker, now: Instant) -> WorkerExplanation:
    worker = check_found(state.workers.get(question.sid))
    activity = state.activities[worker.activity_sid]
    verdicts = counting.judge_waiting(state, worker, now)
    counts = counting.count_verdicts(verdicts)
    queues = _queues(state, worker)
    return WorkerExplanation(
        worker_sid=worker.sid,
        friendly_name=worker.friendly_name,
        date=dates.date(now),
        summary=_summary(state, worker, queues, counts),
        activity=Named(activity.sid, activity.friendly_name),
        available=activity.available,
        channels=_channels(state, worker),
        reservations=_reservations(state, worker),
        task_queues=queues,
        waiting=len(state.waiting),
        looked_at=len(verdicts),
        reasons=counts,
        tasks=verdicts if len(state.waiting) <= counting.ALL_SHOWN else None,
    )


def _channels(state: State, worker: Worker) -> list[ChannelUse]:
    return [
        ChannelUse(
            task_channel=state.task_channels[channel.task_channel_sid].unique_name,
            available=channel.available,
            configured_capacity=channel.configured_capacity,
            open_reservations=len(reasons.held_on(state, worker, channel.task_channel_sid)),
        )
        for channel in sorted(state.channels_of(worker.sid), key=lambda c: c.position)
    ]


def _reservations(state: State, worker: Worker) -> list[Holding]:
    found = []
    for reservation in state.open_reservations_of(worker.sid):
        channel = state.task_channels[state.tasks[reservation.task_sid].task_channel_sid]
        found.append(
            Holding(
                reservation_sid=reservation.sid,
                reservation_status=reservation.reservation_status,
                task_sid=reservation.task_sid,
                task_channel=channel.unique_name,
            )
        )
    return found


def _queues(state: State, worker: Worker) -> list[QueueMembership]:
    found = []
    for queue in sorted(state.task_queues.values(), key=lambda queue: queue.position):
        because = reasons.why_not_member(state, queue.sid, worker)
        found.append(
            QueueMembership(
                task_queue=Named(queue.sid, queue.friendly_name),
                admitted=because is None,
                because=because or [],
                waiting=ordering.waiting_in_queue(state, queue.sid),
            )
        )
    return found


def _summary(
    state: State, worker: Worker, queues: list[QueueMembership], counts: list[ReasonCount]
) -> str:
    held = len(state.open_reservations_of(worker.sid))
    activity = state.activities[worker.activity_sid]
    name = worker.friendly_name
    says = [f"{name} is {activity.friendly_name}"]
    if not activity.available:
        says.append("and takes no work there")
    if held:
        says.append(f"with {held} open reservation{'s' if held > 1 else ''}")
    sentences = [" ".join(says) + "."]
    if not any(queue.admitted for queue in queues):
        sentences.append("No queue admits this worker.")
    if not state.waiting:
        sentences.append("No task waits.")
    elif counts:
        against = ", ".join(f"{count.count} {count.reason}" for count in counts)
        sentences.append(f"Waiting tasks: {against}.")
    return " ".join(sentences)
