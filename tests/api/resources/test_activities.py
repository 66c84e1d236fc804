"""``…/Activities``"""

import pytest


@pytest.fixture
async def office(world):
    return await world.office()


async def test_a_new_activity(api, office) -> None:
    """It is unavailable unless it is said to be available."""
    activity = await api.create(office.links["activities"], FriendlyName="Lunch")
    assert ("Lunch", False) == (activity["friendly_name"], activity["available"])
    assert {"workspace": office.workspace["url"]} == activity["links"]
    assert activity == await api.fetch(activity["url"])
    for text in ("true", "1", "yes"):
        made = await api.create(office.links["activities"], FriendlyName=text, Available=text)
        assert made["available"] is True


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Missing required parameter FriendlyName in the post body"),
        ({"FriendlyName": "x" * 65}, "FriendlyName: must be at most 64 characters"),
        ({"FriendlyName": " "}, "FriendlyName: must not be empty"),
    ],
)
async def test_refused_creations(api, office, form, message: str) -> None:
    """A refused creation names its parameter."""
    assert message in await api.refuse(400, "POST", office.links["activities"], form)


async def test_names_are_unique(api, office) -> None:
    """Whatever their letters' case; an activity may keep its own, and change its case."""
    url = office.activities["Available"]["url"]
    message = await api.refuse(400, "POST", office.links["activities"], {"FriendlyName": "OFFLINE"})
    assert (
        f"Activity named OFFLINE already exists for workspace {office.workspace['sid']}"
        f" for account {office.workspace['account_sid']}"
    ) == message
    await api.refuse(400, "POST", url, {"FriendlyName": "offline"})
    assert "AVAILABLE" == (await api.update(url, FriendlyName="AVAILABLE"))["friendly_name"]


async def test_availability_never_changes(api, office) -> None:
    """Sending it with an update does nothing."""
    activity = office.activities["Offline"]
    assert activity == await api.update(activity["url"], Available="true")


async def test_a_name_is_looked_up(world, api) -> None:
    """What refers to an activity follows its new name at once."""
    office = await world.office(MultiTaskEnabled="false")
    for old in ("Idle", "Busy", "Offline"):
        await api.update(office.activities[old]["url"], FriendlyName=f"{old}!")
    worker = await api.fetch(office.worker["url"])
    queue = await api.fetch(office.queue["url"])
    workspace = await api.fetch(office.workspace["url"])
    assert ("Idle!", "Busy!", "Offline!") == (
        worker["activity_name"],
        queue["assignment_activity_name"],
        workspace["default_activity_name"],
    )
    assert [worker["sid"]] == await api.sids(office.links["workers"], ActivityName="Idle!")
    assert [] == await api.sids(office.links["workers"], ActivityName="Idle")


async def test_filters(api, office) -> None:
    """By exact name, and by availability: anything but true is false."""
    url = office.links["activities"]
    sid = {name: activity["sid"] for name, activity in office.activities.items()}
    assert [sid["Available"]] == await api.sids(url, FriendlyName="Available")
    assert [] == await api.sids(url, FriendlyName="available")
    for text in ("true", "1", "yes"):
        assert [sid["Available"]] == await api.sids(url, Available=text)
    for text in ("false", "no", "x", ""):
        assert [sid["Offline"], sid["Unavailable"]] == await api.sids(url, Available=text)


async def test_a_deleted_activity(api, office) -> None:
    """An activity that nothing uses goes, and a second time it is not there."""
    url = office.activities["Unavailable"]["url"]
    await api.delete(url)
    for method in ("DELETE", "GET", "POST"):
        await api.missing(method, url)
    await api.create(office.links["activities"], FriendlyName="Unavailable")


async def test_what_keeps_an_activity(world, api) -> None:
    """The workspace's own, a worker's and a queue's activities cannot be deleted."""
    office = await world.office(MultiTaskEnabled="false")
    activities, links = office.activities, office.links
    away = await api.create(links["activities"], FriendlyName="Away")
    await api.update(office.workspace["url"], TimeoutActivitySid=away["sid"])
    for activity, because in (
        (activities["Offline"], "it is the workspace's default activity."),
        (away, "it is the workspace's timeout activity."),
        (activities["Idle"], "a worker is in it."),
        (activities["Busy"], "a task queue uses it."),
        (activities["Reserved"], "a task queue uses it."),
    ):
        message = await api.refuse(400, "DELETE", activity["url"])
        assert (
            f"Cannot delete Activity {activity['sid']} in workspace {office.workspace['sid']}"
            f" for account {office.workspace['account_sid']} because {because}"
        ) == message
        assert activity["sid"] == (await api.fetch(activity["url"]))["sid"]
