"""Who is connected, and what each of them is told. It never waits for any of them."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import structlog

from pointsman.bridge import connection, frames, shapes
from pointsman.bridge.call import Shown
from pointsman.bridge.connection import Connection
from pointsman.bridge.shapes import Scene
from pointsman.core import errors, questions
from pointsman.core.notices import Notice
from pointsman.core.records import Workspace
from pointsman.edge.tokens import Grant
from pointsman.runtime.loop import Bug
from pointsman.runtime.ports import Clock
from pointsman.runtime.rest import UnderWay

SETTLES_WITHIN_S = 0.25
"""How long after its last call the SDK listens: answers and sockets go different ways."""

WAITS_AT_MOST_S = 10.0
"""How long a client that makes no calls is waited for before events go to it all the same."""

SOCKETS_PER_WORKER = 20

log = structlog.get_logger()


class Hub:
    """The sockets of this node, by worker."""

    def __init__(self, clock: Clock, tasks: asyncio.TaskGroup) -> None:
        self._clock = clock
        self._tasks = tasks
        self._by_worker: defaultdict[str, dict[Connection, None]] = defaultdict(dict)
        self.under_way = UnderWay()
        """The sockets that are about to be told what was held back."""

    @property
    def socket_count(self) -> int:
        return sum(map(len, self._by_worker.values()))

    # --- coming and going ---

    def add(self, opened: Connection, *, closes_others: bool) -> None:
        """Take a socket in, and greet it. One too many is refused, unless others go for it."""
        others = self._by_worker[opened.worker_sid]
        if len(others) >= SOCKETS_PER_WORKER:
            # Who is to go makes room, and is not waited for: it may never read that it is to go.
            for other in others:
                if other.is_closing:
                    other.cut(connection.REPLACED)
        if closes_others:
            for other in others:
                other.close(connection.REPLACED)
        elif sum(not other.is_closing for other in others) >= SOCKETS_PER_WORKER:
            raise errors.TooMany(f"The worker has {SOCKETS_PER_WORKER} sockets already")
        others[opened] = None
        grant = opened.grant
        lifetime_ms = opened.expires - self._clock.now()
        greeting = frames.init(
            grant.account_sid, grant.workspace_sid, opened.worker_sid, lifetime_ms
        )
        opened.put(greeting)
        self._arm_expiry(opened)
        asyncio.get_running_loop().call_later(WAITS_AT_MOST_S, self._begin_to_tell, opened)

    def remove(self, closed: Connection) -> bool:
        """Forget a socket. Answers whether it was the worker's last."""
        if closed.expiry is not None:
            closed.expiry.cancel()
        others = self._by_worker[closed.worker_sid]
        del others[closed]
        if not others:
            del self._by_worker[closed.worker_sid]
        return not others

    def extend(self, grant: Grant) -> None:
        """A newer token of a worker keeps her sockets open for as long as it lives."""
        for open_one in self._sockets_for(grant):
            if open_one.expires < grant.expires:
                open_one.expires = grant.expires
                self._arm_expiry(open_one)

    def _arm_expiry(self, open_one: Connection) -> None:
        if open_one.expiry is not None:
            open_one.expiry.cancel()
        open_one.expiry = self._clock.call_at(open_one.expires, partial(self._expire, open_one))

    def _expire(self, open_one: Connection) -> None:
        if self._clock.now() < open_one.expires:
            # A clock may call early when the moment is far away.
            self._arm_expiry(open_one)
        else:
            open_one.close(connection.EXPIRED)

    # --- telling ---

    def announce(self, notices: Sequence[Notice]) -> None:
        """Tell what was committed to whoever it concerns."""
        try:
            self._announce(notices)
        except Exception:
            # One of the three places that catch everything: a delivery. The loop that calls has
            # committed already, and must go on.
            log.exception("notices.broke", event_types=[notice.event_type for notice in notices])

    def _announce(self, notices: Sequence[Notice]) -> None:
        for notice in notices:
            if isinstance(notice.subject, Workspace):
                for concerned in self._sockets_in(notice.subject.sid):
                    concerned.end(connection.WORKSPACE_DELETED)
                continue
            frame = None
            for concerned in self._sockets_of(notice.worker_sids):
                if notice.event_type == "worker.deleted":
                    concerned.end(connection.WORKER_DELETED)
                    continue
                if frame is None:
                    scene = Scene(concerned.grant.account_sid, self._clock.now())
                    frame = frames.of_notice(notice, scene)
                concerned.offer(notice, frame)

    def _sockets_of(self, worker_sids: Iterable[str]) -> Iterator[Connection]:
        for sid in worker_sids:
            yield from list(self._by_worker.get(sid, ()))

    def _sockets_for(self, grant: Grant) -> Iterator[Connection]:
        """Those of a token's worker. Who made the token may not even know whose SID that is."""
        for one in self._sockets_of([grant.worker_sid or ""]):
            if (one.grant.account_sid, one.grant.workspace_sid) == (
                grant.account_sid,
                grant.workspace_sid,
            ):
                yield one

    def _sockets_in(self, workspace_sid: str) -> list[Connection]:
        return [
            one
            for sockets in self._by_worker.values()
            for one in sockets
            if one.grant.workspace_sid == workspace_sid
        ]

    # --- when to begin ---

    def note_shown(self, grant: Grant, shown: Shown) -> None:
        """A call of the worker's was answered: some socket may have been waiting for that.

        A call does not say by which socket's client it was made. Where several of a worker's wait,
        each call counts for one of them, and all begin when there were enough for all.
        """
        waiting = [one for one in self._sockets_for(grant) if not one.is_listening]
        if shown.what == "reservations":
            for one in waiting:
                one.note_place(shown.position)
        reader = next((one for one in waiting if not one.has_read(shown.what)), None)
        if reader is None:
            return
        reader.note_read(shown)
        if all(one.has_read_all for one in waiting):
            loop = asyncio.get_running_loop()
            for one in waiting:
                loop.call_later(SETTLES_WITHIN_S, self._begin_to_tell, one)

    def _begin_to_tell(self, waiting: Connection) -> None:
        if waiting.is_listening or waiting not in self._by_worker.get(waiting.worker_sid, ()):
            return
        if waiting.has_held_back:
            self.under_way.begin()
            self._tasks.create_task(self._resume(waiting))
        else:
            waiting.release()

    async def _resume(self, waiting: Connection) -> None:
        """Begin with what was missed, and with the worker as she is after it.

        The SDK counts its worker's version by the events it is told, and may have read her before
        or after those that were held back.
        """
        asked = questions.ListHeld(worker_sid=waiting.worker_sid)
        try:
            held: questions.Held = await waiting.ask(asked)
            scene = Scene(waiting.grant.account_sid, self._clock.now())
            anew = frames.render("worker.attributes.update", shapes.worker(scene, held.worker))
            if not waiting.is_listening:
                waiting.release(held.position, anew)
        except (errors.Refusal, Bug) as failure:
            log.warning("socket.unresumed", worker_sid=waiting.worker_sid, error=str(failure))
            waiting.close(connection.RELOAD)
        except Exception:
            # One of the three places that catch everything: a delivery. What this client was told
            # nobody knows, so it has to read anew.
            log.exception("socket.broke", worker_sid=waiting.worker_sid)
            waiting.close(connection.RELOAD)
        finally:
            self.under_way.end()
