"""What is told of how the server does, for whoever keeps figures of it. None of it may wait.

Durations are in seconds. What is named by texts here is of a bounded number of kinds, but for
workspaces; whoever keeps figures by workspace bounds them.
"""

from collections.abc import Awaitable, Callable
from typing import Literal, NamedTuple, Protocol

from pointsman.core.webhooks import WebhookKind

CommitOutcome = Literal["stored", "failed", "lost"]
"""``lost`` is one that another owner of the workspace has made impossible."""


class Measures(Protocol):
    """Hears how long things took, and how they ended."""

    def time_request(self, method: str, route: str, status: int, duration_s: float) -> None:
        """A request, up to the beginning of its answer; ``route`` is a template of paths."""

    def time_step(self, command: str, duration_s: float) -> None:
        """The engine carried out a command of that name, and settled."""

    def time_commit(
        self, workspace_sid: str, messages: int, duration_s: float, outcome: CommitOutcome
    ) -> None:
        """The store was asked to write what ``messages`` commands changed."""

    def time_webhook(self, kind: WebhookKind, duration_s: float, *, delivered: bool) -> None:
        """Something was sent to the outside."""


class Unmeasured:
    """Keeps no figures."""

    def time_request(self, method: str, route: str, status: int, duration_s: float) -> None: ...

    def time_step(self, command: str, duration_s: float) -> None: ...

    def time_commit(
        self, workspace_sid: str, messages: int, duration_s: float, outcome: CommitOutcome
    ) -> None: ...

    def time_webhook(self, kind: WebhookKind, duration_s: float, *, delivered: bool) -> None: ...


UNMEASURED = Unmeasured()


class Page(NamedTuple):
    """The figures, written out."""

    content: bytes
    media_type: str


Expose = Callable[[str], Awaitable[Page]]
"""Writes out the figures that the account of that SID may see."""
