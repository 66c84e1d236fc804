"""Who may ask: HTTP Basic with an account's SID and token."""

import asyncio
import base64

import msgspec
import pytest

from pointsman.core.errors import Unauthorized
from pointsman.edge.accounts import Accounts
from pointsman.runtime.ports import Account, ApiKey

SID = "AC" + "a" * 32
GIVEN = [
    Account(sid=SID, auth_token="secret:with:colons", date_created=0),
    Account(sid="AC" + "b" * 32, auth_token="žluťoučký", date_created=0),
]
KEY = ApiKey(sid="SK" + "a" * 32, account_sid=SID, secret="key", friendly_name="", date_created=0)


@pytest.fixture
def accounts(world) -> Accounts:
    return Accounts(world.store, world.clock, GIVEN)


NO_CREDENTIALS = "Authentication Error - No credentials provided"
INVALID_NAME = "Authentication Error - invalid username"


def basic(text: str, scheme: str = "Basic") -> str:
    return f"{scheme} {base64.b64encode(text.encode()).decode()}"


async def refusal(accounts: Accounts, authorization: str | None) -> str:
    with pytest.raises(Unauthorized) as caught:
        await accounts.check(authorization)
    assert (401, 20003) == (caught.value.status, caught.value.code)
    return str(caught.value)


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
async def test_the_right_token_signs_in(accounts, scheme: str) -> None:
    """SID and token prove the account; only the first colon divides them."""
    assert SID == (await accounts.check(basic(f"{SID}:secret:with:colons", scheme))).account.sid


async def test_tokens_are_utf8(accounts) -> None:
    """A token may hold any letters."""
    assert "AC" + "b" * 32 == (await accounts.check(basic(f"AC{'b' * 32}:žluťoučký"))).account.sid


@pytest.mark.parametrize("header", [None, "", "Bearer abc", "Digest x=y"])
async def test_no_credentials(accounts, header: str | None) -> None:
    """Without HTTP Basic there are no credentials."""
    assert NO_CREDENTIALS == await refusal(accounts, header)


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
async def test_an_unknown_name(accounts, header: str) -> None:
    """A name that is no account's, or cannot be read, is said to be the fault."""
    assert INVALID_NAME == await refusal(accounts, header)


@pytest.mark.parametrize("text", [f"{SID}:wrong", f"{SID}:", SID, f"{SID}:secret:with:colonsx"])
async def test_a_wrong_token(accounts, text: str) -> None:
    """A known account with another token is refused in TaskRouter's word."""
    assert "Authenticate" == await refusal(accounts, basic(text))


async def test_auth_tokens_are_for_signing(accounts) -> None:
    """The token of a known account can be had, and of no other."""
    assert "secret:with:colons" == await accounts.auth_token_of(SID)
    assert await accounts.auth_token_of("AC" + "c" * 32) is None


async def test_a_token_is_not_shown(accounts) -> None:
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


async def test_a_key_signs_in(world, accounts) -> None:
    """A key and its secret prove the account the key belongs to, until it is revoked."""
    assert INVALID_NAME == await refusal(accounts, basic(f"{KEY.sid}:key"))
    await world.store.put_key(KEY)
    assert SID == (await accounts.check(basic(f"{KEY.sid}:key"))).account.sid
    assert "Authenticate" == await refusal(accounts, basic(f"{KEY.sid}:other"))
    await world.store.remove_key(KEY.sid)
    assert INVALID_NAME == await refusal(accounts, basic(f"{KEY.sid}:key"))


async def test_both_tokens_sign_in_for_a_while(world, accounts) -> None:
    """After a rotation the old token works until its time is over; the new one at once."""
    now = world.clock.now()
    rotated = Account(
        sid="AC" + "c" * 32,
        auth_token="new",
        date_created=0,
        previous_auth_token="old",
        previous_expires=now + 60_000,
    )
    await world.store.put_account(rotated)
    for token in ("new", "old"):
        assert rotated.sid == (await accounts.check(basic(f"{rotated.sid}:{token}"))).account.sid
    assert "new" == await accounts.auth_token_of(rotated.sid)
    world.clock.advance(60)
    assert "Authenticate" == await refusal(accounts, basic(f"{rotated.sid}:old"))
    assert rotated.sid == (await accounts.check(basic(f"{rotated.sid}:new"))).account.sid


async def test_a_revoked_account(world, accounts) -> None:
    """Neither its token nor its keys sign in, and nothing is signed for it any more."""
    account = Account(sid="AC" + "d" * 32, auth_token="token", date_created=0, date_revoked=1)
    await world.store.put_account(account)
    await world.store.put_key(msgspec.structs.replace(KEY, account_sid=account.sid))
    for credentials in (f"{account.sid}:token", f"{KEY.sid}:key"):
        assert INVALID_NAME == await refusal(accounts, basic(credentials))
    assert None is await accounts.auth_token_of(account.sid)


async def test_many_requests_share_a_read(world, accounts, monkeypatch) -> None:
    """Requests that come together do not ask the store one by one."""
    await world.store.put_key(KEY)
    reads = []
    find_key = world.store.find_key

    async def counted(sid: str):
        reads.append(sid)
        return await find_key(sid)

    monkeypatch.setattr(world.store, "find_key", counted)
    header = basic(f"{KEY.sid}:key")
    await asyncio.gather(*(accounts.check(header) for _ in range(100)))
    assert len(reads) <= 2
