"""What one task's life costs in the engine, small and large: ``python bench/engine.py --json``.

The engine alone, nothing is stored or sent: commands in, batches out. A life is created, reserved,
accepted and completed. While many tasks wait, each turn creates one task and completes another,
whose worker is reserved for the task that has waited longest: the backlog stays as long as it is.

Ratios travel between machines, lives per second do not. ``--scale 0.01`` is a quick look at all of
it; the full size takes about twelve minutes and 6 GB.
"""

import argparse
import contextlib
import gc
import json
import platform
import sys
import time

import linear
from contact_centre import ContactCentre
from measured import median

from pointsman.core import commands, engine, errors, questions
from pointsman.core.records import Attributes

ROUNDS = 15
LIVES = 200
"""How many lives a round has; small and large take turns, and medians are compared."""

SMALL = {"workers": 100, "tasks": 1_000, "queues": 5}
LARGE = {"workers": 100_000, "tasks": 1_000_000, "queues": 500}
CEILING = {"workers": 7_500, "tasks": 500_000, "queues": 50}


def main():
    options = _options()
    gc.set_threshold(100_000, 20, 100)
    report = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    for case in (_scale, _surplus, _speedup, *_HARD):
        if options.only and options.only != case.__name__.strip("_"):
            continue
        began = time.perf_counter()
        report |= case(options.scale, options.lives)
        _say(f"{case.__name__.strip('_')}: {time.perf_counter() - began:.0f} s")
    if options.json:
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        for name, value in report.items():
            print(f"{name:32} {value}")


def _options():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--scale", type=float, default=1.0, help="a share of the full sizes")
    parser.add_argument("--lives", type=int, default=LIVES, help="how many lives a round has")
    parser.add_argument("--only", help="one case: scale, surplus, speedup, known_agents …")
    return parser.parse_args()


def _sized(size, scale):
    return {name: max(1, round(value * scale)) for name, value in size.items()}


# --- the targets ---


def _scale(scale, lives):
    """The same life among few and among many, and what the many weigh."""
    small, large = ContactCentre(**SMALL), ContactCentre(**_sized(LARGE, scale))
    small.live(lives)
    large.live(lives)
    costs = [(small.live(lives), large.live(lives)) for _ in range(ROUNDS)]
    of_small, of_large = (median(column) for column in zip(*costs, strict=True))
    report = {
        "scale_ratio": round(of_large / of_small, 2),
        "lives_per_second_small": round(1 / of_small),
        "lives_per_second_large": round(1 / of_large),
        "bytes_per_waiting_task": round(large.bytes_per_task),
        "bytes_per_worker": round(large.bytes_per_worker),
        **_times("command", large.times),
    }
    return report | _heavy(large)


def _surplus(scale, lives):
    """The same when no task waits and nearly everybody is idle."""
    small = ContactCentre(**SMALL | {"tasks": 0}, busy=False)
    large = ContactCentre(**_sized(LARGE, scale) | {"tasks": 0}, busy=False)
    for centre in (small, large):
        for _ in range(20):
            centre.create_task()
            centre.accept()
    costs = [(small.live(lives), large.live(lives)) for _ in range(ROUNDS)]
    of_small, of_large = (median(column) for column in zip(*costs, strict=True))
    return {"surplus_scale_ratio": round(of_large / of_small, 2)}


def _speedup(scale, lives):
    """Against the obvious matcher, at TaskRouter's own ceiling."""
    centre = ContactCentre(**_sized(CEILING, scale))
    fast = median(centre.live(lives) for _ in range(5))
    with _obvious_matcher():
        slow = median(centre.live(1) for _ in range(3))
    return {"linear_speedup": round(slow / fast), "linear_seconds_per_life": round(slow, 3)}


@contextlib.contextmanager
def _obvious_matcher():
    fast, engine.matches = engine.matches, linear.matches
    try:
        yield
    finally:
        engine.matches = fast


def _heavy(centre):
    """Commands and questions that concern everybody, at full size."""
    centre.times.clear()
    sid, state = centre.queues[-1], centre.state
    for text in (
        "level >= 7",
        "languages HAS 'en' AND NOT (team == 't7')",
        "1==1",
        "seniority > 9",
    ):
        centre.do(commands.UpdateTaskQueue(sid=sid, target_workers=text))
        centre.tick()
    centre.do(commands.CreateTaskQueue(friendly_name="New", target_workers="score > 50.5"))
    worker = next(iter(state.workers.values()))
    for skills in ('["s1", "s2"]', '["s3"]', "[]"):
        attributes = Attributes.parse(f'{{"skills": {skills}, "languages": ["en"]}}')
        centre.do(commands.UpdateWorker(sid=worker.sid, attributes=attributes))
    centre.do(commands.UpdateWorkspace(prioritize_queue_order="LIFO"))
    centre.do(commands.UpdateActivity(sid=centre.available, friendly_name="Ready"))
    centre.do(commands.UpdateWorkflow(sid=centre.workflows[0], re_evaluate_tasks=True))
    centre.tick()
    report = {"heaviest_commands_ms": _heaviest(centre.times)}
    centre.times.clear()
    # These change a record of every worker, or sort every task of a queue, and are not spread.
    created = centre.do(commands.CreateTaskChannel(friendly_name="Fax", unique_name="fax"))
    centre.do(commands.DeleteTaskChannel(sid=created.record.sid))
    centre.do(commands.UpdateTaskQueue(sid=sid, task_order="LIFO"))
    return report | {"not_spread_ms": _heaviest(centre.times), "questions_ms": _questions(centre)}


