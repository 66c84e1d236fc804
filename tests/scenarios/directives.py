"""What a scenario can ask for, one function a directive.

    workspace multi=false template=FIFO      rules may be given too: assignment_limit=3
    new-activity Lunch available=false
    new-channel email optimized=true
    worker Alice Idle {"languages": ["en"]}
    queue English max=2 order=LIFO: languages HAS "en"       changes the queue if there is one
    workflow Main answer=60 callback=http://app/assign       likewise; below it the configuration
      {"task_routing": {"default_filter": {"queue": "English"}}}
    task {"selected_language": "es"} priority=5 channel=chat timeout=60 target=Alice
    update T1 priority=5 reason=Enough {"new": "attributes"}, and so Alice, WS, Idle, chat
    cancel T1 · wrap T1 · complete T1 · wrap R1 · complete R1
    accept R1 · reject R1 activity=Offline · instruct R1 accept
    transfer T1 to=Bob mode=COLD by=R1 {"new": "attributes"}     by whoever accepted it last
    cancel-transfer X1 by=Bob                                    by whoever initiated it
    activity Alice Idle reject=true
    capacity Alice chat 3 · availability Alice chat false
    delete T1
    callback-answers R1 {"instruction": "accept"} · callback-fails R1
    advance 30s
    show · show all · show workspace

Names stand for SIDs everywhere, also in the JSON of workflows and of callbacks. Options are the
fields of the command, some of them under a shorter name (``_FIELDS``).
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from scenarios.world import ACCOUNT_SID, WORKSPACE_SID, World

from pointsman.core import commands, instructions
from pointsman.core.rules import Rules

_FIELDS = {
    "activity": "worker_activity_sid",
    "answer": "task_reservation_timeout",
    "assigned": "assignment_activity_sid",
    "callback": "assignment_callback_url",
    "channel": "task_channel",
    "default": "default_activity_sid",
    "fallback": "fallback_assignment_callback_url",
    "max": "max_reserved_workers",
    "multi": "multi_task_enabled",
    "name": "friendly_name",
    "optimized": "channel_optimized_routing",
    "order": "task_order",
    "prefer": "prioritize_queue_order",
    "queue": "task_queue_sid",
    "reevaluate": "re_evaluate_tasks",
    "reject": "reject_pending_reservations",
    "reserved": "reservation_activity_sid",
    "start": "virtual_start_time",
    "status": "assignment_status",
    "target": "routing_target",
    "by": "worker_sid",
    "timeout_activity": "timeout_activity_sid",
    "workflow": "workflow_sid",
}
"""Options that are shorter than the fields they set; the others are called as their fields."""

_UPDATES = {
    "WA": commands.UpdateActivity,
    "TC": commands.UpdateTaskChannel,
    "WK": commands.UpdateWorker,
    "WT": commands.UpdateTask,
    "WR": commands.UpdateReservation,
}
_DELETES = {
    "WA": commands.DeleteActivity,
    "TC": commands.DeleteTaskChannel,
    "WK": commands.DeleteWorker,
    "WQ": commands.DeleteTaskQueue,
    "WW": commands.DeleteWorkflow,
    "WT": commands.DeleteTask,
}
_NAMING_KEYS = {
    "queue",
    "task_queue_sid",
    "activity_sid",
    "post_work_activity_sid",
    "known_worker_sid",
}
"""Keys in JSON whose value is a SID, for which a scenario writes a name."""

_MILLISECONDS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}


@dataclass(frozen=True)
class Line:
    """A directive: ``verb word… key=value… {"json": 1}: text``, where only the verb must be."""

    verb: str
    words: list[str]
    options: dict[str, str]
    json: str
    text: str
    """What follows the colon."""
    body: str
    """The indented lines below."""


def perform(world: World, line: Line) -> list[str]:
    """Do what a directive says. Answers with what happened."""
    return _DIRECTIVES[line.verb](world, line)


def _build(world: World, kind: type[commands.Command], line: Line, **fields: Any) -> Any:
    """A command of ``kind``: the fields given, and those the directive's options set."""
    for option, value in line.options.items():
        field = _FIELDS.get(option, option)
        assert field in kind.__struct_fields__, f"{line.verb} has no option {option}"
        if field.endswith("_sid") or field in ("routing_target", "supervisor", "to"):
            value = world.names.sid_of(value)
        elif field == "virtual_start_time":
            value = world.clock.now() + _parse_duration(value)
        fields[field] = value
    if line.json and "attributes" in kind.__struct_fields__:
        fields["attributes"] = {"text": line.json, "document": json.loads(line.json)}
    return msgspec.convert(fields, kind, strict=False)


