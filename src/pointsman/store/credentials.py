"""Accounts and keys ↔ rows: what signs in is sealed in the database, and readable only here."""

from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.engine import RowMapping

from pointsman.runtime.ports import Account, ApiKey
from pointsman.store.secrets import SecretBox
from pointsman.store.tables import accounts, api_keys


def account_row(account: Account, box: SecretBox) -> dict[str, Any]:
    previous = account.previous_auth_token
    return msgspec.structs.asdict(account) | {
        "auth_token": box.seal(account.auth_token),
        "previous_auth_token": None if previous is None else box.seal(previous),
    }


def key_row(key: ApiKey, box: SecretBox) -> dict[str, Any]:
    return msgspec.structs.asdict(key) | {"secret": box.seal(key.secret)}


def list_accounts(connection: Connection, box: SecretBox) -> list[Account]:
    rows = connection.execute(select(accounts).order_by(accounts.c.date_created, accounts.c.sid))
    return [_account(row, box) for row in rows.mappings()]


def find_account(connection: Connection, sid: str, box: SecretBox) -> Account | None:
    row = connection.execute(select(accounts).where(accounts.c.sid == sid)).mappings().first()
    return None if row is None else _account(row, box)


def list_keys(connection: Connection, box: SecretBox) -> list[ApiKey]:
    rows = connection.execute(select(api_keys).order_by(api_keys.c.date_created, api_keys.c.sid))
    return [_key(row, box) for row in rows.mappings()]


def find_key(connection: Connection, sid: str, box: SecretBox) -> ApiKey | None:
    row = connection.execute(select(api_keys).where(api_keys.c.sid == sid)).mappings().first()
    return None if row is None else _key(row, box)


def _account(row: RowMapping, box: SecretBox) -> Account:
    fields = dict(row)
    fields["auth_token"] = box.unseal(fields["auth_token"])
    if fields["previous_auth_token"] is not None:
        fields["previous_auth_token"] = box.unseal(fields["previous_auth_token"])
    return Account(**fields)


def _key(row: RowMapping, box: SecretBox) -> ApiKey:
    fields = dict(row)
    fields["secret"] = box.unseal(fields["secret"])
    return ApiKey(**fields)
