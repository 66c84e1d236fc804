"""One call of the worker SDK, from who asks to the payload. Handlers are written in its words."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from pointsman.bridge import pages
from pointsman.bridge.shapes import Object, Scene
from pointsman.core import commands, errors, questions
from pointsman.core.views import View
from pointsman.edge import forms
from pointsman.edge.evaluation import Rows
from pointsman.edge.stretches import Keep
from pointsman.edge.tokens import Grant
from pointsman.runtime.directory import Directory
from pointsman.runtime.ports import BY_POSITION, Clock, Order, Page, Store, Where

V = TypeVar("V", bound=View)
C = TypeVar("C", bound=msgspec.Struct)


class Services(msgspec.Struct, frozen=True):
    """What the handlers work with."""

    directory: Directory
    store: Store
    clock: Clock


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What of her own a worker's application was shown, so that events of it can follow."""

    what: Literal["activities", "channels", "reservations"]
    sids: list[str]
    is_last: bool
    """Whether that was the last page."""
    position: int = 0
    """Up to where in the journal the reservations are all there are."""


class Call:
    """A call by somebody with a token, who may make it."""

    def __init__(
        self,
        services: Services,
        grant: Grant,
        path: Mapping[str, str],
        parameters: forms.Parameters,
        if_match: int | None,
    ) -> None:
        self.services = services
        self.grant = grant
        self.path = path
        """The SIDs in the address."""
        self.parameters = parameters
        self.if_match = if_match
        self.shown: Shown | None = None

    @property
    def workspace_sid(self) -> str:
        return self.path["workspace_sid"]

    @property
    def scene(self) -> Scene:
        return Scene(self.grant.account_sid, self.services.clock.now())

    @property
    def rows(self) -> Rows:
        return Rows(self.services.store, self.workspace_sid)

    def read(self, kind: type[C], **given: Any) -> C:
        """The parameters as a command or a query; ``given`` is what they do not say."""
        return forms.decode(kind, self.parameters, given)

    async def submit(self, command: commands.Command) -> Any:
        return await self.services.directory.submit(self.workspace_sid, command)

    async def ask(self, question: questions.Question) -> Any:
        return await self.services.directory.ask(self.workspace_sid, question)

    async def find(self, kind: type[V], sid: str) -> V:
        """The row of that SID, or ``NotFound``."""
        found = await self.services.store.find(kind, self.workspace_sid, {"sid": sid})
        if found is None:
            raise errors.NotFound
        return found

    async def list_page(
        self,
        kind: type[V],
        where: Where,
        order: Sequence[Order] = BY_POSITION,
        keep: Keep[V] | None = None,
    ) -> tuple[list[V], str | None]:
        """A page of the workspace's rows, and where the next one continues; None at the end."""

        async def read(page: Page) -> Sequence[V]:
            return await self.services.store.list_page(kind, self.workspace_sid, where, page)

        async def find(sid: str) -> V | None:
            return await self.services.store.find(kind, self.workspace_sid, {"sid": sid})

        return await pages.read(pages.parse(self.parameters), order, read, find, keep)


Payload = Object
"""What a call answers."""
