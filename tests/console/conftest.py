"""A console that was built, and a client of nothing else."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from pointsman.console import routes
from pointsman.edge import outermost

INDEX = "<!doctype html><title>Pointsman</title>"
SCRIPT = "console.log('a script that is worth compressing')" * 9
SECRET = "what is beside the console is nobody's business"


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """What a build leaves."""
    directory = tmp_path / "dist"
    (directory / "assets").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(SECRET)
    (directory / "index.html").write_text(INDEX)
    (directory / ".built").write_text(SECRET)
    (directory / "assets" / ".kept").write_text(SECRET)
    (directory / "favicon.svg").write_text("<svg/>")
    (directory / "assets" / "app-1a2b3c4d.js").write_text(SCRIPT)
    (directory / "assets" / "app-1a2b3c4d.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (directory / "assets" / "font-5e6f.woff2").write_bytes(b"\x00font")
    return directory


def open_client(directory: Path) -> httpx2.AsyncClient:
    """A client of the console alone, behind what every request passes."""
    served = outermost.wrap(Starlette(routes=routes.build(directory)))
    return httpx2.AsyncClient(
        transport=httpx2.ASGITransport(served),
        base_url="http://router.test",
        headers={"Accept-Encoding": "identity"},
    )


@pytest.fixture
async def client(dist: Path) -> AsyncIterator[httpx2.AsyncClient]:
    async with open_client(dist) as opened:
        yield opened
