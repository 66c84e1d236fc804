"""Find runs that show what is worth keeping, shorten them, and record what comes of them.

``python -m journals.record`` looks for every feature that has no journal and records it;
``python -m journals.record FEATURE …`` looks for those anew, ``--all`` for all of them. The
outcomes alone are recorded anew by ``POINTSMAN_REWRITE=1 pytest tests/journals``.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from journals.features import FEATURES, Steps
from simulation import journal as journals
from simulation.journal import Journal, Line, Names
from simulation.minimise import shrink
from simulation.run import Run
from simulation.step import Step
from simulation.trial import Trial

from pointsman.core import instructions
from pointsman.core.errors import Refusal
from pointsman.core.events import Event

HERE = Path(__file__).parent
SEEDS = range(100_000, 101_000)
"""Where to look: seeds that no test runs."""
CANDIDATES = 2
"""How many runs that show a feature are shortened; the shortest is kept."""
SECONDS = 10
"""How long to shorten each."""

_NUMBER = re.compile(r"\b([A-Z]{2}-)([0-9]+)")


def path_of(feature: str) -> Path:
    return HERE / f"{feature}.jsonl"


def play(journal: Journal) -> tuple[Trial, Steps]:
    """Live through a journal under every check, and keep every step."""
    trial = Trial(journal.header)
    steps: Steps = [(line, trial.perform(line)) for line in journal.lines]
    trial.end_loss()
    return trial, steps


# --- outcomes ---


def outcomes(journal: Journal) -> Journal:
    """The same journal with what comes of each line."""
    trial, steps = play(journal)
    trial.finish()
    told = [
        msgspec.structs.replace(line, outcome=_tell(step, trial.names) if step else None)
        for line, step in steps
    ]
    return Journal(journal.header, told)


def _tell(step: Step, names: Names) -> list[str]:
    if isinstance(step.answer, Refusal):
        lines = [f"{step.answer.status} {step.answer.code} {step.answer}"]
    elif isinstance(step.answer, instructions.Outcome):
        lines = [f"followed={step.answer.followed} {step.answer.message}".strip()]
    else:
        lines = []
    return [names.name(line) for line in [*lines, *map(_tell_event, step.events)]]


def _tell_event(event: Event) -> str:
    """An event, its resource, and what a listener wants to know of that."""
    data, shown = event.data, [event.event_type, event.resource_sid]
    if event.resource_type == "reservation":
        shown += [data["task_sid"], data["worker_sid"]]
    elif event.resource_type == "task":
        shown += [data.get("task_queue_sid", "-"), f"priority={data['task_priority']}"]
        shown += [f"({data['reason']})"] if "reason" in data else []
    elif event.resource_type == "worker":
        shown += [data["worker_activity_name"]]
    return " ".join(shown)


# --- finding ---


def find(wanted: Iterable[str]) -> Iterator[tuple[str, Journal]]:
    """For each feature the shortest journal found that shows it, in every seed's turn."""
    found: dict[str, list[Journal]] = {feature: [] for feature in wanted}
    for seed in SEEDS:
        if not found:
            break
        run = Run(seed)
        run.live()
        _, steps = play(run.journal)
        for feature in [name for name in found if FEATURES[name].shows(steps)]:
            found[feature].append(_shorten(run.journal, feature))
            if len(found[feature]) == CANDIDATES:
                yield feature, _shortest(found.pop(feature))
    yield from ((feature, _shortest(kept)) for feature, kept in found.items() if kept)


def _shortest(kept: list[Journal]) -> Journal:
    return min(kept, key=lambda journal: len(journals.encode(journal)))


def _shorten(journal: Journal, feature: str) -> Journal:
    def still_shows(story: list[Line]) -> bool:
        try:
            trial, steps = play(Journal(journal.header, story))
            trial.finish()
        except Exception:
            # Without the line that is left out something else is wrong: it has to stay.
            return False
        return FEATURES[feature].shows(steps)

    about = " ".join(FEATURES[feature].about.split())
    header = msgspec.structs.replace(journal.header, about=about)
    return Journal(header, _renumber(shrink(journal.lines, still_shows, SECONDS)))


def _renumber(story: list[Line]) -> list[Line]:
    """Number the lines from 1 on; a name whose line is gone becomes one of line 0."""
    place = {line.line: number for number, line in enumerate(story, 1)}

    def rename(found: re.Match[str]) -> str:
        return f"{found[1]}{place.get(int(found[2]), 0)}"

    renamed = []
    for line in story:
        text = _NUMBER.sub(rename, msgspec.json.encode(line.given).decode())
        given = msgspec.json.decode(text)
        renamed.append(msgspec.structs.replace(line, line=place[line.line], given=given))
    return renamed


def main(arguments: list[str]) -> None:
    wanted = arguments or [name for name in FEATURES if not path_of(name).exists()]
    if "--all" in wanted:
        wanted = list(FEATURES)
    missing = set(wanted)
    for feature, journal in find(wanted):
        missing.discard(feature)
        journals.write(path_of(feature), outcomes(journal))
        sys.stdout.write(f"{feature}: {len(journal.lines)} lines\n")
        sys.stdout.flush()
    for feature in sorted(missing):
        sys.stdout.write(f"{feature}: no seed shows it\n")


if __name__ == "__main__":
    main(sys.argv[1:])
