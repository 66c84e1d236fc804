"""Who ought to be offered what: the rules of matching once more, written for nothing but clarity.

The oracle reads a state's records and nothing the engine derives from them; it shares with the
engine only the reading of expressions. Before the engine settles, the oracle says which offers that
must make, in which order and to whom, and which waiting tasks must move on meanwhile. At rest it
says whether a task waits that somebody could take.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from simulation.documents import (
    clock_at,
    deadline_of,
    dig,
    next_place,
    read_expression,
    target_at,
)

from pointsman.core.records import Task, Worker
from pointsman.core.rules import Rules
from pointsman.core.state import State

OPEN = ("pending", "accepted", "wrapping")


class Offer(NamedTuple):
    """A task, and the workers it goes to, best first."""

    task_sid: str
    worker_sids: tuple[str, ...]
    runner_up_sid: str | None
    """Who would have been next."""


@dataclass
class Stand:
    """Where a task waits, and on what terms; ``filter_index`` is None in the default filter."""

    status: str
    filter_index: int | None
    target_index: int
    queue_sid: str
    priority: int
    step_deadline: int | None

    def go_on(self, text: str, task: Task, clock: int, now: int, *, with_default: bool) -> bool:
        """Move to the next target, or be canceled if there is none: then it is False.

        The target's time counts from ``clock``.
        """
        here = (self.filter_index, self.target_index)
        document = task.attributes.document
        place = next_place(text, document, here, now, with_default=with_default)
        if place is None:
            self.status = "canceled"
            return False
        self.filter_index, self.target_index = place
        target = target_at(text, *place)
        self.queue_sid = target["queue"]
        self.priority = int(target.get("priority", self.priority))
        self.step_deadline = deadline_of(target, clock)
        return True


def stand_of(task: Task) -> Stand:
    """Where a task record says it stands."""
    return Stand(
        task.assignment_status,
        task.filter_index,
        task.target_index,
        task.task_queue_sid,
        task.priority,
        task.step_deadline,
    )


def end_of(task: Task, rules: Rules) -> int:
    """When an open task is given up: its time-out holds until a worker first accepted it."""
    if task.assigned_date is None:
        return task.date_created + task.timeout_s * 1000
    return task.assigned_date + rules.assigned_limit_ms


# --- the oracle ---


class Oracle:
    """The waiting tasks and the workers of one moment, and what ought to become of them."""

    def __init__(self, state: State, arrived: Collection[str] = ()) -> None:
        """``arrived`` are the tasks that have just come to their target, or back to it."""
        self._state = state
        self._multi = state.workspace.multi_task_enabled
        self.unserved = set(arrived)
        """Those that arrived and have not been looked at in vain yet."""
        self.moves: list[str] = []
        """Those that moved on because they need not wait, in order."""
        self.stands = {
            task.sid: stand_of(task)
            for task in state.tasks.values()
            if task.assignment_status == "pending"
        }
        self._workers = sorted(state.workers.values(), key=lambda worker: worker.position)
        self._activity = {worker.sid: worker.activity_sid for worker in self._workers}
        self._held: dict[str, list[tuple[str, str]]] = {worker.sid: [] for worker in self._workers}
        self._seen: dict[str, dict[str, Any]] = {}
        self._resting: set[tuple[str, str]] = set()
        for reservation in state.reservations.values():
            task, worker_sid = state.tasks[reservation.task_sid], reservation.worker_sid
            rested = reservation.date_updated + state.rules.cool_down_ms
            if reservation.reservation_status in OPEN:
                held = (reservation.reservation_status, task.task_channel_sid)
                self._held[worker_sid].append(held)
            elif reservation.reservation_status in ("rejected", "canceled") and state.now < rested:
                self._resting.add((task.sid, worker_sid))
        self._channels = {
            (channel.worker_sid, channel.task_channel_sid): channel
            for channel in state.worker_channels.values()
        }
        self._reserved_at = {
            pair: channel.last_reserved_date for pair, channel in self._channels.items()
        }

    def settle(self, most: int | None = None) -> list[Offer]:
        """Every offer that must be made now, in order, ``most`` of them at most.

        The first in turn of all that wait is looked for anew after each offer: an offer may make
        an expression true, or false. When nobody can take anything, the tasks that arrived and
        need not wait move on, and it begins again.
        """
        offers: list[Offer] = []
        while True:
            while (offer := self.next_offer()) is not None:
                if len(offers) == most:
                    return offers
                self._reserve(offer)
                offers.append(offer)
            unserved = sorted(self.unserved & set(self.stands), key=self._position)
            self.unserved.clear()
            moving = [sid for sid in unserved if self._skips(sid)]
            self.moves += moving
            for sid in moving:
                task = self._state.tasks[sid]
                text = self._state.configurations[task.configuration_sid or ""].text
                now = self._state.now
                if self.stands[sid].go_on(text, task, task.step_clock, now, with_default=True):
                    self.unserved.add(sid)
            if not moving:
                return offers

    def next_offer(self) -> Offer | None:
        """The offer to make first, None if nobody can take anything that waits."""
        waiting = [sid for sid, stand in self.stands.items() if stand.status == "pending"]
        for sid in sorted(waiting, key=self._turn):
            able = self._rank_able(sid)
            if able:
                most = self._state.task_queues[self.stands[sid].queue_sid].max_reserved_workers
                return Offer(sid, tuple(able[:most]), next(iter(able[most:]), None))
        return None

    def objections(self, task_sid: str, worker: Worker) -> set[str]:
        """All that speaks against a worker for a waiting task, and not only the first of it."""
        task, stand = self._state.tasks[task_sid], self.stands[task_sid]
        target = self._target(task, stand)
        is_free = self._is_free(worker, task)
        if (task.routing_target or "").startswith("WK"):
            found = {"target": worker.sid == task.routing_target}
            if not task.ignore_capacity:
                found["free"] = is_free
        else:
            found = {
                "free": is_free,
                "rested": (task.sid, worker.sid) not in self._resting,
                "member": self._is_member(worker, stand.queue_sid),
                "known": self._is_known(worker, task, target),
                "suits": self._suits(worker, task, stand, target.get("expression")),
            }
        return {name for name, holds in found.items() if not holds}

    # --- the order of tasks ---

    def _position(self, task_sid: str) -> int:
        return self._state.tasks[task_sid].position

    def _turn(self, task_sid: str) -> tuple[bool, int, int, int]:
        """A key that sorts tasks by whose turn it is."""
        task, stand = self._state.tasks[task_sid], self.stands[task_sid]
        order = self._state.task_queues[stand.queue_sid].task_order
        comes_second = order != self._state.workspace.prioritize_queue_order
        if order == "LIFO":
            return comes_second, 0, -task.virtual_start_time, -task.position
        return comes_second, -stand.priority, task.virtual_start_time, task.position

    # --- the choice of workers ---

    def _rank_able(self, task_sid: str) -> list[str]:
        task, stand = self._state.tasks[task_sid], self.stands[task_sid]
        target = self._target(task, stand)
        able = [worker for worker in self._workers if self._can_take(worker, task, stand, target)]
        able.sort(key=lambda worker: self._rank(worker, task, target))
        return [worker.sid for worker in able]

    def _target(self, task: Task, stand: Stand) -> dict[str, Any]:
        if task.configuration_sid is None:
            return {}
        text = self._state.configurations[task.configuration_sid].text
        return target_at(text, stand.filter_index, stand.target_index)

    def _can_take(self, worker: Worker, task: Task, stand: Stand, target: dict[str, Any]) -> bool:
        if (task.routing_target or "").startswith("WK"):
            wanted = worker.sid == task.routing_target
            return wanted and (task.ignore_capacity or self._is_free(worker, task))
        return (
            self._is_free(worker, task)
            and (task.sid, worker.sid) not in self._resting
            and self._is_member(worker, stand.queue_sid)
            and self._is_known(worker, task, target)
            and self._suits(worker, task, stand, target.get("expression"))
        )

    def _is_free(self, worker: Worker, task: Task) -> bool:
        if not self._state.activities[self._activity[worker.sid]].available:
            return False
        if not self._multi:
            return not self._held[worker.sid]
        channel = self._channels[worker.sid, task.task_channel_sid]
        used = [sid for _, sid in self._held[worker.sid]].count(task.task_channel_sid)
        return channel.available and used < channel.configured_capacity

    def _is_member(self, worker: Worker, queue_sid: str) -> bool:
        text = self._state.task_queues[queue_sid].target_workers
        if not text:
            return False
        seen = self._sight(worker)

        def resolve(path: tuple[str | int, ...]) -> Any:
            is_prefix = path[0] == "worker" and "worker" not in seen
            return dig(seen, path[1:] if is_prefix else path)

        return read_expression(text, "").matches(resolve)

    def _is_known(self, worker: Worker, task: Task, target: dict[str, Any]) -> bool:
        for key, own in (
            ("known_worker_sid", worker.sid),
            ("known_worker_friendly_name", worker.friendly_name),
        ):
            if key in target:
                named = target[key]
                if named.startswith("task."):
                    named = task.attributes.document.get(named.removeprefix("task."))
                return named == own
        return True

    def _suits(self, worker: Worker, task: Task, stand: Stand, text: str | None) -> bool:
        if text is None:
            return True
        channel = self._state.task_channels[task.task_channel_sid]
        known = {
            "sid": task.sid,
            "priority": stand.priority,
            "age": (self._state.now - task.date_created) // 1000,
            "task_channel_unique_name": channel.unique_name,
            "task_queue_sid": stand.queue_sid,
            "workflow_sid": task.workflow_sid,
        }
        seen = {
            "worker": self._sight(worker),
            "task": known | task.attributes.document,
            "taskrouter": clock_at(self._state.now),
        }
        return read_expression(text, "").matches(lambda path: dig(seen, path))

    def _sight(self, worker: Worker) -> dict[str, Any]:
        """What expressions see of a worker, until she is reserved."""
        if (seen := self._seen.get(worker.sid)) is None:
            seen = self._seen[worker.sid] = self._look_at(worker)
        return seen

    def _look_at(self, worker: Worker) -> dict[str, Any]:
        channels = {}
        for channel in self._state.task_channels.values():
            own = self._channels[worker.sid, channel.sid]
            capacity = own.configured_capacity
            held = [status for status, sid in self._held[worker.sid] if sid == channel.sid]
            free = (capacity - len(held)) * 100 // capacity if capacity else 0
            channels[channel.unique_name] = {
                "configured_capacity": capacity,
                "available": own.available,
                "assigned_tasks": held.count("accepted"),
                "available_capacity_percentage": max(0, free),
            }
        activity = self._state.activities[self._activity[worker.sid]]
        total = sum(channel["assigned_tasks"] for channel in channels.values())
        return (
            {"assigned_tasks": total}
            | worker.attributes.document
            | {
                "sid": worker.sid,
                "friendly_name": worker.friendly_name,
                "activity_sid": activity.sid,
                "activity_name": activity.friendly_name,
                "channel": channels,
            }
        )

    def _rank(self, worker: Worker, task: Task, target: dict[str, Any]) -> tuple[Any, ...]:
        """A key that sorts workers: as the target wishes, then idle longest, then oldest."""
        wishes = []
        for clause in target.get("order_by", "").split(",") if "order_by" in target else []:
            path, _, direction = clause.strip().partition(" ")
            value = dig(self._sight(worker), tuple(path.split(".")[1:]))
            lacks = isinstance(value, bool) or not isinstance(value, int | float)
            sign = -1 if direction == "DESC" else 1
            wishes.append((lacks, 0 if lacks else sign * value))
        counts_alone = self._state.task_channels[task.task_channel_sid].channel_optimized_routing
        last = max(
            instant or 0
            for (worker_sid, channel_sid), instant in self._reserved_at.items()
            if worker_sid == worker.sid
            and (not counts_alone or channel_sid == task.task_channel_sid)
        )
        return wishes, last, worker.position

    def _reserve(self, offer: Offer) -> None:
        task, stand = self._state.tasks[offer.task_sid], self.stands[offer.task_sid]
        queue = self._state.task_queues[stand.queue_sid]
        stand.status = "reserved"
        for worker_sid in offer.worker_sids:
            self._seen.pop(worker_sid, None)
            self._held[worker_sid].append(("pending", task.task_channel_sid))
            self._reserved_at[worker_sid, task.task_channel_sid] = self._state.now
            if not self._multi and queue.reservation_activity_sid:
                self._activity[worker_sid] = queue.reservation_activity_sid

    # --- skipping ---

    def _skips(self, task_sid: str) -> bool:
        task, stand = self._state.tasks[task_sid], self.stands[task_sid]
        text = self._target(task, stand).get("skip_if")
        if text is None or stand.status != "pending" or stand.filter_index is None:
            return False
        members = [worker for worker in self._workers if self._is_member(worker, stand.queue_sid)]
        available = [
            worker
            for worker in members
            if self._state.activities[self._activity[worker.sid]].available
        ]
        seen = {
            "workers": {
                "available": len(available),
                "unavailable": len(members) - len(available),
            },
            "taskrouter": clock_at(self._state.now),
        }
        return read_expression(text, "").matches(lambda path: dig(seen, path))
