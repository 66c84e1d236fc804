"""What an instruction of telephony may say: every parameter, from forms and from callbacks alike,
and every code of the debugger.
"""

import json
import re
from typing import Any

import msgspec
import pytest
from scenarios import runner

from pointsman.core import casing, commands, errors, instructions, telephony
from pointsman.core.voice import VoiceParameters
from pointsman.edge import forms

CALL_SID = "CA" + "a" * 32
ACTIVITY_SID = "WA" + "b" * 32
TASK = {"call_sid": CALL_SID, "to": "+1800", "from": "+1555"}
WORKER = {"contact_uri": "client:alice"}
ENOUGH: dict[str, dict[str, str]] = {
    "call": {"from": "+1801", "url": "https://app.test/twiml"},
    "dequeue": {},
    "redirect": {"call_sid": CALL_SID, "url": "https://app.test/twiml"},
    "conference": {},
}
"""What each instruction must be given when the attributes supply the rest."""


def complete(instruction: Any, given: dict[str, str], **attributes: Any) -> dict[str, str]:
    return telephony.complete(
        instruction,
        given,
        attributes.get("task", TASK),
        attributes.get("worker", WORKER),
        is_transferred=attributes.get("is_transferred", False),
    )


# --- names ---

NAMES = {
    "call": "accept from record status_callback_url timeout to url",
    "dequeue": "from post_work_activity_sid record status_callback_events status_callback_url"
    " timeout to",
    "redirect": "accept call_sid url",
    "conference": "beep beep_on_customer_entrance conference_record"
    " conference_recording_status_callback conference_recording_status_callback_method"
    " conference_status_callback conference_status_callback_event"
    " conference_status_callback_method conference_trim early_media"
    " end_conference_on_customer_exit end_conference_on_exit from jitter_buffer_size"
    " max_participants muted post_work_activity_sid record recording_channels"
    " recording_status_callback recording_status_callback_method region sip_auth_password"
    " sip_auth_username start_conference_on_enter status_callback status_callback_events"
    " status_callback_method timeout to wait_method wait_url",
    "supervise": "supervisor supervisor_mode",
}


@pytest.mark.parametrize("instruction", NAMES)
def test_parameters_have_the_names_of_callbacks(instruction) -> None:
    """Each instruction has the parameters that TaskRouter documents, under those names."""
    assert NAMES[instruction].split() == sorted(telephony.fields_of(instruction))


def test_every_parameter_belongs_to_one_instruction() -> None:
    """No parameter of the form is of two instructions or of none."""
    fields = [field for name in NAMES for field in telephony.fields_of(name).values()]
    assert sorted(VoiceParameters.__struct_fields__) == sorted(fields)


VALUES = {
    "accept": "true",
    "beep": "onEnter",
    "call_sid": CALL_SID,
    "conference_record": "record-from-start",
    "conference_status_callback_event": "start,end",
    "conference_trim": "trim-silence",
    "jitter_buffer_size": "small",
    "max_participants": "7",
    "post_work_activity_sid": ACTIVITY_SID,
    "recording_channels": "dual",
    "region": "ie1",
    "status_callback_events": "ringing,answered",
    "supervisor_mode": "barge",
    "timeout": "45",
}
"""What each parameter may say; the others say what their kind may."""


def _value(instruction: str, name: str) -> str:
    if name == "record":
        return "true" if instruction == "conference" else "record-from-answer"
    if name.endswith("_method"):
        return "GET"
    if name.endswith(("url", "callback")):
        return "https://app.test/voice"
    flags = r".*(exit|entrance|enter|muted|media)"
    return VALUES.get(name, "true" if re.fullmatch(flags, name) else "+1800")


@pytest.mark.parametrize("instruction", NAMES)
def test_forms_and_callbacks_say_the_same(instruction) -> None:
    """A form with every parameter comes to what the same answer to a callback comes to."""
    given = {name: _value(instruction, name) for name in telephony.fields_of(instruction)}
    form = {casing.pascal(telephony.fields_of(instruction)[n]): [v] for n, v in given.items()}
    # Parameters of other instructions beside them change nothing.
    form |= {"Supervisor": ["WK1"], "CallUrl": ["http://other.test/"]} if len(form) > 20 else {}
    command = forms.decode(commands.UpdateReservation, form, {"sid": "WR1"})
    assert given == telephony.of_form(instruction, command)
    if instruction != "supervise":
        body = json.dumps({"instruction": instruction.upper(), **given}).encode()
        answer = instructions.parse_answer(200, "application/json", body)
        assert instructions.Voice(instruction, given) == answer
        assert given == complete(instruction, given)


