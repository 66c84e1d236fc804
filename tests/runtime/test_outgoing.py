"""Form POSTs to a real server on this machine, and every way they fail."""

import asyncio
import gzip
import socket
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from aiohttp import web

from pointsman.runtime.outgoing import ANSWER_LIMIT, Answer, Outgoing, RequestFailed


async def echo(request: web.Request) -> web.Response:
    form = dict(await request.post())
    headers = {name: request.headers.get(name, "") for name in ("X-Test", "Accept", "User-Agent")}
    kind = request.content_type
    return web.json_response({"method": request.method, "form": form, "kind": kind, **headers})


async def status(request: web.Request) -> web.Response:
    return web.Response(status=int(request.match_info["status"]), text="said")


async def slow(request: web.Request) -> web.Response:
    await asyncio.sleep(10)
    return web.Response()


async def trickle(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(1000):
        await response.write(b" ")
        await asyncio.sleep(0.02)
    return response


async def large(request: web.Request) -> web.Response:
    return web.Response(body=b"x" * int(request.match_info["size"]))


async def zipped(request: web.Request) -> web.Response:
    body = gzip.compress(b"x" * (ANSWER_LIMIT * 10))
    return web.Response(body=body, headers={"Content-Encoding": "gzip"})


async def cut_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"half")
    assert request.transport is not None
    request.transport.close()
    return response


async def turn(request: web.Request) -> web.Response:
    to = request.query.get("to", request.path)
    return web.Response(status=int(request.match_info["status"]), headers={"Location": to})


async def cookie(request: web.Request) -> web.Response:
    response = web.Response(text=str(dict(request.cookies)))
    response.set_cookie("session", "1")
    return response


@pytest.fixture
async def server() -> AsyncIterator[str]:
    """The address of a server that behaves as its paths say."""
    application = web.Application()
    application.router.add_post("/echo", echo)
    application.router.add_get("/echo", echo)
    application.router.add_post("/status/{status}", status)
    application.router.add_post("/slow", slow)
    application.router.add_post("/trickle", trickle)
    application.router.add_post("/large/{size}", large)
    application.router.add_post("/zipped", zipped)
    application.router.add_post("/cut", cut_off)
    application.router.add_route("*", "/turn/{status}", turn)
    application.router.add_post("/cookie", cookie)
    runner = web.AppRunner(application, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://127.0.0.1:{1}".format(*runner.addresses[0])
    await runner.cleanup()


@pytest.fixture
async def client(server) -> AsyncIterator[SimpleNamespace]:
    """Posts to a path of the server, or to a whole address."""
    outgoing = Outgoing()
    await outgoing.open()

    async def post(path: str, timeout_s: float = 5.0, **form: str) -> Answer:
        url = path if path.startswith("http") else server + path
        return await outgoing.post(url, form, {"X-Test": "yes"}, timeout_s)

    async def fail(path: str, timeout_s: float = 5.0) -> str:
        with pytest.raises(RequestFailed) as caught:
            await post(path, timeout_s)
        return str(caught.value)

    yield SimpleNamespace(post=post, fail=fail)
    await outgoing.close()


async def test_a_form_arrives(client) -> None:
    """Parameters and headers arrive as they were given, whatever letters they hold."""
    answer = await client.post("/echo", TaskAttributes='{"a":"ž&=+ 世"}', Empty="")
    assert (200, "application/json; charset=utf-8") == (answer.status, answer.content_type)
    for part in (b'"TaskAttributes": "{\\"a', b'"Empty": ""', b'"X-Test": "yes"', b'"*/*"'):
        assert part in answer.body
    assert b'"kind": "application/x-www-form-urlencoded"' in answer.body
    assert b'"User-Agent": "Pointsman/' in answer.body
    assert b'"method": "POST"' in answer.body


@pytest.mark.parametrize("status", [200, 201, 202, 299])
async def test_success(client, status: int) -> None:
    """Every status of success is an answer."""
    assert Answer(status, "text/plain; charset=utf-8", b"said") == await client.post(
        f"/status/{status}"
    )


async def test_an_empty_success(client) -> None:
    """An answer may have no content."""
    assert (204, b"") == ((answer := await client.post("/status/204")).status, answer.body)


@pytest.mark.parametrize("status", [304, 400, 401, 404, 410, 429, 500, 503])
async def test_no_success(client, status: int) -> None:
    """Everything else has failed, and says with what."""
    assert f"the answer was {status}" == await client.fail(f"/status/{status}")


@pytest.mark.parametrize("path", ["/slow", "/trickle"])
async def test_no_answer_in_time(client, path: str) -> None:
    """The limit is for the whole of the answer, however it trickles in."""
    begun = time.monotonic()
    assert "no answer within 0.1 s" == await client.fail(path, timeout_s=0.1)
    assert time.monotonic() - begun < 2


async def test_answers_are_limited(client) -> None:
    """As much as the limit is read; more is a failure."""
    assert ANSWER_LIMIT == len((await client.post(f"/large/{ANSWER_LIMIT}")).body)
    message = f"the answer is longer than {ANSWER_LIMIT} bytes"
    for path in (f"/large/{ANSWER_LIMIT + 1}", f"/large/{ANSWER_LIMIT * 50}", "/zipped"):
        assert message == await client.fail(path)


async def test_an_answer_that_breaks_off(client) -> None:
    """Half an answer is none."""
    assert "ClientPayloadError" in await client.fail("/cut")


async def test_nobody_listens(client, unused_port) -> None:
    """A refused connection is a failure that says so."""
    message = await client.fail(f"http://127.0.0.1:{unused_port}/")
    assert message.startswith("ClientConnectorError: ")


@pytest.mark.parametrize("url", ["http://nowhere.invalid/", "http://[::1", "http://:80/"])
async def test_addresses_that_lead_nowhere(client, url: str) -> None:
    """A name that does not exist, or is none, is a failure."""
    assert "" != await client.fail(url)


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
async def test_redirects(client, status: int, method: str) -> None:
    """They are followed; the form goes along where HTTP says so."""
    answer = await client.post(f"/turn/{status}?to=/echo", A="1")
    assert f'"method": "{method}"'.encode() in answer.body
    assert (b'"form": {"A": "1"}' in answer.body) == (method == "POST")


async def test_redirects_in_a_circle(client) -> None:
    """They are followed ten times, and no more."""
    assert "TooManyRedirects" in await client.fail("/turn/307")


@pytest.mark.parametrize("to", ["ftp://x.test/", "file:///etc/passwd", "", "http://[::1"])
async def test_redirects_to_elsewhere(client, to: str) -> None:
    """A redirect to what is not HTTP is a failure, and no file is read."""
    await client.fail(f"/turn/302?to={to}")


async def test_no_cookies_are_kept(client, server) -> None:
    """What one answer sets, the next request does not send: accounts share the connections."""
    # Cookies of bare addresses are not kept anyway.
    url = server.replace("127.0.0.1", "localhost") + "/cookie"
    bodies = [(await client.post(url)).body for _ in range(2)]
    assert [b"{}", b"{}"] == bodies


async def test_many_at_once(client) -> None:
    """The pool serves more than it has connections for one host."""
    answers = await asyncio.gather(*(client.post("/status/200") for _ in range(200)))
    assert {200} == {answer.status for answer in answers}


async def test_closing_what_was_never_opened() -> None:
    """A start that broke off early can be cleaned up."""
    await Outgoing().close()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
