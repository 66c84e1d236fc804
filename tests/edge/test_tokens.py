"""Access tokens and capability tokens, as the official library makes them and as it does not."""

import asyncio
import json
import re
from pathlib import Path

import jwt
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.edge.forging import HEADER, compact
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import ChatGrant, TaskRouterGrant, VideoGrant
from twilio.jwt.taskrouter.capabilities import (
    TaskQueueCapabilityToken,
    WorkerCapabilityToken,
    WorkspaceCapabilityToken,
)

from pointsman.core.errors import Forbidden, Refusal, Unauthorized
from pointsman.edge.accounts import Accounts
from pointsman.edge.policies import Capability
from pointsman.edge.tokens import Grant, Tokens
from pointsman.runtime.clock import START, SystemClock
from pointsman.runtime.ports import Account, ApiKey

OWNER = Account(sid="AC" + "a" * 32, auth_token="owner of thirty-two characters!!", date_created=0)
OTHER = Account(sid="AC" + "b" * 32, auth_token="other of thirty-two characters!!", date_created=0)
KEY = ApiKey(
    sid="SK" + "a" * 32,
    account_sid=OWNER.sid,
    secret="a key's secret, of at least 32 characters",
    friendly_name="",
    date_created=0,
)
OTHERS_KEY = msgspec.structs.replace(
    KEY, sid="SK" + "b" * 32, account_sid=OTHER.sid, secret="b" * 32
)
WS, WK, WQ = (kind + "c" * 32 for kind in ("WS", "WK", "WQ"))
NOW_S = START // 1000
TOKENS_MD = Path(__file__).parents[2] / "docs" / "tokens.md"
DATES = {"nbf": NOW_S, "valid_until": NOW_S + 3600}
GRANT = {"workspace_sid": WS, "worker_sid": WK, "role": "worker"}
CLAIMS = {
    "jti": f"{KEY.sid}-{NOW_S}",
    "iss": KEY.sid,
    "sub": OWNER.sid,
    "exp": NOW_S + 3600,
    "nbf": NOW_S,
    "grants": {"identity": "alice", "task_router": GRANT},
}
CAPABILITY = WorkerCapabilityToken(OWNER.sid, OWNER.auth_token, WS, WK, **DATES).payload
ODD = [None, True, 0, -1, 1.5, 10**400, "", "text", "\0", [], [GRANT], {}, {"a": {"b": []}}]


@pytest.fixture
async def tokens(world) -> Tokens:
    await world.store.put_account(OWNER)
    for key in (KEY, OTHERS_KEY):
        await world.store.put_key(key)
    return Tokens(Accounts(world.store, world.clock, [OTHER]), world.clock)


def access_token(*grants, key: ApiKey = KEY, account_sid: str = OWNER.sid, **options) -> str:
    """One made by the official library, valid for an hour of the test's clock."""
    made = AccessToken(
        account_sid, key.sid, key.secret, grants=list(grants), **{**DATES, **options}
    )
    return made.to_jwt()


def with_grant(**grant) -> str:
    return access_token(TaskRouterGrant(**grant), identity="alice")


def signed(claims: object, secret: str = KEY.secret) -> str:
    return compact(HEADER, claims, secret)


def capability_token(change: dict, secret: str = OWNER.auth_token) -> str:
    """The library's for a worker, with other claims; a claim that is ``...`` is missing."""
    claims = {name: claim for name, claim in (CAPABILITY | change).items() if claim is not ...}
    return compact({"typ": "JWT", "alg": "HS256"}, claims, secret)


async def refused(check, token: str) -> tuple[int, int]:
    """Status and code that a token is refused with."""
    with pytest.raises(Refusal) as caught:
        await check(token)
    assert isinstance(caught.value, Unauthorized | Forbidden)
    assert not token or token not in str(caught.value)
    return caught.value.status, caught.value.code


# --- access tokens ---


async def test_a_token_of_the_library(tokens) -> None:
    """The grant is what the application put into it."""
    token = with_grant(workspace_sid=WS, worker_sid=WK, role="supervisor")
    expected = Grant(
        account_sid=OWNER.sid,
        workspace_sid=WS,
        worker_sid=WK,
        role="supervisor",
        expires=START + 3_600_000,
        token_id=(await tokens.check(token)).token_id,
    )
    assert expected == await tokens.check(token)


