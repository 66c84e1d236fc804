"""Signed forms to a real server on this machine, and every way they fail."""

import asyncio
import base64
import contextlib
import datetime as dt
import gzip
import json
import socket
import ssl
import time
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import aiohttp
import msgspec
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from twilio.request_validator import RequestValidator

from pointsman.runtime.outbound.outgoing import (
    ANSWER_LIMIT,
    CONNECTIONS_PER_HOST,
    NO_CONNECTION,
    NO_RETRIEVAL,
    Answer,
    Outgoing,
    Request,
    RequestFailed,
)

TOKEN = "12345678901234567890123456789012"
VALIDATOR = RequestValidator(TOKEN)


SEEN = web.AppKey("SEEN", list)
SHOWN = ("Accept", "Accept-Encoding", "Authorization", "Content-Type", "User-Agent")


async def echo(request: web.Request) -> web.Response:
    form = await request.post()
    signature = request.headers["X-Twilio-Signature"]
    host = request.query.get("credentials", "") + request.headers["Host"]
    return web.json_response(
        {
            "method": request.method,
            "form": [list(pair) for pair in form.items()],
            "is_ours": VALIDATOR.validate(f"http://{host}{request.path_qs}", form, signature),
            "token": request.headers["I-Twilio-Idempotency-Token"],
            "traceparent": request.headers.get("traceparent"),
            **{name: request.headers.get(name, "") for name in SHOWN},
        }
    )


async def flaky(request: web.Request) -> web.Response:
    """Fails with the status in the path, and the second time it does not."""
    seen = request.app[SEEN]
    seen.append(request.path)
    return web.Response(status=int(request.match_info["status"]) if len(seen) == 1 else 200)


async def hang_up(request: web.Request) -> web.Response:
    request.app[SEEN].append(request.path)
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def many_headers(request: web.Request) -> web.Response:
    return web.Response(headers={f"X-{n}": "x" for n in range(int(request.match_info["count"]))})


async def long_header(request: web.Request) -> web.Response:
    return web.Response(headers={"X-Long": "x" * int(request.match_info["size"])})


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
    body = gzip.compress(b"x" * int(request.match_info["size"]))
    if request.query:
        body = b"not" + body
    return web.Response(body=body, headers={"Content-Encoding": "gzip"})


async def cut_off(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"half")
    assert request.transport is not None
    request.transport.close()
    return response


async def busy(request: web.Request) -> web.Response:
    request.app[SEEN].append(request.path)
    await asyncio.sleep(0.05)
    response = web.Response(text=str(len(request.app[SEEN])))
    request.app[SEEN].pop()
    return response


