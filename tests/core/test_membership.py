"""What an expression sees of a worker's channels, beside their settings."""

import pytest
from scenarios import runner

from pointsman.core.expression import parse
from pointsman.core.membership import capacity_percentage, is_member, scope_of_worker


@pytest.mark.parametrize(
    ("configured", "held", "expected"),
    [
        (1, 0, 100),
        (1, 1, 0),
        (3, 0, 100),
        (3, 1, 66),
        (3, 2, 33),
        (3, 3, 0),
        (6, 1, 83),
        (7, 5, 28),
        (50_000, 1, 99),
        # Capacity was lowered below what is held, or ignored by a task that is for her alone.
        (2, 3, 0),
        (0, 0, 0),
        (0, 2, 0),
    ],
)
def test_the_free_share(configured: int, held: int, expected: int) -> None:
    """The share is rounded down and never below zero; without capacity nothing is free."""
    assert expected == capacity_percentage(configured, held)


def test_what_holds_capacity() -> None:
    """Pending, accepted and wrapping reservations hold a slot; only accepted ones are assigned."""
    world = runner.play(
        "workspace multi=true template=FIFO\nworker Alice Available\ncapacity Alice default 5"
        "\ntask\ntask\ntask\naccept R1\naccept R2\nwrap T1"
    )

    def fields() -> list[int]:
        scope = scope_of_worker(world.state, world.find("Alice"), [("channel",)])
        names = ("configured_capacity", "assigned_tasks", "available_capacity_percentage")
        return [scope(("channel", "default", name)) for name in names]

    assert [5, 1, 40] == fields()
    runner.run(world, "complete T1\nreject R3\nadvance 999ms")
    assert [5, 1, 80] == fields()


def test_an_expression_that_cannot_be_true() -> None:
    """It is no mistake to admit nobody: HAS on a number, or a key nobody has."""
    world = runner.play(
        'workspace template=FIFO\nworker Alice Available {"level": 5, "skill-level": 9}'
        '\nqueue A: level HAS "support"\nqueue B: skill == null AND level > "4"'
    )
    alice = world.find("Alice")
    assert not is_member(world.state, world.find("A"), alice)
    assert is_member(world.state, world.find("B"), alice)
    assert parse("level == 5", "").matches(scope_of_worker(world.state, alice, []))
