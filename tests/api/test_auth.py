"""Who may ask: HTTP Basic with an account's SID and token."""

import base64

import pytest

from pointsman.api.auth import Accounts
from pointsman.core.errors import Unauthorized
from pointsman.runtime.ports import Account

SID = "AC" + "a" * 32
ACCOUNTS = Accounts(
    [
        Account(sid=SID, auth_token="secret:with:colons", date_created=0),
        Account(sid="AC" + "b" * 32, auth_token="žluťoučký", date_created=0),
    ]
)

NO_CREDENTIALS = "Authentication Error - No credentials provided"
INVALID_NAME = "Authentication Error - invalid username"


def basic(text: str, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(text.encode()).decode()}"


def refusal(authorization: str | None) -> str:
    with pytest.raises(Unauthorized) as caught:
        ACCOUNTS.check(authorization)
    assert (401, 20003) == (caught.value.status, caught.value.code)
    return str(caught.value)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_the_right_token_signs_in(scheme: str) -> None:
    """SID and token prove the account; only the first colon divides them."""
    assert SID == ACCOUNTS.check(basic(f"{SID}:secret:with:colons", scheme)).sid


def test_tokens_are_utf8() -> None:
    """A token may hold any letters."""
    assert "AC" + "b" * 32 == ACCOUNTS.check(basic(f"AC{'b' * 32}:žluťoučký")).sid


@pytest.mark.parametrize("header", [None, "", "Bearer abc", "Digest x=y"])
def test_no_credentials(header: str | None) -> None:
    """Without HTTP Basic there are no credentials."""
    assert NO_CREDENTIALS == refusal(header)


@pytest.mark.parametrize(
    "header",
    [
        basic("AC" + "c" * 32 + ":secret:with:colons"),
        basic(SID.upper() + ":secret:with:colons"),
        basic(":"),
        basic(""),
        "Basic",
        "Basic !!!",
        "Basic YQ",
        "Basic é",
        "Basic " + base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_an_unknown_name(header: str) -> None:
    """A name that is no account's, or cannot be read, is said to be the fault."""
    assert INVALID_NAME == refusal(header)


@pytest.mark.parametrize("text", [f"{SID}:wrong", f"{SID}:", SID, f"{SID}:secret:with:colonsx"])
def test_a_wrong_token(text: str) -> None:
    """A known account with another token is refused in TaskRouter's word."""
    assert "Authenticate" == refusal(basic(text))


def test_auth_tokens_are_for_signing() -> None:
    """The token of a known account can be had, and of no other."""
    assert "secret:with:colons" == ACCOUNTS.auth_token_of(SID)
    assert ACCOUNTS.auth_token_of("AC" + "c" * 32) is None


def test_a_token_is_not_shown() -> None:
    """The text of an account does not hold its token."""
    account = Account(sid=SID, auth_token="hush", date_created=0)
    assert f"Account({SID})" == repr(account)


async def test_the_refusal_tells_how_to_sign_in(world) -> None:
    """401 has the challenge and the detail that TaskRouter adds."""
    response = await world.nobody.ask("GET", "/Workspaces")
    assert 'Basic realm="Twilio API"' == response.headers["www-authenticate"]
    assert NO_CREDENTIALS == world.api.check_refusal(response, 401, 20003)
    assert "Your AccountSid or AuthToken was incorrect." == response.json()["detail"]


async def test_strangers_learn_nothing(world) -> None:
    """Without credentials every path answers 401, whether it exists or not."""
    for path in ("/Workspaces", "/Nothing", "/Workspaces/WS1/Tasks"):
        for method in ("GET", "POST", "DELETE", "PUT"):
            assert NO_CREDENTIALS == await world.nobody.refuse(401, method, path, code=20003)


async def test_health_is_for_everybody(world) -> None:
    """Whoever watches the server needs no account."""
    response = await world.nobody.client.get("/healthz")
    assert (200, "ok\n") == (response.status_code, response.text)
