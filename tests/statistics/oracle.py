"""What statistics must say of the past: recomputed from the raw log of events, and nothing else.

    log of (event, moment) → happenings and stretches → the answers of a store

The log carries all of it but for two things that follow from other events. An event about a task
whose queue or workflow was deleted meanwhile does not name it any more: it is where it was last.
And a transfer that comes to nothing gives a task back to the queue it was handed on from, in which
it then has been all the time: nobody says so but the task's own data.

Dates of events decide what belongs to a window; how long something took follows from the moments.
"""

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from tests.statistics.days import Told

from pointsman.core.records import Instant
from pointsman.runtime.ports import Duration, Handling, Occupancy, Scope, Split, Tally, Wait

COUNTED = frozenset(
    """
    task.created task.canceled task.completed task.deleted task.system-deleted task-queue.moved
    task-queue.entered workflow.entered workflow.timeout
    reservation.created reservation.accepted reservation.rejected reservation.timeout
    reservation.canceled reservation.rescinded
    """.split()
)
"""The events that figures count, by TaskRouter's documentation."""


class Happening(NamedTuple):
    """Something that statistics count."""

    date: Instant
    event_type: str
    task_queue_sid: str
    workflow_sid: str
    task_channel_sid: str
    worker_sid: str | None
    waited_s: int | None = None
    in_queue_s: int | None = None


class Stretch(NamedTuple):
    """How long a worker was in an activity; one that goes on has no end."""

    worker_sid: str
    activity_sid: str
    started: Instant
    ended: Instant | None


class Trace:
    """What is known of a task from what was told of it."""

    def __init__(self, created: Instant) -> None:
        self.created = created
        self.entered = created
        """When it came to its queue."""
        self.entered_before = created
        """When it had come to the queue that it was handed on from."""
        self.told: dict[str, str] = {}

    def read(self, told: Told) -> None:
        event = told.event
        self.told |= event.data
        match event.event_type:
            case "task-queue.entered":
                self.entered = told.instant
            case "task.transfer-initiated":
                self.entered_before = self.entered
            case "task.transfer-failed" | "task.transfer-canceled":
                if event.data["task_assignment_status"] == "assigned":
                    self.entered = self.entered_before


class Oracle:
    """The past, as the log tells it."""

    def __init__(self, log: Sequence[Told]) -> None:
        self.happenings: list[Happening] = []
        self.handlings: list[Happening] = []
        """By when workers were done, which is all that decides what belongs to a window."""
        self.stretches: list[Stretch] = []
        self.busy: list[Stretch] = []
        """What workers had accepted, until they were done with it; what they still have, has no
        end. The activity is none of its business."""
        self.is_available: dict[str, bool] = {}
        """Of the activities that there are."""
        accepted: dict[str, Told] = {}
        traces: dict[str, Trace] = {}
        present: dict[str, Stretch] = {}
        for told in log:
            data = told.event.data
            if (task_sid := data.get("task_sid")) is not None:
                trace = traces.setdefault(task_sid, Trace(told.instant))
                trace.read(told)
                if told.event.event_type in COUNTED:
                    self.happenings.append(_happen(told, trace))
                if told.event.event_type == "reservation.accepted":
                    accepted[told.event.resource_sid] = told
                elif told.event.event_type == "reservation.completed":
                    begun = accepted.pop(told.event.resource_sid).instant
                    self._finish(told, trace, begun)
                elif told.event.event_type == "reservation.canceled":
                    accepted.pop(told.event.resource_sid, None)
            self._follow_worker(told, present)
            self._follow_activity(told)
        self.stretches += present.values()
        self.busy += [
            Stretch(told.event.data["worker_sid"], "", told.instant, None)
            for told in accepted.values()
        ]
        self._dates = [happening.date for happening in self.happenings]
        assert self._dates == sorted(self._dates)

    def _follow_worker(self, told: Told, present: dict[str, Stretch]) -> None:
        event, now = told
        if event.event_type in ("worker.activity.update", "worker.deleted"):
            self.stretches.append(present.pop(event.resource_sid)._replace(ended=now))
        if event.event_type in ("worker.activity.update", "worker.created"):
            activity_sid = event.data["worker_activity_sid"]
            present[event.resource_sid] = Stretch(event.resource_sid, activity_sid, now, None)

    def _follow_activity(self, told: Told) -> None:
        event = told.event
        if event.event_type == "activity.deleted":
            del self.is_available[event.resource_sid]
        elif event.resource_type == "activity":
            self.is_available[event.resource_sid] = event.data["activity_available"] == "true"

    def _finish(self, told: Told, trace: Trace, accepted: Instant) -> None:
        if told.instant > accepted:
            worker_sid = told.event.data["worker_sid"]
            self.busy.append(Stretch(worker_sid, "", accepted, told.instant))
            handled_s = (told.instant - accepted) // 1000
            done = _happen(told, trace)._replace(date=told.instant, waited_s=handled_s)
            self.handlings.append(done)

    # --- answers ---

    def within(self, scope: Scope) -> list[Happening]:
        """What belongs to a scope."""
        first = bisect.bisect_left(self._dates, scope.since)
        last = bisect.bisect_left(self._dates, scope.until)
        return [one for one in self.happenings[first:last] if _is_in(one, scope)]

    def list_handling(self, scope: Scope, by: Split | None) -> list[Handling]:
        """What ``Store.list_handling`` must answer."""
        counts = Counter(
            (done.waited_s, None if by is None else getattr(done, by))
            for done in self.handlings
            if scope.since <= done.date < scope.until and _is_in(done, scope)
        )
        return [Handling(handled_s=s, of=of, count=count) for (s, of), count in counts.items()]

    def sum_activities(
        self,
        since: Instant,
        until: Instant,
        worker_sids: Sequence[str] | None,
        *,
        have_ended: bool | None = None,
    ) -> list[Duration]:
        """How long workers were in each activity: in those that they have left, of which
        ``Store.sum_activities`` tells, in those they are in still, or in all."""
        lengths: defaultdict[str, list[int]] = defaultdict(list)
        for stretch in self.stretches:
            if have_ended is not None and have_ended != (stretch.ended is not None):
                continue
            if worker_sids is None or stretch.worker_sid in worker_sids:
                ended = until if stretch.ended is None else min(stretch.ended, until)
                if (length := ended - max(stretch.started, since)) > 0:
                    lengths[stretch.activity_sid].append(length)
        return [
            Duration(
                of=sid, count=len(some), total_ms=sum(some), least_ms=min(some), most_ms=max(some)
            )
            for sid, some in lengths.items()
        ]

    def measure_occupancy(
        self, since: Instant, until: Instant, worker_sids: Sequence[str]
    ) -> list[Occupancy]:
        """What ``Store.measure_occupancy`` must answer: times that overlap count once."""
        busy: defaultdict[str, list[Stretch]] = defaultdict(list)
        staffed: defaultdict[str, list[Stretch]] = defaultdict(list)
        for stretch in self.busy:
            busy[stretch.worker_sid].append(stretch)
            staffed[stretch.worker_sid].append(stretch)
        for stretch in self.stretches:
            if self.is_available.get(stretch.activity_sid):
                staffed[stretch.worker_sid].append(stretch)
        return [
            Occupancy(
                of=sid,
                busy_ms=_covered(busy[sid], since, until),
                staffed_ms=_covered(staffed[sid], since, until),
            )
            for sid in worker_sids
            if _covered(staffed[sid], since, until)
        ]


