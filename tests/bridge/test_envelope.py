"""Envelopes that no SDK would send: each is answered in words, and never breaks anything."""

import json
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.bridge import tokens
from tests.bridge.application import Application
from tests.living import BASE

from pointsman.bridge import calls
from pointsman.bridge.envelope import BODY_LIMIT
from pointsman.bridge.routes import PATH


@pytest.fixture
async def agent(world, application) -> Application:
    office = await world.office()
    return application(office.worker)


async def post(world: Any, content: bytes, kind: str = "application/json") -> Any:
    return await world.nobody.client.post(
        BASE + PATH, content=content, headers={"content-type": kind}
    )


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/plain;charset=UTF-8",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
    ],
)
async def test_content_types(world, agent, kind: str) -> None:
    """The body is JSON whatever is said of it."""
    envelope = {"url": agent.address("~"), "method": "GET", "params": {}, "token": agent.token}
    assert 200 == (await post(world, json.dumps(envelope).encode(), kind)).status_code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"url": "", "method": "GET"}',
        b'{"url": 1, "method": "GET", "token": ""}',
        b'{"url": "", "method": null, "token": ""}',
        b'{"url": "", "method": "GET", "token": "", "params": []}',
        b'{"url": "", "method": "GET", "token": "", "params": null}',
        b'{"url": "", "method": "GET", "token": "", "params": {"n": 1e999}}',
        b'{"url": "", "method": "GET", "token": "\\ud800"}',
        b'{"url": "\xff"}',
        b'{"a":' * 5_000,
        json.dumps({"url": "x" * 513, "method": "GET", "token": ""}).encode(),
    ],
)
async def test_what_is_no_envelope(world, body: bytes) -> None:
    """It is refused, and what is wrong with it is said."""
    answer = await post(world, body)
    assert 400 == answer.status_code, answer.text
    assert {"code", "message", "more_info", "status"} == set(answer.json())


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", ""),
        ("GET", "/"),
        ("GET", "/Workspaces/{ws}/Activities"),
        ("GET", "v2/Workspaces/{ws}/Activities"),
        ("GET", "Workspaces/{ws}/Activities/"),
        ("GET", "Workspaces/{ws}/Activities?PageSize=1"),
        ("GET", "Workspaces/{ws}"),
        ("GET", "Workspaces/{ws}/Workflows"),
        ("GET", "workspaces/{ws}/activities"),
        ("POST", "Workspaces/{ws}/Activities"),
        ("DELETE", "Workspaces/{ws}/Workers/{wk}"),
        ("get", "Workspaces/{ws}/Workers/{wk}"),
        ("", "Workspaces/{ws}/Workers/{wk}"),
        ("GET", "Workspaces/{ws}/Workers/\0"),
        ("GET", "Workspaces/\0/Workers/{wk}"),
    ],
)
async def test_unknown_calls(world, agent, method: str, url: str) -> None:
    """There is nothing of that name."""
    address = url.format(ws=agent.workspace_sid, wk=agent.worker_sid)
    envelope = {"url": address, "method": method, "params": {}, "token": agent.token}
    answer = await post(world, json.dumps(envelope).encode())
    assert (404, 20404) == (answer.status_code, answer.json()["code"])
    assert f"The requested resource /{address} was not found" == answer.json()["message"]


@pytest.mark.parametrize(
    ("status", "params"),
    [
        (200, {"Attributes": None}),
        (200, {"Attributes": [{"a": 1}, {"a": 2}]}),
        (200, {"Attributes": '{"a": 1}'}),
        (200, {"Nothing": {"of": ["that", None]}, "": 0, "x" * 10_000: True}),
        (200, {"RejectPendingReservations": "no", "Attributes": {}}),
        (400, {"Attributes": "a"}),
        (400, {"Attributes": [[1]]}),
        (400, {"Attributes": "\0"}),
        (400, {"Attributes": 10**400}),
        (400, {"Attributes": {"text": "x" * 4_096}}),
        (400, {"ActivitySid": {"a": 1}}),
        (400, {"ActivitySid": "\0"}),
        (400, {"ActivitySid": ""}),
        (400, {"FriendlyName": " "}),
    ],
)
async def test_parameters(agent, status: int, params: Any) -> None:
    """They may be any JSON; what they must not be is the same as in a form."""
    answer = await agent.ask("POST", "~", **params)
    assert status == answer.status_code, answer.text


