"""``/pointsman/v1/…/Workers`` and ``…/Tasks``: TaskRouter's lists with what belongs to the rows."""

from collections import Counter

import pytest

from pointsman.core.views import OccupationView, ReservationView, WorkerChannelView


@pytest.fixture
async def office(world):
    """Two workers, Worker 0 with two open reservations, and a task that waits."""
    office = await world.office(workers=2)
    await world.api.update(office.workers[0]["url"], Attributes='{"languages": ["en", "Español"]}')
    offline = office.activities["Offline"]["sid"]
    await world.api.update(office.workers[1]["url"], ActivitySid=offline)
    tasks = office.links["tasks"]
    office.chat = await world.api.create(tasks, TaskChannel="chat", Attributes='{"from": "Åsa"}')
    world.clock.advance(10)
    office.voice = await world.api.create(tasks, TaskChannel="voice", Priority=7)
    world.clock.advance(5)
    office.waiting = await world.api.create(tasks, TaskChannel="voice")
    return office


def ours(office, noun: str) -> str:
    return office.workspace["url"].replace("/v1/", "/pointsman/v1/") + f"/{noun}"


async def rows(api, url: str, **query):
    page = await api.fetch(url, **query)
    return page[page["meta"]["key"]]


async def test_a_worker_with_what_she_has(api, office) -> None:
    """TaskRouter's resource, then her channels and her open reservations, in order of creation."""
    [page_of_theirs, row] = [
        (await rows(api, url, FriendlyName="Worker 0"))[0]
        for url in (office.links["workers"], ours(office, "Workers"))
    ]
    channels, reservations = row.pop("channels"), row.pop("reservations")
    assert page_of_theirs == row
    theirs = await api.fetch(row["links"]["channels"])
    names = [
        "sid",
        "task_channel_sid",
        "task_channel_unique_name",
        "configured_capacity",
        "assigned_tasks",
        "available",
        "available_capacity_percentage",
    ]
    assert [{name: channel[name] for name in names} for channel in theirs["channels"]] == channels
    assert {"chat": 0, "voice": 0, "default": 100}.items() <= {
        channel["task_channel_unique_name"]: channel["available_capacity_percentage"]
        for channel in channels
    }.items()
    assert [
        (office.chat["sid"], "pending", "chat", "2026-01-01T00:00:00Z"),
        (office.voice["sid"], "pending", "voice", "2026-01-01T00:00:10Z"),
    ] == [
        (r["task_sid"], r["reservation_status"], r["task_channel_unique_name"], r["date_created"])
        for r in reservations
    ]
    theirs = await api.fetch(row["links"]["reservations"])
    assert [r["sid"] for r in theirs["reservations"]] == [r["sid"] for r in reservations]


