"""The agent desktop in a real browser: two workers at their own pages, a server, and REST."""

import time

import pytest
from playwright.sync_api import expect
from tests.browser.office import Office

REFUSED = "Failed to load resource"
NO_SOCKET = "WebSocket connection to"
SHORT_TTL_S = 12


@pytest.fixture
def office(server):
    office = Office(server)
    yield office
    office.workspace.delete()


@pytest.fixture
def sign_in(office, open_desktop):
    """Signs workers in, each at a page of her own."""

    def open_for(name, ttl_s=3600, **options):
        desktop = open_desktop(**options)
        desktop.sign_in(office.server.url, office.token(name, ttl_s))
        desktop.is_connected()
        return desktop

    return open_for


def test_one_rejects_and_the_other_accepts(office, sign_in) -> None:
    """The offer that one worker rejects is made to the other, who takes it and completes it."""
    alice, bob = sign_in("Alice"), sign_in("Bob")
    task = office.create_task(
        customer={"name": "<b>Zoë</b>", "vip": True}, topics=["invoice", "refund"]
    )
    alice.hears("New offer: Support (default).")
    alice.sees("Support", "customer › name", "<b>Zoë</b>", "invoice, refund")
    countdown = alice.page.get_by_role("timer")
    expect(countdown).to_contain_text("to answer")
    began = countdown.inner_text()
    expect(countdown).not_to_have_text(began)  # it runs
    alice.inspect("offer")
    bob.has_nothing_to_do()
    alice.press("r")
    bob.hears("New offer")
    alice.has_nothing_to_do()
    expect(alice.page.get_by_role("heading", name="Tasks")).to_be_focused()
    bob.press("a")
    expect(bob.card("Yours")).to_be_focused()
    assert "assigned" == office.status_of(task)
    bob.inspect("accepted")
    bob.press("w")
    expect(bob.card("Wrapping up")).to_have_count(1)
    bob.press("c")
    bob.has_nothing_to_do()
    bob.sees("Completed: Support (default)")
    assert "completed" == office.status_of(task)


def test_a_task_is_handed_on(office, sign_in) -> None:
    """Warm: who hands it on sees what the other does, and both have it until they are done."""
    alice, bob = sign_in("Alice"), sign_in("Bob")
    task = office.create_task(topic="invoice")
    alice.press_when_offered("a")
    expect(alice.card("Yours")).to_have_count(1)
    alice.press("t")
    alice.choose("To", "Bob (Available)")
    alice.inspect("transfer")
    alice.press("Tab", "Tab", "Enter")
    alice.sees("Waiting for Bob to take it")
    bob.sees("Alice hands this on to you (warm)")
    alice.click("Cancel")
    alice.sees("You no longer hand it on to Bob")
    bob.hears("Canceled: Support (default)")
    bob.has_nothing_to_do()

    alice.press("t")
    alice.choose("To", "Bob (Available)")
    alice.press("Tab", "Tab", "Enter")
    bob.press_when_offered("r")
    alice.hears("Bob did not take it")

    alice.press("t")
    alice.choose("To", "Bob (Available)")
    alice.press("Tab", "Tab", "Enter")
    bob.press_when_offered("a")
    alice.hears("Bob took it")
    alice.sees("Bob took it")
    alice.press("c")
    alice.has_nothing_to_do()
    assert "assigned" == office.status_of(task)
    bob.press("c")
    bob.has_nothing_to_do()
    assert "completed" == office.status_of(task)


def test_a_task_is_let_go_of(office, sign_in) -> None:
    """Cold, to a queue whose SID is known: at once there is only the wrapping up left."""
    alice, bob = sign_in("Alice"), sign_in("Bob", expected_errors=(REFUSED,))
    task = office.create_task()
    alice.press_when_offered("r")
    bob.press_when_offered("a")
    bob.press("t")
    bob.choose("To", "Another, by SID")
    sid = bob.page.get_by_label("SID of a worker or queue")
    sid.fill("WQ" + "0" * 32)
    bob.page.get_by_label("Cold").check()
    bob.click("Hand on")
    expect(bob.card("Yours").get_by_role("alert")).to_contain_text("WQ0000")
    sid.fill(office.queue)
    sid.press("Enter")
    expect(bob.card("Wrapping up")).to_have_count(1)
    alice.sees("Bob hands this on to you (cold)")
    alice.press_when_offered("a")
    bob.press("c")
    bob.has_nothing_to_do()
    alice.press("c")
    alice.has_nothing_to_do()
    assert "completed" == office.status_of(task)


