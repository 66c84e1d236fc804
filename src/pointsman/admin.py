"""What an operator does to accounts and keys, on the store itself: while a server runs, or not.

A running server reads what may sign in from the store, so every change is effective at once.
Secrets are shown when they are made, and never again.
"""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from pointsman.config import Misconfigured, StoreConfig
from pointsman.core import sids
from pointsman.opening import open_configured
from pointsman.runtime.ports import Account, ApiKey, Role, Store, StoreFailed
from pointsman.store.secrets import SecretKeyWrong

T = TypeVar("T")


class NoSuch(Exception):
    """What was named does not exist; the text says so."""


def with_store(config: StoreConfig, work: Callable[[Store], Awaitable[T]]) -> T:
    """Do ``work`` on the store. Raises ``Misconfigured`` when it cannot be opened."""
    store = open_configured(config)

    async def working() -> T:
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(working())
    except (SecretKeyWrong, StoreFailed) as error:
        raise Misconfigured(str(error)) from error


async def create_account(store: Store, friendly_name: str) -> Account:
    account = Account(
        sid=f"{sids.ACCOUNT}{secrets.token_hex(16)}",
        auth_token=secrets.token_hex(16),
        date_created=now(),
        friendly_name=friendly_name,
    )
    await store.put_account(account)
    return account


async def rotate_token(store: Store, sid: str, overlap_s: int) -> Account:
    """Give an account a new token; the old one signs in for ``overlap_s`` more seconds."""
    account = await _account(store, sid)
    check_live(account)
    rotated = msgspec.structs.replace(
        account,
        auth_token=secrets.token_hex(16),
        previous_auth_token=account.auth_token,
        previous_expires=now() + overlap_s * 1000,
    )
    await store.put_account(rotated)
    return rotated


async def revoke_account(store: Store, sid: str) -> Account:
    """Let nobody sign in to an account any more; what it owns stays."""
    revoked = msgspec.structs.replace(await _account(store, sid), date_revoked=now())
    await store.put_account(revoked)
    return revoked


async def create_key(
    store: Store, account_sid: str | None, friendly_name: str, role: Role = "admin"
) -> ApiKey:
    """Make a key for an account; for the only one if none is named."""
    if account_sid is not None and not sids.is_sid(account_sid, sids.ACCOUNT):
        raise NoSuch(f"there is no account {account_sid}: that is not an account's SID")
    key = ApiKey(
        sid=f"{sids.API_KEY}{secrets.token_hex(16)}",
        account_sid=account_sid or await only_account_sid(store),
        secret=secrets.token_urlsafe(24),
        friendly_name=friendly_name,
        date_created=now(),
        role=role,
    )
    await store.put_key(key)
    return key


async def revoke_key(store: Store, sid: str) -> None:
    if not await store.remove_key(sid):
        raise NoSuch(f"there is no key {sid}")


def check_live(account: Account) -> None:
    if account.date_revoked is not None:
        raise NoSuch(f"there is no account {account.sid} any more: it was revoked")


async def _account(store: Store, sid: str) -> Account:
    account = await store.find_account(sid)
    if account is None:
        raise NoSuch(f"there is no account {sid}")
    return account


async def only_account_sid(store: Store) -> str:
    accounts = [account for account in await store.list_accounts() if account.date_revoked is None]
    if len(accounts) != 1:
        raise NoSuch(f"there are {len(accounts)} accounts; name one with --account")
    return accounts[0].sid


def now() -> int:
    return time.time_ns() // 1_000_000  # noqa: TID251 - the operator's own moment
