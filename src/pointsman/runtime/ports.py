"""What the runtime and the API need from outside. ``compose.py`` supplies the implementations."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Protocol, TypeVar

import msgspec

from pointsman.core.batch import Batch
from pointsman.core.events import Event
from pointsman.core.notices import Notice
from pointsman.core.records import AssignmentCallback, Instant, Record, VoiceRequest
from pointsman.core.stamp import Stamp
from pointsman.core.views import View, WorkspaceView
from pointsman.core.webhooks import Noted, Webhook

V = TypeVar("V", bound=View)


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns workspaces. The token signs in and signs callbacks; ``repr`` does not show it."""

    sid: str
    auth_token: str
    date_created: Instant
    friendly_name: str = ""
    previous_auth_token: str | None = None
    """The token before the last rotation; it signs in until ``previous_expires``."""
    previous_expires: Instant | None = None
    date_revoked: Instant | None = None
    """Since when nobody signs in to the account any more."""

    def __repr__(self) -> str:
        return f"Account({self.sid})"


Role = Literal["viewer", "supervisor", "admin"]
"""What one may do; each may what the one before it may. An account's own token is an admin."""


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """Signs in to an account in place of its token; ``repr`` does not show the secret."""

    sid: str
    account_sid: str
    secret: str
    friendly_name: str
    date_created: Instant
    role: Role = "admin"

    def __repr__(self) -> str:
        return f"ApiKey({self.sid})"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that has signed in, or the link by which one may, once.

    It is known by what only the browser, or the link, has: nothing that is kept lets anybody in.
    """

    digest: str
    """SHA-256 of the secret that the cookie or the link carries."""
    kind: Literal["session", "link"]
    account_sid: str
    username: str
    """The SID of the account or of the key that signed in."""
    proof: str
    """That account's token or that key's secret as it was, made unreadable."""
    date_created: Instant
    expires: Instant


def _to_nobody(what: Sequence[object]) -> None:
    """Nobody takes it."""


class Outlets(msgspec.Struct, frozen=True, kw_only=True):
    """Who is told of what was committed, right after it was. None of them may wait."""

    publish: Callable[[Sequence[Event]], None] = _to_nobody
    announce: Callable[[Sequence[Notice]], None] = _to_nobody
    deliver: Callable[[Sequence[AssignmentCallback]], None] = _to_nobody
    telephone: Callable[[Sequence[VoiceRequest]], None] = _to_nobody


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """The right to write one workspace, and where its journal stood when the right was taken."""

    workspace_sid: str
    term: int
    position: int
    instant: Instant


class LeaseLost(Exception):
    """Another owner took the workspace; nothing was written."""


class StoreFailed(Exception):
    """The database did not do what was asked; the transaction is undone."""


class Order(msgspec.Struct, frozen=True):
    """One thing a list is ordered by: a field of its records."""

    field: str
    descending: bool = False


BY_POSITION = (Order("position"),)
"""The order of creation within a workspace."""
BY_CREATION = (Order("date_created"), Order("sid"))
"""The order of creation across workspaces."""

Place = tuple[int | str, ...]
"""Where a row stands in a list: its values of what the list is ordered by."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of a list: at most ``size`` rows next after, or next before, a place.

    The order is total, and all of it numbers but for a SID that may end it.
    """

    size: int
    order: tuple[Order, ...] = BY_POSITION
    after: Place | None = None
    before: Place | None = None


class Between(msgspec.Struct, frozen=True):
    """A range of numbers; a bound that is None is none."""

    least: int | None
    most: int | None


class Containing(msgspec.Struct, frozen=True):
    """A part of a text, in letters of any case."""

    part: str


SEARCHED = "searched"
"""In place of a field: those that a view is searched by, one of which is to contain a part."""

Where = Mapping[str, str | int | bool | Between | Containing | Sequence[str] | None]
"""Field of a view or of its record → the value, the range, or the values it may have."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What statistics count: what happened in a window of time, to what. None is no restriction."""

    since: Instant
    until: Instant
    """The window ends before this moment."""
    is_open: bool = False
    """Whether all that is committed after it belongs to it as well: the dates of events may run a
    little ahead of the clock, and a window up to now has them."""
    task_queue_sids: Sequence[str] | None = None
    workflow_sid: str | None = None
    task_channel_sid: str | None = None
    worker_sids: Sequence[str] | None = None


