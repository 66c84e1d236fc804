"""Activities: what a worker can be doing."""

from msgspec import UNSET

from pointsman.core import commands, errors, journal, views
from pointsman.core.operations import checks
from pointsman.core.records import Activity
from pointsman.core.state import State


def create(state: State, command: commands.CreateActivity) -> views.ActivityView:
    checks.check_name(state, Activity, command.friendly_name)
    activity = state.create(
        Activity, friendly_name=command.friendly_name, available=command.available
    )
    journal.activity(state, "activity.created", activity)
    return views.ActivityView(record=activity)


def update(state: State, command: commands.UpdateActivity) -> views.ActivityView:
    activity = checks.check_found(state.activities.get(command.sid))
    if command.friendly_name is not UNSET:
        checks.check_name(state, Activity, command.friendly_name, activity)
        changed = state.change(activity, friendly_name=command.friendly_name)
        if changed is not activity:
            journal.activity(state, "activity.updated", changed)
        activity = changed
    return views.ActivityView(record=activity)


def delete(state: State, command: commands.DeleteActivity) -> None:
    activity = checks.check_found(state.activities.get(command.sid))
    if because := _why_kept(state, activity.sid):
        raise errors.cannot_delete(
            "Activity", activity.sid, state.workspace_sid, state.workspace.account_sid, because
        )
    journal.activity(state, "activity.deleted", activity)
    state.remove(activity)


def _why_kept(state: State, sid: str) -> str | None:
    if sid == state.workspace.default_activity_sid:
        return "it is the workspace's default activity."
    if sid == state.workspace.timeout_activity_sid:
        return "it is the workspace's timeout activity."
    if state.roster.in_activity[sid]:
        return "a worker is in it."
    if any(
        sid in (queue.reservation_activity_sid, queue.assignment_activity_sid)
        for queue in state.task_queues.values()
    ):
        return "a task queue uses it."
    return None
