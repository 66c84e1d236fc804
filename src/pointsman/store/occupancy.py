"""How busy workers were: times that overlap count once, so they are laid over one another.

What has ended is in the stretches; what has not is in the live records. One transaction, in a
reading thread.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)

from pointsman.core.facts import ActivityStretch, HandlingStretch
from pointsman.core.records import Activity, Instant, Reservation, Worker
from pointsman.runtime.ports import Occupancy
from pointsman.store.among import is_among
from pointsman.store.tables import COUNTED, TABLES

_HANDLED = COUNTED[HandlingStretch].c
_STRETCHES = COUNTED[ActivityStretch].c
_ACTIVITIES = TABLES[Activity].c
_RESERVATIONS = TABLES[Reservation].c
_WORKERS = TABLES[Worker].c


def measure_occupancy(
    connection: Connection,
    workspace_sid: str,
    since: Instant,
    until: Instant,
    worker_sids: Sequence[str],
) -> list[Occupancy]:
    def spans(
        worker: ColumnElement[Any], started: ColumnElement[Any], ended: ColumnElement[Any]
    ) -> Select[Any]:
        """Spans of workers, clipped to the window."""
        return select(
            worker.label("of"),
            case((started > since, started), else_=since).label("started"),
            case((ended < until, ended), else_=until).label("ended"),
        ).where(is_among(worker, worker_sids), started < until, ended > since)

    still = literal(until, BigInteger)
    accepted = _RESERVATIONS.accepted_date
    busy = [
        spans(_HANDLED.worker_sid, _HANDLED.started, _HANDLED.ended).where(
            _HANDLED.workspace_sid == workspace_sid
        ),
        spans(_RESERVATIONS.worker_sid, accepted, still).where(
            _RESERVATIONS.workspace_sid == workspace_sid,
            _RESERVATIONS.reservation_status.in_(("accepted", "wrapping")),
        ),
    ]
    ready = [
        spans(_STRETCHES.worker_sid, _STRETCHES.started, _STRETCHES.ended)
        .join(TABLES[Activity], _ACTIVITIES.sid == _STRETCHES.activity_sid)
        .where(_STRETCHES.workspace_sid == workspace_sid, _ACTIVITIES.available),
        spans(_WORKERS.sid, _WORKERS.date_status_changed, still)
        .join(TABLES[Activity], _ACTIVITIES.sid == _WORKERS.activity_sid)
        .where(_WORKERS.workspace_sid == workspace_sid, _ACTIVITIES.available),
    ]
    busy_ms = _covered(connection, busy)
    return [
        Occupancy(of=sid, busy_ms=busy_ms.get(sid, 0), staffed_ms=covered)
        for sid, covered in _covered(connection, [*busy, *ready]).items()
    ]


def _covered(connection: Connection, spans: Sequence[Select[Any]]) -> dict[str, int]:
    """How long each worker has at least one span, in milliseconds."""
    rows = union_all(*spans).subquery()
    in_order = (rows.c.started, rows.c.ended)
    # Up to where the spans that began before cover already.
    reach = func.max(rows.c.ended).over(partition_by=rows.c.of, order_by=in_order, rows=(None, -1))
    laid = select(rows, reach.label("reach")).subquery()
    begin = case((laid.c.reach > laid.c.started, laid.c.reach), else_=laid.c.started)
    added = case((laid.c.ended > begin, laid.c.ended - begin), else_=0)
    total = cast(func.sum(added), BigInteger).label("total")
    statement = select(laid.c.of, total).group_by(laid.c.of).order_by(laid.c.of)
    return {row.of: row.total for row in connection.execute(statement)}
