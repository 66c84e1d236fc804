"""What was sent to the outside and what came of it: webhooks, and the alerts about them.

The engine neither makes nor reads them; they are noted when something was sent, and kept a while.
"""

import re
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import msgspec

from pointsman.core.records import Instant

WebhookKind = Literal["assignment", "event", "voice"]
Outcome = Literal["delivered", "failed", "laid-aside", "redriven"]
"""Of one request. What was laid aside is given up unless somebody sends it again, and redriven
when that was done with success."""
Level = Literal["warning", "error"]

HIDDEN = "xxxxx"
"""What is shown in place of a password."""

SECRETS = frozenset({"SipAuthPassword"})
"""The parameters whose values are passwords."""

_ADDRESS = re.compile(r"\s*https?://", re.IGNORECASE)
_HIDING_ADDRESS = re.compile(rf"\s*https?://[^/?#]*:{HIDDEN}@", re.IGNORECASE)

POSITIONS_PER_MS = 1_000


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What all that is noted has."""

    sid: str
    workspace_sid: str
    position: int
    """The place in the order of noting; ``POSITIONS_PER_MS`` of them begin every millisecond."""
    date_created: Instant


class Webhook(Noted, frozen=True, kw_only=True):
    """One request, with its redirects and the tries that its address asks for."""

    kind: WebhookKind
    event_type: str | None = None
    event_sid: str | None = None
    reservation_sid: str | None = None
    task_sid: str | None = None
    url: str
    """As it was configured, but for the password."""
    parameters: dict[str, str]
    idempotency_token: str
    attempt: int
    """The first is 1. Zero is one that was laid aside without being sent."""
    duration_ms: int | None = None
    status: int | None = None
    content_type: str | None = None
    body: str | None = None
    """How the answer begins."""
    outcome: Outcome
    error: str | None = None
    next_attempt: Instant | None = None
    replayed_sid: str | None = None
    """The webhook that was sent again."""


class Alert(Noted, frozen=True, kw_only=True):
    """Something that somebody should look at, with Twilio's code."""

    code: int
    level: Level
    text: str
    event_sid: str | None = None
    reservation_sid: str | None = None
    task_sid: str | None = None
    webhook_sid: str | None = None
    request_url: str | None = None


def without_password(url: str) -> str:
    """The address as it may be shown and kept; nothing of it, if it cannot be read."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    credentials, at, host = parts.netloc.rpartition("@")
    user, colon, _ = credentials.partition(":")
    if not colon:
        return url
    return urlunsplit(parts._replace(netloc=f"{user}:{HIDDEN}{at}{host}"))


def without_secrets(parameters: dict[str, str]) -> dict[str, str]:
    """The parameters as they may be shown and kept: without passwords, also those of addresses."""
    return {name: _without_secret(name, value) for name, value in parameters.items()}


def lacks_secrets(parameters: dict[str, str]) -> bool:
    """Whether something was hidden in the parameters, so that they cannot be sent again."""
    return any(value == HIDDEN or _HIDING_ADDRESS.match(value) for value in parameters.values())


def _without_secret(name: str, value: str) -> str:
    if name in SECRETS:
        return HIDDEN
    return without_password(value) if _ADDRESS.match(value) else value
