"""Who is calling: HTTP Basic with an account's SID and auth token."""

import base64
import binascii
import hmac

from pointsman.core.errors import Unauthorized
from pointsman.runtime.ports import Account

_NOBODY = "0" * 32
"""Compared against when the account is unknown, so that both cases take as long."""


class Accounts:
    """The accounts that may sign in."""

    def __init__(self, accounts: list[Account]) -> None:
        self._by_sid = {account.sid: account for account in accounts}

    def auth_token_of(self, account_sid: str) -> str | None:
        """What the account's callbacks are signed with."""
        account = self._by_sid.get(account_sid)
        return None if account is None else account.auth_token

    def check(self, authorization: str | None) -> Account:
        """The account that the ``Authorization`` header proves, or a refusal."""
        if authorization is None:
            raise Unauthorized("Authentication Error - No credentials provided")
        name, secret = _decode(authorization)
        account = self._by_sid.get(name)
        expected = account.auth_token if account is not None else _NOBODY
        is_right = hmac.compare_digest(expected.encode(), secret.encode())
        if account is None:
            raise Unauthorized("Authentication Error - invalid username")
        if not is_right:
            raise Unauthorized("Authenticate")
        return account


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
