"""Every worker as matching sees her: what is known of her, what she is free for, and since when.

A worker is in a slot, a small number, so that many of them are a bitmap. A slot is given away again
when its worker is gone; nothing that can be seen depends on which slot a worker has.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pyroaring import BitMap

from pointsman.core import scopes
from pointsman.core.expression import Resolve, Steps, walk
from pointsman.core.matching.idle import IdleOrder
from pointsman.core.matching.index import Index, Path, Watch, needs_watch
from pointsman.core.records import (
    RESERVATION_OPEN,
    Activity,
    Instant,
    ReservationStatus,
    TaskChannel,
    Worker,
    WorkerChannel,
)

_NONE_HELD = (0, 0)
PREFIX = "worker"
_ACTIVITY_NAME: Steps = ("activity_name",)

NotFree = Literal["activity is unavailable", "channel is off", "no capacity"]

SYSTEM_FIELDS = frozenset({"sid", "friendly_name", "activity_sid", "activity_name", "channel"})
"""What the system says of a worker; attributes of the same names are not seen."""


class Roster:
    """The workers of a workspace."""

    def __init__(self) -> None:
        self.index = Index()
        self.slots: dict[str, int] = {}
        """Worker SID → slot."""
        self.is_single_tasking = False
        self.available = BitMap()
        """Workers whose activity takes work."""
        self.in_activity: dict[str, BitMap] = {}
        self.room: dict[str, BitMap] = {}
        """Task channel SID → workers whose channel is on and has a slot left."""
        self.prefixed = BitMap()
        """Workers with an attribute named ``worker``, to whom the prefix of that name means it."""
        self.offered = BitMap()
        """Workers with an open reservation that they have not accepted."""
        self.stirred: dict[int, None] = {}
        """Workers who may be able to take something they could not take when last looked at."""

        self._workers: dict[int, Worker] = {}
        self._vacant: list[int] = []
        self._activities: dict[str, Activity] = {}
        self._task_channels: dict[str, TaskChannel] = {}
        self._channel_sids: dict[str, str] = {}
        """Unique name → task channel SID."""
        self._channels: dict[str, dict[str, WorkerChannel]] = {}
        """Worker SID → task channel SID → her channel."""
        self._held: dict[int, dict[str, tuple[int, int]]] = {}
        """Slot → task channel SID → open reservations, and how many of them are accepted."""
        self._off: dict[str, BitMap] = {}
        """Task channel SID → workers whose channel is off."""
        self._occupied = BitMap()
        """Workers with an open reservation."""
        self._unoccupied = BitMap()
        """Available workers without one: whom a single-tasking workspace can reserve."""
        self._free: dict[str, BitMap] = {}
        """Available workers with room: whom a multitasking workspace can reserve."""
        self._idle = IdleOrder()
        self._idle_on: dict[str, IdleOrder] = {}
        """The same for task channels that look at their own reservations only."""

    # --- who can be reserved ---

    def worker_in(self, slot: int) -> Worker:
        return self._workers[slot]

    def free(self, task_channel_sid: str) -> BitMap:
        """Workers who can be reserved for a task of that channel. Must not be changed."""
        if self.is_single_tasking:
            return self._unoccupied
        return self._free[task_channel_sid]

    def off(self, task_channel_sid: str) -> BitMap:
        """Workers whose channel is off. Must not be changed."""
        return self._off[task_channel_sid]

    def free_channels(self, slot: int) -> list[str]:
        """The task channels a worker can be reserved on."""
        if self.is_single_tasking:
            return list(self._task_channels) if slot in self._unoccupied else []
        return [sid for sid, free in self._free.items() if slot in free]

    def why_not_free(self, slot: int, task_channel_sid: str) -> NotFree | None:
        """Why a worker cannot be reserved on a channel; None when she can."""
        if slot in self.free(task_channel_sid):
            return None
        if slot not in self.available:
            return "activity is unavailable"
        channel = self._channels[self._workers[slot].sid][task_channel_sid]
        if not self.is_single_tasking and not channel.available:
            return "channel is off"
        return "no capacity"

    def idle_order(self, task_channel_sid: str) -> IdleOrder:
        """Available workers, in the order in which that channel prefers them."""
        return self._idle_on.get(task_channel_sid, self._idle)

    def last_reserved(self, worker_sid: str, task_channel_sid: str | None) -> Instant | None:
        """When a worker was last reserved, as far as a task channel is concerned."""
        channels = self._channels[worker_sid]
        if task_channel_sid in self._idle_on:
            channel = channels.get(task_channel_sid)
            return None if channel is None else channel.last_reserved_date
        dates = (channel.last_reserved_date for channel in channels.values())
        return max((date for date in dates if date is not None), default=None)

    def held(self, slot: int, task_channel_sid: str) -> tuple[int, int]:
        """How many open reservations a worker has on a channel, and how many are accepted."""
        return self._held.get(slot, {}).get(task_channel_sid, _NONE_HELD)

    def channel_name(self, task_channel_sid: str) -> str:
        return self._task_channels[task_channel_sid].unique_name

    def channels_of(self, worker_sid: str) -> Mapping[str, WorkerChannel]:
        """Task channel SID → the worker's channel."""
        return self._channels[worker_sid]

    # --- what is seen of a worker ---

    def sight(self, slot: int, prefix: str | None = None) -> Resolve:
        """What an expression sees of a worker. With a ``prefix`` paths may begin with it, unless
        her attributes have a key of that name."""
        worker = self._workers[slot]
        document = worker.attributes.document

        def resolve(path: Steps) -> Any:
            if prefix is not None and path[0] == prefix and len(path) > 1:
                path = path if prefix in document else path[1:]
            if path[0] in SYSTEM_FIELDS or path[0] == "assigned_tasks":
                return self._system_value(slot, path)
            return walk(document, path)

        return resolve

    def _system_value(self, slot: int, path: Steps) -> Any:
        worker = self._workers[slot]
        match path:
            case ("sid",):
                return worker.sid
            case ("friendly_name",):
                return worker.friendly_name
            case ("activity_sid",):
                return worker.activity_sid
            case ("activity_name",):
                return self._activities[worker.activity_sid].friendly_name
            case ("assigned_tasks", *_):
                if "assigned_tasks" in (document := worker.attributes.document):
                    return walk(document, path)
                return sum(accepted for _, accepted in self._held.get(slot, {}).values())
            case ("channel", str(name), str(field)) if name in self._channel_sids:
                sid = self._channel_sids[name]
                channel = self._channels[worker.sid].get(sid)
                fields = scopes.channel_fields(channel, *self.held(slot, sid)) if channel else {}
                return fields.get(field)
            case ("channel",):
                return self._channel_sids
            case ("channel", str(name)):
                return {} if name in self._channel_sids else None
            case _:
                return None

    def mention(self, paths: Iterable[Steps]) -> None:
        """Have the index know what workers have at these paths, as long as they are mentioned."""
        for steps in filter(needs_watch, paths):
            watch = self.index.watches.get(steps)
            if watch is None:
                watch = Watch(steps)
                for slot in self._workers:
                    watch.put(slot, self.sight(slot)(steps))
                self.index.watches[steps] = watch
            watch.mentions += 1

    def unmention(self, paths: Iterable[Steps]) -> None:
        """What was mentioned once is so no more."""
        for steps in filter(needs_watch, paths):
            watch = self.index.watches[steps]
            watch.mentions -= 1
            if not watch.mentions:
                del self.index.watches[steps]

    # --- what changes ---

    def put_activity(self, activity: Activity) -> list[tuple[int, set[Path]]]:
        """Take in an activity. Answers the workers of whom something else is seen now."""
        is_renamed = activity.sid in self._activities
        self._activities[activity.sid] = activity
        members = self.in_activity.setdefault(activity.sid, BitMap())
        if not is_renamed or _ACTIVITY_NAME not in self.index.watches:
            return []
        return [(slot, self._watch(slot)) for slot in members]

    def remove_activity(self, activity: Activity) -> None:
        del self._activities[activity.sid]
        del self.in_activity[activity.sid]

    def put_task_channel(self, channel: TaskChannel) -> None:
        sid = channel.sid
        self._task_channels[sid] = channel
        self._channel_sids[channel.unique_name] = sid
        self.room.setdefault(sid, BitMap())
        self._off.setdefault(sid, BitMap())
        self._free.setdefault(sid, BitMap())
        if channel.channel_optimized_routing and sid not in self._idle_on:
            self._idle_on[sid] = IdleOrder()
            for slot in self.available:
                self._put_in_order(slot)
        elif not channel.channel_optimized_routing:
            self._idle_on.pop(sid, None)

    def remove_task_channel(self, channel: TaskChannel) -> None:
        del self._task_channels[channel.sid]
        del self._channel_sids[channel.unique_name]
        del self.room[channel.sid], self._off[channel.sid]
        del self._free[channel.sid]
        self._idle_on.pop(channel.sid, None)

    def put_worker(self, worker: Worker, before: Worker | None) -> tuple[int, set[Path]]:
        """Take in a worker, new or changed. Answers her slot and the paths that changed."""
        if before is None:
            slot = self._vacant.pop() if self._vacant else len(self._workers)
            self.slots[worker.sid] = slot
            self._channels.setdefault(worker.sid, {})
        else:
            slot = self.slots[worker.sid]
            self.in_activity[before.activity_sid].discard(slot)
        self._workers[slot] = worker
        self.in_activity[worker.activity_sid].add(slot)
        changed: set[Path] = set()
        if (
            before is None
            or before.attributes is not worker.attributes
            or before.friendly_name != worker.friendly_name
        ):
            changed = self.index.put(slot, _seen_of(worker))
            self.stirred[slot] = None
            if (PREFIX in worker.attributes.document) != (slot in self.prefixed):
                self.prefixed ^= BitMap([slot])
                changed.add(self.index.path((PREFIX,)))
        if before is None or before.activity_sid != worker.activity_sid:
            self._set_available(slot, self._activities[worker.activity_sid].available)
        if self.index.watches:
            changed |= self._watch(slot)
        return slot, changed

    def remove_worker(self, worker: Worker) -> int:
        """Forget a worker whose channels are gone. Answers the slot she was in."""
        slot = self.slots.pop(worker.sid)
        self._set_available(slot, False)
        self._occupied.discard(slot)
        self.offered.discard(slot)
        self.prefixed.discard(slot)
        self.index.remove(slot)
        self.in_activity[worker.activity_sid].discard(slot)
        self._held.pop(slot, None)
        self.stirred.pop(slot, None)
        del self._workers[slot], self._channels[worker.sid]
        self._vacant.append(slot)
        return slot

    def put_channel(self, channel: WorkerChannel) -> tuple[int, set[Path]]:
        """Take in a worker's channel. Answers her slot and the paths that changed."""
        slot = self.slots[channel.worker_sid]
        channels = self._channels[channel.worker_sid]
        before = channels.get(channel.task_channel_sid)
        channels[channel.task_channel_sid] = channel
        if channel.last_reserved_date != (before and before.last_reserved_date):
            self._put_in_order(slot)
        return slot, self._set_room(slot, channel.task_channel_sid)

    def remove_channel(self, channel: WorkerChannel) -> tuple[int, set[Path]]:
        slot = self.slots[channel.worker_sid]
        del self._channels[channel.worker_sid][channel.task_channel_sid]
        self._put_in_order(slot)
        return slot, self._set_room(slot, channel.task_channel_sid)

    def hold(
        self,
        worker_sid: str,
        task_channel_sid: str,
        before: ReservationStatus | None,
        after: ReservationStatus | None,
    ) -> tuple[int, set[Path]] | None:
        """Note that a reservation changed its status. Answers as the others do, None if the worker
        is not affected."""
        opened = (after in RESERVATION_OPEN) - (before in RESERVATION_OPEN)
        accepted = (after == "accepted") - (before == "accepted")
        if not opened and not accepted:
            return None
        slot = self.slots[worker_sid]
        held = self._held.setdefault(slot, {})
        was_open, was_accepted = held.get(task_channel_sid, _NONE_HELD)
        held[task_channel_sid] = (was_open + opened, was_accepted + accepted)
        if held[task_channel_sid] == _NONE_HELD:
            del held[task_channel_sid]
        if not held:
            del self._held[slot]
        _set(self._occupied, slot, slot in self._held)
        _set(self.offered, slot, any(count > taken for count, taken in held.values()))
        return slot, self._set_room(slot, task_channel_sid)

    def stir_all(self) -> None:
        self.stirred.update(dict.fromkeys(self.available))

    # --- keeping the sets ---

    def _set_available(self, slot: int, is_available: bool) -> None:
        if is_available:
            self.available.add(slot)
            self._put_in_order(slot)
        else:
            self.available.discard(slot)
            for order in (self._idle, *self._idle_on.values()):
                order.remove(slot)
        for task_channel_sid in self._channels[self._workers[slot].sid]:
            self._set_free(slot, task_channel_sid)
        self._set_unoccupied(slot)

    def _set_room(self, slot: int, task_channel_sid: str) -> set[Path]:
        channel = self._channels[self._workers[slot].sid].get(task_channel_sid)
        used, _ = self.held(slot, task_channel_sid)
        is_on = channel is not None and channel.available
        has_room = is_on and channel is not None and used < channel.configured_capacity
        _set(self._off[task_channel_sid], slot, channel is not None and not is_on)
        _set(self.room[task_channel_sid], slot, has_room)
        self._set_free(slot, task_channel_sid)
        self._set_unoccupied(slot)
        return self._watch(slot) if self.index.watches else set()

    def _set_free(self, slot: int, task_channel_sid: str) -> None:
        free = self._free[task_channel_sid]
        if slot not in self.available or slot not in self.room[task_channel_sid]:
            free.discard(slot)
        elif slot not in free:
            free.add(slot)
            self.stirred[slot] = None

    def _set_unoccupied(self, slot: int) -> None:
        if slot not in self.available or slot in self._occupied:
            self._unoccupied.discard(slot)
        elif slot not in self._unoccupied:
            self._unoccupied.add(slot)
            self.stirred[slot] = None

    def _put_in_order(self, slot: int) -> None:
        if slot in self.available:
            worker = self._workers[slot]
            self._idle.put(slot, self.last_reserved(worker.sid, None), worker.position)
            for task_channel_sid, order in self._idle_on.items():
                order.put(slot, self.last_reserved(worker.sid, task_channel_sid), worker.position)

    def _watch(self, slot: int) -> set[Path]:
        """Note what a worker has at the watched paths. Answers those that changed."""
        resolve = self.sight(slot)
        changed = {
            watch.path
            for watch in self.index.watches.values()
            if watch.put(slot, resolve(watch.steps))
        }
        if changed:
            self.stirred[slot] = None
        return changed


def _set(slots: BitMap, slot: int, is_in: bool) -> None:
    if is_in:
        slots.add(slot)
    else:
        slots.discard(slot)


def _seen_of(worker: Worker) -> dict[str, Any]:
    """What is indexed of a worker whatever anybody asks."""
    document = worker.attributes.document
    seen = {key: document[key] for key in document if key not in SYSTEM_FIELDS}
    return seen | {"sid": worker.sid, "friendly_name": worker.friendly_name}
