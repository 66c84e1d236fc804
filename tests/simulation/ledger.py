"""What the events alone say: somebody who only listens must know every status there is."""

from pointsman.core.events import Event
from pointsman.core.state import State

RESERVATION_AFTER = {
    "reservation.accepted": (("pending",), "accepted"),
    "reservation.rejected": (("pending",), "rejected"),
    "reservation.timeout": (("pending",), "timeout"),
    "reservation.canceled": (("pending",), "canceled"),
    "reservation.rescinded": (("pending",), "rescinded"),
    "reservation.wrapup": (("accepted",), "wrapping"),
    "reservation.completed": (("accepted", "wrapping"), "completed"),
}
TRANSFER_AFTER = {
    "task.transfer-attempt-failed": "initiated",
    "task.transfer-completed": "complete",
    "task.transfer-failed": "failed",
    "task.transfer-canceled": "canceled",
}
TASK_AFTER = {
    "task.wrapup": (("open",), "wrapping"),
    "task.completed": (("open", "wrapping"), "completed"),
    "task.canceled": (("open",), "canceled"),
}


class Ledger:
    """Statuses and activities, kept from events, which may never say anything twice."""

    def __init__(self) -> None:
        self.reservations: dict[str, str] = {}
        self.transfers: dict[str, str] = {}
        self.activities: dict[str, str] = {}
        """Worker SID → the SID of her activity."""
        self._told: dict[str, str] = {}
        """Task SID → what was said of it; ``open`` until it wraps up or ends."""
        self._offers: dict[str, list[str]] = {}
        """Task SID → its reservations."""
        self._moves: dict[str, list[str]] = {}
        """Task SID → its transfers."""

    @property
    def tasks(self) -> dict[str, str]:
        """The status of every task, which follows from its reservations while it is open."""
        return {sid: self._status(sid) for sid in self._told}

    def read(self, event: Event) -> None:
        """Take in one event, which must fit what is known."""
        sid, data = event.resource_sid, event.data
        match event.event_type:
            case "task.created":
                assert sid not in self._told, f"{sid} is created twice"
                self._told[sid], self._offers[sid], self._moves[sid] = "open", [], []
            case "task.deleted":
                self._forget(sid)
            case "task.system-deleted":
                # What it held is completed after it.
                offers = {self.reservations[offer] for offer in self._offers[sid]}
                assert offers & {"accepted", "wrapping", "completed"}, f"{sid} was never accepted"
                self._told[sid] = "system-deleted"
            case kind if kind in TASK_AFTER:
                allowed, status = TASK_AFTER[kind]
                assert self._told[sid] in allowed, f"{kind} of {sid}, which is {self._told[sid]}"
                assert data["task_assignment_status"] == status, f"{kind} shows another status"
                self._told[sid] = status
            case "reservation.created":
                assert sid not in self.reservations, f"{sid} is created twice"
                assert self._status(data["task_sid"]) in ("pending", "reserved")
                self.reservations[sid] = "pending"
                self._offers[data["task_sid"]].append(sid)
            case kind if kind in RESERVATION_AFTER:
                allowed, status = RESERVATION_AFTER[kind]
                present = self.reservations[sid]
                assert present in allowed, f"{kind} of {sid}, which is {present}"
                self.reservations[sid] = status
            case "task.transfer-initiated":
                assert sid not in self.transfers, f"{sid} is initiated twice"
                task_sid = data["task_sid"]
                assert self._status(task_sid) == "assigned", f"{sid} is of an idle task"
                assert data["transfer_status"] == "initiated"
                self.transfers[sid] = "initiated"
                self._moves[task_sid].append(sid)
            case kind if kind in TRANSFER_AFTER:
                assert self.transfers[sid] == "initiated", f"{kind} of {sid}, which is over"
                self.transfers[sid] = TRANSFER_AFTER[kind]
                assert data["transfer_status"] == self.transfers[sid], f"{kind} shows another"
                is_failure = kind.endswith("failed")
                assert is_failure == ("transfer_failed_reason" in data), f"{kind} without reason"
            case "worker.created":
                self.activities[sid] = data["worker_activity_sid"]
            case "worker.activity.update":
                previous = data["worker_previous_activity_sid"]
                assert self.activities[sid] == previous, f"{sid} was not in {previous}"
                assert data["worker_activity_sid"] != previous, f"{sid} stays in {previous}"
                self.activities[sid] = data["worker_activity_sid"]
            case "worker.deleted":
                del self.activities[sid]
            case "workspace.deleted":
                for table in vars(self).values():
                    table.clear()

    def forget_old(self, state: State) -> None:
        """Drop the tasks whose time is over, of which no event tells."""
        for sid in [sid for sid in self._told if sid not in state.tasks]:
            ended = ("completed", "canceled", "system-deleted")
            assert self._told[sid] in ended, f"{sid} is gone without an event"
            self._forget(sid)

    def _status(self, task_sid: str) -> str:
        if self._told[task_sid] != "open":
            return self._told[task_sid]
        offers = {self.reservations[sid] for sid in self._offers[task_sid]}
        is_moving = "initiated" in {self.transfers[sid] for sid in self._moves[task_sid]}
        if not is_moving and offers & {"accepted", "wrapping"}:
            return "assigned"
        return "reserved" if "pending" in offers else "pending"

    def _forget(self, task_sid: str) -> None:
        for sid in self._offers.pop(task_sid):
            assert self.reservations.pop(sid) not in ("pending", "accepted", "wrapping")
        for sid in self._moves.pop(task_sid):
            assert self.transfers.pop(sid) != "initiated", f"{sid} never ended"
        del self._told[task_sid]
