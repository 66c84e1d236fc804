"""The benchmarks run, at sizes that say nothing about speed."""

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


def run(name, *options):
    """The JSON object that a benchmark prints, which must succeed."""
    done = subprocess.run(
        [sys.executable, f"bench/{name}.py", "--json", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


def test_it_measures_what_it_promises():
    """Every case runs, and one JSON object with every figure comes out."""
    report = run("engine", "--scale", "0.002", "--lives", "5")
    assert set() == PROMISED - set(report)
    for case in ("known_agents", "many_queues", "unserved_queue", "ordered", "thousand_one_by_one"):
        assert f"{case}_max_ms" in report


def test_every_offer_is_told_once():
    """The load test loses nothing, and says how long everything took."""
    report = run("realtime", "--sockets", "20", "--rate", "40", "--seconds", "1", "--clients", "1")
    assert (20, 40) == (report["sockets"], report["tasks"])
    assert [0, 0, 0, 0, []] == [
        report[name] for name in ("lost", "twice", "unfinished", "closed", "faults")
    ]
    for name in ("post_to_frame", "answer_to_frame", "envelope"):
        assert report[f"{name}_p50_ms"] <= report[f"{name}_p99_ms"] <= report[f"{name}_max_ms"]
    assert {"connected_s", "rate_achieved", "server_cpu", "server_rss_mb"} <= set(report)


def test_statistics_are_timed():
    """Every endpoint is asked when all that was written is counted; what it costs is said."""
    sizes = {"tasks": 300, "workers": 20, "waiting": 50, "now-workers": 30}
    options = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
    report = run("statistics", *options, "--repeats", "1", "--rounds", "1")
    assert 19 == len(report["endpoints"])
    assert all(row["default_ms"] > 0 for row in report["endpoints"])
    pages = {row["endpoint"] for row in report["endpoints"] if row["ratio_to_page"]}
    assert {"queues", "report of queues", "report of workers"} == pages
    assert set(report["now_small_us"]) == set(report["now_large_us"])
    assert report["life_ms"] > 0 < report["life_without_ms"]
