"""From a long story that fails to the shortest one found that fails in the same way.

The same way is: the check of the same name does not hold, or the same kind of error comes out of
the same function.
"""

import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from simulation import journal as journals
from simulation.journal import Journal, Line
from simulation.step import Violated
from simulation.story import tell as tell_line
from simulation.trial import Trial

SECONDS = 60
"""How long to look for something shorter."""

Story = list[Line]


def fault_of(error: BaseException) -> str:
    """The name of what failed."""
    if isinstance(error, Violated):
        return error.name
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {frames[-1].name}"


def fault(journal: Journal) -> tuple[str | None, Trial]:
    """What fails when a journal is replayed, None if nothing does."""
    trial = Trial(journal.header)
    try:
        trial.live_through(journal)
    except Exception as error:
        return fault_of(error), trial
    return None, trial


def shrink(
    story: Sequence[Line], still: Callable[[Story], bool], seconds: float = SECONDS
) -> Story:
    """The shortest story found for which ``still`` holds, as it does for ``story``.

    Chunks are left out, the large ones first, until no single line can be. Then what is left
    happens without commits and restarts where those do not matter.
    """
    end = time.monotonic() + seconds
    best = list(story)
    size = max(1, len(best) // 2)
    while time.monotonic() < end:
        shorter = _without_chunks(best, size, still, end)
        is_done = size == 1 and len(shorter) == len(best)
        best = shorter
        if is_done:
            break
        size = max(1, size // 2)
    for place, line in enumerate(best):
        if line.fate != "kept" and time.monotonic() < end:
            plainer = Line(
                line=line.line, at=line.at, seed=line.seed, command=line.command, given=line.given
            )
            tried = [*best[:place], plainer, *best[place + 1 :]]
            best = tried if still(tried) else best
    return best


def _without_chunks(best: Story, size: int, still: Callable[[Story], bool], end: float) -> Story:
    place = len(best) - size
    while place > -size and time.monotonic() < end:
        tried = best[: max(0, place)] + best[max(0, place + size) :]
        if len(tried) < len(best) and still(tried):
            best = tried
        place -= size
    return best


def minimise(journal: Journal, name: str, seconds: float = SECONDS) -> Journal:
    """The shortest journal found in which the same thing fails."""

    def still_fails(story: Story) -> bool:
        return fault(Journal(journal.header, story))[0] == name

    assert still_fails(journal.lines), f"the replay of the journal does not show {name!r} again"
    return Journal(journal.header, shrink(journal.lines, still_fails, seconds))


def tell(journal: Journal) -> list[str]:
    """The story of a minimal journal, and how to replay it."""
    _, trial = fault(journal)
    path = path_of(journal.header.seed)
    journals.write(path, journal)
    return [
        f"  the fewest commands found that fail so, {len(journal.lines)} of them:",
        *(f"    {tell_line(told)}" for told in trial.told),
        f"  replay them: PYTHONPATH=tests .venv/bin/python -m simulation.replay {path}",
    ]


def path_of(seed: int) -> Path:
    """Where the minimal journal of a seed is written."""
    return Path(tempfile.gettempdir()) / f"pointsman-seed-{seed}.jsonl"
