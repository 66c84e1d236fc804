"""``…/Reports``: what was done in a window of time, as JSON or as CSV: ours, not TaskRouter's."""

from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from pointsman.api.answers import Reported
from pointsman.api.call import Call
from pointsman.api.reports import queues, series, table, workers
from pointsman.api.reports.shapes import QueuesReport, Report, SeriesReport, WorkersReport
from pointsman.api.reports.window import (
    ReportOnSeries,
    Windowed,
    scope_of,
)
from pointsman.core.explain import dates
from pointsman.core.views import TaskQueueView, WorkerView


async def of_queues(call: Call, query: Windowed) -> Reported[QueuesReport]:
    """How tasks were served, by queue and in all."""
    views, meta = await call.page_of(TaskQueueView, "queues", {})
    scope = await scope_of(call, query)
    judged = (await call.services.estimates.of(call.workspace_sid)).of_queue
    counted = await queues.read(call.services.store, call.workspace_sid, scope, judged)
    report = QueuesReport(
        start_date=dates.date(scope.since),
        end_date=dates.date(scope.until),
        whole=counted.whole(),
        queues=[counted.row_of(view.record) for view in views],
        meta=meta,
    )
    return _reported(call, query, report, "queues")


async def of_workers(call: Call, query: Windowed) -> Reported[WorkersReport]:
    """What workers did, and how busy they were."""
    views, meta = await call.page_of(WorkerView, "workers", {})
    scope = await scope_of(call, query)
    found = [view.record for view in views]
    report = WorkersReport(
        start_date=dates.date(scope.since),
        end_date=dates.date(scope.until),
        workers=await workers.rows_of(call.services.store, call.workspace_sid, scope, found),
        meta=meta,
    )
    return _reported(call, query, report, "workers")


async def of_series(call: Call, query: ReportOnSeries) -> Reported[SeriesReport]:
    """How tasks were served as time went."""
    # A chart ends where it says: what is dated a little ahead is in the next one.
    scope = replace(await scope_of(call, query), is_open=False)
    queue_sid = None
    if query.task_queue_sid is not UNSET:
        queue_sid = (await call.find(TaskQueueView, sid=query.task_queue_sid)).record.sid
        scope = replace(scope, task_queue_sids=[queue_sid])
    buckets = await series.buckets_of(call.services.store, call.workspace_sid, scope, query.bucket)
    report = SeriesReport(
        start_date=dates.date(scope.since),
        end_date=dates.date(scope.until),
        task_queue_sid=queue_sid,
        bucket=query.bucket,
        buckets=buckets,
    )
    return _reported(call, query, report, "series")


def _reported(call: Call, query: Windowed, report: Report, name: str) -> Reported[Any]:
    wants_csv = call.accepts_csv if query.format is UNSET else query.format == "csv"
    text = table.write(report.rows) if wants_csv else None
    return Reported(report, name, text, getattr(report, "meta", {}).get("next_page_url"))
