"""What people and programs ask of a workspace: random commands, sensible ones and foolish ones.

Each action draws one command from the state as it is, or nothing when there is nothing it could be
about. Most are about things that exist and may succeed; some are stale, misspelt or forbidden.
"""

from collections.abc import Callable
from random import Random
from typing import Any

from simulation import callers, world
from simulation.world import pick

from pointsman.core import commands, instructions
from pointsman.core.commands import Command
from pointsman.core.records import TASK_OPEN, Versioned
from pointsman.core.state import State


class Crowd:
    """Everybody who asks something of the workspace."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._heard: list[tuple[str, str]] = []
        """Every callback that ever was owed, with its reservation."""
        self._rung: dict[str, None] = {}
        """Everything that telephony ever was to do."""
        actions = self._actions()
        self._choices = list(actions)
        self._weights = list(actions.values())

    def _actions(self) -> dict[Callable[[State], Command | None], int]:
        """Each action and how often it is taken, compared with the others."""
        return {
            self._create_task: 26,
            self._update_reservation: 28,
            self._update_task: 9,
            self._delete_task: 2,
            self._create_transfer: self._rng.choice([5, 20, 60]),
            self._update_transfer: 4,
            self._answer_transfer: 9,
            self._update_worker: 11,
            self._update_channel: 4,
            self._create_worker: 2,
            self._delete_worker: 1,
            self._follow_instruction: 6,
            self._fail_callback: 3,
            self._instruct: 8,
            self._finish_voice_request: 9,
            self._update_participant: 3,
            self._update_queue: 4,
            self._create_queue: 1,
            self._update_workflow: 3,
            self._create_workflow: 1,
            self._update_workspace: 2,
            self._update_task_channel: 1,
            self._create_something: 1,
            self._delete_something: 5,
            self._tick: 1,
        }

    def ask(self, state: State) -> Command:
        """The next command."""
        for callback in state.callbacks.values():
            if (heard := (callback.sid, callback.reservation_sid)) not in self._heard:
                self._heard.append(heard)
        self._rung |= dict.fromkeys(state.voice_requests)
        while True:
            [action] = self._rng.choices(self._choices, self._weights)
            if (command := action(state)) is not None:
                return command

    def _some(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _if_match(self, record: Versioned | None) -> int | None:
        if record is None or self._some(0.8):
            return None
        return record.version + self._rng.choice([0, 0, 1, -1])

    def _activity(self, state: State) -> str:
        available = [sid for sid, activity in state.activities.items() if activity.available]
        return pick(self._rng, available if self._some(0.6) else state.activities, "WA")

    def _task(self, state: State) -> str:
        is_open = [sid for sid, task in state.tasks.items() if task.assignment_status in TASK_OPEN]
        return pick(self._rng, is_open if self._some(0.9) else state.tasks, "WT")

    # --- tasks ---

    def _create_task(self, state: State) -> Command:
        rng = self._rng
        given: dict[str, Any] = {}
        if self._some(0.8):
            given["workflow_sid"] = pick(rng, state.workflows, "WW")
        if self._some(0.3):
            given["virtual_start_time"] = state.now - rng.choice(
                [0, 10_000, 30_000, 60_000, 90_000, -5_000]
            )
        if self._some(0.12):
            given["task_queue_sid"] = pick(rng, state.task_queues, "WQ")
        if self._some(0.2):
            table, prefix = rng.choice(
                [(state.workers, "WK")] * 3 + [(state.task_queues, "WQ"), (state.workflows, "WW")]
            )
            given["routing_target"] = pick(rng, table, prefix)
        if self._some(0.5 if given.get("routing_target", "").startswith("WK") else 0.02):
            given["ignore_capacity"] = self._some(0.5)
        return commands.CreateTask(
            attributes=world.draw_task_attributes(rng, state),
            timeout=rng.choice([3, 60, 300, 900, 900]),
            priority=rng.choice([0, 0, 0, 1, 5, 10]),
            task_channel=rng.choice([*world.CHANNELS * 12, "Default", "telegraph"]),
            **given,
        )

    def _update_task(self, state: State) -> Command | None:
        rng = self._rng
        sid = self._task(state)
        given: dict[str, Any] = {}
        if self._some(0.5):
            given["attributes"] = world.draw_task_attributes(rng, state)
        if self._some(0.3):
            given["priority"] = rng.choice([0, 1, 5, 10])
        if self._some(0.3):
            given["assignment_status"] = rng.choice(
                ["canceled", "completed", "completed", "wrapping", "wrapping", "pending", "lost"]
            )
            if self._some(0.5):
                given["reason"] = "because"
        if self._some(0.15):
            given["task_channel"] = rng.choice([*world.CHANNELS, "telegraph"])
        if self._some(0.15):
            given["virtual_start_time"] = state.now - rng.choice([0, 30_000, -1])
        return commands.UpdateTask(sid=sid, if_match=self._if_match(state.tasks.get(sid)), **given)

    def _delete_task(self, state: State) -> Command:
        sid = self._task(state)
        return commands.DeleteTask(sid=sid, if_match=self._if_match(state.tasks.get(sid)))

    # --- reservations ---

    def _update_reservation(self, state: State) -> Command | None:
        rng = self._rng
        is_open = ("pending", "pending", "accepted", "wrapping") if self._some(0.9) else ()
        found = [
            sid
            for sid, reservation in state.reservations.items()
            if not is_open or reservation.reservation_status in is_open
        ]
        if not found:
            return None
        reservation = state.reservations[pick(rng, found, "WR", missing=0)]
        wanted = {
            "pending": ["accepted", "accepted", "accepted", "rejected", "rejected", "completed"],
            "accepted": ["completed", "completed", "wrapping", "rejected"],
            "wrapping": ["completed", "completed", "wrapping"],
        }.get(reservation.reservation_status, ["accepted", "rejected", "completed", "lost"])
        given: dict[str, Any] = {"reservation_status": rng.choice(wanted)}
        if self._some(0.08):
            given = {"instruction": rng.choice(["accept", "Reject", "dequeue", "sing"])}
        elif self._some(0.05):
            given = callers.form_instruction(rng, state)
        if self._some(0.25):
            given["worker_activity_sid"] = self._activity(state)
        if self._some(0.3):
            given["task_sid"] = reservation.task_sid
            if self._some(0.1):
                given["task_sid"] = pick(rng, state.tasks, "WT")
        elif self._some(0.5):
            given["worker_sid"] = reservation.worker_sid
            if self._some(0.1):
                given["worker_sid"] = pick(rng, state.workers, "WK")
        return commands.UpdateReservation(
            sid=reservation.sid, if_match=self._if_match(reservation), **given
        )

    def _follow_instruction(self, state: State) -> Command | None:
        if (heard := self._callback(state)) is None:
            return None
        activity_sid = self._activity(state) if self._some(0.4) else None
        instruction = self._rng.choice(
            [
                instructions.Accept(),
                instructions.Accept(),
                instructions.Reject(activity_sid),
                callers.voice_instruction(self._rng, state),
                callers.voice_instruction(self._rng, state),
                instructions.Wait(),
                instructions.Refused(55555, "unknown instruction"),
            ]
        )
        return commands.FollowInstruction(
            callback_sid=heard[0], reservation_sid=heard[1], instruction=instruction
        )

    def _fail_callback(self, state: State) -> Command | None:
        if (heard := self._callback(state)) is None:
            return None
        return commands.FailCallback(callback_sid=heard[0], reservation_sid=heard[1])

    def _callback(self, state: State) -> tuple[str, str] | None:
        owed = [(callback.sid, callback.reservation_sid) for callback in state.callbacks.values()]
        known = owed if owed and self._some(0.8) else self._heard
        return self._rng.choice(known) if known else None

    # --- telephony ---

    def _instruct(self, state: State) -> Command | None:
        return callers.instruct(self._rng, state)

    def _finish_voice_request(self, state: State) -> Command | None:
        return callers.finish(self._rng, state, list(self._rung))

    def _update_participant(self, state: State) -> Command | None:
        return callers.update_participant(self._rng, state)

    # --- transfers ---

    def _create_transfer(self, state: State) -> Command | None:
        rng = self._rng
        status = ("accepted",) if self._some(0.9) else ("pending", "wrapping", "rejected")
        found = [r for r in state.reservations.values() if r.reservation_status in status]
        if not found:
            return None
        reservation = rng.choice(found)
        if self._some(0.5):
            to = pick(rng, state.task_queues, "WQ", missing=0.02)
        else:
            to = self._other_worker(state, reservation.worker_sid)
        given: dict[str, Any] = {}
        if self._some(0.2):
            given["priority"] = rng.choice([0, 1, 5, 10])
        if self._some(0.2):
            given["attributes"] = world.draw_task_attributes(rng, state)
        stray = self._some(0.05)
        return commands.CreateTransfer(
            worker_sid=pick(rng, state.workers, "WK") if stray else reservation.worker_sid,
            task_sid=self._task(state) if self._some(0.05) else reservation.task_sid,
            reservation_sid=reservation.sid,
            to=to,
            mode=rng.choice(["WARM", "COLD"]),
            **given,
        )

    def _other_worker(self, state: State, present: str) -> str:
        """Most often somebody else who is at work."""
        others = [
            sid
            for sid, worker in state.workers.items()
            if sid != present and state.activities[worker.activity_sid].available
        ]
        return pick(self._rng, others if others and self._some(0.8) else state.workers, "WK")

    def _answer_transfer(self, state: State) -> Command | None:
        """Let whoever it concerns do something while a transfer is under way."""
        rng = self._rng
        moving = [t.task_sid for t in state.transfers.values() if t.transfer_status == "initiated"]
        found = [
            r
            for r in state.reservations.values()
            if r.task_sid in moving and r.reservation_status in ("pending", "accepted", "wrapping")
        ]
        if not found:
            return None
        reservation = rng.choice(found)
        wanted = {
            "pending": ["accepted", "accepted", "rejected", "rejected"],
            "accepted": ["wrapping", "completed"],
            "wrapping": ["completed"],
        }[reservation.reservation_status]
        return commands.UpdateReservation(
            sid=reservation.sid, reservation_status=rng.choice(wanted)
        )

    def _update_transfer(self, state: State) -> Command | None:
        rng = self._rng
        is_open = self._some(0.8)
        found = [
            transfer
            for transfer in state.transfers.values()
            if not is_open or transfer.transfer_status == "initiated"
        ]
        if not found:
            return None
        transfer = rng.choice(found)
        by = transfer.initiating_worker_sid
        return commands.UpdateTransfer(
            sid=transfer.sid,
            worker_sid=by if self._some(0.9) else pick(rng, state.workers, "WK"),
            task_sid=rng.choice([None, None, transfer.task_sid, self._task(state)]),
            transfer_status="canceled" if self._some(0.9) else "complete",
        )

    # --- workers ---

    def _create_worker(self, state: State) -> Command:
        return world.draw_worker(self._rng, state, self._rng.choice(world.NAMES))

    def _update_worker(self, state: State) -> Command:
        rng = self._rng
        sid = pick(rng, state.workers, "WK")
        given: dict[str, Any] = {}
        if self._some(0.8):
            given["activity_sid"] = self._activity(state)
            given["reject_pending_reservations"] = self._some(0.3)
        if self._some(0.3):
            given["attributes"] = world.draw_worker_attributes(rng)
        if self._some(0.05):
            given["friendly_name"] = rng.choice(world.NAMES)
        worker = state.workers.get(sid)
        return commands.UpdateWorker(sid=sid, if_match=self._if_match(worker), **given)

    def _delete_worker(self, state: State) -> Command:
        sid = pick(self._rng, state.workers, "WK")
        return commands.DeleteWorker(sid=sid, if_match=self._if_match(state.workers.get(sid)))

    def _update_channel(self, state: State) -> Command:
        rng = self._rng
        given: dict[str, Any] = {}
        if self._some(0.8):
            given["capacity"] = rng.choice([0, 1, 2, 3])
        if self._some(0.3):
            given["available"] = self._some(0.7)
        return commands.UpdateWorkerChannel(
            worker_sid=pick(rng, state.workers, "WK"),
            sid=rng.choice([*world.CHANNELS, pick(rng, state.worker_channels, "WC")]),
            **given,
        )

    # --- the configuration ---

    def _create_queue(self, state: State) -> Command:
        return world.draw_queue(self._rng, state, f"queue {self._rng.randint(0, 6)}")

    def _update_queue(self, state: State) -> Command:
        rng = self._rng
        given: dict[str, Any] = {}
        if self._some(0.6):
            given["target_workers"] = rng.choice([*world.TARGET_WORKERS, "level >="])
        if self._some(0.3):
            given["max_reserved_workers"] = rng.choice([1, 2, 3])
        if self._some(0.3):
            given["task_order"] = rng.choice(["FIFO", "LIFO"])
        if self._some(0.4):
            given["reservation_activity_sid"] = rng.choice([self._activity(state), ""])
        if self._some(0.4):
            given["assignment_activity_sid"] = rng.choice([self._activity(state), ""])
        return commands.UpdateTaskQueue(sid=pick(rng, state.task_queues, "WQ"), **given)

    def _create_workflow(self, state: State) -> Command:
        return world.draw_workflow(self._rng, state, f"workflow {self._rng.randint(0, 3)}")

    def _update_workflow(self, state: State) -> Command:
        rng = self._rng
        given: dict[str, Any] = {"re_evaluate_tasks": self._some(0.5)}
        if self._some(0.7):
            given["configuration"] = world.draw_configuration(rng, state)
        if self._some(0.3):
            given["task_reservation_timeout"] = rng.randint(5, 60)
        return commands.UpdateWorkflow(sid=pick(rng, state.workflows, "WW"), **given)

    def _update_workspace(self, state: State) -> Command:
        rng = self._rng
        given: dict[str, Any] = {}
        if self._some(0.5):
            given["prioritize_queue_order"] = rng.choice(["FIFO", "LIFO"])
        if self._some(0.3):
            given["timeout_activity_sid"] = self._activity(state)
        if self._some(0.5):
            given["multi_task_enabled"] = self._some(0.5)
        return commands.UpdateWorkspace(**given)

    def _update_task_channel(self, state: State) -> Command:
        return commands.UpdateTaskChannel(
            sid=pick(self._rng, state.task_channels, "TC"),
            channel_optimized_routing=self._some(0.5),
        )

    def _create_something(self, state: State) -> Command:
        if self._some(0.5):
            return commands.CreateActivity(friendly_name="Lunch", available=self._some(0.5))
        return commands.CreateTaskChannel(friendly_name="Tickets", unique_name="ticket")

    def _delete_something(self, state: State) -> Command:
        rng = self._rng
        return rng.choice(
            [
                commands.DeleteTaskQueue(sid=pick(rng, state.task_queues, "WQ")),
                commands.DeleteWorkflow(sid=pick(rng, state.workflows, "WW")),
                commands.DeleteActivity(sid=pick(rng, state.activities, "WA")),
                commands.DeleteTaskChannel(sid=pick(rng, state.task_channels, "TC")),
            ]
        )

    def _tick(self, state: State) -> Command:
        return commands.Tick()