Split = Literal["task_queue_sid", "workflow_sid", "task_channel_sid", "worker_sid"]
"""What facts may be counted apart by."""


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many facts there are of one kind, and how long their tasks had waited, in seconds."""

    event_type: str
    count: int
    total_s: int = 0
    least_s: int = 0
    most_s: int = 0
    in_queue_total_s: int = 0
    in_queue_least_s: int = 0
    in_queue_most_s: int = 0
    of: str | None = None
    """The SID of what they were counted apart by."""
    bucket: Instant | None = None
    """When the stretch of time began that they were counted apart by."""


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    """How many tasks had waited so long when something happened to them."""

    waited_s: int
    event_type: str
    count: int
    of: str | None = None


class Duration(msgspec.Struct, frozen=True, kw_only=True):
    """How long stretches of one kind lasted within a window, in milliseconds."""

    of: str
    """The SID of the activity, or of what handling was counted apart by."""
    count: int
    total_ms: int
    least_ms: int
    most_ms: int


class Within(msgspec.Struct, frozen=True, kw_only=True):
    """How many tasks were accepted, or canceled, and how many of them within their queue's target.

    An accepted task counts with its time in its last queue, a canceled one with all of its time.
    """

    event_type: str
    count: int
    within: int
    of: str | None = None
    bucket: Instant | None = None


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """How many tasks were handled for so long, wrapping included."""

    handled_s: int
    count: int
    of: str | None = None


class Occupancy(msgspec.Struct, frozen=True, kw_only=True):
    """How long a worker had work within a window, and how long she could have had, in ms."""

    of: str
    busy_ms: int
    """With one task at least that she had accepted and was not done with."""
    staffed_ms: int
    """In activities that take work, or busy."""


class Store(Protocol):
    """Where workspaces are kept. One conformance suite judges every implementation."""

    async def take_lease(self, workspace_sid: str) -> Lease:
        """Become the workspace's only writer; whoever was it before can no longer commit."""

    async def load(self, workspace_sid: str) -> list[Record]:
        """Everything of the workspace, each kind in order of position."""

    async def commit(self, lease: Lease, batch: Batch) -> None:
        """Write the batch in one transaction. Raises ``LeaseLost`` or ``StoreFailed``."""

    async def list_workspace_sids(self) -> list[str]:
        """Every workspace of every account."""

    async def find_workspace(self, account_sid: str, sid: str) -> WorkspaceView | None: ...

    async def list_workspaces(
        self, account_sid: str, where: Where, page: Page
    ) -> list[WorkspaceView]: ...

    async def find(self, view: type[V], workspace_sid: str, where: Where) -> V | None:
        """The one row that fits ``where``."""

    async def list_page(
        self, view: type[V], workspace_sid: str, where: Where, page: Page
    ) -> list[V]:
        """Rows that fit ``where``, in the order of the page."""

    async def remove_events(self, workspace_sid: str, before: Instant) -> int:
        """Remove some of the events that are older than ``before``; 0 when there are none left."""

    async def count_facts(
        self,
        workspace_sid: str,
        scope: Scope,
        by: Split | None = None,
        bucket_ms: int | None = None,
    ) -> list[Tally]:
        """The facts of a scope by their kind, and by what they are counted apart by.

        A bucket begins at a multiple of ``bucket_ms`` since 1970; they come in order of time.
        """

    async def list_waits(
        self,
        workspace_sid: str,
        scope: Scope,
        event_types: Sequence[str],
        by: Split | None = None,
        *,
        in_queue: bool = False,
    ) -> list[Wait]:
        """How long tasks had waited, ascending, when one of these types of event happened to them:
        since their creation, or in their last queue."""

    async def sum_activities(
        self,
        workspace_sid: str,
        since: Instant,
        until: Instant,
        position: int,
        worker_sids: Sequence[str] | None = None,
    ) -> list[Duration]:
        """How long workers were in activities that they had left when the event at ``position`` had
        happened, clipped to the window; ``MeasureWorkers`` tells of those they were still in."""

    async def count_within(
        self,
        workspace_sid: str,
        scope: Scope,
        by: Split | None = None,
        bucket_ms: int | None = None,
    ) -> list[Within]:
        """Acceptances and cancellations against the targets that queues have now."""

    async def list_handling(
        self, workspace_sid: str, scope: Scope, by: Split | None = None
    ) -> list[Handling]:
        """How long tasks were handled, ascending: those whose handling ended in the window."""

    async def measure_occupancy(
        self, workspace_sid: str, since: Instant, until: Instant, worker_sids: Sequence[str]
    ) -> list[Occupancy]:
        """How busy these workers were, clipped to the window; those never there are left out."""

    async def roll_up_facts(self, workspace_sid: str) -> bool:
        """Sum up the next hour or day that is over. Whether there was one."""

    async def remove_facts(self, workspace_sid: str, before: Instant) -> int:
        """Remove some of what statistics count that is older; 0 when there is none left."""

    async def add_notes(self, added: Sequence[Noted], keep: int) -> None:
        """Add webhooks and alerts of workspaces that exist, and forget the oldest of each kind.

        The newest ``keep`` of a workspace stay, and all webhooks that were laid aside.
        """

    async def remove_notes(self, workspace_sid: str, before: Instant) -> int:
        """Remove some webhooks and alerts older than ``before``; 0 when there are none left."""

    async def mark_redriven(self, workspace_sid: str, webhook_sid: str) -> None:
        """Note that a webhook that was laid aside has been sent with success since."""

    async def find_event_cursor(self, workspace_sid: str) -> int | None:
        """The position up to which events were sent, or laid aside; None before the first."""

    async def move_event_cursor(
        self, workspace_sid: str, position: int, laid_aside: Sequence[Webhook] = ()
    ) -> None:
        """Note that events are settled up to ``position``, and what was laid aside on the way."""

    async def list_accounts(self) -> list[Account]: ...

    async def find_account(self, sid: str) -> Account | None: ...

    async def put_account(self, account: Account) -> None:
        """Add the account, or replace the one of that SID."""

    async def list_keys(self) -> list[ApiKey]: ...

    async def find_key(self, sid: str) -> ApiKey | None: ...

    async def put_key(self, key: ApiKey) -> None: ...

    async def remove_key(self, sid: str) -> bool:
        """Whether there was such a key."""

    async def add_session(self, session: Session, keep: int) -> None:
        """Add a session or a link, and remove all that have expired when it begins.

        Of those of its kind and username the newest ``keep`` stay.
        """

    async def find_session(self, digest: str) -> Session | None: ...

    async def extend_session(self, digest: str, expires: Instant) -> None:
        """Let it last until then, if it is there still."""

    async def remove_session(self, digest: str) -> bool:
        """Whether there was such a session: of several who remove one, one is told so."""

    async def close(self) -> None: ...


class Timer(Protocol):
    """A call that is to happen."""

    def cancel(self) -> None: ...


class Clock(Protocol):
    """Time and chance; the only source of either."""

    def now(self) -> Instant: ...

    def stamp(self) -> Stamp:
        """The present moment and a fresh seed."""

    def call_at(self, instant: Instant, callback: Callable[[], None]) -> Timer:
        """Call back once when the clock reaches ``instant``; at once if it has."""
