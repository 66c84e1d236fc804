"""What a handler answers. The type of a handler's answer is part of the published description."""

import contextlib
import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from pointsman.api.shapes import Shape
from pointsman.core.lint import Finding

A = TypeVar("A", bound=msgspec.Struct)
S = TypeVar("S", bound=Shape)

WARNINGS = "Pointsman-Warnings"
"""The header that says what of a configuration cannot work: a JSON list of findings."""
WARNINGS_LIMIT = 4_096
"""How many characters it may have: proxies and clients bound what they read of headers."""


class Ok(Generic[S]):
    """One resource."""

    status: ClassVar[int] = 200

    def __init__(self, shape: Shape, version: int | None, warnings: Sequence[Finding] = ()) -> None:
        self._shape = shape
        self._version = version
        self._warnings = warnings

    def response(self) -> Response:
        headers = {} if self._version is None else {"ETag": f'"{self._version}"'}
        if self._warnings:
            headers[WARNINGS] = render_warnings(self._warnings)
        return _json(self._shape, self.status, headers)


class Created(Ok[S]):
    """One resource, which is new."""

    status = 201


class Answered(Generic[A]):
    """The answer to a question, as it was given."""

    status: ClassVar[int] = 200

    def __init__(self, answer: msgspec.Struct) -> None:
        self._answer = answer

    def response(self) -> Response:
        return _json(self._answer, self.status, {})


class Made(Generic[A]):
    """What was made for whoever asked, and is not kept as a resource."""

    status: ClassVar[int] = 201

    def __init__(self, made: msgspec.Struct, headers: Mapping[str, str] | None = None) -> None:
        self._made = made
        self._headers = headers or {}

    def response(self) -> Response:
        # What signs in is for nobody's cache.
        return _json(self._made, self.status, {"Cache-Control": "no-store", **self._headers})


class Reported(Generic[A]):
    """A report, in JSON or as a table in CSV."""

    status: ClassVar[int] = 200

    def __init__(
        self, report: msgspec.Struct, name: str, table: str | None, next_page: str | None
    ) -> None:
        self._report = report
        self._name = name
        self._table = table
        self._next_page = next_page

    def response(self) -> Response:
        headers = {"Vary": "Accept"}
        if self._table is None:
            return _json(self._report, self.status, headers)
        headers["Content-Disposition"] = f'attachment; filename="{self._name}.csv"'
        if self._next_page is not None:
            # A table has no place for it, and must not look whole when it is not.
            headers["Link"] = f'<{self._next_page}>; rel="next"'
        return Response(self._table, self.status, headers, media_type="text/csv")


class Listing(Generic[S]):
    """A page of a list."""

    status: ClassVar[int] = 200

    def __init__(self, key: str, meta: dict[str, Any], shapes: list[Shape]) -> None:
        self._body = {"meta": meta, key: shapes}

    def response(self) -> Response:
        return _json(self._body, self.status, {})


class Deleted:
    """Nothing: the resource is gone."""

    status: ClassVar[int] = 204

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self._headers = headers

    def response(self) -> Response:
        return Response(status_code=self.status, headers=self._headers)


class Stream(Generic[A]):
    """Server-sent events, for as long as the client listens; each has such a value as its data."""

    status: ClassVar[int] = 200

    def __init__(self, chunks: AsyncGenerator[bytes], end: Callable[[], None]) -> None:
        """``end`` is called when the stream has ended, however it ends."""
        self._chunks = chunks
        self._end = end

    def response(self) -> Response:
        return _Streamed(self._chunks, self._end)


class _Streamed(StreamingResponse):
    def __init__(self, chunks: AsyncGenerator[bytes], end: Callable[[], None]) -> None:
        # Neither a cache nor a proxy may keep back what is there.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(chunks, headers=headers, media_type="text/event-stream")
        self._chunks = chunks
        self._end = end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with contextlib.aclosing(self._chunks):
                if scope["method"] == "HEAD":
                    # There is no text to wait for.
                    await Response(headers=self.headers)(scope, receive, send)
                else:
                    await super().__call__(scope, receive, send)
        finally:
            self._end()


Answer = Ok[Any] | Answered[Any] | Made[Any] | Reported[Any] | Listing[Any] | Stream[Any] | Deleted


def _json(body: Any, status: int, headers: dict[str, str]) -> Response:
    return Response(msgspec.json.encode(body), status, headers, media_type="application/json")


def render_warnings(warnings: Sequence[Finding]) -> str:
    """As many warnings as the header may hold, in ASCII; the rest are counted in a last one."""
    texts = [json.dumps(msgspec.to_builtins(warning)) for warning in warnings]
    shown = len(texts)
    while True:
        left_out = len(texts) - shown
        more = [_more(left_out)] if left_out else []
        header = f"[{', '.join([*texts[:shown], *more])}]"
        if len(header) <= WARNINGS_LIMIT:
            return header
        shown -= 1


def _more(count: int) -> str:
    finding = Finding("more", "", f"{count} more; pointsman lint shows all")
    return json.dumps(msgspec.to_builtins(finding))
