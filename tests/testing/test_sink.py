"""The receiver of callbacks: what it takes, how it answers, and what it fails with."""

from collections.abc import Iterator

import pytest
import requests
from twilio.request_validator import RequestValidator

from pointsman.testing.sink import Sink

TOKEN = "the-token-of-the-sink-0123456789"
VALIDATOR = RequestValidator(TOKEN)
OFFER = {"ReservationSid": "WR1", "WorkerSid": "WK1", "TaskAttributes": '{"a": "ž b"}', "Empty": ""}


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink(VALIDATOR.validate)
    yield sink
    sink.close()


def send(sink: Sink, form: dict[str, str], token: str = TOKEN) -> requests.Response:
    signature = RequestValidator(token).compute_signature(sink.url, form)
    headers = {"X-Twilio-Signature": signature}
    return requests.post(sink.url, data=form, headers=headers, timeout=5)


def event(event_type: str, resource_sid: str = "WT1") -> dict[str, str]:
    return {"EventType": event_type, "ResourceSid": resource_sid, "ReservationSid": "WR1"}


def test_both_kinds_are_told_apart(sink) -> None:
    """An event and an assignment come to one address, and each is asked for by its name."""
    assert 204 == send(sink, OFFER).status_code
    assert 204 == send(sink, event("reservation.created")).status_code
    assert event("reservation.created") == sink.next("reservation.created")
    assert OFFER == sink.next_assignment()
    sink.assert_quiet()


def test_events_of_a_type_come_in_their_order(sink) -> None:
    """The next one is the earliest that was not asked for yet; others wait."""
    for number in ("1", "2"):
        send(sink, event("task.created", number))
        send(sink, event("task.updated", number))
    assert ["1", "2"] == [sink.next("task.created")["ResourceSid"] for _ in range(2)]
    assert ["1", "2"] == [sink.next("task.updated")["ResourceSid"] for _ in range(2)]


def test_what_did_not_come_is_told_with_what_did(sink) -> None:
    """A test that waits in vain says what came instead."""
    send(sink, event("task.created", "WT7"))
    send(sink, OFFER)
    sink.next_assignment()
    with pytest.raises(AssertionError) as failure:
        sink.next("task.canceled", timeout=0.01)
    assert [
        "no task.canceled came within 0.01 s",
        "came:",
        "  assignment WR1  (asked for)",
        "  task.created WT7",
    ] == str(failure.value).splitlines()


def test_nothing_came(sink) -> None:
    """That is told, too."""
    with pytest.raises(AssertionError, match="nothing came"):
        sink.next_assignment(timeout=0.01)


def test_it_is_not_quiet_while_something_waits(sink) -> None:
    """What nobody asked for is a surprise, until it is forgotten."""
    sink.assert_quiet()
    send(sink, event("task.created"))
    with pytest.raises(AssertionError, match=r"task\.created"):
        sink.assert_quiet()
    sink.forget()
    sink.assert_quiet()


def test_it_waits_for_what_is_under_way() -> None:
    """Quiet is what the server says, not what was quick enough."""
    sink = Sink(settle=lambda: send(sink, event("task.created")))
    with pytest.raises(AssertionError, match=r"task\.created"):
        sink.assert_quiet()
    sink.close()


def test_answers(sink) -> None:
    """A standing instruction with its fields, one that depends on the offer, or none."""
    sink.answer("reject", activity_sid="WA1")
    for _ in range(2):
        response = send(sink, OFFER)
        assert {"instruction": "reject", "activity_sid": "WA1"} == response.json()
        assert "application/json" == response.headers["Content-Type"]
    sink.answer(lambda offer: {"instruction": "accept", "for": offer["WorkerSid"]})
    assert {"instruction": "accept", "for": "WK1"} == send(sink, OFFER).json()
    assert 204 == send(sink, event("task.created")).status_code
    sink.answer()
    assert (204, b"") == (send(sink, OFFER).status_code, send(sink, OFFER).content)


def test_a_forged_callback_is_refused() -> None:
    """It is answered with 403, does not count as a callback, and fails the test at its end."""
    sink = Sink(VALIDATOR.validate)
    assert 403 == send(sink, OFFER, token="another token").status_code
    with pytest.raises(AssertionError, match="not signed"):
        sink.next_assignment()
    with pytest.raises(AssertionError, match="not signed"):
        sink.close()


def test_an_answer_that_breaks() -> None:
    """The application's own mistake is a 500, as in life, and fails the test at its end."""
    sink = Sink()
    sink.answer(lambda offer: {"instruction": offer["Nothing"]})
    assert 500 == send(sink, OFFER).status_code
    with pytest.raises(AssertionError, match="KeyError"):
        sink.close()
