"""How long workers were in activities that they have left, within a window of time.

What lasts still the engine knows (``core/stays.py``). One transaction, in a reading thread.
"""

import functools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, select

from pointsman.core.facts import ActivityStretch
from pointsman.core.records import Instant
from pointsman.runtime.ports import Duration
from pointsman.store.among import Size, handed_over, is_among, size_of
from pointsman.store.sums import read_all, total
from pointsman.store.tables import COUNTED

_STRETCHES = COUNTED[ActivityStretch].c


def sum_activities(
    connection: Connection,
    workspace_sid: str,
    since: Instant,
    until: Instant,
    position: int,
    worker_sids: Sequence[str] | None,
) -> list[Duration]:
    """Stretches are clipped to the window; those of no length in it are not counted."""
    if since >= until:
        return []
    values = {
        "workspace_sid": workspace_sid,
        "since": since,
        "until": until,
        "position": position,
        "worker_sids": None if worker_sids is None else handed_over(worker_sids),
    }
    statement = _summing(None if worker_sids is None else size_of(worker_sids))
    return read_all(Duration, connection.execute(statement, values))


@functools.cache
def _summing(workers: Size | None) -> Select[Any]:
    since: ColumnElement[int] = bindparam("since")
    until: ColumnElement[int] = bindparam("until")
    left, come = _STRETCHES.ended, _STRETCHES.started
    length_ms = case((left < until, left), else_=until) - case((come > since, come), else_=since)
    statement = (
        select(
            _STRETCHES.activity_sid.label("of"),
            func.count().label("count"),
            total(length_ms).label("total_ms"),
            func.min(length_ms).label("least_ms"),
            func.max(length_ms).label("most_ms"),
        )
        .where(
            _STRETCHES.workspace_sid == bindparam("workspace_sid"),
            left > since,
            come < until,
            _STRETCHES.position <= bindparam("position"),
        )
        .group_by(_STRETCHES.activity_sid)
        .order_by(_STRETCHES.activity_sid)
    )
    if workers is None:
        return statement
    return statement.where(is_among(_STRETCHES.worker_sid, "worker_sids", workers))
