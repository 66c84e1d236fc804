"""Estimated waits are right about as often as they say, over days that are not alike."""

import importlib.util
import sys

import pytest
from tests.test_bench import ROOT, run

_SPEC = importlib.util.spec_from_file_location("calibration", ROOT / "bench" / "calibration.py")
assert _SPEC is not None
assert _SPEC.loader is not None
calibration = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(calibration)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_nine_of_ten(seed, capsys):
    """Arrivals change by the hour, staff by the shift, bursts come: p90 holds for 85 to 95 %."""
    result = calibration.simulate(seed, days=6)
    with capsys.disabled():
        sys.stdout.write(f"\n{calibration.tell(seed, result)}\n")
    assert result.every.tasks > 4_000
    assert result.waited.tasks > 1_000
    assert 0.85 <= result.every.p90_share <= 0.95
    assert 0.85 <= result.waited.p90_share <= 0.95
    assert all(0.85 <= day.p90_share <= 0.95 for day in result.by_day)
    assert 0.45 <= result.every.p50_share <= 0.55
    assert 0.85 <= result.last.within_p90 / result.last.answered <= 0.95


def test_it_is_printed():
    """The script prints the figures of every seed."""
    report = run("calibration", "--seeds", "2", "--days", "2")
    assert {"0", "1"} == set(report)
    assert {"all", "waited", "by_day", "abandoned"} == set(report["0"])
