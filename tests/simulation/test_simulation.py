"""Many random workspaces, each lived through to its end under every invariant.

``POINTSMAN_SIM_SEEDS`` says how many seeds to run; ``POINTSMAN_SIM_SEED`` runs one alone, and its
failure shows every command instead of the last few.
"""

import os
import subprocess
import sys

import pytest
from simulation.run import Run

SEEDS = int(os.environ.get("POINTSMAN_SIM_SEEDS") or 1_000)
ONLY = os.environ.get("POINTSMAN_SIM_SEED")
CHUNK = 20
"""How many seeds make one test: small enough to spread over all processors."""

CHUNKS = [range(first, min(first + CHUNK, SEEDS)) for first in range(0, SEEDS, CHUNK)]
if ONLY:
    CHUNKS = [range(int(ONLY), int(ONLY) + 1)]


@pytest.mark.parametrize("seeds", CHUNKS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_invariants_hold(seeds: range) -> None:
    """Whatever is asked of a workspace, every invariant holds after every step."""
    for seed in seeds:
        Run(seed).play(whole_story=ONLY is not None)


def test_same_seed_same_bytes() -> None:
    """A run tells and stores the same bytes in every process."""
    first, second = (
        subprocess.run(
            [sys.executable, "-m", "simulation.run", *map(str, range(12))],
            env=os.environ | {"PYTHONHASHSEED": salt, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
        for salt in ("0", "4711")
    )
    assert "" == first.stderr
    assert first.stdout == second.stdout
