"""A server with the built console, and pages of it that somebody has signed in to.

An error on a page's console, one that nobody caught, or a request to elsewhere fails the test.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from tests.browser.chromium import Chromium
from tests.browser.console.console import Console
from tests.browser.console.office import Office
from tests.browser.keys import make_key
from tests.e2e.application import Application
from tests.e2e.server import CREDENTIALS, Server

import pointsman.console

DIST = Path(pointsman.console.__file__).parent / "dist"

OpenConsole = Callable[..., Console]


@pytest.fixture(scope="session", autouse=True)
def built() -> None:
    assert (DIST / "index.html").exists(), "the console is not built: run 'make console'"


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, for modules that have it be their ``server``."""
    server = Server(tmp_path, **CREDENTIALS)
    yield server.start()
    server.close()


@pytest.fixture
def office(server: Server) -> Office:
    return Office(server)


@pytest.fixture
def application(server: Server) -> Iterator[Application]:
    """What the office may tell what happens in it."""
    application = Application(server.auth_token)
    yield application
    application.close()
    assert [] == application.forged


@pytest.fixture
def open_console(
    browser: Browser, server: Server, office: Office, chromium: Chromium, pictures: Path
) -> Iterator[OpenConsole]:
    """Opens the console in a browser of its own.

    The account has signed in there, if it is to, or a key of the account's with a role.
    """
    contexts: list[BrowserContext] = []
    consoles: list[Console] = []

    def open_page(*, signed_in: bool = True, role: str | None = None) -> Console:
        context = browser.new_context(
            reduced_motion="reduce", locale="en-GB", viewport={"width": 1440, "height": 900}
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if signed_in:
            proof = {"Username": server.account_sid, "Password": server.auth_token}
            if role is not None:
                key = make_key(server, "--role", role)
                proof = {"Username": key["sid"], "Password": key["secret"]}
            entered = context.request.post(f"{server.url}/pointsman/v1/Session", form=proof)
            assert 201 == entered.status
        page = context.new_page()
        consoles.append(Console(page, server, office.sid, chromium.axe, pictures))
        return consoles[-1]

    yield open_page
    for context in contexts:
        context.close()
    assert [] == [error for console in consoles for error in console.errors]
