"""What is known of the workspace that a configuration is for.

Everything is optional: a file can be checked without a server. With no facts only what is certain
for every roster is found.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import msgspec

from pointsman.core.expression.evaluate import Kind, kind_of
from pointsman.core.expression.tree import Steps
from pointsman.core.matching.roster import SYSTEM_FIELDS
from pointsman.core.state import State


class RosterFacts(msgspec.Struct, frozen=True):
    """Which attributes workers have, and of which kinds, counted."""

    workers: int
    kinds: Mapping[Steps, Mapping[Kind, int]]
    """Path of keys → how many workers have a value of which kind there."""

    def kinds_at(self, path: Steps) -> frozenset[Kind] | None:
        """The kinds of value at a path, null if somebody has none there; None if not known."""
        keys = tuple(step for step in path if isinstance(step, str))
        if keys != path:
            # What is in arrays is not counted.
            array = path[: next(n for n, step in enumerate(path) if isinstance(step, int))]
            return None if "array" in self.kinds.get(array, {}) else frozenset({"null"})
        counts = self.kinds.get(path, {})
        lacking = sum(counts.values()) < self.workers
        return frozenset(counts) | ({"null"} if lacking else frozenset[Kind]())

    def find_misspelt(self, path: Steps) -> str | None:
        """A key of workers that no expression can mention, and that ``path`` may have meant."""
        *parents, last = path
        for other in self.kinds:
            *others, key = map(str, other)
            if (
                others == parents
                and not key.replace("$", "_").isidentifier()
                and _plain(key) == _plain(str(last))
            ):
                return key
        return None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known; None where nothing is."""

    roster: RosterFacts | None = None
    activities: Mapping[str, str] | None = None
    """Activity SID → name."""
    channels: frozenset[str] | None = None
    """The unique names of task channels."""


def facts_of(state: State) -> Facts:
    """What is known of a workspace."""
    return Facts(
        roster=_indexed(state) if state.workers else None,
        activities={sid: activity.friendly_name for sid, activity in state.activities.items()},
        channels=frozenset(channel.unique_name for channel in state.task_channels.values()),
    )


def _indexed(state: State) -> RosterFacts:
    """The same as ``fold_roster`` would count, from what the matcher's index counts anyway."""
    kinds: dict[Steps, Mapping[Kind, int]] = {}
    for steps, path in state.roster.index.paths():
        counts: dict[Kind, int] = {
            kind: len(leaf) for kind in get_args(Kind) if (leaf := path.kinds.get(kind)) is not None
        }
        if steps[0] not in SYSTEM_FIELDS and any(counts.values()):
            kinds[steps] = {kind: count for kind, count in counts.items() if count}
    return RosterFacts(len(state.workers), kinds)


def fold_roster(documents: Iterable[Mapping[str, Any]]) -> RosterFacts:
    """Count the kinds of value in the attributes of workers."""
    workers = 0
    kinds: dict[Steps, dict[Kind, int]] = {}
    for document in documents:
        workers += 1
        for path, kind in _values(document, ()):
            counts = kinds.setdefault(path, {})
            counts[kind] = counts.get(kind, 0) + 1
    return RosterFacts(workers, kinds)


def _values(document: Mapping[str, Any], parents: Steps) -> Iterator[tuple[Steps, Kind]]:
    for key, value in document.items():
        path = (*parents, key)
        yield path, kind_of(value)
        if isinstance(value, Mapping):
            yield from _values(value, path)


def _plain(key: str) -> str:
    return "".join(character for character in key.casefold() if character.isalnum())
