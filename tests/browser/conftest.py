"""A browser, the built agent desktop on a web server, and a server for it to speak to.

An error on a page's console, or one that nobody caught, fails the test that opened the page.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright
from tests import npm
from tests.browser import chromium as npm_chromium
from tests.browser.chromium import ARGUMENTS, Chromium
from tests.browser.desktop import Desktop
from tests.browser.website import Website
from tests.e2e.server import CREDENTIALS, Server

AGENT_DESKTOP = Path(__file__).parents[2] / "examples" / "agent-desktop"
BUILD_LIMIT_S = 120

OpenDesktop = Callable[..., Desktop]


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Chromium:
    return npm_chromium.chromium(request.config)


# Not for the session: while it runs, Playwright holds the thread's event loop, and asynchronous
# tests of other modules want one of their own.
@pytest.fixture(scope="module")
def browser(chromium: Chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.executable, args=ARGUMENTS, env=chromium.environment
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server process of the session's own."""
    server = Server(tmp_path_factory.mktemp("browser"), **CREDENTIALS)
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def agent_desktop(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Website]:
    """The agent desktop, checked and built as its README says, and served."""
    project = tmp_path_factory.mktemp("agent-desktop")
    made = shutil.ignore_patterns("node_modules", "dist")
    shutil.copytree(AGENT_DESKTOP, project, ignore=made, dirs_exist_ok=True)
    modules = npm.installed(AGENT_DESKTOP, request.config) / "node_modules"
    (project / "node_modules").symlink_to(modules)
    npm.run(["run", "build"], project, limit_s=BUILD_LIMIT_S)
    website = Website(project / "dist")
    yield website
    website.close()


@pytest.fixture(scope="session")
def pictures(request: pytest.FixtureRequest) -> Path:
    """Where pictures of pages are left to be looked at."""
    assert request.config.cache is not None
    return request.config.cache.mkdir("pictures")


@pytest.fixture
def open_desktop(
    browser: Browser, agent_desktop: Website, chromium: Chromium, pictures: Path
) -> Iterator[OpenDesktop]:
    """Opens the agent desktop in a browser of its own, as on another machine."""
    contexts: list[BrowserContext] = []
    desktops: list[Desktop] = []

    def open_page(*, expected_errors: tuple[str, ...] = ()) -> Desktop:
        contexts.append(browser.new_context(reduced_motion="reduce"))
        page = contexts[-1].new_page()
        desktop = Desktop(page, agent_desktop.url, chromium.axe, pictures)

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error" and not message.text.startswith(expected_errors):
                desktop.errors.append(message.text)

        page.on("console", hear)
        page.on("pageerror", lambda error: desktop.errors.append(str(error)))
        desktops.append(desktop)
        return desktop

    yield open_page
    for context in contexts:
        context.close()
    assert [] == [error for desktop in desktops for error in desktop.errors]
