"""What the policies of a capability token allow, and that nothing else is."""

import msgspec
import pytest
from twilio.jwt.taskrouter.capabilities import (
    TaskQueueCapabilityToken,
    WorkerCapabilityToken,
    WorkspaceCapabilityToken,
)

from pointsman.edge.policies import Capability, Policy

AC, WS, WK, WQ = (kind + "a" * 32 for kind in ("AC", "WS", "WK", "WQ"))
WT, WR = "WT" + "b" * 32, "WR" + "b" * 32
BASE = f"/v1/Workspaces/{WS}"
TASKROUTER = "https://taskrouter.twilio.com"
KINDS = {
    "worker": (WorkerCapabilityToken, (WK,), f"{BASE}/Workers/{WK}"),
    "queue": (TaskQueueCapabilityToken, (WQ,), f"{BASE}/TaskQueues/{WQ}"),
    "workspace": (WorkspaceCapabilityToken, (), BASE),
}


def capability(*policies: dict) -> Capability:
    return Capability(
        account_sid=AC,
        workspace_sid=WS,
        channel_sid=WK,
        worker_sid=WK,
        taskqueue_sid=None,
        expires=0,
        token_id="",
        policies=msgspec.convert(list(policies), tuple[Policy, ...]),
    )


def policy(url: str, method: str = "GET", allow: bool = True, **filters) -> dict:
    return {"url": url, "method": method, "allow": allow, **filters}


def made(kind: str, **allow: bool) -> Capability:
    """What the official library's token for ``kind`` can do."""
    token_class, sids, _ = KINDS[kind]
    return capability(*token_class(AC, "token", WS, *sids, **allow).policies)


def allowed(capable: Capability, *requests: str, **parameters: str) -> list[str]:
    """Which of the requests, each a method and a path, are allowed."""
    return [r for r in requests if capable.allows(*r.split(" "), parameters)]


def test_a_worker_by_default() -> None:
    """The library's token for a worker reads what the SDK reads, and changes nothing."""
    reads = [
        f"GET {BASE}/Workers/{WK}",
        f"GET {BASE}/Workers/{WK}/Reservations",
        f"GET {BASE}/Workers/{WK}/Reservations/{WR}",
        f"GET {BASE}/Activities",
        f"GET {BASE}/Tasks/{WT}",
        f"GET {BASE}/Tasks/{WT}/Reservations/{WR}",
        f"GET /v1/wschannels/{AC}/{WK}",
        f"POST /v1/wschannels/{AC}/{WK}",
    ]
    others = [
        f"GET {BASE}",
        f"GET {BASE}/Activities/WA{'a' * 32}",
        f"GET {BASE}/Workers",
        f"GET {BASE}/Workers/WK{'b' * 32}",
        f"GET {BASE}/Workers/{WK}/Channels",
        f"GET /v1/Workspaces/WS{'b' * 32}/Tasks/{WT}",
        f"GET /v1/wschannels/{AC}/WK{'b' * 32}",
        f"POST {BASE}/Workers/{WK}",
        f"POST {BASE}/Workers/{WK}/Reservations/{WR}",
        f"POST {BASE}/Tasks/{WT}",
        f"POST {BASE}/Tasks",
        f"DELETE {BASE}/Workers/{WK}",
    ]
    assert reads == allowed(made("worker"), *reads, *others)


def test_a_worker_that_may_change() -> None:
    """Updates of the activity and of reservations are what their arguments say."""
    worker = made("worker", allow_update_activities=True, allow_update_reservations=True)
    own = f"POST {BASE}/Workers/{WK}"
    assert [own] == allowed(worker, own, ActivitySid="WA1")
    assert [] == allowed(worker, own)
    assert [] == allowed(worker, own, Attributes="{}")
    assert [] == allowed(worker, own, ActivitySid="WA1", Attributes="{}")
    updates = [
        f"POST {BASE}/Workers/{WK}/Reservations/{WR}",
        f"POST {BASE}/Tasks/{WT}/Reservations/{WR}",
        f"POST {BASE}/Tasks/{WT}",
    ]
    assert updates == allowed(worker, *updates, f"POST {BASE}/Tasks", Anything="x")


@pytest.mark.parametrize("kind", KINDS)
def test_itself_and_what_is_below(kind: str) -> None:
    """Each argument about the resource, or about what is below it, allows just that."""
    own = KINDS[kind][2]
    everything = [
        f"{method} {path}"
        for path in (own, f"{own}/Things", f"{own}/Things/X/Others/Y")
        for method in ("GET", "POST", "DELETE")
    ]
    nothing = {"allow_web_sockets": False, "allow_fetch_self": False}
    of_worker = ("activities", "reservations", "worker_reservations")
    nothing |= {f"allow_fetch_{what}": False for what in of_worker}
    assert [] == [r for r in everything if allowed(made(kind, **nothing), r)]
    for verb, method in (("fetch", "GET"), ("update", "POST"), ("delete", "DELETE")):
        itself = made(kind, **nothing | {f"allow_{verb}_self": True})
        assert [f"{method} {own}"] == allowed(itself, *everything)
        below = made(kind, **nothing | {f"allow_{verb}_subresources": True})
        # Who reads all that is below a resource reads the resource; who changes it does not.
        expected = [r for r in everything if r.startswith(method)][method != "GET" :]
        assert expected == allowed(below, *everything)


