"""The demonstration at work: customers come and lose patience, workers answer, and go on breaks.

All that people do follows from what the server tells: an event puts on the agenda what somebody
does next, and when she has done it the next event comes. So it does not matter who began it.
"""

import asyncio
import functools
import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from pointsman.demo import day, manners, people, plan
from pointsman.demo.agenda import Agenda
from pointsman.demo.building import Site
from pointsman.demo.chance import Chance
from pointsman.demo.line import Line
from pointsman.demo.tally import Tally
from pointsman.remote import Unanswered

FORGOTTEN_AFTER_S = 1_800
"""When the server gives up on a customer, if the demonstration has ended meanwhile."""

LATE_S = 2.0
"""Of customers who should have come while the server was away, only those of so long come."""

TYPES = (
    "task.created,task.canceled,task.completed,task.deleted,task.system-deleted,"
    "reservation.created,reservation.accepted,reservation.wrapup,reservation.completed,"
    "reservation.rejected,reservation.timeout,reservation.canceled,reservation.rescinded,"
    "reservation.failed,worker.activity.update"
)
"""The events that are listened to."""


class _Shown(msgspec.Struct):
    event_type: str
    event_data: dict[str, str]


class _Event(msgspec.Struct):
    data: _Shown


class Centre:
    """What happens in one workspace."""

    def __init__(
        self,
        line: Line,
        site: Site,
        agenda: Agenda,
        tally: Tally,
        chance: Chance,
        *,
        workers: int,
        hour: Callable[[], float],
    ) -> None:
        self._line = line
        self._site = site
        self._agenda = agenda
        self._tally = tally
        self._chance = chance
        self._workers = workers
        self._hour = hour

    async def receive(self, rate: float) -> None:
        """Have customers come, ``rate`` a second when it is busiest, without end."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            gap_s = self._chance.gap_s(rate * day.share(self._hour()))
            due = max(due + gap_s, loop.time() - LATE_S)
            await asyncio.sleep(max(0.0, due - loop.time()))
            contact = people.contact(self._chance)
            await self._line.attempt(
                f"{self._site.path}/Tasks",
                WorkflowSid=self._site.workflows[contact.channel],
                TaskChannel=contact.channel,
                Attributes=json.dumps(contact.attributes, ensure_ascii=False),
                Priority=str(contact.priority),
                Timeout=str(FORGOTTEN_AFTER_S),
            )

    async def listen(self) -> None:
        """Do what people do when something happens, without end."""
        is_first = True
        async for told in self._line.follow(f"{self._site.stream_path}?EventType={TYPES}"):
            if told.name == "start":
                if is_first or not msgspec.json.decode(told.data)["complete"]:
                    await self._look_around()
                is_first = False
                continue
            event = msgspec.json.decode(told.data, type=_Event).data
            self._tally.count(event.event_type)
            self._follow_up(event.event_type, event.event_data)

    # --- what is found at the start ---

    async def _look_around(self) -> None:
        """Take up what is open: of an earlier run, or of what was missed."""
        path = self._site.path
        for worker in await self._line.list_all(f"{path}/Workers", "workers"):
            if worker["sid"] in self._site.staff:
                is_here = worker["activity_name"] == plan.AVAILABLE
                delay_s = (
                    manners.stay_s(self._chance, plan.AVAILABLE)
                    if is_here and self._is_on_duty(worker["sid"])
                    else manners.settle_in_s(self._chance)
                )
                self._move_on(worker["sid"], worker["activity_name"], delay_s)
        open_tasks = "AssignmentStatus=pending,reserved,assigned,wrapping"
        for task in await self._line.list_all(f"{path}/Tasks?{open_tasks}", "tasks"):
            await self._take_up(task)

    async def _take_up(self, task: Mapping[str, Any]) -> None:
        channel = task["task_channel_unique_name"]
        if task["assignment_status"] in ("pending", "reserved"):
            self._wait_patiently(task["sid"], channel, task["attributes"])
        if task["assignment_status"] == "pending":
            return
        path = f"{self._site.path}/Tasks/{task['sid']}/Reservations"
        try:
            reservations = await self._line.list_all(path, "reservations")
        except Unanswered as refusal:
            # It has ended since it was listed.
            self._tally.refuse(str(refusal))
            return
        for reservation in reservations:
            self._follow_reservation(
                reservation["reservation_status"],
                reservation["sid"],
                f"{path}/{reservation['sid']}",
                reservation["worker_sid"],
                channel,
            )

    # --- what follows from an event ---

    def _follow_up(self, event_type: str, data: Mapping[str, str]) -> None:
        noun, _, what = event_type.partition(".")
        match noun:
            case "worker" if data["worker_sid"] in self._site.staff:
                activity = data["worker_activity_name"]
                stay_s = manners.stay_s(self._chance, activity)
                self._move_on(data["worker_sid"], activity, stay_s)
            case "task" if what == "created":
                channel = data["task_channel_unique_name"]
                self._wait_patiently(data["task_sid"], channel, data["task_attributes"])
            case "task":
                self._agenda.drop(data["task_sid"])
            case "reservation" if "reservation_sid" in data:
                if what == "accepted":
                    self._agenda.drop(data["task_sid"])
                path = f"{self._site.path}/Tasks/{data['task_sid']}/Reservations"
                self._follow_reservation(
                    {"created": "pending", "wrapup": "wrapping"}.get(what, what),
                    data["reservation_sid"],
                    f"{path}/{data['reservation_sid']}",
                    data["worker_sid"],
                    data["task_channel_unique_name"],
                )

    def _follow_reservation(
        self, status: str, sid: str, path: str, worker_sid: str, channel: str
    ) -> None:
        """Have the worker do what comes next; not one whom somebody else is."""
        if worker_sid not in self._site.staff:
            return
        chance, after = self._chance, functools.partial(self._agenda.after, sid)
        match status:
            case "pending":
                reply = manners.reply(chance)
                if reply != "ignore":
                    after(manners.answer_s(chance, channel), lambda: self._answer(path, reply))
            case "accepted":
                talk_s = manners.talk_s(chance, channel)
                after(talk_s, lambda: self._update(path, ReservationStatus="wrapping"))
            case "wrapping":
                wrap_s = manners.wrap_s(chance, channel)
                after(wrap_s, lambda: self._update(path, ReservationStatus="completed"))
            case _:
                self._agenda.drop(sid)

    # --- what people do ---

    async def _answer(self, path: str, reply: manners.Reply) -> None:
        match reply:
            case "accept":
                await self._update(path, ReservationStatus="accepted")
            case "reject":
                await self._update(path, ReservationStatus="rejected")
            case _:
                leaving = {"WorkerActivitySid": self._site.activities[plan.UNAVAILABLE]}
                await self._update(path, ReservationStatus="rejected", **leaving)

    def _wait_patiently(self, task_sid: str, channel: str, attributes: str) -> None:
        """Have the customer of a task hang up in the end, if it is one of ours."""
        if '"customer"' in attributes:
            path = f"{self._site.path}/Tasks/{task_sid}"
            hang_up = {"AssignmentStatus": "canceled", "Reason": "The customer hung up"}
            self._agenda.after(
                task_sid,
                manners.patience_s(self._chance, channel),
                lambda: self._update(path, **hang_up),
            )

    def _move_on(self, worker_sid: str, activity: str, delay_s: float) -> None:
        """Have a worker change her activity after a while."""
        self._agenda.after(worker_sid, delay_s, lambda: self._change(worker_sid, activity))

    async def _change(self, worker_sid: str, activity: str) -> None:
        wanted = manners.next_activity(
            self._chance, activity, is_on_duty=self._is_on_duty(worker_sid)
        )
        form = {"ActivitySid": self._site.activities[wanted]}
        if wanted != plan.AVAILABLE:
            form["RejectPendingReservations"] = "true"
        path = f"{self._site.path}/Workers/{worker_sid}"
        if wanted == activity or not await self._line.attempt(path, **form):
            # No event will come that goes on from here.
            self._move_on(worker_sid, activity, manners.stay_s(self._chance, activity))

    async def _update(self, path: str, **form: str) -> None:
        await self._line.attempt(path, **form)

    def _is_on_duty(self, worker_sid: str) -> bool:
        return self._site.staff[worker_sid] < day.staff(self._hour(), self._workers)
