"""What each role may do, over the whole route table, with a key as with a browser."""

import httpx2
import pytest
from tests.api.browser import open_browser, sign_in
from tests.living import BASE, OWNER

from pointsman.api import roles
from pointsman.api.app import EVERYTHING
from pointsman.runtime.ports import ApiKey, Role

ROUTES = [(method, path) for path, handlers in EVERYTHING.items() for method in handlers]
CHANGING = {
    route for route in ROUTES if route[0] != "GET" and roles.LEAST.get(route) != "viewer"
} - roles.OPEN
SECRET = "a secret of thirty-two characters"
REFUSED = "The role {} does not allow this; it needs {}"


KEYS = {
    role: ApiKey(
        sid=f"SK{number:032x}",
        account_sid=OWNER.sid,
        secret=SECRET,
        friendly_name="",
        date_created=0,
        role=role,
    )
    for number, role in enumerate(("viewer", "supervisor", "admin"))
}


@pytest.fixture
async def clients(world):
    """By role and way of signing in."""
    made = {}
    for role, key in KEYS.items():
        await world.store.put_key(key)
        made[role, "key"] = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(world.app), base_url=BASE, auth=(key.sid, SECRET)
        )
        made[role, "browser"] = open_browser(world)
        await sign_in(made[role, "browser"], Username=key.sid, Password=SECRET)
    yield made
    for client in made.values():
        await client.aclose()


def test_every_changing_route_has_a_role() -> None:
    """None is left to the rule for what is not named, and none is named that is not there."""
    named = set(roles.LEAST) | roles.OPEN
    assert named == {route for route in ROUTES if route[0] != "GET"}


def test_what_is_not_named_is_for_admins() -> None:
    """A route that somebody forgets is closed."""
    assert "admin" == roles.least("POST", "/pointsman/v1/Anything")


@pytest.mark.parametrize("way", ["key", "browser"])
async def test_a_viewer_changes_nothing(world, clients, way: str) -> None:
    """Every route that changes something refuses her, before it looks at anything else."""
    office = await world.reserved()
    before = len(world.events)
    for method, path in sorted(CHANGING):
        answer = await clients["viewer", way].request(method, _fill(path, office))
        message = world.api.check_refusal(answer, 403, 20403)
        assert REFUSED.format("viewer", roles.LEAST[method, path]) == message, (method, path)
    assert before == len(world.events)


@pytest.mark.parametrize("way", ["key", "browser"])
@pytest.mark.parametrize("role", ["viewer", "supervisor", "admin"])
async def test_everybody_reads(world, clients, role: Role, way: str) -> None:
    """No role is too low for what changes nothing."""
    office = await world.reserved()
    for method, path in ROUTES:
        if method != "GET" and roles.LEAST.get((method, path)) != "viewer":
            continue
        if path.endswith(("/Stream", "/Session")):
            continue
        url = _fill(path, office)
        status = (await clients[role, way].request(method, url)).status_code
        assert status in (200, 400, 404), (method, path)
    for path in ("/metrics", "/openapi.json", "/docs"):
        assert 200 == (await clients[role, way].get(path)).status_code


@pytest.mark.parametrize("way", ["key", "browser"])
async def test_a_supervisor_runs_the_day(world, clients, way: str) -> None:
    """She works with tasks and workers, and cannot change how the work is set up."""
    office = await world.reserved()
    client = clients["supervisor", way]
    for method, path in sorted(CHANGING):
        if roles.LEAST[method, path] == "admin":
            answer = await client.request(method, _fill(path, office))
            message = world.api.check_refusal(answer, 403, 20403)
            assert REFUSED.format("supervisor", "admin") == message, (method, path)
    created = await client.post(office.links["tasks"], data={"Attributes": "{}"})
    accepted = {"ReservationStatus": "accepted"}
    done = [
        created,
        await client.post(office.reservation["url"], data=accepted),
        await client.post(office.worker["url"], data={"Attributes": '{"level": 1}'}),
    ]
    assert [201, 200, 200] == [answer.status_code for answer in done]
    assert 204 == (await client.delete(created.json()["url"])).status_code


@pytest.mark.parametrize("own", [{"Configuration": '{"task_routing": {}}'}, {"Workers": "[]"}])
async def test_a_viewer_tries_only_what_is_stored(world, clients, own: dict[str, str]) -> None:
    """A document of her own might be so large that trying it holds everybody up."""
    office = await world.reserved()
    path = f"/pointsman/v1/Workspaces/{office.workspace['sid']}/Workflows/Evaluate"
    stored = {"WorkflowSid": office.workflow["sid"]}
    assert 200 == (await clients["viewer", "key"].post(path, data=stored)).status_code
    refused = await clients["viewer", "key"].post(path, data=stored | own)
    assert "tries stored workflows" in world.api.check_refusal(refused, 403, 20403)
    allowed = await clients["supervisor", "key"].post(path, data=own | {"TaskChannel": "default"})
    assert 403 != allowed.status_code


async def test_an_admin_does_everything(world, clients) -> None:
    """An admin's key sets work up, as the account's token does."""
    for way in ("key", "browser"):
        form = {"FriendlyName": f"By {way}"}
        answer = await clients["admin", way].post("/v1/Workspaces", data=form)
        assert 201 == answer.status_code, answer.text


async def test_what_is_not_there_is_not_forbidden(world, clients) -> None:
    """A viewer learns of unknown paths and methods what everybody learns."""
    client = clients["viewer", "key"]
    assert 404 == (await client.post("/v1/Nothing")).status_code
    assert 405 == (await client.put("/v1/Workspaces")).status_code


def _fill(path: str, office) -> str:
    """The path with what it names there."""
    sids = {
        "workspace_sid": office.workspace["sid"],
        "task_sid": office.task["sid"],
        "worker_sid": office.worker["sid"],
        "sid": "XX" + "0" * 32,
    }
    return path.format(**sids)
