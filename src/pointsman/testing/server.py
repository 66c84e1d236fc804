"""What tests see of a server, whether it is a process or a thread: address, account, and time.

Only the standard library is used, so that a plugin that is not needed costs nothing.
"""

import base64
import http.client
import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from pointsman.testing.server_clock import ServerClock

ACCOUNT_SID = "AC" + "7e57" * 8
AUTH_TOKEN = "the-token-of-pointsman-testing"  # noqa: S105 - the servers of tests have no secrets
SEED = "pointsman"

ANSWER_WITHIN_S = 120.0
"""How long the server may take; a long advance with slow callbacks takes as long as these."""


class Refused(Exception):
    """The server said no; the text has the status and the server's words."""


class Server:
    """A server that runs, with a database of its own and a clock that stands still."""

    def __init__(self, url: str) -> None:
        self.url = url
        """The address without a slash at the end, for the ``base_url`` of an SDK."""
        self.account_sid = ACCOUNT_SID
        self.auth_token = AUTH_TOKEN
        self.clock = ServerClock(self)

    def ask(self, method: str, path: str, **form: str) -> Any:
        """Make a request; the answer's JSON, or None if it has none. Raises ``Refused``."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=ANSWER_WITHIN_S)
        credentials = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        headers = {
            "Authorization": f"Basic {credentials}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, path, urlencode(form), headers)
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status >= 400:
            raise Refused(f"{response.status} {json.loads(body)['message']}")
        return json.loads(body) if body else None

    def reset(self) -> None:
        """Delete every workspace, and start anew with the clock and the SIDs."""
        self.ask("POST", "/pointsman/v1/Reset")
