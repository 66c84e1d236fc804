"""Whom each queue admits, kept current as workers and queues change."""

from collections.abc import Iterable

import msgspec
from pyroaring import BitMap

from pointsman.core.expression import Expression, Steps
from pointsman.core.expression.tree import Constant, Node, Path, list_paths, substitute
from pointsman.core.matching import index, selection
from pointsman.core.matching.index import Leaf
from pointsman.core.matching.roster import PREFIX, Roster


class Admitted(msgspec.Struct, kw_only=True):
    """A queue's expression, and the workers it admits."""

    expression: Expression | None
    """None admits nobody: so TaskRouter takes an empty text."""
    condition: Node | None
    """The expression as the index understands it. None where it uses the prefix ``worker``: what
    that means depends on whether a worker has an attribute of this name."""
    members: BitMap
    mentioned: list[Steps]
    """What the expression looks at; with the prefix, both of what that may mean."""
    paths: list[index.Path]
    anchors: list[Leaf] | None


class Admission:
    """The queues of a workspace, as sets of workers."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._queues: dict[str, Admitted] = {}
        self._unanchored: dict[str, None] = {}

    def members(self, queue_sid: str) -> BitMap:
        """The workers a queue admits, whatever they are doing. Must not be changed."""
        return self._queues[queue_sid].members

    def condition(self, queue_sid: str) -> Node | None:
        """What all members of a queue have in common, if it can be said."""
        return self._queues[queue_sid].condition

    def expression(self, queue_sid: str) -> Expression | None:
        return self._queues[queue_sid].expression

    def would_admit(self, expression: Expression) -> BitMap:
        """The workers whom a queue with that expression would admit."""
        return self._select(expression, _without_prefix(expression.node))

    def would_admit_one(self, expression: Expression, slot: int) -> bool:
        """The same of one worker, who is asked: this takes as long as the expression is."""
        return expression.matches(self._roster.sight(slot, PREFIX))

    def put(self, queue_sid: str, expression: Expression | None) -> BitMap:
        """Set a queue's expression. Answers whom it admits now and did not before."""
        roster, before = self._roster, self._queues.get(queue_sid)
        if before is not None:
            self._let_go(queue_sid, before)
        stripped = selection.NEVER if expression is None else _without_prefix(expression.node)
        uses_prefix = expression is not None and stripped != expression.node
        mentioned = dict.fromkeys(list_paths(stripped))
        if uses_prefix and expression is not None:
            # Whether somebody uses the prefix as a name shows at that path alone.
            mentioned |= dict.fromkeys([*list_paths(expression.node), (PREFIX,)])
        roster.mention(mentioned)
        paths = [roster.index.path(steps) for steps in mentioned]
        for path in paths:
            # Before anchors are looked for, which leaves nothing of a path that nobody mentions.
            path.queues[queue_sid] = None
        admitted = self._queues[queue_sid] = Admitted(
            expression=expression,
            condition=None if uses_prefix else stripped,
            members=self._select(expression, stripped),
            mentioned=list(mentioned),
            paths=paths,
            anchors=None if uses_prefix else selection.anchors(roster.index, stripped),
        )
        for leaf in admitted.anchors or ():
            leaf.queues = leaf.queues or {}
            leaf.queues[queue_sid] = None
        if admitted.anchors is None:
            self._unanchored[queue_sid] = None
        return admitted.members - before.members if before else BitMap(admitted.members)

    def remove(self, queue_sid: str) -> None:
        self._let_go(queue_sid, self._queues.pop(queue_sid))

    def forget(self, slot: int) -> None:
        """A worker is gone."""
        for admitted in self._queues.values():
            admitted.members.discard(slot)

    def reconsider(self, slot: int, changed: Iterable[index.Path], *, is_new: bool = False) -> None:
        """Something else is seen of a worker at the paths that ``changed``."""
        mentioning = dict.fromkeys(sid for path in changed for sid in path.queues)
        concerned: dict[str, None] = {}
        for queue_sid in mentioning:
            if slot in self._queues[queue_sid].members:
                concerned[queue_sid] = None
        leaves = self._roster.index.leaves_of(slot)
        for queues in (self._unanchored, *(leaf.queues for leaf in leaves if leaf.queues)):
            concerned.update(dict.fromkeys(s for s in queues if is_new or s in mentioning))
        for queue_sid in concerned:
            self._judge(slot, self._queues[queue_sid])

    def _judge(self, slot: int, admitted: Admitted) -> None:
        expression = admitted.expression
        if expression is None or not expression.matches(self._roster.sight(slot, PREFIX)):
            admitted.members.discard(slot)
        elif slot not in admitted.members:
            admitted.members.add(slot)
            self._roster.stirred[slot] = None

    def _select(self, expression: Expression | None, condition: Node) -> BitMap:
        roster = self._roster
        if expression is None:
            return BitMap()
        plain = roster.index.everyone - roster.prefixed
        members = BitMap(selection.narrow(roster.index, roster.sight, condition, plain))
        members.update(
            slot for slot in roster.prefixed if expression.matches(roster.sight(slot, PREFIX))
        )
        return members

    def _let_go(self, queue_sid: str, admitted: Admitted) -> None:
        self._unanchored.pop(queue_sid, None)
        for leaf in admitted.anchors or ():
            assert leaf.queues is not None
            del leaf.queues[queue_sid]
            leaf.drop_if_unused()
        for path in admitted.paths:
            path.queues.pop(queue_sid, None)
            path.drop_if_unused()
        self._roster.unmention(admitted.mentioned)


def _strip(steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return steps[1:] if len(steps) > 1 and steps[0] == PREFIX else steps


def _without_prefix(node: Node) -> Node:
    def strip(path: Path) -> Path | Constant:
        return Path(_strip(path.steps))

    return substitute(node, strip)
