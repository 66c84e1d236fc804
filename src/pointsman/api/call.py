"""One request, from who asks to what is answered. Handlers are written in its words."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from pointsman.api import forms, paging, render
from pointsman.api.auth import Accounts
from pointsman.core import commands, errors
from pointsman.core.views import View, WorkspaceView
from pointsman.runtime.directory import Directory
from pointsman.runtime.ports import Account, Clock, Page, Store, Where

C = TypeVar("C", bound=commands.Command)
V = TypeVar("V", bound=View)

BODY_LIMIT = 4 * 1024 * 1024
"""How many bytes of a form are read: a workflow of the largest size, URL-encoded, fits."""

_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,18})"?')

Render = Callable[[render.World, Any], dict[str, Any]]


class Services(msgspec.Struct, frozen=True):
    """What the handlers work with."""

    directory: Directory
    store: Store
    accounts: Accounts
    clock: Clock
    public_url: str | None
    """Scheme and host that addresses in answers begin with; None for the ones asked for."""


class Call:
    """A request by an account that has been authenticated."""

    def __init__(self, services: Services, request: Request, account: Account) -> None:
        self.services = services
        self.account = account
        self.path: dict[str, str] = request.path_params
        """The SIDs and names in the path."""
        self._request = request
        self._query = forms.parse(request.scope["query_string"])

    # --- asking ---

    @property
    def workspace_sid(self) -> str:
        return self.path["workspace_sid"]

    @property
    def if_match(self) -> int | None:
        """The version that ``If-Match`` demands, quoted, weak or bare; None for any."""
        header = self._request.headers.get("if-match")
        if header is None or header.strip() == "*":
            return None
        match = _VERSION.fullmatch(header.strip())
        # What is not a version matches none.
        return int(match[1]) if match else -1

    def query(self, name: str) -> str | None:
        values = self._query.get(name)
        return values[-1] if values else None

    def query_all(self, name: str) -> list[str]:
        """The values of a parameter that may be repeated, or joined by commas."""
        return [v for value in self._query.get(name, ()) for v in value.split(",") if v]

    async def form(self) -> forms.Parameters:
        """The body's parameters; a body of another kind must not be taken for an empty form."""
        body = bytearray()
        try:
            async for chunk in self._request.stream():
                body += chunk
                if len(body) > BODY_LIMIT:
                    raise errors.TooLarge(f"The body is larger than {BODY_LIMIT} bytes")
        except ClientDisconnect:
            raise errors.Invalid("The request ended before its body did") from None
        kind = self._request.headers.get("content-type", forms.CONTENT_TYPE)
        if body and kind.partition(";")[0].strip().lower() != forms.CONTENT_TYPE:
            raise errors.Invalid(f"The body must be {forms.CONTENT_TYPE}, not {kind[:64]}")
        return forms.parse(bytes(body))

    async def decode(self, kind: type[C], **given: Any) -> C:
        """The form as a command; ``given`` are the fields that the path and headers supply."""
        return forms.decode(kind, await self.form(), given)

    # --- doing ---

    async def submit(self, command: commands.Command) -> Any:
        """Hand a command to the workspace of the path, if the account owns it."""
        await self.services.directory.check_owner(self.account.sid, self.workspace_sid)
        return await self.services.directory.submit(self.workspace_sid, command)

    async def find(self, kind: type[V], where: Where) -> V:
        """The one row of the path's workspace that fits, or ``NotFound``."""
        await self.services.directory.check_owner(self.account.sid, self.workspace_sid)
        found = await self.services.store.find(kind, self.workspace_sid, where)
        if found is None:
            raise errors.NotFound
        return found

    # --- answering ---

    def ok(self, how: Render, view: Any, *, under_task: bool = True) -> Response:
        return self._answer(200, how, view, under_task=under_task)

    def created(self, how: Render, view: Any) -> Response:
        return self._answer(201, how, view)

    def deleted(self) -> Response:
        return Response(status_code=204)

    async def list_page(
        self, kind: type[V], key: str, how: Render, where: Where, *, under_task: bool = True
    ) -> Response:
        """A page of the rows of the path's workspace that fit ``where``."""
        await self.services.directory.check_owner(self.account.sid, self.workspace_sid)

        async def read(page: Page) -> Sequence[View]:
            return await self.services.store.list_page(kind, self.workspace_sid, where, page)

        async def find(sid: str) -> View | None:
            return await self.services.store.find(kind, self.workspace_sid, {"sid": sid})

        return await self._list(key, how, read, find, under_task=under_task)

    async def list_workspaces(self, key: str, how: Render, where: Where) -> Response:
        """A page of the account's workspaces."""

        async def read(page: Page) -> Sequence[View]:
            return await self.services.store.list_workspaces(self.account.sid, where, page)

        async def find(sid: str) -> WorkspaceView | None:
            return await self.services.store.find_workspace(self.account.sid, sid)

        return await self._list(key, how, read, find)

    async def _list(
        self, key: str, how: Render, read: Any, find: Any, *, under_task: bool = True
    ) -> Response:
        asked = paging.parse(self._query)
        place = 0
        if asked.anchor is not None:
            place = asked.anchor.place or await self._place(find, asked.anchor.sid)
        rows, before, after = paging.cut(asked, await read(asked.page(place)))
        address = self._base + self._request.url.path
        world = self._world(under_task)
        body = {
            "meta": paging.meta(asked, key, address, rows, before=before, after=after),
            key: [how(world, row) for row in rows],
        }
        return Response(msgspec.json.encode(body), media_type="application/json")

    @staticmethod
    async def _place(find: Any, sid: str) -> int:
        row = await find(sid)
        if row is None:
            raise paging.invalid_token()
        return paging.place_of(row)

    def _answer(self, status: int, how: Render, view: Any, *, under_task: bool = True) -> Response:
        body = msgspec.json.encode(how(self._world(under_task), view))
        version = getattr(view.record, "version", None)
        headers = {} if version is None else {"ETag": f'"{version}"'}
        return Response(body, status, headers, media_type="application/json")

    def _world(self, under_task: bool) -> render.World:
        return render.World(self._base, self.account.sid, self.services.clock.now(), under_task)

    @property
    def _base(self) -> str:
        if self.services.public_url is not None:
            return self.services.public_url
        url = self._request.url
        return f"{url.scheme}://{url.netloc}"
