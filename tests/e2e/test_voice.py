"""Calls: an application that answers with voice instructions, and a server that has telephony."""

import json
import re
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from tests.e2e.server import AUTH_TOKEN, CREDENTIALS
from tests.e2e.waiting import wait_until
from werkzeug.serving import make_server

CUSTOMER = "CA" + "c" * 32
CALL = {"selected_language": "es", "call_sid": CUSTOMER, "from": "+15550100", "to": "+15550199"}
PAGE = "http://app.example/twiml"
WORKER = "CA" + "d" * 32


def take_calls(centre: Any) -> Any:
    """The same call centre, in which Alice has a telephone."""
    alice = centre.workspace.workers(centre.alice)
    alice.update(attributes=json.dumps({"languages": ["es"], "contact_uri": "client:alice"}))
    return centre


def create_call(centre: Any) -> Any:
    return centre.workspace.tasks.create(workflow_sid=centre.workflow, attributes=json.dumps(CALL))


def attributes_of(centre: Any, task: Any) -> dict[str, Any]:
    return json.loads(centre.workspace.tasks(task.sid).fetch().attributes)


def alerts(centre: Any, code: int) -> list[Any]:
    """The alerts of a code, once there are any."""
    path = f"/pointsman/v1/Workspaces/{centre.sid}/Alerts?Code={code}"
    return wait_until(lambda: centre.server.get(path)["alerts"])


# --- simulated ---


@pytest.fixture
def centre(shared_server, open_call_centre, application):
    return take_calls(open_call_centre(shared_server, callback_url=application.url()))


def test_conference(centre, application) -> None:
    """The reservation is accepted, and the task says which calls are in its conference."""
    application.answer({"instruction": "conference"})
    task = create_call(centre)
    accepted = centre.ended(task, "accepted")
    assert centre.alice == accepted.worker_sid
    assert "Busy" == centre.activity_of(centre.alice)
    conference = attributes_of(centre, task)["conference"]
    assert (task.sid, CUSTOMER) == (
        conference["room_name"],
        conference["participants"]["customer"],
    )
    assert conference["sid"].startswith("CF")
    assert conference["participants"]["worker"].startswith("CA")


def test_dequeue(centre, application) -> None:
    """The task says which call the worker has, and she goes where the instruction sends her."""
    lunch = centre.activities["Offline"]
    application.answer({"instruction": "dequeue", "post_work_activity_sid": lunch})
    task = create_call(centre)
    centre.ended(task, "accepted")
    assert attributes_of(centre, task)["worker_call_sid"].startswith("CA")
    centre.workspace.tasks(task.sid).update(assignment_status="completed")
    assert "Offline" == centre.activity_of(centre.alice)


@pytest.mark.parametrize(
    "instruction",
    [
        {"instruction": "call", "from": "+15550199", "url": PAGE, "accept": True},
        {"instruction": "redirect", "call_sid": CUSTOMER, "url": PAGE, "accept": True},
    ],
    ids=["call", "redirect"],
)
def test_instructions_that_are_told_to_accept(centre, application, instruction) -> None:
    """They accept the reservation when they say so."""
    application.answer(instruction)
    task = create_call(centre)
    centre.ended(task, "accepted")
    assert CALL == attributes_of(centre, task)


@pytest.mark.parametrize(
    ("instruction", "code"),
    [
        ({"instruction": "call", "url": PAGE}, 40111),
        ({"instruction": "redirect", "url": PAGE}, 40121),
        ({"instruction": "dequeue", "post_work_activity_sid": "WA1"}, 40130),
        ({"instruction": "conference", "status_callback_url": "nowhere"}, 40159),
    ],
)
def test_what_cannot_be_followed_is_an_alert(centre, application, instruction, code) -> None:
    """The workspace's list has it with the debugger's code, and the reservation waits."""
    application.answer(instruction)
    task = create_call(centre)
    offer = centre.offer(task)
    [alert] = alerts(centre, code)
    assert (offer.sid, task.sid) == (alert["reservation_sid"], alert["task_sid"])
    assert "pending" == offer.fetch().reservation_status


def test_instructions_by_request(centre, application) -> None:
    """A reservation on hold says that it is pending, and is accepted soon after."""
    application.answer({})
    task = create_call(centre)
    offer = centre.offer(task)
    asked = offer.update(instruction="conference", from_="+15550199", end_conference_on_exit=True)
    assert "pending" == asked.reservation_status
    centre.ended(task, "accepted")


# --- posted ---


