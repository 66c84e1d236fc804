"""The loop of one workspace: its only writer. It owns the state, and the state owns the truth.

Its duties, in this order, for ever:

1. take the messages that are waiting, at most a batch, a Tick before them if one is due;
2. stamp each;
3. apply it, then settle, one by one: outcomes do not depend on where batches are cut;
4. drain once;
5. commit rows, events and callbacks in one transaction, guarded by the lease;
6. only now answer the callers, broadcast the events and nudge the delivery;
7. answer the questions that wait: they see what is committed, and change nothing;
8. re-arm the one timer;
9. if the commit fails: refuse the batch, drop the memory, reload from the store.

A message runs to completion even if its caller has left.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import structlog

from pointsman.core import commands, engine, errors, questions
from pointsman.core.batch import Batch
from pointsman.core.records import AssignmentCallback, Instant, VoiceRequest, Workspace
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.core.state import State
from pointsman.runtime.measures import UNMEASURED, CommitOutcome, Measures
from pointsman.runtime.ports import Clock, Lease, LeaseLost, Outlets, Store, StoreFailed, Timer
from pointsman.runtime.traces import Origin, Step, Traces, present_origin

MAILBOX_LIMIT = 10_000
"""How many messages may wait; one more is refused."""

BATCH_LIMIT = 64
"""How many messages share a transaction."""

QUESTION_LIMIT = 1_000
"""How many questions may wait; one more is refused."""

QUESTIONS_PER_TURN = 4
"""How many are answered before commands have their turn again: an answer may take long."""

RETRY_MS = 1_000
"""How long a loop that failed by itself rests before it tries again."""

CLOCK_TOLERANCE_MS = 60_000
"""How far the clock may be behind the last commit before that is told: time-outs wait for it."""

log = structlog.get_logger()


class Bug(Exception):
    """The engine broke on a message. Nothing of it was kept."""


class _Message(NamedTuple):
    command: commands.Command
    reply: asyncio.Future[Any] | None
    origin: Origin | None = None


class _Asked(NamedTuple):
    question: questions.Question
    reply: asyncio.Future[Any]


class Loop:
    """Runs one workspace."""

    def __init__(
        self,
        workspace_sid: str,
        store: Store,
        clock: Clock,
        rules: Rules,
        outlets: Outlets,
        measures: Measures = UNMEASURED,
        traces: Traces | None = None,
    ) -> None:
        self.workspace_sid = workspace_sid
        self._store = store
        self._clock = clock
        self._rules = rules
        self._outlets = outlets
        self._measures = measures
        self._traces = traces
        self._mailbox: deque[_Message] = deque()
        self._asked: deque[_Asked] = deque()
        self._wake = asyncio.Event()
        self._at_rest = asyncio.Event()
        self._timer: Timer | None = None
        self._is_stopping = False
        self._lease: Lease | None = None
        self._state = State(workspace_sid, rules)
        self._last_now: Instant = 0
        self._no_tick_before: Instant = 0

    @property
    def account_sid(self) -> str | None:
        """Who owns the workspace; None once it is deleted."""
        return self._state.workspace.account_sid if self._state.exists else None

    @property
    def backlog(self) -> int:
        """How many commands wait for their turn."""
        return len(self._mailbox)

    async def load(self) -> None:
        """Take the lease and bring the state into memory."""
        lease = await self._store.take_lease(self.workspace_sid)
        records = await self._store.load(self.workspace_sid)
        state = State(self.workspace_sid, self._rules, lease.position, lease.instant)
        state.restore(records)
        ahead_ms = lease.instant - self._clock.now()
        if ahead_ms > CLOCK_TOLERANCE_MS:
            log.warning("clock.behind", workspace_sid=self.workspace_sid, by_ms=ahead_ms)
        self._lease, self._state = lease, state
        self._last_now = max(self._last_now, lease.instant)
        self._outlets.deliver(list(state.callbacks.values()))
        self._outlets.telephone(list(state.voice_requests.values()))
        self._rouse()

    def submit(self, command: commands.Command) -> asyncio.Future[Any]:
        """Hand in a command. The future gives its answer, or raises its refusal."""
        if self._is_stopping or len(self._mailbox) >= MAILBOX_LIMIT:
            raise errors.Unavailable("The workspace takes no more requests right now")
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        origin = None if self._traces is None else present_origin()
        self._mailbox.append(_Message(command, reply, origin))
        self._rouse()
        return reply

    def ask(self, question: questions.Question) -> asyncio.Future[Any]:
        """Ask about the state. The future gives the answer, or raises its refusal."""
        if self._is_stopping or len(self._asked) >= QUESTION_LIMIT:
            raise errors.Unavailable("The workspace takes no more questions right now")
        reply: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._asked.append(_Asked(question, reply))
        self._rouse()
        return reply

    def stop(self) -> None:
        """Take nothing more; ``run`` returns when what was taken is done."""
        self._is_stopping = True
        self._rouse()

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is left to do before somebody asks for it, or time goes on."""
        return self._at_rest.is_set()

    async def rest(self) -> None:
        """Wait until the loop is at rest, or has ended."""
        await self._at_rest.wait()

    async def run(self) -> None:
        """Do the duties until stopped, or until another node takes the workspace."""
        try:
            await self._work()
        finally:
            self._at_rest.set()

    async def _work(self) -> None:
        while True:
            if not self._wake.is_set():
                self._at_rest.set()
            await self._wake.wait()
            self._wake.clear()
            while self._mailbox or self._asked or self._is_due():
                if (self._mailbox or self._is_due()) and not await self._turn():
                    return
                await self._answer()
            if self._is_stopping:
                self._disarm()
                return
            self._arm()

    def _rouse(self) -> None:
        self._at_rest.clear()
        self._wake.set()

    # --- one turn ---

    async def _turn(self) -> bool:
        """Duties 1 to 6; False when there is nothing more to do here."""
        messages = self._take()
        try:
            answers, steps = self._apply(messages)
            batch = self._state.drain()
            if not batch.is_empty:
                await self._commit(batch, steps, len(messages))
        except Bug:
            return await self._reload(messages)
        except StoreFailed as failure:
            log.error("commit.failed", workspace_sid=self.workspace_sid, error=str(failure))
            return await self._reload(messages)
        except LeaseLost:
            log.warning("lease.lost", workspace_sid=self.workspace_sid)
            _refuse(messages, _not_stored())
            self._retire(_not_stored())
            return False
        except Exception:
            # One of the three places that catch everything: a bug must not end the service.
            log.exception("commit.broke", workspace_sid=self.workspace_sid)
            return await self._reload(messages)
        else:
            self._speak(messages, answers, batch)
            if (Workspace, self.workspace_sid) in batch.removals:
                self._retire(errors.NotFound())
                return False
        return True

    def _take(self) -> list[_Message]:
        count = min(len(self._mailbox), BATCH_LIMIT)
        messages = [self._mailbox.popleft() for _ in range(count)]
        if self._is_due():
            messages.insert(0, _Message(commands.Tick(), None))
        return messages

    def _apply(self, messages: Sequence[_Message]) -> tuple[list[Any], list[Step]]:
        """The answers; and the steps, if anybody wants to hear of them."""
        answers, steps = [], []
        for message in messages:
            stamp = self._stamp()
            name = type(message.command).__name__
            begun_s = time.perf_counter()
            try:
                answer = engine.apply(self._state, message.command, stamp)
                engine.settle(self._state, stamp)
            except Exception as error:
                log.exception(
                    "engine.broke",
                    workspace_sid=self.workspace_sid,
                    command=name,
                )
                if message.reply is None:
                    self._no_tick_before = stamp.now + RETRY_MS
                elif not message.reply.done():
                    message.reply.set_exception(Bug(type(error).__name__))
                raise Bug from error
            ended_s = time.perf_counter()
            self._measures.time_step(name, ended_s - begun_s)
            if self._traces is not None:
                steps.append(Step(name, message.origin, self._state.position, begun_s, ended_s))
            answers.append(answer)
        return answers, steps

    async def _commit(self, batch: Batch, steps: Sequence[Step], messages: int) -> None:
        assert self._lease is not None
        begun_s = time.perf_counter()
        outcome: CommitOutcome = "failed"
        try:
            await self._store.commit(self._lease, batch)
            outcome = "stored"
        except LeaseLost:
            outcome = "lost"
            raise
        finally:
            duration_s = time.perf_counter() - begun_s
            self._measures.time_commit(self.workspace_sid, messages, duration_s, outcome)
        if self._traces is not None:
            self._traces.tell_commit(steps, batch.events, begun_s)

    def _speak(self, messages: Sequence[_Message], answers: Sequence[Any], batch: Batch) -> None:
        for message, answer in zip(messages, answers, strict=True):
            if message.reply is None or message.reply.done():
                continue
            if isinstance(answer, errors.Refusal):
                message.reply.set_exception(answer)
            else:
                message.reply.set_result(answer)
        self._outlets.publish(batch.events)
        self._outlets.announce(batch.notices)
        callbacks = [record for record in batch.writes if isinstance(record, AssignmentCallback)]
        if callbacks:
            self._outlets.deliver(callbacks)
        requests = [record for record in batch.writes if isinstance(record, VoiceRequest)]
        if requests:
            self._outlets.telephone(requests)

    async def _answer(self) -> None:
        """Duty 7. What breaks here has changed nothing, so the state is as good as before."""
        for _ in range(min(len(self._asked), QUESTIONS_PER_TURN)):
            question, reply = self._asked.popleft()
            if reply.done():
                continue
            try:
                answer = engine.ask(self._state, question, self._now())
            except Exception as error:
                log.exception(
                    "question.broke",
                    workspace_sid=self.workspace_sid,
                    question=type(question).__name__,
                )
                reply.set_exception(Bug(type(error).__name__))
                continue
            if isinstance(answer, errors.Refusal):
                reply.set_exception(answer)
            else:
                reply.set_result(answer)
            # Other workspaces, and what is not about a workspace, have a turn in between.
            await asyncio.sleep(0)

    def _retire(self, refusal: errors.Refusal) -> None:
        """End, because the workspace is gone or another node's; what waits is refused."""
        self.stop()
        self._disarm()
        self._refuse_waiting(refusal)

    def _refuse_waiting(self, refusal: errors.Refusal) -> None:
        _refuse(self._mailbox, refusal)
        self._mailbox.clear()
        _refuse(self._asked, refusal)
        self._asked.clear()

    async def _reload(self, messages: Sequence[_Message]) -> bool:
        """Duty 9: what is not in the store did not happen. False when stopped before it worked."""
        _refuse(messages, _not_stored())
        while True:
            try:
                await self.load()
                return True
            except Exception as error:
                log.error("reload.failed", workspace_sid=self.workspace_sid, error=repr(error))
            # Those who wait get an answer now; what comes later may find the store well again.
            self._refuse_waiting(_not_stored())
            if self._is_stopping:
                # What is in memory is not what is stored: nothing may be done with it any more.
                self._disarm()
                return False
            await self._pause()

    async def _pause(self) -> None:
        over = asyncio.Event()
        timer = self._clock.call_at(self._clock.now() + RETRY_MS, over.set)
        await over.wait()
        timer.cancel()

    # --- time ---

    def _stamp(self) -> Stamp:
        stamp = self._clock.stamp()
        # A clock that is set back, or a restart, must not make time run backwards.
        self._last_now = max(self._last_now, stamp.now)
        return Stamp(self._last_now, stamp.seed)

    def _now(self) -> Instant:
        """The present, never before what a stamp has said."""
        return max(self._last_now, self._clock.now())

    def _next_tick(self) -> Instant | None:
        deadline = engine.next_deadline(self._state)
        return None if deadline is None else max(deadline, self._no_tick_before)

    def _is_due(self) -> bool:
        tick = self._next_tick()
        return tick is not None and tick <= self._clock.now()

    def _arm(self) -> None:
        self._disarm()
        tick = self._next_tick()
        if tick is not None:
            self._timer = self._clock.call_at(tick, self._rouse)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _not_stored() -> errors.Refusal:
    return errors.Unavailable("The change could not be stored")


def _refuse(messages: Iterable[_Message | _Asked], refusal: errors.Refusal) -> None:
    for message in messages:
        if message.reply is not None and not message.reply.done():
            message.reply.set_exception(refusal)
