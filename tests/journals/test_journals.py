"""Recorded journals: what was lived once is lived again, with the same outcome."""

import os
from pathlib import Path

import pytest
from journals.features import FEATURES
from journals.record import HERE, outcomes, path_of, play
from simulation import journal as journals

RECORDED = sorted(HERE.glob("*.jsonl"))
LARGEST = 400_000
"""How many bytes all journals may have."""


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_outcomes_stay(path: Path) -> None:
    """Every line of a recorded journal has the outcome it had, and every invariant holds."""
    recorded = journals.read(path)
    replayed = outcomes(recorded)
    if os.environ.get("POINTSMAN_REWRITE") == "1":
        journals.write(path, replayed)
    else:
        for line, again in zip(recorded.lines, replayed.lines, strict=True):
            assert line == again


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_journals_show_what_they_are_kept_for(path: Path) -> None:
    """A recorded journal still has the feature it is named after."""
    _, steps = play(journals.read(path))
    assert FEATURES[path.stem].shows(steps)


def test_every_feature_is_recorded() -> None:
    """Each feature has its journal."""
    assert set() == {name for name in FEATURES if not path_of(name).exists()}


def test_journals_are_small() -> None:
    """All journals together can be read by people, and downloaded by everybody."""
    assert sum(path.stat().st_size for path in RECORDED) < LARGEST
