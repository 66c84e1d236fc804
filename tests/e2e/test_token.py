"""``pointsman token``, on the data of a server that runs."""

import asyncio
import json
from typing import Any

import pytest
from tests.e2e.call_centre import CallCentre
from tests.e2e.commands import pointsman, run
from tests.e2e.server import Server

from pointsman.config import StoreConfig
from pointsman.edge.accounts import Accounts
from pointsman.edge.tokens import Grant, Tokens
from pointsman.opening import open_configured
from pointsman.runtime.clock import SystemClock
from pointsman.runtime.ports import Account


@pytest.fixture
def centre(server) -> CallCentre:
    return CallCentre(server)


@pytest.fixture
def account(server) -> list[str]:
    """The words that name the account, which is the settings' and not in the store."""
    return ["--account", server.account_sid]


def checked(server: Server, token: str) -> Grant:
    """What a server over the same data makes of a token."""
    given = Account(sid=server.account_sid, auth_token=server.auth_token, date_created=0)

    async def check() -> Grant:
        config = StoreConfig(data_dir=server.data_dir, database=None, secret_key=None)
        store = open_configured(config)
        try:
            clock = SystemClock()
            return await Tokens(Accounts(store, clock, [given]), clock).check(token)
        finally:
            await store.close()

    return asyncio.run(check())


def test_a_token_for_a_worker(server, centre, account) -> None:
    """Standard output is the token alone; a key is made where there is none, and then used."""
    first = run(server, "token", "--worker", "Alice", *account)
    assert 0 == first.returncode, first.stderr
    grant = checked(server, first.stdout.removesuffix("\n"))
    expected = (server.account_sid, centre.sid, centre.alice, "worker")
    assert expected == (grant.account_sid, grant.workspace_sid, grant.worker_sid, grant.role)
    [key] = json.loads(pointsman(server, "keys", "list", "--json"))
    assert "pointsman token" == key["friendly_name"]
    assert f"pointsman: there was no key; {key['sid']} was made\n" == first.stderr

    named = {"POINTSMAN_ACCOUNT_SID": server.account_sid}
    second = run(server, "token", "--worker", centre.alice, **named)
    assert centre.alice == checked(server, second.stdout.strip()).worker_sid
    assert "" == second.stderr
    assert 1 == len(json.loads(pointsman(server, "keys", "list", "--json")))

    pointsman(server, "keys", "revoke", key["sid"])
    with pytest.raises(Exception, match="Invalid Access Token issuer"):
        checked(server, second.stdout.strip())


def issued(server: Server, *words: str) -> tuple[Grant, dict[str, Any]]:
    shown = json.loads(pointsman(server, "token", "--json", *words))
    assert {"token", "claims"} == set(shown)
    return checked(server, shown["token"]), shown["claims"]


def test_what_can_be_chosen(server, centre, account) -> None:
    """Role, life, key and workspace are as they were asked for."""
    keys = [json.loads(pointsman(server, "keys", "create", "--json", *account)) for _ in "12"]
    grant, claims = issued(server, "--role", "admin", "--ttl", "86400", *account)
    assert ("admin", None) == (grant.role, grant.worker_sid)
    assert (keys[1]["sid"], 86_400) == (claims["iss"], claims["exp"] - claims["iat"])
    assert grant.expires == claims["exp"] * 1000

    # A key says whose it is.
    words = ["--worker", "Bob", "--role", "supervisor", "--key", keys[0]["sid"]]
    grant, claims = issued(server, *words)
    assert ("supervisor", centre.bob) == (grant.role, grant.worker_sid)
    assert (keys[0]["sid"], 3600) == (claims["iss"], claims["exp"] - claims["iat"])
    assert "Bob" == claims["grants"]["identity"]

    other = CallCentre(server)
    words = ["--worker", "Alice", "--workspace", other.sid]
    assert other.alice == issued(server, *words, *account)[0].worker_sid
    refusal = run(server, "token", "--worker", "Alice", *account)
    assert "name one with --workspace" in refusal.stderr


def test_what_is_wrong(server, centre, account) -> None:
    """It is said, and nothing is printed or made."""
    done = run(server, "token", "--worker", "Carol", *account)
    assert (1, "") == (done.returncode, done.stdout)
    assert f"pointsman: there is no worker Carol in workspace {centre.sid}\n" == done.stderr
    alice = ["--worker", "Alice"]
    misused = {
        "'--ttl'": [*alice, *account, "--ttl", "86401"],
        "--worker": account,
        "--role": [*alice, *account, "--role", "owner"],
    }
    for option, words in misused.items():
        done = run(server, "token", *words)
        assert (2, "") == (done.returncode, done.stdout)
        assert f"Invalid value for {option}" in done.stderr
    assert [] == json.loads(pointsman(server, "keys", "list", "--json"))