def test_the_activity_is_changed(office, sign_in) -> None:
    """The worker goes away, with what is offered to her rejected if she says so, and comes back."""
    alice = sign_in("Alice")
    office.create_task()
    alice.hears("New offer")
    alice.choose("Other activity", "Unavailable (no tasks)")
    alice.page.get_by_label("Reject what is offered to me").check()
    alice.inspect("leaving")
    alice.click("Set activity")
    alice.sees("Nothing to do: as Unavailable, you are offered no tasks.")
    assert "Unavailable" == office.activity_of("Alice")
    office.workspace.workers(office.workers["Alice"]).update(
        activity_sid=office.activities["Available"]
    )
    alice.sees("You are Available")


def test_a_token_is_renewed(office, sign_in) -> None:
    """The page says that the token ends; with another it goes on, past the end of the first."""
    ends = time.monotonic() + SHORT_TTL_S
    alice = sign_in("Alice", SHORT_TTL_S, expected_errors=(REFUSED,))
    alice.sees("It expires soon.")
    alice.inspect("token")
    alice.page.get_by_label("New token").fill("nonsense")
    alice.click("Use this token")
    expect(alice.page.locator(".token .error")).to_be_visible()
    alice.page.get_by_label("New token").fill(office.token("Alice"))
    alice.click("Use this token")
    alice.sees("Good until")
    expect(alice.log).to_contain_text("The token was renewed")
    alice.page.wait_for_timeout(1000 * (ends + 1 - time.monotonic()))
    office.create_task()
    alice.press_when_offered("a")
    expect(alice.card("Yours")).to_have_count(1)
    expect(alice.log).not_to_contain_text("Disconnected")


def test_a_token_ends(office, sign_in) -> None:
    """Without another the page says what that means; with one, it connects again."""
    alice = sign_in("Alice", 8, expected_errors=(REFUSED, NO_SOCKET))
    alice.sees("It has expired: you get no more offers.", "Reconnecting…")
    office.create_task()
    alice.page.get_by_label("New token").fill(office.token("Alice"))
    alice.click("Use this token")
    alice.is_connected()
    expect(alice.card("Offered")).to_have_count(1)


def test_who_may_not_in(office, open_desktop) -> None:
    """A token that the server does not accept is answered in words, and the form stays."""
    desktop = open_desktop(expected_errors=(NO_SOCKET,))
    desktop.sign_in(office.server.url, "nonsense")
    desktop.sees("The server does not answer, or does not accept this token.")
    desktop.inspect("refused")


def test_the_address_signs_in(office, open_desktop) -> None:
    """Server and token may stand behind the # of the page's address, and do not stay there."""
    desktop = open_desktop()
    desktop.open(f"#token={office.token('Alice')}&server={office.server.url}")
    desktop.is_connected()
    assert "#" not in desktop.page.url
    desktop.click("Sign out")
    expect(desktop.page.get_by_label("Token")).to_have_value("")


def test_keys_can_be_turned_off(office, sign_in) -> None:
    """Who dictates does not accept by a word that has an a in it."""
    alice = sign_in("Alice")
    office.create_task()
    alice.hears("New offer")
    alice.page.get_by_label("Single keys press buttons").uncheck()
    alice.press("a", "r")
    alice.page.get_by_role("button", name="Accept", exact=True).press("Enter")
    expect(alice.card("Yours")).to_have_count(1)


def test_the_connection_comes_back(office, sign_in) -> None:
    """While the server is away the page says so; then it shows what there is."""
    alice = sign_in("Alice", expected_errors=(NO_SOCKET, REFUSED))
    office.server.stop()
    alice.sees("Reconnecting…")
    office.server.start()
    alice.is_connected()
    office.create_task()
    alice.press_when_offered("a")
    expect(alice.card("Yours")).to_have_count(1)


def test_nothing_else_runs(open_desktop) -> None:
    """The built page's policy refuses scripts that are not its own."""
    desktop = open_desktop(expected_errors=("Executing inline script",))
    desktop.open()
    desktop.page.evaluate("""
        const script = document.createElement("script");
        script.textContent = "window.hasRun = true";
        document.body.append(script);
    """)
    assert desktop.page.evaluate("window.hasRun") is None
