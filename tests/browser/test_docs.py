"""The page that shows the API's description, in a real browser."""

import json
import urllib.request
from base64 import b64encode

from tests.e2e.server import CREDENTIALS, Server

SID, TOKEN = CREDENTIALS["POINTSMAN_ACCOUNT_SID"], CREDENTIALS["POINTSMAN_AUTH_TOKEN"]


def described(server: Server) -> int:
    """How many operations the description has."""
    proof = b64encode(f"{SID}:{TOKEN}".encode()).decode()
    asked = urllib.request.Request(
        f"{server.url}/openapi.json", headers={"Authorization": f"Basic {proof}"}
    )
    with urllib.request.urlopen(asked) as answer:
        paths = json.load(answer)["paths"]
    return sum(len(operations) for operations in paths.values())


def test_every_operation_is_shown(server, browser, pictures) -> None:
    """Whatever an operation takes and answers; and a search leaves what it is for."""
    context = browser.new_context(http_credentials={"username": SID, "password": TOKEN})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.url}/docs")
    page.wait_for_selector("#operations > *")
    page.screenshot(path=pictures / "docs.png")
    assert described(server) == page.locator("details").count()
    page.fill("#search", "stream get")
    shown = page.locator("details:visible")
    assert (
        "/pointsman/v1/Workspaces/{WorkspaceSid}/Stream"
        == shown.locator("summary code").inner_text()
    )
    shown.click()
    assert "Answers 200 with" in shown.inner_text()
    assert [] == errors
    context.close()
