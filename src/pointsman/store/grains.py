"""How finely sums tell apart where things happened.

Most questions are about a whole workspace, or go queue by queue. Queues, workflows and channels
have so many combinations that a month of them may be nearly as many rows as there are facts.
"""

from collections.abc import Mapping, Set

PLACE = ("task_queue_sid", "workflow_sid", "task_channel_sid")

GRAINS: Mapping[str, Set[str]] = {
    "all": frozenset(),
    "queue": frozenset({"task_queue_sid"}),
    "workflow": frozenset({"workflow_sid"}),
    "place": frozenset(PLACE),
}
"""What sums of each grain tell apart, from the coarsest to the finest. They have no text in the
other columns of a place."""


def coarsest(told_apart: Set[str]) -> str:
    """The grain with the fewest rows that tells so much apart."""
    return next(grain for grain, columns in GRAINS.items() if told_apart <= columns)
