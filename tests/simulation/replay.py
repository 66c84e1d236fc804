"""Tell a whole story, with every check after every step.

``python -m simulation.replay FILE`` replays a journal, ``python -m simulation.replay SEED`` a run.
"""

import sys
from pathlib import Path

from simulation import journal as journals
from simulation.run import Run
from simulation.story import tell
from simulation.trial import Trial


def main(argument: str) -> int:
    """Tell the story of a journal or a seed; answer 1 if a check fails."""
    outcome, failed = "every check held", 0
    run = Run(int(argument)) if argument.isdigit() else None
    journal = run.journal if run else journals.read(Path(argument))
    trial = run.trial if run else Trial(journal.header)
    try:
        if run:
            run.live()
        else:
            trial.live_through(journal)
    except Exception as error:
        outcome, failed = f"{type(error).__name__}: {error}", 1
    story = [*map(tell, trial.told), outcome]
    sys.stdout.write("\n".join(story) + "\n")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
