"""What a browser with the console in it does: it keeps cookies, and says that it is the console."""

from typing import Any

import httpx2
from tests.living import BASE, World

from pointsman.edge.sessions import HEADER

SESSION = "/pointsman/v1/Session"


def open_browser(world: World, base: str = BASE) -> httpx2.AsyncClient:
    """A browser in which nobody has signed in."""
    transport = httpx2.ASGITransport(world.app)
    return httpx2.AsyncClient(transport=transport, base_url=base, headers={HEADER: "1"})


async def sign_in(browser: httpx2.AsyncClient, **form: str) -> Any:
    """Sign in, which must succeed."""
    answer = await browser.post(SESSION, data=form)
    assert 201 == answer.status_code, answer.text
    return answer
