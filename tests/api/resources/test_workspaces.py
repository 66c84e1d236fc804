"""``/Workspaces``"""

import pytest

BOTH_DATABASES = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


async def names(api, url: str) -> list[str]:
    page = await api.fetch(url)
    return [row["friendly_name"] for row in page[page["meta"]["key"]]]


async def test_a_new_workspace(api) -> None:
    """Defaults are TaskRouter's, and the answer to a creation is what is stored."""
    workspace = await api.create("/Workspaces", FriendlyName="Harbour")
    assert {
        "friendly_name": "Harbour",
        "event_callback_url": "",
        "events_filter": None,
        "multi_task_enabled": True,
        "prioritize_queue_order": "FIFO",
        "default_activity_name": "Offline",
        "timeout_activity_name": "Offline",
        "account_sid": "AC" + "1" * 32,
        "date_created": "2026-01-01T00:00:00Z",
        "date_updated": "2026-01-01T00:00:00Z",
    }.items() <= workspace.items()
    assert workspace["default_activity_sid"] == workspace["timeout_activity_sid"]
    assert workspace == await api.fetch(f"/Workspaces/{workspace['sid']}")
    assert [workspace] == (await api.fetch("/Workspaces"))["workspaces"]


async def test_every_parameter_is_taken(api) -> None:
    """What is sent comes back."""
    workspace = await api.create(
        "/Workspaces",
        FriendlyName="Žluť",
        EventCallbackUrl="https://app.test/events#rc=2",
        EventsFilter="task.created, worker.activity.update",
        MultiTaskEnabled="false",
        PrioritizeQueueOrder="LIFO",
    )
    assert {
        "friendly_name": "Žluť",
        "event_callback_url": "https://app.test/events#rc=2",
        "events_filter": "task.created, worker.activity.update",
        "multi_task_enabled": False,
        "prioritize_queue_order": "LIFO",
    }.items() <= workspace.items()


@pytest.mark.parametrize(
    ("form", "activities"),
    [
        ({}, [("Offline", False), ("Available", True), ("Unavailable", False)]),
        (
            {"MultiTaskEnabled": False},
            [("Offline", False), ("Idle", True), ("Busy", False), ("Reserved", False)],
        ),
    ],
)
async def test_what_a_workspace_is_born_with(api, form, activities) -> None:
    """Activities by kind of tasking, five channels, no queue and no workflow."""
    links = (await api.create("/Workspaces", FriendlyName="W", **form))["links"]
    rows = (await api.fetch(links["activities"]))["activities"]
    assert activities == [(row["friendly_name"], row["available"]) for row in rows]
    channels = (await api.fetch(links["task_channels"]))["channels"]
    expected = ["default", "voice", "chat", "sms", "video"]
    assert expected == [channel["unique_name"] for channel in channels]
    for empty in ("task_queues", "workflows", "workers", "tasks"):
        assert [] == await api.sids(links[empty])


async def test_the_fifo_template(world, api) -> None:
    """It adds a queue for everybody and a workflow that leads there."""
    workspace = await api.create("/Workspaces", FriendlyName="W", Template="FIFO")
    [queue] = (await api.fetch(workspace["links"]["task_queues"]))["task_queues"]
    assert ("Sample Queue", "1==1", "FIFO", 1) == (
        queue["friendly_name"],
        queue["target_workers"],
        queue["task_order"],
        queue["max_reserved_workers"],
    )
    [workflow] = (await api.fetch(workspace["links"]["workflows"]))["workflows"]
    assert ("Default Fifo Workflow", 120, None) == (
        workflow["friendly_name"],
        workflow["task_reservation_timeout"],
        workflow["assignment_callback_url"],
    )
    task = await api.create(workspace["links"]["tasks"])
    assert queue["sid"] == task["task_queue_sid"]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Missing required parameter FriendlyName in the post body"),
        ({"FriendlyName": ""}, "FriendlyName: must not be empty"),
        ({"FriendlyName": "x" * 65}, "FriendlyName: must be at most 64 characters"),
        ({"FriendlyName": "x", "Template": "LIFO"}, "Template: must be one of"),
        ({"FriendlyName": "x", "PrioritizeQueueOrder": "x"}, "PrioritizeQueueOrder: must be one"),
        ({"FriendlyName": "x", "EventCallbackUrl": "app"}, "EventCallbackUrl: must be an absolute"),
    ],
)
async def test_refused_creations(api, form, message: str) -> None:
    """A refused creation creates nothing and names its parameter."""
    assert message in await api.refuse(400, "POST", "/Workspaces", form)
    assert [] == await api.sids("/Workspaces")


