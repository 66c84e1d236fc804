"""Who a token speaks for: access tokens with the TaskRouter grant, and capability tokens.

The official libraries make them in the application, with the secret of an API key or with the
account's auth token. Nothing of a token is believed before its signature has been checked. Whether
the workspace is the account's, and the worker the workspace's, is for the caller to find out.
"""

import hashlib
from typing import Literal, NamedTuple, get_args

import msgspec

from pointsman.core import sids
from pointsman.core.errors import Forbidden, Unauthorized
from pointsman.core.records import Instant
from pointsman.edge import jws
from pointsman.edge.accounts import Accounts
from pointsman.edge.policies import Capability, Policy
from pointsman.runtime.ports import Account, Clock

REMEMBERED = 10_000
"""How many tokens are kept in mind; of more, those are forgotten that were used longest ago."""

Role = Literal["worker", "supervisor", "admin"]


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """What an access token was made for. Its workspace and its worker are not known to exist."""

    account_sid: str
    workspace_sid: str
    worker_sid: str | None
    role: Role
    expires: Instant
    token_id: str
    """Names the token in limits and logs, in place of the token."""


class _TaskRouterGrant(msgspec.Struct):
    workspace_sid: str | None = None
    worker_sid: str | None = None
    role: str | None = None


class _Grants(msgspec.Struct):
    task_router: _TaskRouterGrant | None = None


class _AccessClaims(jws.Claims, frozen=True, kw_only=True):
    sub: str
    grants: _Grants | None = None


class _CapabilityClaims(jws.Claims, frozen=True, kw_only=True):
    version: Literal["v1"]
    account_sid: str
    workspace_sid: str
    channel: str
    worker_sid: str | None = None
    taskqueue_sid: str | None = None
    policies: tuple[Policy, ...]


class _Proven(NamedTuple):
    """A token that was signed with a secret, whoever that belongs to by now."""

    claims: _AccessClaims
    secret: str


class Tokens:
    """Checks tokens against what may sign in at the moment."""

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        self._accounts = accounts
        self._clock = clock
        self._proven: dict[bytes, _Proven] = {}
        """By digest. An application sends its token with every call: the same text need not be read
        again."""

    async def check(self, token: str) -> Grant:
        """What an access token grants. Raises ``Unauthorized``, and ``Forbidden`` without a grant.

        https://www.twilio.com/docs/iam/access-tokens
        """
        proven = self._proven.get(_digest(token))
        claims = jws.read(token, _AccessClaims) if proven is None else proven.claims
        known = None if proven is None else proven.secret
        account, secret = await self._check_signature(token, claims.iss, sids.API_KEY, known)
        if claims.sub != account.sid:
            raise _wrong_issuer()
        jws.check_dates(claims, self._clock.now())
        granted = claims.grants.task_router if claims.grants is not None else None
        if granted is None:
            raise Forbidden("The Access Token has no TaskRouter grant")
        if granted.workspace_sid is None:
            raise Forbidden("The TaskRouter grant has no workspace_sid")
        _check_sid("workspace_sid", granted.workspace_sid, sids.WORKSPACE)
        if granted.worker_sid is not None:
            _check_sid("worker_sid", granted.worker_sid, sids.WORKER)
        grant = Grant(
            account_sid=account.sid,
            workspace_sid=granted.workspace_sid,
            worker_sid=granted.worker_sid,
            role=_check_role(granted.role),
            expires=claims.expires,
            token_id=jws.token_id(token),
        )
        # Only now: a claim that was refused may be of any length.
        self._remember(_digest(token), _Proven(claims, secret))
        return grant

    async def check_capability(self, token: str) -> Capability:
        """What a capability token allows. Raises as ``check`` does.

        https://www.twilio.com/docs/taskrouter/js-sdk-v1/workspace/constructing-jwts
        """
        claims = jws.read(token, _CapabilityClaims)
        account, _ = await self._check_signature(token, claims.iss, sids.ACCOUNT)
        if claims.account_sid != account.sid:
            raise _wrong_issuer()
        jws.check_dates(claims, self._clock.now())
        _check_channel(claims)
        return Capability(
            account_sid=account.sid,
            workspace_sid=claims.workspace_sid,
            channel_sid=claims.channel,
            worker_sid=claims.worker_sid,
            taskqueue_sid=claims.taskqueue_sid,
            expires=claims.expires,
            token_id=jws.token_id(token),
            policies=claims.policies,
        )

    def _remember(self, digest: bytes, proven: _Proven) -> None:
        self._proven.pop(digest, None)
        self._proven[digest] = proven
        if len(self._proven) > REMEMBERED:
            del self._proven[next(iter(self._proven))]

    async def _check_signature(
        self, token: str, issuer: str, kind: str, known: str | None = None
    ) -> tuple[Account, str]:
        """The account whose key, or whose auth token, signed, and that secret.

        ``known`` is one that the token is known to be signed with.
        """
        if not sids.is_sid(issuer, kind):
            raise _wrong_issuer()
        account, secrets, role = await self._accounts.look_up(issuer)
        if account is None:
            raise _wrong_issuer()
        for secret in secrets:
            if secret == known or jws.is_signed(token, secret):
                if role != "admin":
                    # A token may be made for anybody, so it would lend what the key has not.
                    raise Forbidden(f"A key whose role is {role} cannot sign Access Tokens")
                return account, secret
        raise Unauthorized("Invalid Access Token signature", 20107)


def _digest(token: str) -> bytes:
    """Of the whole token, its signature too, which ``jws.token_id`` leaves out."""
    return hashlib.sha256(token.encode()).digest()


def _wrong_issuer() -> Unauthorized:
    return Unauthorized("Invalid Access Token issuer/subject", 20103)


def _check_sid(name: str, sid: str, kind: str) -> None:
    if not sids.is_sid(sid, kind):
        raise Forbidden(f"The {name} of the token is no SID that begins with {kind}")


def _check_role(role: str | None) -> Role:
    match role:
        case None:
            return "worker"
        case "worker" | "supervisor" | "admin":
            return role
        case _:
            roles = ", ".join(get_args(Role))
            raise Forbidden(f"The role of the TaskRouter grant must be one of {roles}")


def _check_channel(claims: _CapabilityClaims) -> None:
    """Refuse a channel that is not the very thing that the other claims name."""
    _check_sid("workspace_sid", claims.workspace_sid, sids.WORKSPACE)
    named = {sids.WORKER: claims.worker_sid, sids.TASK_QUEUE: claims.taskqueue_sid}
    kind = claims.channel[:2]
    subject = named.pop(kind, claims.workspace_sid)
    if claims.channel != subject or any(other is not None for other in named.values()):
        raise Forbidden("The channel of the token is not the resource that it names")
    _check_sid("channel", claims.channel, kind)
