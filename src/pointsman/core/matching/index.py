"""Which workers have which value: for each path into what expressions see, a set per value.

A worker is a small number here, her slot, and a set of workers a bitmap. Every value of a worker's
attributes is a leaf she hangs on; so are the elements of arrays, and the facts that a path leads to
something, to an array or to an object. A path that leads nowhere, or to null, has no leaf: nobody
there is everybody else.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyroaring import BitMap
from sortedcontainers import SortedList

from pointsman.core.expression import Steps
from pointsman.core.expression.evaluate import kind_of

NOBODY = -1

_CHANGING = frozenset({"activity_sid", "activity_name", "assigned_tasks", "channel"})
"""What changes while a worker works."""


def needs_watch(steps: Steps) -> bool:
    """Whether what is at a path is looked after only while an expression mentions it."""
    return steps[0] in _CHANGING or not all(isinstance(step, str) for step in steps)


class Leaf:
    """The workers who have one value at one path."""

    __slots__ = ("_home", "_key", "_workers", "buckets", "path", "queues")

    def __init__(self, path: "Path", home: dict[Any, "Leaf"], key: Any) -> None:
        self.path = path
        self.buckets: dict[Any, Any] | None = None
        """The waiting tasks that only workers here can take (``backlog.py``)."""
        self.queues: dict[str, None] | None = None
        """The queues that admit nobody who is not here (``admission.py``)."""
        self._home = home
        self._key = key
        # Many values belong to one worker alone, and a set of one is dear: it is only her slot.
        self._workers: int | BitMap = NOBODY

    def __len__(self) -> int:
        if isinstance(self._workers, int):
            return int(self._workers != NOBODY)
        return len(self._workers)

    def __contains__(self, slot: int) -> bool:
        if isinstance(self._workers, int):
            return self._workers == slot
        return slot in self._workers

    @property
    def workers(self) -> BitMap:
        """The set; it must not be changed."""
        if isinstance(self._workers, int):
            return BitMap() if self._workers == NOBODY else BitMap([self._workers])
        return self._workers

    def add(self, slot: int) -> None:
        if not isinstance(self._workers, int):
            self._workers.add(slot)
        elif self._workers == NOBODY:
            self._workers = slot
        elif self._workers != slot:
            self._workers = BitMap([self._workers, slot])

    def discard(self, slot: int) -> None:
        if not isinstance(self._workers, int):
            self._workers.discard(slot)
        elif self._workers == slot:
            self._workers = NOBODY
        self.drop_if_unused()

    def drop_if_unused(self) -> None:
        """Leave nothing behind for a value that nobody has and nobody asks for."""
        if not len(self) and not self.buckets and not self.queues:
            self.path.drop(self._home, self._key)


class Path:
    """The leaves of one path."""

    __slots__ = (
        "_numbers",
        "booleans",
        "children",
        "element_booleans",
        "elements",
        "kinds",
        "parent",
        "queues",
        "step",
        "values",
    )

    def __init__(self, parent: "Path | None", step: str) -> None:
        self.parent = parent
        self.step = step
        self.children: dict[str, Path] = {}
        self.queues: dict[str, None] = {}
        """The queues whose expressions mention the path."""
        self.values: dict[Any, Leaf] = {}
        """Texts and numbers. What is equal as a key here is equal in the language, booleans apart:
        to Python True is 1."""
        self.booleans: dict[bool, Leaf] = {}
        self.elements: dict[Any, Leaf] = {}
        """Texts, numbers and nulls in arrays."""
        self.element_booleans: dict[bool, Leaf] = {}
        self.kinds: dict[str, Leaf] = {}
        """``any`` for all who have anything, and one for each kind of value."""
        self._numbers: SortedList[int | float] | None = None

    def value(self, value: Any) -> Leaf:
        """The leaf of a scalar that is not null."""
        return self._leaf(self.booleans if isinstance(value, bool) else self.values, value)

    def element(self, value: Any) -> Leaf:
        """The leaf of a scalar, null included, among the elements of arrays."""
        home = self.element_booleans if isinstance(value, bool) else self.elements
        return self._leaf(home, value)

    def kind(self, kind: str) -> Leaf:
        return self._leaf(self.kinds, kind)

    def _leaf(self, home: dict[Any, Leaf], key: Any) -> Leaf:
        leaf = home.get(key)
        if leaf is None:
            leaf = home[key] = Leaf(self, home, key)
            if self._numbers is not None and home is self.values and not isinstance(key, str):
                self._numbers.add(key)
        return leaf

    def numbers(self) -> SortedList[int | float]:
        """The distinct numbers, ascending; kept current once somebody has asked."""
        if self._numbers is None:
            self._numbers = SortedList(key for key in self.values if not isinstance(key, str))
        return self._numbers

    def drop(self, home: dict[Any, Leaf], key: Any) -> None:
        """Take away a leaf that nobody hangs on."""
        if home.pop(key, None) is None:
            return
        if self._numbers is not None and home is self.values and not isinstance(key, str):
            self._numbers.remove(key)
        self.drop_if_unused()

    def child(self, step: str) -> "Path":
        child = self.children.get(step)
        if child is None:
            child = self.children[step] = Path(self, step)
        return child

    def drop_if_unused(self) -> None:
        """Leave nothing behind for a key that no worker has any more."""
        if self.parent is not None and not (
            self.values
            or self.booleans
            or self.elements
            or self.element_booleans
            or self.kinds
            or self.children
            or self.queues
        ):
            if self.parent.children.get(self.step) is self:
                del self.parent.children[self.step]
            self.parent.drop_if_unused()


class Holdings:
    """Who hangs on which leaves: the part of them that changes at one time."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Leaf, ...]] = {}

    def of(self, slot: int) -> tuple[Leaf, ...]:
        return self._held.get(slot, ())

    def put(self, slot: int, leaves: Iterable[Leaf]) -> set[Path]:
        """Let a worker hang on ``leaves`` and no others. Answers the paths that changed."""
        before, after = self.of(slot), tuple(dict.fromkeys(leaves))
        gone, new = set(before).difference(after), set(after).difference(before)
        # The new ones first, so that a path they share with the old ones is not dropped meanwhile.
        for leaf in new:
            leaf.add(slot)
        for leaf in gone:
            leaf.discard(slot)
        if after:
            self._held[slot] = after
        else:
            self._held.pop(slot, None)
        return {leaf.path for leaf in gone} | {leaf.path for leaf in new}


