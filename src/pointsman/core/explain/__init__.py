"""Why: for a task, a worker, a reservation, or a workflow that is only thought of.

Everything here reads the state and changes nothing. What the engine decides it decides elsewhere;
here the same rules are asked one by one, and the first that says no is named.
"""

from pointsman.core.explain.choosing import note_choices, note_transfer
from pointsman.core.explain.evaluation import evaluate_workflow, lint_workflow
from pointsman.core.explain.reservations import explain_reservation
from pointsman.core.explain.tasks import explain_task
from pointsman.core.explain.workers import explain_worker

__all__ = [
    "evaluate_workflow",
    "explain_reservation",
    "explain_task",
    "explain_worker",
    "lint_workflow",
    "note_choices",
    "note_transfer",
]
