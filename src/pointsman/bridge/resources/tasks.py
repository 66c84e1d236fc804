"""``Workspaces/{WS}/Tasks``"""

from collections.abc import Sequence

from pointsman.bridge import shapes
from pointsman.bridge.call import Call, Payload
from pointsman.core import commands, errors, questions
from pointsman.core.records import ReservationStatus
from pointsman.core.views import TaskView

CHANNEL_NAMES = ("TaskChannelSid", "TaskChannelUniqueName")
"""What the SDK calls ``TaskChannel``."""

_ACCEPTED: tuple[ReservationStatus, ...] = ("accepted", "wrapping")


async def create(call: Call) -> Payload:
    named = [call.parameters[name] for name in CHANNEL_NAMES if name in call.parameters]
    if named:
        call.parameters = {**call.parameters, "TaskChannel": named[0]}
    return shapes.task(call.scene, await call.submit(call.read(commands.CreateTask)))


async def fetch(call: Call) -> Payload:
    await _check_holder(call, ("pending", *_ACCEPTED))
    return shapes.task(call.scene, await call.find(TaskView, call.path["sid"]))


async def update(call: Call) -> Payload:
    await _check_holder(call, _ACCEPTED)
    command = call.read(commands.UpdateTask, sid=call.path["sid"], if_match=call.if_match)
    return shapes.task(call.scene, await call.submit(command))


async def _check_holder(call: Call, statuses: Sequence[ReservationStatus]) -> None:
    """Refuse a worker who has no reservation of the task in such a status; who leads has all."""
    if call.grant.role != "worker":
        return
    question = questions.ListHeld(worker_sid=call.grant.worker_sid or "")
    held: questions.Held = await call.ask(question)
    if not any(
        one.task.record.sid == call.path["sid"]
        and one.reservation.record.reservation_status in statuses
        for one in held.reservations
    ):
        raise errors.Forbidden(
            f"The worker has no reservation of this task that is {' or '.join(statuses)}"
        )
