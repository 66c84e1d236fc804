"""Busy days of a contact centre, lived by the engine alone: seeded, and the same in every run.

Who asks for what, and when, stands in an agenda: tasks arrive by the time of day, workers come and
go, answer their offers like people do, hand tasks on or forget them. What happens is committed to a
store in batches cut at random, with a restart in between, while hours are summed up now and then.
Beside it all events are kept as they were told, each with the moment at which it was.
"""

import bisect
import heapq
import itertools
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from random import Random
from typing import Any, NamedTuple

from pointsman.core import commands, engine, errors
from pointsman.core.commands import Command
from pointsman.core.events import Event
from pointsman.core.records import Attributes, Instant
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.core.state import State
from pointsman.runtime.clock import START
from pointsman.runtime.ports import Store

ACCOUNT = "AC" + "a" * 32
WORKSPACE = "WS" + "5" * 32

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
OPENING = START + 6 * HOUR + 1_234
RULES = Rules(assigned_limit_ms=HOUR)

TASKS_AN_HOUR = (6, 4, 2, 2, 4, 10, 25, 60, 90, 110, 120, 110, 90, 95, 110, 100, 85, 60, 45, 30)
"""By the hour of the day; there are as few in those left out as in the last."""
CHANNELS = ("default", "chat", "voice")
LANGUAGES = ("de", "en", "fr")
NAMES = [f"worker {number}" for number in range(14)]
QUEUES = {
    "everybody": {},
    "german": {"target_workers": "languages HAS 'de'", "task_order": "LIFO"},
    "experts": {"target_workers": "level >= 2", "max_reserved_workers": 2},
    "shared": {"target_workers": "level < 3", "max_reserved_workers": 2, "task_order": "LIFO"},
    "seasonal": {"target_workers": "languages HAS 'en' AND activity_name != 'Lunch'"},
}

Action = Callable[[], Command | None]


class Told(NamedTuple):
    """An event, and the moment at which it was told: its date may be a little ahead of it."""

    event: Event
    instant: Instant


