"""Points the unmodified Twilio SDK at Pointsman. Everything it needs comes from the environment."""

import os
import sys

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

ANSWER_LIMIT_S = 10.0


def setting(name: str, default: str | None = None) -> str:
    value = os.environ.get(name) or default
    if value is None:
        sys.exit(
            f"{name} is not set; README.md beside this program says where its value comes from."
        )
    return value


def connect() -> Client:
    client = Client(
        setting("POINTSMAN_ACCOUNT_SID"),
        setting("POINTSMAN_AUTH_TOKEN"),
        http_client=TwilioHttpClient(timeout=ANSWER_LIMIT_S),
    )
    # The one line in which this tutorial differs from an application that talks to Twilio.
    client.taskrouter.base_url = setting("POINTSMAN_URL")
    return client
