"""Answers to questions as text for the terminal: the sentence first, then what it rests on."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from pointsman.api.shapes import Webhook
from pointsman.core.expression import FalsePart
from pointsman.core.lint import Finding
from pointsman.core.questions import (
    EvaluatedStep,
    Evaluation,
    FilterTried,
    Ranked,
    ReasonCount,
    ReservationExplanation,
    Step,
    TaskExplanation,
    Upcoming,
    Verdict,
    WorkerExplanation,
)
from pointsman.tabling import DATE, table


def tell_task(task: TaskExplanation) -> Iterator[str]:
    yield f"{task.task_sid}  {task.assignment_status}"
    yield f"  {task.summary}"
    yield (
        f"  priority {task.priority}, age {task.age_s} s, channel {task.task_channel},"
        f" workflow {task.workflow.friendly_name or task.workflow.sid}"
    )
    yield from _filters(task.filters)
    if task.step is not None:
        yield "Step"
        yield from _step(task.step)
    yield from _next(task.next)
    if task.workers:
        yield "Workers"
        yield from _verdicts(task.workers, [v.worker.friendly_name for v in task.workers])
    elif task.reasons:
        yield "Workers"
        yield from _counts(task.reasons)


def tell_worker(worker: WorkerExplanation) -> Iterator[str]:
    yield f"{worker.worker_sid}  {worker.friendly_name}"
    yield f"  {worker.summary}"
    yield "Channels"
    yield from table(
        (
            channel.task_channel,
            f"{channel.open_reservations}/{channel.configured_capacity}",
            "" if channel.available else "off",
        )
        for channel in worker.channels
    )
    if worker.reservations:
        yield "Reservations"
        yield from table(
            (held.reservation_sid, held.reservation_status, held.task_sid, str(held.task_channel))
            for held in worker.reservations
        )
    yield "Queues"
    for queue in worker.task_queues:
        waiting = f"{queue.waiting} waiting" if queue.waiting else ""
        admitted = "admitted" if queue.admitted else "not admitted"
        yield f"  {admitted:12}  {queue.task_queue.friendly_name}  {waiting}".rstrip()
        yield from _because(queue.because, "      ")
    if worker.tasks:
        yield "Waiting tasks"
        yield from _verdicts(worker.tasks, [str(v.task_sid) for v in worker.tasks])
    elif worker.reasons:
        yield f"Waiting tasks (the oldest {worker.looked_at} of {worker.waiting})"
        yield from _counts(worker.reasons, of_tasks=True)


def tell_reservation(reservation: ReservationExplanation) -> Iterator[str]:
    yield f"{reservation.reservation_sid}  {reservation.reservation_status}"
    yield f"  {reservation.summary}"
    yield f"  task {reservation.task_sid} in {reservation.task_queue.friendly_name}"
    for title, ranked in (("chosen", reservation.chosen), ("next", reservation.runner_up)):
        if ranked is not None:
            yield f"  {title:8}{_ranked(ranked)}"
    yield from _next(reservation.next)


def tell_evaluation(evaluation: Evaluation) -> Iterator[str]:
    yield evaluation.summary
    yield from _filters(evaluation.filters)
    for number, step in enumerate(evaluation.steps, 1):
        yield (
            f"Step {number}, from {step.starts_after_s} s to {step.ends_after_s} s ({step.ends})"
        )
        yield from _step(step)
        yield from _reserved_first(step)
        yield from _counts(step.reasons)
    yield f"Then {evaluation.ending}"
    if evaluation.warnings:
        yield "Warnings"
        yield from (f"  {line}" for line in tell_findings(evaluation.warnings))


def tell_findings(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield f"warning  {finding.where}  {finding.message}  [{finding.code}]"


# --- parts ---


def tell_webhook(webhook: Webhook) -> str:
    """One webhook in one line."""
    sent = dt.datetime.fromtimestamp(webhook.date_created_ms / 1000, dt.UTC)
    took = "" if webhook.duration_ms is None else f"{webhook.duration_ms} ms"
    status = "-" if webhook.response_status is None else str(webhook.response_status)
    about = webhook.event_type or webhook.reservation_sid or ""
    parts = [
        f"{sent:%Y-%m-%d %H:%M:%S}.{sent.microsecond // 1000:03}",
        webhook.sid,
        f"{webhook.kind:10}",
        f"{about:34}",
        f"{status:>3}",
        f"{took:>8}",
        f"{webhook.outcome:10}",
        webhook.request_url,
    ]
    if webhook.attempt > 1:
        parts.append(f"attempt {webhook.attempt}")
    if webhook.error is not None:
        parts.append(f"({webhook.error})")
    return "  ".join(parts)


def _filters(filters: Sequence[FilterTried]) -> Iterator[str]:
    if filters:
        yield "Filters"
    for tried in filters:
        mark = {"true": "yes", "false": "no", "not tried": "-"}[tried.result]
        name = f" ({tried.friendly_name})" if tried.friendly_name else ""
        yield f"  {mark:4}{tried.where}{name}  {tried.expression or ''}".rstrip()
        yield from _because(tried.because, "        ")


def _step(step: Step) -> Iterator[str]:
    terms: list[tuple[str, Any]] = [
        ("queue", step.task_queue.friendly_name),
        ("priority", step.priority),
        ("timeout", None if step.timeout_s is None else f"{step.timeout_s} s"),
        ("expression", step.expression),
        ("order_by", step.order_by),
        ("known worker", step.known_worker),
        ("skip_if", step.skip_if and f"{step.skip_if}  ({_yes(step.skip_if_holds)} now)"),
    ]
    yield f"  {step.where}"
    yield from table((f"  {term}", str(value)) for term, value in terms if value is not None)


def _yes(holds: bool | None) -> str:
    return "true" if holds else "false"


def _next(upcoming: Sequence[Upcoming]) -> Iterator[str]:
    if upcoming:
        yield "Next, unless something changes"
    yield from table(
        (f"in {event.in_s} s", f"{event.date:{DATE}}", event.what) for event in upcoming
    )


def _verdicts(verdicts: Sequence[Verdict], names: Sequence[Any]) -> Iterator[str]:
    widest = max(len(str(name)) for name in names)
    reasons = max(len(verdict.reason) for verdict in verdicts)
    for name, verdict in zip(names, verdicts, strict=True):
        until = f" (until {verdict.until:{DATE}})" if verdict.until else ""
        yield f"  {name!s:{widest}}  {verdict.reason:{reasons}}  {verdict.detail}{until}"
        yield from _because(verdict.because, " " * (widest + 6))


def _counts(counts: Sequence[ReasonCount], *, of_tasks: bool = False) -> Iterator[str]:
    for count in counts:
        examples = ", ".join(
            f"{example.task_sid if of_tasks else example.worker.friendly_name}: {example.detail}"
            for example in count.examples
        )
        yield f"  {count.count:>6}  {count.reason}  ({examples})"


def _because(parts: Sequence[FalsePart], indent: str) -> Iterator[str]:
    for part in parts:
        values = ", ".join(
            f"{path} is {msgspec.json.encode(value).decode()}"
            for path, value in part.values.items()
        )
        yield f"{indent}{part.expression}" + (f"  ({values})" if values else "")


def _reserved_first(step: EvaluatedStep) -> Iterator[str]:
    if not step.reserved_first:
        yield "    nobody could be reserved"
    for number, ranked in enumerate(step.reserved_first):
        title = "reserved" if number < step.reserved_at_once else "then"
        yield f"    {title:9}{_ranked(ranked)}"
    if (more := step.available_workers - len(step.reserved_first)) > 0:
        yield f"    and {more} more"


def _ranked(ranked: Ranked) -> str:
    idle = "never reserved"
    if ranked.idle_since is not None:
        idle = f"reserved last at {ranked.idle_since:{DATE}}"
    wishes = f"{ranked.order_by}, " if ranked.order_by else ""
    return f"{ranked.worker.friendly_name}  ({wishes}{idle})"
