"""``Workspaces/{WS}/Tasks``"""

from pointsman.bridge import shapes
from pointsman.bridge.call import Call, Payload
from pointsman.core import commands, errors, questions
from pointsman.core.views import TaskView

CHANNEL_NAMES = ("TaskChannelSid", "TaskChannelUniqueName")
"""What the SDK calls ``TaskChannel``."""


async def create(call: Call) -> Payload:
    named = [call.parameters[name] for name in CHANNEL_NAMES if name in call.parameters]
    if named:
        call.parameters = {**call.parameters, "TaskChannel": named[0]}
    return shapes.task(call.scene, await call.submit(call.read(commands.CreateTask)))


async def fetch(call: Call) -> Payload:
    await _check_holder(call)
    return shapes.task(call.scene, await call.find(TaskView, call.path["sid"]))


async def update(call: Call) -> Payload:
    await _check_holder(call)
    command = call.read(commands.UpdateTask, sid=call.path["sid"], if_match=call.if_match)
    return shapes.task(call.scene, await call.submit(command))


async def _check_holder(call: Call) -> None:
    """A worker sees and changes the tasks she holds; who leads others, all."""
    if call.grant.role != "worker":
        return
    question = questions.ListHeld(worker_sid=call.grant.worker_sid or "")
    held: questions.Held = await call.ask(question)
    if all(one.task.record.sid != call.path["sid"] for one in held.reservations):
        raise errors.Forbidden("The worker has no open reservation of this task")
