"""Traces: one for each task, which is found again by the task's SID alone."""

import inspect
import re
import sys
from collections import Counter

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from tests.bridge import tokens
from tests.bridge.application import Application

from pointsman import compose, serving, telemetry
from pointsman.config import Config, Misconfigured
from pointsman.core import sids
from pointsman.core.events import Event
from pointsman.runtime.outbound.outgoing import RequestFailed
from pointsman.runtime.traces import Origin, Step
from pointsman.telemetry.tracing import Tracing

CREATE = "POST /v1/Workspaces/{workspace_sid}/Tasks"
UPDATE = "POST /v1/Workspaces/{workspace_sid}/Tasks/{sid}"
ACCEPTING = "POST /v1/Workspaces/{workspace_sid}/Workers/{worker_sid}/Reservations/{sid}"


def trace_of(spans, task) -> list:
    """The spans of a task, the earliest first."""
    trace_id = int(task["sid"][2:], 16)
    found = [span for span in spans.get_finished_spans() if span.context.trace_id == trace_id]
    return sorted(found, key=lambda span: span.start_time)


def names(trace) -> list[str]:
    return [span.name for span in trace]


async def test_the_life_of_a_task_is_one_trace(world, spans, play) -> None:
    """Creation, decision, commit, callback, acceptance and completion, in one trace by its SID."""
    office = await play()
    trace = trace_of(spans, office.task)
    assert sorted(
        [
            CREATE,
            "decide CreateTask",
            "commit",
            "callback assignment",
            "decide FollowInstruction",
            "commit",
            UPDATE,
            "decide UpdateTask",
            "commit",
        ]
    ) == sorted(names(trace))
    by_name = {span.name: span for span in trace}
    first = by_name[CREATE]
    assert first.parent is None
    assert SpanKind.SERVER == first.kind
    assert {first.context.span_id} == {span.parent.span_id for span in trace if span is not first}
    assert (
        first.start_time
        <= by_name["decide CreateTask"].start_time
        <= by_name["decide CreateTask"].end_time
        <= first.end_time
    )
    decided = by_name["decide CreateTask"].attributes
    assert "reservation.created" in decided["pointsman.event_types"]
    accepted = by_name["decide FollowInstruction"].attributes
    assert "reservation.accepted" in accepted["pointsman.event_types"]
    assert decided["pointsman.reservation_sids"] == accepted["pointsman.reservation_sids"]
    assert office.workspace["sid"] == accepted["pointsman.workspace_sid"]


async def test_an_acceptance_by_request_joins_the_trace(world, spans) -> None:
    """Though its address names no task."""
    office = await world.reserved()
    url = office.reservation["links"]["worker"] + f"/Reservations/{office.reservation['sid']}"
    await world.api.update(url, ReservationStatus="accepted")
    trace = trace_of(spans, office.task)
    [accepting] = [span for span in trace if span.name == ACCEPTING]
    assert int(office.task["sid"][18:], 16) == accepting.parent.span_id
    assert "decide UpdateReservation" in names(trace)


async def test_an_acceptance_by_the_worker_sdk_joins_the_trace(world, spans) -> None:
    """Her application's calls are requests like any other."""
    office = await world.reserved()
    await world.store.put_key(tokens.KEY)
    agent = Application(world, office.workspace["sid"], office.worker["sid"])
    url = f"~/Reservations/{office.reservation['sid']}"
    await agent.call("POST", url, ReservationStatus="accepted")
    trace = names(trace_of(spans, office.task))
    assert {"POST /v1/wschannels", "decide UpdateReservation"} <= set(trace)


async def test_a_timeout_joins_the_trace(world, spans) -> None:
    """What nobody has asked for has no request, and is decided and committed."""
    office = await world.reserved()
    await world.advance(3_600)
    ticks = [
        span
        for span in trace_of(spans, office.task)
        if span.name == "decide Tick"
        and "reservation.timeout" in span.attributes["pointsman.event_types"]
    ]
    assert 1 == len(ticks)


