"""Telephony that only pretends: what it says that it has done."""

from typing import Any

import msgspec
import pytest

from pointsman.core.records import VoiceRequest
from pointsman.runtime.outbound.voice import SimulatedVoice


def voice_request(number: int = 0, action: Any = "conference", **parameters: str) -> VoiceRequest:
    usual = {
        "account_sid": "AC" + "0" * 32,
        "task_sid": "WT" + "1" * 32,
        "task_attributes": "{}",
        "worker_sid": "WK" + "2" * 32,
        "worker_attributes": "{}",
    }
    return VoiceRequest(
        sid=f"VR{number:032x}",
        workspace_sid="WS" + "0" * 32,
        position=number,
        date_created=0,
        date_updated=0,
        action=action,
        reservation_sid=f"WR{number:032x}",
        accepts=action in ("conference", "dequeue"),
        parameters=usual | parameters,
    )


async def test_a_conference_is_made_up() -> None:
    """It has the customer's call and one of the worker, and is named by its task."""
    attributes = msgspec.json.encode({"call_sid": "CA" + "9" * 32}).decode()
    outcome = await SimulatedVoice().carry_out(voice_request(task_attributes=attributes))
    assert outcome.succeeded
    conference = outcome.attributes["conference"]
    assert ("WT" + "1" * 32, "CA" + "9" * 32) == (
        conference["room_name"],
        conference["participants"]["customer"],
    )
    assert conference["sid"].startswith("CF")
    assert conference["participants"]["worker"].startswith("CA")


async def test_a_transfer_keeps_the_conference() -> None:
    """Who takes a task that was handed on joins the conference that it has."""
    attributes = msgspec.json.encode({"conference": {"sid": "CF1", "participants": {}}}).decode()
    outcome = await SimulatedVoice().carry_out(voice_request(task_attributes=attributes))
    assert "CF1" == outcome.attributes["conference"]["sid"]


@pytest.mark.parametrize("action", ["call", "redirect", "supervise", "hold-customer"])
async def test_other_actions_leave_nothing(action) -> None:
    """They succeed, and there is nothing to remember of them."""
    outcome = await SimulatedVoice().carry_out(voice_request(action=action))
    assert (True, {}) == (outcome.succeeded, outcome.attributes)


async def test_a_dequeued_call_is_remembered() -> None:
    """The worker's call is one of her own, the same whenever it is asked for."""
    first, again, other = [
        (await SimulatedVoice().carry_out(voice_request(n, "dequeue"))).attributes
        for n in (0, 0, 1)
    ]
    assert first == again != other
    assert ["worker_call_sid"] == list(first)
