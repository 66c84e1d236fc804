"""Asking the engine about the world of a scenario."""

from typing import Any

import pytest
from scenarios import runner
from scenarios.world import World

from pointsman.core import engine, errors, questions

_KINDS = {
    "WT": questions.ExplainTask,
    "WK": questions.ExplainWorker,
    "WR": questions.ExplainReservation,
}


class Asked:
    """A world in which some directives were performed, and the answers about it."""

    def __init__(self, block: str) -> None:
        self.world: World = runner.play(block)

    def go_on(self, block: str) -> None:
        runner.run(self.world, block)

    def explain(self, name: str) -> Any:
        sid = self.world.names.get(name)
        return self.ask(_KINDS[sid[:2]](sid=sid))

    def ask(self, question: questions.Question) -> Any:
        answer = engine.ask(self.world.state, question, self.world.clock.now())
        if isinstance(answer, errors.Refusal):
            raise answer
        return answer

    def reasons(self, name: str) -> dict[str, str]:
        """Worker → why she is not reserved for a task."""
        workers = self.explain(name).workers
        return {verdict.worker.friendly_name: verdict.reason for verdict in workers}


@pytest.fixture
def asked():
    """Perform directives in a new world, to ask about it."""
    return Asked