def _covered(stretches: Iterable[Stretch], since: Instant, until: Instant) -> int:
    """How much of a window they cover, in milliseconds."""
    covered, reach = 0, since
    for stretch in sorted(stretches, key=lambda one: one.started):
        ended = until if stretch.ended is None else min(stretch.ended, until)
        covered += max(0, ended - max(stretch.started, reach))
        reach = max(reach, ended)
    return covered


def tally(
    happenings: Iterable[Happening], by: Split | None = None, bucket_ms: int | None = None
) -> list[Tally]:
    """What ``Store.count_facts`` must answer."""
    groups: defaultdict[tuple[Any, ...], list[Happening]] = defaultdict(list)
    for happening in happenings:
        of = None if by is None else getattr(happening, by)
        bucket = None if bucket_ms is None else happening.date // bucket_ms * bucket_ms
        groups[happening.event_type, of, bucket].append(happening)
    return [
        Tally(
            event_type=event_type,
            of=of,
            bucket=bucket,
            count=len(group),
            **_sum_up("", [one.waited_s for one in group]),
            **_sum_up("in_queue_", [one.in_queue_s for one in group]),
        )
        for (event_type, of, bucket), group in groups.items()
    ]


def list_waits(
    happenings: Iterable[Happening], event_type: str, by: Split | None, *, in_queue: bool
) -> list[Wait]:
    """What ``Store.list_waits`` must answer."""
    waits: Counter[tuple[int, str | None]] = Counter()
    for happening in happenings:
        waited_s = happening.in_queue_s if in_queue else happening.waited_s
        if happening.event_type == event_type and waited_s is not None:
            waits[waited_s, None if by is None else getattr(happening, by)] += 1
    return [
        Wait(waited_s=waited_s, event_type=event_type, of=of, count=n)
        for (waited_s, of), n in waits.items()
    ]


def _happen(told: Told, trace: Trace) -> Happening:
    event, now = told
    waited_s = in_queue_s = None
    if event.event_type in ("reservation.accepted", "task.canceled"):
        waited_s = (now - trace.created) // 1_000
    if event.event_type == "reservation.accepted":
        in_queue_s = (now - trace.entered) // 1_000
    return Happening(
        date=event.event_date,
        event_type=event.event_type,
        task_queue_sid=trace.told["task_queue_sid"],
        workflow_sid=trace.told["workflow_sid"],
        task_channel_sid=trace.told["task_channel_sid"],
        worker_sid=event.data["worker_sid"] if event.resource_type == "reservation" else None,
        waited_s=waited_s,
        in_queue_s=in_queue_s,
    )


def _is_in(happening: Happening, scope: Scope) -> bool:
    return (
        (scope.task_queue_sids is None or happening.task_queue_sid in scope.task_queue_sids)
        and scope.workflow_sid in (None, happening.workflow_sid)
        and scope.task_channel_sid in (None, happening.task_channel_sid)
        and (scope.worker_sids is None or happening.worker_sid in scope.worker_sids)
    )


def _sum_up(prefix: str, waits: Iterable[int | None]) -> dict[str, int]:
    known = [waited_s for waited_s in waits if waited_s is not None]
    if not known:
        return {}
    return {
        f"{prefix}total_s": sum(known),
        f"{prefix}least_s": min(known),
        f"{prefix}most_s": max(known),
    }
