"""Assignment callbacks: what they carry, where they go when nobody answers, and odd answers."""

import json
import time

import pytest
from tests.e2e.waiting import wait_until

REFUSED_URL = "http://127.0.0.1:1/assign"
"""Nobody listens there."""


@pytest.fixture
def centre(shared_server, open_call_centre, application):
    """A call centre with both addresses at the web application."""
    urls = {"callback_url": application.url(), "fallback_url": application.url("fallback")}
    return open_call_centre(shared_server, **urls)


def reports(centre, offer) -> list[str]:
    """What the log says of a reservation, once it says something."""
    return wait_until(lambda: centre.server.log_lines(offer.sid))


# --- the request ---


def test_callback_carries_everything(centre, application) -> None:
    """A callback has all documented parameters and a valid signature, under a valid address."""
    asked_at = int(time.time())
    task = centre.create_task("es")
    offer = centre.offer(task)
    (callback,) = application.received()
    form = dict(callback.form)
    assert asked_at <= int(form.pop("Timestamp")) <= int(time.time())
    assert 0 <= int(form.pop("TaskAge")) <= 1
    # It is not documented, but seen in practice.
    assert "Alice" == form.pop("WorkerName")
    assert {
        "AccountSid": centre.server.account_sid,
        "ReservationSid": offer.sid,
        "TaskAttributes": json.dumps({"selected_language": "es"}),
        "TaskPriority": "0",
        "TaskQueueSid": centre.spanish,
        "TaskSid": task.sid,
        "WorkerAttributes": json.dumps({"languages": ["en", "es"]}),
        "WorkerSid": centre.alice,
        "WorkflowSid": centre.workflow,
        "WorkspaceSid": centre.sid,
    } == form
    assert "" != callback.headers["I-Twilio-Idempotency-Token"]
    content_type = callback.headers["Content-Type"]
    assert "application/x-www-form-urlencoded" == content_type.partition(";")[0]
    assert "pending" == offer.fetch().reservation_status


def test_signature_covers_a_query_and_foreign_letters(
    shared_server, open_call_centre, application
) -> None:
    """A callback to an address with a query is signed as the receiver sees it."""
    url = f"{application.url()}?tenant=a%20b&x=1#rc=2"
    centre = open_call_centre(shared_server, callback_url=url)
    attributes = json.dumps({"selected_language": "es", "name": "Žluť 世界 & co"})
    task = centre.workspace.tasks.create(workflow_sid=centre.workflow, attributes=attributes)
    (callback,) = application.received()
    assert task.sid == callback.form["TaskSid"]
    assert json.loads(attributes) == json.loads(callback.form["TaskAttributes"])


def test_every_worker_of_a_round_has_a_callback(
    shared_server, open_call_centre, application
) -> None:
    """A task that is offered to two workers is told of twice, with a token for each."""
    centre = open_call_centre(shared_server, callback_url=application.url(), english_offers=2)
    centre.create_task("en")
    both = application.received(2)
    assert {centre.alice, centre.bob} == {callback.form["WorkerSid"] for callback in both}
    assert 2 == len({callback.headers["I-Twilio-Idempotency-Token"] for callback in both})


# --- no answer ---


def test_fallback_answers_for_a_broken_application(centre, application) -> None:
    """After a 500 the fallback address is asked the same, and its instruction is followed."""
    application.answer(status=500)
    application.answer({"instruction": "accept"}, to="fallback")
    task = centre.create_task("es")
    accepted = centre.ended(task, "accepted")
    (first,), (second,) = application.received(), application.received(to="fallback")
    assert accepted.sid == second.form["ReservationSid"]
    assert first.form == second.form


def test_fallback_answers_for_an_absent_application(
    shared_server, open_call_centre, application
) -> None:
    """Where nobody listens the fallback address is asked."""
    urls = {"callback_url": REFUSED_URL, "fallback_url": application.url("fallback")}
    centre = open_call_centre(shared_server, **urls)
    application.answer({"instruction": "accept"}, to="fallback")
    assert "Alice" == centre.ended(centre.create_task("es"), "accepted").worker_name


def test_fallback_answers_for_a_slow_application(centre, application) -> None:
    """An answer has five seconds; what comes later is not followed."""
    application.answer({"instruction": "reject"}, delay_s=6)
    application.answer({"instruction": "accept"}, to="fallback")
    task = centre.create_task("es")
    accepted = centre.ended(task, "accepted")
    (first,), (second,) = application.received(), application.received(to="fallback")
    assert 4.5 < second.received_at - first.received_at
    assert [accepted.sid] == [reservation.sid for reservation in centre.reservations(task)]


def test_offer_is_withdrawn_when_nobody_can_be_told(centre, application) -> None:
    """If both addresses fail the reservation is canceled; a second later there is another."""
    application.answer(status=500)
    application.answer({"instruction": "accept"})
    application.answer(status=503, to="fallback")
    task = centre.create_task("es")
    assert "Alice" == centre.ended(task, "canceled").worker_name
    accepted = centre.ended(task, "accepted")

    first, second = application.received(2)
    (fallback,) = application.received(to="fallback")
    assert [first.form["ReservationSid"], accepted.sid] == [
        reservation.sid for reservation in centre.reservations(task)
    ]
    assert second.form["ReservationSid"] == accepted.sid
    assert 1.0 <= second.received_at - fallback.received_at
    failures = centre.server.log_lines(first.form["ReservationSid"], "code=11200")
    assert [True, True] == [
        status in line for status, line in zip(("500", "503"), failures, strict=True)
    ]


