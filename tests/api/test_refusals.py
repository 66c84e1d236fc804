"""One shape for every "no", and never a 500."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pointsman.api.call import BODY_LIMIT
from pointsman.api.routes import ROUTES
from pointsman.core import errors
from pointsman.edge import refusals
from pointsman.runtime.ports import StoreFailed

NOWHERE = {
    "workspace_sid": "WS" + "0" * 32,
    "worker_sid": "WK" + "0" * 32,
    "task_sid": "WT" + "0" * 32,
    "sid": "XX" + "0" * 32,
}


async def test_what_is_not_there(api) -> None:
    """Every path below an unknown workspace is not found, by every method that it knows."""
    # A collection's POST says what it misses before it looks for the workspace.
    form = {
        "FriendlyName": "x",
        "UniqueName": "x",
        "QueueSids": "WQ" + "0" * 32,
        "Configuration": '{"task_routing": {"default_filter": {"queue": "x"}}}',
    }
    for route, handlers in ROUTES.items():
        if route != "/v1/Workspaces":
            path = route.removeprefix("/v1").format(**NOWHERE)
            for method in handlers:
                await api.missing(method, path, form=form if method == "POST" else None)


async def test_paths_that_nothing_serves(api) -> None:
    """An unknown path is refused in the same shape."""
    for path in ("", "/", "/Nothing", "/workspaces", "/Workspaces/WS1/x/y/z", "/Workspaces.json"):
        await api.refuse(404, "GET", path, code=20404)


async def test_the_path_is_told_without_the_version(api) -> None:
    """The text of a 404 names the path as TaskRouter does."""
    path = f"/Workspaces/WS{'0' * 32}/Workers/WK1"
    message = await api.refuse(404, "GET", path, code=20404)
    assert f"The requested resource {path} was not found" == message


async def test_odd_names_in_paths(world, api) -> None:
    """No name in a path breaks anything."""
    office = await world.office(workers=0)
    for sid in ("%00", "a%2Fb", "%F0%9F%A6%86", "a%20b", "'", "x" * 5000, "WS"):
        for collection in ("activities", "task_channels", "workers", "tasks"):
            await api.refuse(404, "GET", f"{office.links[collection]}/{sid}", code=20404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE", "PROPFIND"])
async def test_unknown_methods(api, method: str) -> None:
    """A method that a path does not know is refused, even one that nothing knows."""
    for route in ROUTES:
        path = route.removeprefix("/v1").format(**NOWHERE)
        assert "Method not allowed" == await api.refuse(405, method, path, code=20004)


async def test_known_methods_in_the_wrong_place(api) -> None:
    """What cannot be created or deleted by a client says so."""
    for method, path in (
        ("DELETE", "/Workspaces"),
        ("POST", "/Workspaces/WS1/Workers/WK1/Channels"),
        ("DELETE", "/Workspaces/WS1/Workers/WK1/Channels/WC1"),
        ("POST", "/Workspaces/WS1/Tasks/WT1/Reservations"),
        ("DELETE", "/Workspaces/WS1/Tasks/WT1/Reservations/WR1"),
        ("DELETE", "/Workspaces/WS1/Workers/WK1/Reservations/WR1"),
    ):
        assert "Method not allowed" == await api.refuse(405, method, path, code=20004)


async def test_health_refuses_in_the_same_shape(api) -> None:
    """Even outside the API there is one shape."""
    api.check_refusal(await api.client.post("/healthz"), 404, 20404)
    api.check_refusal(await api.client.request("FOO", "/healthz"), 405, 20004)


async def test_a_body_over_the_limit(api) -> None:
    """A body may be as long as the limit; more is not read."""
    name = b"FriendlyName="
    padding = b"&x=" + b"x" * (BODY_LIMIT - len(name) - 4)
    fits = await api.client.post("/v1/Workspaces", content=name + b"A" + padding)
    assert 201 == fits.status_code
    over = await api.client.post("/v1/Workspaces", content=name + b"AB" + padding)
    assert f"The body is larger than {BODY_LIMIT} bytes" == api.check_refusal(over, 413, 20413)


async def test_a_trailing_slash_is_nothing(api) -> None:
    """A path with a slash at its end is the same path, for forms as well."""
    created = await api.create("/Workspaces/", FriendlyName="A")
    assert created == await api.fetch(created["url"] + "/")


async def test_head_is_get(api) -> None:
    """HEAD answers as GET does."""
    response = await api.ask("HEAD", "/Workspaces")
    assert (200, "application/json") == (response.status_code, response.headers["content-type"])


async def test_bad_parameters_are_refused_everywhere(world, api) -> None:
    """A query or a body that cannot be read is refused, whatever the route."""
    office = await world.office()
    for url in (office.links["workers"], office.worker["url"]):
        await api.refuse(400, "GET", url + "?a=%FF")
        await api.refuse(400, "GET", url + "?a=%00")
        await api.refuse(400, "POST", url, content=b"FriendlyName=%FF")
        await api.refuse(400, "POST", url, {"FriendlyName": "a\0"})


# --- when the server is at fault ---


async def test_a_bug_is_told_without_its_text(world, api, monkeypatch) -> None:
    """What broke is the log's business; the client gets the shape."""

    async def broken(*args: object) -> None:
        raise KeyError("internal")

    monkeypatch.setattr(world.store, "list_workspaces", broken)
    assert "Internal Server Error" == await api.refuse(500, "GET", "/Workspaces", code=20500)


