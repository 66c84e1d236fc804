"""Why this worker was chosen, and who was next: as it was when the offer was made."""

import pytest

from pointsman.core import errors, questions

WORKFLOW = 'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"%s}}}\n'
TWO = "workspace multi=true\nworker Alice Available\nworker Bob Available\nqueue Q\n"


def test_by_seniority_and_by_idle_time(asked) -> None:
    """Two who were never reserved differ in their creation; later, in when they were."""
    world = asked(TWO + WORKFLOW % "" + "task\naccept R1\ncomplete T1\nadvance 5s\ntask\ntask")
    first = world.explain("R1")
    assert "Alice was chosen before Bob because Alice was created first." == first.summary
    assert ("seniority", "Alice", "Bob") == (
        first.decided_by,
        first.chosen.worker.friendly_name,
        first.runner_up.worker.friendly_name,
    )
    second = world.explain("R2")
    assert "idle time" == second.decided_by
    assert (
        "Bob was chosen before Alice because of idle time: Bob was never reserved,"
        " Alice was reserved last at 2026-01-01 00:00:00 UTC." == second.summary
    )
    assert "Alice was chosen because nobody else could be reserved." == world.explain("R3").summary
    world.go_on("accept R2\ncomplete R2")
    assert second.chosen == world.explain("R2").chosen
    assert second.runner_up == world.explain("R2").runner_up


def test_by_the_wishes_of_the_target(asked) -> None:
    """The values that the target's order saw are shown of both."""
    world = asked(
        'workspace multi=true\nworker Alice Available {"level": 2}\n'
        'worker Bob Available {"level": 7}\nworker Carol Available\nqueue Q\n'
        + WORKFLOW % ', "order_by": "worker.level DESC"'
        + "task\ntask"
    )
    assert (
        "Bob was chosen before Alice by the target's order_by:"
        " worker.level = 7 against worker.level = 2." == world.explain("R1").summary
    )
    assert "worker.level = no number" == world.explain("R2").runner_up.order_by


def test_for_one_worker_alone(asked) -> None:
    """A task with a worker as routing target leaves no choice."""
    world = asked(TWO + WORKFLOW % "" + "task target=Bob")
    assert "Bob was chosen because the task is for Bob alone." == world.explain("R1").summary


def test_under_its_parents(asked) -> None:
    """A reservation is found under its own task and worker only."""
    world = asked(TWO + WORKFLOW % "" + "task\ntask")
    sid = world.world.names.get
    for parents, found in (
        ({"task_sid": sid("T1")}, True),
        ({"worker_sid": sid("Alice")}, True),
        ({"task_sid": sid("T2")}, False),
        ({"worker_sid": sid("Bob")}, False),
    ):
        question = questions.ExplainReservation(sid=sid("R1"), **parents)
        if found:
            assert sid("R1") == world.ask(question).reservation_sid
        else:
            with pytest.raises(errors.NotFound):
                world.ask(question)
