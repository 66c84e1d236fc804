"""What a handler answers. The type of a handler's answer is part of the published description."""

from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from starlette.responses import Response

from pointsman.api.shapes import Shape

S = TypeVar("S", bound=Shape)


class Ok(Generic[S]):
    """One resource."""

    status: ClassVar[int] = 200

    def __init__(self, shape: Shape, version: int | None) -> None:
        self._shape = shape
        self._version = version

    def response(self) -> Response:
        headers = {} if self._version is None else {"ETag": f'"{self._version}"'}
        return _json(self._shape, self.status, headers)


class Created(Ok[S]):
    """One resource, which is new."""

    status = 201


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

    def response(self) -> Response:
        return Response(status_code=self.status)


Answer = Ok[Any] | Listing[Any] | Deleted


def _json(body: Any, status: int, headers: dict[str, str]) -> Response:
    return Response(msgspec.json.encode(body), status, headers, media_type="application/json")
