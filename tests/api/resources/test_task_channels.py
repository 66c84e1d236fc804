"""``…/TaskChannels``; one is named by its SID or its unique name."""

import pytest


@pytest.fixture
async def office(world):
    return await world.office()


async def test_a_new_channel(api, office) -> None:
    """It is created, and every worker has it with capacity 1."""
    url = office.links["task_channels"]
    channel = await api.create(url, FriendlyName="Post", UniqueName="mail")
    assert ("Post", "mail", False) == (
        channel["friendly_name"],
        channel["unique_name"],
        channel["channel_optimized_routing"],
    )
    own = await api.fetch(f"{office.worker['links']['channels']}/mail")
    assert (1, True, 100) == (
        own["configured_capacity"],
        own["available"],
        own["available_capacity_percentage"],
    )


async def test_the_built_in_channels(api, office) -> None:
    """The five have Twilio's names."""
    channels = (await api.fetch(office.links["task_channels"]))["channels"]
    expected = [
        ("Default", "default"),
        ("Voice", "voice"),
        ("Programmable Chat", "chat"),
        ("SMS", "sms"),
        ("Video", "video"),
    ]
    assert expected == [(c["friendly_name"], c["unique_name"]) for c in channels]


async def test_a_channel_is_found_by_its_unique_name(api, office) -> None:
    """SID and unique name name the same channel, for every method."""
    url = office.links["task_channels"]
    channel = await api.create(url, FriendlyName="Post", UniqueName="snail mail")
    by_name = f"{url}/snail%20mail"
    assert channel == await api.fetch(by_name)
    changed = await api.update(by_name, FriendlyName="Letters", ChannelOptimizedRouting="true")
    assert ("Letters", True) == (changed["friendly_name"], changed["channel_optimized_routing"])
    assert changed == await api.fetch(channel["url"])
    await api.delete(by_name)
    await api.missing("GET", channel["url"])


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"UniqueName": "x"}, "Missing required parameter FriendlyName in the post body"),
        ({"FriendlyName": "x"}, "Missing required parameter UniqueName in the post body"),
        ({"FriendlyName": "x", "UniqueName": "x" * 65}, "UniqueName: must be at most 64"),
        ({"FriendlyName": "x", "UniqueName": ""}, "UniqueName: must not be empty"),
        ({"FriendlyName": "x", "UniqueName": "Voice"}, "TaskChannel named Voice already exists"),
    ],
)
async def test_refused_creations(api, office, form, message: str) -> None:
    """A refused creation names its parameter; unique names differ by more than case."""
    assert message in await api.refuse(400, "POST", office.links["task_channels"], form)


async def test_the_unique_name_never_changes(api, office) -> None:
    """Sending it with an update does nothing; friendly names need not differ."""
    url = f"{office.links['task_channels']}/voice"
    changed = await api.update(url, UniqueName="speech", FriendlyName="SMS")
    assert ("voice", "SMS") == (changed["unique_name"], changed["friendly_name"])


async def test_a_deleted_channel(api, office) -> None:
    """It takes its workers' channels along."""
    url = office.links["task_channels"]
    channel = await api.create(url, FriendlyName="Post", UniqueName="mail")
    await api.delete(channel["url"])
    await api.missing("DELETE", channel["url"])
    await api.missing("GET", f"{office.worker['links']['channels']}/mail")
    assert 5 == len(await api.sids(office.worker["links"]["channels"]))


async def test_what_keeps_a_channel(api, office) -> None:
    """The built-in ones stay, and others while open tasks are of them."""
    url = office.links["task_channels"]
    for name in ("default", "voice", "chat", "sms", "video"):
        assert "because it is built in." in await api.refuse(400, "DELETE", f"{url}/{name}")
    channel = await api.create(url, FriendlyName="Post", UniqueName="mail")
    task = await api.create(office.links["tasks"], TaskChannel="mail")
    message = await api.refuse(400, "DELETE", channel["url"])
    assert "because open tasks use it." in message
    await api.update(task["url"], AssignmentStatus="canceled")
    await api.delete(channel["url"])


async def test_a_task_that_outlives_its_channel(api, office) -> None:
    """A task that is over shows its channel's SID though the channel is gone."""
    url = office.links["task_channels"]
    channel = await api.create(url, FriendlyName="Post", UniqueName="mail")
    task = await api.create(office.links["tasks"], TaskChannel="mail")
    await api.update(task["url"], AssignmentStatus="canceled")
    await api.delete(channel["url"])
    shown = await api.fetch(task["url"])
    assert (channel["sid"], None) == (
        shown["task_channel_sid"],
        shown["task_channel_unique_name"],
    )
