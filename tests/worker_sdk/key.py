"""An API key, and the tokens that an application's server makes with it."""

import json
import subprocess
import sys

from tests.e2e.server import Server
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import TaskRouterGrant


class Key:
    """A key of the server's account."""

    def __init__(self, server: Server) -> None:
        command = [sys.executable, "-m", "pointsman", "keys", "create", "--json"]
        about = ["--account", server.account_sid, "--data-dir", str(server.data_dir)]
        made = subprocess.run(
            [*command, *about],
            check=True,
            stdout=subprocess.PIPE,
            env=server.environment(),
        )
        key = json.loads(made.stdout)
        self._account_sid = server.account_sid
        self._sid: str = key["sid"]
        self._secret: str = key["secret"]

    def make_token(
        self,
        workspace_sid: str,
        worker_sid: str | None,
        role: str = "worker",
        lifetime_s: float = 3600,
        secret: str | None = None,
    ) -> str:
        grant = TaskRouterGrant(workspace_sid=workspace_sid, worker_sid=worker_sid, role=role)
        token = AccessToken(
            self._account_sid,
            self._sid,
            secret or self._secret,
            grants=[grant],
            identity="agent",
            ttl=lifetime_s,
        )
        return token.to_jwt()
