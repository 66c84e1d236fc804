"""A browser signs in: by a name and its secret, or by a link; and what its cookie is good for."""

import asyncio
import re

import pytest
from tests.api.browser import SESSION, open_browser, sign_in
from tests.living import OWNER, STRANGER

from pointsman.edge.sessions import COOKIE, HEADER, LONGEST_MS, UNUSED_MS
from pointsman.runtime.ports import ApiKey

LINKS = f"{SESSION}/Links"
CREDENTIALS = {"Username": OWNER.sid, "Password": OWNER.auth_token}
KEY = ApiKey(
    sid="SK" + "1" * 32,
    account_sid=OWNER.sid,
    secret="a key's own secret",
    friendly_name="",
    date_created=0,
    role="viewer",
)
NO_SESSION = "Authentication Error - the session has ended"
NO_LINK = "Authentication Error - the link was used, or is too old"


@pytest.fixture
async def browser(world):
    opened = open_browser(world)
    yield opened
    await opened.aclose()


async def code_of(world, **form: str) -> str:
    answer = await world.api.client.post(LINKS, data=form)
    assert 201 == answer.status_code, answer.text
    return answer.json()["url"].partition("#code=")[2]


async def test_signing_in(world, browser) -> None:
    """The answer says as whom and until when; the cookie is the browser's alone."""
    answer = await sign_in(browser, **CREDENTIALS)
    shown = {
        "account_sid": OWNER.sid,
        "username": OWNER.sid,
        "role": "admin",
        "expires": "2026-01-01T01:00:00.000Z",
    }
    assert shown == answer.json()
    assert "no-store" == answer.headers["cache-control"]
    pattern = f"{COOKIE}=[A-Za-z0-9_-]{{43}}; Path=/; HttpOnly; SameSite=Strict"
    assert re.fullmatch(pattern, answer.headers["set-cookie"])
    assert shown == (await browser.get(SESSION)).json()


async def test_over_https_the_cookie_stays_there(world) -> None:
    """It is never sent in the open."""
    async with open_browser(world, "https://router.test") as browser:
        answer = await sign_in(browser, **CREDENTIALS)
        assert answer.headers["set-cookie"].endswith("; Secure")
        assert 200 == (await browser.get(SESSION)).status_code


async def test_a_key_signs_in(world, browser) -> None:
    """As what it is: with its role, on its account, and until it is revoked."""
    await world.store.put_key(KEY)
    answer = await sign_in(browser, Username=KEY.sid, Password=KEY.secret)
    assert (OWNER.sid, KEY.sid, "viewer") == tuple(answer.json().values())[:3]
    assert 200 == (await browser.get("/v1/Workspaces")).status_code
    await world.store.remove_key(KEY.sid)
    assert NO_SESSION == world.api.check_refusal(await browser.get(SESSION), 401, 20003)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"Username": OWNER.sid, "Password": "wrong"}, "Authenticate"),
        ({"Username": OWNER.sid, "Password": ""}, "Authenticate"),
        ({"Username": OWNER.sid, "Password": STRANGER.auth_token}, "Authenticate"),
        ({"Username": "AC1", "Password": "x"}, "Authentication Error - invalid username"),
        ({"Code": "wrong"}, NO_LINK),
        ({"Code": ""}, NO_LINK),
    ],
)
async def test_wrong_credentials(world, browser, form: dict[str, str], message: str) -> None:
    """They are refused in TaskRouter's shape, and no browser is made to ask for others."""
    answer = await browser.post(SESSION, data=form)
    assert message == world.api.check_refusal(answer, 401, 20003)
    assert "set-cookie" not in answer.headers
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"Username": OWNER.sid},
        {"Password": OWNER.auth_token},
        {"Username": "A" * 65, "Password": "x"},
        {"Username": OWNER.sid, "Password": "x" * 1025},
        {"Code": "x" * 65},
        {"Username": OWNER.sid, "Password": "\0"},
    ],
)
async def test_bad_forms(world, browser, form: dict[str, str]) -> None:
    """What is missing or too long is said."""
    world.api.check_refusal(await browser.post(SESSION, data=form), 400, 20001)


async def test_nobody_sends_much(world, browser) -> None:
    """Of who has not signed in no more is read than it takes to do so."""
    longest = {"Username": "é" * 64, "Password": "é" * 1024}
    world.api.check_refusal(await browser.post(SESSION, data=longest), 401, 20003)
    answer = await browser.post(SESSION, data={"Username": "x" * 8_192})
    world.api.check_refusal(answer, 413, 20413)


async def test_a_cookie_asks_like_credentials(world, browser) -> None:
    """All of the API answers the browser, with what is the account's and nothing else."""
    mine = await world.api.create("/Workspaces", FriendlyName="Mine")
    others = await world.stranger.create("/Workspaces", FriendlyName="Others'")
    await sign_in(browser, **CREDENTIALS)
    listed = (await browser.get("/v1/Workspaces")).json()["workspaces"]
    assert [mine["sid"]] == [workspace["sid"] for workspace in listed]
    assert 404 == (await browser.get(others["url"])).status_code
    created = await browser.post("/v1/Workspaces", data={"FriendlyName": "By browser"})
    assert (201, OWNER.sid) == (created.status_code, created.json()["account_sid"])


