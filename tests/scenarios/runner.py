"""Reads a scenario, plays it, and writes it down again with what happened.

A scenario is made of blocks with empty lines between them. A block may begin with a comment. Then
come directives, each on a line of its own and perhaps with indented lines that belong to it; then
``----``; then what is expected:

    # Nobody else is there, so the task waits.
    reject R1
    ----
    R1 rejected
    reservation.rejected R1 task=T1 worker=Alice

What the directives are is ``directives.py``; how things are shown is ``trace.py``.
"""

import re
import shlex
from collections.abc import Iterator

from scenarios import directives
from scenarios.directives import Line
from scenarios.world import NoSuchName, World

SEPARATOR = "----"
_JSON = re.compile(r"\{.*\}")


def replay(scenario: str, world: World) -> str:
    """The scenario with what happened to ``world`` in place of what was expected."""
    parts = re.split(r"(\n{2,})", scenario.strip("\n"))
    return "".join(_replay_block(world, part) for part in parts) + "\n"


def play(block: str) -> World:
    """A world in which the directives of a block were performed."""
    world = World()
    run(world, block)
    return world


def run(world: World, block: str) -> list[str]:
    """Perform the directives of a block. Answers with what happened, a line each."""
    happened: list[str] = []
    for line in _read_lines(block):
        try:
            happened += directives.perform(world, line)
        except NoSuchName as error:
            # Said rather than raised: where the story went another way is best seen in full.
            happened.append(str(error))
        except Exception as error:
            error.add_note(f"in this block of the scenario:\n{block}")
            raise
    return happened


def _replay_block(world: World, block: str) -> str:
    head, separator, _ = f"\n{block}\n".partition(f"\n{SEPARATOR}\n")
    head = head.strip("\n")
    if bool(list(_read_lines(head))) != bool(separator):
        raise ValueError(f"directives and {SEPARATOR} go together; here is only one:\n{head}")
    if not separator:
        return block
    return "\n".join([head, SEPARATOR, *(run(world, head) or ["ok"])])


def _read_lines(head: str) -> Iterator[Line]:
    text = "\n".join(line for line in head.splitlines() if not line.startswith("#"))
    for directive in re.split(r"\n(?! )", text):
        if directive.strip():
            first, _, body = directive.partition("\n")
            yield _read_line(first, body)


def _read_line(line: str, body: str) -> Line:
    json = _JSON.search(line)
    head, _, text = _JSON.sub("", line).partition(": ")
    verb, *parts = shlex.split(head)
    return Line(
        verb=verb,
        words=[part for part in parts if "=" not in part],
        options=dict(part.split("=", 1) for part in parts if "=" in part),
        json=json[0] if json else "",
        text=text,
        body=body,
    )
