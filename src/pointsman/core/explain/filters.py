"""How the filters of a workflow turned out for a task, and what its targets say."""

from pointsman.core import routing, workflow
from pointsman.core.expression import spell_path, why_false
from pointsman.core.questions import FilterTried, Named, Step
from pointsman.core.records import Attributes, Instant
from pointsman.core.routing import Place
from pointsman.core.state import State
from pointsman.core.workflow import Document, Target


def try_filters(
    document: Document, attributes: Attributes, now: Instant, last: Place | None
) -> list[FilterTried]:
    """Every filter from the top, tried up to that of ``last``; all of them if that is None."""
    scope = routing.scope_of_task(attributes, now)
    end = len(document.filters) if last is None or last.filter_index is None else last.filter_index
    tried = []
    for index, filter_ in enumerate(document.filters):
        because = why_false(filter_.expression, scope) if index <= end else []
        tried.append(
            FilterTried(
                where=f"filters[{index}]",
                friendly_name=filter_.friendly_name,
                expression=filter_.expression.text,
                result="not tried" if index > end else "false" if because else "true",
                because=because,
            )
        )
    if document.default is not None:
        is_used = last is not None and last.filter_index is None
        tried.append(
            FilterTried(
                where="default_filter",
                friendly_name=None,
                expression=None,
                result="true" if is_used else "not tried",
                because=[],
            )
        )
    return tried


def name_place(place: Place) -> str:
    """Where a target is in its document."""
    if place.filter_index is None:
        return "default_filter"
    return f"filters[{place.filter_index}].targets[{place.target_index}]"


def describe_step(
    state: State, document: Document, place: Place, priority: int, now: Instant
) -> Step:
    """A target and its terms."""
    target = routing.target_at(document, place)
    queue = state.task_queues[target.queue_sid]
    holds = None
    if target.skip_if is not None:
        holds = routing.skips_at(state, document, place, now)
    return Step(
        where=name_place(place),
        filter_friendly_name=(
            None
            if place.filter_index is None
            else document.filters[place.filter_index].friendly_name
        ),
        task_queue=Named(queue.sid, queue.friendly_name),
        priority=priority,
        expression=None if target.expression is None else target.expression.text,
        order_by=None if target.order_by is None else target.order_by.text,
        known_worker=_known_worker(target),
        skip_if=None if target.skip_if is None else target.skip_if.text,
        skip_if_holds=holds,
        timeout_s=target.timeout_s,
    )


def _known_worker(target: Target) -> str | None:
    known: workflow.KnownWorker | None = target.known_worker
    if known is None:
        return None
    from_task = spell_path(("task", *(known.path or ())))
    return f"known_worker_{known.field}: {known.literal or from_task}"
