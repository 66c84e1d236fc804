"""``Workspaces/{WS}/Workers/{WK}/…Participant``: who takes part in the conference of a task."""

from pointsman.bridge import shapes
from pointsman.bridge.call import Call, Payload
from pointsman.core import commands


async def hold_customer(call: Call) -> Payload:
    return await _update(call, "hold-customer")


async def hold_worker(call: Call) -> Payload:
    return await _update(call, "hold-worker")


async def kick_worker(call: Call) -> Payload:
    return await _update(call, "kick-worker")


async def update_worker(call: Call) -> Payload:
    return await _update(call, "update-worker")


async def _update(call: Call, action: str) -> Payload:
    """The task of the conference: the SDK takes it as the task's present edition."""
    command = call.read(
        commands.UpdateParticipant, action=action, worker_sid=call.path["worker_sid"]
    )
    return shapes.task(call.scene, await call.submit(command))
