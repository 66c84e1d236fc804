"""The orders that matching keeps: idle workers, lines of tasks, pairs that rest, and wishes."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from pointsman.core.matching.idle import IdleOrder
from pointsman.core.matching.line import SHORT, Line
from pointsman.core.matching.resting import Resting


@given(
    st.lists(st.tuples(st.integers(0, 9), st.none() | st.integers(0, 3)), min_size=1, max_size=40),
    st.sets(st.integers(0, 9), min_size=1),
    st.integers(1, 6),
)
def test_longest_idle_comes_first(reservations, among, count):
    """Never reserved before all others, then by the last reservation, then by seniority."""
    order, last = IdleOrder(), {}
    for slot in range(10):
        order.put(slot, None, position=100 - slot)
        last[slot] = None
    for slot, moment in reservations:
        order.put(slot, moment, position=100 - slot)
        last[slot] = moment

    def place(slot):
        return (last[slot] is not None, last[slot] or 0, 100 - slot)

    expected = sorted(among, key=place)[:count]
    assert expected == order.first(BitMap(among), count)
    assert sorted(range(10), key=place) == list(order)


def test_the_first_of_many_is_met_on_the_way():
    """Large sets are not sorted, and small ones are not searched for: both find the same."""
    order = IdleOrder()
    chance = random.Random(1)
    moments = {slot: chance.randrange(10**6) for slot in range(5_000)}
    for slot, moment in moments.items():
        order.put(slot, moment, slot)
    for size in (1, 3, 70, 71, 500, 4_999):
        among = BitMap(chance.sample(range(5_000), size))
        for count in (1, 4, 50):
            expected = sorted(among, key=lambda slot: (moments[slot], slot))[:count]
            assert expected == order.first(among, count), (size, count)


def test_who_left_the_idle_order_is_not_in_it():
    """A worker who is not available is in no order; leaving twice is no mistake."""
    order = IdleOrder()
    order.put(1, 5, 1)
    order.put(2, 4, 2)
    order.remove(2)
    order.remove(2)
    assert [1] == list(order)


@pytest.mark.parametrize("size", [3, SHORT, SHORT + 1, 3 * SHORT])
def test_lines_of_any_length(size):
    """A line is in order and knows how many come before, whether it is short or long."""
    chance = random.Random(size)
    entries = [(0, moment, f"WT{moment}") for moment in chance.sample(range(10 * size), size)]
    line = Line()
    for entry in entries:
        line.add(entry)
    gone = entries[::3]
    for entry in gone:
        line.remove(entry)
    expected = sorted(set(entries) - set(gone))
    assert expected == list(line)
    assert len(expected) == len(line)
    assert (expected[0] if expected else None) == line.head
    for number, entry in enumerate(expected):
        assert number == line.count_before(entry[:2])


def test_pairs_rest_until_their_moment():
    """The last word counts, and who has rested is told once."""
    resting = Resting()
    resting.put("WT1", "WK1", 10)
    resting.put("WT1", "WK2", 12)
    resting.put("WT1", "WK1", 20)
    assert {"WK1": 20, "WK2": 12} == resting.of("WT1")
    assert 12 == resting.next()
    assert [] == resting.take_rested(11)
    assert ["WK2"] == resting.take_rested(12)
    assert ["WK1"] == resting.take_rested(25)
    assert {} == resting.of("WT1")
    assert resting.next() is None


def test_a_pair_can_be_let_go():
    """What was undone rests no more; letting go of nobody is no mistake."""
    resting = Resting()
    resting.put("WT1", "WK1", 10)
    resting.remove("WT1", "WK1")
    resting.remove("WT1", "WK1")
    assert resting.next() is None
    assert [] == resting.take_rested(10)
