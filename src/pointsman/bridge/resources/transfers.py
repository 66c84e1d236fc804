"""``Workspaces/{WS}/Workers/{WK}/Transfers``"""

from pointsman.bridge import shapes
from pointsman.bridge.call import Call, Payload
from pointsman.core import commands
from pointsman.core.views import TransferView


async def create(call: Call) -> Payload:
    command = call.read(commands.CreateTransfer, worker_sid=call.path["worker_sid"])
    created: TransferView = await call.submit(command)
    return shapes.transfer(call.scene, created.record)


async def update(call: Call) -> Payload:
    command = call.read(
        commands.UpdateTransfer, sid=call.path["sid"], worker_sid=call.path["worker_sid"]
    )
    changed: TransferView = await call.submit(command)
    return shapes.transfer(call.scene, changed.record)
