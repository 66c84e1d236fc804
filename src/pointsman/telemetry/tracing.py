"""Traces by OpenTelemetry: one for each task, from the request that creates it to its end.

Nothing of them is stored with the task. The trace's identifier is the task's SID without its
letters, and so is that of its first span; every part finds its trace, also after a restart. Spans
tell what happened by SIDs and by names of the protocol, and never what is in attributes.

The only file that knows OpenTelemetry, which is an extra: whoever imports it must have that.
"""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, SERVICE_VERSION, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.trace import Link, NonRecordingSpan, Span, SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.trace.status import StatusCode
from opentelemetry.util.types import AnyValue

from pointsman import __version__
from pointsman.core import sids
from pointsman.core.events import Event
from pointsman.core.webhooks import Webhook
from pointsman.runtime.traces import Origin, Step

TASKS_SHOWN = 50
"""In how many tasks' traces one step, or one request, is shown: a worker may free hundreds."""

EXPORT_WITHIN_S = 5.0
"""How long the collector may take for what is sent at once."""

_LOW_HALF = (1 << 64) - 1
_TRACE_CONTEXT = TraceContextTextMapPropagator()


class _Identifiers(IdGenerator):
    """By chance, but for the span that begins a trace: its are given."""

    def __init__(self) -> None:
        self._chance = RandomIdGenerator()
        self.given: SpanContext | None = None

    def generate_trace_id(self) -> int:
        return self._chance.generate_trace_id() if self.given is None else self.given.trace_id

    def generate_span_id(self) -> int:
        return self._chance.generate_span_id() if self.given is None else self.given.span_id


class _Sending:
    """A span of something on its way to the outside."""

    def __init__(self, span: Span) -> None:
        self._span = span
        carrier: dict[str, str] = {}
        _TRACE_CONTEXT.inject(carrier, trace.set_span_in_context(span, Context()))
        self.traceparent = carrier["traceparent"]

    def end(self, webhook: Webhook | None) -> None:
        if webhook is not None and webhook.status is not None:
            self._span.set_attribute("http.response.status_code", webhook.status)
        if webhook is None or webhook.outcome != "delivered":
            self._span.set_status(StatusCode.ERROR)
        self._span.end()


class Tracing:
    """Writes spans. It is the ``Traces`` of a server."""

    def __init__(self, processor: SpanProcessor) -> None:
        """``processor`` takes the spans that are over."""
        self._identifiers = _Identifiers()
        self._provider = TracerProvider(
            resource=Resource.create({SERVICE_NAME: "pointsman", SERVICE_VERSION: __version__}),
            id_generator=self._identifiers,
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("pointsman", __version__)

    def close(self) -> None:
        """Hand over what is left. It may take a while."""
        self._provider.shutdown()

    def end_request(self, origin: Origin, method: str, route: str, status: int) -> None:
        attributes: dict[str, AnyValue] = {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status,
        }
        ended_s = time.perf_counter()
        for task_sid, is_its_beginning in origin.tasks.items():
            if is_its_beginning:
                self._identifiers.given = _first_span_of(task_sid)
            span = self._tracer.start_span(
                f"{method} {route}",
                Context() if is_its_beginning else _in_trace_of(task_sid),
                SpanKind.SERVER,
                {**attributes, "pointsman.task_sid": task_sid},
                _links(origin),
                _nanoseconds(origin.begun_s),
            )
            self._identifiers.given = None
            if status >= 500:
                span.set_status(StatusCode.ERROR)
            span.end(_nanoseconds(ended_s))

    def tell_commit(self, steps: Sequence[Step], events: Sequence[Event], begun_s: float) -> None:
        committed_s = time.perf_counter()
        told = 0
        for step in steps:
            end = bisect_right(events, step.position, told, key=lambda event: event.position)
            by_task: defaultdict[str, list[Event]] = defaultdict(list)
            for event in events[told:end]:
                if (task_sid := event.data.get("task_sid")) is not None:
                    by_task[task_sid].append(event)
            told = end
            for task_sid, of_task in islice(by_task.items(), TASKS_SHOWN):
                name = f"decide {step.command}"
                self._tell(name, task_sid, of_task, step.begun_s, step.ended_s)
                self._tell("commit", task_sid, of_task, begun_s, committed_s)
                if step.origin is not None and len(step.origin.tasks) < TASKS_SHOWN:
                    is_created = any(event.event_type == "task.created" for event in of_task)
                    step.origin.tasks.setdefault(task_sid, is_created)

    def begin_sending(self, webhook: Webhook, task_sid: str) -> _Sending:
        attributes: dict[str, AnyValue] = {
            "pointsman.workspace_sid": webhook.workspace_sid,
            "pointsman.task_sid": task_sid,
            "pointsman.attempt": webhook.attempt,
        }
        if webhook.reservation_sid is not None:
            attributes["pointsman.reservation_sid"] = webhook.reservation_sid
        if webhook.event_type is not None:
            attributes["pointsman.event_type"] = webhook.event_type
        name = f"callback {webhook.kind}"
        parent = _in_trace_of(task_sid)
        return _Sending(self._tracer.start_span(name, parent, SpanKind.CLIENT, attributes))

    def _tell(
        self, name: str, task_sid: str, events: Sequence[Event], begun_s: float, ended_s: float
    ) -> None:
        """A span inside the server, of what caused the events of a task."""
        reservation_sids = [event.data.get("reservation_sid") for event in events]
        attributes = {
            "pointsman.workspace_sid": events[0].workspace_sid,
            "pointsman.task_sid": task_sid,
            "pointsman.event_types": [event.event_type for event in events],
            "pointsman.reservation_sids": [
                sid for sid in dict.fromkeys(reservation_sids) if sid is not None
            ],
        }
        self._tracer.start_span(
            name,
            _in_trace_of(task_sid),
            SpanKind.INTERNAL,
            attributes,
            start_time=_nanoseconds(begun_s),
        ).end(_nanoseconds(ended_s))


def exporting(endpoint: str) -> Tracing:
    """Traces that are sent to a collector, off the event loop, by OTLP over HTTP."""
    exporter = OTLPSpanExporter(f"{endpoint}/v1/traces", timeout=EXPORT_WITHIN_S)
    return Tracing(BatchSpanProcessor(exporter))


def _first_span_of(task_sid: str) -> SpanContext:
    trace_id = int(task_sid.removeprefix(sids.TASK), 16)
    # Nothing but zeros names no span.
    span_id = trace_id & _LOW_HALF or 1
    return SpanContext(
        trace_id, span_id, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)
    )


def _in_trace_of(task_sid: str) -> Context:
    return trace.set_span_in_context(NonRecordingSpan(_first_span_of(task_sid)), Context())


def _links(origin: Origin) -> list[Link]:
    """To the client's span, if it told of one: its trace is another one than the task's."""
    if origin.traceparent is None:
        return []
    context = _TRACE_CONTEXT.extract({"traceparent": origin.traceparent}, Context())
    client = trace.get_current_span(context).get_span_context()
    return [Link(client)] if client.is_valid else []


def _nanoseconds(moment_s: float) -> int:
    """When that was, as the world counts it: spans are about real time, whatever the Clock says."""
    ago_s = time.perf_counter() - moment_s
    return time.time_ns() - round(ago_s * 1e9)  # noqa: TID251
