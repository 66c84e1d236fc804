"""The settings of a server: one frozen value, made once from options and environment by ``cli``."""

import ipaddress
import re
from pathlib import Path
from typing import Literal

import msgspec

from pointsman.core.records import Instant

LogLevel = Literal["debug", "info", "warning", "error"]

_ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
_HTTP = re.compile(r"https?://[^/?#\s]\S*")
SHORTEST_TOKEN = 16


class Misconfigured(Exception):
    """The settings contradict themselves, or the machine; the text says what to change."""


class StoreConfig(msgspec.Struct, frozen=True, kw_only=True):
    """Where the data is, and the key to its secrets. ``repr`` does not show them."""

    data_dir: Path
    database: str | None
    """``sqlite:///file`` or ``postgresql://…``; None for a file in the data directory."""
    secret_key: str | None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.data_dir})"

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data_dir / 'pointsman.db'}"


class Config(StoreConfig, frozen=True, kw_only=True):
    """Everything that can be set of a server."""

    host: str
    port: int
    public_url: str | None
    account_sid: str | None
    auth_token: str | None
    log_level: LogLevel
    task_retention_s: int
    assigned_limit_s: int
    event_retention_days: int
    statistics_retention_days: int
    event_retry_limit_s: int
    webhook_history: int
    allow_private_addresses: bool | None
    """Whether callbacks may go to private and loopback addresses; None leaves it to ``host``."""
    pending_when_callback_fails: bool
    """Whether a reservation is left to its worker when both assignment callback addresses fail."""
    voice_url: str | None
    """Where what telephony is to do is posted; None for telephony that only pretends."""
    otlp_endpoint: str | None
    """Where a collector takes traces, by OTLP over HTTP; None where there is none."""
    bridge_rate: int
    """Calls per second that one worker's token may make; 0 for any number."""
    offline_when_disconnected: bool
    disconnect_grace_s: int
    test_clock: bool = False
    """Whether time stands still until it is moved by request."""
    test_clock_start: Instant | None = None
    """Where it stands at the start; None for the moment of the start."""
    seed: str | None = None
    """What all SIDs follow from; None for chance."""

    def __post_init__(self) -> None:
        if (self.account_sid is None) != (self.auth_token is None):
            raise Misconfigured("--account-sid and --auth-token must be given together")
        if self.account_sid is not None and not _ACCOUNT_SID.fullmatch(self.account_sid):
            raise Misconfigured("--account-sid must be AC and 32 digits of 0-9 and a-f")
        if self.auth_token is not None and len(self.auth_token) < SHORTEST_TOKEN:
            raise Misconfigured(f"--auth-token must have at least {SHORTEST_TOKEN} characters")
        if self.public_url is not None and not re.fullmatch(r"https?://[^?#\s]+", self.public_url):
            raise Misconfigured("--public-url must be an http or https URL without query")
        if self.voice_url is not None and not _HTTP.fullmatch(self.voice_url):
            raise Misconfigured("--voice-url must be an http or https URL")
        if self.otlp_endpoint is not None and not _HTTP.fullmatch(self.otlp_endpoint):
            raise Misconfigured("--otlp-endpoint must be an http or https URL")
        if self.seed is not None and not self.test_clock:
            raise Misconfigured(
                "--seed makes every SID and token foreseeable, so it is for tests only:"
                " it needs --test-clock"
            )
        if self.test_clock_start is not None and not self.test_clock:
            raise Misconfigured("--test-clock-start needs --test-clock")

    @property
    def reaches_private_addresses(self) -> bool:
        """A server that only this machine can ask may ask this machine and its network back."""
        if self.allow_private_addresses is not None:
            return self.allow_private_addresses
        return self.host == "localhost" or _is_loopback(self.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
