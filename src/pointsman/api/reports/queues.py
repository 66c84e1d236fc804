"""The report of the queues: how tasks were served in each, and in all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from pointsman.api.reports.estimates import calibrated
from pointsman.api.reports.figures import service, spread
from pointsman.api.reports.shapes import QueueRow
from pointsman.core.estimating import Calibration, Estimator
from pointsman.core.records import TaskQueue
from pointsman.runtime.ports import Handling, Scope, Split, Store, Tally, Wait, Within

C = TypeVar("C", Tally, Within, Wait, Handling)


Judged = Mapping[str, Estimator]
"""SID of a queue → what its waits were estimated by."""


async def rows_of(
    store: Store, workspace_sid: str, scope: Scope, queues: Sequence[TaskQueue], judged: Judged
) -> list[QueueRow]:
    """A row for each queue."""
    narrowed = replace(scope, task_queue_sids=[queue.sid for queue in queues])
    counted = await _Counted.read(store, workspace_sid, narrowed, "task_queue_sid")
    return [
        counted.row(
            queue.sid,
            queue.friendly_name,
            queue.target_s,
            "task-queue.entered",
            [judged[queue.sid].calibration] if queue.sid in judged else [],
        )
        for queue in queues
    ]


async def whole(store: Store, workspace_sid: str, scope: Scope, judged: Judged) -> QueueRow:
    """The row of all queues, those included that are gone."""
    counted = await _Counted.read(store, workspace_sid, scope, None)
    calibrations = [estimator.calibration for estimator in judged.values()]
    return counted.row(None, None, None, "task.created", calibrations)


class _Counted:
    """What was counted, by queue; None is the key of all together."""

    def __init__(
        self,
        tallies: Iterable[Tally],
        within: Iterable[Within],
        waits: tuple[Iterable[Wait], Iterable[Wait], Iterable[Wait]],
        handling: Iterable[Handling],
    ) -> None:
        self._tallies = _by_queue(tallies)
        self._within = _by_queue(within)
        self._accepted, self._canceled, self._in_queue = map(_by_queue, waits)
        self._handling = _by_queue(handling)

    @classmethod
    async def read(
        cls, store: Store, workspace_sid: str, scope: Scope, by: Split | None
    ) -> "_Counted":
        async def waits(event_type: str, **options: Any) -> list[Wait]:
            return await store.list_waits(workspace_sid, scope, event_type, by, **options)

        return cls(
            await store.count_facts(workspace_sid, scope, by),
            await store.count_within(workspace_sid, scope, by),
            (
                await waits("reservation.accepted"),
                await waits("task.canceled"),
                await waits("reservation.accepted", in_queue=True),
            ),
            await store.list_handling(workspace_sid, scope, by),
        )

    def row(
        self,
        sid: str | None,
        name: str | None,
        target_s: int | None,
        offering: str,
        calibrations: Sequence[Calibration],
    ) -> QueueRow:
        """``offering`` is the type of event by which tasks come."""
        tallies = self._tallies[sid]
        handling = self._handling[sid]
        offered = sum(tally.count for tally in tallies if tally.event_type == offering)
        return QueueRow(
            task_queue_sid=sid,
            friendly_name=name,
            target_s=target_s,
            service=service(offered, self._within[sid]),
            wait_until_accepted=spread(self._accepted[sid]),
            wait_until_canceled=spread(self._canceled[sid]),
            wait_in_queue=spread(self._in_queue[sid]),
            handle_time=spread(handling),
            handled=sum(one.count for one in handling),
            estimates=calibrated(*calibrations),
        )


def _by_queue(counted: Iterable[C]) -> defaultdict[str | None, list[C]]:
    found: defaultdict[str | None, list[C]] = defaultdict(list)
    for one in counted:
        found[one.of].append(one)
    return found
