"""Task channels: the kinds of work. Every worker has a channel for each."""

from msgspec import UNSET

from pointsman.core import commands, errors, journal, views
from pointsman.core.operations import checks
from pointsman.core.records import TaskChannel, WorkerChannel
from pointsman.core.state import State

BUILT_IN = frozenset({"default", "voice", "chat", "sms", "video"})


def create(state: State, command: commands.CreateTaskChannel) -> views.TaskChannelView:
    checks.check_name(state, TaskChannel, command.unique_name)
    channel = state.create(
        TaskChannel,
        friendly_name=command.friendly_name,
        unique_name=command.unique_name,
        channel_optimized_routing=command.channel_optimized_routing,
    )
    journal.task_channel(state, "task-channel.created", channel)
    for worker in sorted(state.workers.values(), key=lambda worker: worker.position):
        add_to_worker(state, worker.sid, channel.sid)
    return views.TaskChannelView(record=channel)


def add_to_worker(state: State, worker_sid: str, task_channel_sid: str) -> None:
    state.create(
        WorkerChannel,
        worker_sid=worker_sid,
        task_channel_sid=task_channel_sid,
        configured_capacity=1,
        available=True,
        last_reserved_date=None,
    )


def update(state: State, command: commands.UpdateTaskChannel) -> views.TaskChannelView:
    channel = checks.check_found(state.find_task_channel(command.sid))
    changes: dict[str, object] = {}
    if command.friendly_name is not UNSET:
        changes["friendly_name"] = command.friendly_name
    if command.channel_optimized_routing is not UNSET:
        changes["channel_optimized_routing"] = command.channel_optimized_routing
    changed = state.change(channel, **changes)
    if changed is not channel:
        journal.task_channel(state, "task-channel.updated", changed)
    return views.TaskChannelView(record=changed)


def delete(state: State, command: commands.DeleteTaskChannel) -> None:
    channel = checks.check_found(state.find_task_channel(command.sid))
    if because := _why_kept(state, channel):
        raise errors.cannot_delete(
            "TaskChannel", channel.sid, state.workspace_sid, state.workspace.account_sid, because
        )
    journal.task_channel(state, "task-channel.deleted", channel)
    for worker in list(state.workers.values()):
        state.remove(state.channel_of(worker.sid, channel.sid))
    state.remove(channel)


def _why_kept(state: State, channel: TaskChannel) -> str | None:
    if channel.unique_name in BUILT_IN:
        return "it is built in."
    if channel.sid in state.open_tasks:
        return "open tasks use it."
    return None
