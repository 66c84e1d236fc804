"""Since when workers have been in their activities, summed up for a window."""

from hypothesis import given
from hypothesis import strategies as st

from pointsman.core.stays import NOTHING, Lasting, sum_up

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
