"""Checks that several nouns share: each returns what was asked for, or refuses."""

from typing import TypeVar

from msgspec import UNSET, UnsetType

from pointsman.core import errors, sids
from pointsman.core.records import Activity, Record, TaskChannel, Versioned
from pointsman.core.state import State

R = TypeVar("R", bound=Record)


def check_found(record: R | None) -> R:
    """What the path names."""
    if record is None:
        raise errors.NotFound
    return record


def check_version(record: Versioned, if_match: int | None) -> None:
    if if_match is not None and if_match != record.version:
        raise errors.VersionMismatch(record.sid, record.version)


def check_name(state: State, kind: type[R], name: str, present: R | None = None) -> None:
    """Names are unique whatever their letters' case; keeping one's own is fine."""
    holder = state.find_named(kind, name)
    if holder is not None and (present is None or holder.sid != present.sid):
        raise errors.name_taken(
            kind.__name__, name, state.workspace_sid, state.workspace.account_sid
        )


def check_activity(state: State, parameter: str, sid: str) -> Activity:
    activity = state.activities.get(sid)
    if activity is None:
        raise errors.unknown_reference(parameter, sid)
    return activity


def check_optional_activity(
    state: State, parameter: str, sid: str | UnsetType, default: str | None
) -> str | None:
    """An activity that may be left out (``default``) or cleared with an empty value."""
    if sid is UNSET:
        return default
    return check_activity(state, parameter, sid).sid if sid else None


def check_task_channel(state: State, name: str) -> TaskChannel:
    """A task channel by SID or unique name, as a parameter."""
    channel = state.find_task_channel(name)
    if channel is None:
        raise errors.unknown_reference("TaskChannel", name)
    return channel


def check_sid(parameter: str, sid: str, prefix: str) -> str:
    if not sids.is_sid(sid, prefix):
        raise errors.invalid(parameter, f"{sid} is not a SID that starts with {prefix}")
    return sid