async def test_reservations_that_are_over_are_not_shown(api, office) -> None:
    """What was rejected is gone from the row; what was accepted is counted by its channel."""
    url = ours(office, "Workers")
    [chat, voice] = (await rows(api, url))[0]["reservations"]
    worker = office.workers[0]["url"]
    await api.update(f"{worker}/Reservations/{chat['sid']}", ReservationStatus="accepted")
    away = office.activities["Offline"]["sid"]
    await api.update(
        f"{worker}/Reservations/{voice['sid']}",
        ReservationStatus="rejected",
        WorkerActivitySid=away,
    )
    row = (await rows(api, url))[0]
    assert [(chat["sid"], "accepted")] == [
        (r["sid"], r["reservation_status"]) for r in row["reservations"]
    ]
    assert {"chat": 1, "voice": 0}.items() <= {
        channel["task_channel_unique_name"]: channel["assigned_tasks"]
        for channel in row["channels"]
    }.items()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Worker 0", "Worker 1"]),
        ({"Search": ""}, ["Worker 0", "Worker 1"]),
        ({"Search": "WORKER"}, ["Worker 0", "Worker 1"]),
        ({"Search": "r 1"}, ["Worker 1"]),
        ({"Search": "ESPAÑOL"}, ["Worker 0"]),
        ({"Search": '"en"'}, ["Worker 0"]),
        ({"Search": "%"}, []),
        ({"Search": "W_rker"}, []),
        ({"Search": "worker", "Available": "true"}, ["Worker 0"]),
        ({"Search": "worker", "ActivityName": "Offline"}, ["Worker 1"]),
        ({"Search": "1", "TargetWorkersExpression": "languages HAS 'en'"}, []),
        ({"Search": "worker", "TargetWorkersExpression": "languages HAS 'en'"}, ["Worker 0"]),
        ({"TaskQueueName": "Everyone", "Search": "1"}, ["Worker 1"]),
        ({"Ordering": "DateStatusChanged:desc", "Search": "worker"}, ["Worker 1", "Worker 0"]),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_workers_that_fit(api, office, query, expected) -> None:
    """TaskRouter's filters, and a part of the name or of the attributes."""
    found = await rows(api, ours(office, "Workers"), **query)
    assert expected == [row["friendly_name"] for row in found]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["chat", "voice", "waiting"]),
        ({"Search": "åSA"}, ["chat"]),
        ({"Search": "asa"}, []),
        ({"Priority": 7}, ["voice"]),
        ({"AssignmentStatus": "pending,reserved", "Search": "{}"}, ["voice", "waiting"]),
        ({"AssignmentStatus": ["pending", "reserved"]}, ["chat", "voice", "waiting"]),
        ({"EvaluateTaskAttributes": "from == 'Åsa'"}, ["chat"]),
        ({"Ordering": "DateCreated:desc"}, ["waiting", "voice", "chat"]),
        ({"MinimumAge": 0}, ["chat", "voice", "waiting"]),
        ({"MinimumAge": 5}, ["chat", "voice"]),
        ({"MinimumAge": 6}, ["chat"]),
        ({"MinimumAge": 15}, ["chat"]),
        ({"MinimumAge": 16}, []),
        ({"MaximumAge": 0}, ["waiting"]),
        ({"MaximumAge": 4}, ["waiting"]),
        ({"MaximumAge": 5}, ["voice", "waiting"]),
        ({"MaximumAge": 2**31 - 1}, ["chat", "voice", "waiting"]),
        ({"MinimumAge": 5, "MaximumAge": 14}, ["voice"]),
        ({"MinimumAge": 2**31 - 1}, []),
        ({"MinimumAge": 9, "MaximumAge": 3}, []),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_tasks_that_fit(api, office, query, expected) -> None:
    """TaskRouter's filters, a part of the attributes, and ages; a bound is an age that fits."""
    found = await rows(api, ours(office, "Tasks"), **query)
    assert [getattr(office, name)["sid"] for name in expected] == [row["sid"] for row in found]


async def test_ages_are_those_that_are_shown(world, api, office) -> None:
    """A part of a second is of no age: what is 5.9 seconds old is 5 seconds old, as a task says."""
    world.clock.advance(0.9)
    for age in (5, 15):
        fits = {"MinimumAge": age, "MaximumAge": age}
        assert [age] == [row["age"] for row in await rows(api, ours(office, "Tasks"), **fits)]


async def test_a_task_with_who_has_it(world, api, office) -> None:
    """Whom it is offered, who took it, who wraps it up; nobody before and after."""

    async def holders() -> dict[str, tuple[str | None, str | None]]:
        found = await rows(api, ours(office, "Tasks"))
        return {row["sid"]: (row["worker_sid"], row["worker_name"]) for row in found}

    worker = (office.workers[0]["sid"], "Worker 0")
    chat, voice, waiting = (office.chat["sid"], office.voice["sid"], office.waiting["sid"])
    assert {chat: worker, voice: worker, waiting: (None, None)} == await holders()
    [reservation] = (await api.fetch(office.chat["links"]["reservations"]))["reservations"]
    for status in ("accepted", "wrapping"):
        await api.update(reservation["url"], ReservationStatus=status)
        assert worker == (await holders())[chat]
    await api.update(reservation["url"], ReservationStatus="completed")
    assert (None, None) == (await holders())[chat]
    theirs = await rows(api, office.links["tasks"])
    found = await rows(api, ours(office, "Tasks"))
    added = {"worker_sid", "worker_name"}
    assert theirs == [{k: row[k] for k in row if k not in added} for row in found]
    assert all(added <= row.keys() for row in found)


