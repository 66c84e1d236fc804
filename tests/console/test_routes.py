"""How the built console is served."""

import pytest
from tests.console.conftest import INDEX, SCRIPT, SECRET, open_client

from pointsman.console import routes

POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
}
APP = "/console/assets/app-1a2b3c4d.js"


@pytest.mark.parametrize(
    "path",
    ["/console/", "/console/index.html", "/console/workspaces/WS1/tasks", "/console/a/b/c.d/"],
)
async def test_pages_of_the_application(client, path: str) -> None:
    """Whatever is no file is for the application to show; it is asked for anew each time."""
    answer = await client.get(path)
    assert (200, INDEX) == (answer.status_code, answer.text)
    assert "text/html; charset=utf-8" == answer.headers["content-type"]
    assert "no-cache" == answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [(APP, "text/javascript; charset=utf-8"), ("/console/assets/font-5e6f.woff2", "font/woff2")],
)
async def test_assets_are_kept_for_ever(client, path: str, kind: str) -> None:
    """Their names change with what is inside."""
    answer = await client.get(path)
    assert (200, kind) == (answer.status_code, answer.headers["content-type"])
    assert "public, max-age=31536000, immutable" == answer.headers["cache-control"]


async def test_other_files_are_asked_for_anew(client) -> None:
    """Their names stay."""
    answer = await client.get("/console/favicon.svg")
    assert ("<svg/>", "image/svg+xml") == (answer.text, answer.headers["content-type"])
    assert "no-cache" == answer.headers["cache-control"]


async def test_an_asset_that_is_gone_is_missed(client) -> None:
    """A page of an older build must not take a page for a script."""
    answer = await client.get("/console/assets/app-00000000.js")
    assert 404 == answer.status_code
    assert INDEX not in answer.text


@pytest.mark.parametrize("path", ["/console/", APP, "/console/assets/none.js"])
async def test_browsers_are_told_to_take_care(client, path: str) -> None:
    """Nothing is loaded from elsewhere, shown in a frame, or taken for what it is not."""
    headers = (await client.get(path)).headers
    assert POLICY == set(headers["content-security-policy"].split("; "))
    assert "nosniff" == headers["x-content-type-options"]
    assert "same-origin" == headers["referrer-policy"]


async def test_what_is_known_is_not_sent_again(client) -> None:
    """By its entity tag, also one that a proxy has weakened."""
    first = await client.get(APP)
    etag = first.headers["etag"]
    for given in (etag, f"W/{etag}", f'"other", {etag}'):
        answer = await client.get(APP, headers={"If-None-Match": given})
        assert (304, b"") == (answer.status_code, answer.content)
        assert etag == answer.headers["etag"]
    answer = await client.get(APP, headers={"If-None-Match": '"other"'})
    assert (200, SCRIPT) == (answer.status_code, answer.text)
    assert etag != (await client.get("/console/")).headers["etag"]


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("br,gzip; q=1.0", True),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
    ],
)
async def test_who_takes_gzip_gets_it(client, accepted: str, is_compressed: bool) -> None:
    """As the build has made it; the two forms are told apart."""
    answer = await client.get(APP, headers={"Accept-Encoding": accepted})
    assert (200, SCRIPT) == (answer.status_code, answer.text)
    assert is_compressed == ("gzip" == answer.headers.get("content-encoding"))
    assert is_compressed == (int(answer.headers["content-length"]) < len(SCRIPT))
    assert is_compressed == answer.headers["etag"].endswith('-gz"')
    assert "Accept-Encoding" == answer.headers["vary"]


async def test_what_was_not_compressed_is_sent_plain(client) -> None:
    """Nothing is compressed while somebody waits."""
    answer = await client.get("/console/", headers={"Accept-Encoding": "gzip"})
    assert INDEX == answer.text
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/console"])
async def test_the_way_in(client, path: str) -> None:
    """Whoever comes by the short address is sent on, to wherever a proxy has put the server."""
    answer = await client.get(path)
    assert (307, "console/") == (answer.status_code, answer.headers["location"])
    assert "console/?a=1" == (await client.get(f"{path}?a=1")).headers["location"]


@pytest.mark.parametrize(
    "path",
    [
        "/console/../secret.txt",
        "/console/%2e%2e/secret.txt",
        "/console/..%2fsecret.txt",
        "/console/assets/..%2f..%2fsecret.txt",
        "/console/assets/%2e%2e/%2e%2e/secret.txt",
        "/console/%2fetc%2fpasswd",
        "/console//etc/passwd",
        "/console/..%5csecret.txt",
        "/console/assets/app-1a2b3c4d.js%00.html",
        "/console/.built",
        "/console/assets/.kept",
    ],
)
async def test_nothing_else_can_be_had(client, path: str) -> None:
    """However a path is written, it names what was built, or nothing."""
    answer = await client.get(path)
    assert answer.text in (INDEX, "There is no such file\n", "Not Found")
    assert SECRET not in answer.text


async def test_heads_have_no_body(client) -> None:
    """They say what a GET would."""
    answer = await client.head(APP)
    assert (200, b"") == (answer.status_code, answer.content)
    assert str(len(SCRIPT)) == answer.headers["content-length"]


async def test_a_console_that_was_not_built(tmp_path) -> None:
    """It says what to do; and once that is done, it is there."""
    directory = tmp_path / "dist"
    async with open_client(directory) as client:
        for path in ("/console/", "/console/tasks", APP):
            answer = await client.get(path)
            assert (503, routes.NOT_BUILT) == (answer.status_code, answer.text)
            assert "no-store" == answer.headers["cache-control"]
        assert "The console is not built: run `make console`\n" == routes.NOT_BUILT
        (directory / "assets").mkdir(parents=True)
        (directory / "assets" / "app-1a2b3c4d.js").write_text(SCRIPT)
        assert 503 == (await client.get(APP)).status_code
        (directory / "index.html").write_text(INDEX)
        assert INDEX == (await client.get("/console/tasks")).text