def test_lists_flags_and_numbers_are_texts() -> None:
    """JSON says in its own types what a form says as text; what is neither is left out."""
    body = {
        "instruction": "conference",
        "timeout": 30,
        "muted": True,
        "status_callback_events": ["ringing", "answered"],
        "wait_url": None,
        "region": {"of": "no"},
    }
    answer = instructions.parse_answer(200, "application/json", json.dumps(body).encode())
    assert isinstance(answer, instructions.Voice)
    assert {
        "timeout": "30",
        "muted": "true",
        "status_callback_events": "ringing,answered",
    } == answer.parameters


@pytest.mark.parametrize("instruction", ENOUGH)
def test_what_is_unknown_is_left_out(instruction) -> None:
    """Nothing that TaskRouter does not know of an instruction reaches telephony."""
    given = ENOUGH[instruction] | {"task_sid": "WT1", "instruction": "x", "supervisor": "WK1"}
    assert not {"task_sid", "instruction", "supervisor"} & complete(instruction, given).keys()


def test_a_conference_may_be_named_in_an_answer() -> None:
    """Two parameters are known in answers to callbacks alone."""
    given = {"room_name": "lobby", "status_callback_url": "http://app.test/"}
    assert given.items() <= complete("conference", given).items()


# --- what attributes supply ---


@pytest.mark.parametrize(
    ("instruction", "task", "supplied"),
    [
        ("dequeue", TASK, {"to": "client:alice", "from": "+1800"}),
        ("conference", TASK, {"to": "client:alice", "from": "+1800"}),
        ("conference", {"call_sid": "CA1", "called": "+1801"}, {"from": "+1801"}),
        ("conference", {"outbound_to": "+1", "from": "+1802", "to": "+1"}, {"from": "+1802"}),
        ("call", TASK, {"to": "client:alice"}),
    ],
)
def test_attributes_supply_the_rest(instruction, task, supplied) -> None:
    """The worker is called at her contact_uri; she sees the number that the customer dialled."""
    completed = complete(instruction, ENOUGH[instruction], task=task)
    assert supplied.items() <= completed.items()
    assert "60" == completed["timeout"]
    given = {"to": "sip:bob@app.test", "from": "+1803"}
    assert given.items() <= complete(instruction, ENOUGH[instruction] | given, task=task).items()


# --- codes ---


@pytest.mark.parametrize(
    ("code", "instruction", "given", "attributes"),
    [
        (40110, "call", {}, {"worker": {}}),
        (40110, "call", {}, {"worker": {"contact_uri": 7}}),
        (40111, "call", {"from": ""}, {}),
        (40112, "call", {"url": ""}, {}),
        (40112, "call", {"url": "/twiml"}, {}),
        (40112, "call", {"url": "http://[::1/"}, {}),
        (40113, "call", {"timeout": "1000"}, {}),
        (40158, "call", {"status_callback_url": "ftp://app.test/"}, {}),
        (40120, "redirect", {"url": ""}, {}),
        (40121, "redirect", {"call_sid": ""}, {}),
        (40121, "redirect", {"call_sid": "CA1"}, {}),
        (40131, "dequeue", {}, {"worker": {}}),
        (40132, "dequeue", {}, {"task": {"call_sid": "CA1"}}),
        (40133, "dequeue", {"timeout": "0"}, {}),
        (40133, "dequeue", {"timeout": "soon"}, {}),
        (40133, "dequeue", {"timeout": "601", "to": "sip:bob@app.test"}, {}),
        (40134, "dequeue", {"status_callback_events": "answered,gone"}, {}),
        (40140, "dequeue", {}, {"task": {"to": "+1800"}}),
        (40157, "dequeue", {"status_callback_url": "app.test"}, {}),
        (40157, "dequeue", {"status_callback_url": ""}, {}),
        (40137, "conference", {}, {"worker": {}}),
        (40138, "conference", {}, {"task": {"call_sid": "CA1"}}),
        (40142, "conference", {}, {"task": {"to": "+1800"}}),
        (40145, "conference", {"timeout": "\u0664\u0662"}, {}),
        (40134, "conference", {"status_callback_events": "gone"}, {}),
        (40159, "conference", {"status_callback": "http://"}, {}),
        (40159, "conference", {"status_callback_url": "x"}, {}),
    ],
)
def test_codes(code, instruction, given, attributes) -> None:
    """What is missing or wrong is refused with the debugger's code for it."""
    with pytest.raises(errors.Invalid) as refused:
        complete(instruction, ENOUGH[instruction] | given, **attributes)
    assert code == refused.value.code
    assert str(refused.value).startswith(f"Unable to execute {instruction.capitalize()}")


