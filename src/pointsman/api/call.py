"""One request, from who asks to what is answered. Handlers are written in its words."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import UNSET
from starlette.requests import Request

from pointsman.api import listing, paging, render
from pointsman.api.answers import Answered, Created, Deleted, Listing, Ok
from pointsman.api.shapes import Shape
from pointsman.api.streams import Streams
from pointsman.core import commands, errors, questions
from pointsman.core.lint import Finding
from pointsman.core.views import View, WorkspaceView
from pointsman.edge import bodies, documents, forms, stretches, versions
from pointsman.edge.accounts import Caller
from pointsman.edge.evaluation import Rows
from pointsman.edge.sessions import HEADER, Sessions
from pointsman.runtime.directory import Directory
from pointsman.runtime.estimates import Estimates
from pointsman.runtime.outbound.redelivery import Redelivery
from pointsman.runtime.passage import Passage
from pointsman.runtime.ports import (
    BY_CREATION,
    BY_POSITION,
    Account,
    Clock,
    Order,
    Page,
    Store,
    Where,
)

V = TypeVar("V", bound=View)

Show = Callable[[Sequence[V]], Awaitable[list[Shape]]]
"""Makes the resources of a page from its rows."""


class Selected(NamedTuple, Generic[V]):
    """What a list has: the rows that fit and that are kept, in an order."""

    where: dict[str, Any]
    order: Sequence[Order]
    keep: stretches.Keep[V] | None


BODY_LIMIT = 4 * 1024 * 1024
"""How many bytes of a form are read: a workflow of the largest size, URL-encoded, fits."""
OPEN_LIMIT = 8_192
"""How many bytes of a form are read where nobody need have signed in."""
DOCUMENT_LIMIT = 65_536
"""How many bytes of JSON are read: the longest list of SIDs fits many times."""


class Services(msgspec.Struct, frozen=True):
    """What the handlers work with."""

    directory: Directory
    store: Store
    sessions: Sessions
    clock: Clock
    public_url: str | None
    """Scheme and host that addresses in answers begin with; None for the ones asked for."""
    redelivery: Redelivery
    streams: Streams
    estimates: Estimates
    passage: Passage | None = None
    """What moves the clock, if it is moved by hand."""


class Call:
    """A request by somebody who has been authenticated."""

    def __init__(self, services: Services, request: Request, caller: Caller | None) -> None:
        """``caller`` is None where nobody need have signed in."""
        self.services = services
        self._caller = caller
        self.path: dict[str, str] = request.path_params
        """The SIDs and names in the path."""
        self.parameters = forms.parse(request.scope["query_string"])
        self._request = request

    # --- asking ---

    @property
    def caller(self) -> Caller:
        assert self._caller is not None, "this route is open"
        return self._caller

    @property
    def account(self) -> Account:
        return self.caller.account

    @property
    def client(self) -> str:
        """The address that the request came from."""
        client = self._request.client
        return "" if client is None else client.host

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether a page of another origin has, or may have, made the request."""
        headers = self._request.headers
        site = headers.get("sec-fetch-site")
        if site is None:
            # Browsers do not say over plain http, but then a page's POST has an Origin.
            return "origin" in headers and headers.get(HEADER) != "1"
        return site not in ("same-origin", "none")

    @property
    def workspace_sid(self) -> str:
        return self.path["workspace_sid"]

    @property
    def rows(self) -> Rows:
        return Rows(self.services.store, self.workspace_sid)

    @property
    def if_match(self) -> int | None:
        """The version that ``If-Match`` demands; None for any."""
        return versions.parse(self._request.headers.get("if-match"))

    @property
    def last_event_id(self) -> str | None:
        """The cursor of the last event that a client saw which comes back to a stream."""
        return self._request.headers.get("last-event-id")

    @property
    def accepts_csv(self) -> bool:
        """Whether the client asks for a table rather than for JSON."""
        kinds = self._request.headers.get("accept", "").lower().split(",")
        named = {kind.partition(";")[0].strip() for kind in kinds}
        # Who can take either is answered as everybody is.
        return "text/csv" in named and not named & {"application/json", "*/*"}

    async def form(self) -> forms.Parameters:
        """The body's parameters; a body of another kind must not be taken for an empty form."""
        limit = OPEN_LIMIT if self._caller is None else BODY_LIMIT
        body = await bodies.read(self._request, limit)
        if body and self._content_type != forms.CONTENT_TYPE:
            raise errors.Invalid(
                f"The body must be {forms.CONTENT_TYPE}, not {self._content_type[:64]}"
            )
        return forms.parse(body)

    async def document(self, wanted: Collection[str]) -> forms.Parameters:
        """The body's parameters where it may be JSON, too."""
        if self._content_type != documents.CONTENT_TYPE:
            return await self.form()
        return documents.parse(await bodies.read(self._request, DOCUMENT_LIMIT), wanted)

    @property
    def _content_type(self) -> str:
        kind: str = self._request.headers.get("content-type", forms.CONTENT_TYPE)
        return kind.partition(";")[0].strip().lower()

    # --- doing ---

    async def submit(self, command: commands.Command) -> Any:
        """Hand a command to the workspace of the path, if the account owns it."""
        await self.check_owner()
        return await self.services.directory.submit(self.workspace_sid, command)

    async def ask(self, question: questions.Question) -> Answered[Any]:
        """Give the answer to a question as it is."""
        return Answered(await self.find_out(question))

    async def find_out(self, question: questions.Question) -> Any:
        """The answer to a question about the workspace of the path, if the account owns it."""
        await self.check_owner()
        return await self.services.directory.ask(self.workspace_sid, question)

    async def find(self, kind: type[V], **where: Any) -> V:
        """The one row of the path's workspace that fits, or ``NotFound``."""
        await self.check_owner()
        found = await self.services.store.find(kind, self.workspace_sid, where)
        if found is None:
            raise errors.NotFound
        return found

    async def narrow(
        self, where: dict[str, Any], field: str, kind: type[View], friendly_name: str
    ) -> None:
        """Keep to the rows whose ``field`` refers to what has that name."""
        named = {"friendly_name": friendly_name}
        found = await self.services.store.find(kind, self.workspace_sid, named)
        sid = None if found is None else found.record.sid
        if sid is None or where.setdefault(field, sid) != sid:
            where["sid"] = []

    async def check_owner(self) -> None:
        """Refuse with ``NotFound`` unless the account owns the workspace of the path."""
        await self.services.directory.check_owner(self.account.sid, self.workspace_sid)

    # --- answering ---

    def ok(self, view: View) -> Ok[Any]:
        return Ok(self._shape(view), _version_of(view), _warnings_of(view))

    def created(self, view: View) -> Created[Any]:
        return Created(self._shape(view), _version_of(view), _warnings_of(view))

    def deleted(self) -> Deleted:
        return Deleted()

    async def list_page(
        self,
        kind: type[V],
        shape: type[Shape],
        where: Where,
        order: Sequence[Order] = BY_POSITION,
        keep: stretches.Keep[V] | None = None,
        show: Show[V] | None = None,
    ) -> Listing[Any]:
        """A page of the rows of the path's workspace that fit ``where`` and that ``keep`` keeps.

        Each is shown as the resource it is, unless ``show`` makes something else of the page.
        """
        rows, meta = await self.page_of(kind, shape.plural, where, order, keep)
        shown = [self._shape(row) for row in rows] if show is None else await show(rows)
        return Listing(shape.plural, meta, shown)

    async def page_of(
        self,
        kind: type[V],
        key: str,
        where: Where,
        order: Sequence[Order] = BY_POSITION,
        keep: stretches.Keep[V] | None = None,
    ) -> tuple[list[V], dict[str, Any]]:
        """The rows of such a page, and the ``meta`` that goes with them."""
        await self.check_owner()

        async def read(page: Page) -> Sequence[V]:
            return await self.services.store.list_page(kind, self.workspace_sid, where, page)

        async def find(sid: str) -> V | None:
            return await self.services.store.find(kind, self.workspace_sid, {"sid": sid})

        return await self._page(key, order, read, find, keep)

    async def list_workspaces(self, shape: type[Shape], where: Where) -> Listing[Any]:
        """A page of the account's workspaces."""

        async def read(page: Page) -> Sequence[WorkspaceView]:
            return await self.services.store.list_workspaces(self.account.sid, where, page)

        async def find(sid: str) -> WorkspaceView | None:
            return await self.services.store.find_workspace(self.account.sid, sid)

        rows, meta = await self._page(shape.plural, BY_CREATION, read, find)
        return Listing(shape.plural, meta, [self._shape(row) for row in rows])

    async def _page(
        self,
        key: str,
        order: Sequence[Order],
        read: stretches.Read[V],
        find: listing.Find[V],
        keep: stretches.Keep[V] | None = None,
    ) -> tuple[list[V], dict[str, Any]]:
        asked = paging.parse(self.parameters)
        rows, before, after = await listing.rows_of(asked, order, read, find, keep)
        meta = paging.meta(asked, key, self.url, order, rows, before=before, after=after)
        return rows, meta

    def _shape(self, view: View) -> Shape:
        return render.shape(self.world, view)

    @property
    def world(self) -> render.World:
        """What renderings need beside what they show."""
        return render.World(
            self.base, self.account.sid, self.services.clock.now(), "worker_sid" in self.path
        )

    @property
    def url(self) -> str:
        """The address that is asked, without its query."""
        return self.base + self._request.url.path

    @property
    def base(self) -> str:
        """What addresses in answers begin with."""
        if self.services.public_url is not None:
            return self.services.public_url
        url = self._request.url
        return f"{url.scheme}://{url.netloc}"


def given(**wanted: Any) -> dict[str, Any]:
    """The conditions of a list that the client has set."""
    return {field: value for field, value in wanted.items() if value is not UNSET}


def _version_of(view: View) -> int | None:
    version: int | None = getattr(view.record, "version", None)
    return version


def _warnings_of(view: View) -> Sequence[Finding]:
    warnings: Sequence[Finding] = getattr(view, "warnings", ())
    return warnings