def test_offer_is_withdrawn_without_a_fallback(
    shared_server, open_call_centre, application
) -> None:
    """The same happens at once if there is no fallback address; Bob is asked next."""
    centre = open_call_centre(shared_server, callback_url=application.url())
    application.answer(status=404)
    application.answer({})
    task = centre.create_task("en")
    assert "Alice" == centre.ended(task, "canceled").worker_name
    assert "Bob" == centre.offer(task).worker_name
    assert "Idle" == centre.activity_of(centre.alice)


# --- odd answers ---


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (40000, {"body": '{"instruction":"accept"}', "content_type": "text/html"}),
        (40001, {"body": '{"instruction":'}),
        (40001, {"document": json.dumps({"instruction": "accept"})}),
        (40001, {"document": [{"instruction": "accept"}]}),
        (40005, {"document": {"a": 1}}),
        (55555, {"document": {"instruction": "dance"}}),
        (40110, {"document": {"instruction": "call"}}),
        (40100, {"document": {"instruction": "reject", "activity_sid": "WA0"}}),
    ],
    ids=["not-json", "broken", "twice", "array", "no-instruction", "unknown", "voice", "activity"],
)
def test_odd_answer_is_reported(centre, application, code, answer) -> None:
    """An answer that cannot be followed is one line in the log; the reservation stays pending."""
    application.answer(**answer)
    offer = centre.offer(centre.create_task("es"))
    (line,) = reports(centre, offer)
    assert f"code={code}" in line
    assert "level=warning" in line
    (alert,) = wait_until(lambda: alerts(centre, offer.task_sid))
    assert (code, "warning", offer.sid) == (alert["code"], alert["level"], alert["reservation_sid"])
    assert "pending" == offer.fetch().reservation_status
    assert "accepted" == offer.update(reservation_status="accepted").reservation_status


@pytest.mark.parametrize(
    "answer",
    [{"body": ""}, {"body": "", "status": 204}, {"document": {}}],
    ids=["empty", "204", "object"],
)
def test_no_instruction_is_no_news(centre, application, answer) -> None:
    """An empty answer leaves the reservation to the worker, and is nothing to warn of."""
    application.answer(**answer)
    offer = centre.offer(centre.create_task("es"))
    (line,) = reports(centre, offer)
    assert "level=info" in line
    assert "code=" not in line
    assert "pending" == offer.fetch().reservation_status


def test_late_instruction_changes_nothing(centre, application) -> None:
    """An instruction for a reservation that was answered meanwhile is reported and dropped."""
    application.answer({"instruction": "reject"}, delay_s=4)
    task = centre.create_task("es")
    offer = centre.offer(task)
    application.received()
    offer.update(reservation_status="accepted")
    application.release()
    (line,) = reports(centre, offer)
    assert "no longer pending" in line
    assert "accepted" == offer.fetch().reservation_status


# --- faults ---


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({"body": "half", "Content_Length": "100"}, "ClientPayloadError"),
        ({"body": "x", "Content_Encoding": "gzip"}, "cannot be unpacked"),
        ({"body": "x" * 100_000}, "longer than 65536 bytes"),
        ({"status": 302, "Location": "ftp://app.test/"}, "the redirect cannot be followed"),
        ({"status": 302, "Location": "http://169.254.169.254/"}, "not a public address"),
        ({"status": 307, "Location": "/assign"}, "more than 10 redirects"),
        ({"status": 303, "Location": "/assign"}, "more than 10 redirects"),
    ],
    ids=["half", "broken", "long", "ftp", "link-local", "loop", "loop-of-gets"],
)
def test_fallback_answers_for_a_faulty_application(centre, application, answer, says) -> None:
    """What is no answer sends us to the fallback, and says why."""
    application.answer(**answer)
    application.answer({"instruction": "accept"}, to="fallback")
    accepted = centre.ended(centre.create_task("es"), "accepted")
    [alert] = wait_until(lambda: alerts(centre, accepted.task_sid))
    assert (11205 if "public" in says else 11200) == alert["code"]
    assert says in alert["text"]


def test_redirects_are_signed_hop_by_hop(centre, application) -> None:
    """The form goes where HTTP lets it go, and every address can check its own signature."""
    application.answer(status=307, Location="/moved?a=b")
    application.answer(status=303, to="moved", Location="/seen?c=%C5%BE", body="")
    application.answer({"instruction": "accept"}, to="seen")
    centre.ended(centre.create_task("es"), "accepted")
    [first], [second], [third] = (
        application.received(to=name) for name in ("assign", "moved", "seen")
    )
    assert first.form == second.form
    assert {} == third.form


def alerts(centre, task_sid: str) -> list[dict]:
    found = centre.server.get(f"/pointsman/v1/Workspaces/{centre.sid}/Alerts")["alerts"]
    return [alert for alert in found if alert["task_sid"] == task_sid]
