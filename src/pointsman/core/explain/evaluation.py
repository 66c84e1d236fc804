"""What would become of a task: the walk through a workflow, without a task that walks.

The way is the engine's own (``routing.py``); here it is only asked where it leads if nobody takes
the task on the way, and at each step who would.
"""

from typing import Any

import msgspec
from msgspec import UNSET

from pointsman.core import errors, lint, routing, workflow
from pointsman.core.explain import counting, dates, filters, ordering
from pointsman.core.explain.roster import with_roster
from pointsman.core.operations import checks
from pointsman.core.operations.workflows import check_document
from pointsman.core.questions import (
    Ending,
    EvaluatedStep,
    EvaluateWorkflow,
    Evaluation,
    Lint,
    LintWorkflow,
    Named,
)
from pointsman.core.records import Instant, Task, TaskChannel, Workflow
from pointsman.core.routing import Place
from pointsman.core.state import State
from pointsman.core.workflow import Document, Target

STEPS_MAX = 50
"""How many steps are walked: a document may have thousands."""

RANKED_SHOWN = 10

TTL_S = 86_400
"""How long a task waits that does not say how long."""

Judged = dict[tuple[object, ...], dict[str, Any]]
"""What a step asks → what was found of the workers there."""

REFUSED = "no filter matches and there is no default_filter: the task is refused"


def lint_workflow(state: State, question: LintWorkflow, now: Instant) -> Lint:
    if question.configuration is UNSET and question.target_workers is UNSET:
        raise errors.missing("Configuration or TargetWorkers")
    facts = lint.facts_of(state)
    found: list[lint.Finding] = []
    if question.configuration is not UNSET:
        check_document(state, question.configuration)
        found += lint.lint_configuration(question.configuration, facts)
    if question.target_workers is not UNSET:
        found += lint.lint_target_workers(question.target_workers, facts)
    return Lint(warnings=found)


def evaluate_workflow(state: State, question: EvaluateWorkflow, now: Instant) -> Evaluation:
    owner, text = _find_document(state, question)
    channel = checks.check_task_channel(state, question.task_channel)
    start = now if question.at is UNSET else question.at
    document = workflow.parse(text)
    if question.workers is not UNSET:
        state = with_roster(state, question.workers, document.queue_sids, start)
    task = _imagine(state, question, channel, owner, start)
    steps, places, ending = _walk(state, document, task, start)
    last = places[-1] if places else None
    return Evaluation(
        date=dates.date(start),
        summary=_summary(steps, ending),
        workflow=None if owner is None else Named(owner.sid, owner.friendly_name),
        task_channel=channel.unique_name,
        priority=question.priority,
        workers=len(state.workers),
        filters=filters.try_filters(document, question.attributes, start, last),
        steps=steps,
        ending=ending,
        warnings=list(lint.lint_configuration(text, lint.facts_of(state))),
    )


def _find_document(state: State, question: EvaluateWorkflow) -> tuple[Workflow | None, str]:
    sid, given = question.workflow_sid or UNSET, question.configuration
    if given is not UNSET and sid is not UNSET:
        raise errors.invalid("Configuration", "excludes WorkflowSid")
    if given is not UNSET:
        check_document(state, given)
        return None, given
    if sid is UNSET:
        raise errors.missing("WorkflowSid or Configuration")
    stored = state.workflows.get(sid)
    if stored is None:
        raise errors.unknown_reference("WorkflowSid", sid)
    return stored, state.configurations[stored.configuration_sid].text


def _imagine(
    state: State,
    question: EvaluateWorkflow,
    channel: TaskChannel,
    owner: Workflow | None,
    start: Instant,
) -> Task:
    """A task that is in no table."""
    return Task(
        sid="WT" + "0" * 32,
        workspace_sid=state.workspace_sid,
        position=0,
        date_created=start,
        date_updated=start,
        assignment_status="pending",
        attributes=question.attributes,
        priority=question.priority,
        reason=None,
        timeout_s=TTL_S,
        virtual_start_time=start,
        task_channel_sid=channel.sid,
        workflow_sid="" if owner is None else owner.sid,
        task_queue_sid="",
        task_queue_entered_date=start,
        routing_target=None,
        ignore_capacity=False,
        assignment_count=0,
        assigned_date=None,
        ended_date=None,
        configuration_sid=None,
        filter_index=None,
        target_index=0,
        step_clock=start,
        step_deadline=None,
        reentry_configuration_sid=None,
    )


