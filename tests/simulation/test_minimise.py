"""Minimising: a planted bug is found, and shown in few commands."""

from typing import Any

import pytest
from simulation import minimise
from simulation.journal import Line
from simulation.run import Failed, Run

from pointsman.core import lifecycle, offer, routing

SEEDS = range(5_000, 5_100)
FEW = 20
"""How many commands are few: the whole stories have more than a hundred."""


def _accept_without_rescinding(state: Any, reservation: Any) -> None:
    lifecycle.move_task(state, reservation.task_sid, "assigned")
    offer._end(state, reservation, "accepted")


PLANTED = [
    pytest.param(
        offer,
        "accept",
        _accept_without_rescinding,
        "task_status_agrees_with_reservations",
        id="nobody is rescinded",
    ),
    pytest.param(
        routing, "should_skip", lambda state, task: False, "unserved_tasks_skip_on", id="no skips"
    ),
]


@pytest.mark.parametrize(("place", "name", "bug", "invariant"), PLANTED)
def test_failures_are_minimised(
    place: Any, name: str, bug: Any, invariant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the long story of a failing run a few commands are left, and they fail in the same way."""
    monkeypatch.setattr(place, name, bug)
    run = _failing_run(invariant)

    short = minimise.minimise(run.journal, invariant, seconds=30)

    assert invariant == minimise.fault(short)[0]
    assert len(short.lines) <= FEW, minimise.tell(short)
    assert len(short.lines) < len(run.journal.lines)


def _failing_run(invariant: str) -> Run:
    for seed in SEEDS:
        run = Run(seed)
        try:
            run.live()
        except Exception as error:
            if minimise.fault_of(error) == invariant:
                return run
    raise AssertionError(f"no seed shows that {invariant} fails")


def test_failures_say_how_to_replay_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of a failure has the invariant, the fewest commands and how to see them again."""
    monkeypatch.setattr(offer, "accept", _accept_without_rescinding)
    seed = _failing_run("task_status_agrees_with_reservations").seed

    with pytest.raises(Failed) as failed:
        Run(seed).play(patience_s=30)

    report = str(failed.value)
    assert "Violated: task_status_agrees_with_reservations: A task's status says" in report
    assert "the fewest commands found that fail so" in report
    assert f"-m simulation.replay {minimise.path_of(seed)}" in report
    assert f"make sim SEED={seed}" in report


def test_shrinking_leaves_what_matters() -> None:
    """Of many lines those are left without which it does not hold, and they end plainly."""
    story = [
        Line(line=number, at=0, seed="00", command="Tick", fate="stored") for number in range(60)
    ]

    shortest = minimise.shrink(story, lambda tried: {7, 8, 41} <= {line.line for line in tried})

    assert [7, 8, 41] == [line.line for line in shortest]
    assert {"kept"} == {line.fate for line in shortest}


def test_shrinking_ends_in_time() -> None:
    """When the time is over, what was found so far is the answer."""
    story = [Line(line=number, at=0, seed="00", command="Tick") for number in range(60)]
    assert story == minimise.shrink(story, lambda tried: True, seconds=0)