class Watch:
    """A path whose values are looked after because an expression mentions it.

    Attributes are indexed whatever anybody asks; what the system adds changes with every
    reservation, and elements by their number are hardly ever asked for.
    """

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.path = Path(None, "")
        self.mentions = 0
        """How many queues and configurations mention the path."""
        self._holdings = Holdings()

    def put(self, slot: int, value: Any) -> bool:
        """Note what a worker has there; None is nothing. Whether that is news."""
        return bool(self._holdings.put(slot, _leaves_at(self.path, value)))


class Index:
    """The leaves of all workers."""

    def __init__(self) -> None:
        self.everyone = BitMap()
        self.watches: dict[Steps, Watch] = {}
        self._root = Path(None, "")
        self._holdings = Holdings()

    def knows(self, steps: Steps) -> bool:
        """Whether it can be told from here what workers have at a path."""
        return steps in self.watches or not needs_watch(steps)

    def find(self, steps: Steps) -> Path | None:
        """The path with these steps, if anybody has anything there or a queue mentions it."""
        if (watch := self.watches.get(steps)) is not None:
            return watch.path
        path: Path | None = self._root
        for step in steps:
            path = path.children.get(step) if path and isinstance(step, str) else None
        return path

    def path(self, steps: Steps) -> Path:
        """The path with these steps, made if need be."""
        if (watch := self.watches.get(steps)) is not None:
            return watch.path
        path = self._root
        for step in steps:
            assert isinstance(step, str), "a path by number is watched before it is asked for"
            path = path.child(step)
        return path

    def leaves_of(self, slot: int) -> tuple[Leaf, ...]:
        """The leaves of a worker, but for those of watched paths."""
        return self._holdings.of(slot)

    def paths(self) -> Iterator[tuple[Steps, Path]]:
        """Every path of names that somebody has something at, or something mentions; the shallow
        ones first."""
        ahead: deque[tuple[Steps, Path]] = deque([((), self._root)])
        while ahead:
            steps, path = ahead.popleft()
            for step, child in path.children.items():
                yield (*steps, step), child
                ahead.append(((*steps, step), child))

    def put(self, slot: int, document: Mapping[str, Any]) -> set[Path]:
        """Hang a worker on the leaves of what is seen of her. Answers the paths that changed."""
        self.everyone.add(slot)
        return self._holdings.put(slot, self._collect(document))

    def remove(self, slot: int) -> None:
        self.everyone.discard(slot)
        self._holdings.put(slot, ())
        for watch in self.watches.values():
            watch.put(slot, None)

    def _collect(self, document: Mapping[str, Any]) -> Iterator[Leaf]:
        # A list in place of recursion: attributes may be nested as deep as their size allows.
        ahead = [(self._root.child(key), value) for key, value in document.items()]
        while ahead:
            path, value = ahead.pop()
            yield from _leaves_at(path, value)
            if isinstance(value, dict):
                ahead += [(path.child(key), inner) for key, inner in value.items()]


def _leaves_at(path: Path, value: Any) -> Iterator[Leaf]:
    """The leaves that say what a path leads to."""
    if value is None:
        path.drop_if_unused()
        return
    yield path.kind("any")
    yield path.kind(kind_of(value))
    if isinstance(value, list):
        for element in value:
            if not isinstance(element, (dict, list)):
                yield path.element(element)
    elif not isinstance(value, dict):
        yield path.value(value)