async def test_bodies_are_limited(world, agent) -> None:
    """Of a body that is too large no more is read than it may have."""
    envelope = {"url": agent.address("~"), "method": "GET", "token": agent.token}
    body = json.dumps(envelope | {"params": {"x": "x" * (BODY_LIMIT - 1_000)}}).encode()
    assert 200 == (await post(world, body)).status_code
    answer = await post(world, body + b" " * 2_000)
    assert (413, 413) == (answer.status_code, answer.json()["status"])


async def test_secrets_are_not_shown(world, agent, capsys) -> None:
    """Neither the answer nor the log repeats a token."""
    for method in ("GET", 5):
        envelope = {"url": agent.address("x"), "method": method, "token": agent.token}
        answer = await post(world, json.dumps(envelope).encode())
        assert agent.token not in answer.text
    assert agent.token not in capsys.readouterr().out


async def test_the_log_tells_each_call(world, agent) -> None:
    """A line says what an envelope asks for, granted or not, and nothing else of it."""
    with structlog.testing.capture_logs() as lines:
        await agent.call("GET", "Workers", FriendlyName="private")
        await agent.refuse(404, "POST", "Nothing?Name=private", Attributes={"secret": "private"})
        await post(world, b"[]")
        await world.api.fetch("/Workspaces")
    below = f"Workspaces/{agent.workspace_sid}"
    told = [(line["path"], line.get("call"), line["status"]) for line in lines]
    assert [
        (PATH, f"GET {below}/Workers", 200),
        (PATH, f"POST {below}/Nothing", 404),
        (PATH, None, 400),
        ("/v1/Workspaces", None, 200),
    ] == told
    assert not any("call" in line for line in lines[2:])
    assert not any(secret in str(lines) for secret in ("private", agent.token))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.sampled_from(["true", "1e5", "WA" + "0" * 32, "9" * 30, "-1", "\0", "[]", "{}", "2025"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
NAMES = """
    Active ActivityName ActivitySid AfterSid AssignmentStatus Attributes FriendlyName Hold HoldUrl
    Instruction Mode NextToken Ordering PageSize Priority Reason RejectPendingReservations
    ReservationSid ReservationStatus RoutingTarget Supervisor SupervisorMode TargetWorkerSid
    TargetWorkersExpression TaskChannelSid TaskChannelUniqueName TaskQueueSid TaskSid Timeout To
    TransferStatus VirtualStartTime WorkerActivitySid WorkerSid WorkflowSid
""".split()


@settings(
    max_examples=150,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    route=st.sampled_from(calls.ROUTES),
    role=st.sampled_from(["worker", "supervisor", "admin"]),
    names=st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6),
    known=st.booleans(),
    if_match=st.none() | st.integers(-1, 3).map(str) | st.just("x"),
)
async def test_nothing_breaks(world, agent, route, role, names, known, if_match) -> None:
    """Whatever is asked, by whom, with whatever parameters, the server does not fail."""
    path = {"workspace_sid": agent.workspace_sid, "worker_sid": agent.worker_sid}
    if known:
        held = await agent.call("GET", "~/Reservations")
        path |= {"sid": held["contents"][0]["sid"]} if held["contents"] else {}
    url = route.pattern.format_map(_Any(path))
    token = tokens.mint(agent.workspace_sid, agent.worker_sid, role)
    envelope = {"url": url, "method": route.method, "params": names, "token": token}
    answer = await world.nobody.client.post(
        BASE + PATH,
        content=json.dumps(envelope).encode(),
        headers={} if if_match is None else {"If-Match": if_match},
    )
    assert answer.status_code < 500, (envelope, answer.text)
    assert isinstance(answer.json(), dict)


class _Any(dict[str, str]):
    """SIDs that nothing has, where none is given."""

    def __missing__(self, name: str) -> str:
        return "WR" + "0" * 32
