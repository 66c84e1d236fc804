"""Many random workspaces, each lived through to its end under every invariant.

``POINTSMAN_SIM_SEEDS`` says how many seeds to run.
"""

import os
import subprocess
import sys

import pytest
from simulation import minimise
from simulation.run import Failed, Run

SEEDS = int(os.environ.get("POINTSMAN_SIM_SEEDS") or 2_000)
CHUNK = 20
"""How many seeds make one test: small enough to spread over all processors."""

CHUNKS = [range(first, min(first + CHUNK, SEEDS)) for first in range(0, SEEDS, CHUNK)]

FAILED: list[int] = []
"""The seeds that failed in this process. Many failures are mostly one: the first is minimised."""


@pytest.mark.parametrize("seeds", CHUNKS, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_invariants_hold(seeds: range) -> None:
    """Whatever is asked of a workspace, every invariant holds after every step."""
    for seed in seeds:
        try:
            Run(seed).play(patience_s=0 if FAILED else minimise.SECONDS)
        except Failed:
            FAILED.append(seed)
            raise


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