async def test_roles(tokens) -> None:
    """A token without a role is a worker's; an admin needs no worker."""
    assert "worker" == (await tokens.check(with_grant(workspace_sid=WS, worker_sid=WK))).role
    for role in ("worker", "supervisor", "admin"):
        grant = await tokens.check(with_grant(workspace_sid=WS, role=role))
        assert (role, None) == (grant.role, grant.worker_sid)


async def test_other_grants_are_no_matter(tokens) -> None:
    """A token may be good for other products, and name a region, as well."""
    grants = [ChatGrant("IS1"), TaskRouterGrant(WS, WK), VideoGrant(room="r")]
    token = access_token(*grants, identity="alice", region="ie1")
    assert WK == (await tokens.check(token)).worker_sid


async def test_keys_of_the_account_in_the_settings(tokens) -> None:
    """A key may belong to an account that is not in the store."""
    token = access_token(TaskRouterGrant(WS, WK), key=OTHERS_KEY, account_sid=OTHER.sid)
    assert OTHER.sid == (await tokens.check(token)).account_sid


async def test_a_short_secret(world, tokens) -> None:
    """A key may have a shorter secret than PyJWT advises."""
    key = msgspec.structs.replace(KEY, sid="SK" + "c" * 32, secret="short")
    await world.store.put_key(key)
    assert WK == (await tokens.check(signed(CLAIMS | {"iss": key.sid}, "short"))).worker_sid


async def test_nbf_may_be_missing(tokens) -> None:
    """The Node library leaves it out."""
    assert WK == (await tokens.check(access_token(TaskRouterGrant(WS, WK), nbf=None))).worker_sid


async def test_the_clock_is_the_servers(world, tokens) -> None:
    """To the second: valid before its end and after a minute before its begin."""
    token = with_grant(workspace_sid=WS)
    early = access_token(TaskRouterGrant(WS), nbf=NOW_S + 61)
    assert (401, 20105) == await refused(tokens.check, early)
    world.clock.advance(1)
    assert WS == (await tokens.check(early)).workspace_sid
    world.clock.advance(3598)
    assert WS == (await tokens.check(token)).workspace_sid
    world.clock.advance(1)
    assert (401, 20104) == await refused(tokens.check, token)


@pytest.mark.parametrize("grants", [[], [ChatGrant("IS1")], [TaskRouterGrant()]])
async def test_without_the_grant(tokens, grants) -> None:
    """A token that is right but is not for TaskRouter, or for no workspace, is forbidden."""
    assert (403, 20403) == await refused(tokens.check, access_token(*grants))


@pytest.mark.parametrize(
    "change",
    [
        {"workspace_sid": "WS1"},
        {"workspace_sid": ""},
        {"workspace_sid": WK},
        {"workspace_sid": WS + "0"},
        {"worker_sid": "alice"},
        {"worker_sid": ""},
        {"worker_sid": WS},
        {"role": "owner"},
        {"role": "Worker"},
        {"role": ""},
    ],
    ids=str,
)
async def test_grants_of_nothing(tokens, change) -> None:
    """What the grant names must look like it, and the role be one there is."""
    token = signed(CLAIMS | {"grants": {"task_router": GRANT | change}})
    assert (403, 20403) == await refused(tokens.check, token)


@pytest.mark.parametrize(
    ("issuer", "subject", "secret"),
    [
        ("SK" + "c" * 32, OWNER.sid, KEY.secret),
        (OWNER.sid, OWNER.sid, OWNER.auth_token),
        (OTHER.sid, OTHER.sid, OTHER.auth_token),
        (KEY.sid.lower(), OWNER.sid, KEY.secret),
        ("", OWNER.sid, KEY.secret),
        ("SK%", OWNER.sid, KEY.secret),
        (KEY.sid, OTHER.sid, KEY.secret),
        (KEY.sid, "", KEY.secret),
        (KEY.sid, KEY.sid, KEY.secret),
        (OTHERS_KEY.sid, OWNER.sid, OTHERS_KEY.secret),
    ],
)
async def test_issuer_and_subject(tokens, issuer: str, subject: str, secret: str) -> None:
    """A token is made with a key, for the key's own account."""
    token = signed(CLAIMS | {"iss": issuer, "sub": subject}, secret)
    assert (401, 20103) == await refused(tokens.check, token)


@pytest.mark.parametrize("secret", [OTHERS_KEY.secret, OWNER.auth_token, KEY.sid, ""])
async def test_other_secrets(tokens, secret: str) -> None:
    """Nothing but the secret of the very key proves a token."""
    assert (401, 20107) == await refused(tokens.check, signed(CLAIMS, secret))


