"""What the API answers of busy days is what the oracle says, figure by figure."""

from random import Random
from typing import Any

import pytest
from tests.living import OWNER, World
from tests.statistics import shown
from tests.statistics.days import CHANNELS, OPENING, RULES, WORKSPACE, Days, Told
from tests.statistics.oracle import Oracle
from tests.statistics.present import Present

from pointsman.core.records import Instant
from pointsman.runtime.ports import Scope

WINDOWS = 6
THRESHOLDS = ("5", "30", "120")
PATH = f"/Workspaces/{WORKSPACE}"


class Answers:
    """The API after busy days, and what the log says of them and of this moment."""

    def __init__(self, world: World, days: Days) -> None:
        self.api = world.api
        self.now = world.clock.now()
        # The server did at once what had become due before it was there.
        log = [*days.log, *(Told(event, self.now) for event in world.events)]
        self.oracle = Oracle(log)
        self.present = Present(RULES)
        self.present.follow(log, self.now)

    async def past(self, path: str, since: Instant, until: Instant, **query: Any) -> dict[str, Any]:
        """The figures of a window, without what says whose they are."""
        asked = {"StartDate": shown.date(since), "EndDate": shown.date(until)} | query
        answer = await self.api.fetch(f"{PATH}{path}", **asked)
        figures = answer.get("cumulative", answer)
        assert shown.date(since) == figures.pop("start_time")
        assert shown.date(until) == figures.pop("end_time")
        return _without_sids(figures)

    async def now_of(self, path: str, **query: Any) -> dict[str, Any]:
        return _without_sids(await self.api.fetch(f"{PATH}{path}", **query))


def _without_sids(figures: dict[str, Any]) -> dict[str, Any]:
    whose = {"account_sid", "workspace_sid", "task_queue_sid", "workflow_sid", "worker_sid", "url"}
    return {key: value for key, value in figures.items() if key not in whose}


@pytest.fixture
async def answers(world: World) -> Answers:
    days = Days(60, world.store, OWNER.sid, hours=9)
    async for _ in days.live(2):
        """Look when they are over."""
    world.clock.advance((days.now - world.clock.now()) / 1_000)
    await world.advance(2)
    return Answers(world, days)


async def test_shown_figures_agree_with_the_log(answers: Answers) -> None:
    """Every resource shows the figures that follow from the events, of windows and of now."""
    rng = Random(60)
    await _compare_present(answers)
    for _ in range(WINDOWS):
        edges = sorted(rng.randrange(OPENING, answers.now) // 1_000 * 1_000 for _ in range(2))
        for channel in (None, rng.choice(CHANNELS)):
            await _compare_past(answers, edges[0], edges[1], channel, rng)


async def _compare_present(answers: Answers) -> None:
    present, now = answers.present, answers.now
    for channel in (None, *CHANNELS):
        query = {} if channel is None else {"TaskChannel": channel}
        of_channel = {"task_channel_sid": present.channels.get(channel)}
        assert shown.of_tasks_now(present.tasks(**of_channel), now) | shown.of_workers_now(
            present.everybody()
        ) == await answers.now_of("/RealTimeStatistics", **query)
        for sid in present.queues:
            workers = present.count(present.admitted(sid))
            tasks = present.tasks(task_queue_sid=sid, **of_channel)
            path = f"/TaskQueues/{sid}/RealTimeStatistics"
            expected = shown.of_queue_now(tasks, workers, now)
            assert expected == await answers.now_of(path, **query)
    assert shown.of_workers_now(present.everybody()) == await answers.now_of(
        "/Workers/RealTimeStatistics"
    )


async def _compare_past(
    answers: Answers, since: Instant, until: Instant, channel: str | None, rng: Random
) -> None:
    oracle, present = answers.oracle, answers.present
    query = {} if channel is None else {"TaskChannel": channel}
    split = {"SplitByWaitTime": ",".join(THRESHOLDS)}

    def within(**of: Any) -> list[Any]:
        channel_sid = present.channels.get(channel)
        return oracle.within(Scope(since=since, until=until, task_channel_sid=channel_sid, **of))

    assert shown.of_workspace(within(), THRESHOLDS) == await answers.past(
        "/CumulativeStatistics", since, until, **query, **split
    )
    assert shown.of_workspace(within(), ()) == await answers.past(
        "/Statistics", since, until, **query
    )
    for sid in present.queues:
        path = f"/TaskQueues/{sid}/CumulativeStatistics"
        expected = shown.of_task_queue(within(task_queue_sids=[sid]), THRESHOLDS)
        assert expected == await answers.past(path, since, until, **query, **split)
    for sid in sorted({one.workflow_sid for one in oracle.happenings}):
        path = f"/Workflows/{sid}/CumulativeStatistics"
        expected = shown.of_workflow(within(workflow_sid=sid), THRESHOLDS)
        assert expected == await answers.past(path, since, until, **query, **split)
    everybody = present.everybody()
    durations = oracle.sum_activities(since, until, None)
    assert shown.of_workers(within(), durations, everybody) == await answers.past(
        "/Workers/CumulativeStatistics", since, until, **query
    )
    for sid in rng.sample(sorted(present.workers), 3):
        durations = oracle.sum_activities(since, until, [sid])
        expected = shown.of_workers(within(worker_sids=[sid]), durations, everybody)
        path = f"/Workers/{sid}/Statistics"
        assert expected == await answers.past(path, since, until, **query)
