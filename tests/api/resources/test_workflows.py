"""``…/Workflows``"""

import json

import pytest


@pytest.fixture
async def office(world):
    return await world.office()


def routing(queue_sid: str, expression: str = "1==1") -> str:
    """A document with one filter that leads to a queue."""
    one = {"filter_friendly_name": "f", "expression": expression, "targets": [{"queue": queue_sid}]}
    return json.dumps({"task_routing": {"filters": [one]}})


async def test_a_new_workflow(world, api, office) -> None:
    """Its document is kept to the letter; without addresses there are none."""
    document = f" {world.configuration(office.queue)}\n"
    workflow = await api.create(
        office.links["workflows"], FriendlyName="Sales", Configuration=document
    )
    assert {
        "friendly_name": "Sales",
        "configuration": document,
        "assignment_callback_url": None,
        "fallback_assignment_callback_url": None,
        "task_reservation_timeout": 120,
        "document_content_type": "application/json",
    }.items() <= workflow.items()
    assert workflow == await api.fetch(workflow["url"])


async def test_every_parameter_is_taken(world, api, office) -> None:
    """What is sent comes back."""
    workflow = await api.create(
        office.links["workflows"],
        FriendlyName="w" * 256,
        Configuration=routing(office.queue["sid"]),
        AssignmentCallbackUrl="https://app.test/assign?a=b",
        FallbackAssignmentCallbackUrl="http://app.test:8080/",
        TaskReservationTimeout=86_400,
    )
    assert ("https://app.test/assign?a=b", "http://app.test:8080/", 86_400) == (
        workflow["assignment_callback_url"],
        workflow["fallback_assignment_callback_url"],
        workflow["task_reservation_timeout"],
    )


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"FriendlyName": ""}, "FriendlyName: must not be empty"),
        ({"FriendlyName": "ALL"}, "Workflow named ALL already exists for workspace WS"),
        ({"Configuration": ""}, "Configuration: not valid JSON"),
        ({"Configuration": "[" * 100_000}, "Configuration: not valid JSON"),
        ({"Configuration": "[]"}, "Configuration"),
        ({"Configuration": "{}"}, "Configuration"),
        ({"Configuration": " " * 1_038_577}, "Configuration: must be at most 1038576"),
        ({"Configuration": "\u00e4" * 519_289}, "Configuration: must be at most 1038576 bytes"),
        ({"Configuration": routing("WQ" + "0" * 32)}, "Configuration: WQ0000"),
        ({"Configuration": routing("WQ" + "0" * 32, "1 ==")}, "Configuration"),
        ({"AssignmentCallbackUrl": "app.test"}, "AssignmentCallbackUrl: must be an absolute"),
        ({"FallbackAssignmentCallbackUrl": "/x"}, "FallbackAssignmentCallbackUrl: must be an"),
        ({"TaskReservationTimeout": "0"}, "TaskReservationTimeout: must be from 1 to 86400"),
        ({"TaskReservationTimeout": "86401"}, "TaskReservationTimeout: must be from 1 to 86400"),
    ],
)
async def test_refused_parameters(world, api, office, form, message: str) -> None:
    """Creation and update refuse the same, and leave nothing behind."""
    valid = {"FriendlyName": "New", "Configuration": world.configuration(office.queue)}
    assert message in await api.refuse(400, "POST", office.links["workflows"], {**valid, **form})
    assert [office.workflow["sid"]] == await api.sids(office.links["workflows"])
    if form != {"FriendlyName": "ALL"}:
        assert message in await api.refuse(400, "POST", office.workflow["url"], form)
    assert office.workflow == await api.fetch(office.workflow["url"])


@pytest.mark.parametrize("parameter", ["FriendlyName", "Configuration"])
async def test_required_parameters(world, api, office, parameter: str) -> None:
    """Name and document are required."""
    form = {"FriendlyName": "New", "Configuration": world.configuration(office.queue)}
    del form[parameter]
    message = await api.refuse(400, "POST", office.links["workflows"], form)
    assert f"Missing required parameter {parameter} in the post body" == message


async def test_a_foreign_queue(world, api, office) -> None:
    """A document cannot lead to another workspace's queue."""
    other = await world.office()
    form = {"FriendlyName": "New", "Configuration": routing(other.queue["sid"])}
    assert other.queue["sid"] in await api.refuse(400, "POST", office.links["workflows"], form)


async def test_an_update(world, api, office) -> None:
    """An update is partial, and empty addresses clear."""
    world.clock.advance(5)
    url = office.workflow["url"]
    changed = await api.update(url, AssignmentCallbackUrl="http://a.test", FriendlyName="B")
    assert {
        **office.workflow,
        "friendly_name": "B",
        "assignment_callback_url": "http://a.test",
        "date_updated": "2026-01-01T00:00:05Z",
    } == changed
    cleared = await api.update(url, AssignmentCallbackUrl="", FallbackAssignmentCallbackUrl="")
    assert (None, None) == (
        cleared["assignment_callback_url"],
        cleared["fallback_assignment_callback_url"],
    )
    document = routing(office.queue["sid"])
    assert document == (await api.update(url, Configuration=document))["configuration"]
    assert document == (await api.fetch(url))["configuration"]


async def test_waiting_tasks_are_re_evaluated_on_demand(world, api) -> None:
    """A new document moves waiting tasks only if the update asks for it."""
    office = await world.office(workers=0)
    other = await api.create(office.links["task_queues"], FriendlyName="Other")
    task = await api.create(office.links["tasks"])
    url, document = office.workflow["url"], routing(other["sid"])
    await api.update(url, Configuration=document)
    assert office.queue["sid"] == (await api.fetch(task["url"]))["task_queue_sid"]
    await api.update(url, ReEvaluateTasks="true")
    assert other["sid"] == (await api.fetch(task["url"]))["task_queue_sid"]


async def test_filters(api, office) -> None:
    """By exact name."""
    url = office.links["workflows"]
    assert [office.workflow["sid"]] == await api.sids(url, FriendlyName="All")
    assert [] == await api.sids(url, FriendlyName="all")


async def test_the_timeout_of_a_reservation_is_that_of_its_creation(world, api) -> None:
    """A new timeout counts for new offers only."""
    office = await world.reserved()
    await api.update(office.workflow["url"], TaskReservationTimeout=10)
    await world.advance(119)
    assert "pending" == (await api.fetch(office.reservation["url"]))["reservation_status"]
    await world.advance(1)
    assert "timeout" == (await api.fetch(office.reservation["url"]))["reservation_status"]


async def test_what_keeps_a_workflow(world, api) -> None:
    """Open tasks do; without them it goes, and its queue is free."""
    office = await world.office(workers=0)
    task = await api.create(office.links["tasks"])
    message = await api.refuse(400, "DELETE", office.workflow["url"])
    assert (
        f"Cannot delete Workflow {office.workflow['sid']} in workspace {office.workspace['sid']}"
        f" for account {office.workspace['account_sid']} because it controls open tasks."
    ) == message
    await api.update(task["url"], AssignmentStatus="canceled")
    await api.delete(office.workflow["url"])
    for method in ("GET", "POST", "DELETE"):
        await api.missing(method, office.workflow["url"])
    await api.delete(office.queue["url"])
    shown = await api.fetch(task["url"])
    assert (office.workflow["sid"], None) == (
        shown["workflow_sid"],
        shown["workflow_friendly_name"],
    )
