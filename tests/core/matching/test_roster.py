"""What a queue's expression sees of a worker beside her attributes."""

import pytest
from scenarios import runner
from scenarios.world import World

from pointsman.core.scopes import capacity_percentage


def admits(world: World, text: str) -> bool:
    """Whether a queue with that expression offers a text message to anybody."""
    runner.run(world, f"queue Probe: {text}\ntask queue=Probe channel=sms")
    task = max(world.state.tasks.values(), key=lambda task: task.position)
    offered = task.assignment_status == "reserved"
    runner.run(world, f"cancel {world.names.name_of(task.sid)}")
    return offered


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
    channel = "channel.default"
    assert admits(world, f"{channel}.configured_capacity == 5 AND {channel}.assigned_tasks == 1")
    assert admits(world, f"{channel}.available_capacity_percentage == 40")
    runner.run(world, "complete T1\nreject R3")
    assert admits(world, f"{channel}.available_capacity_percentage == 80")


def test_a_worker_counts_what_she_accepted() -> None:
    """A worker without such an attribute has the accepted reservations of all her channels."""
    world = runner.play(
        "workspace multi=true template=FIFO\nworker Alice Available"
        "\ntask channel=chat\ntask channel=voice\ntask\naccept R1\naccept R2"
    )
    assert admits(world, "assigned_tasks == 2 AND worker.assigned_tasks == 2")
    assert admits(world, "channel.chat.assigned_tasks == 1 AND channel.default.assigned_tasks == 0")
    runner.run(world, "complete T1")
    assert admits(world, "assigned_tasks == 1")
    runner.run(world, 'update Alice {"assigned_tasks": 7}')
    assert admits(world, "assigned_tasks == 7 AND channel.voice.assigned_tasks == 1")


def test_system_fields_win() -> None:
    """Attributes cannot pretend to be the system's; others have no special meaning."""
    world = runner.play(
        "workspace template=FIFO\nworker Alice Available"
        ' {"sid": "mine", "channel": 1, "activity_name": "Busy", "name": "Al"}'
    )
    assert admits(world, "sid != 'mine' AND activity_name == 'Available' AND name == 'Al'")
    assert admits(world, "channel.sms.available == true AND channel.sms.configured_capacity == 1")
    assert admits(world, "channel.fax == null AND channel.fax.available == null AND id == null")
    assert not admits(world, "channel.fax.configured_capacity >= 0")


def test_an_expression_that_cannot_be_true() -> None:
    """It is no mistake to admit nobody, and keys that cannot be reached may be there."""
    world = runner.play(
        'workspace template=FIFO\nworker Alice Available {"level": 5, "skill-level": 9}'
    )
    assert not admits(world, 'level HAS "support"')
    assert admits(world, 'skill == null AND level > "4"')


@pytest.mark.parametrize(
    ("expression", "before", "after"),
    [
        ("worker.x == 1", '{"worker": {"x": 2}}', '{"worker": {"x": 1}}'),
        ("NOT (worker.x == 1)", '{"worker": {"x": 1}}', '{"worker": {"x": 2}}'),
        ("worker.l[0] == 1", '{"worker": {"l": [2, 1]}}', '{"worker": {"l": [1, 2]}}'),
        ("worker.x == 1", '{"worker": null, "x": 1}', '{"x": 1}'),
        ("worker == null", '{"worker": 1}', "{}"),
    ],
)
def test_who_means_it_by_the_name_of_the_prefix(expression, before, after):
    """An attribute called worker is looked into, and looked at again when it changes."""
    world = runner.play(
        f"workspace multi=true\nworker Alice Available {before}\nqueue Q: {expression}"
    )
    queue_sid, slots = world.find("Q").sid, world.state.roster.slots
    assert [] == list(world.state.admission.members(queue_sid))
    runner.run(world, f"update Alice {after}")
    assert [slots[world.find("Alice").sid]] == list(world.state.admission.members(queue_sid))


def test_paths_are_watched_while_they_are_mentioned():
    """What no queue and no configuration mentions any more costs nothing any more."""
    world = runner.play(
        """workspace multi=true
worker Alice Available
queue Q: channel.chat.assigned_tasks == 0 AND skills[0] == 'a'
workflow W
  {"task_routing": {"default_filter": {"queue": "Q", "order_by": "worker.channel.sms.available"}}}
"""
    )
    watches = world.state.roster.index.watches
    sms = ("channel", "sms", "available")
    assert {("channel", "chat", "assigned_tasks"), ("skills", 0), sms} == set(watches)
    runner.run(world, "queue Q: 1==1")
    assert {sms} == set(watches)
    runner.run(world, 'workflow W\n  {"task_routing": {"default_filter": {"queue": "Q"}}}')
    assert {} == watches
