"""Who are you? By the form, by a link that works once, and out again."""

import requests
from playwright.sync_api import expect
from tests.e2e.server import Server


def test_one_signs_in_by_the_form_and_gets_where_one_wanted_to_go(open_console, office, server):
    """An account and its token; what was asked for is shown then, and a wrong token says so."""
    console = open_console(signed_in=False)
    console.expect_error("401")
    console.page.goto(f"{console.workspace_url}/workers")
    console.sign_in(server.account_sid, "not-the-token")
    console.sees("You are not signed in")
    console.picture("sign-in")
    console.check_accessible()
    console.sign_in(server.account_sid, server.auth_token)
    expect(console.page.get_by_role("heading", name="Workers")).to_be_visible()
    assert f"{console.workspace_url}/workers" == console.page.url


def test_who_signs_out_is_out(open_console, office, server):
    """The session is dead at once, also for who has kept its cookie."""
    console = open_console()
    console.go()
    cookies = {cookie["name"]: cookie["value"] for cookie in console.page.context.cookies()}
    console.expect_error("401")
    console.click("Account and appearance")
    console.page.get_by_role("menuitem", name="Sign out").click()
    expect(console.page.get_by_role("button", name="Sign in")).to_be_visible()
    asked = requests.get(f"{server.url}/pointsman/v1/Session", cookies=cookies, timeout=10)
    assert 401 == asked.status_code


def test_a_link_signs_in_once(open_console, office, server):
    """Its code vanishes from the address; a second browser is asked who it is."""
    link = one_time_link(server, f"workspaces/{office.sid}")
    first, second = open_console(signed_in=False), open_console(signed_in=False)
    first.page.goto(link)
    expect(first.page.get_by_role("status").get_by_text("Live")).to_be_visible()
    assert "#" not in first.page.url
    second.expect_error("401")
    second.page.goto(link)
    expect(second.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_light_and_dark_are_a_choice_that_lasts(open_console, office):
    """Whatever the system prefers."""
    console = open_console()
    console.go()
    for scheme, label in (("dark", "Dark"), ("light", "Light")):
        console.click("Account and appearance")
        console.page.get_by_role("menuitem", name=label).click()
        console.page.reload()
        scheme_now = "document.documentElement.dataset.mantineColorScheme"
        console.page.wait_for_function(f"() => {scheme_now} === '{scheme}'")


def one_time_link(server: Server, path: str) -> str:
    asked = requests.post(
        f"{server.url}/pointsman/v1/Session/Links",
        data={"Path": path},
        auth=(server.account_sid, server.auth_token),
        timeout=10,
    )
    return str(asked.json()["url"])