def test_the_server_of_the_documentation(
    start_server, open_call_centre, application, monkeypatch
) -> None:
    """The example in docs/telephony.md carries out a conference, and nothing else."""
    text = (Path(__file__).parents[2] / "docs" / "telephony.md").read_text(encoding="utf-8")
    monkeypatch.setenv("AUTH_TOKEN", AUTH_TOKEN)
    example: dict[str, Any] = {"__name__": __name__}
    exec(re.search(r"```python\n(.*?)```", text, re.DOTALL)[1], example)
    phones = make_server("127.0.0.1", 0, example["app"], threaded=True)
    serving = threading.Thread(target=phones.serve_forever, args=(0.05,))
    serving.start()
    try:
        url = f"http://127.0.0.1:{phones.port}/voice"
        server = start_server("--voice-url", url, **CREDENTIALS)
        centre = take_calls(open_call_centre(server, callback_url=application.url()))
        application.answer({"instruction": "dequeue"})
        application.answer({"instruction": "conference"})
        task = create_call(centre)
        centre.ended(task, "accepted")
        [alert] = alerts(centre, 40133)
        assert "no dequeue here" == alert["text"]
        participants = attributes_of(centre, task)["conference"]["participants"]
        assert {"customer": CUSTOMER, "worker": "the call to client:alice"} == participants
    finally:
        phones.shutdown()
        serving.join()
        phones.server_close()


@pytest.fixture
def switchboard(start_server, open_call_centre, application) -> SimpleNamespace:
    """A call centre whose telephony is another server's."""
    server = start_server("--voice-url", application.url("voice"), **CREDENTIALS)
    centre = take_calls(open_call_centre(server, callback_url=application.url()))
    application.answer({"instruction": "conference", "muted": True, "sip_auth_password": "hush"})
    return SimpleNamespace(centre=centre, application=application)


def test_what_is_to_be_done_is_posted(switchboard) -> None:
    """The other server gets all there is to know, signed, and what it says becomes attributes."""
    centre, application = switchboard.centre, switchboard.application
    conference = {"sid": "CF" + "e" * 32, "participants": {"worker": WORKER}}
    application.answer({"attributes": {"conference": conference}}, to="voice")
    task = create_call(centre)
    accepted = centre.ended(task, "accepted")
    (posted,) = application.received(to="voice")
    form = dict(posted.form)
    assert CALL == json.loads(form.pop("TaskAttributes"))
    assert "client:alice" == json.loads(form.pop("WorkerAttributes"))["contact_uri"]
    assert posted.headers["I-Twilio-Idempotency-Token"] == form.pop("VoiceRequestSid")
    assert {
        "Instruction": "conference",
        "AccountSid": centre.server.account_sid,
        "WorkspaceSid": centre.sid,
        "TaskSid": task.sid,
        "WorkerSid": centre.alice,
        "ReservationSid": accepted.sid,
        "To": "client:alice",
        "From": "+15550199",
        "Timeout": "60",
        "Muted": "true",
        "SipAuthPassword": "hush",
    } == form
    assert CALL | {"conference": conference} == attributes_of(centre, task)


def test_a_posted_failure_withdraws_the_offer(switchboard) -> None:
    """The reservation is canceled for the reason that was given, and offered anew."""
    centre, application = switchboard.centre, switchboard.application
    application.answer({"status": "failed", "message": "she is on the phone"}, to="voice")
    application.answer({}, to="voice")
    task = create_call(centre)
    canceled = centre.ended(task, "canceled")
    [alert] = alerts(centre, 40145)
    assert ("she is on the phone", canceled.sid) == (alert["text"], alert["reservation_sid"])
    accepted = centre.ended(task, "accepted")
    assert canceled.sid != accepted.sid


def test_no_answer_is_a_failure(switchboard) -> None:
    """An answer that is no success, or none that can be read, withdraws the offer too."""
    centre, application = switchboard.centre, switchboard.application
    application.answer(body="out of order", status=500, to="voice")
    application.answer(body="<p>done</p>", content_type="text/html", to="voice")
    application.answer({}, to="voice")
    task = create_call(centre)
    centre.ended(task, "accepted")
    assert 2 == len(centre.reservations(task, "canceled"))
    assert 2 == len(alerts(centre, 40145))
    [failed] = alerts(centre, 11200)
    assert application.url("voice") == failed["request_url"]


def test_requests_are_written_up_without_passwords(switchboard) -> None:
    """The inspector shows what was posted; what held a password cannot be sent again."""
    centre, application = switchboard.centre, switchboard.application
    application.answer({}, to="voice")
    centre.ended(create_call(centre), "accepted")
    path = f"/pointsman/v1/Workspaces/{centre.sid}/Webhooks"
    [webhook] = wait_until(lambda: centre.server.get(f"{path}?Kind=voice")["webhooks"])
    assert ("delivered", "xxxxx") == (
        webhook["outcome"],
        webhook["parameters"]["SipAuthPassword"],
    )
    auth = (centre.server.account_sid, centre.server.auth_token)
    url = f"{centre.server.url}{path}/{webhook['sid']}/Replay"
    refused = requests.post(url, auth=auth, timeout=10)
    assert (400, 20001) == (refused.status_code, refused.json()["code"])
    assert "hush" not in centre.server.log


def test_a_crash_posts_again(switchboard) -> None:
    """What was under way is asked for again after a restart, under the same token."""
    centre, application = switchboard.centre, switchboard.application
    application.answer({}, to="voice", delay_s=30)
    task = create_call(centre)
    application.received(to="voice")
    centre.server.kill()
    centre.server.restart()
    first, again = application.received(2, to="voice")
    token = "I-Twilio-Idempotency-Token"
    assert (first.form, first.headers[token]) == (again.form, again.headers[token])
    application.release()
    centre.ended(task, "accepted")
