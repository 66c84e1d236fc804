"""What cannot work in a workflow's document, or in the expression of a queue."""

from collections.abc import Iterator

from pointsman.core import workflow
from pointsman.core.expression import parse, spell, spell_path
from pointsman.core.finding import Finding
from pointsman.core.lint.expressions import is_always_true, is_never_true, lint_expression
from pointsman.core.lint.facts import Facts
from pointsman.core.lint.keys import lint_keys
from pointsman.core.lint.places import meaning

NO_FACTS = Facts()


def lint_target_workers(text: str, facts: Facts = NO_FACTS) -> tuple[Finding, ...]:
    """Check the expression of a queue, which parses."""
    if not text.strip():
        return (
            Finding(
                "empty-expression",
                "TargetWorkers",
                "an empty expression admits nobody; 1==1 admits everybody",
            ),
        )
    expression = parse(text, "TargetWorkers")
    return tuple(lint_expression(expression, "TargetWorkers", "TargetWorkers", facts))


def lint_configuration(text: str, facts: Facts = NO_FACTS) -> tuple[Finding, ...]:
    """Check a workflow's document. Raises ``errors.Invalid`` when it does not parse."""
    document = workflow.parse(text)
    return (*lint_keys(text), *_lint_document(document, facts))


def _lint_document(document: workflow.Document, facts: Facts) -> Iterator[Finding]:
    for index, filter_ in enumerate(document.filters):
        where = f"filters[{index}]"
        yield from lint_expression(filter_.expression, "filter", f"{where}.expression", facts)
        if (cause := _why_filter_unreachable(document, index)) is not None:
            yield Finding("filter-unreachable", where, cause)
        yield from _lint_targets(filter_, where, facts)
        yield from _lint_end(document, index)
    if document.default is None:
        return
    yield from _lint_target(document.default, "default_filter", facts)
    for index, filter_ in enumerate(document.filters):
        if is_always_true(filter_.expression) and not _reaches_default(filter_):
            yield Finding(
                "default-filter-unreachable",
                "default_filter",
                f"filters[{index}] takes every task that comes so far, and none skips out of it",
            )
            break


def _why_filter_unreachable(document: workflow.Document, index: int) -> str | None:
    expression = document.filters[index].expression
    for earlier, other in enumerate(document.filters[:index]):
        if _passes_on(other):
            continue
        if is_always_true(other.expression):
            return f"filters[{earlier}] takes every task that comes so far, and keeps it"
        if spell(other.expression.node) == spell(expression.node):
            return f"filters[{earlier}] takes the same tasks, and keeps them"
    return None


def _passes_on(filter_: workflow.Filter) -> bool:
    """Whether tasks can leave a filter for the next one: by a time-out or a skip everywhere."""
    return all(_can_leave(target) for target in filter_.targets)


def _reaches_default(filter_: workflow.Filter) -> bool:
    """Whether a task can leave a filter for the default one: the last target has to be skipped."""
    return _passes_on(filter_) and _can_skip(filter_.targets[-1])


def _can_leave(target: workflow.Target) -> bool:
    return target.timeout_s is not None or _can_skip(target)


def _can_skip(target: workflow.Target) -> bool:
    return target.skip_if is not None and not is_never_true(target.skip_if, "skip_if")


def _lint_targets(filter_: workflow.Filter, where: str, facts: Facts) -> Iterator[Finding]:
    kept_by: int | None = None
    for index, target in enumerate(filter_.targets):
        here = f"{where}.targets[{index}]"
        if kept_by is not None:
            yield Finding(
                "target-unreachable",
                here,
                f"targets[{kept_by}] has neither a timeout nor a skip_if, so tasks stay there",
            )
        elif not _can_leave(target):
            kept_by = index
        yield from _lint_target(target, here, facts)


def _lint_target(target: workflow.Target, where: str, facts: Facts) -> Iterator[Finding]:
    if target.expression is not None:
        yield from lint_expression(target.expression, "target", f"{where}.expression", facts)
    if target.skip_if is not None:
        yield from lint_expression(target.skip_if, "skip_if", f"{where}.skip_if", facts)
    for clause in target.order_by.clauses if target.order_by is not None else ():
        path = ("worker", *clause.steps)
        found = meaning(path, "target", facts)
        if found.fault is not None:
            yield Finding(found.fault[0], f"{where}.order_by", found.fault[1])
        elif "number" not in found.kinds:
            yield Finding(
                "no-worker-has",
                f"{where}.order_by",
                f"no worker has a number at {spell_path(path)}, so it orders nobody",
            )


def _lint_end(document: workflow.Document, index: int) -> Iterator[Finding]:
    """Say what becomes of tasks that leave a filter, where that surprises."""
    filter_ = document.filters[index]
    if not _passes_on(filter_):
        return
    where = f"filters[{index}].targets[{len(filter_.targets) - 1}]"
    last = filter_.targets[-1]
    later = document.filters[index + 1 :]
    if (
        last.timeout_s is not None
        and document.default is not None
        and not any(is_always_true(other.expression) for other in later)
    ):
        yield Finding(
            "timeout-cancels",
            where,
            "when this last time-out passes and no later filter matches, the task is canceled:"
            " the default_filter takes only tasks that matched nothing or were skipped",
        )
    if _can_skip(last) and not later and document.default is None:
        yield Finding(
            "skip-cancels",
            where,
            "after this last target there is nothing to skip to: the task is canceled",
        )
