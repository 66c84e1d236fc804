"""Lists that are filtered by routing expressions, in every order, over many pages."""

import asyncio

import pytest

from pointsman.core.expression import parse
from pointsman.core.views import TaskView
from pointsman.edge import evaluation
from pointsman.runtime.ports import BY_POSITION, Page


@pytest.fixture
async def office(world):
    office = await world.office()
    await world.api.update(office.worker["url"], Attributes='{"languages": ["en"], "level": 3}')
    await world.api.create(
        office.links["workers"], FriendlyName="Bob", Attributes='{"languages": ["es"], "level": 5}'
    )
    return office


async def names(api, url: str, **query) -> list[str]:
    page = await api.fetch(url, **query)
    return [row["friendly_name"] for row in page[page["meta"]["key"]]]


async def test_workers_by_expression(api, office) -> None:
    """Attributes and the system's own fields can be asked for, channels among them."""
    url, alice = office.links["workers"], office.worker["friendly_name"]
    for expression, expected in (
        ('languages HAS "es"', ["Bob"]),
        ("level > 1", [alice, "Bob"]),
        (f"sid IN ['{office.worker['sid']}']", [alice]),
        ("activity_name CONTAINS 'ff'", ["Bob"]),
        ("worker.channel.chat.configured_capacity == 1 AND level == 5", ["Bob"]),
        ("channel.chat.assigned_tasks > 0", []),
        ("assigned_tasks == 0 AND worker.assigned_tasks < 1", [alice, "Bob"]),
        ("taskrouter.currentHour != null", []),
    ):
        assert expected == await names(api, url, TargetWorkersExpression=expression), expression


async def test_workers_of_a_queue(api, office) -> None:
    """Those whom its expression admits, whatever they are doing."""
    queue = await api.create(
        office.links["task_queues"], FriendlyName="Spanish", TargetWorkers="languages HAS 'es'"
    )
    empty = await api.create(office.links["task_queues"], FriendlyName="E", TargetWorkers="")
    url = office.links["workers"]
    assert ["Bob"] == await names(api, url, TaskQueueSid=queue["sid"])
    assert ["Bob"] == await names(api, url, TaskQueueName="Spanish")
    assert [] == await names(api, url, TaskQueueName="Nobody's")
    assert [] == await names(api, url, TaskQueueSid=empty["sid"])
    assert [] == await names(
        api, url, TaskQueueSid=queue["sid"], TargetWorkersExpression="level == 3"
    )
    await api.refuse(404, "GET", url, params={"TaskQueueSid": "WQ" + "0" * 32}, code=20404)


async def test_queues_of_a_worker(api, office) -> None:
    """Those that admit her, or would admit somebody with such attributes."""
    url, everyone = office.links["task_queues"], office.queue["friendly_name"]
    await api.create(url, FriendlyName="Spanish", TargetWorkers="languages HAS 'es'")
    await api.create(url, FriendlyName="Nobody", TargetWorkers="")
    assert [everyone] == await names(api, url, WorkerSid=office.worker["sid"])
    assert [everyone, "Spanish"] == await names(
        api, url, EvaluateWorkerAttributes='{"languages": ["es"]}'
    )
    assert [everyone, "Spanish"] == await names(api, url, EvaluateWorkerAttributes="level == 5")
    assert [] == await names(api, url, EvaluateWorkerAttributes="level == 9")
    assert [everyone] == await names(
        api, url, WorkerSid=office.worker["sid"], EvaluateWorkerAttributes="level == 5"
    )