async def test_tampered_claims(tokens) -> None:
    """Claims cannot be changed under a signature."""
    head, _, tail = signed(CLAIMS).split(".")
    better = signed(CLAIMS | {"exp": NOW_S + 7200}).split(".")[1]
    assert (401, 20107) == await refused(tokens.check, f"{head}.{better}.{tail}")


async def test_nothing_is_said_before_the_signature(tokens) -> None:
    """Whoever cannot sign learns of no other fault."""
    for change in ({"exp": 1}, {"nbf": NOW_S * 2}, {"grants": {}}, {"sub": OTHER.sid}):
        assert (401, 20107) == await refused(tokens.check, signed(CLAIMS | change, "x"))


@pytest.mark.parametrize(
    "token",
    [
        jwt.encode(CLAIMS, None, "none"),
        jwt.encode(CLAIMS, None, "none") + "x",
        compact({"alg": "none"}, CLAIMS, KEY.secret),
        compact({"alg": "HS512"}, CLAIMS, KEY.secret),
        "a.b.c",
        "x" * 100_000,
        "",
    ],
    ids=lambda token: token[:20],
)
async def test_what_no_library_makes(tokens, token: str) -> None:
    """Other algorithms, none, and what is no token are refused; see ``test_jws.py`` for more."""
    for check in (tokens.check, tokens.check_capability):
        assert 401 == (await refused(check, token))[0]


async def test_what_is_remembered(tokens) -> None:
    """A token that was accepted is known by a digest of all of it; a refused one is forgotten."""
    long = "x" * 4_000
    head, _, tail = (good := signed(CLAIMS | {"jti": long})).rpartition(".")
    await tokens.check(good)
    odd = CLAIMS | {"grants": {"task_router": GRANT | {"role": long}}}
    assert (403, 20403) == await refused(tokens.check, signed(odd))
    [digest] = tokens._proven
    assert 32 == len(digest)
    assert long not in repr(tokens._proven)
    other = "B" if tail[0] == "A" else "A"
    assert (401, 20107) == await refused(tokens.check, f"{head}.{other}{tail[1:]}")
    assert WK == (await tokens.check(good)).worker_sid


async def test_a_revoked_key(world, tokens) -> None:
    """From its revocation on, no token of a key is valid."""
    token = with_grant(workspace_sid=WS)
    await tokens.check(token)
    await world.store.remove_key(KEY.sid)
    assert (401, 20103) == await refused(tokens.check, token)


async def test_a_revoked_account(world, tokens) -> None:
    """Nor of an account, neither the keys' nor its own."""
    await world.store.put_account(msgspec.structs.replace(OWNER, date_revoked=1))
    assert (401, 20103) == await refused(tokens.check, with_grant(workspace_sid=WS))
    assert (401, 20103) == await refused(tokens.check_capability, capability_token({}))


@pytest.mark.parametrize("name", ["iss", "sub", "exp", "nbf", "grants"])
async def test_odd_claims(tokens, name: str) -> None:
    """A claim of another type is refused, and is no bug."""
    for odd in ODD:
        if name == "nbf" and odd in (0, 1.5):
            continue  # a date long ago
        assert (await refused(tokens.check, signed(CLAIMS | {name: odd})))[0] in (401, 403)


@pytest.mark.parametrize("name", ["workspace_sid", "worker_sid", "role", "task_router"])
async def test_odd_grants(tokens, name: str) -> None:
    """Nor is a grant of another type one."""
    for odd in ODD:
        grants = {"task_router": GRANT | {name: odd}} if name in GRANT else {name: odd}
        if odd is None and name in ("worker_sid", "role"):
            continue  # the same as if it were missing
        token = signed(CLAIMS | {"grants": grants})
        assert (await refused(tokens.check, token))[0] in (401, 403)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = [*CLAIMS, *CAPABILITY, *GRANT, "task_router", "policies"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), JSON), st.booleans())
async def test_any_claims(tokens, change, is_capability: bool) -> None:
    """Whatever is rightly signed is accepted or refused."""
    try:
        if is_capability:
            await tokens.check_capability(capability_token(change))
        else:
            claims = CLAIMS | change
            granted = claims["grants"]
            if isinstance(granted, dict):
                claims["grants"] = {"task_router": GRANT | change, **granted}
            await tokens.check(signed(claims))
    except (Unauthorized, Forbidden):
        pass


