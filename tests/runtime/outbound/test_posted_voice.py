"""The adapter that asks another server: what it posts, and how its answers are read."""

import json
from typing import Any

import pytest
from tests.runtime.outbound.test_delivery import TOKEN, Notes
from tests.runtime.outbound.test_voice import voice_request

from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.dispatch import Dispatch
from pointsman.runtime.outbound.outgoing import Answer, Request, RequestFailed
from pointsman.runtime.outbound.posted_voice import PostedVoice, parse_answer
from pointsman.testing.clock import ManualClock

URL = "https://phones.test/voice"
JSON = "application/json; charset=utf-8"


class Phones:
    """The other server, as far as it is needed."""

    def __init__(self) -> None:
        self.posts: list[Request] = []
        self.answer: Answer | RequestFailed = Answer(200, "", b"")
        self.notes = Notes()
        clock = ManualClock()
        dispatch = Dispatch({"voice": self}, self.auth_token_of, self.notes, clock)
        self.adapter = PostedVoice(URL, dispatch, self.notes, Alerts(self.notes, clock))

    async def auth_token_of(self, account_sid: str) -> str | None:
        return TOKEN

    async def send(self, request: Request) -> Answer:
        self.posts.append(request)
        if isinstance(self.answer, RequestFailed):
            raise self.answer
        return self.answer


@pytest.fixture
def phones() -> Phones:
    return Phones()


async def test_everything_that_is_known_is_posted(phones) -> None:
    """The form has the instruction with all its parameters, and what they are about."""
    request = voice_request(7, to="client:alice", post_work_activity_sid="WA1", timeout="45")
    outcome = await phones.adapter.carry_out(request)
    assert (True, {}) == (outcome.succeeded, outcome.attributes)
    [posted] = phones.posts
    assert (URL, TOKEN, request.sid) == (
        posted.url,
        posted.auth_token,
        posted.idempotency_token,
    )
    assert {
        "Instruction": "conference",
        "AccountSid": "AC" + "0" * 32,
        "WorkspaceSid": request.workspace_sid,
        "TaskSid": "WT" + "1" * 32,
        "TaskAttributes": "{}",
        "WorkerSid": "WK" + "2" * 32,
        "WorkerAttributes": "{}",
        "ReservationSid": request.reservation_sid,
        "VoiceRequestSid": request.sid,
        "To": "client:alice",
        "PostWorkActivitySid": "WA1",
        "Timeout": "45",
    } == posted.form


@pytest.mark.parametrize(("given", "seconds"), [({"timeout": "45"}, 60.0), ({}, 15.0)])
async def test_the_answer_may_wait_for_somebody_to_pick_up(phones, given, seconds) -> None:
    """It has as long as the phone rings, and a little more."""
    await phones.adapter.carry_out(voice_request(**given))
    assert seconds == phones.posts[0].limit_s


async def test_it_is_written_up_without_passwords(phones) -> None:
    """The request is a webhook like any other; the password of a SIP phone is not kept."""
    await phones.adapter.carry_out(voice_request(sip_auth_password="hush", muted="true"))
    assert "hush" == phones.posts[0].form["SipAuthPassword"]
    [webhook] = phones.notes.webhooks
    assert ("voice", "delivered", "xxxxx", "true") == (
        webhook.kind,
        webhook.outcome,
        webhook.parameters["SipAuthPassword"],
        webhook.parameters["Muted"],
    )


async def test_no_answer_is_a_failure(phones) -> None:
    """What the request failed of is the reason, and an alert of its own."""
    phones.answer = RequestFailed("no answer within 15 s")
    outcome = await phones.adapter.carry_out(voice_request())
    assert (False, "no answer within 15 s") == (outcome.succeeded, outcome.message)
    [alert] = phones.notes.alerts
    [webhook] = phones.notes.webhooks
    assert (11200, webhook.sid) == (alert.code, alert.webhook_sid)


CONFERENCE = {"conference": {"sid": "CF1", "participants": {"worker": "CA1"}}}


@pytest.mark.parametrize(
    ("body", "message", "attributes"),
    [
        (b"", "", {}),
        (b" \r\n", "", {}),
        (b"{}", "", {}),
        (b'{"status": "done"}', "", {}),
        (b'{"message": "rang twice"}', "rang twice", {}),
        (json.dumps({"attributes": CONFERENCE}).encode(), "", CONFERENCE),
    ],
)
def test_answers_that_say_it_is_done(body, message, attributes) -> None:
    """Nothing, or JSON that does not say that it failed."""
    outcome = parse_answer(Answer(200, JSON, body))
    assert (True, message, attributes) == (
        outcome.succeeded,
        outcome.message,
        outcome.attributes,
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"status": "failed", "message": "busy"}, "busy"),
        ({"status": "failed"}, "no reason was given"),
    ],
)
def test_answers_that_say_it_failed(body, message) -> None:
    """With the reason that they give."""
    outcome = parse_answer(Answer(200, JSON, json.dumps(body).encode()))
    assert (False, message) == (outcome.succeeded, outcome.message)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", b"<p>done</p>"),
        ("", b"{}"),
        (JSON, b"done"),
        (JSON, b"[]"),
        (JSON, b"null"),
        (JSON, b'{"status": "perhaps"}'),
        (JSON, b'{"status": true}'),
        (JSON, b'{"attributes": "{}"}'),
        (JSON, b'{"attributes": null}'),
        (JSON, b'{"state": "done"}'),
        (JSON, b"\xff{}"),
        (JSON, b'{"attributes": {"x": NaN}}'),
        (JSON, b'{"attributes": {"x": ' + b"[" * 5_000),
        (JSON, json.dumps({"message": "x" * 501}).encode()),
    ],
)
def test_answers_that_say_neither(content_type: str, body: Any) -> None:
    """Whatever cannot be read is a failure, whose reason says so."""
    outcome = parse_answer(Answer(200, content_type, body))
    assert not outcome.succeeded
    assert outcome.message.startswith("the answer cannot be read: ")
