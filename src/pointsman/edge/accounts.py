"""Who is calling: HTTP Basic with an account's SID and auth token, or an API key and its secret.

What may sign in is read from the store for every request, so that a new key works, and a revoked
one does not, from the next request on. Requests that come while a read waits to start share it.
"""

import asyncio
import base64
import binascii
import hmac
import weakref
from collections.abc import Iterable
from typing import NamedTuple

from pointsman.core import sids
from pointsman.core.errors import Unauthorized
from pointsman.runtime.ports import Account, Clock, Role, Session, Store

_NOTHING = "0" * 32
"""Compared against when there is no such account, so that both cases take as long."""


class Credentials(NamedTuple):
    """What a SID signs in to, and what with."""

    account: Account | None
    """None when it may not act any more; then the secrets prove nothing."""
    secrets: list[str]
    role: Role = "admin"


class Caller(NamedTuple):
    """Who is calling, as was proven; ``repr`` does not show the secret."""

    account: Account
    username: str
    """The SID of the account or of the key that signed in."""
    secret: str
    role: Role
    session: Session | None = None
    """What was shown in place of the secret."""

    def __repr__(self) -> str:
        return f"Caller({self.username}, {self.role})"


def owner(account: Account) -> Caller:
    """The account itself."""
    return Caller(account, account.sid, account.auth_token, "admin")


class Accounts:
    """The accounts that may sign in: those of the store, and those the server was given."""

    def __init__(self, store: Store, clock: Clock, given: Iterable[Account] = ()) -> None:
        self._store = store
        self._clock = clock
        self._given = {account.sid: account for account in given}
        self._queued: dict[str, asyncio.Task[Credentials]] = {}
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def auth_token_of(self, account_sid: str) -> str | None:
        """What the account's callbacks are signed with; None when it may not act any more."""
        account = await self._account(account_sid)
        return None if account is None else account.auth_token

    async def check(self, authorization: str | None) -> Caller:
        """Who the ``Authorization`` header proves is calling, or a refusal."""
        if authorization is None:
            raise Unauthorized("Authentication Error - No credentials provided")
        return await self.sign_in(*_decode(authorization))

    async def sign_in(self, name: str, secret: str) -> Caller:
        """Who has that name and that secret, or a refusal."""
        account, accepted, role = await self.look_up(name)
        # Every accepted secret is compared with, also after one was right.
        matches = [
            hmac.compare_digest(expected.encode(), secret.encode())
            for expected in accepted or [_NOTHING]
        ]
        if account is None:
            raise Unauthorized("Authentication Error - invalid username")
        if not any(matches):
            raise Unauthorized("Authenticate")
        return Caller(account, name, secret, role)

    async def look_up(self, name: str) -> Credentials:
        """What a SID of an account or of a key signs in to at the moment."""
        if name in self._given:
            return Credentials(self._given[name], [self._given[name].auth_token])
        if not (sids.is_sid(name, sids.ACCOUNT) or sids.is_sid(name, sids.API_KEY)):
            return Credentials(None, [])
        queued = self._queued.get(name)
        if queued is None:
            queued = asyncio.create_task(self._in_turn(name))  # noqa: TID251 - awaited right here
            self._queued[name] = queued
        return await asyncio.shield(queued)

    async def _in_turn(self, name: str) -> Credentials:
        turn = self._turns.setdefault(name, asyncio.Lock())
        async with turn:
            # Whoever asks from here on must see what is stored later, and needs another read.
            del self._queued[name]
            return await self._read(name)

    async def _read(self, name: str) -> Credentials:
        if name.startswith(sids.API_KEY):
            key = await self._store.find_key(name)
            if key is None:
                return Credentials(None, [])
            return Credentials(await self._account(key.account_sid), [key.secret], key.role)
        account = await self._account(name)
        return Credentials(account, [] if account is None else self._tokens(account))

    async def _account(self, sid: str) -> Account | None:
        account = self._given.get(sid) or await self._store.find_account(sid)
        return None if account is None or account.date_revoked is not None else account

    def _tokens(self, account: Account) -> list[str]:
        tokens = [account.auth_token]
        previous, expires = account.previous_auth_token, account.previous_expires
        if previous is not None and expires is not None and self._clock.now() < expires:
            tokens.append(previous)
        return tokens


def _decode(authorization: str) -> tuple[str, str]:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise Unauthorized("Authentication Error - No credentials provided")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise Unauthorized("Authentication Error - invalid username") from None
    name, _, secret = decoded.partition(":")
    return name, secret
