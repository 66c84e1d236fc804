"""Workspaces: how one comes to be, changes, and goes with all that is in it."""

from msgspec import UNSET

from pointsman.core import commands, errors, journal, records, showing, views
from pointsman.core.operations import (
    activities,
    checks,
    task_channels,
    task_queues,
    workflows,
)
from pointsman.core.records import TASK_OPEN, Activity, Workspace
from pointsman.core.state import State

MULTITASKING_ACTIVITIES = [("Offline", False), ("Available", True), ("Unavailable", False)]
SINGLE_TASKING_ACTIVITIES = [
    ("Offline", False),
    ("Idle", True),
    ("Busy", False),
    ("Reserved", False),
]
TASK_CHANNELS = [
    ("Default", "default"),
    ("Voice", "voice"),
    ("Programmable Chat", "chat"),
    ("SMS", "sms"),
    ("Video", "video"),
]


def create(state: State, command: commands.CreateWorkspace) -> views.WorkspaceView:
    _, position = state.mint("")
    workspace = Workspace(
        sid=command.sid,
        workspace_sid=command.sid,
        position=position,
        date_created=state.now,
        date_updated=state.now,
        account_sid=command.account_sid,
        friendly_name=command.friendly_name,
        event_callback_url=command.event_callback_url,
        events_filter=command.events_filter,
        default_activity_sid="",
        timeout_activity_sid="",
        multi_task_enabled=command.multi_task_enabled,
        prioritize_queue_order=command.prioritize_queue_order,
        event_callback_since=position if command.event_callback_url else None,
    )
    state.put(workspace)
    journal.workspace(state, "workspace.created", workspace)
    born_with = MULTITASKING_ACTIVITIES if command.multi_task_enabled else SINGLE_TASKING_ACTIVITIES
    for name, available in born_with:
        activities.create(state, commands.CreateActivity(friendly_name=name, available=available))
    for name, unique_name in TASK_CHANNELS:
        task_channels.create(
            state, commands.CreateTaskChannel(friendly_name=name, unique_name=unique_name)
        )
    offline = checks.check_found(state.find_named(Activity, "Offline")).sid
    workspace = state.change(workspace, default_activity_sid=offline, timeout_activity_sid=offline)
    if command.template == "FIFO":
        queue = task_queues.create(state, commands.CreateTaskQueue(friendly_name="Sample Queue"))
        configuration = f'{{"task_routing":{{"default_filter":{{"queue":"{queue.record.sid}"}}}}}}'
        workflows.create(
            state,
            commands.CreateWorkflow(
                friendly_name="Default Fifo Workflow", configuration=configuration
            ),
        )
    return showing.of_workspace(state, workspace)


def update(state: State, command: commands.UpdateWorkspace) -> views.WorkspaceView:
    workspace = state.workspace
    changes: dict[str, object] = {}
    for name in ("friendly_name", "event_callback_url", "events_filter", "prioritize_queue_order"):
        if (value := getattr(command, name)) is not UNSET:
            changes[name] = value
    for name, parameter in (
        ("default_activity_sid", "DefaultActivitySid"),
        ("timeout_activity_sid", "TimeoutActivitySid"),
    ):
        if (sid := getattr(command, name)) is not UNSET:
            changes[name] = checks.check_activity(state, parameter, sid).sid
    if command.multi_task_enabled is not UNSET:
        _check_multi_tasking(state, command.multi_task_enabled)
        changes["multi_task_enabled"] = command.multi_task_enabled
    if command.event_callback_url is not UNSET:
        changes["event_callback_since"] = _owed_since(state, command.event_callback_url)
    changed = state.change(workspace, **changes)
    if changed is not workspace:
        journal.workspace(state, "workspace.updated", changed)
    return showing.of_workspace(state, changed)


def delete(state: State, command: commands.DeleteWorkspace) -> None:
    journal.workspace(state, "workspace.deleted", state.workspace)
    workspace = state.workspace
    for record in reversed(state.records()):
        if not isinstance(record, records.Workspace):
            state.remove(record)
    state.remove(workspace)
    state.arrivals.clear()


def _owed_since(state: State, url: str) -> int | None:
    """Another address takes over what is owed to the one before; none is owed nothing."""
    if not url:
        return None
    since = state.workspace.event_callback_since
    return state.position if since is None else since


def _check_multi_tasking(state: State, wanted: bool) -> None:
    is_open = any(task.assignment_status in TASK_OPEN for task in state.tasks.values())
    if state.workspace.multi_task_enabled and not wanted and is_open:
        raise errors.invalid("MultiTaskEnabled", "cannot become false while tasks are open")
