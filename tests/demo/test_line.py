"""How the demonstration reaches the server."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from pointsman.demo.line import Line
from pointsman.demo.tally import Tally
from pointsman.remote import Server

LIST = "/v1/Workspaces"
PAGES = {"": ["first", "second"], "1": ["third"]}


@pytest.fixture(params=["", "/router", "/router/"])
async def url(request) -> AsyncIterator[str]:
    """A server with a list of two pages, for itself or below a path of a proxy's."""
    below = request.param.rstrip("/")

    async def answer(asked: web.Request) -> web.Response:
        page = asked.query.get("Page", "")
        rest = None if page else str(asked.url.with_query(Page="1"))
        return web.json_response({"meta": {"next_page_url": rest}, "workspaces": PAGES[page]})

    application = web.Application()
    application.router.add_get(f"{below}{LIST}", answer)
    async with TestServer(application) as server:
        yield str(server.make_url("/")).rstrip("/") + request.param


async def test_every_page_of_a_list_is_read(url: str) -> None:
    """The server names the next by its whole address."""
    server = Server(url=url, account_sid="AC1", auth_token="secret")
    async with server.connect() as connection:
        found = await Line(connection, Tally(print)).list_all(LIST, "workspaces")
    assert ["first", "second", "third"] == found


async def test_a_path_that_only_begins_alike_stays_whole() -> None:
    """And so does one of a server that does not know of its proxy."""
    server = Server(url="http://router.test/v", account_sid="AC1", auth_token="secret")
    async with server.connect() as connection:
        assert "/v1/Workspaces?Page=1" == connection.path_of(
            "http://inside.test/v1/Workspaces?Page=1"
        )