async def test_tasks_by_expression_over_pages(api, office) -> None:
    """Pages are full, and none of what fits is lost or shown twice, in both directions."""
    url = office.links["tasks"]
    for n in range(12):
        await api.create(url, Attributes=f'{{"n": {n}, "even": {str(n % 2 == 0).lower()}}}')
    query = {"EvaluateTaskAttributes": "even == true", "PageSize": 2}
    pages = [await api.fetch(url, **query)]
    while following := pages[-1]["meta"]["next_page_url"]:
        pages.append(await api.fetch(following))
    shown = [[task["attributes"] for task in page["tasks"]] for page in pages]
    assert [2, 2, 2] == [len(page) for page in shown]
    assert [f'{{"n": {n}, "even": true}}' for n in range(0, 12, 2)] == [
        text for page in shown for text in page
    ]
    back = await api.fetch(pages[-1]["meta"]["previous_page_url"])
    assert shown[1] == [task["attributes"] for task in back["tasks"]]


async def test_what_an_expression_sees_of_a_task(api, office) -> None:
    """Its attributes, with or without the prefix; neither workers nor the clock."""
    url = office.links["tasks"]
    task = await api.create(url, Attributes='{"foo": "bar"}')
    for expression, expected in (
        ("foo=='bar'", [task["sid"]]),
        ("task.foo=='bar'", [task["sid"]]),
        ("worker.level != null OR taskrouter.currentHour != null OR priority != null", []),
    ):
        assert expected == await api.sids(url, EvaluateTaskAttributes=expression), expression


async def test_what_an_expression_sees_of_attributes(api, office) -> None:
    """A document alone has no system fields; the prefix is understood."""
    url, everyone = office.links["task_queues"], office.queue["friendly_name"]
    await api.create(url, FriendlyName="Prefixed", TargetWorkers="worker.level == 4")
    await api.create(url, FriendlyName="Named", TargetWorkers="friendly_name == 'Bob'")
    for attributes, expected in (
        ('{"level": 4}', [everyone, "Prefixed"]),
        ('{"friendly_name": "Bob"}', [everyone, "Named"]),
        ("friendly_name == 'Bob'", [everyone, "Named"]),
        ("taskrouter.currentHour != null", []),
    ):
        assert expected == await names(api, url, EvaluateWorkerAttributes=attributes), attributes


async def test_tasks_in_order(api, office) -> None:
    """By priority or start, either way; creation decides between equals."""
    url = office.links["tasks"]
    for priority in (1, 3, 2, 3):
        await api.create(url, TaskQueueSid=office.queue["sid"], Priority=priority)
    tasks = [task["sid"] for task in (await api.fetch(url))["tasks"]]
    a, b, c, d = tasks
    for ordering, expected in (
        ("DateCreated:desc", [d, c, b, a]),
        ("Priority:asc", [a, c, b, d]),
        ("Priority:desc,DateCreated:asc", [b, d, c, a]),
        ("Priority:desc,DateCreated:desc", [d, b, c, a]),
        ("VirtualStartTime:asc", [a, b, c, d]),
    ):
        walked, following = [], f"{url}?Ordering={ordering}&PageSize=1"
        while following:
            page = await api.fetch(following)
            walked += [task["sid"] for task in page["tasks"]]
            following = page["meta"]["next_page_url"]
        assert expected == walked, ordering
    assert [] == await api.sids(url, HasAddons="true")
    assert tasks == await api.sids(url, HasAddons="false")


async def test_others_have_a_turn_meanwhile(world, api, office, monkeypatch) -> None:
    """A long expression is asked of some rows at a time, and of none twice."""
    for n in range(7):
        await api.create(office.links["tasks"], Attributes=f'{{"n": {n}}}')
    page = Page(size=10, order=BY_POSITION)
    tasks = await world.store.list_page(TaskView, office.workspace["sid"], {}, page)
    text, turns = "n > 1", []
    monkeypatch.setattr(evaluation, "CHARACTERS_AT_ONCE", 2 * len(text))

    async def others() -> None:
        for turn in range(10):
            turns.append(turn)
            await asyncio.sleep(0)

    async def keep() -> tuple[list[TaskView], int]:
        return list(await evaluation.keep_tasks(parse(text, ""))(tasks)), len(turns)

    (kept, taken), _ = await asyncio.gather(keep(), others())
    assert tasks[2:] == kept
    assert 3 == taken
