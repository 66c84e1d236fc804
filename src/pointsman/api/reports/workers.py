"""The report of the workers: what each did, and how busy she was."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from pointsman.api.reports.figures import share, spread
from pointsman.api.reports.shapes import WorkerRow
from pointsman.core.records import Worker
from pointsman.runtime.ports import Handling, Occupancy, Scope, Store


async def rows_of(
    store: Store, workspace_sid: str, scope: Scope, workers: Sequence[Worker]
) -> list[WorkerRow]:
    """A row for each worker."""
    sids = [worker.sid for worker in workers]
    narrowed = replace(scope, worker_sids=sids)
    counts: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for tally in await store.count_facts(workspace_sid, narrowed, "worker_sid"):
        counts[tally.of][tally.event_type] = tally.count
    handling: defaultdict[str | None, list[Handling]] = defaultdict(list)
    for handled in await store.list_handling(workspace_sid, narrowed, "worker_sid"):
        handling[handled.of].append(handled)
    measured = await store.measure_occupancy(workspace_sid, scope.since, scope.until, sids)
    occupancy = {one.of: one for one in measured}
    return [
        _row(worker, counts[worker.sid], handling[worker.sid], occupancy.get(worker.sid))
        for worker in workers
    ]


def _row(
    worker: Worker,
    counts: Counter[str],
    handling: Sequence[Handling],
    occupancy: Occupancy | None,
) -> WorkerRow:
    busy_ms, staffed_ms = (0, 0) if occupancy is None else (occupancy.busy_ms, occupancy.staffed_ms)
    return WorkerRow(
        worker_sid=worker.sid,
        friendly_name=worker.friendly_name,
        reservations=counts["reservation.created"],
        accepted=counts["reservation.accepted"],
        rejected=counts["reservation.rejected"],
        timed_out=counts["reservation.timeout"],
        canceled=counts["reservation.canceled"],
        rescinded=counts["reservation.rescinded"],
        handled=sum(handled.count for handled in handling),
        handle_time=spread(handling),
        busy_s=busy_ms / 1000,
        staffed_s=staffed_ms / 1000,
        occupancy=share(busy_ms, staffed_ms),
    )
