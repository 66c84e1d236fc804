"""An API key, and the tokens that an application's server makes with it."""

import json

from tests.e2e.commands import pointsman
from tests.e2e.server import Server
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import TaskRouterGrant


class Key:
    """A key of the server's account."""

    def __init__(self, server: Server) -> None:
        self._account_sid = server.account_sid
        made = pointsman(server, "keys", "create", "--json", "--account", self._account_sid)
        self._key = json.loads(made)

    def make_token(
        self,
        workspace_sid: str,
        worker_sid: str | None,
        role: str = "worker",
        *,
        lifetime_s: int = 3600,
        secret: str | None = None,
    ) -> str:
        """A token as the official library makes it; forged, if another ``secret`` is given."""
        token = AccessToken(
            self._account_sid, self._key["sid"], secret or self._key["secret"], ttl=lifetime_s
        )
        token.add_grant(
            TaskRouterGrant(workspace_sid=workspace_sid, worker_sid=worker_sid, role=role)
        )
        return token.to_jwt()
