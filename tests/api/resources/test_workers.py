"""``…/Workers``"""

import pytest


@pytest.fixture
async def office(world):
    return await world.office()


async def test_a_new_worker(api, office) -> None:
    """She starts in the workspace's default activity, without attributes."""
    worker = await api.create(office.links["workers"], FriendlyName="Alice")
    assert {
        "friendly_name": "Alice",
        "activity_sid": office.workspace["default_activity_sid"],
        "activity_name": "Offline",
        "available": False,
        "attributes": "{}",
        "date_status_changed": "2026-01-01T00:00:00Z",
    }.items() <= worker.items()
    assert worker == await api.fetch(worker["url"])


async def test_every_parameter_is_taken(api, office) -> None:
    """Activity and attributes are kept as sent."""
    attributes = ' {"languages": ["en" ,"es"]}'
    worker = await api.create(
        office.links["workers"],
        FriendlyName="Alice",
        ActivitySid=office.activities["Available"]["sid"],
        Attributes=attributes,
    )
    assert ("Available", True, attributes) == (
        worker["activity_name"],
        worker["available"],
        worker["attributes"],
    )


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Missing required parameter FriendlyName in the post body"),
        ({"FriendlyName": "x" * 65}, "FriendlyName: must be at most 64 characters"),
        ({"FriendlyName": "WORKER 0"}, "Worker with the same friendly name already exists"),
        ({"FriendlyName": "x", "Attributes": "[]"}, "Attributes: not a JSON object"),
        ({"FriendlyName": "x", "Attributes": ""}, "Attributes: not valid JSON"),
        ({"FriendlyName": "x", "Attributes": "{" + " " * 4096}, "at most 4096 characters"),
        ({"FriendlyName": "x", "ActivitySid": "WA" + "0" * 32}, "ActivitySid: WA0000"),
        ({"FriendlyName": "x", "ActivitySid": "Idle"}, "ActivitySid: Idle does not exist"),
    ],
)
async def test_refused_creations(api, office, form, message: str) -> None:
    """A refused creation names its parameter and creates nobody."""
    assert message in await api.refuse(400, "POST", office.links["workers"], form)
    assert [office.worker["sid"]] == await api.sids(office.links["workers"])


async def test_an_activity_of_another_workspace(world, api, office) -> None:
    """A worker cannot be in a foreign activity."""
    other = await api.create("/Workspaces", FriendlyName="Other")
    form = {"ActivitySid": other["default_activity_sid"]}
    await api.refuse(400, "POST", office.worker["url"], form)


async def test_a_change_of_activity(world, api, office) -> None:
    """It is dated and told; being there already changes nothing."""
    world.clock.advance(5)
    offline = office.activities["Offline"]["sid"]
    changed = await api.update(office.worker["url"], ActivitySid=offline)
    assert ("Offline", False, "2026-01-01T00:00:05Z") == (
        changed["activity_name"],
        changed["available"],
        changed["date_status_changed"],
    )
    assert "worker.activity.update" == world.event_types[-1]
    world.clock.advance(5)
    count = len(world.events)
    assert changed == await api.update(office.worker["url"], ActivitySid=offline)
    assert count == len(world.events)


async def test_attributes_are_replaced(world, api, office) -> None:
    """New attributes are not merged, and leave the activity's date alone."""
    await api.update(office.worker["url"], Attributes='{"a": 1, "b": 2}')
    world.clock.advance(5)
    changed = await api.update(office.worker["url"], Attributes='{"a": 3}', FriendlyName="Bob")
    assert ('{"a": 3}', "Bob", "2026-01-01T00:00:00Z", "2026-01-01T00:00:05Z") == (
        changed["attributes"],
        changed["friendly_name"],
        changed["date_status_changed"],
        changed["date_updated"],
    )
    assert "worker.attributes.update" in world.event_types


async def test_an_available_worker_gets_what_waits(api, office) -> None:
    """Becoming available, or gaining a skill, brings the waiting task."""
    worker, links = office.worker, office.links
    await api.update(office.queue["url"], TargetWorkers="skill == 'x'")
    task = await api.create(links["tasks"])
    assert [] == await api.sids(task["links"]["reservations"])
    await api.update(worker["url"], Attributes='{"skill": "x"}')
    assert 1 == len(await api.sids(task["links"]["reservations"]))


async def test_pending_reservations_hold_a_worker(world, api) -> None:
    """Going away is refused while offers are pending, unless they are rejected with it."""
    office = await world.reserved()
    url, activities = office.worker["url"], office.activities
    away = {"ActivitySid": activities["Offline"]["sid"]}
    message = await api.refuse(400, "POST", url, away)
    assert (
        f"Worker {office.worker['sid']} cannot have its activity updated while it has"
        " 1 pending reservations."
    ) == message
    changed = await api.update(url, **away, RejectPendingReservations="true")
    assert "Offline" == changed["activity_name"]
    assert "rejected" == (await api.fetch(office.reservation["url"]))["reservation_status"]
    assert "pending" == (await api.fetch(office.task["url"]))["assignment_status"]


async def test_accepted_reservations_hold_nobody(world, api) -> None:
    """Going away with accepted work is fine, and the work stays."""
    office = await world.reserved()
    await api.update(office.reservation["url"], ReservationStatus="accepted")
    await api.update(office.worker["url"], ActivitySid=office.activities["Offline"]["sid"])
    assert "accepted" == (await api.fetch(office.reservation["url"]))["reservation_status"]