class Days:
    """Some days of one workspace."""

    def __init__(
        self, seed: int, store: Store, account_sid: str = ACCOUNT, hours: int = 52
    ) -> None:
        self.log: list[Told] = []
        self.state = State(WORKSPACE, RULES)
        self.now = OPENING
        self.closing = OPENING + hours * HOUR
        self._account_sid = account_sid
        self._rng = Random(seed)
        self._store = store
        self._agenda: list[tuple[Instant, int, Action]] = []
        self._numbers = itertools.count()
        self._steps = 0
        self._seen = 0
        """Up to which position somebody has taken note of the offers."""
        self._told: list[tuple[int, Instant]] = []
        """After each step of this batch the last position, and the moment of the step."""

    async def live(self, looks: int) -> AsyncIterator[None]:
        """Live through the days; stop at so many moments, at which all is committed."""
        self._lease = await self._store.take_lease(WORKSPACE)
        self._open()
        await self._commit()
        moments = sorted(self._rng.randrange(OPENING, self.closing) for _ in range(looks))
        restarts = [moments[looks // 2] + 17, moments[-1] - 1]
        for moment in sorted([*moments, *restarts, self.closing]):
            await self._live_until(moment)
            await self._commit()
            if moment in restarts:
                await self._restart()
            else:
                yield

    async def _live_until(self, moment: Instant) -> None:
        while self._agenda and self._agenda[0][0] <= moment:
            at, _, action = heapq.heappop(self._agenda)
            self._pass_time(at)
            command = action()
            if command is not None:
                self._do(command)
            if self._some(0.02):
                await self._commit()
            if self._some(0.002):
                while await self._store.roll_up_facts(WORKSPACE):
                    pass
        self._pass_time(moment)

    # --- steps ---

    def _pass_time(self, until: Instant) -> None:
        """Let happen what is due, when it is."""
        until = max(until, self.now)
        while (deadline := engine.next_deadline(self.state)) is not None and deadline <= until:
            self.now = max(self.now, deadline)
            self._do(commands.Tick())
        self.now = until

    def _do(self, command: Command) -> Any:
        """Let the engine do it, and everybody take note; what is refused was asked in vain."""
        self._steps += 1
        stamp = Stamp(self.now, self._steps.to_bytes(16))
        answer = engine.apply(self.state, command, stamp)
        engine.settle(self.state, stamp)
        self._told.append((self.state.position, self.now))
        self._note_offers()
        return answer

    async def _commit(self) -> None:
        batch = self.state.drain()
        await self._store.commit(self._lease, batch)
        for event in batch.events:
            step = bisect.bisect_left(self._told, (event.position, 0))
            self.log.append(Told(event, self._told[step][1]))
        self._told.clear()

    async def _restart(self) -> None:
        """Go on from what the store holds."""
        self._lease = await self._store.take_lease(WORKSPACE)
        # Events may be ahead of the clock. A restart takes until after the last one.
        self.now = max(self.now, self._lease.instant + 1)
        self.state = State(WORKSPACE, RULES, self._lease.position, self._lease.instant)
        self.state.restore(await self._store.load(WORKSPACE))

    # --- the agenda ---

    def _some(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _later(self, least_ms: int, most_ms: int, action: Action) -> None:
        self._at(self.now + self._rng.randint(least_ms, most_ms), action)

    def _at(self, instant: Instant, action: Action) -> None:
        heapq.heappush(self._agenda, (instant, next(self._numbers), action))

    # --- the workspace ---

    def _open(self) -> None:
        self._do(
            commands.CreateWorkspace(
                sid=WORKSPACE, account_sid=self._account_sid, friendly_name="Harbour"
            )
        )
        self._do(commands.CreateActivity(friendly_name="Lunch"))
        self._do(commands.CreateActivity(friendly_name="On call", available=True))
        for name, terms in QUEUES.items():
            self._do(commands.CreateTaskQueue(friendly_name=name, **terms))
        for name, configuration in self._configurations().items():
            self._do(
                commands.CreateWorkflow(
                    friendly_name=name, configuration=configuration, task_reservation_timeout=40
                )
            )
        for name in NAMES:
            self._at(self.now + self._rng.choice([0, 0, 2 * HOUR]), partial(self._hire, name))
        self._later(0, MINUTE, self._arrive)
        for hours, action in (
            (14, partial(self._update_queue, "experts", "level >= 1")),
            (20, self._rename_activity),
            (25, partial(self._retire, "seasonal work")),
            (30, partial(self._update_queue, "german", "languages HAS 'de' OR level == 3")),
        ):
            self._at(OPENING + hours * HOUR, action)
        for hours in range(4, 52, 3):
            self._later(hours * HOUR, (hours + 2) * HOUR, self._close_season)

    def _configurations(self) -> dict[str, str]:
        sids = {queue.friendly_name: queue.sid for queue in self.state.task_queues.values()}

        def route(default: str, *filters: tuple[str, list[tuple[str, int, int]]]) -> str:
            routing: dict[str, Any] = {"default_filter": {"queue": sids[default]}}
            routing["filters"] = [
                {
                    "filter_friendly_name": expression,
                    "expression": expression,
                    "targets": [
                        {"queue": sids[queue], "timeout": timeout, "priority": priority}
                        for queue, timeout, priority in targets
                    ],
                }
                for expression, targets in filters
            ]
            return json.dumps({"task_routing": routing})

        return {
            "sales": route(
                "everybody",
                ("lang == 'de'", [("german", 60, 3), ("shared", 240, 5), ("everybody", 600, 7)]),
                ("vip == true", [("experts", 90, 10), ("everybody", 300, 10)]),
            ),
            "support": route(
                "shared",
                ("lang != 'en'", [("experts", 45, 1), ("shared", 90, 1), ("experts", 900, 1)]),
            ),
            "seasonal work": route("seasonal"),
        }

    def _queue(self, name: str) -> str | None:
        found = [queue for queue in self.state.task_queues.values() if queue.friendly_name == name]
        return found[0].sid if found else None

    def _update_queue(self, name: str, expression: str) -> Command:
        return commands.UpdateTaskQueue(sid=self._queue(name) or "", target_workers=expression)

    def _rename_activity(self) -> Command:
        return commands.UpdateActivity(sid=self._activity("Lunch"), friendly_name="Break")

    def _retire(self, name: str) -> Command | None:
        """Delete a workflow; as long as it has open tasks, come back later."""
        found = [flow for flow in self.state.workflows.values() if flow.friendly_name == name]
        if not found:
            return None
        self._later(MINUTE, 10 * MINUTE, partial(self._retire, name))
        return commands.DeleteWorkflow(sid=found[0].sid)

    def _close_season(self) -> Command | None:
        """Delete a queue, unless something is in it or leads to it."""
        return commands.DeleteTaskQueue(sid=self._queue("seasonal") or "")

    # --- workers ---

    def _hire(self, name: str) -> None:
        attributes = {
            "languages": self._rng.sample(LANGUAGES, self._rng.randint(1, 3)),
            "level": self._rng.randint(0, 3),
        }
        worker = self._do(
            commands.CreateWorker(
                friendly_name=name, attributes=Attributes.parse(json.dumps(attributes))
            )
        )
        if isinstance(worker, errors.Refusal):
            return
        sid = worker.record.sid
        for channel in CHANNELS:
            self._do(
                commands.UpdateWorkerChannel(
                    worker_sid=sid, sid=channel, capacity=self._rng.randint(1, 2)
                )
            )
        self._later(0, MINUTE, partial(self._change_activity, sid, name))

    def _change_activity(self, sid: str, name: str) -> Command | None:
        """Come, go, have a break; on some days, leave for good and be replaced."""
        if sid not in self.state.workers:
            return None
        is_night = self._hour() in (0, 1, 2, 3, 4, 5, 21, 22, 23)
        names = ["Available", "Available", "Available", "On call", "Unavailable", "Break"]
        wanted = "Offline" if is_night and self._some(0.8) else self._rng.choice(names)
        # Some change their mind at once: they were nowhere for any time.
        pause = 0 if self._some(0.05) else self._rng.randint(2 * MINUTE, 40 * MINUTE)
        self._at(self.now + pause, partial(self._change_activity, sid, name))
        if self._some(0.01):
            self._later(0, 10 * MINUTE, partial(self._dismiss, sid, name))
        if self._some(0.05):
            level = {"languages": ["en"], "level": self._rng.randint(0, 3)}
            self._do(commands.UpdateWorker(sid=sid, attributes=Attributes.parse(json.dumps(level))))
        return commands.UpdateWorker(
            sid=sid,
            activity_sid=self._activity(wanted),
            reject_pending_reservations=wanted not in ("Available", "On call") and self._some(0.7),
        )

    def _dismiss(self, sid: str, name: str) -> Command:
        self._later(MINUTE, HOUR, partial(self._hire, name))
        self._do(commands.UpdateWorker(sid=sid, activity_sid=self._activity("Offline")))
        return commands.DeleteWorker(sid=sid)

    def _activity(self, name: str) -> str:
        activities = self.state.activities.values()
        sids = {activity.friendly_name: activity.sid for activity in activities}
        return sids.get(name) or sids["Lunch"]

    def _hour(self) -> int:
        return self.now // HOUR % 24

    # --- tasks ---

    def _arrive(self) -> Command:
        rng = self._rng
        by_hour = dict(enumerate(TASKS_AN_HOUR))
        mean_ms = HOUR / by_hour.get(self._hour(), TASKS_AN_HOUR[-1])
        self._at(self.now + int(rng.expovariate(1 / mean_ms)), self._arrive)
        given: dict[str, Any] = {"workflow_sid": rng.choice(list(self.state.workflows))}
        if self._some(0.06):
            given["task_queue_sid"] = rng.choice(list(self.state.task_queues))
        elif self._some(0.05) and self.state.workers:
            given["routing_target"] = rng.choice(list(self.state.workers))
        document = {"lang": rng.choice(LANGUAGES), "vip": self._some(0.2)}
        task = self._do(
            commands.CreateTask(
                attributes=Attributes.parse(json.dumps(document)),
                priority=rng.choice([0, 0, 0, 1, 5]),
                timeout=rng.choice([120, 600, 1_800, 7_200]),
                task_channel=rng.choice(CHANNELS),
                **given,
            )
        )
        if not isinstance(task, errors.Refusal):
            self._expect(task.record.sid)
        return commands.Tick()

    def _expect(self, sid: str) -> None:
        """Let something befall a task, whatever becomes of it otherwise."""
        change = partial(commands.UpdateTask, sid=sid)
        attributes = Attributes.parse(json.dumps({"lang": self._rng.choice(LANGUAGES)}))
        for chance, command in (
            (0.06, change(assignment_status="canceled", reason="hung up")),
            (0.03, commands.DeleteTask(sid=sid)),
            (0.04, change(priority=self._rng.randint(0, 9))),
            (0.04, change(task_channel=self._rng.choice(CHANNELS))),
            (0.04, change(attributes=attributes)),
            (0.02, change(assignment_status="completed", reason="by the boss")),
        ):
            if self._some(chance):
                self._later(0, 15 * MINUTE, partial(_return, command))

    def _note_offers(self) -> None:
        """Let the workers of new offers decide what they will do."""
        offers = []
        for offer in reversed(self.state.reservations.values()):
            if offer.position <= self._seen:
                break
            offers.append(offer)
        for offer in reversed(offers):
            self._answer(offer.sid, offer.worker_sid)
        self._seen = max(self._seen, self.state.position)

    def _answer(self, sid: str, worker_sid: str) -> None:
        move = partial(commands.UpdateReservation, sid=sid)
        fate = self._rng.random()
        if fate < 0.72:
            # Some are too late, or slower than the other one of their round.
            self._later(0, 45 * SECOND, partial(self._accept, sid))
        elif fate < 0.82:
            self._later(0, 30 * SECOND, partial(_return, move(reservation_status="rejected")))
        elif fate < 0.88:
            away = self._activity(self._rng.choice(["Unavailable", "Break"]))
            command = move(reservation_status="rejected", worker_activity_sid=away)
            self._later(0, 30 * SECOND, partial(_return, command))
        elif fate < 0.92:
            self._later(
                0, 5 * SECOND, partial(_return, move(instruction="reject", worker_sid=worker_sid))
            )

    def _accept(self, sid: str) -> Command:
        move = partial(commands.UpdateReservation, sid=sid)
        complete = partial(_return, move(reservation_status="completed"))
        fate = self._rng.random()
        if fate < 0.6:
            self._later(
                20 * SECOND, 8 * MINUTE, partial(_return, move(reservation_status="wrapping"))
            )
            self._later(8 * MINUTE, 10 * MINUTE, complete)
        elif fate < 0.84:
            self._later(0, 9 * MINUTE, complete)
        elif fate < 0.98:
            self._later(5 * SECOND, 4 * MINUTE, partial(self._hand_on, sid))
            self._later(4 * MINUTE, 9 * MINUTE, complete)
        # Whoever forgets a task has it until the system deletes it.
        return move(reservation_status="accepted")

    def _hand_on(self, sid: str) -> Command | None:
        held = self.state.reservations.get(sid)
        if held is None:
            return None
        receivers = list(self.state.task_queues if self._some(0.6) else self.state.workers)
        given = {"priority": self._rng.randint(0, 9)} if self._some(0.3) else {}
        transfer = self._do(
            commands.CreateTransfer(
                worker_sid=held.worker_sid,
                task_sid=held.task_sid,
                reservation_sid=sid,
                to=self._rng.choice(receivers),
                mode=self._rng.choice(["WARM", "COLD"]),
                **given,
            )
        )
        if isinstance(transfer, errors.Refusal) or self._some(0.8):
            return None
        call_off = commands.UpdateTransfer(
            sid=transfer.record.sid, worker_sid=held.worker_sid, transfer_status="canceled"
        )
        self._later(0, MINUTE, partial(_return, call_off))
        return None


def _return(command: Command) -> Command:
    """An action that was decided on beforehand."""
    return command
