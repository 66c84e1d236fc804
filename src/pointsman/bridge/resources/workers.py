"""``Workspaces/{WS}/Workers`` and a worker's channels."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from pointsman.bridge import pages, shapes
from pointsman.bridge.call import Call, Payload, Shown
from pointsman.core import commands, errors, sids
from pointsman.core.views import ActivityView, WorkerChannelView, WorkerView
from pointsman.edge import evaluation
from pointsman.edge.ordering import parse_ordering


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET
    activity_sid: str | UnsetType = UNSET
    activity_name: str | UnsetType = UNSET
    ordering: str | UnsetType = UNSET
    target_workers_expression: commands.Expression | UnsetType = UNSET


async def list_page(call: Call) -> Payload:
    query = call.read(_Query)
    where: dict[str, Any] = {}
    if query.friendly_name is not UNSET:
        where["friendly_name"] = query.friendly_name
    if query.activity_sid is not UNSET:
        if not sids.is_sid(query.activity_sid, sids.ACTIVITY):
            raise errors.invalid("ActivitySid", "is not the SID of an Activity")
        where["activity_sid"] = query.activity_sid
    if query.activity_name is not UNSET:
        where["activity_sid"] = await _named(call, query.activity_name, where.get("activity_sid"))
    order = parse_ordering(query.ordering, DateStatusChanged="date_status_changed")
    keep = None
    if query.target_workers_expression is not UNSET:
        if not query.target_workers_expression.strip():
            # An empty TargetWorkers admits nobody.
            where["sid"] = []
        keep = evaluation.keep_workers(call.rows, [query.target_workers_expression])
    rows, following = await call.list_page(WorkerView, where, order, keep)
    workers = [shapes.worker(call.scene, row) for row in rows]
    return pages.envelope(workers, following, is_ordered=query.ordering is not UNSET)


async def _named(call: Call, name: str, sid: str | None) -> list[str]:
    """The activities of that name; of that SID as well if one is given."""
    found = await call.services.store.find(
        ActivityView, call.workspace_sid, {"friendly_name": name}
    )
    return [] if found is None or sid not in (None, found.record.sid) else [found.record.sid]


async def fetch(call: Call) -> Payload:
    return shapes.worker(call.scene, await call.find(WorkerView, call.path["worker_sid"]))


async def update(call: Call) -> Payload:
    sid = call.path["worker_sid"]
    # For another worker the SDK sends the version of its own.
    if_match = call.if_match if sid == call.grant.worker_sid else None
    command = call.read(commands.UpdateWorker, sid=sid, if_match=if_match)
    if call.grant.role == "worker" and command.friendly_name is not UNSET:
        # By their names tasks are routed to known workers.
        raise errors.Forbidden("A worker may not change her FriendlyName")
    return shapes.worker(call.scene, await call.submit(command))


async def list_channels(call: Call) -> Payload:
    await call.find(WorkerView, call.path["worker_sid"])
    where = {"worker_sid": call.path["worker_sid"]}
    rows, following = await call.list_page(WorkerChannelView, where)
    call.shown = Shown(
        what="channels", sids=[row.record.sid for row in rows], is_last=following is None
    )
    return pages.envelope([shapes.worker_channel(call.scene, row) for row in rows], following)