async def test_the_application_is_told_of_the_trace(world, spans, play) -> None:
    """The callback carries its own span in ``traceparent``, so that the application goes on."""
    office = await play()
    [told] = world.sender.traceparents
    matched = re.fullmatch("00-([0-9a-f]{32})-([0-9a-f]{16})-01", told)
    assert matched is not None
    [callback] = [
        span for span in trace_of(spans, office.task) if span.name == "callback assignment"
    ]
    assert office.task["sid"][2:] == matched[1]
    assert callback.context.span_id == int(matched[2], 16)
    assert SpanKind.CLIENT == callback.kind


async def test_the_clients_own_trace_is_linked(world, spans, play) -> None:
    """The task's trace has its own identifier; the client's span is told beside it."""
    trace_id, span_id = "ab" * 16, "cd" * 8
    office = await play(traceparent=f"00-{trace_id}-{span_id}-01")
    trace = trace_of(spans, office.task)
    [link] = next(span for span in trace if span.name == CREATE).links
    assert (int(trace_id, 16), int(span_id, 16)) == (link.context.trace_id, link.context.span_id)


async def test_a_traceparent_that_is_none(world, spans, play) -> None:
    """Nonsense in the header is nobody's span."""
    office = await play(traceparent="nonsense")
    [first] = [span for span in trace_of(spans, office.task) if span.name == CREATE]
    assert 0 == len(first.links)


async def test_spans_hold_no_attributes(world, spans, play) -> None:
    """What customers said is not told, by whatever way."""
    await play()
    assert spans.get_finished_spans()
    assert "Ms Secret" not in str([span.to_json() for span in spans.get_finished_spans()])


async def test_a_callback_that_fails_is_marked(world, spans) -> None:
    """The span of it is an error, and the task's trace goes on."""
    world.sender.answer = RequestFailed("the answer was 500")
    office = await world.office()
    await world.api.update(office.workflow["url"], AssignmentCallbackUrl="http://application.test/")
    task = await world.api.create(office.links["tasks"])
    await world.eventually(lambda: "reservation.canceled" in world.event_types)
    trace = trace_of(spans, task)
    failed = next(span for span in trace if span.name == "callback assignment")
    assert StatusCode.ERROR == failed.status.status_code
    assert "decide FailCallback" in names(trace)


async def test_requests_about_no_task_have_no_trace(world, spans) -> None:
    """A trace is a task's."""
    await world.office()
    await world.api.ask("GET", "/Workspaces")
    assert () == spans.get_finished_spans()


async def test_a_refused_request_leaves_no_trace(world, spans, play) -> None:
    """Nothing came of it, so nothing is told."""
    office = await play()
    spans.clear()
    await world.api.refuse(400, "POST", office.task["url"], {"AssignmentStatus": "wrong"})
    assert () == spans.get_finished_spans()


def test_a_share_of_the_traces(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept by chance is kept whole: the chance is the task's."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "traceidratio")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
    spans = InMemorySpanExporter()
    tracing = Tracing(SimpleSpanProcessor(spans))
    for number in range(40):
        origin = Origin(0.0, None)
        event = Event(
            sid="EV" + "0" * 32,
            workspace_sid="WS" + "0" * 32,
            position=1,
            event_type="task.created",
            event_date=0,
            description="",
            resource_type="task",
            resource_sid="",
            data={"task_sid": sids.mint(sids.TASK, b"seed", number)},
        )
        tracing.tell_commit([Step("CreateTask", origin, 1, 0.0, 0.1)], [event], 0.2)
        tracing.end_request(origin, "POST", "/", 201)
    counts = Counter(span.context.trace_id for span in spans.get_finished_spans())
    assert 0 < len(counts) < 40
    assert {3} == set(counts.values())


def test_the_extra_is_missing(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants traces and has not installed them is told how."""
    monkeypatch.setitem(sys.modules, "pointsman.telemetry.tracing", None)
    monkeypatch.delattr(telemetry, "tracing", raising=False)
    settings = inspect.signature(serving.serve).parameters
    seconds = ("task_retention", "assigned_limit", "event_retry_limit", "disconnect_grace")
    config = Config(
        **{f"{n}_s" if n in seconds else n: value.default for n, value in settings.items()}
        | {"data_dir": tmp_path, "port": 0, "otlp_endpoint": "http://127.0.0.1:9"}
    )
    with pytest.raises(Misconfigured, match=r"pip install 'pointsman\[otel\]'"):
        compose.run(config, lambda started: None)
