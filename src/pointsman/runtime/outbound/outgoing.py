"""The only way out: signed requests to other people's servers, with a limit on everything."""

import asyncio
import contextlib
import zlib
from collections.abc import Iterator
from urllib.parse import urlencode

import aiohttp
import msgspec
from yarl import URL

from pointsman.runtime.outbound import addresses, overrides, signature
from pointsman.runtime.outbound.overrides import Overrides, Trouble
from pointsman.runtime.outbound.signature import Form

ANSWER_LIMIT = 64 * 1024
"""How many bytes of an answer are read, and how many it may unpack to; more is a failure."""

HEAD_LIMIT = 8 * 1024
"""How many bytes a line of an answer's head may have."""

REDIRECT_LIMIT = 10
CONNECTIONS_PER_HOST = 64
CONNECTIONS = 1_000
USER_AGENT = "Pointsman/1.0"
FORM = "application/x-www-form-urlencoded; charset=utf-8"

NO_RETRIEVAL = 11200
"""Twilio's code of a request that was not answered, or not with success."""
NO_CONNECTION = 11205
"""Twilio's code of a connection that was not made."""

_KEEPS_METHOD = frozenset({307, 308})
_REDIRECTS = frozenset({301, 302, 303}) | _KEEPS_METHOD


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A form on its way to somebody. ``repr`` shows neither the token nor the address."""

    url: str
    """As it was configured, with credentials and overrides."""
    form: Form
    auth_token: str
    """What it is signed with."""
    idempotency_token: str
    """The same for every try of one delivery."""
    limit_s: float
    """How long all of it may take."""
    traceparent: str | None = None
    """The trace that it is a part of, as W3C writes it."""

    def __repr__(self) -> str:
        return f"Request({self.idempotency_token})"


class Answer(msgspec.Struct, frozen=True):
    """What the other side said."""

    status: int
    content_type: str
    body: bytes


class RequestFailed(Exception):
    """There was no usable answer: no connection, no time left, too much, or not a success."""

    def __init__(
        self,
        why: str,
        code: int = NO_RETRIEVAL,
        trouble: Trouble | None = None,
        answer: Answer | None = None,
    ) -> None:
        super().__init__(why)
        self.code = code
        self.trouble = trouble
        """What an override may have it tried again for."""
        self.answer = answer
        """What was said, if it was said but not with success."""


class Outgoing:
    """Sends requests over one pool of connections."""

    def __init__(self, *, allow_private: bool, per_host: int = CONNECTIONS_PER_HOST) -> None:
        self._guard = addresses.guard(allow_private=allow_private)
        self._per_host = per_host
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        connector = aiohttp.TCPConnector(
            limit=CONNECTIONS,
            limit_per_host=self._per_host,
            socket_factory=self._guard,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            # One account's cookies are no business of another's.
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
            # It would unpack a whole packet before anybody can say that it is too much.
            auto_decompress=False,
            max_line_size=HEAD_LIMIT,
            max_field_size=HEAD_LIMIT,
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, request: Request) -> Answer:
        """POST a form. Returns a successful answer, or raises ``RequestFailed`` with the reason."""
        try:
            limits = overrides.parse(request.url, request.limit_s)
            address = signature.normalize(request.url)
        except ValueError:
            # What is wrong with it may be in its password.
            raise RequestFailed("the address cannot be used", NO_CONNECTION) from None
        try:
            async with asyncio.timeout(limits.total_s):
                return await self._try(request, address, limits)
        except TimeoutError:
            raise RequestFailed(f"no answer within {limits.total_s:g} s", trouble="rt") from None

    async def _try(self, request: Request, address: str, limits: Overrides) -> Answer:
        for left in reversed(range(limits.retries + 1)):
            try:
                return await self._follow(request, address, limits)
            except RequestFailed as failure:
                if left == 0 or failure.trouble not in limits.retried:
                    raise
        raise AssertionError("the last try returns or raises")

    async def _follow(self, request: Request, address: str, limits: Overrides) -> Answer:
        """Send to the address, and to where its answers lead."""
        method = "POST"
        for _ in range(REDIRECT_LIMIT + 1):
            answer, location = await self._ask(method, address, request, limits)
            if location is None:
                return _successful(answer)
            if answer.status not in _KEEPS_METHOD:
                method = "GET"
            address = _joined(address, location)
        raise RequestFailed(f"more than {REDIRECT_LIMIT} redirects")

    async def _ask(
        self, method: str, address: str, request: Request, limits: Overrides
    ) -> tuple[Answer, str | None]:
        """One request, signed for its own address; where it redirects to, if it does."""
        assert self._session is not None, "not open"
        form: Form = request.form if method == "POST" else {}
        headers = {
            "X-Twilio-Signature": signature.sign(request.auth_token, address, form),
            "I-Twilio-Idempotency-Token": request.idempotency_token,
        }
        if request.traceparent is not None:
            headers["traceparent"] = request.traceparent
        if method == "POST":
            headers["Content-Type"] = FORM
        with _telling_what_failed(limits):
            async with self._session.request(
                method,
                URL(address, encoded=True),
                data=urlencode(list(signature.pairs(form))).encode() if method == "POST" else None,
                headers=headers,
                timeout=aiohttp.ClientTimeout(
                    sock_connect=limits.connect_s, sock_read=limits.read_s
                ),
                allow_redirects=False,
            ) as response:
                body = await _read(response)
                answer = Answer(response.status, response.headers.get("Content-Type", ""), body)
                is_redirect = response.status in _REDIRECTS
                return answer, response.headers.get("Location") if is_redirect else None


async def _read(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    while chunk := await response.content.read(8192):
        body += chunk
        if len(body) > ANSWER_LIMIT:
            raise _too_long()
    if response.headers.get("Content-Encoding", "identity").lower() in ("gzip", "deflate"):
        return _unpacked(bytes(body))
    return bytes(body)


def _unpacked(body: bytes) -> bytes:
    # We ask for answers as they are, but not every server listens.
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        unpacked = unpacking.decompress(body, ANSWER_LIMIT + 1)
    except zlib.error as error:
        raise RequestFailed(f"the answer cannot be unpacked: {error}") from None
    if len(unpacked) > ANSWER_LIMIT:
        raise _too_long()
    if not unpacking.eof:
        raise RequestFailed("the answer cannot be unpacked: it breaks off")
    return unpacked


def _too_long() -> RequestFailed:
    return RequestFailed(f"the answer is longer than {ANSWER_LIMIT} bytes")


def _successful(answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    trouble: Trouble | None = None
    if answer.status >= 400:
        trouble = "4xx" if answer.status < 500 else "5xx"
    raise RequestFailed(f"the answer was {answer.status}", trouble=trouble, answer=answer)


def _joined(address: str, location: str) -> str:
    """Where a redirect leads. Its fragment is not the receiver's to give."""
    try:
        joined = URL(address, encoded=True).join(URL(location))
        if joined.scheme not in ("http", "https") or not joined.host:
            raise ValueError("not an http or https address")
        return signature.normalize(str(joined))
    except ValueError as error:
        raise RequestFailed(f"the redirect cannot be followed: {error}") from None


