"""The figures that are kept: what moves them, and what bounds them."""

import asyncio

import pytest

from pointsman.core.events import Event
from pointsman.runtime.outbound.outgoing import RequestFailed
from pointsman.telemetry import metrics
from pointsman.telemetry.metrics import OTHER, Metrics


async def test_a_played_task_moves_the_figures(world, read, play) -> None:
    """Requests, steps, commits, what became of task and reservation, and the callback."""
    office = await play()
    figures = await read()
    workspace_sid = office.workspace["sid"]
    created = {"method": "POST", "route": "/v1/Workspaces/{workspace_sid}/Tasks"}
    assert 1 == figures.of("pointsman_requests_total", **created, status="2xx")
    assert 1 == figures.of("pointsman_request_seconds_count", **created)
    assert 1 == figures.of("pointsman_engine_step_seconds_count", command="FollowInstruction")
    assert 1 == figures.of("pointsman_engine_step_seconds_count", command="CreateTask")
    commits = figures.of("pointsman_commits_total", workspace_sid=workspace_sid, outcome="stored")
    assert commits == figures.of("pointsman_commit_seconds_count") > 5
    assert commits == figures.of("pointsman_commit_commands_count")
    assert commits <= figures.of("pointsman_commit_commands_sum")
    for event in ("created", "accepted", "completed"):
        of = {"workspace_sid": workspace_sid, "event": event}
        assert 1 == figures.of("pointsman_reservations_total", **of)
    for event in ("created", "completed"):
        of = {"workspace_sid": workspace_sid, "event": event}
        assert 1 == figures.of("pointsman_tasks_total", **of)
    delivered = {"kind": "assignment", "outcome": "delivered"}
    assert 1 == figures.of("pointsman_callbacks_total", **delivered)
    assert 1 == figures.of("pointsman_callback_seconds_count", kind="assignment")
    assert 0 == figures.of("pointsman_callbacks_owed", kind="assignment")


async def test_a_callback_that_fails(world, read, play) -> None:
    """It is counted as such, and is owed while it is under way."""
    world.sender.gate.clear()
    office = await world.office()
    await world.api.update(office.workflow["url"], AssignmentCallbackUrl="http://application.test/")
    await world.api.create(office.links["tasks"])
    await world.eventually(lambda: world.sender.posts)
    assert 1 == (await read()).of("pointsman_callbacks_owed", kind="assignment")
    world.sender.answer = RequestFailed("the answer was 410")
    world.sender.gate.set()
    await world.eventually(lambda: "reservation.canceled" in world.event_types)
    figures = await read()
    failed = {"kind": "assignment", "outcome": "failed"}
    assert 1 <= figures.of("pointsman_callbacks_total", **failed)
    assert 1 <= figures.of("pointsman_reservations_total", event="canceled")


async def test_paths_that_nobody_has(world, read) -> None:
    """Whatever clients ask for, and by whatever method, the routes stay those of the table."""
    for number in range(30):
        await world.api.ask("GET", f"/Nothing/{number}")
        await world.api.ask("GET", f"/Workspaces/WS{number:032}")
        await world.api.ask(f"METHOD{number}", "/Workspaces")
    figures = await read()
    name = "pointsman_requests_total"
    assert figures.values_of("route", name) == {
        "/{path:path}",
        "/v1/Workspaces/{workspace_sid}",
        "other",
    }
    assert figures.values_of("method", name) == {"GET", "other"}
    assert 30 == figures.of(name, route="other", status="4xx")


async def test_refusals_are_counted(world, read) -> None:
    """By the class of their status."""
    await world.nobody.ask("GET", "/Workspaces")
    assert 1 == (await read()).of("pointsman_requests_total", route="/v1/Workspaces", status="4xx")


def event(workspace_sid: str, event_type: str) -> Event:
    return Event(
        sid="EV" + "0" * 32,
        workspace_sid=workspace_sid,
        position=1,
        event_type=event_type,
        event_date=0,
        description="",
        resource_type="",
        resource_sid="",
        data={},
    )


def workspaces_in(figures: Metrics) -> set[str]:
    return {
        sample.labels["workspace_sid"]
        for family in figures.collect()
        for sample in family.samples
        if "workspace_sid" in sample.labels
    }


def test_too_many_workspaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first have figures of their own, the others together; who goes makes room."""
    monkeypatch.setattr(metrics, "WORKSPACES", 2)
    figures = Metrics()
    for sid in ("WS1", "WS2", "WS3", "WS4"):
        figures.count_events([event(sid, "task.created"), event(sid, "reservation.created")])
        figures.time_commit(sid, 1, 0.001, "stored")
    assert {"WS1", "WS2", OTHER} == workspaces_in(figures)
    figures.count_events([event("WS1", "workspace.deleted")])
    assert {"WS2", OTHER} == workspaces_in(figures)
    figures.count_events([event("WS5", "task.created")])
    assert {"WS2", "WS5", OTHER} == workspaces_in(figures)


def test_servers_do_not_share_figures() -> None:
    """Each has a registry of its own."""
    one, other = Metrics(), Metrics()
    one.time_webhook("event", 0.1, delivered=False)
    counted = {
        sample.name: sample.value
        for family in other.collect()
        for sample in family.samples
        if family.name == "pointsman_callbacks"
    }
    assert {} == counted


async def test_the_event_loop_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """How late it is goes into the figures."""
    monkeypatch.setattr(metrics, "LAG_EVERY_S", 0.001)
    figures = Metrics()

    def looks() -> float:
        return next(
            sample.value
            for family in figures.collect()
            for sample in family.samples
            if sample.name == "pointsman_event_loop_lag_seconds_count"
        )

    watching = asyncio.create_task(figures.watch_event_loop())
    async with asyncio.timeout(5):
        while looks() < 3:  # noqa: ASYNC110 - nobody would set an event for a test
            await asyncio.sleep(0.001)
    watching.cancel()
    await asyncio.wait([watching])
