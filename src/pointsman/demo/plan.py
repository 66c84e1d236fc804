"""What the demonstration's workspace is made of: activities, channels, queues and workflows."""

from collections.abc import Mapping
from typing import Any

import msgspec

AVAILABLE, UNAVAILABLE, OFFLINE = "Available", "Unavailable", "Offline"
BREAK, LUNCH, WRAP_UP = "Break", "Lunch", "Wrap-up"

ACTIVITIES: Mapping[str, bool] = {
    AVAILABLE: True,
    UNAVAILABLE: False,
    BREAK: False,
    LUNCH: False,
    WRAP_UP: False,
    OFFLINE: False,
}
"""Whether workers are given tasks in it."""

TASK_CHANNELS: Mapping[str, str] = {
    "voice": "Voice",
    "chat": "Chat",
    "sms": "SMS",
    "email": "Email",
}
"""By their unique names."""

EVERYONE = "Everyone"

TASK_QUEUES: Mapping[str, str] = {
    "Sales": 'skills HAS "sales"',
    "Support": 'skills HAS "support"',
    "Billing": 'skills HAS "billing"',
    "Spanish": 'languages HAS "es"',
    "VIP": "level >= 4",
    EVERYONE: "1==1",
}
"""With the workers that they are for."""


class WorkflowPlan(msgspec.Struct, frozen=True):
    """A workflow, before its queues have SIDs."""

    name: str
    channels: frozenset[str]
    patience_s: int
    """How long a task waits for the best worker before others may take it."""
    reservation_timeout_s: int

    def configuration(self, queues: Mapping[str, str], pace: float) -> dict[str, Any]:
        """The document, given the queues' SIDs by their names."""
        first_s, then_s = (seconds(s, pace) for s in (self.patience_s, 2 * self.patience_s))
        skilled = "worker.skills HAS task.topic"
        rest: dict[str, Any] = {"queue": queues[EVERYONE]}
        vip = [
            {
                "queue": queues["VIP"],
                "expression": skilled,
                "order_by": "worker.level DESC",
                "priority": 50,
                "timeout": first_s,
            },
            {"queue": queues["VIP"], "priority": 50, "timeout": first_s},
            rest | {"priority": 60},
        ]
        spanish = [
            {
                "queue": queues["Spanish"],
                "expression": skilled,
                "priority": 20,
                "timeout": then_s,
            },
            {"queue": queues["Spanish"], "priority": 30},
        ]
        filters = [
            _filter("VIP", 'customer.tier == "vip"', vip),
            _filter("Spanish", 'language == "es"', spanish),
            *(
                _filter(
                    name,
                    f'topic == "{name.lower()}"',
                    [{"queue": queues[name], "timeout": then_s}, rest],
                )
                for name in ("Sales", "Support", "Billing")
            ),
        ]
        return {"task_routing": {"filters": filters, "default_filter": rest}}


WORKFLOWS = (
    WorkflowPlan("Calls", frozenset({"voice"}), patience_s=10, reservation_timeout_s=20),
    WorkflowPlan(
        "Messages", frozenset({"chat", "sms", "email"}), patience_s=20, reservation_timeout_s=30
    ),
)


def seconds(value: float, pace: float) -> int:
    """A time-out at that pace, in whole seconds, as the server takes it."""
    return max(1, round(value / pace))


def _filter(name: str, expression: str, targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {"filter_friendly_name": name, "expression": expression, "targets": targets}