async def test_many_checks_at_once(tokens) -> None:
    """Checks that share a read of the key do not mix their tokens up."""
    workers = [f"WK{n:032x}" for n in range(50)]
    made = [
        signed(CLAIMS | {"grants": {"task_router": GRANT | {"worker_sid": w}}}) for w in workers
    ]
    grants = await asyncio.gather(*(tokens.check(token) for token in made))
    assert workers == [grant.worker_sid for grant in grants]
    assert len(workers) == len({grant.token_id for grant in grants})


async def test_the_examples(world, tokens, capsys) -> None:
    """What the documentation shows in Python makes tokens that are accepted."""
    names = {
        "ACCOUNT_SID": OWNER.sid,
        "AUTH_TOKEN": OWNER.auth_token,
        "KEY_SID": KEY.sid,
        "KEY_SECRET": KEY.secret,
        "WORKSPACE_SID": WS,
        "WORKER_SID": WK,
    }
    for example in re.findall(r"```python\n(.*?)```", TOKENS_MD.read_text("utf-8"), re.DOTALL):
        exec(example, dict(names))
    access, capability = capsys.readouterr().out.split()
    clock = SystemClock()  # the library has no other
    tokens = Tokens(Accounts(world.store, clock), clock)
    assert WK == (await tokens.check(access)).worker_sid
    own = f"/v1/Workspaces/{WS}/Workers/{WK}"
    assert (await tokens.check_capability(capability)).allows("POST", own, {"ActivitySid": "WA1"})


# --- capability tokens ---

LIBRARY = {
    "worker": (WorkerCapabilityToken, WK),
    "queue": (TaskQueueCapabilityToken, WQ),
    "workspace": (WorkspaceCapabilityToken, WS),
}


@pytest.mark.parametrize("kind", LIBRARY)
async def test_capabilities_of_the_library(tokens, kind: str) -> None:
    """Each class of the library makes tokens that are accepted, for just what it says."""
    token_class, channel = LIBRARY[kind]
    sids = [] if kind == "workspace" else [channel]
    made = token_class(OWNER.sid, OWNER.auth_token, WS, *sids, **DATES)
    capability = await tokens.check_capability(made.to_jwt())
    expected = Capability(
        account_sid=OWNER.sid,
        workspace_sid=WS,
        channel_sid=channel,
        worker_sid=WK if kind == "worker" else None,
        taskqueue_sid=WQ if kind == "queue" else None,
        expires=START + 3_600_000,
        token_id=capability.token_id,
        policies=capability.policies,
    )
    assert expected == capability
    assert made.policies == msgspec.to_builtins(list(capability.policies))
    own = made.resource_url.removeprefix("https://taskrouter.twilio.com")
    assert capability.allows("GET", own, {})
    assert not capability.allows("DELETE", own, {})


async def test_capabilities_of_the_account_in_the_settings(tokens) -> None:
    """They need no stored account."""
    made = WorkerCapabilityToken(OTHER.sid, OTHER.auth_token, WS, WK, **DATES)
    assert OTHER.sid == (await tokens.check_capability(made.to_jwt())).account_sid


async def test_capabilities_outlive_a_rotation(world, tokens) -> None:
    """While the old auth token signs in, what it has signed is valid, too."""
    rotated = msgspec.structs.replace(
        OWNER,
        auth_token="n" * 32,
        previous_auth_token=OWNER.auth_token,
        previous_expires=world.clock.now() + 60_000,
    )
    await world.store.put_account(rotated)
    old, new = capability_token({}), capability_token({}, rotated.auth_token)
    for token in (old, new):
        assert WK == (await tokens.check_capability(token)).worker_sid
    world.clock.advance(60)
    assert (401, 20107) == await refused(tokens.check_capability, old)
    assert WK == (await tokens.check_capability(new)).worker_sid


async def test_the_dates_of_capabilities(world, tokens) -> None:
    """They end and begin as access tokens do."""
    early = capability_token({"nbf": NOW_S + 61})
    assert (401, 20105) == await refused(tokens.check_capability, early)
    assert WK == (await tokens.check_capability(capability_token({"nbf": ...}))).worker_sid
    world.clock.advance(3600)
    assert (401, 20104) == await refused(tokens.check_capability, capability_token({}))


async def test_a_token_of_the_other_kind(tokens) -> None:
    """An access token is no capability, and the other way round."""
    assert 401 == (await refused(tokens.check_capability, with_grant(workspace_sid=WS)))[0]
    assert 401 == (await refused(tokens.check, capability_token({})))[0]
    both = CLAIMS | CAPABILITY | {"sub": OWNER.sid}
    assert (401, 20103) == await refused(tokens.check, signed(both, OWNER.auth_token))
    both = CAPABILITY | {"iss": KEY.sid}
    assert (401, 20103) == await refused(tokens.check_capability, signed(both))


