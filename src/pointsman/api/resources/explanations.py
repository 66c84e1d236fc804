"""``…/Explain`` and what else is asked of a workspace's live state: ours, not TaskRouter's."""

from msgspec import UNSET

from pointsman.api import roles
from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.core import questions


async def explain_task(call: Call) -> Answered[questions.TaskExplanation]:
    """Why a task is where it is, and what happens next."""
    return await call.ask(questions.ExplainTask(sid=call.path["sid"]))


async def explain_worker(call: Call) -> Answered[questions.WorkerExplanation]:
    """Why a worker has no task, or no more of them."""
    return await call.ask(questions.ExplainWorker(sid=call.path["sid"]))


async def explain_reservation(call: Call) -> Answered[questions.ReservationExplanation]:
    """Why this worker was chosen, and who was next."""
    return await call.ask(
        questions.ExplainReservation(
            sid=call.path["sid"],
            task_sid=call.path.get("task_sid"),
            worker_sid=call.path.get("worker_sid"),
        )
    )


async def evaluate(
    call: Call, question: questions.EvaluateWorkflow
) -> Answered[questions.Evaluation]:
    """What would become of such a task. It creates nothing."""
    if question.configuration is not UNSET or question.workers is not UNSET:
        roles.check_own_document(call.caller.role)
    return await call.ask(question)


async def lint(call: Call, question: questions.LintWorkflow) -> Answered[questions.Lint]:
    """What in a workflow or in a queue's expression cannot work. It creates nothing."""
    return await call.ask(question)
