"""Where the console is: its files under ``/console/``, for anybody; who signs in, the API decides.

A path that is no file is a page of the application, which ``index.html`` shows.
"""

import asyncio
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from pointsman.console import files
from pointsman.edge import outermost

PATH = "/console"

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        " img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
        " frame-ancestors 'none'; base-uri 'self'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

NOT_BUILT = "The console is not built: run `make console`\n"


def build(directory: Traversable | None = None) -> list[BaseRoute]:
    """The console of ``directory``, which is the package's own by default, as routes."""
    pages = Pages(resources.files("pointsman.console") / "dist" if directory is None else directory)
    return [
        Route("/", _enter, methods=["GET"]),
        Route(PATH, pages.answer_root, methods=["GET"]),
        Route(f"{PATH}/{{path:path}}", pages.answer, methods=["GET"]),
    ]


class Pages:
    """Answers with files."""

    def __init__(self, directory: Traversable) -> None:
        self._directory = directory
        self._files = files.read(directory)

    async def answer_root(self, request: Request) -> Response:
        """``/console/``. By its path alone it cannot be told from ``/console`` any more."""
        if not request.scope.get("raw_path", b"").endswith(b"/"):
            return await _enter(request)
        return await self.answer(request)

    async def answer(self, request: Request) -> Response:
        request.scope[outermost.ROUTE] = f"{PATH}/{{path}}"
        found = await self._find(request.path_params.get("path", ""))
        if found is None:
            return PlainTextResponse("There is no such file\n", 404, SECURITY)
        if isinstance(found, Response):
            return found
        return _answer(found, request)

    async def _find(self, path: str) -> files.File | Response | None:
        known = await self._built()
        if files.INDEX not in known:
            return PlainTextResponse(NOT_BUILT, 503, SECURITY | {"Cache-Control": "no-store"})
        # Of an asset that a newer build has not, the page must learn that it is gone.
        fallback = None if path.startswith(files.ASSETS) else known[files.INDEX]
        return known.get(path, fallback)

    async def _built(self) -> Mapping[str, files.File]:
        if files.INDEX not in self._files:
            # It may have been built since.
            self._files = await asyncio.to_thread(files.read, self._directory)
        return self._files


async def _enter(request: Request) -> Response:
    """To ``/console/``, wherever a proxy may have put that."""
    request.scope[outermost.ROUTE] = request.scope["path"]
    query = request.scope["query_string"].decode("latin-1")
    return RedirectResponse(f"console/?{query}" if query else "console/")


def _answer(file: files.File, request: Request) -> Response:
    is_compressed = file.compressed is not None and _takes_gzip(request)
    etag = file.etag(is_compressed=is_compressed)
    headers = SECURITY | {
        "Cache-Control": FOR_EVER if file.is_hashed else ASK_FIRST,
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if etag in _known_to(request):
        return Response(status_code=304, headers=headers)
    content = file.content
    if is_compressed and file.compressed is not None:
        headers["Content-Encoding"] = "gzip"
        content = file.compressed
    return Response(content, headers=headers | {"Content-Type": file.kind})


def _takes_gzip(request: Request) -> bool:
    for offered in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = offered.replace(" ", "").partition(";")
        if coding == "gzip":
            return quality.removeprefix("q=").strip("0.") != "" or quality == ""
    return False


def _known_to(request: Request) -> set[str]:
    """The entity tags that the client has; a proxy may have weakened them."""
    given = request.headers.get("if-none-match", "").split(",")
    return {tag.strip().removeprefix("W/") for tag in given}