def _parse_duration(text: str) -> int:
    match = re.fullmatch(r"(-?\d+)(ms|s|m|h)", text)
    assert match, f"{text} is no duration"
    return int(match[1]) * _MILLISECONDS[match[2]]


def _put_sids(world: World, value: Any) -> Any:
    if isinstance(value, list):
        return [_put_sids(world, item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: world.names.sid_of(item) if key in _NAMING_KEYS else _put_sids(world, item)
        for key, item in value.items()
    }


# --- the workspace and what is in it ---


def _workspace(world: World, line: Line) -> list[str]:
    names = [name for name in Rules.__struct_fields__ if name in line.options]
    rules = {name: line.options.pop(name) for name in names}
    world.begin(msgspec.convert(rules, Rules, strict=False))
    world.shows_setting_up = line.options.pop("trace", "") == "true"
    given = {"sid": WORKSPACE_SID, "account_sid": ACCOUNT_SID, "friendly_name": "Support"}
    return world.submit(_build(world, commands.CreateWorkspace, line, **given))


def _new_activity(world: World, line: Line) -> list[str]:
    kind = commands.CreateActivity
    return world.submit(_build(world, kind, line, friendly_name=line.words[0]))


def _new_channel(world: World, line: Line) -> list[str]:
    kind, (name,) = commands.CreateTaskChannel, line.words
    return world.submit(_build(world, kind, line, friendly_name=name, unique_name=name))


def _worker(world: World, line: Line) -> list[str]:
    name, *activity = line.words
    fields = {"friendly_name": name}
    if activity:
        fields["activity_sid"] = world.names.sid_of(activity[0])
    return world.submit(_build(world, commands.CreateWorker, line, **fields))


def _queue(world: World, line: Line) -> list[str]:
    fields = {"target_workers": line.text} if line.text else {}
    if (known := world.find(line.words[0])) is not None:
        return world.submit(_build(world, commands.UpdateTaskQueue, line, sid=known.sid, **fields))
    fields["friendly_name"] = line.words[0]
    return world.submit(_build(world, commands.CreateTaskQueue, line, **fields))


def _workflow(world: World, line: Line) -> list[str]:
    fields = {}
    if line.body:
        fields["configuration"] = json.dumps(_put_sids(world, json.loads(line.body)))
    if (known := world.find(line.words[0])) is not None:
        return world.submit(_build(world, commands.UpdateWorkflow, line, sid=known.sid, **fields))
    fields["friendly_name"] = line.words[0]
    return world.submit(_build(world, commands.CreateWorkflow, line, **fields))


def _update(world: World, line: Line) -> list[str]:
    if line.words == ["WS"]:
        return world.submit(_build(world, commands.UpdateWorkspace, line))
    sid = world.names.get(line.words[0])
    return world.submit(_build(world, _UPDATES[sid[:2]], line, sid=sid))


def _delete(world: World, line: Line) -> list[str]:
    if line.words == ["WS"]:
        return world.submit(commands.DeleteWorkspace())
    sid = world.names.get(line.words[0])
    return world.submit(_build(world, _DELETES[sid[:2]], line, sid=sid))


def _activity(world: World, line: Line) -> list[str]:
    name, activity = line.words
    fields = {"sid": world.names.get(name), "activity_sid": world.names.sid_of(activity)}
    return world.submit(_build(world, commands.UpdateWorker, line, **fields))


def _capacity(world: World, line: Line) -> list[str]:
    name, channel, capacity = line.words
    fields = {"worker_sid": world.names.get(name), "sid": channel, "capacity": capacity}
    return world.submit(_build(world, commands.UpdateWorkerChannel, line, **fields))


def _availability(world: World, line: Line) -> list[str]:
    name, channel, available = line.words
    fields = {"worker_sid": world.names.get(name), "sid": channel, "available": available}
    return world.submit(_build(world, commands.UpdateWorkerChannel, line, **fields))


# --- tasks and reservations ---


def _task(world: World, line: Line) -> list[str]:
    return world.submit(_build(world, commands.CreateTask, line))


def _move_to(status: str) -> Callable[[World, Line], list[str]]:
    """The directive that moves a task or a reservation to ``status``."""

    def move(world: World, line: Line) -> list[str]:
        sid = world.names.get(line.words[0])
        kind = _UPDATES[sid[:2]]
        field = "assignment_status" if sid.startswith("WT") else "reservation_status"
        return world.submit(_build(world, kind, line, sid=sid, **{field: status}))

    return move


def _instruct(world: World, line: Line) -> list[str]:
    name, instruction = line.words
    fields = {"sid": world.names.get(name), "instruction": instruction}
    return world.submit(_build(world, commands.UpdateReservation, line, **fields))


def _voice_request(world: World, line: Line) -> str:
    """The SID of what telephony is doing for a reservation."""
    found = world.state.voice_requests_of(world.names.get(line.words[0]))
    return found[0].sid if found else "VR" + "0" * 32


def _voice_done(world: World, line: Line) -> list[str]:
    return world.submit(
        commands.FinishVoiceRequest(
            voice_request_sid=_voice_request(world, line),
            succeeded=True,
            attributes=json.loads(line.json or "{}"),
        )
    )


def _voice_fails(world: World, line: Line) -> list[str]:
    return world.submit(
        commands.FinishVoiceRequest(voice_request_sid=_voice_request(world, line), succeeded=False)
    )


def _participant(world: World, line: Line) -> list[str]:
    action, name = line.words
    reservation = world.state.reservations[world.names.get(name)]
    fields = {"worker_sid": reservation.worker_sid, "task_sid": reservation.task_sid}
    if "with" in line.options:
        fields["target_worker_sid"] = world.names.sid_of(line.options.pop("with"))
    return world.submit(_build(world, commands.UpdateParticipant, line, action=action, **fields))


def _transfer(world: World, line: Line) -> list[str]:
    task_sid = world.names.get(line.words[0])
    if "by" in line.options:
        reservation = world.state.reservations[world.names.get(line.options.pop("by"))]
    else:
        found = world.state.reservations_of(task_sid)
        reservation = ([r for r in found if r.reservation_status == "accepted"] or found)[-1]
    fields = {
        "worker_sid": reservation.worker_sid,
        "task_sid": task_sid,
        "reservation_sid": reservation.sid,
    }
    return world.submit(_build(world, commands.CreateTransfer, line, **fields))


def _cancel_transfer(world: World, line: Line) -> list[str]:
    transfer = world.state.transfers[world.names.get(line.words[0])]
    fields = {"sid": transfer.sid, "worker_sid": transfer.initiating_worker_sid}
    fields["transfer_status"] = line.options.pop("status", "canceled")
    return world.submit(_build(world, commands.UpdateTransfer, line, **fields))


def _callback_answers(world: World, line: Line) -> list[str]:
    body = json.dumps(_put_sids(world, json.loads(line.json))).encode() if line.json else b""
    reservation_sid = world.names.get(line.words[0])
    return world.submit(
        commands.FollowInstruction(
            callback_sid=world.callbacks[reservation_sid],
            reservation_sid=reservation_sid,
            instruction=instructions.parse_answer(200, "application/json", body),
        )
    )


def _callback_fails(world: World, line: Line) -> list[str]:
    sid = world.names.get(line.words[0])
    return world.submit(
        commands.FailCallback(callback_sid=world.callbacks[sid], reservation_sid=sid)
    )


# --- time, and looking around ---


def _advance(world: World, line: Line) -> list[str]:
    return world.advance(_parse_duration(line.words[0]))


def _show(world: World, line: Line) -> list[str]:
    return world.show(*line.words or ["open"])


_DIRECTIVES: dict[str, Callable[[World, Line], list[str]]] = {
    "accept": _move_to("accepted"),
    "activity": _activity,
    "advance": _advance,
    "availability": _availability,
    "callback-answers": _callback_answers,
    "callback-fails": _callback_fails,
    "cancel": _move_to("canceled"),
    "cancel-transfer": _cancel_transfer,
    "capacity": _capacity,
    "complete": _move_to("completed"),
    "delete": _delete,
    "instruct": _instruct,
    "new-activity": _new_activity,
    "new-channel": _new_channel,
    "participant": _participant,
    "queue": _queue,
    "reject": _move_to("rejected"),
    "show": _show,
    "task": _task,
    "transfer": _transfer,
    "update": _update,
    "voice-done": _voice_done,
    "voice-fails": _voice_fails,
    "worker": _worker,
    "workflow": _workflow,
    "workspace": _workspace,
    "wrap": _move_to("wrapping"),
}
