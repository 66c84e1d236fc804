"""``Ordering``: what a client wants a list ordered by."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from pointsman.core import errors
from pointsman.runtime.ports import BY_POSITION, Order


def parse_ordering(text: str | UnsetType, **allowed: str) -> Sequence[Order]:
    """Read ``Attribute:direction`` pairs. ``allowed`` gives the field that an attribute is.

    The place in order of creation is added at the end, which makes the order total.
    """
    if text is UNSET:
        return BY_POSITION
    order: list[Order] = []
    for pair in text.split(","):
        attribute, _, direction = pair.strip().partition(":")
        if attribute not in allowed or direction.lower() not in ("asc", "desc"):
            choices = ", ".join(allowed)
            raise errors.invalid("Ordering", f"must be of {choices}, each with :asc or :desc")
        order.append(Order(allowed[attribute], direction.lower() == "desc"))
    fields = [by.field for by in order]
    if len(set(fields)) < len(fields):
        raise errors.invalid("Ordering", "must name each attribute once")
    if "position" not in fields:
        order.append(Order("position", order[-1].descending))
    # Positions never tie, so nothing after them has a say.
    return order[: [by.field for by in order].index("position") + 1]
