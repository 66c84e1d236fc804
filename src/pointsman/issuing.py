"""An access token for trying things, made on the store itself as ``admin.py`` makes keys.

Applications make their own, with Twilio's libraries and a key; this one says the same.
"""

from typing import Any, get_args

import jwt
import msgspec

from pointsman import admin
from pointsman.admin import NoSuch
from pointsman.core import records, sids
from pointsman.core.views import WorkerView
from pointsman.edge import jws, tokens
from pointsman.runtime.ports import BY_CREATION, ApiKey, Page, Store

ROLES = get_args(tokens.Role)
KEY_NAME = "pointsman token"
"""What the key is called that is made where there is none."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a token is for; a SID that is None means the only one there is."""

    worker: str | None
    """The SID or the name of a worker; None for an admin who is none."""
    workspace_sid: str | None
    role: tokens.Role
    ttl_s: int
    key_sid: str | None
    account_sid: str | None


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A token and what it claims; ``repr`` does not show it."""

    token: str
    claims: dict[str, Any]
    made_key_sid: str | None
    """The key that had to be made for it."""

    def __repr__(self) -> str:
        return f"Issued({self.claims['jti']})"


async def issue(store: Store, wanted: Wanted) -> Issued:
    """Make a token. Raises ``NoSuch`` when it is not clear for whom."""
    named = None if wanted.key_sid is None else await _named_key(store, wanted.key_sid)
    account_sid = await _account_sid(store, wanted, named)
    workspace_sid = await _workspace_sid(store, wanted, account_sid)
    worker = None if wanted.worker is None else await _worker(store, wanted.worker, workspace_sid)
    found = named or await _newest_key(store, account_sid)
    key = found or await admin.create_key(store, account_sid, KEY_NAME)
    claims = _claims(wanted, key, workspace_sid, worker)
    return Issued(
        token=jwt.encode(claims, key.secret, jws.ALGORITHM, headers={"cty": jws.CONTENT}),
        claims=claims,
        made_key_sid=None if found is not None else key.sid,
    )


def _claims(
    wanted: Wanted, key: ApiKey, workspace_sid: str, worker: records.Worker | None
) -> dict[str, Any]:
    now_s = admin.now() // 1000
    grant = {"workspace_sid": workspace_sid, "role": wanted.role}
    grants: dict[str, Any] = {"task_router": grant}
    if worker is not None:
        grant["worker_sid"] = worker.sid
        grants["identity"] = worker.friendly_name
    return {
        "jti": f"{key.sid}-{now_s}",
        "iss": key.sid,
        "sub": key.account_sid,
        "iat": now_s,
        "exp": now_s + wanted.ttl_s,
        "grants": grants,
    }


async def _account_sid(store: Store, wanted: Wanted, key: ApiKey | None) -> str:
    if key is not None and wanted.account_sid not in (None, key.account_sid):
        raise NoSuch(f"there is no key {key.sid} of account {wanted.account_sid}")
    sid = key.account_sid if key is not None else wanted.account_sid
    sid = sid or await admin.only_account_sid(store)
    # An account that the server is given by its settings is not in the store.
    account = await store.find_account(sid)
    if account is not None:
        admin.check_live(account)
    return sid


async def _workspace_sid(store: Store, wanted: Wanted, account_sid: str) -> str:
    if wanted.workspace_sid is not None:
        if await store.find_workspace(account_sid, wanted.workspace_sid) is None:
            raise NoSuch(f"there is no workspace {wanted.workspace_sid} of account {account_sid}")
        return wanted.workspace_sid
    found = await store.list_workspaces(account_sid, {}, Page(size=2, order=BY_CREATION))
    if not found:
        raise NoSuch(f"there is no workspace of account {account_sid}")
    if len(found) > 1:
        raise NoSuch(f"there are several workspaces of {account_sid}; name one with --workspace")
    return found[0].record.sid


async def _worker(store: Store, named: str, workspace_sid: str) -> records.Worker:
    field = "sid" if sids.is_sid(named, sids.WORKER) else "friendly_name"
    found = await store.find(WorkerView, workspace_sid, {field: named})
    if found is None:
        raise NoSuch(f"there is no worker {named} in workspace {workspace_sid}")
    return found.record


async def _named_key(store: Store, sid: str) -> ApiKey:
    key = await store.find_key(sid)
    if key is None:
        raise NoSuch(f"there is no key {sid}")
    if key.role != "admin":
        raise NoSuch(f"there is no signing with key {sid}: its role is {key.role}")
    return key


async def _newest_key(store: Store, account_sid: str) -> ApiKey | None:
    keys = [
        key
        for key in await store.list_keys()
        if key.account_sid == account_sid and key.role == "admin"
    ]
    return max(keys, key=lambda key: key.date_created, default=None)
