"""One run: a random workspace and what is asked of it, drawn from a seed, as a trial and a journal.

``python -m simulation.run SEED …`` prints what each run comes to.
"""

import hashlib
import sys
from random import Random

from simulation import follies, minimise, world
from simulation.actions import Crowd
from simulation.journal import Fate, Header, Journal, Line
from simulation.story import tell
from simulation.trial import Trial

from pointsman.core import commands, engine
from pointsman.core.commands import Command
from pointsman.runtime.clock import START

TURNS = 85
"""How many commands follow upon the building of the workspace."""
LATENESS = 0.08
"""How often a command overtakes the Tick that is due."""
FOLLY = 0.09
"""How often a command is malformed."""
LOSS = 0.025
"""How often a batch is lost because its commit fails."""
STORY = 12
"""How many of the last commands a failure shows that is not minimised."""

MINUTE, HOUR, DAY = 60, 3_600, 86_400
JUMPS_S = (MINUTE, 7 * MINUTE, HOUR, 11 * HOUR, DAY, 5 * DAY, 21 * DAY)


class Failed(AssertionError):
    """A run went wrong; the message says which, where, and how to see it again."""


class Run:
    """The life of one workspace."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._rng = Random(seed)
        self._fates = Random(f"fates of {seed}")
        self._pace = self._rng.choice([0.0, 0.08, 0.2, 0.45])
        header = Header(
            seed=seed,
            start=START + self._rng.randrange(7 * DAY) * 1_000,
            rules=world.draw_rules(self._rng),
        )
        self.trial = Trial(header)
        self.journal = Journal(header, [])
        self._now = header.start
        self._again: list[Command] = []
        """What was lost and is asked once more."""
        self._crowd = Crowd(self._rng)

    def play(self, patience_s: float = 0) -> str:
        """Live from the first command to the last deadline; answer what it comes to.

        A failure is told in few commands, if they are found before the patience is over.
        """
        try:
            self.live()
        except Exception as error:
            raise Failed(self._tell_failure(error, patience_s)) from error
        return self.trial.digest()

    def live(self) -> None:
        """Ask everything there is to ask, then wait for all of it to end."""
        for command in world.build(self._rng, self.trial.state):
            self._ask(command)
        for _ in range(TURNS):
            self._turn()
        if self._rng.random() < 0.03:
            self._ask(commands.DeleteWorkspace())
            self._ask(commands.CreateTask())
        self.trial.finish()

    # --- what happens ---

    def _turn(self) -> None:
        """Let time pass, or not, then let somebody ask for something."""
        self._pass_time()
        if self._rng.random() < LOSS:
            self._lose_a_batch()
        while self.trial.is_due(self._now) and self._rng.random() > LATENESS:
            self._ask(commands.Tick())
        self._ask(self._again.pop() if self._again else self._draw())

    def _draw(self) -> Command:
        command = self._crowd.ask(self.trial.state)
        if self._rng.random() < FOLLY:
            return follies.spoil(self._rng, self.trial.state, command)
        return command

    def _pass_time(self) -> None:
        deadline = engine.next_deadline(self.trial.state)
        to_deadline = 0 if deadline is None else max(0, deadline - self._now)
        if self._rng.random() < self._pace:
            self._now += self._rng.choice(
                [1, 400, 2_000, 9_000, to_deadline, to_deadline, max(0, to_deadline - 1), 45_000]
            )
        elif self._rng.random() < 0.012:
            self._now += self._rng.choice(JUMPS_S) * 1_000

    def _lose_a_batch(self) -> None:
        """Some ask at once, and the commit fails; some of them try again."""
        batch = [self._draw() for _ in range(self._rng.randint(1, 3))]
        if self._rng.random() < 0.1:
            batch.append(commands.DeleteWorkspace())
        for command in batch:
            self._ask(command, "lost")
        self.trial.end_loss()
        self._now = max(self._now, self.trial.floor)
        self._again = batch[:1] if self._rng.random() < 0.5 else []

    # --- one line ---

    def _ask(self, command: Command, fate: Fate | None = None) -> None:
        number = len(self.journal.lines) + 1
        text = f"{self.seed}/{number}"
        self._now = max(self._now, self.trial.floor)
        line = Line(
            line=number,
            at=self._now - self.trial.header.start,
            seed=hashlib.blake2b(text.encode(), digest_size=8).hexdigest(),
            command=type(command).__name__,
            given=self.trial.names.describe(command),
            fate=fate or self._draw_fate(),
        )
        self.journal.lines.append(line)
        self.trial.perform(line)
        self._now = max(self._now, self.trial.floor)

    def _draw_fate(self) -> Fate:
        if self._fates.random() < 0.6:
            return "kept"
        return "stored" if self._fates.random() < 0.87 else "restarted"

    # --- failing ---

    def _tell_failure(self, error: Exception, patience_s: float) -> str:
        steps = len(self.trial.told)
        told = [f"seed {self.seed}, step {steps}: {type(error).__name__}: {error}"]
        if patience_s > 0:
            name = minimise.fault_of(error)
            told += minimise.tell(minimise.minimise(self.journal, name, patience_s))
        else:
            told += ["  the last commands:", *(f"    {tell(t)}" for t in self.trial.told[-STORY:])]
        told.append(f"  the whole story: make sim SEED={self.seed}")
        return "\n".join(told)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        sys.stdout.write(f"{argument} {Run(int(argument)).play()}\n")
