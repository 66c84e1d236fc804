"""``…/Estimate`` and ``…/Estimates``: how long tasks will wait: ours, not TaskRouter's."""

from typing import Annotated

from msgspec import Meta

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.api.queries import Query
from pointsman.api.reports.estimates import (
    QueueEstimates,
    TaskEstimate,
    WaitingTask,
    calibrated,
    expected,
)
from pointsman.core import places
from pointsman.core.estimating import Estimate, Estimator
from pointsman.core.explain import dates


class EstimateTasks(Query, frozen=True, kw_only=True):
    limit: Annotated[int, Meta(ge=1, le=1_000)] = 50
    """How many tasks, those that are served first."""


async def of_task(call: Call) -> Answered[TaskEstimate]:
    """Which place a task has in its queue, and how much longer it will wait."""
    await call.check_owner()
    sid, now = call.path["sid"], call.services.clock.now()
    # First, for what happens while they are read is then in both.
    estimators = (await call.services.estimates.of(call.workspace_sid)).of_queue
    place: places.Place = await call.services.directory.ask(
        call.workspace_sid, places.FindPlace(sid=sid)
    )
    estimator = estimators.get(place.task_queue_sid) or Estimator()
    estimate = Estimate(p50_ms=None, p90_ms=None, basis="none")
    if place.assignment_status in ("pending", "reserved"):
        estimate = estimator.estimate(place.position or 0, now)
    expects = expected(estimate)
    return Answered(
        TaskEstimate(
            task_sid=sid,
            task_queue_sid=place.task_queue_sid,
            date=dates.date(now),
            assignment_status=place.assignment_status,
            position=place.position,
            waiting_in_queue=place.waiting_in_queue,
            p50_s=expects.p50_s,
            p90_s=expects.p90_s,
            basis=estimate.basis,
            at_entry=expected(estimator.promised(sid)),
            calibration=calibrated(estimator.calibration),
        )
    )


async def of_queue(call: Call, query: EstimateTasks) -> Answered[QueueEstimates]:
    """How much longer the waiting tasks of a queue will wait, the first of them first."""
    await call.check_owner()
    sid, now = call.path["sid"], call.services.clock.now()
    estimators = (await call.services.estimates.of(call.workspace_sid)).of_queue
    waiting: places.Places = await call.services.directory.ask(
        call.workspace_sid, places.ListPlaces(task_queue_sid=sid, limit=query.limit)
    )
    estimator = estimators.get(sid) or Estimator()
    expects = [
        expected(estimator.estimate(position, now))
        for position in range(1, len(waiting.task_sids) + 1)
    ]
    return Answered(
        QueueEstimates(
            task_queue_sid=sid,
            date=dates.date(now),
            waiting_in_queue=waiting.waiting_in_queue,
            tasks=[
                WaitingTask(task_sid=task_sid, position=position, p50_s=one.p50_s, p90_s=one.p90_s)
                for position, (task_sid, one) in enumerate(
                    zip(waiting.task_sids, expects, strict=True), 1
                )
            ],
            calibration=calibrated(estimator.calibration),
        )
    )