async def seen(request: web.Request) -> web.Response:
    return web.Response(text=str(len(request.app[SEEN])))


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
    application[SEEN] = []
    application.router.add_post("/echo", echo)
    application.router.add_get("/echo", echo)
    application.router.add_post("/status/{status}", status)
    application.router.add_post("/slow", slow)
    application.router.add_post("/trickle", trickle)
    application.router.add_post("/large/{size}", large)
    application.router.add_post("/zipped/{size}", zipped)
    application.router.add_post("/flaky/{status}", flaky)
    application.router.add_post("/hang-up", hang_up)
    application.router.add_get("/seen", seen)
    application.router.add_post("/busy", busy)
    application.router.add_post("/many-headers/{count}", many_headers)
    application.router.add_post("/long-header/{size}", long_header)
    application.router.add_post("/cut", cut_off)
    application.router.add_route("*", "/turn/{status}", turn)
    application.router.add_post("/cookie", cookie)
    runner = web.AppRunner(application, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://127.0.0.1:{1}".format(*runner.addresses[0])
    await runner.cleanup()


def asked(url: str, limit_s: float = 5.0, **form: Any) -> Request:
    return Request(url=url, form=form, auth_token=TOKEN, idempotency_token="CB1", limit_s=limit_s)


@pytest.fixture
async def client(server) -> AsyncIterator[SimpleNamespace]:
    """Posts to a path of the server, or to a whole address."""
    outgoing = Outgoing(allow_private=True)
    await outgoing.open()

    async def post(path: str, limit_s: float = 5.0, **form: Any) -> Answer:
        url = path if path.startswith("http") else server + path
        return await outgoing.send(asked(url, limit_s, **form))

    async def fail(path: str, limit_s: float = 5.0) -> RequestFailed:
        with pytest.raises(RequestFailed) as caught:
            await post(path, limit_s)
        return caught.value

    async def echoed(path: str, **form: Any) -> dict[str, Any]:
        return json.loads((await post(path, **form)).body)

    yield SimpleNamespace(post=post, fail=fail, echoed=echoed)
    await outgoing.close()


async def test_a_form_arrives(client) -> None:
    """Parameters arrive as they were given, whatever letters they hold, and signed."""
    said = await client.echoed("/echo?a=1&a=2", TaskAttributes='{"a":"ž&=+ 世"}', Empty="")
    assert said.pop("User-Agent").startswith("Pointsman/")
    assert {
        "method": "POST",
        "form": [["TaskAttributes", '{"a":"ž&=+ 世"}'], ["Empty", ""]],
        "is_ours": True,
        "token": "CB1",
        "traceparent": None,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Authorization": "",
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    } == said


async def test_a_trace_is_told(server) -> None:
    """The header that says which trace a request belongs to is sent as it is given."""
    outgoing = Outgoing(allow_private=True)
    await outgoing.open()
    traceparent = f"00-{'ab' * 16}-{'cd' * 8}-01"
    request = msgspec.structs.replace(asked(f"{server}/echo"), traceparent=traceparent)
    answer = await outgoing.send(request)
    assert traceparent == json.loads(answer.body)["traceparent"]
    await outgoing.close()


async def test_a_parameter_may_be_repeated(client) -> None:
    """A sequence is sent value by value, and signed as receivers check it."""
    said = await client.echoed("/echo", b=["2", "1", "2"], a="x")
    assert [["b", "2"], ["b", "1"], ["b", "2"], ["a", "x"]] == said["form"]
    assert said["is_ours"]


async def test_credentials_go_into_a_header(client, server) -> None:
    """A user and a password in the address sign in; the signature is over the whole address."""
    url = server.replace("//", "//user:w%40rd@") + "/echo?credentials=user:w%2540rd@"
    said = await client.echoed(url, A="1")
    assert "Basic " + base64.b64encode(b"user:w@rd").decode() == said["Authorization"]
    assert said["is_ours"]


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
    """Everything else has failed, and says with what and how."""
    failure = await client.fail(f"/status/{status}")
    assert f"the answer was {status}" == str(failure)
    assert (NO_RETRIEVAL, status) == (failure.code, failure.answer.status)


@pytest.mark.parametrize("path", ["/slow", "/trickle"])
async def test_no_answer_in_time(client, path: str) -> None:
    """The limit is for the whole of the answer, however it trickles in."""
    begun = time.monotonic()
    assert "no answer within 0.1 s" == str(await client.fail(path, limit_s=0.1))
    assert time.monotonic() - begun < 2


async def test_answers_are_limited(client) -> None:
    """As much as the limit is read; more is a failure."""
    assert ANSWER_LIMIT == len((await client.post(f"/large/{ANSWER_LIMIT}")).body)
    message = f"the answer is longer than {ANSWER_LIMIT} bytes"
    for path in (f"/large/{ANSWER_LIMIT + 1}", f"/large/{ANSWER_LIMIT * 50}"):
        assert message == str(await client.fail(path))


async def test_packed_answers_are_limited_unpacked(client) -> None:
    """Who packs an answer unasked is read nevertheless, and no further than anybody else."""
    assert b"x" * ANSWER_LIMIT == (await client.post(f"/zipped/{ANSWER_LIMIT}")).body
    for size in (ANSWER_LIMIT + 1, ANSWER_LIMIT * 1000):
        assert "the answer is longer" in str(await client.fail(f"/zipped/{size}"))
    assert "cannot be unpacked" in str(await client.fail("/zipped/10?broken"))


async def test_heads_are_limited(client) -> None:
    """A head of any length is not read."""
    assert 200 == (await client.post("/long-header/4000")).status
    assert "more than 8192 bytes" in str(await client.fail("/long-header/9000"))
    assert "" != str(await client.fail("/many-headers/1000"))


async def test_an_answer_that_breaks_off(client) -> None:
    """Half an answer is none."""
    assert "ClientPayloadError" in str(await client.fail("/cut"))


async def test_nobody_listens(client, unused_port) -> None:
    """A refused connection is a failure that says so."""
    failure = await client.fail(f"http://127.0.0.1:{unused_port}/")
    assert str(failure).startswith("ClientConnectorError: ")
    assert (NO_CONNECTION, "ct") == (failure.code, failure.trouble)


@pytest.mark.parametrize(
    "url",
    [
        "http://nowhere.invalid/",
        "http://[::1",
        "http://:80/",
        "http://app..test:0x1/",
        "http://2130706433/",
        "http://127.1/",
    ],
)
async def test_addresses_that_lead_nowhere(client, url: str) -> None:
    """A name that does not exist, or is none, is a failure to connect."""
    assert NO_CONNECTION == (await client.fail(url)).code


async def test_no_password_is_told(client) -> None:
    """What an address is refused for does not repeat it."""
    for url in ("http://user:pa\u2100ss@app.test/", "http://user:pass@[::1", "http://u:pass@a:x/"):
        assert "pa" not in str(await client.fail(url)).replace("unpacked", "")


@pytest.mark.parametrize(
    ("status", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
async def test_redirects(client, status: int, method: str) -> None:
    """They are followed, each signed for itself; the form goes along where HTTP says so."""
    said = await client.echoed(f"/turn/{status}?to=/echo%3Fa=b", A="1")
    assert (method, True) == (said["method"], said["is_ours"])
    assert ([["A", "1"]] if method == "POST" else []) == said["form"]


async def test_credentials_stay_where_they_belong(client, server) -> None:
    """Who is redirected to is not shown the password of who redirects."""
    url = server.replace("//", "//user:word@") + "/turn/307?to=/echo"
    assert "" == (await client.echoed(url.replace("to=/", f"to={server}/")))["Authorization"]


async def test_redirects_in_a_circle(client) -> None:
    """They are followed ten times, and no more."""
    assert "more than 10 redirects" == str(await client.fail("/turn/307"))


@pytest.mark.parametrize("to", ["ftp://x.test/", "file:///etc/passwd", "", "http://[::1"])
async def test_redirects_to_elsewhere(client, to: str) -> None:
    """A redirect to what is not HTTP is a failure, and no file is read."""
    await client.fail(f"/turn/302?to={to}")


# --- connection overrides ---


@pytest.mark.parametrize(
    ("path", "tries"),
    [
        ("/flaky/500", 1),
        ("/flaky/500#rp=5xx", 2),
        ("/flaky/404#rp=4xx,ct", 2),
        ("/flaky/404#rp=5xx", 1),
        ("/flaky/500#rp=all", 2),
        ("/flaky/500#rp=all&rc=0", 1),
        ("/hang-up", 2),
        ("/hang-up#rc=0", 1),
        ("/hang-up#rc=5", 6),
        ("/hang-up#rp=5xx", 1),
    ],
)
async def test_tries(client, server, path: str, tries: int) -> None:
    """A connection that fails is tried once more; what else is, and how often, is the address's."""
    with contextlib.suppress(RequestFailed):
        await client.post(path)
    async with aiohttp.ClientSession() as session, session.get(f"{server}/seen") as answer:
        assert str(tries) == await answer.text()


@pytest.mark.parametrize(
    ("fragment", "says"),
    [
        ("#tt=100", "no answer within 0.1 s"),
        ("#rt=100", "no answer within 0.1 s"),
        ("#rt=100&rp=rt&rc=3&tt=250", "no answer within 0.25 s"),
        ("#tt=15000", "no answer within 0.3 s"),
    ],
)
async def test_less_patience(client, fragment: str, says: str) -> None:
    """An address may shorten the time an answer has, and not lengthen it."""
    assert says == str(await client.fail(f"/slow{fragment}", limit_s=0.3))


# --- who may be asked ---


async def test_private_addresses(server) -> None:
    """Where they are not allowed nothing reaches them, by number, by name or by redirect."""
    outgoing = Outgoing(allow_private=False)
    await outgoing.open()
    port = server.rpartition(":")[2]
    caught = []
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"):
        with pytest.raises(RequestFailed) as failed:
            await outgoing.send(asked(f"http://{host}:{port}/status/200"))
        caught.append(failed.value)
    await outgoing.close()
    assert {NO_CONNECTION} == {failure.code for failure in caught}
    assert [True] * 4 == ["not a public address" in str(failure) for failure in caught]


async def test_link_local_addresses(client) -> None:
    """They are never allowed: clouds give credentials away there."""
    for target in ("http://169.254.169.254/", "http://[fe80::1]/", "http://0.0.0.0/"):
        path = f"/turn/307?to={target}"
        assert "not a public address" in str(await client.fail(path)), target


async def test_certificates_are_checked(client, tmp_path) -> None:
    """Who cannot prove to be the host that was asked for gets nothing."""
    context = self_signed(tmp_path)
    listening = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0, ssl=context)
    port = listening.sockets[0].getsockname()[1]
    failure = await client.fail(f"https://localhost:{port}/")
    assert "CertificateError" in str(failure)
    assert (NO_CONNECTION, None) == (failure.code, failure.trouble)
    listening.close()
    await listening.wait_closed()


def self_signed(directory) -> ssl.SSLContext:
    """A server's side of TLS, with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    began = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + dt.timedelta(days=36_500))
        .sign(key, hashes.SHA256())
    )
    file = directory / "both.pem"
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


# --- the pool ---


async def test_no_cookies_are_kept(client, server) -> None:
    """What one answer sets, the next request does not send: accounts share the connections."""
    # Cookies of bare addresses are not kept anyway.
    url = server.replace("127.0.0.1", "localhost") + "/cookie"
    bodies = [(await client.post(url)).body for _ in range(2)]
    assert [b"{}", b"{}"] == bodies


async def test_many_at_once(client) -> None:
    """The pool serves more than it has connections for one host, and keeps to its limit."""
    answers = await asyncio.gather(*(client.post("/busy") for _ in range(200)))
    assert {200} == {answer.status for answer in answers}
    assert CONNECTIONS_PER_HOST == max(int(answer.body) for answer in answers)


async def test_closing_what_was_never_opened() -> None:
    """A start that broke off early can be cleaned up."""
    await Outgoing(allow_private=False).close()


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
