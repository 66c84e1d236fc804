"""Access tokens as the official libraries make them."""

from typing import Any

import jwt
from tests.living import OWNER, STRANGER

from pointsman.runtime.ports import ApiKey
from pointsman.testing.clock import START

KEY = ApiKey(
    sid="SK" + "1" * 32,
    account_sid=OWNER.sid,
    secret="the secret of the owner's key, 32",
    friendly_name="",
    date_created=START,
)
STRANGERS_KEY = ApiKey(
    sid="SK" + "2" * 32,
    account_sid=STRANGER.sid,
    secret="the secret of the stranger's key",
    friendly_name="",
    date_created=START,
)
LIFETIME_S = 3_600


def mint(
    workspace_sid: str | None,
    worker_sid: str | None = None,
    role: str | None = "worker",
    *,
    key: ApiKey = KEY,
    expires_s: float = START / 1000 + LIFETIME_S,
    **claims: Any,
) -> str:
    """A token for a worker of a workspace, or for nobody in particular."""
    named = {"workspace_sid": workspace_sid, "worker_sid": worker_sid, "role": role}
    granted = {name: value for name, value in named.items() if value is not None}
    body = {
        "jti": f"{key.sid}-1",
        "iss": key.sid,
        "sub": key.account_sid,
        "exp": expires_s,
        "grants": {"identity": "alice", "task_router": granted},
    } | claims
    return jwt.encode(body, key.secret, "HS256", headers={"cty": "twilio-fpa;v=1"})
