"""What is going to be done in the demonstration."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from pointsman.demo.agenda import Agenda


def note(done: list[str], what: str) -> Callable[[], Awaitable[None]]:
    async def act() -> None:
        done.append(what)

    return act


async def test_in_its_time() -> None:
    """The sooner first, each once, and faster than people by the pace."""
    done: list[str] = []
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        agenda = Agenda(group, pace=1_000)
        agenda.after("a", 50, note(done, "later"))
        agenda.after("b", 10, note(done, "sooner"))
    assert ["sooner", "later"] == done


async def test_one_thing_about_each() -> None:
    """What comes later replaces what was to be done; and what is dropped is not done."""
    done: list[str] = []
    async with asyncio.TaskGroup() as group:
        agenda = Agenda(group, pace=1_000)
        agenda.after("a", 10, note(done, "former"))
        agenda.after("a", 20, note(done, "present"))
        agenda.after("b", 10, note(done, "dropped"))
        agenda.drop("b")
        agenda.drop("nobody")
    assert ["present"] == done


async def test_what_has_begun_is_finished() -> None:
    """An act may put the next thing about the same on the agenda, and is not ended by that."""
    done: list[str] = []
    async with asyncio.TaskGroup() as group:
        agenda = Agenda(group, pace=1_000)

        async def act() -> None:
            agenda.after("a", 1, note(done, "next"))
            await asyncio.sleep(0.02)
            done.append("finished")

        agenda.after("a", 1, act)
    assert ["finished", "next"] == sorted(done)


async def test_failures_are_told() -> None:
    """A fault ends the whole, for nobody would see it otherwise."""

    async def fail() -> None:
        raise LookupError("a fault")

    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.TaskGroup() as group:
            Agenda(group, pace=1).after("a", 0, fail)
    assert caught.group_contains(LookupError)
