"""What a session's cookie is worth, and what of it is kept."""

import msgspec
import pytest

from pointsman.core.errors import Unauthorized
from pointsman.edge.accounts import Accounts
from pointsman.edge.sessions import EXTEND_AFTER_MS, SESSIONS_KEPT, UNUSED_MS, Sessions
from pointsman.runtime.ports import Account, ApiKey, Session

ACCOUNT = Account(sid="AC" + "7" * 32, auth_token="the token of the account", date_created=0)


@pytest.fixture
async def sessions(world) -> Sessions:
    await world.store.put_account(ACCOUNT)
    return Sessions(world.store, Accounts(world.store, world.clock), world.clock)


async def begin(sessions: Sessions, password: str = ACCOUNT.auth_token) -> str:
    return (await sessions.sign_in(ACCOUNT.sid, password, "here")).value


async def is_over(sessions: Sessions, value: str) -> bool:
    try:
        await sessions.check(value)
    except Unauthorized:
        return True
    return False


async def test_nothing_that_is_kept_signs_in(world, sessions) -> None:
    """What the store has is neither the cookie nor the token, and is of no use as a cookie."""
    begun = await sessions.sign_in(ACCOUNT.sid, ACCOUNT.auth_token, "here")
    kept = await world.store.find_session(begun.session.digest)
    text = str(msgspec.structs.asdict(kept))
    assert begun.value not in text
    assert ACCOUNT.auth_token not in text
    assert await is_over(sessions, kept.digest)
    assert await is_over(sessions, kept.proof)
    assert not await is_over(sessions, begun.value)


async def test_neither_cookie_nor_token_is_shown(sessions) -> None:
    """Not even where somebody prints what was begun."""
    begun = await sessions.sign_in(ACCOUNT.sid, ACCOUNT.auth_token, "here")
    assert f"Begun(Caller({ACCOUNT.sid}, admin))" == repr(begun)


async def test_a_revoked_account_ends_its_sessions(world, sessions) -> None:
    """At the next request."""
    value = await begin(sessions)
    await world.store.put_account(msgspec.structs.replace(ACCOUNT, date_revoked=1))
    assert await is_over(sessions, value)


async def test_a_key_ends_with_its_account(world, sessions) -> None:
    """A session by a key is worth nothing when the key is there but the account is not."""
    key = ApiKey(
        sid="SK" + "7" * 32,
        account_sid=ACCOUNT.sid,
        secret="a key's secret",
        friendly_name="",
        date_created=0,
    )
    await world.store.put_key(key)
    value = (await sessions.sign_in(key.sid, key.secret, "here")).value
    caller = await sessions.check(value)
    assert await sessions.holds(caller)
    await world.store.put_account(msgspec.structs.replace(ACCOUNT, date_revoked=1))
    assert await is_over(sessions, value)
    assert not await sessions.holds(caller)


async def test_a_rotated_token_ends_its_sessions(world, sessions) -> None:
    """When the token itself does; those that began with the new one go on."""
    old = await begin(sessions)
    rotated = msgspec.structs.replace(
        ACCOUNT,
        auth_token="another token, and better",
        previous_auth_token=ACCOUNT.auth_token,
        previous_expires=world.clock.now() + 60_000,
    )
    await world.store.put_account(rotated)
    new = await begin(sessions, rotated.auth_token)
    assert not await is_over(sessions, old)
    world.clock.advance(60)
    assert await is_over(sessions, old)
    assert not await is_over(sessions, new)


async def test_a_link_ends_with_the_token_it_was_made_with(world, sessions) -> None:
    """Also when it was not followed yet."""
    caller = await Accounts(world.store, world.clock).sign_in(ACCOUNT.sid, ACCOUNT.auth_token)
    link = await sessions.make_link(caller)
    await world.store.put_account(msgspec.structs.replace(ACCOUNT, auth_token="quite another"))
    with pytest.raises(Unauthorized):
        await sessions.redeem(link.value, "here")


async def test_the_oldest_session_gives_way(world, sessions) -> None:
    """Of one account so many are kept; the newest are."""
    values = []
    for _ in range(SESSIONS_KEPT + 2):
        world.clock.advance(0.001)
        values.append(await begin(sessions))
    over = [await is_over(sessions, value) for value in values]
    assert [True, True] + [False] * SESSIONS_KEPT == over


async def test_use_is_written_down_now_and_then(world, sessions, monkeypatch) -> None:
    """Not for every request: once a minute is enough."""
    written: list[int] = []
    extend = world.store.extend_session

    async def noting(digest: str, expires: int) -> None:
        written.append(expires)
        await extend(digest, expires)

    monkeypatch.setattr(world.store, "extend_session", noting)
    value = await begin(sessions)
    for _ in range(6):
        world.clock.advance(EXTEND_AFTER_MS / 1000 / 3)
        for _ in range(3):
            await sessions.check(value)
    assert 2 == len(written)
    assert world.clock.now() + UNUSED_MS == written[-1]


async def test_a_session_that_was_ended_is_not_extended(world, sessions) -> None:
    """A request that is under way while somebody signs out does not bring the session back."""
    begun = await sessions.sign_in(ACCOUNT.sid, ACCOUNT.auth_token, "here")
    session: Session = begun.session
    await sessions.sign_out(session)
    await world.store.extend_session(session.digest, session.expires + UNUSED_MS)
    assert await is_over(sessions, begun.value)
