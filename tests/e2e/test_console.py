"""The console's door: the link that the command line prints, and what a browser does with it."""

import json

import requests
from tests.e2e.commands import answer, ask, pointsman
from tests.e2e.server import ACCOUNT_SID, ANSWER_LIMIT_S, AUTH_TOKEN, Server

HEADER = {"Pointsman-Console": "1"}


def sign_in(server: Server, **form: str) -> requests.Session:
    """A browser that has signed in."""
    browser = requests.Session()
    signed_in = browser.post(
        f"{server.url}/pointsman/v1/Session", data=form, headers=HEADER, timeout=ANSWER_LIMIT_S
    )
    assert 201 == signed_in.status_code, signed_in.text
    return browser


def status(server: Server, browser: requests.Session, path: str = "/v1/Workspaces") -> int:
    return browser.get(f"{server.url}{path}", timeout=ANSWER_LIMIT_S).status_code


def test_the_link_signs_in(server) -> None:
    """What the command prints opens the console once, where it was told to."""
    [line] = answer(server, "console").splitlines()
    page, _, code = line.partition("#code=")
    assert f"{server.url}/console/" == page
    with sign_in(server, Code=code) as browser:
        assert 200 == status(server, browser)
    again = requests.post(
        f"{server.url}/pointsman/v1/Session", data={"Code": code}, timeout=ANSWER_LIMIT_S
    )
    assert 401 == again.status_code
    deep = json.loads(answer(server, "console", "--workspace", "WS1", "--json"))
    assert deep["url"].startswith(f"{server.url}/console/workspaces/WS1#code=")
    assert deep["expires"].endswith("Z")


def test_the_command_says_why_not(server) -> None:
    """Wrong credentials, a wrong workspace, no server: one line each."""
    refusals = {
        "Authenticate": ask(server, "console", POINTSMAN_AUTH_TOKEN="wrong"),
        "parameter Path": ask(server, "console", "--workspace", "../x"),
        "no answer": ask(server, "console", POINTSMAN_URL="http://127.0.0.1:1"),
        "--account-sid": ask(server, "console", POINTSMAN_AUTH_TOKEN=""),
    }
    for said, done in refusals.items():
        assert 1 == done.returncode
        assert said in done.stderr
        assert 1 == done.stderr.count("\n")


def test_sessions_outlive_the_server_but_not_the_key(server) -> None:
    """They are in the database, which holds nothing that signs in."""
    with sign_in(server, Username=ACCOUNT_SID, Password=AUTH_TOKEN) as browser:
        server.restart()
        assert 200 == status(server, browser)
        cookie = browser.cookies["pointsman_session"]
    kept = b"".join(path.read_bytes() for path in server.data_dir.iterdir() if path.is_file())
    assert cookie.encode() not in kept
    assert cookie not in server.log + server.said

    made = pointsman(
        server, "keys", "create", "--account", ACCOUNT_SID, "--role", "viewer", "--json"
    )
    key = json.loads(made)
    listed = json.loads(pointsman(server, "keys", "list", "--json"))
    assert [(key["sid"], "viewer")] == [(one["sid"], one["role"]) for one in listed]
    with sign_in(server, Username=key["sid"], Password=key["secret"]) as browser:
        assert 200 == status(server, browser)
        url = f"{server.url}/v1/Workspaces"
        form = {"FriendlyName": "Mine"}
        refused = browser.post(url, data=form, headers=HEADER, timeout=ANSWER_LIMIT_S)
        assert 403 == refused.status_code
        pointsman(server, "keys", "revoke", key["sid"])
        assert 401 == status(server, browser)


def test_the_console_is_for_everybody_to_load(server) -> None:
    """Built or not, its pages ask for no credentials; the short addresses lead there."""
    for path in ("/", "/console"):
        came = requests.get(f"{server.url}{path}", timeout=ANSWER_LIMIT_S)
        assert f"{server.url}/console/" == came.url
        assert came.status_code in (200, 503)
        assert "frame-ancestors 'none'" in came.headers["content-security-policy"]
