"""The server stops and starts again while somebody looks on."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def server(own_server):
    """One that may end."""
    return own_server


def test_the_console_outlasts_a_restart(open_console, office, server):
    """It says that it has lost the server, comes back by itself, and is live again."""
    console = open_console()
    console.expect_error("Failed to load resource")
    console.expect_error("net::ERR")
    console.go()
    waiting = console.page.locator("dl dt:text-is('Waiting') + dd")
    expect(waiting).to_have_text("0")
    server.stop()
    console.sees("Connection lost")
    server.start()
    office.create_task(language="es")
    expect(console.page.get_by_role("status").get_by_text("Live")).to_be_visible()
    expect(waiting).to_have_text("1")
    office.create_task(language="es")
    expect(waiting).to_have_text("2")
