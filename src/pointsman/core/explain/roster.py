"""A workspace with other workers than it has, to ask what would become of a task there."""

from collections.abc import Iterable
from typing import Any

import msgspec

from pointsman.core import errors, sids
from pointsman.core.commands import Capacity
from pointsman.core.records import Activity, Attributes, Instant, Record, Worker, WorkerChannel
from pointsman.core.state import State

PARAMETER = "Workers"
WORKERS_MAX = 1_000


class GivenWorker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A worker as she is written down. Left out, everything is as good for her as can be."""

    friendly_name: str | None = None
    attributes: dict[str, Any] | str = {}
    activity: str | None = None
    """The name or the SID of an activity."""
    available: bool = True
    channels: dict[str, "GivenChannel | Capacity"] = {}
    """Unique name, or SID, → capacity, or what there is to say of the channel."""


class GivenChannel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One channel of a worker."""

    capacity: Capacity = 1
    available: bool = True


def parse_roster(text: str) -> list[GivenWorker]:
    """Read a list of workers. Raises ``errors.Invalid`` saying where it is wrong."""
    try:
        workers = msgspec.json.decode(text, type=list[GivenWorker])
    except (msgspec.ValidationError, msgspec.DecodeError, RecursionError) as error:
        raise errors.invalid(PARAMETER, f"not a list of workers ({error})") from None
    if len(workers) > WORKERS_MAX:
        raise errors.invalid(PARAMETER, f"more than {WORKERS_MAX} workers")
    return workers


def documents(workers: list[GivenWorker]) -> list[dict[str, Any]]:
    """The attributes of each."""
    return [_attributes(worker, number).document for number, worker in enumerate(workers)]


def with_roster(state: State, text: str, queue_sids: Iterable[str], now: Instant) -> State:
    """A workspace like that of ``state``, with some of its queues, the workers of a JSON list, and
    without tasks."""
    furniture: list[Record] = [
        state.workspace,
        *state.activities.values(),
        *state.task_channels.values(),
        *(state.task_queues[sid] for sid in sorted(queue_sids)),
    ]
    for number, given in enumerate(parse_roster(text)):
        furniture += _records_of(state, given, number, now)
    scratch = State(state.workspace_sid, state.rules)
    scratch.restore(furniture)
    return scratch


def _records_of(state: State, given: GivenWorker, number: int, now: Instant) -> list[Record]:
    common: dict[str, Any] = {
        "workspace_sid": state.workspace_sid,
        "position": number,
        "date_created": now,
        "date_updated": now,
    }
    worker = Worker(
        **common,
        sid=f"{sids.WORKER}{number:032x}",
        friendly_name=given.friendly_name or f"worker {number + 1}",
        activity_sid=_activity(state, given, number).sid,
        attributes=_attributes(given, number),
        date_status_changed=now,
    )
    records: list[Record] = [worker]
    given_terms: dict[str, GivenChannel | int] = {}
    for name, terms in given.channels.items():
        if (named := state.find_task_channel(name)) is None:
            raise errors.invalid(PARAMETER, f"[{number}].channels: there is no channel {name}")
        given_terms[named.sid] = terms
    for index, channel in enumerate(state.task_channels.values()):
        terms = given_terms.get(channel.sid, 1)
        if isinstance(terms, int):
            terms = GivenChannel(capacity=terms)
        records.append(
            WorkerChannel(
                **common,
                sid=f"{sids.WORKER_CHANNEL}{number:016x}{index:016x}",
                worker_sid=worker.sid,
                task_channel_sid=channel.sid,
                configured_capacity=terms.capacity,
                available=terms.available,
                last_reserved_date=None,
            )
        )
    return records


def _activity(state: State, given: GivenWorker, number: int) -> Activity:
    if given.activity is not None:
        named = state.activities.get(given.activity) or state.find_named(Activity, given.activity)
        if named is None:
            raise errors.invalid(
                PARAMETER, f"[{number}].activity: there is no activity {given.activity}"
            )
        return named
    for activity in state.activities.values():
        if activity.available == given.available:
            return activity
    what = "an available" if given.available else "an unavailable"
    raise errors.invalid(PARAMETER, f"[{number}]: the workspace does not have {what} activity")


def _attributes(given: GivenWorker, number: int) -> Attributes:
    if isinstance(given.attributes, dict):
        text = msgspec.json.encode(given.attributes).decode()
        return Attributes(text, given.attributes)
    # As the API writes them: JSON in a text.
    try:
        return Attributes.parse(given.attributes)
    except ValueError as error:
        raise errors.invalid(PARAMETER, f"[{number}].attributes: {error}") from None