async def test_a_database_that_is_away(world, api, monkeypatch) -> None:
    """A read that fails asks the client to come back."""

    async def away(*args: object) -> None:
        raise StoreFailed("connection refused to 10.0.0.1")

    monkeypatch.setattr(world.store, "list_workspaces", away)
    response = await api.ask("GET", "/Workspaces")
    assert "1" == response.headers["retry-after"]
    assert "The database does not answer" == api.check_refusal(response, 503, 20503)


async def test_a_client_that_hangs_up(world, api, capsys) -> None:
    """A body that ends too early is the client's fault and no broken request."""
    sent: list[dict[str, object]] = []
    messages = [{"type": "http.request", "body": b"Friendly", "more_body": True}]

    async def receive() -> dict[str, object]:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    request = api.client.build_request("POST", "/v1/Workspaces")
    authorized = await anext(api.client.auth.async_auth_flow(request))
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/v1/Workspaces",
        "query_string": b"",
        "headers": [(k.lower(), v) for k, v in authorized.headers.raw],
    }
    await world.app(scope, receive, send)
    assert 400 == sent[0]["status"]
    assert "request.broke" not in capsys.readouterr().out


def test_every_refusal_has_a_status_and_a_code() -> None:
    """The table of refusals gives each its own place."""
    kinds = [errors.Invalid, errors.Gone, errors.TooLarge, errors.Unavailable, refusals.Broken]
    told = [
        (response.status_code, response.body.count(b":"))
        for response in (refusals.render(kind("no"), "/v1/x") for kind in kinds)
    ]
    assert [(400, 5), (410, 5), (413, 5), (503, 5), (500, 5)] == told


# --- anything at all ---

SEGMENTS = st.sampled_from(
    "Workspaces Workers Tasks Activities TaskQueues Workflows TaskChannels Channels Reservations"
    " Statistics RealTimeStatistics CumulativeStatistics"
    " Events default {ws} {wk} {wt} {wr} %00 x%2Fy é .. ''".split()
)
NAMES = st.sampled_from(
    "FriendlyName Attributes Configuration AssignmentStatus ReservationStatus Instruction Priority"
    " Timeout VirtualStartTime TaskChannel RoutingTarget IgnoreCapacity TaskQueueSid WorkflowSid"
    " ActivitySid Capacity Available TargetWorkers MaxReservedWorkers TaskOrder UniqueName Page"
    " PageSize PageToken Minutes StartDate EndDate SplitByWaitTime QueueSids"
    " EventCallbackUrl Template MultiTaskEnabled Ordering WorkerSid".split()
)
VALUES = st.one_of(
    st.text(max_size=20),
    st.integers().map(str),
    st.sampled_from(
        ["{ws}", "{wk}", "{wt}", "{wr}", "PA{wt}.1", "PB{wk}.zzzzzzzzzzzzz", "{}", "[]"]
    ),
    st.sampled_from(["accepted", "completed", "canceled", "true", "2020-01-01", "1==1", "accept"]),
)
FORMS = st.dictionaries(NAMES, VALUES, max_size=4)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "HEAD", "PUT", "FOO"]),
    segments=st.lists(SEGMENTS, max_size=5),
    query=FORMS,
    form=st.one_of(st.none(), FORMS, st.binary(max_size=60)),
    if_match=st.sampled_from([None, "*", '"0"', "W/x", "9" * 30]),
)
async def test_nothing_breaks_the_server(world, method, segments, query, form, if_match) -> None:
    """Whatever is asked is answered, and never with a fault of the server."""
    api = world.api
    if not hasattr(world, "fuzzed"):
        world.fuzzed = await world.reserved()
    office = world.fuzzed
    names = {
        "ws": office.workspace["sid"],
        "wk": office.worker["sid"],
        "wt": office.task["sid"],
        "wr": office.reservation["sid"],
    }

    def fill(text: str) -> str:
        for name, sid in names.items():
            text = text.replace(f"{{{name}}}", sid)
        return text

    path = fill(
        "/" + "/".join(["Workspaces", "{ws}", *segments] if len(segments) < 5 else segments)
    )
    options = {"params": {k: fill(v) for k, v in query.items()}}
    if if_match is not None:
        options["headers"] = {"If-Match": if_match}
    if isinstance(form, bytes):
        options["content"] = form
    elif form is not None:
        options["data"] = {k: fill(v) for k, v in form.items()}
    if method == "DELETE" and path.rstrip("/") == f"/Workspaces/{names['ws']}":
        return
    response = await api.client.request(method, f"/v1{path}", **options)
    assert response.status_code < 500, response.text
    if response.status_code >= 400 and method != "HEAD":
        api.check_refusal(response, response.status_code, response.json()["code"])


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain"])
async def test_a_body_of_another_kind(world, api, kind: str) -> None:
    """A body that is no form is refused; it must not be taken for a form that changes nothing."""
    body = {"content": b'{"FriendlyName": "New"}', "headers": {"Content-Type": kind}}
    office = await world.office()
    message = await api.refuse(400, "POST", office.worker["url"], **body)
    assert f"The body must be application/x-www-form-urlencoded, not {kind}" == message