async def test_moving_between_available_activities(world, api) -> None:
    """Offers stay with a worker who stays available, and cannot be rejected by that."""
    office = await world.reserved()
    ready = await api.create(office.links["activities"], FriendlyName="Ready", Available="true")
    form = {"ActivitySid": ready["sid"]}
    message = await api.refuse(
        400, "POST", office.worker["url"], {**form, "RejectPendingReservations": "true"}
    )
    assert (
        "Unable to reject pending reservations when updating to an Available activity state."
    ) == message
    await api.update(office.worker["url"], **form)
    assert "pending" == (await api.fetch(office.reservation["url"]))["reservation_status"]


async def test_a_refused_update_changes_nothing(api, office) -> None:
    """One bad parameter undoes the good ones beside it."""
    form = {"FriendlyName": "Bob", "Attributes": "{}", "ActivitySid": "WA" + "0" * 32}
    await api.refuse(400, "POST", office.worker["url"], form)
    assert office.worker == await api.fetch(office.worker["url"])


async def test_filters(api, office) -> None:
    """Filters are ANDed; a malformed SID is refused, an unknown name finds nobody."""
    url = office.links["workers"]
    ready, offline = office.activities["Available"]["sid"], office.activities["Offline"]["sid"]
    away = await api.create(url, FriendlyName="Alice")
    for query, expected in (
        ({"ActivityName": "Offline"}, [away["sid"]]),
        ({"ActivityName": "Nothing"}, []),
        ({"ActivitySid": ready}, [office.worker["sid"]]),
        ({"ActivitySid": "WA" + "0" * 32}, []),
        ({"Available": "1"}, [office.worker["sid"]]),
        ({"Available": "no"}, [away["sid"]]),
        ({"FriendlyName": "Alice"}, [away["sid"]]),
        ({"FriendlyName": "Alice", "Available": "true"}, []),
        ({"ActivitySid": offline, "ActivityName": "Offline"}, [away["sid"]]),
    ):
        assert expected == await api.sids(url, **query), query
    for sid in ("x", "", "WK" + "0" * 32):
        message = await api.refuse(400, "GET", url, params={"ActivitySid": sid})
        assert "ActivitySid" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TargetWorkersExpression", "languages HAS"),
        ("TargetWorkersExpression", ""),
        ("TaskQueueSid", "x"),
        ("Ordering", "DateCreated:asc"),
        ("Ordering", "DateStatusChanged"),
    ],
)
async def test_refused_filters(api, office, name: str, value: str) -> None:
    """A filter that cannot be understood is refused by its name."""
    message = await api.refuse(400, "GET", office.links["workers"], params={name: value})
    assert name in message


async def test_what_keeps_a_worker(world, api) -> None:
    """Open reservations and an available activity do."""
    office = await world.reserved()
    url = office.worker["url"]
    prefix = f"Cannot delete Worker {office.worker['sid']} in workspace {office.workspace['sid']}"
    for status, because in (
        (None, "it has open reservations."),
        ("accepted", "it has open reservations."),
        ("wrapping", "it has open reservations."),
        ("completed", "it is in an available activity."),
    ):
        if status is not None:
            await api.update(office.reservation["url"], ReservationStatus=status)
        message = await api.refuse(400, "DELETE", url)
        assert (
            f"{prefix} for account {office.workspace['account_sid']} because {because}" == message
        )


async def test_a_deleted_worker(world, api) -> None:
    """She goes with her channels; the reservations of her tasks stay until those go."""
    office = await world.reserved()
    await api.update(office.reservation["url"], ReservationStatus="accepted")
    await api.update(office.reservation["url"], ReservationStatus="completed")
    await api.update(office.worker["url"], ActivitySid=office.activities["Offline"]["sid"])
    await api.delete(office.worker["url"])
    for method in ("GET", "POST", "DELETE"):
        await api.missing(method, office.worker["url"])
    await api.missing("GET", office.worker["links"]["channels"])
    await api.missing("GET", office.worker["links"]["reservations"])
    kept = await api.fetch(office.reservation["url"])
    assert ("completed", office.worker["sid"]) == (kept["reservation_status"], kept["worker_sid"])


async def test_versions(api, office) -> None:
    """The ETag is 0 when new and one more with every stored change."""
    response = await api.ask("POST", office.links["workers"], {"FriendlyName": "Alice"})
    assert (201, '"0"') == (response.status_code, response.headers["etag"])
    url = response.json()["url"]
    for form, expected in (
        ({"Attributes": '{"a": 1}'}, '"1"'),
        ({"Attributes": '{"a": 1}'}, '"1"'),
        ({"ActivitySid": office.activities["Available"]["sid"]}, '"2"'),
        ({"FriendlyName": "Bob"}, '"3"'),
    ):
        response = await api.ask("POST", url, form)
        assert expected == response.headers["etag"]
        assert expected == (await api.ask("GET", url)).headers["etag"]


@pytest.mark.parametrize("header", ['"0"', "0", 'W/"0"', "*", " 0 "])
async def test_if_match_that_matches(api, office, header: str) -> None:
    """The version is understood quoted, bare and weak; a star matches any."""
    headers = {"If-Match": header}
    response = await api.ask("POST", office.worker["url"], {"FriendlyName": "A"}, headers=headers)
    assert (200, '"1"') == (response.status_code, response.headers["etag"])


@pytest.mark.parametrize("header", ['"1"', "1", 'W/"1"', "x", "", "-0", '"0", "1"', "9" * 40])
async def test_if_match_that_does_not(api, office, header: str) -> None:
    """Another version, or none, refuses the change and the deletion."""
    options = {"code": 20412, "headers": {"If-Match": header}}
    for method in ("POST", "DELETE"):
        message = await api.refuse(412, method, office.worker["url"], **options)
        assert message.startswith("Precondition Failed")
    assert office.worker == await api.fetch(office.worker["url"])