def test_a_transferred_task_needs_no_call() -> None:
    """It is in its conference; whoever takes it joins that."""
    assert complete("conference", {"from": "+1"}, task={}, is_transferred=True)


@pytest.mark.parametrize(
    ("code", "instruction"),
    [(40114, "call"), (40123, "redirect"), (40135, "dequeue"), (40136, "conference")],
)
def test_codes_of_what_comes_too_late(code, instruction) -> None:
    """Each kind has its own code for an offer that is no longer pending."""
    assert code == instructions.not_pending_code(instructions.Voice(instruction, {}))


@pytest.mark.parametrize(
    ("instruction", "accept", "accepts"),
    [
        ("conference", None, True),
        ("dequeue", None, True),
        ("call", None, False),
        ("call", "false", False),
        ("call", "True", True),
        ("redirect", None, False),
        ("redirect", "true", True),
    ],
)
def test_which_instructions_accept(instruction, accept, accepts) -> None:
    """Conference and dequeue always do, the others when they are told to."""
    assert accepts == telephony.accepts(instruction, {} if accept is None else {"accept": accept})


# --- in the engine ---

OFFICE = """workspace multi=true
new-activity Lunch available=false
worker Alice Available {"contact_uri": "client:alice"}
queue Calls
workflow Main
  {"task_routing": {"default_filter": {"queue": "Calls"}}}
task {"call_sid": "CA1", "to": "+1800"}"""


def test_attributes_that_do_not_fit_are_left_out() -> None:
    """The offer is accepted all the same, and the answer says what was not done."""
    world = runner.play(OFFICE + "\ninstruct R1 conference")
    [request] = world.state.voice_requests.values()
    told = world.submit(
        commands.FinishVoiceRequest(
            voice_request_sid=request.sid, succeeded=True, attributes={"note": "x" * 4_096}
        )
    )
    assert "The attributes of the task have no room for what telephony made" in told
    [task] = world.state.tasks.values()
    assert ("assigned", '{"call_sid": "CA1", "to": "+1800"}') == (
        task.assignment_status,
        task.attributes.text,
    )


def test_waiting_for_telephony_is_no_change_for_clients() -> None:
    """A reservation's version rises when it is accepted, and not when telephony begins."""
    world = runner.play(OFFICE + "\ninstruct R1 conference")
    [held] = world.state.reservations.values()
    assert (0, "pending") == (held.version, held.reservation_status)
    runner.run(world, "voice-done R1")
    [accepted] = world.state.reservations.values()
    assert (1, "accepted", None) == (
        accepted.version,
        accepted.reservation_status,
        accepted.voice_request_sid,
    )


def test_post_work_activities() -> None:
    """One must exist, and in a conference is for single-tasking workers alone."""
    world = runner.play(OFFICE)
    lunch = world.names.get("Lunch")
    [reservation] = world.state.reservations
    for instruction, sid, code in (
        ("dequeue", ACTIVITY_SID, 40130),
        ("conference", ACTIVITY_SID, 40139),
        ("conference", lunch, 40139),
    ):
        field = telephony.fields_of(instruction)["post_work_activity_sid"]
        asked = commands.UpdateReservation(sid=reservation, instruction=instruction, **{field: sid})
        [told] = world.submit(asked)
        assert told.startswith(f"400 {code} "), told
    accepted = msgspec.structs.replace(
        asked, instruction="dequeue", dequeue_post_work_activity_sid=lunch
    )
    world.submit(accepted)
    runner.run(world, "voice-done R1\ncomplete R1")
    [alice] = world.state.workers.values()
    assert lunch == alice.activity_sid
