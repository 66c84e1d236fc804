"""What the fragment of an address says about trying to reach it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointsman.runtime.outbound.overrides import TROUBLES, Overrides, parse

URL = "https://app.test/x"
USUAL = Overrides(connect_s=5.0, read_s=15.0, total_s=15.0, retries=1, retried=frozenset({"ct"}))


@pytest.mark.parametrize(
    ("fragment", "changes"),
    [
        ("", {}),
        ("#", {}),
        ("#ct=100&rt=200&tt=300", {"connect_s": 0.1, "read_s": 0.2, "total_s": 0.3}),
        ("#ct=10000", {"connect_s": 10.0}),
        ("#rc=0", {"retries": 0}),
        ("#rc=5&rp=5xx", {"retries": 5, "retried": frozenset({"5xx"})}),
        ("#rp=4xx,%20rt,ct", {"retried": frozenset({"4xx", "rt", "ct"})}),
        ("#rp=all", {"retried": TROUBLES}),
        ("#rp=rt,all", {"retried": TROUBLES}),
        # What is out of range, unknown or none of ours says nothing.
        ("#ct=99&rt=15001&tt=0&rc=6&rp=none", {}),
        ("#ct=-1&rt=1e3&tt=²&rc=one&rp=", {}),
        ("#e=ashburn&sni=n&x=1&section", {}),
    ],
)
def test_overrides(fragment: str, changes: dict) -> None:
    """Each key changes its part, within its range."""
    assert msgspec.structs.replace(USUAL, **changes) == parse(URL + fragment, 15.0)


def test_the_limit_may_only_be_shortened() -> None:
    """Where less time is given than an address could ask for, it gets that."""
    assert (5.0, 5.0, 5.0) == _times(parse(f"{URL}#tt=15000&rt=15000", 5.0))
    assert (5.0, 2.0, 3.0) == _times(parse(f"{URL}#tt=3000&rt=2000", 5.0))


def _times(overrides: Overrides) -> tuple[float, float, float]:
    return overrides.connect_s, overrides.read_s, overrides.total_s


@given(st.text())
def test_any_fragment(fragment: str) -> None:
    """Whatever it says, the bounds hold."""
    overrides = parse(f"{URL}#{fragment}", 5.0)
    assert 0.1 <= overrides.total_s <= 5.0
    assert 0 <= overrides.retries <= 5
