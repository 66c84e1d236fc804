"""What is told of the way of a task, for whoever draws it as a trace: which request, which step of
the engine, which commit and which callback belong to it.

Nothing of this is stored: a trace is found again by the task's SID. Moments are those of
``time.perf_counter``.
"""

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import NamedTuple, Protocol

from pointsman.core.events import Event
from pointsman.core.webhooks import Webhook


class Origin:
    """A request, and the tasks that it has turned out to be about."""

    __slots__ = ("begun_s", "tasks", "traceparent")

    def __init__(self, begun_s: float, traceparent: str | None) -> None:
        self.begun_s = begun_s
        self.traceparent = traceparent
        """The W3C header that the client sent."""
        self.tasks: dict[str, bool] = {}
        """Task SID → whether the request created the task."""


class Step(NamedTuple):
    """One command in the engine."""

    command: str
    origin: Origin | None
    """The request that it came by; None for what the server does by itself."""
    position: int
    """The last position that it gave out."""
    begun_s: float
    ended_s: float


class Sending(Protocol):
    """Something on its way to the outside."""

    @property
    def traceparent(self) -> str:
        """The W3C header to send along."""

    def end(self, webhook: Webhook | None) -> None:
        """What came of it; None if it was broken off."""


class Traces(Protocol):
    """Hears of the parts of traces. None of it may wait."""

    def end_request(self, origin: Origin, method: str, route: str, status: int) -> None: ...

    def tell_commit(self, steps: Sequence[Step], events: Sequence[Event], begun_s: float) -> None:
        """Steps of one workspace were committed together, with all the events of them."""

    def begin_sending(self, webhook: Webhook, task_sid: str) -> Sending:
        """Something about the task is to be sent; the webhook does not say yet how it went."""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


@contextlib.contextmanager
def originating(origin: Origin | None) -> Iterator[None]:
    """What is submitted in the block comes by that request."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def present_origin() -> Origin | None:
    """The request that is being answered."""
    return _origin.get()
