"""The catalogue of events."""

from pathlib import Path

import pytest

from pointsman.core.events import EVENT_TYPES

SCENARIOS = Path(__file__).parents[1] / "scenarios"

CATALOGUE = """
    activity.created activity.updated activity.deleted
    reservation.created reservation.accepted reservation.rejected reservation.timeout
    reservation.canceled reservation.rescinded reservation.completed reservation.wrapup
    reservation.failed
    task.created task.updated task.canceled task.wrapup task.completed task.deleted
    task.system-deleted
    task-channel.created task-channel.updated task-channel.deleted
    task-queue.created task-queue.deleted task-queue.entered task-queue.timeout task-queue.moved
    task-queue.expression.updated
    worker.created worker.activity.update worker.attributes.update worker.capacity.update
    worker.channel.availability.update worker.deleted
    workflow.created workflow.updated workflow.deleted workflow.target-matched workflow.entered
    workflow.timeout workflow.skipped
    workspace.created workspace.updated workspace.deleted
"""


def test_the_catalogue() -> None:
    """Every type that TaskRouter documents is there, and none that it does not have."""
    assert set(CATALOGUE.split()) <= EVENT_TYPES
    # These are rumours.
    assert not {"reservation.updated", "workflow.exited"} & EVENT_TYPES


@pytest.mark.parametrize("event_type", sorted(CATALOGUE.split()))
def test_every_event_happens(event_type: str) -> None:
    """Each type is made by something that some scenario does."""
    texts = [path.read_text(encoding="utf-8") for path in SCENARIOS.glob("*.txt")]
    lines = [line.split() for text in texts for line in text.splitlines()]
    assert any(event_type in words[:2] for words in lines)
