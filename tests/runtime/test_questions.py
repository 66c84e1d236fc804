"""Questions: answered by the loop, between commits, and never at the cost of its state."""

import asyncio

import pytest

from pointsman.core import commands, engine, errors, questions
from pointsman.runtime import loop as loop_module
from pointsman.runtime.clock import START
from pointsman.runtime.loop import Bug
from pointsman.runtime.ports import StoreFailed


class Boom(Exception):
    """What a bug raises."""


class CountActivities(questions.Question, frozen=True, kw_only=True):
    """How many activities does the state have?"""


@pytest.fixture(autouse=True)
def counting(monkeypatch) -> None:
    """The engine can answer how many activities there are, and when it was asked."""

    def count(state, question, now):
        return len(state.activities), now - START

    monkeypatch.setitem(engine.QUESTIONS, CountActivities, count)


async def test_what_is_not_stored_is_not_seen(desk) -> None:
    """A question that comes during a commit is answered after it."""
    naming = await desk.held("Lunch")
    asking = desk.loop.ask(CountActivities())
    await asyncio.sleep(0.02)
    assert not asking.done()
    desk.store.commit_gate.set()
    assert (4, 0) == await asking
    await naming


async def test_what_was_lost_is_not_seen_either(desk, outcomes) -> None:
    """After a commit that failed, the answer is about what the store holds."""
    naming = await desk.held("Lost")
    asking = desk.loop.ask(CountActivities())
    desk.store.commit_failures.append(StoreFailed("disk full"))
    desk.store.commit_gate.set()
    assert 3 == (await asking)[0]
    assert ["Unavailable"] == await outcomes([naming])


async def test_a_question_commits_nothing(desk) -> None:
    """Asking alone writes nothing, and time goes on for it."""
    desk.clock.advance(7)
    assert (3, 7_000) == await desk.loop.ask(CountActivities())
    assert 0 == desk.store.commits
    assert [] == desk.clock.stamps[1:]


async def test_what_is_due_happens_before(desk) -> None:
    """A time-out that has passed is seen by a question that comes later."""
    task = await desk.create_task(timeout=5)
    desk.clock.advance(5)
    answer = await desk.loop.ask(questions.ExplainTask(sid=task.sid))
    assert "canceled" == answer.assignment_status


async def test_a_question_that_breaks(desk, monkeypatch) -> None:
    """Whoever asked gets an error; the state, and the others who ask, are as well as before."""

    def broken(state, question, now):
        raise Boom("state secret")

    monkeypatch.setitem(engine.QUESTIONS, questions.ExplainTask, broken)
    leases = desk.store.leases
    asked = [
        desk.loop.ask(question)
        for question in (CountActivities(), questions.ExplainTask(sid="WT1"), CountActivities())
    ]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [(3, 0), Bug, (3, 0)] == [a if isinstance(a, tuple) else type(a) for a in answers]
    assert "Lunch" == (await desk.name("Lunch")).record.friendly_name
    assert leases == desk.store.leases


async def test_refusals(desk) -> None:
    """What does not exist is refused, as to commands."""
    with pytest.raises(errors.NotFound):
        await desk.loop.ask(questions.ExplainTask(sid="WT1"))


async def test_the_mailbox_is_bounded(desk, monkeypatch, outcomes) -> None:
    """One question more than may wait is refused; those that wait are answered."""
    monkeypatch.setattr(loop_module, "QUESTION_LIMIT", 9)
    asked = [desk.loop.ask(CountActivities()) for _ in range(9)]
    with pytest.raises(errors.Unavailable):
        desk.loop.ask(CountActivities())
    assert ["ok"] * 9 == await outcomes(asked)


async def test_commands_have_their_turn(desk) -> None:
    """Many questions do not keep a command waiting to their end."""
    asked = [desk.loop.ask(CountActivities()) for _ in range(100)]
    await desk.name("Lunch")
    assert not asked[-1].done()
    assert (4, 0) == (await asyncio.gather(*asked))[-1]


async def test_who_asks_may_leave(desk) -> None:
    """A question nobody waits for any more is not answered, and the next one is."""
    leaving, staying = desk.loop.ask(CountActivities()), desk.loop.ask(CountActivities())
    leaving.cancel()
    assert (3, 0) == await staying


async def test_the_end_of_a_workspace(desk, outcomes) -> None:
    """Who asks about a workspace that is being deleted is told that it is gone."""
    deleting = desk.loop.submit(commands.DeleteWorkspace())
    asking = desk.loop.ask(CountActivities())
    assert ["ok", "NotFound"] == await outcomes([deleting, asking])
    with pytest.raises(errors.Unavailable):
        desk.loop.ask(CountActivities())
