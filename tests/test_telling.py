"""Answers as text: what only large workspaces show."""

from scenarios import runner

from pointsman import telling
from pointsman.core import engine, questions
from pointsman.core.explain import counting

OFFICE = """
workspace multi=true
worker Alice Offline
worker Bob Offline
queue Q
workflow W
  {"task_routing": {"default_filter": {"queue": "Q", "order_by": "worker.level"}}}
task
task
"""


def tell(question, name: str) -> str:
    world = runner.play(OFFICE)
    asked = question(sid=world.names.get(name))
    answer = engine.ask(world.state, asked, world.clock.now())
    tellers = {
        questions.ExplainTask: telling.tell_task,
        questions.ExplainWorker: telling.tell_worker,
    }
    return "\n".join(tellers[question](answer))


def test_counts_of_workers(monkeypatch) -> None:
    """Workers who are not listed are counted, with examples."""
    monkeypatch.setattr(counting, "ALL_SHOWN", 1)
    said = tell(questions.ExplainTask, "T1")
    counts = "(Alice: the worker is Offline, Bob: the worker is Offline)"
    assert f"       2  activity is unavailable  {counts}" == said.splitlines()[-1]


def test_counts_of_tasks(monkeypatch) -> None:
    """So are tasks, and it is said how many were looked at."""
    monkeypatch.setattr(counting, "ALL_SHOWN", 1)
    monkeypatch.setattr(counting, "LOOKED_AT", 1)
    said = tell(questions.ExplainWorker, "Alice").splitlines()
    assert "Waiting tasks (the oldest 1 of 2)" == said[-2]
    assert said[-1].startswith("       1  activity is unavailable  (WT")


def test_a_worker_who_has_nothing_to_show() -> None:
    """What is empty has no heading."""
    said = tell(questions.ExplainWorker, "Alice")
    assert "Reservations" not in said
    assert "Channels" in said
