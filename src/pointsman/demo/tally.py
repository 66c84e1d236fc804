"""What has happened in the demonstration since it began, and how that is told in one line."""

from collections import Counter
from collections.abc import Callable, Mapping

COUNTED: Mapping[str, str] = {
    "task.created": "arrived",
    "reservation.accepted": "accepted",
    "reservation.rejected": "rejected",
    "reservation.timeout": "timed out",
    "task.canceled": "hung up",
    "task.completed": "completed",
}
"""What an event counts as."""

STATUSES: Mapping[str, str] = {
    "pending": "waiting",
    "reserved": "offered",
    "assigned": "talking",
    "wrapping": "wrapping up",
}


class Tally:
    """Counts; it does not grow."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._counts: Counter[str] = Counter()
        self._refusals = 0
        self._last_refusal = ""
        self.is_away = False
        """Whether the server cannot be asked at present."""

    def count(self, event_type: str) -> None:
        if event_type in COUNTED:
            self._counts[event_type] += 1

    def refuse(self, text: str) -> None:
        """Count what the server refused, which happens when two do something at once."""
        self._refusals += 1
        self._last_refusal = text

    def lose(self, why: str) -> None:
        """The server is away; that is said once."""
        if not self.is_away:
            self._say(f"waiting for the server: {why}")
        self.is_away = True

    def regain(self) -> None:
        """The server answers."""
        if self.is_away:
            self._say("the server is there again")
        self.is_away = False

    def tell(self, tasks_by_status: Mapping[str, int] | None) -> str:
        """All of it in a line, with what is so now if that is known."""
        parts = []
        if tasks_by_status is not None:
            parts += [f"{word} {tasks_by_status.get(key, 0)}" for key, word in STATUSES.items()]
            parts.append("|")
        parts += [f"{word} {self._counts[key]}" for key, word in COUNTED.items()]
        if self._refusals:
            parts.append(f"refused {self._refusals} (the last: {self._last_refusal})")
        return "  ".join(parts)
