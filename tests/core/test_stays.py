"""Since when workers have been in their activities, summed up for a window."""

from hypothesis import given
from hypothesis import strategies as st

from pointsman.core.records import Attributes, Worker
from pointsman.core.stays import NOTHING, Lasting, Stays, sum_up

MOMENTS = st.integers(0, 30)


@given(st.lists(MOMENTS), MOMENTS, MOMENTS)
def test_the_sum_is_that_of_each(begun: list[int], since: int, until: int) -> None:
    """Whoever came before the window's end counts, from its beginning at the earliest."""
    lengths = [until - max(moment, since) for moment in begun if moment < until]
    lengths = lengths if since < until else []
    expected = NOTHING
    if lengths:
        expected = Lasting(
            count=len(lengths),
            total_ms=sum(lengths),
            least_ms=min(lengths),
            most_ms=max(lengths),
        )
    assert expected == sum_up(sorted(begun), since, until)


def worker(activity_sid: str, since: int, number: int = 0) -> Worker:
    return Worker(
        sid="WK",
        workspace_sid="WS",
        position=1,
        date_created=0,
        date_updated=since,
        friendly_name=f"worker {number}",
        activity_sid=activity_sid,
        attributes=Attributes.parse("{}"),
        date_status_changed=since,
    )


def test_who_changes_otherwise_stays() -> None:
    """Of many who came at one moment each counts, whatever else of them changes."""
    stays = Stays()
    here, too = worker("WA1", 10), worker("WA1", 10, 1)
    stays.put(None, here)
    stays.put(None, too)
    stays.put(here, worker("WA1", 10, 2))
    assert 2 == stays.within("WA1", 0, 20).count
    stays.put(too, worker("WA1", 15))
    assert (2, 15) == (stays.within("WA1", 0, 20).count, stays.within("WA1", 0, 20).total_ms)
    stays.put(here, worker("WA2", 18))
    assert [(1, 5), (1, 2)] == [
        (lasting.count, lasting.total_ms)
        for lasting in (stays.within("WA1", 0, 20), stays.within("WA2", 0, 20))
    ]
    stays.put(worker("WA1", 15), None)
    assert NOTHING == stays.within("WA1", 0, 20)
