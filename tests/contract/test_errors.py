"""Every refusal that TaskRouter documents, provoked over HTTP: ``refusals.txt`` is the table."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.contract.party import Party
from tests.e2e.server import ANSWER_LIMIT_S, Server

LINES = Path(__file__).with_name("refusals.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line for line in LINES if line and not line.startswith("#")]
TABLE = list(zip(ROWS[::2], ROWS[1::2], strict=True))
WORDS = {
    "zeros": "0" * 32,
    "65": "x" * 65,
    "4097": json.dumps({"key": "x" * (4097 - len('{"key": ""}'))}),
}


@pytest.fixture(scope="session")
def party(server: Server) -> Iterator[Party]:
    """A workspace with something in every state; no test changes it."""
    party = Party(server)
    yield party
    party.close()


def spoken(text: str, party: Party) -> str:
    """The text with names put in; what is in no list stays as it is."""
    names = WORDS | party.names
    text = text.replace("~", f"Workspaces/{names['WS']}")
    return re.sub(r"<(\w+)>", lambda match: str(names[match[1]]), text)


def body_of(response: requests.Response) -> dict[str, Any]:
    assert "application/json" == response.headers["content-type"]
    return response.json()


@pytest.mark.parametrize(("request_line", "answer_line"), TABLE, ids=[row[0] for row in TABLE])
def test_is_refused(party: Party, request_line: str, answer_line: str) -> None:
    """The request is refused with the status, the code and the text of the table."""
    method, path, *words = (spoken(word, party) for word in shlex.split(request_line))
    sent = dict(word.split("=", 1) for word in words)
    headers = {name[1:]: sent.pop(name) for name in list(sent) if name.startswith("@")}
    place = "params" if method == "GET" else "data"
    response = party.ask(method, path, headers=headers, **{place: sent})
    status, code, message = spoken(answer_line.strip(), party).split(" ", 2)
    expected = {
        "code": int(code),
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": int(status),
    }
    assert (int(status), expected) == (response.status_code, body_of(response))


@pytest.mark.parametrize(
    ("credentials", "message"),
    [
        (None, "Authentication Error - No credentials provided"),
        (("AC" + "1" * 32, "x"), "Authentication Error - invalid username"),
        ((Server.account_sid, "x"), "Authenticate"),
    ],
    ids=["none", "unknown", "wrong"],
)
def test_is_not_let_in(server: Server, credentials: tuple[str, str] | None, message: str) -> None:
    """Without credentials that are right nothing is told."""
    url = f"{server.url}/v1/Workspaces"
    response = requests.get(url, auth=credentials, timeout=ANSWER_LIMIT_S)
    expected = {
        "code": 20003,
        "detail": "Your AccountSid or AuthToken was incorrect.",
        "message": message,
        "more_info": "https://www.twilio.com/docs/errors/20003",
        "status": 401,
    }
    assert (401, expected) == (response.status_code, body_of(response))
    assert 'Basic realm="Twilio API"' == response.headers["www-authenticate"]
