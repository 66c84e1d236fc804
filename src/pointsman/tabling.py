"""Reports as tables for the terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pointsman.api.reports.shapes import (
    QueueRow,
    QueuesReport,
    Report,
    SeriesReport,
    Service,
    Spread,
    WorkersReport,
)

DATE = "%Y-%m-%d %H:%M:%S UTC"


def tell_queues(report: QueuesReport) -> Iterator[str]:
    yield _window(report)
    service_names = (
        "offered",
        "answered",
        "abandoned",
        "level",
        "in queue p50/p90/p99",
        "handling",
    )
    yield from table(
        [
            ("queue", *service_names, "p90 held"),
            *(_queue(row) for row in report.rows),
        ]
    )
    yield from _more(report.meta)


def tell_workers(report: WorkersReport) -> Iterator[str]:
    yield _window(report)
    names = ("worker", "offers", "accepted", "rejected", "timed out", "handled", "handling")
    yield from table(
        [
            (*names, "occupancy"),
            *(
                (
                    worker.friendly_name,
                    str(worker.reservations),
                    str(worker.accepted),
                    str(worker.rejected),
                    str(worker.timed_out),
                    str(worker.handled),
                    _spread(worker.handle_time),
                    _percent(worker.occupancy),
                )
                for worker in report.workers
            ),
        ]
    )
    yield from _more(report.meta)


def tell_series(report: SeriesReport) -> Iterator[str]:
    yield _window(report)
    yield from table(
        [
            ("from", "offered", "answered", "abandoned", "level", "wait"),
            *(
                (
                    f"{bucket.start_date:%Y-%m-%d %H:%M}",
                    *_service(bucket.service),
                    "-" if (wait := bucket.avg_wait_until_accepted_s) is None else f"{wait:.0f} s",
                )
                for bucket in report.buckets
            ),
        ]
    )


def _window(report: Report) -> str:
    return f"{report.start_date:{DATE}} to {report.end_date:{DATE}}"


def _queue(row: QueueRow) -> tuple[str, ...]:
    return (
        row.friendly_name or "all",
        *_service(row.service),
        _spread(row.wait_in_queue),
        _spread(row.handle_time),
        _percent(row.estimates.within_p90),
    )


def _service(service: Service) -> tuple[str, str, str, str]:
    return (
        str(service.offered),
        str(service.answered),
        str(service.abandoned),
        _percent(service.service_level),
    )


def _spread(spread: Spread) -> str:
    if spread.p50_s is None:
        return "-"
    return f"{spread.p50_s}/{spread.p90_s}/{spread.p99_s} s"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _more(meta: Mapping[str, Any]) -> Iterator[str]:
    if meta["next_page_url"] is not None:
        yield "and more: --count says how many"


def table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows of texts, in columns."""
    kept = list(rows)
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        cells = (f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()
