"""Builds the demonstration's workspace, or finds what there is of it and adds what is missing.

What is found stays as it is: somebody may have tried things with it.
"""

import asyncio
import json
from typing import Any
from urllib.parse import quote

import msgspec

from pointsman.demo import people, plan
from pointsman.demo.day import MOST_WORKERS
from pointsman.demo.line import Line

AT_ONCE = 8
"""How many workers are seen to at once."""


class Site(msgspec.Struct, frozen=True):
    """Where everything is that was built."""

    path: str
    """The workspace's."""
    stream_path: str
    activities: dict[str, str]
    """SIDs by names."""
    workflows: dict[str, str]
    """SIDs by the task channels that they are for."""
    staff: dict[str, int]
    """The workers' numbers by their SIDs, with those of former runs who are not needed now."""


async def build(line: Line, name: str, workers: int, pace: float, *, reset: bool) -> Site:
    """Everything that the demonstration needs. Raises ``Unanswered`` when the server refuses."""
    sid = await _open_workspace(line, name, reset=reset)
    path = f"/v1/Workspaces/{sid}"
    activities = await _names(line, f"{path}/Activities", "activities")
    for activity, available in plan.ACTIVITIES.items():
        if activity not in activities:
            form = {"FriendlyName": activity, "Available": str(available).lower()}
            activities[activity] = (await line.post(f"{path}/Activities", **form))["sid"]
    # Who lets an offer time out is away for a moment; Offline is who has gone home.
    await line.post(path, TimeoutActivitySid=activities[plan.UNAVAILABLE])
    channels = await _names(line, f"{path}/TaskChannels", "channels", "unique_name")
    for unique_name, channel in plan.TASK_CHANNELS.items():
        if unique_name not in channels:
            await line.post(f"{path}/TaskChannels", UniqueName=unique_name, FriendlyName=channel)
    queues = await _names(line, f"{path}/TaskQueues", "task_queues")
    for queue, target_workers in plan.TASK_QUEUES.items():
        if queue not in queues:
            form = {"FriendlyName": queue, "TargetWorkers": target_workers}
            queues[queue] = (await line.post(f"{path}/TaskQueues", **form))["sid"]
    return Site(
        path=path,
        stream_path=f"/pointsman{path}/Stream",
        activities=activities,
        workflows=await _draw_workflows(line, path, queues, pace),
        staff=await _hire(line, path, activities[plan.OFFLINE], workers),
    )


async def _open_workspace(line: Line, name: str, *, reset: bool) -> str:
    """The workspace of that name, found or made; a new one if the old one is to go."""
    path = f"/v1/Workspaces?FriendlyName={quote(name, safe='')}"
    named = await line.list_all(path, "workspaces")
    # None may be deleted for a name that the server takes for another.
    found = [workspace for workspace in named if workspace["friendly_name"] == name]
    if reset:
        for workspace in found:
            await line.delete(f"/v1/Workspaces/{workspace['sid']}")
    elif found:
        return str(found[0]["sid"])
    return str((await line.post("/v1/Workspaces", FriendlyName=name))["sid"])


async def _draw_workflows(
    line: Line, path: str, queues: dict[str, str], pace: float
) -> dict[str, str]:
    workflows = await _names(line, f"{path}/Workflows", "workflows")
    by_channel: dict[str, str] = {}
    for drawn in plan.WORKFLOWS:
        if drawn.name not in workflows:
            form = {
                "FriendlyName": drawn.name,
                "Configuration": json.dumps(drawn.configuration(queues, pace)),
                "TaskReservationTimeout": str(plan.seconds(drawn.reservation_timeout_s, pace)),
            }
            workflows[drawn.name] = (await line.post(f"{path}/Workflows", **form))["sid"]
        by_channel |= dict.fromkeys(drawn.channels, workflows[drawn.name])
    return by_channel


async def _hire(line: Line, path: str, offline: str, workers: int) -> dict[str, int]:
    """The workers; new ones are offline and have their capacities before they come."""
    present = await _names(line, f"{path}/Workers", "workers")
    staff: dict[str, int] = {}
    gate = asyncio.Semaphore(AT_ONCE)

    async def hire(number: int) -> None:
        agent = people.agent(number)
        sid = present.get(agent.name)
        if sid is None and number >= workers:
            return
        async with gate:
            if sid is None:
                form = {
                    "FriendlyName": agent.name,
                    "ActivitySid": offline,
                    "Attributes": json.dumps(agent.attributes, ensure_ascii=False),
                }
                sid = str((await line.post(f"{path}/Workers", **form))["sid"])
            await _give_capacities(line, f"{path}/Workers/{sid}/Channels", agent.capacities)
        staff[sid] = number

    async with asyncio.TaskGroup() as group:
        for number in range(MOST_WORKERS):
            group.create_task(hire(number))
    return staff


async def _give_capacities(line: Line, path: str, capacities: dict[str, int]) -> None:
    for channel in await line.list_all(path, "channels"):
        wanted = capacities.get(channel["task_channel_unique_name"])
        if wanted not in (None, channel["configured_capacity"]):
            await line.post(f"{path}/{channel['sid']}", Capacity=str(wanted))


async def _names(line: Line, path: str, key: str, name: str = "friendly_name") -> dict[str, Any]:
    """SIDs of all that a list holds, by name."""
    return {each[name]: each["sid"] for each in await line.list_all(path, key)}