@pytest.mark.parametrize(
    ("pattern", "path", "is_like"),
    [
        ("/v1/A", "/v1/A", True),
        ("/v1/A", "/v1/a", False),
        ("/v1/A", "/v1/A/B", False),
        ("/v1/A", "/v1", False),
        ("/v1/A/*", "/v1/A/B", True),
        ("/v1/A/*", "/v1/A", False),
        ("/v1/A/*", "/v1/A/B/C", False),
        ("/v1/*/C", "/v1/B/C", True),
        ("/v1/A*", "/v1/AB", False),
        ("/v1/A/**", "/v1/A", True),
        ("/v1/A/**", "/v1/A/B/C/D", True),
        ("/v1/A/**", "/v1/AB", False),
        ("/v1/*/C/**", "/v1/B/C/D", True),
        ("/v1/**/C", "/v1/B/C", False),
        ("/**", "/v1/A", True),
        ("/v1/A?b=c#d", "/v1/A", True),
        ("/v1/A/", "/v1/A/", False),
        ("/v1/A/**", "/v1/A/../B", False),
        ("/v1/A/**", "/v1/A/./B", False),
        ("/v1/A/**", "/v1/A//B", False),
        ("/v1/A/**", "/v1/A/B/", False),
        ("/v1/A/**", "v1/A/B", False),
        ("/v1/A/**", "x/v1/A/B", False),
        ("/**", "", False),
        ("/**", "/", False),
        ("", "", False),
        ("", "/v1/A", False),
    ],
)
def test_paths(pattern: str, path: str, is_like: bool) -> None:
    """One star is a segment, two at the end are any; what is no plain path is refused."""
    assert is_like is capability(policy(TASKROUTER + pattern)).allows("GET", path, {})


def test_only_the_path_counts() -> None:
    """The host of a policy is TaskRouter's or anybody's; what is no address is about nothing."""
    for host in ("http://localhost:8020", "https://[::1]", ""):
        assert capability(policy(f"{host}/v1/A")).allows("GET", "/v1/A", {})
    for url in ("https://[/v1/A", "v1/A", "https:", "/v1"):
        assert not capability(policy(url)).allows("GET", "/v1/A", {})


def test_a_policy_that_forbids() -> None:
    """What one policy forbids no other allows, whatever its filters and in whatever order."""
    everything = policy("/**")
    filters = {"query_filter": {"Page": {"required": True}}}
    forbidden = policy("/v1/A/*", allow=False, **filters)
    for policies in ([everything, forbidden], [forbidden, everything]):
        capable = capability(*policies)
        assert not capable.allows("GET", "/v1/A/B", {})
        assert not capable.allows("GET", "/v1/A/B", {"Page": "1"})
        assert capable.allows("GET", "/v1/A", {})
    assert not capability(forbidden).allows("GET", "/v1/A", {})
    assert not capability().allows("GET", "/v1/A", {})


@pytest.mark.parametrize(("method", "name"), [("GET", "query_filter"), ("POST", "post_filter")])
def test_filters(method: str, name: str) -> None:
    """What is required must be there, what is named may be, and nothing else."""
    given = {"A": {"required": True}, "B": {"required": False}, "C": {}}
    capable = capability(policy("/v1/A", method, **{name: given}))
    for sent in ({"A"}, {"A", "B"}, {"A", "B", "C"}):
        assert capable.allows(method, "/v1/A", dict.fromkeys(sent, ""))
    for sent in (set(), {"B"}, {"A", "D"}, {"a"}):
        assert not capable.allows(method, "/v1/A", dict.fromkeys(sent, ""))


def test_filters_of_the_other_method() -> None:
    """A GET is not asked for what a POST must have; nor does an empty filter ask."""
    required = {"A": {"required": True}}
    for empty in ({}, []):
        read = policy("/v1/A", "GET", post_filter=required, query_filter=empty)
        change = policy("/v1/A", "POST", query_filter=required, post_filter=empty)
        remove = policy("/v1/A", "DELETE", query_filter=required, post_filter=required)
        for method in ("GET", "POST", "DELETE"):
            assert capability(read, change, remove).allows(method, "/v1/A", {"B": "1"})


def test_any_of_several_filters() -> None:
    """It is enough that one policy lets the parameters pass."""
    by_page = policy("/v1/A", query_filter={"Page": {"required": True}})
    by_name = policy("/v1/A", query_filter={"Name": {"required": True}})
    capable = capability(by_page, by_name)
    assert capable.allows("GET", "/v1/A", {"Name": "x"})
    assert capable.allows("GET", "/v1/A", {"Page": "1"})
    assert not capable.allows("GET", "/v1/A", {"Page": "1", "Name": "x"})


@pytest.mark.parametrize("method", ["get", "PUT", "", "HEAD"])
def test_other_methods(method: str) -> None:
    """No policy is about a method that TaskRouter has not."""
    assert not capability(policy("/v1/A")).allows(method, "/v1/A", {})