@contextlib.contextmanager
def _telling_what_failed(limits: Overrides) -> Iterator[None]:
    """Makes a ``RequestFailed`` of whatever the HTTP client raises."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError:
        why = f"no connection within {limits.connect_s:g} s"
        raise RequestFailed(why, NO_CONNECTION, "ct") from None
    except aiohttp.SocketTimeoutError:
        raise RequestFailed(f"no answer within {limits.read_s:g} s", trouble="rt") from None
    except aiohttp.ClientConnectorCertificateError as error:
        raise RequestFailed(_said(error), NO_CONNECTION) from None
    except aiohttp.ClientConnectorError as error:
        is_forbidden = isinstance(error.os_error, addresses.Forbidden)
        trouble: Trouble | None = None if is_forbidden else "ct"
        raise RequestFailed(_said(error), NO_CONNECTION, trouble) from None
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        # A connection that was kept open may be closed by the other side just when it is used.
        raise RequestFailed(_said(error), NO_CONNECTION, "ct") from None
    except aiohttp.InvalidURL as error:
        why = error.description or "it leads nowhere"
        raise RequestFailed(f"the address cannot be used: {why}", NO_CONNECTION) from None
    except (aiohttp.ClientError, ValueError, OSError) as error:
        raise RequestFailed(_said(error)) from None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