POLICY = {"url": "/v1/**", "method": "GET", "allow": True, "query_filter": {}, "post_filter": {}}


@pytest.mark.parametrize(
    "change",
    [
        {"version": "v2"},
        {"version": ...},
        {"account_sid": ...},
        {"workspace_sid": ...},
        {"channel": ...},
        {"exp": ...},
        {"iss": ...},
        {"policies": ...},
        {"policies": {}},
        {"policies": [1]},
        *(
            {"policies": [POLICY, POLICY | change]}
            for change in (
                {"url": None},
                {"method": "PATCH"},
                {"method": "get"},
                {"allow": "yes"},
                {"allow": None},
                {"query_filter": {"Page": True}},
                {"query_filter": {"Page": {"required": "yes"}}},
                {"post_filter": {"Page": {"value": "1"}}},
                {"post_filter": ["Page"]},
                {"post_filter": "Page"},
            )
        ),
    ],
    ids=str,
)
async def test_capabilities_that_are_none(tokens, change) -> None:
    """A claim that is missing, or says what Pointsman does not understand, makes no token."""
    token = capability_token(change)
    assert (401, 20101) == await refused(tokens.check_capability, token)


@pytest.mark.parametrize(
    "change",
    [
        {"account_sid": OTHER.sid},
        {"iss": OTHER.sid, "account_sid": OWNER.sid},
        {"iss": "AC" + "c" * 32, "account_sid": "AC" + "c" * 32},
        {"iss": "AC1", "account_sid": "AC1"},
        {"iss": "", "account_sid": ""},
    ],
    ids=str,
)
async def test_capabilities_of_another_account(tokens, change) -> None:
    """The issuer is the account, and there is such an account."""
    secret = OTHER.auth_token if change.get("iss") == OTHER.sid else OWNER.auth_token
    token = capability_token(change, secret)
    assert (401, 20103) == await refused(tokens.check_capability, token)


@pytest.mark.parametrize("secret", [OTHER.auth_token, KEY.secret, ""])
async def test_capabilities_with_other_secrets(tokens, secret: str) -> None:
    """Only the account's auth token signs them."""
    token = capability_token({}, secret)
    assert (401, 20107) == await refused(tokens.check_capability, token)


@pytest.mark.parametrize(
    "change",
    [
        {"workspace_sid": "WS1"},
        {"workspace_sid": WK},
        {"channel": WK[:-1] + "d"},
        {"channel": WQ},
        {"channel": WS},
        {"channel": WS, "worker_sid": ..., "workspace_sid": WS[:-1] + "d"},
        {"channel": "WK1", "worker_sid": "WK1"},
        {"channel": "", "worker_sid": ""},
        {"channel": OWNER.sid, "worker_sid": ...},
        {"worker_sid": ...},
        {"taskqueue_sid": WQ},
        {"taskqueue_sid": ""},
        {"channel": WQ, "taskqueue_sid": WQ},
    ],
    ids=str,
)
async def test_channels(tokens, change) -> None:
    """The channel is the one resource that the token names."""
    assert (403, 20403) == await refused(tokens.check_capability, capability_token(change))


async def test_filters_that_php_writes(tokens) -> None:
    """PHP's empty array is a list in JSON."""
    policies = [POLICY | {"query_filter": [], "post_filter": []}]
    capability = await tokens.check_capability(capability_token({"policies": policies}))
    assert capability.allows("GET", "/v1/Workspaces", {"Page": "1"})


async def test_nothing_secret_is_shown(tokens) -> None:
    """What is handed on does not hold the token."""
    token = with_grant(workspace_sid=WS, worker_sid=WK)
    shown = json.dumps(msgspec.to_builtins(await tokens.check(token)))
    assert not any(part in shown for part in token.split("."))


@pytest.mark.parametrize("role", ["viewer", "supervisor"])
async def test_a_key_lends_no_more_than_it_has(world, tokens, role) -> None:
    """A token may speak for an admin, so only an admin's key makes them."""
    lesser = msgspec.structs.replace(KEY, sid="SK" + "d" * 32, role=role)
    await world.store.put_key(lesser)
    token = access_token(TaskRouterGrant(workspace_sid=WS, worker_sid=WK), key=lesser)
    with pytest.raises(Forbidden, match=f"A key whose role is {role} cannot sign Access Tokens"):
        await tokens.check(token)
