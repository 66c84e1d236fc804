"""How busy workers were: times that overlap count once, so they are laid over one another.

What has ended is in the stretches; what has not is in the live records. One transaction, in a
reading thread.
"""

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    cast,
    func,
    select,
    union_all,
)

from pointsman.core.facts import ActivityStretch, HandlingStretch
from pointsman.core.records import Activity, Instant, Reservation, Worker
from pointsman.runtime.ports import Occupancy
from pointsman.store.among import Size, handed_over, is_among, size_of
from pointsman.store.narrowing import unsought
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
    values = {
        "workspace_sid": workspace_sid,
        "since": since,
        "until": until,
        "worker_sids": handed_over(worker_sids),
    }
    busy, staffed = (
        {row.of: row.total for row in connection.execute(statement, values)}
        for statement in _statements(size_of(worker_sids))
    )
    return [
        Occupancy(of=sid, busy_ms=busy.get(sid, 0), staffed_ms=covered)
        for sid, covered in staffed.items()
    ]


@functools.cache
def _statements(size: Size) -> tuple[Select[Any], Select[Any]]:
    """How long workers were busy, and how long they were busy or ready."""
    since, until = bindparam("since", type_=BigInteger), bindparam("until", type_=BigInteger)

    def spans(
        worker: ColumnElement[Any], started: ColumnElement[Any], ended: ColumnElement[Any]
    ) -> Select[Any]:
        """Spans of workers, clipped to the window."""
        return select(
            worker.label("of"),
            case((started > since, started), else_=since).label("started"),
            case((ended < until, ended), else_=until).label("ended"),
        ).where(is_among(worker, "worker_sids", size), started < until, ended > since)

    workspace_sid: ColumnElement[str] = bindparam("workspace_sid")
    busy = [
        spans(_HANDLED.worker_sid, _HANDLED.started, _HANDLED.ended).where(
            _HANDLED.workspace_sid == workspace_sid
        ),
        spans(_RESERVATIONS.worker_sid, _RESERVATIONS.accepted_date, until).where(
            _RESERVATIONS.workspace_sid == workspace_sid,
            _RESERVATIONS.reservation_status.in_(("accepted", "wrapping")),
        ),
    ]
    ready = [
        spans(_STRETCHES.worker_sid, unsought(_STRETCHES.started), _STRETCHES.ended)
        .join(TABLES[Activity], _ACTIVITIES.sid == _STRETCHES.activity_sid)
        .where(_STRETCHES.workspace_sid == workspace_sid, _ACTIVITIES.available),
        spans(_WORKERS.sid, _WORKERS.date_status_changed, until)
        .join(TABLES[Activity], _ACTIVITIES.sid == _WORKERS.activity_sid)
        .where(_WORKERS.workspace_sid == workspace_sid, _ACTIVITIES.available),
    ]
    return _covered(busy), _covered([*busy, *ready])


def _covered(spans: Sequence[Select[Any]]) -> Select[Any]:
    """How long each worker has at least one span, in milliseconds."""
    rows = union_all(*spans).subquery()
    in_order = (rows.c.started, rows.c.ended)
    # Up to where the spans that began before cover already.
    reach = func.max(rows.c.ended).over(partition_by=rows.c.of, order_by=in_order, rows=(None, -1))
    laid = select(rows, reach.label("reach")).subquery()
    begin = case((laid.c.reach > laid.c.started, laid.c.reach), else_=laid.c.started)
    added = case((laid.c.ended > begin, laid.c.ended - begin), else_=0)
    total = cast(func.sum(added), BigInteger).label("total")
    return select(laid.c.of, total).group_by(laid.c.of).order_by(laid.c.of)