@pytest.mark.parametrize("path", ["/v1/Workspaces", SESSION, "/openapi.json", "/v1/Nothing"])
async def test_nobody_keeps_what_a_cookie_was_answered(world, browser, path: str) -> None:
    """Neither a cache nor the browser, who may have another before it next; not refusals either."""
    await sign_in(browser, **CREDENTIALS)
    answer = await browser.get(path)
    assert "private, no-store" == answer.headers["cache-control"]
    assert "Cookie" == answer.headers["vary"]
    plain = await browser.get(path, auth=(OWNER.sid, OWNER.auth_token))
    assert "private" not in plain.headers.get("cache-control", "")
    assert "vary" not in plain.headers


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT", "PATCH"])
@pytest.mark.parametrize("said", [{}, {HEADER: "0"}, {HEADER: ""}, {HEADER: "true"}])
async def test_a_page_of_another_origin_changes_nothing(world, browser, method, said) -> None:
    """A cookie alone, as a form of another page would send it, is not enough for a change."""
    workspace = await world.api.create("/Workspaces", FriendlyName="Office")
    await sign_in(browser, **CREDENTIALS)
    del browser.headers[HEADER]
    answer = await browser.request(method, workspace["url"], headers=said)
    message = world.api.check_refusal(answer, 403, 20403)
    assert f"A change by cookie needs the header {HEADER}: 1" == message
    assert workspace == (await browser.get(workspace["url"])).json()


async def test_no_other_origin_may_use_the_cookie(world, browser) -> None:
    """Browsers are never told that pages of other origins may send cookies, or the header."""
    await sign_in(browser, **CREDENTIALS)
    elsewhere = {"Origin": "http://evil.test", "Access-Control-Request-Headers": HEADER}
    for method in ("GET", "OPTIONS"):
        answer = await browser.request(method, "/v1/Workspaces", headers=elsewhere)
        assert answer.status_code in (200, 204)
        assert "*" == answer.headers["access-control-allow-origin"]
        assert "access-control-allow-credentials" not in answer.headers
        allowed = answer.headers.get("access-control-allow-headers", "")
        assert HEADER.lower() not in allowed.lower()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_no_other_origin_signs_anybody_in(world, browser, site: str) -> None:
    """Else who is lured to a page would work in another's account without knowing."""
    answer = await browser.post(SESSION, data=CREDENTIALS, headers={"Sec-Fetch-Site": site})
    world.api.check_refusal(answer, 403, 20403)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["http://evil.test", "http://router.test", "null"])
async def test_nor_where_browsers_say_less(world, browser, origin: str) -> None:
    """Over plain http a page's form is known by its origin; the console, by the header."""
    del browser.headers[HEADER]
    answer = await browser.post(SESSION, data=CREDENTIALS, headers={"Origin": origin})
    world.api.check_refusal(answer, 403, 20403)
    assert "set-cookie" not in answer.headers
    by_console = {"Origin": origin, HEADER: "1"}
    assert 201 == (await browser.post(SESSION, data=CREDENTIALS, headers=by_console)).status_code


async def test_credentials_go_before_the_cookie(world, browser) -> None:
    """Who sends both is who the credentials say, and needs no header."""
    await sign_in(browser, **CREDENTIALS)
    del browser.headers[HEADER]
    browser.auth = (STRANGER.sid, STRANGER.auth_token)
    answer = await browser.post("/v1/Workspaces", data={"FriendlyName": "Strange"})
    assert STRANGER.sid == answer.json()["account_sid"]
    browser.auth = (STRANGER.sid, "wrong")
    world.api.check_refusal(await browser.get("/v1/Workspaces"), 401, 20003)


async def test_signing_out(world, browser) -> None:
    """The session is over at once, also for whoever has copied the cookie."""
    await sign_in(browser, **CREDENTIALS)
    copied = browser.cookies[COOKIE]
    answer = await browser.delete(SESSION)
    assert 204 == answer.status_code
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert COOKIE not in browser.cookies
    stolen = {"Cookie": f"{COOKIE}={copied}"}
    assert NO_SESSION == world.api.check_refusal(
        await browser.get(SESSION, headers=stolen), 401, 20003
    )


async def test_nobody_has_signed_in(world, browser) -> None:
    """Without a session there is none to show or end, whatever other credentials there are."""
    for client in (browser, world.api.client):
        for method in ("GET", "DELETE"):
            world.api.check_refusal(await client.request(method, SESSION), 401, 20003)


async def test_only_navigation_is_challenged(world, browser) -> None:
    """What a page asks must not open the browser's own window for names and passwords."""
    del browser.headers[HEADER]
    for mode, challenged in (("navigate", True), ("cors", False), ("same-origin", False)):
        answer = await browser.get(SESSION, headers={"Sec-Fetch-Mode": mode})
        assert challenged == ("www-authenticate" in answer.headers)


