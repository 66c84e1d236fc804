"""The page that shows the description."""

import re
from pathlib import Path

import pytest

import pointsman.api

FILES = Path(pointsman.api.__file__).parent / "docs"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/docs", "text/html"), ("/docs/docs.css", "text/css"), ("/docs/docs.js", "text/javascript")],
)
async def test_it_is_served(world, path: str, kind: str) -> None:
    """Whoever can sign in can read it; nobody else."""
    answer = await world.api.client.get(path)
    assert (200, kind) == (answer.status_code, answer.headers["content-type"].partition(";")[0])
    assert "default-src 'self'" == answer.headers["content-security-policy"]
    assert 401 == (await world.nobody.client.get(path)).status_code


@pytest.mark.parametrize("name", ["nothing.js", "..%2Fapp.py", "__init__.py"])
async def test_nothing_else_is_served(world, name: str) -> None:
    """Only the page's own files can be had."""
    assert 404 == (await world.api.client.get(f"/docs/{name}")).status_code


def test_it_needs_nothing_from_elsewhere() -> None:
    """No address outside the server is in the page's files, so it works offline."""
    for path in FILES.iterdir():
        assert [] == re.findall(r"https?://[\w.]+", path.read_text(encoding="utf-8")), path
