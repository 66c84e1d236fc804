"""The only way out: form POSTs to other people's servers, with a limit on everything."""

from collections.abc import Mapping

import aiohttp
import msgspec

ANSWER_LIMIT = 64 * 1024
"""How many bytes of an answer are read; a longer one is a failure."""

REDIRECT_LIMIT = 10
CONNECTIONS_PER_HOST = 64
USER_AGENT = "Pointsman/1.0"


class Answer(msgspec.Struct, frozen=True):
    """What the other side said."""

    status: int
    content_type: str
    body: bytes


class RequestFailed(Exception):
    """There was no usable answer: no connection, no time left, too much, or not a success."""


class Outgoing:
    """Sends requests over one pool of connections."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        connector = aiohttp.TCPConnector(limit=0, limit_per_host=CONNECTIONS_PER_HOST)
        self._session = aiohttp.ClientSession(
            connector=connector,
            # One account's cookies are no business of another's.
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def post(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str], timeout_s: float
    ) -> Answer:
        """POST a form. Returns a successful answer, or raises ``RequestFailed`` with the reason."""
        assert self._session is not None, "not open"
        try:
            async with self._session.post(
                url,
                data=dict(form),
                headers=dict(headers),
                timeout=aiohttp.ClientTimeout(total=timeout_s),
                max_redirects=REDIRECT_LIMIT,
            ) as response:
                body = await response.content.read(ANSWER_LIMIT + 1)
                while len(body) <= ANSWER_LIMIT and (chunk := await response.content.read(8192)):
                    body += chunk
                content_type = response.headers.get("Content-Type", "")
                status = response.status
        except TimeoutError:
            raise RequestFailed(f"no answer within {timeout_s:g} s") from None
        except (aiohttp.ClientError, ValueError, OSError) as error:
            raise RequestFailed(f"{type(error).__name__}: {error}") from error
        if len(body) > ANSWER_LIMIT:
            raise RequestFailed(f"the answer is longer than {ANSWER_LIMIT} bytes")
        if not 200 <= status < 300:
            raise RequestFailed(f"the answer was {status}")
        return Answer(status, content_type, body)