def _walk(
    state: State, document: Document, task: Task, start: Instant
) -> tuple[list[EvaluatedStep], list[Place], str]:
    """Every step, its place, and how it ends if nobody takes the task."""
    steps: list[EvaluatedStep] = []
    places: list[Place] = []
    place = routing.find_place(document, task.attributes, start)
    if place is None:
        return steps, places, REFUSED
    now, step_clock = start, start
    judged: Judged = {}
    while True:
        target = routing.target_at(document, place)
        priority = task.priority if target.priority is None else target.priority
        task = msgspec.structs.replace(task, priority=priority, task_queue_sid=target.queue_sid)
        step = _evaluate_step(state, document, place, task, now, judged)
        deadline = routing.deadline(target, step_clock)
        skips = not step["reserved_first"] and routing.skips_at(state, document, place, now)
        ends, end = _end_of(skips, deadline, task, now)
        places.append(place)
        steps.append(
            EvaluatedStep(
                **step,
                starts_after_s=(now - start) // 1000,
                ends_after_s=(end - start) // 1000,
                ends=ends,
            )
        )
        if ends == "ttl":
            return steps, places, f"the task waits, and is canceled: {routing.TTL_EXCEEDED}"
        onward = routing.next_place(document, place, task.attributes, end, with_default=skips)
        if onward is None:
            reason = routing.SKIPPED if skips else routing.TIMED_OUT
            return steps, places, f"the task is canceled: {reason}"
        if len(steps) == STEPS_MAX:
            return steps, places, f"after {STEPS_MAX} steps the walk is not followed any further"
        place, now = onward, end
        step_clock = step_clock if skips else end


def _end_of(
    skips: bool, deadline: Instant | None, task: Task, now: Instant
) -> tuple[Ending, Instant]:
    """What ends a step that nobody takes the task in, and when."""
    if skips:
        return "skip_if", now
    if deadline is not None and deadline < task.expiry:
        return "timeout", deadline
    return "ttl", task.expiry


def _evaluate_step(
    state: State, document: Document, place: Place, task: Task, now: Instant, judged: Judged
) -> dict[str, Any]:
    """A step, who would be reserved there first, and why the others would not."""
    target = routing.target_at(document, place)
    terms = (task.task_queue_sid, task.priority, target.expression, target.known_worker)
    # Documents may have the same step often, and many workers take long to judge.
    key = (*terms, target.order_by, now if _looks_at_time(target) else None)
    if key not in judged:
        judged[key] = _judge_step(state, task, target, now)
    return {
        **msgspec.structs.asdict(filters.describe_step(state, document, place, task.priority, now)),
        **judged[key],
    }


def _judge_step(state: State, task: Task, target: Target, now: Instant) -> dict[str, Any]:
    queue = state.task_queues[task.task_queue_sid]
    count, first = counting.rank_free(state, task, target, now, RANKED_SHOWN)
    against = counting.count_reasons(state, task, target, now)
    return {
        "reserved_first": [ordering.ranked(state, task, target, worker) for worker in first],
        "reserved_at_once": min(count, queue.max_reserved_workers),
        "available_workers": count,
        "reasons": [count for count in against if count.reason != "nothing"],
    }


def _looks_at_time(target: Target) -> bool:
    paths = () if target.expression is None else target.expression.paths
    return any(path[0] == "taskrouter" or path == ("task", "age") for path in paths)


def _summary(steps: list[EvaluatedStep], ending: str) -> str:
    if not steps:
        return f"{ending[0].upper()}{ending[1:]}."
    way = " → ".join(
        f"{step.task_queue.friendly_name} (from {step.starts_after_s} s)" for step in steps[:10]
    )
    first = next((step for step in steps if step.reserved_first), None)
    who = "Nobody could be reserved on the way"
    if first is not None:
        names = ", ".join(
            str(ranked.worker.friendly_name)
            for ranked in first.reserved_first[: first.reserved_at_once]
        )
        who = f"{names} would be reserved after {first.starts_after_s} s"
    return f"{way}. {who}. If nobody takes it, {ending}."
