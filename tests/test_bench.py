"""The benchmark of the engine runs, at a size that says nothing about speed."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

PROMISED = {
    "scale_ratio",
    "linear_speedup",
    "lives_per_second_small",
    "lives_per_second_large",
    "bytes_per_waiting_task",
    "bytes_per_worker",
    "command_p99_ms",
    "command_max_ms",
}


def test_it_measures_what_it_promises():
    """Every case runs, and one JSON object with every figure comes out."""
    options = ["--json", "--scale", "0.002", "--lives", "5"]
    run = subprocess.run(
        [sys.executable, "bench/engine.py", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert 0 == run.returncode, run.stderr
    report = json.loads(run.stdout)
    assert set() == PROMISED - set(report)
    for case in ("known_agents", "many_queues", "unserved_queue", "ordered", "thousand_one_by_one"):
        assert f"{case}_max_ms" in report