@BOTH_DATABASES
async def test_an_update_changes_what_it_names(world, api) -> None:
    """An update is partial, and its time is kept."""
    workspace = await api.create("/Workspaces", FriendlyName="A", EventsFilter="task.created")
    world.clock.advance(5)
    changed = await api.update(
        workspace["url"], FriendlyName="B", EventCallbackUrl="http://e.test", EventsFilter=""
    )
    assert {
        **workspace,
        "friendly_name": "B",
        "event_callback_url": "http://e.test",
        "events_filter": "",
        "date_updated": "2026-01-01T00:00:05Z",
    } == changed
    assert "" == (await api.update(workspace["url"], EventCallbackUrl=""))["event_callback_url"]


async def test_an_update_of_nothing(world, api) -> None:
    """Without changes nothing is stored, told or dated."""
    workspace = await api.create("/Workspaces", FriendlyName="A")
    world.clock.advance(5)
    count = len(world.events)
    assert workspace == await api.update(workspace["url"], FriendlyName="A", Unknown="x")
    assert count == len(world.events)


async def test_default_and_timeout_activities(world, api) -> None:
    """Any activity of the workspace can be either; its name is looked up."""
    office = await world.office()
    activity = office.activities["Unavailable"]
    changed = await api.update(
        office.workspace["url"],
        DefaultActivitySid=office.activities["Available"]["sid"],
        TimeoutActivitySid=activity["sid"],
    )
    assert ("Available", "Unavailable") == (
        changed["default_activity_name"],
        changed["timeout_activity_name"],
    )
    await api.update(activity["url"], FriendlyName="Away")
    assert "Away" == (await api.fetch(office.workspace["url"]))["timeout_activity_name"]
    worker = await api.create(office.links["workers"], FriendlyName="New")
    assert "Available" == worker["activity_name"]


@pytest.mark.parametrize("parameter", ["DefaultActivitySid", "TimeoutActivitySid"])
async def test_activities_must_be_of_the_workspace(api, parameter: str) -> None:
    """An activity that is none, or another workspace's, is refused."""
    one, other = [await api.create("/Workspaces", FriendlyName=name) for name in "AB"]
    for sid in (other["default_activity_sid"], "WA" + "0" * 32, "x", ""):
        message = await api.refuse(400, "POST", one["url"], {parameter: sid})
        assert f"Invalid value for parameter {parameter}: " in message


async def test_multitasking_can_be_switched(world, api) -> None:
    """Off is refused while tasks are open; on is always allowed."""
    office = await world.office(workers=0)
    url = office.workspace["url"]
    task = await api.create(office.links["tasks"])
    message = await api.refuse(400, "POST", url, {"MultiTaskEnabled": "false"})
    assert "MultiTaskEnabled" in message
    await api.update(task["url"], AssignmentStatus="canceled")
    assert (await api.update(url, MultiTaskEnabled="false"))["multi_task_enabled"] is False
    await api.create(office.links["tasks"])
    assert (await api.update(url, MultiTaskEnabled="true"))["multi_task_enabled"] is True


async def test_names_need_not_differ(api) -> None:
    """Two workspaces may have one name, and the list's filter finds both."""
    twins = [(await api.create("/Workspaces", FriendlyName="A"))["sid"] for _ in range(2)]
    await api.create("/Workspaces", FriendlyName="a")
    assert sorted(twins) == await api.sids("/Workspaces", FriendlyName="A")
    assert [] == await api.sids("/Workspaces", FriendlyName="B")


@BOTH_DATABASES
async def test_a_workspace_goes_with_all_that_is_in_it(world, api) -> None:
    """Deleting is never refused, and leaves nothing."""
    office = await world.reserved()
    await api.delete(office.workspace["url"])
    for url in (office.workspace["url"], office.worker["url"], office.task["url"]):
        await api.missing("GET", url)
        await api.missing("POST", url)
        await api.missing("DELETE", url)
    for link in ("activities", "workers", "tasks"):
        await api.missing("GET", office.links[link])
    assert [] == await api.sids("/Workspaces")


async def test_a_workspace_is_its_accounts_alone(world, api) -> None:
    """Another account finds nothing, in no way, and changes nothing."""
    office = await world.reserved()
    stranger = world.stranger
    own = (office.workspace, office.worker, office.queue, office.workflow, office.task)
    for resource in (*own, office.reservation, office.activities["Offline"]):
        for method in ("GET", "POST"):
            await stranger.missing(method, resource["url"])
    for resource in own:
        await stranger.missing("DELETE", resource["url"])
    for link in ("activities", "workers", "tasks", "task_queues", "workflows", "task_channels"):
        await stranger.missing("GET", office.links[link])
    assert [] == await stranger.sids("/Workspaces")
    assert office.workspace == await api.fetch(office.workspace["url"])
