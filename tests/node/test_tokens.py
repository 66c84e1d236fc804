"""Tokens that the JavaScript SDK makes are checked as the Python SDK's are."""

import pytest
from cryptography.fernet import Fernet

from pointsman.core.errors import Unauthorized
from pointsman.edge.accounts import Accounts
from pointsman.edge.tokens import Tokens
from pointsman.runtime.clock import SystemClock
from pointsman.runtime.ports import Account, ApiKey
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox

WS, WK, WQ = (kind + "a" * 32 for kind in ("WS", "WK", "WQ"))
BASE = f"/v1/Workspaces/{WS}"
KEY_SECRET = "a key's secret, of at least 32 characters"


@pytest.fixture
def made(run_script, server) -> dict:
    """What the SDK makes for the account of the server."""
    sids = {"WORKSPACE_SID": WS, "WORKER_SID": WK, "QUEUE_SID": WQ}
    return run_script("token.js", KEY_SID="SK" + "a" * 32, KEY_SECRET=KEY_SECRET, **sids)


@pytest.fixture
async def tokens(server, tmp_path):
    account = Account(sid=server.account_sid, auth_token=server.auth_token, date_created=0)
    key = ApiKey(
        sid="SK" + "a" * 32,
        account_sid=account.sid,
        secret=KEY_SECRET,
        friendly_name="",
        date_created=0,
    )
    box = SecretBox(Fernet.generate_key().decode())
    store = open_store(f"sqlite:///{tmp_path / 'tokens.db'}", box)
    await store.put_key(key)
    clock = SystemClock()
    yield Tokens(Accounts(store, clock, [account]), clock)
    await store.close()


async def test_access_tokens(tokens, made) -> None:
    """Every role is granted; another algorithm, which the SDK offers, is not."""
    for role, token in made["access"].items():
        grant = await tokens.check(token)
        worker_sid = None if role == "admin" else WK
        assert (role, WS, worker_sid) == (grant.role, grant.workspace_sid, grant.worker_sid)
    with pytest.raises(Unauthorized, match="header"):
        await tokens.check(made["hs512"])


async def test_capabilities(tokens, server, made) -> None:
    """Every kind of channel is accepted, with the policies that were added."""
    channels = {"worker": WK, "queue": WQ, "workspace": WS}
    for kind, token in made["capabilities"].items():
        capability = await tokens.check_capability(token)
        channel_sid = channels.pop(kind)
        assert channel_sid == capability.channel_sid
        socket = f"/v1/wschannels/{server.account_sid}/{channel_sid}"
        assert capability.allows("GET", socket, {})
        own = f"{BASE}/Workers/{WK}"
        is_worker = kind == "worker"
        assert is_worker is capability.allows("GET", f"{own}/Reservations", {})
        assert is_worker is capability.allows("POST", own, {"ActivitySid": "WA1"})
        assert not capability.allows("POST", own, {"Attributes": "{}"})
    assert {} == channels