def _questions(centre):
    """How long the loop is busy with answering, which it does between steps."""
    task_sid, worker_sid = next(iter(centre.state.waiting)), next(iter(centre.state.workers))
    took = {}
    for question in (
        questions.ExplainTask(sid=task_sid),
        questions.ExplainWorker(sid=worker_sid),
        questions.EvaluateWorkflow(
            workflow_sid=centre.workflows[0], attributes=Attributes.parse('{"queue": 1}')
        ),
    ):
        began = time.perf_counter_ns()
        answer = engine.ask(centre.state, question, centre.now)
        took[type(question).__name__] = round((time.perf_counter_ns() - began) / 1e6, 1)
        assert not isinstance(answer, errors.Refusal), answer
    return took


# --- hard cases ---


def _known_agents(scale, lives):
    """Every task has a target expression of its own: the agent it is for."""
    target = {"expression": "worker.agent == task.agent"}
    size = _sized({"workers": 100_000, "tasks": 300_000, "queues": 50}, scale)
    centre = ContactCentre(**size, target=target, queue="1==1")
    report = _case("known_agents", centre, lives)
    centre.times.clear()
    centre.do(commands.UpdateTaskQueue(sid=centre.queues[0], target_workers="languages HAS 'en'"))
    centre.tick()
    return report | _times("known_agents_readmitted", centre.times)


def _many_queues(scale, lives):
    """5,000 queues."""
    size = _sized({"workers": 100_000, "tasks": 300_000, "queues": 5_000}, scale)
    return _case("many_queues", ContactCentre(**size), lives)


def _unserved_queue(scale, lives):
    """A queue that nobody can serve holds most of the backlog."""
    size = _sized({"workers": 50_000, "tasks": 500_000, "queues": 50}, scale)
    queue = "skills HAS 's{q}' AND languages HAS 'en' AND NOT (1 == 1 AND 's{q}' == 's0')"
    centre = ContactCentre(**size, queue=queue, share_of_first=0.9)
    centre.share_of_first = 0.0
    return _case("unserved_queue", centre, lives)


def _ordered(scale, lives):
    """The target prefers workers by three attributes, and many are idle."""
    order = "worker.level DESC, worker.seniority DESC, worker.score"
    size = _sized({"workers": 50_000, "tasks": 0, "queues": 20}, scale) | {"tasks": 0}
    centre = ContactCentre(**size, target={"order_by": order}, busy=False)
    for _ in range(50):
        centre.create_task()
        centre.accept()
    return _case("ordered", centre, lives)


def _thousand_at_once(scale, lives):
    """A thousand workers become available, one after the other and by one command."""
    size = _sized({"workers": 20_000, "tasks": 200_000, "queues": 50}, scale)
    centre = ContactCentre(**size)
    sids = [centre.state.reservations[sid].worker_sid for sid in list(centre.busy)[:1_000]]
    for worker_sid in sids:
        centre.do(commands.UpdateWorker(sid=worker_sid, activity_sid=centre.offline))
        centre.complete()
    centre.times.clear()
    for worker_sid in sids:
        centre.do(commands.UpdateWorker(sid=worker_sid, activity_sid=centre.available))
    report = _times("thousand_one_by_one", centre.times)
    # Now all that are idle are let into a queue with a backlog by one change of its expression.
    centre.do(commands.UpdateTaskQueue(sid=centre.queues[0], target_workers="1==2"))
    centre.times.clear()
    for number in range(1_000):
        attributes = Attributes.parse(f'{{"crew": "x", "number": {number}}}')
        centre.do(
            commands.CreateWorker(
                friendly_name=f"Crew {number}", activity_sid=centre.available, attributes=attributes
            )
        )
    centre.times.clear()
    centre.do(commands.UpdateTaskQueue(sid=centre.queues[0], target_workers="crew == 'x'"))
    centre.tick()
    return report | _times("thousand_by_one_command", centre.times)


_HARD = (_known_agents, _many_queues, _unserved_queue, _ordered, _thousand_at_once)


def _case(name, centre, lives):
    centre.live(lives)
    centre.times.clear()
    cost = median(centre.live(lives) for _ in range(5))
    return {f"{name}_lives_per_second": round(1 / cost)} | _times(name, centre.times)


# --- figures ---


def _times(name, times):
    durations = sorted(duration for duration, _ in times)
    return {
        f"{name}_p99_ms": round(durations[int(len(durations) * 0.99) - 1] / 1e6, 2),
        f"{name}_max_ms": round(durations[-1] / 1e6, 2),
    }


def _heaviest(times):
    worst = {}
    for duration, name in times:
        worst[name] = max(worst.get(name, 0), round(duration / 1e6, 1))
    return dict(sorted(worst.items(), key=lambda item: -item[1]))


def _say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
