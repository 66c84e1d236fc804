"""Plays every scenario of this folder.

``POINTSMAN_REWRITE=1`` writes what happened into the files instead of comparing.
"""

import os
from pathlib import Path

import pytest
from scenarios import runner
from scenarios.world import World

SCENARIOS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario(path):
    """What happens is what the file says."""
    expected = path.read_text(encoding="utf-8")
    actual = runner.replay(expected, World())
    if os.environ.get("POINTSMAN_REWRITE"):
        path.write_text(actual, encoding="utf-8")
    else:
        assert expected == actual


def test_a_mistyped_option_is_noticed():
    """A directive does not overlook an option that it does not have."""
    with pytest.raises(AssertionError, match="task has no option prio"):
        runner.play("workspace template=FIFO\ntask prio=5")


@pytest.mark.parametrize("block", ["show", "# a comment\n----\nok"])
def test_half_a_block_is_noticed(block):
    """Directives without a separator and a separator without directives are mistakes."""
    with pytest.raises(ValueError, match="go together"):
        runner.replay(f"workspace\n----\nok\n\n{block}\n", World())
