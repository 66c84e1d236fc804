"""Searching in texts, alike on both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import literal, select

from pointsman.core.records import Attributes
from pointsman.core.views import TaskView, WorkerView
from pointsman.runtime.ports import SEARCHED, Containing, Page
from pointsman.store.containing import contains

ALL = Page(size=100)
LETTERS = "aAbB1%_/\\'\" éÉñÑжЖσΣßİſ🙂\u212a"
GREEK_AND_CYRILLIC = [chr(n) for n in (*range(0x3B1, 0x3C2), *range(0x430, 0x480))]


@pytest.fixture
def says(database):
    """Whether the database finds a part in a text."""
    with database.connect() as connection:
        yield lambda text, part: connection.scalar(select(contains(literal(text), part)))


@pytest.mark.parametrize(
    ("text", "part", "expected"),
    [
        ("Alice", "LIC", True),
        ("alice", "", True),
        ("Alice", "e ", False),
        ("100 percent", "100%", False),
        ("is 100% sure", "100% S", True),
        ("a-b", "a_b", False),
        ("A_B", "a_b", True),
        ("either/or", "R/O", True),
        ("a/%b", "/%", True),
        ("c:\\temp", ":\\T", True),
        ("it's", "'S", True),
        ("ÉLÈVE", "élève", True),
        ("élÈve", "Élève", True),
        ("eleve", "élève", False),
        ("Жизнь", "жИЗНЬ", True),
        ("straße", "STRAß", True),
        ("strasse", "straß", False),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσ", True),
        ("Οδυσσευς", "ΕΥς", True),
        ("Wohin? [dort] ^ ]x", "? [DORT] ^ ]X", True),
        ("Wohin? Ähm [dort]", "?? ähm", False),
        ("Ähm* $1 (a|b) .", "ähm* $1 (A|B) .", True),
        ("Ähmm", "ähm*", False),
        ("🙂🙃", "🙃", True),
    ],
)
def test_a_part_in_a_text(says, text, part, expected) -> None:
    """Any letter's case counts for nothing; what is a wildcard to a database is only a letter."""
    assert expected is bool(says(text, part))


def test_as_many_letters_as_there_may_be(says) -> None:
    """A hundred letters that no database knows the case of."""
    small = "".join(GREEK_AND_CYRILLIC)[:100]
    assert says(f"«{small.upper()}»", small)
    assert not says(small.upper()[:-1], small)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(LETTERS, max_size=12), part=st.text(LETTERS, max_size=4), data=st.data())
def test_whatever_the_text(says, text, part, data) -> None:
    """A part of a text is found in whatever case it is asked for, and nothing else is found."""
    begin = data.draw(st.integers(0, len(text)))
    inside = text[begin : data.draw(st.integers(begin, len(text)))]
    change = data.draw(st.sampled_from([str, _swapped]))
    assert says(text, change(inside))
    assert bool(says(text, part)) is (_small(part) in _small(text))


def _swapped(text: str) -> str:
    """The text with the letters' case the other way round, where one letter is for one."""
    return "".join(c.swapcase() if _small(c.swapcase()) == _small(c) else c for c in text)


def _small(text: str) -> str:
    """The text in small letters, where one letter is for one; ASCII and the rest stay apart."""
    return "".join(
        c.lower() if len(c.lower()) == 1 and c.lower().isascii() == c.isascii() else c for c in text
    )


async def test_what_views_are_searched_by(store, world) -> None:
    """Workers by their name and their attributes, tasks by their attributes."""
    alice = world.worker(friendly_name="Alice", attributes=Attributes.parse('{"city": "Köln"}'))
    bob = world.worker(friendly_name="Bob", attributes=Attributes.parse('{"likes": "ALICE"}'))
    task = world.task(attributes=Attributes.parse('{"from": "KÖLN"}'))
    await store.commit(
        await store.take_lease(world.workspace_sid), world.batch(world.activity(), alice, bob, task)
    )

    async def found(view, where) -> list[str]:
        rows = await store.list_page(view, world.workspace_sid, where, ALL)
        return [row.record.sid for row in rows]

    for view, where, expected in (
        (WorkerView, {SEARCHED: Containing("alice")}, [alice, bob]),
        (WorkerView, {"friendly_name": Containing("alice")}, [alice]),
        (WorkerView, {SEARCHED: Containing("köln")}, [alice]),
        (WorkerView, {SEARCHED: Containing("alice"), "friendly_name": "Bob"}, [bob]),
        (WorkerView, {SEARCHED: Containing("carol")}, []),
        (TaskView, {SEARCHED: Containing("köln")}, [task]),
        (TaskView, {SEARCHED: Containing("alice")}, []),
    ):
        assert [record.sid for record in expected] == await found(view, where), (view, where)
