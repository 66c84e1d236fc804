"""Calls of the older worker SDK, with tokens as the official library makes them."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from tests.living import OWNER
from twilio.jwt.taskrouter.capabilities import WorkerCapabilityToken

from pointsman.testing.clock import START

HOST = "https://taskrouter.twilio.com/v1"


@pytest.fixture
async def office(world) -> SimpleNamespace:
    office = await world.office()
    office.sid, office.worker_sid = office.workspace["sid"], office.worker["sid"]
    office.own = f"{HOST}/Workspaces/{office.sid}/Workers/{office.worker_sid}"
    office.channel = f"/v1/wschannels/{OWNER.sid}/{office.worker_sid}"
    return office


def token(office, **allowed: bool) -> str:
    # The library looks at the wall clock, and the server at its own.
    dates = {"nbf": START // 1000, "valid_until": START // 1000 + 3_600}
    made = WorkerCapabilityToken(
        OWNER.sid, OWNER.auth_token, office.sid, office.worker_sid, **dates, **allowed
    )
    return made.to_jwt()


async def call(api, office, token: str, method: str, url: str, **more: Any) -> Any:
    """Send an envelope as the older SDK does: JSON that says it is text."""
    channel = more.pop("channel", office.channel)
    body = json.dumps({"url": url, "method": method, "token": token, **more})
    headers = {"Content-Type": "text/plain"}
    return await api.client.post(channel, content=body, headers=headers, auth=None)


async def test_a_worker_reads_herself(api, office) -> None:
    """The answer is the API's resource, and repeats what the SDK waits for."""
    answer = await call(api, office, token(office), "GET", office.own, event_type="ready")
    assert 200 == answer.status_code
    assert "ready" == answer.json()["event_type"]
    assert office.worker == answer.json()["payload"]


async def test_a_list_with_parameters(api, office) -> None:
    """Parameters beside the address are those of its query."""
    url = f"{office.own}/Reservations"
    params = {"ReservationStatus": "pending", "PageSize": 5}
    answer = await call(api, office, token(office), "GET", url, params=params)
    assert ([], 5) == (
        answer.json()["payload"]["reservations"],
        answer.json()["payload"]["meta"]["page_size"],
    )


async def test_the_log_tells_each_call(api, office) -> None:
    """A line says who asked for what, without parameters, and none has the token."""
    made = token(office)
    with structlog.testing.capture_logs() as lines:
        await call(api, office, made, "GET", f"{office.own}?Name=private", params={"A": "private"})
    [line] = lines
    assert (OWNER.sid, office.channel, f"GET {office.own}") == (
        line["account_sid"],
        line["path"],
        line["call"],
    )
    assert not any(secret in str(line) for secret in ("private", made))


async def test_a_change_needs_a_policy(world, api, office) -> None:
    """Her activity may be changed by a token that says so, and nothing but her activity."""
    offline = office.activities["Offline"]["sid"]
    change = {"params": {"ActivitySid": offline}}
    refused = await call(api, office, token(office), "POST", office.own, **change)
    api.check_refusal(refused, 403, 20403)
    able = token(office, allow_update_activities=True)
    answer = await call(api, office, able, "POST", office.own, **change)
    assert offline == answer.json()["payload"]["activity_sid"]
    other = {"params": {"ActivitySid": offline, "FriendlyName": "Mallory"}}
    api.check_refusal(await call(api, office, able, "POST", office.own, **other), 403, 20403)
    assert "Worker 0" == (await api.fetch(office.worker["url"]))["friendly_name"]


async def test_a_refusal_of_the_api(api, office) -> None:
    """What the API refuses is refused in its words."""
    able = token(office, allow_update_activities=True)
    nobody = {"params": {"ActivitySid": "WA" + "0" * 32}}
    refused = await call(api, office, able, "POST", office.own, **nobody)
    assert "does not exist" in api.check_refusal(refused, 400, 20001)


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        ("/v1/wschannels/{account}/WK" + "0" * 32, "{own}"),
        ("/v1/wschannels/AC" + "0" * 32 + "/{worker}", "{own}"),
        ("{channel}", HOST + "/Workspaces/WS" + "0" * 32 + "/Activities"),
        ("{channel}", HOST + "/Workspaces"),
        ("{channel}", HOST + "/Workspaces/{sid}"),
        ("{channel}", "https://taskrouter.twilio.com/pointsman/v1/Workspaces/{sid}/Alerts"),
        ("{channel}", "{own}/../../Tasks"),
        ("{channel}", "http://[broken"),
    ],
)
async def test_other_places(api, office, channel: str, url: str) -> None:
    """A token leads to its own channel and workspace, and there to what its policies name."""
    names = {
        "account": OWNER.sid,
        "worker": office.worker_sid,
        "channel": office.channel,
        "own": office.own,
        "sid": office.sid,
    }
    refused = await call(
        api, office, token(office), "GET", url.format(**names), channel=channel.format(**names)
    )
    assert refused.status_code in (403, 404), refused.text
    assert {"code", "message", "more_info", "status"} == set(refused.json())


async def test_wrong_tokens_and_envelopes(world, api, office) -> None:
    """What is no envelope, or no token of ours, is refused before anything is asked."""
    good = token(office)
    tampered = re.sub(r"\.[^.]*$", ".AAAA", good)
    assert 401 == (await call(api, office, tampered, "GET", office.own)).status_code
    world.clock.advance(3_600)
    assert 401 == (await call(api, office, good, "GET", office.own)).status_code
    for body in (b"[]", b"\xff", b'{"a":' * 5_000, b'{"url": "", "method": "GET"}'):
        answer = await api.client.post(office.channel, content=body, auth=None)
        assert "not an envelope" in api.check_refusal(answer, 400, 20001)