async def test_a_task_that_several_have(world, api) -> None:
    """Of several, who accepted it comes before who is offered it; else who was first."""
    office = await world.office(workers=2)
    await api.update(office.queue["url"], MaxReservedWorkers=2)
    await api.create(office.links["tasks"])
    first, second = office.workers
    [row] = await rows(api, ours(office, "Tasks"))
    assert first["sid"] == row["worker_sid"]
    [task] = await rows(api, office.links["tasks"])
    offers = (await api.fetch(task["links"]["reservations"]))["reservations"]
    [offer] = [offer for offer in offers if offer["worker_sid"] == second["sid"]]
    await api.update(offer["url"], ReservationStatus="accepted")
    [row] = await rows(api, ours(office, "Tasks"))
    assert second["sid"] == row["worker_sid"]


async def test_pages(api, office) -> None:
    """As TaskRouter's: the addresses keep the filters, and lead to our list."""
    for noun, query in (
        ("Workers", {"Search": "worker"}),
        ("Tasks", {"MaximumAge": 100, "AssignmentStatus": ["reserved", "pending"]}),
    ):
        url = ours(office, noun)
        whole = [row["sid"] for row in await rows(api, url, **query)]
        page = await api.fetch(url, PageSize=1, **query)
        assert noun.lower() == page["meta"]["key"]
        walked = []
        while True:
            walked += [row["sid"] for row in page[noun.lower()]]
            following = page["meta"]["next_page_url"]
            if following is None:
                break
            assert following.startswith(f"{url}?")
            page = await api.fetch(following)
        assert whole == walked
        assert len(whole) == {"Workers": 2, "Tasks": 3}[noun]


async def test_a_page_is_a_handful_of_reads(world, api, office, monkeypatch) -> None:
    """However many rows: what belongs to them is read for all of them at once."""
    read: Counter[type] = Counter()
    list_page = world.store.list_page

    async def counting(view, *arguments):
        read[view] += 1
        return await list_page(view, *arguments)

    monkeypatch.setattr(world.store, "list_page", counting)
    await api.fetch(ours(office, "Workers"))
    await api.fetch(ours(office, "Tasks"))
    assert (1, 1, 1) == (read[WorkerChannelView], read[OccupationView], read[ReservationView])
    assert 5 == read.total()


@pytest.mark.parametrize(
    ("noun", "query", "message"),
    [
        ("Workers", {"Search": "x" * 101}, "Search: must be at most 100 characters"),
        ("Tasks", {"Search": "x" * 101}, "Search: must be at most 100 characters"),
        ("Tasks", {"Search": "a\0"}, "Search: must not contain the character NUL"),
        ("Tasks", {"MinimumAge": -1}, "MinimumAge: must be from 0 to 2147483647"),
        ("Tasks", {"MaximumAge": "old"}, "MaximumAge: must be an integer"),
        ("Tasks", {"MaximumAge": 2**31}, "MaximumAge: must be from 0 to 2147483647"),
        ("Tasks", {"Ordering": "Age:asc"}, "Ordering: must be of"),
        ("Workers", {"TargetWorkersExpression": "a =="}, "TargetWorkersExpression: unexpected end"),
        ("Workers", {"PageSize": 0}, "Invalid PageSize"),
    ],
)
async def test_refusals(api, office, noun, query, message) -> None:
    """What cannot be asked is refused, and named."""
    assert message in await api.refuse(400, "GET", ours(office, noun), params=query)


async def test_other_peoples_workspaces(world, office) -> None:
    """There are none, as far as anybody else is concerned."""
    for noun in ("Workers", "Tasks"):
        await world.stranger.refuse(404, "GET", ours(office, noun), code=20404)
        nowhere = ours(office, noun).replace(office.workspace["sid"], "WS" + "0" * 32)
        await world.api.refuse(404, "GET", nowhere, code=20404)


@pytest.mark.parametrize("noun", ["Workers", "Tasks"])
async def test_an_empty_workspace(world, api, noun) -> None:
    """A page of nothing."""
    workspace = await api.create("/Workspaces", FriendlyName="New")
    url = workspace["url"].replace("/v1/", "/pointsman/v1/") + f"/{noun}"
    page = await api.fetch(url)
    assert ([], None) == (page[noun.lower()], page["meta"]["next_page_url"])
