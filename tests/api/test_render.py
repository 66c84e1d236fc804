"""Every resource has exactly the properties of Twilio's own description, and in its types.

The description is Twilio's and not in this repository; without it these tests are skipped.
"""

import re
from datetime import datetime
from typing import Any

import pytest

from pointsman.api import render

WS = "taskrouter.v1.workspace"

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "object": (dict,),
    "number": (int, float),
}


@pytest.fixture(scope="module")
def schemas(description) -> dict[str, Any]:
    return description["components"]["schemas"]


def check(schemas: dict[str, Any], name: str, resource: dict[str, Any]) -> None:
    properties = schemas[name]["properties"]
    assert sorted(properties) == sorted(resource), name
    for key, value in resource.items():
        schema = properties[key]
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        _check_value(f"{name}.{key}", schema, value)


def _check_value(where: str, schema: dict[str, Any], value: Any) -> None:
    if value is None:
        assert schema.get("nullable"), where
        return
    # A bool is an int to Python, but not to a client.
    assert type(value) in TYPES[schema["type"]], (where, value)
    if "enum" in schema:
        assert value in schema["enum"], (where, value)
    if "pattern" in schema:
        assert re.search(schema["pattern"], value), (where, value)
    match schema.get("format"):
        case "date-time":
            assert DATE.fullmatch(value), (where, value)
            assert datetime.fromisoformat(value), (where, value)
        case "uri" if value:
            assert value.startswith("http://"), (where, value)
        case "uri-map":
            for link in value.values():
                assert link.startswith("http://router.test/v1/Workspaces/WS"), (where, link)


async def test_every_resource_has_the_described_shape(world, api, schemas) -> None:
    """Names are equal, types and formats fit, in single answers and in lists."""
    office = await world.reserved(Attributes='{"a": 1}', Priority=3)
    await api.update(office.reservation["url"], ReservationStatus="accepted")
    worker_links = office.worker["links"]
    collections = {
        WS: "/Workspaces",
        f"{WS}.activity": office.links["activities"],
        f"{WS}.task_channel": office.links["task_channels"],
        f"{WS}.worker": office.links["workers"],
        f"{WS}.worker.worker_channel": worker_links["channels"],
        f"{WS}.worker.worker_reservation": worker_links["reservations"],
        f"{WS}.task_queue": office.links["task_queues"],
        f"{WS}.workflow": office.links["workflows"],
        f"{WS}.task": office.links["tasks"],
        f"{WS}.task.task_reservation": office.task["links"]["reservations"],
    }
    for name, path in collections.items():
        page = await api.fetch(path)
        for resource in page[page["meta"]["key"]]:
            check(schemas, name, resource)
            assert resource == await api.fetch(resource["url"])


async def test_answers_to_changes_have_the_described_shape(world, api, schemas) -> None:
    """What a creation or a change answers is what a look at it answers."""
    office = await world.reserved()
    for name, resource in (
        (WS, office.workspace),
        (f"{WS}.worker", office.worker),
        (f"{WS}.task_queue", office.queue),
        (f"{WS}.workflow", office.workflow),
        (f"{WS}.task", office.task),
        (f"{WS}.task.task_reservation", office.reservation),
    ):
        check(schemas, name, resource)
        changed = await api.update(resource["url"], Unknown="x")
        check(schemas, name, changed)
        assert changed == await api.fetch(resource["url"])


async def test_single_tasking_resources(world, api, schemas) -> None:
    """A queue with activities shows and links them."""
    office = await world.office(MultiTaskEnabled=False)
    check(schemas, f"{WS}.task_queue", office.queue)
    reserved, busy = office.activities["Reserved"], office.activities["Busy"]
    assert (reserved["sid"], "Reserved", busy["sid"], "Busy") == (
        office.queue["reservation_activity_sid"],
        office.queue["reservation_activity_name"],
        office.queue["assignment_activity_sid"],
        office.queue["assignment_activity_name"],
    )
    assert reserved["url"] == office.queue["links"]["reservation_activity"]
    assert busy["url"] == office.queue["links"]["assignment_activity"]


async def test_links_lead_somewhere(world, api) -> None:
    """Every address of a resource can be fetched, except what is only posted to."""
    office = await world.reserved()
    everything = (office.workspace, office.worker, office.queue, office.workflow, office.task)
    for resource in (*everything, office.reservation):
        for link in (resource["url"], *resource.get("links", {}).values()):
            if not link.endswith("/TaskQueues/RealTimeStatistics"):
                await api.fetch(link)


@pytest.mark.parametrize(
    ("instant", "expected"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_767_225_600_999, "2026-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59Z"),
        (-2_208_988_800_000, "1900-01-01T00:00:00Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59Z"),
    ],
)
def test_dates_have_whole_seconds(instant: int, expected: str) -> None:
    """Fractions are cut off, never rounded up into the future."""
    assert expected == render.date(instant)


async def test_a_task_of_1900(world, api) -> None:
    """The earliest start that is allowed can be shown."""
    office = await world.office()
    start = "1900-01-01T00:00:00Z"
    task = await api.create(office.links["tasks"], VirtualStartTime=start)
    assert start == task["virtual_start_time"]
