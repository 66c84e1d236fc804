"""Whom ``pointsman token`` makes a token for; ``e2e/test_token.py`` tries the command itself."""

import msgspec
import pytest
from tests.living import OWNER, database_url, empty_database, settings, world

from pointsman import issuing
from pointsman.admin import NoSuch
from pointsman.issuing import Wanted
from pointsman.runtime.ports import Account, ApiKey

__all__ = ["database_url", "empty_database", "settings", "world"]

NOWHERE = "WS" + "0" * 32
REVOKED = Account(sid="AC" + "3" * 32, auth_token="t", date_created=0, date_revoked=1)
EMPTY = Account(sid="AC" + "4" * 32, auth_token="t", date_created=0)
WANTED = Wanted(
    worker="Alice",
    workspace_sid=None,
    role="worker",
    ttl_s=3600,
    key_sid=None,
    account_sid=OWNER.sid,
)


def key(number: int, account_sid: str, date_created: int) -> ApiKey:
    return ApiKey(
        sid=f"SK{number:032x}",
        account_sid=account_sid,
        secret="s" * 32,
        friendly_name="",
        date_created=date_created,
    )


@pytest.fixture
async def workspace(world):
    """A workspace with Alice, the only one of its account."""
    made = await world.api.create("/Workspaces", FriendlyName="Support")
    sid = made["sid"]
    worker = await world.api.create(f"/Workspaces/{sid}/Workers", FriendlyName="Alice")
    for account in (REVOKED, EMPTY):
        await world.store.put_account(account)
    return {"sid": sid, "alice": worker["sid"]}


def wanted(**changes) -> Wanted:
    return msgspec.structs.replace(WANTED, **changes)


async def test_the_newest_key_of_the_account_signs(world, workspace) -> None:
    """Neither an older one nor another account's; and no key is made."""
    for made in (key(1, OWNER.sid, 7), key(2, OWNER.sid, 5), key(3, EMPTY.sid, 9)):
        await world.store.put_key(made)
    issued = await issuing.issue(world.store, WANTED)
    assert (key(1, "", 0).sid, OWNER.sid) == (issued.claims["iss"], issued.claims["sub"])
    assert None is issued.made_key_sid
    assert 3 == len(await world.store.list_keys())


async def test_what_a_token_claims(world, workspace) -> None:
    """The same as the libraries' tokens do."""
    issued = await issuing.issue(world.store, WANTED)
    claims = issued.claims
    expected = {
        "jti": f"{issued.made_key_sid}-{claims['iat']}",
        "iss": issued.made_key_sid,
        "sub": OWNER.sid,
        "iat": claims["iat"],
        "exp": claims["iat"] + 3600,
        "grants": {
            "identity": "Alice",
            "task_router": {
                "workspace_sid": workspace["sid"],
                "worker_sid": workspace["alice"],
                "role": "worker",
            },
        },
    }
    assert expected == claims
    assert issued.token not in repr(issued)


async def test_an_admin(world, workspace) -> None:
    """An admin is nobody in particular, but may be a worker as well."""
    issued = await issuing.issue(world.store, wanted(role="admin", worker=None))
    grants = {"task_router": {"workspace_sid": workspace["sid"], "role": "admin"}}
    assert grants == issued.claims["grants"]
    issued = await issuing.issue(world.store, wanted(role="admin"))
    assert workspace["alice"] == issued.claims["grants"]["task_router"]["worker_sid"]


async def test_the_only_account(world, workspace) -> None:
    """An account need not be named where there is one; a key names its own."""
    refused = await refusal(world, account_sid=None)
    assert f"there is no workspace of account {EMPTY.sid}" == refused
    await world.store.put_key(key(1, OWNER.sid, 0))
    issued = await issuing.issue(world.store, wanted(account_sid=None, key_sid=key(1, "", 0).sid))
    assert OWNER.sid == issued.claims["sub"]


async def refusal(world, **changes) -> str:
    with pytest.raises(NoSuch) as caught:
        await issuing.issue(world.store, wanted(**changes))
    return str(caught.value)


async def test_what_does_not_exist(world, workspace) -> None:
    """What cannot be found is named, and no key is made for it."""
    sid = workspace["sid"]
    others = key(1, EMPTY.sid, 0)
    await world.store.put_key(others)
    for said, changes in {
        f"there is no worker Carol in workspace {sid}": {"worker": "Carol"},
        f"there is no worker  in workspace {sid}": {"worker": ""},
        f"there is no workspace {NOWHERE} of account {OWNER.sid}": {"workspace_sid": NOWHERE},
        f"there is no workspace {sid} of account {EMPTY.sid}": {
            "workspace_sid": sid,
            "account_sid": EMPTY.sid,
        },
        f"there is no key {others.sid} of account {OWNER.sid}": {"key_sid": others.sid},
        "there is no key SK1": {"key_sid": "SK1"},
        f"there is no account {REVOKED.sid} any more: it was revoked": {"account_sid": REVOKED.sid},
    }.items():
        assert said == await refusal(world, **changes)
    assert 1 == len(await world.store.list_keys())


async def test_several_workspaces(world, workspace) -> None:
    """Where there are several, one must be named."""
    other = await world.api.create("/Workspaces", FriendlyName="Sales")
    said = f"there are several workspaces of {OWNER.sid}; name one with --workspace"
    assert said == await refusal(world)
    issued = await issuing.issue(world.store, wanted(workspace_sid=workspace["sid"]))
    assert workspace["sid"] == issued.claims["grants"]["task_router"]["workspace_sid"]
    missing = f"there is no worker Alice in workspace {other['sid']}"
    assert missing == await refusal(world, workspace_sid=other["sid"])


async def test_a_key_of_a_lower_role_does_not_sign(world, workspace) -> None:
    """It is passed over, and refused by name."""
    viewer = msgspec.structs.replace(key(1, OWNER.sid, 9), role="viewer")
    for made in (viewer, key(2, OWNER.sid, 5)):
        await world.store.put_key(made)
    assert key(2, "", 0).sid == (await issuing.issue(world.store, WANTED)).claims["iss"]
    with pytest.raises(NoSuch, match=f"no signing with key {viewer.sid}: its role is viewer"):
        await issuing.issue(world.store, wanted(key_sid=viewer.sid))
