"""The report of the queues: how tasks were served in each, and in all of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pointsman.api.reports.estimates import calibrated
from pointsman.api.reports.figures import service, spread
from pointsman.api.reports.shapes import QueueRow
from pointsman.core.estimating import Calibration, Estimator
from pointsman.core.records import TaskQueue
from pointsman.runtime.ports import Handling, Scope, Split, Store, Tally, Wait, Within

C = TypeVar("C", Tally, Within, Wait, Handling)

_BY: Split = "task_queue_sid"

Judged = Mapping[str, Estimator]
"""SID of a queue → what its waits were estimated by."""


async def read(store: Store, workspace_sid: str, scope: Scope, judged: Judged) -> "Counted":
    """Count everything once: the whole is the sum of its queues, those included that are gone."""

    async def waits(event_type: str, **options: Any) -> list[Wait]:
        return await store.list_waits(workspace_sid, scope, [event_type], _BY, **options)

    return Counted(
        await store.count_facts(workspace_sid, scope, _BY),
        await store.count_within(workspace_sid, scope, _BY),
        (
            await waits("reservation.accepted"),
            await waits("task.canceled"),
            await waits("reservation.accepted", in_queue=True),
        ),
        await store.list_handling(workspace_sid, scope, _BY),
        judged,
    )


class Counted:
    """What was counted, by queue; None is the key of all together."""

    def __init__(
        self,
        tallies: Iterable[Tally],
        within: Iterable[Within],
        waits: tuple[Iterable[Wait], Iterable[Wait], Iterable[Wait]],
        handling: Iterable[Handling],
        judged: Judged,
    ) -> None:
        self._judged = judged
        self._tallies = _by_queue(tallies)
        self._within = _by_queue(within)
        self._accepted, self._canceled, self._in_queue = map(_by_queue, waits)
        self._handling = _by_queue(handling)

    def row_of(self, queue: TaskQueue) -> QueueRow:
        """How the tasks of a queue were served."""
        judged = self._judged.get(queue.sid)
        return self._row(
            queue.sid,
            queue.friendly_name,
            queue.target_s,
            "task-queue.entered",
            [] if judged is None else [judged.calibration],
        )

    def whole(self) -> QueueRow:
        """How all tasks were served."""
        calibrations = [estimator.calibration for estimator in self._judged.values()]
        return self._row(None, None, None, "task.created", calibrations)

    def _row(
        self,
        sid: str | None,
        name: str | None,
        target_s: int | None,
        offering: str,
        calibrations: Sequence[Calibration],
    ) -> QueueRow:
        """``offering`` is the type of event by which tasks come."""
        tallies, handling = self._tallies[sid], self._handling[sid]
        return QueueRow(
            task_queue_sid=sid,
            friendly_name=name,
            target_s=target_s,
            service=service(
                sum(tally.count for tally in tallies if tally.event_type == offering),
                self._within[sid],
            ),
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
        found[None].append(one)
    return found
