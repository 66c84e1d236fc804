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

from pointsman.core import sids
from pointsman.core.errors import Unauthorized
from pointsman.runtime.ports import Account, Clock, Store

_NOTHING = "0" * 32
"""Compared against when there is no such account, so that both cases take as long."""


class Accounts:
    """The accounts that may sign in: those of the store, and those the server was given."""

    def __init__(self, store: Store, clock: Clock, given: Iterable[Account] = ()) -> None:
        self._store = store
        self._clock = clock
        self._given = {account.sid: account for account in given}
        self._queued: dict[str, asyncio.Task[tuple[Account | None, list[str]]]] = {}
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()

    async def auth_token_of(self, account_sid: str) -> str | None:
        """What the account's callbacks are signed with; None when it may not act any more."""
        account = await self._account(account_sid)
        return None if account is None else account.auth_token

    async def check(self, authorization: str | None) -> Account:
        """The account that the ``Authorization`` header proves, or a refusal."""
        if authorization is None:
            raise Unauthorized("Authentication Error - No credentials provided")
        name, secret = _decode(authorization)
        account, accepted = await self.look_up(name)
        # Every accepted secret is compared with, also after one was right.
        matches = [
            hmac.compare_digest(expected.encode(), secret.encode())
            for expected in accepted or [_NOTHING]
        ]
        if account is None:
            raise Unauthorized("Authentication Error - invalid username")
        if not any(matches):
            raise Unauthorized("Authenticate")
        return account

    async def look_up(self, name: str) -> tuple[Account | None, list[str]]:
        """The account that a SID of an account or of a key signs in to, and the secrets it has.

        Without the account, which is None when it may not act any more, the secrets prove nothing.
        """
        if name in self._given:
            return self._given[name], [self._given[name].auth_token]
        if not (sids.is_sid(name, sids.ACCOUNT) or sids.is_sid(name, sids.API_KEY)):
            return None, []
        queued = self._queued.get(name)
        if queued is None:
            queued = asyncio.create_task(self._in_turn(name))  # noqa: TID251 - awaited right here
            self._queued[name] = queued
        return await asyncio.shield(queued)

    async def _in_turn(self, name: str) -> tuple[Account | None, list[str]]:
        turn = self._turns.setdefault(name, asyncio.Lock())
        async with turn:
            # Whoever asks from here on must see what is stored later, and needs another read.
            del self._queued[name]
            return await self._read(name)

    async def _read(self, name: str) -> tuple[Account | None, list[str]]:
        if name.startswith(sids.API_KEY):
            key = await self._store.find_key(name)
            account = None if key is None else await self._account(key.account_sid)
            return account, [] if key is None else [key.secret]
        account = await self._account(name)
        return account, [] if account is None else self._tokens(account)

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