async def test_a_session_ends_when_it_is_not_used(world, browser) -> None:
    """An hour without a request is its end; each request begins the hour anew."""
    await sign_in(browser, **CREDENTIALS)
    world.clock.advance(UNUSED_MS / 1000 - 1)
    assert "2026-01-01T01:59:59.000Z" == (await browser.get(SESSION)).json()["expires"]
    world.clock.advance(UNUSED_MS / 1000 - 1)
    assert 200 == (await browser.get("/v1/Workspaces")).status_code
    world.clock.advance(UNUSED_MS / 1000)
    assert NO_SESSION == world.api.check_refusal(await browser.get(SESSION), 401, 20003)


async def test_no_session_lasts_for_ever(world, browser) -> None:
    """Twelve hours are the end, however busy it was."""
    await sign_in(browser, **CREDENTIALS)
    for _ in range(LONGEST_MS // 1_800_000 - 1):
        world.clock.advance(1800)
        assert 200 == (await browser.get(SESSION)).status_code
    assert "2026-01-01T12:00:00.000Z" == (await browser.get(SESSION)).json()["expires"]
    world.clock.advance(1800)
    assert 401 == (await browser.get(SESSION)).status_code


# --- links ---


async def test_a_link_works_once(world, browser) -> None:
    """Who follows it is who asked for it; who follows it again is nobody."""
    answer = await world.api.client.post(LINKS)
    assert 201 == answer.status_code
    assert "2026-01-01T00:10:00.000Z" == answer.json()["expires"]
    assert "no-store" == answer.headers["cache-control"]
    pattern = r"http://router\.test/console/#code=([A-Za-z0-9_-]{43})"
    [code] = re.fullmatch(pattern, answer.json()["url"]).groups()
    signed_in = await sign_in(browser, Code=code)
    assert (OWNER.sid, "admin") == (signed_in.json()["username"], signed_in.json()["role"])
    assert 200 == (await browser.get("/v1/Workspaces")).status_code
    again = await browser.post(SESSION, data={"Code": code})
    assert NO_LINK == world.api.check_refusal(again, 401, 20003)


async def test_two_follow_a_link_together(world) -> None:
    """One of them is signed in."""
    code = await code_of(world)
    browsers = [open_browser(world) for _ in range(5)]
    answers = await asyncio.gather(*(b.post(SESSION, data={"Code": code}) for b in browsers))
    assert [201, 401, 401, 401, 401] == sorted(answer.status_code for answer in answers)
    for browser in browsers:
        await browser.aclose()


async def test_a_link_grows_old(world, browser) -> None:
    """After ten minutes it is of no use."""
    code = await code_of(world)
    world.clock.advance(600)
    answer = await browser.post(SESSION, data={"Code": code})
    assert NO_LINK == world.api.check_refusal(answer, 401, 20003)


async def test_a_link_is_no_cookie(world, browser) -> None:
    """Nor is a cookie a link."""
    code = await code_of(world)
    asked = await browser.get(SESSION, headers={"Cookie": f"{COOKIE}={code}"})
    assert NO_SESSION == world.api.check_refusal(asked, 401, 20003)
    await sign_in(browser, **CREDENTIALS)
    answer = await browser.post(SESSION, data={"Code": browser.cookies[COOKIE]})
    assert NO_LINK == world.api.check_refusal(answer, 401, 20003)


async def test_a_browser_makes_a_link(world, browser) -> None:
    """For another browser of the same person, say."""
    await sign_in(browser, **CREDENTIALS)
    code = (await browser.post(LINKS)).json()["url"].partition("#code=")[2]
    async with open_browser(world) as other:
        assert OWNER.sid == (await sign_in(other, Code=code)).json()["username"]


async def test_a_link_leads_somewhere(world) -> None:
    """A path within the console is part of the address."""
    answer = await world.api.client.post(LINKS, data={"Path": "workspaces/WS1/tasks"})
    assert answer.json()["url"].startswith("http://router.test/console/workspaces/WS1/tasks#code=")


@pytest.mark.parametrize(
    "path", ["", "/x", "//evil.test", "../x", "x/", "x#y", "x?y", "x y", "a/" * 8 + "a", "a" * 65]
)
async def test_a_link_leads_nowhere_else(world, path: str) -> None:
    """Only what may be a path of the console is taken."""
    answer = await world.api.client.post(LINKS, data={"Path": path})
    world.api.check_refusal(answer, 400, 20001)


async def test_guessing_is_slowed_down(world, browser) -> None:
    """Ten wrong attempts, then one every six seconds; the right one does not help until then."""
    wrong = CREDENTIALS | {"Password": "wrong"}
    statuses = [(await browser.post(SESSION, data=wrong)).status_code for _ in range(12)]
    assert [401] * 10 + [429] * 2 == statuses
    answer = await browser.post(SESSION, data=CREDENTIALS)
    world.api.check_refusal(answer, 429, 20429)
    world.clock.advance(6)
    assert 201 == (await browser.post(SESSION, data=CREDENTIALS)).status_code
