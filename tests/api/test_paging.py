"""Pages of lists: the envelope, and that following its addresses meets every row exactly once."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import httpx2
import msgspec
import pytest

from pointsman.api import app
from pointsman.core import commands

BASE = "http://router.test/v1"
NOBODY = "WA" + "0" * 32
BOTH_DATABASES = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def activities(api) -> str:
    """The address of a list of eight: three are there from the start, five follow."""
    workspace = await api.create("/Workspaces", FriendlyName="Pages")
    url = workspace["links"]["activities"]
    for number in range(5):
        await api.create(url, FriendlyName=f"Extra {number}", Available=number % 2 == 0)
    return url


def names(page) -> list[str]:
    return [row["friendly_name"] for row in page["activities"]]


ALL = ["Offline", "Available", "Unavailable", *(f"Extra {number}" for number in range(5))]


async def follow(api, url: str | None, link: str = "next_page_url") -> list[list[str]]:
    """The names on each page, from ``url`` on."""
    pages = []
    while url is not None:
        page = await api.fetch(url)
        pages.append(names(page))
        url = page["meta"][link]
    return pages


async def test_a_list_has_an_envelope(api, activities: str) -> None:
    """A list that fits has one page, whose meta has TaskRouter's seven keys."""
    page = await api.fetch(activities)
    assert {"meta", "activities"} == set(page)
    assert ALL == names(page)
    assert {
        "page": 0,
        "page_size": 50,
        "first_page_url": f"{activities}?PageSize=50&Page=0",
        "previous_page_url": None,
        "url": f"{activities}?PageSize=50&Page=0",
        "next_page_url": None,
        "key": "activities",
    } == page["meta"]


async def test_an_empty_list_has_one_too(api) -> None:
    """Without rows there is still a page."""
    page = await api.fetch("/Workspaces")
    assert [] == page["workspaces"]
    assert {"previous_page_url": None, "next_page_url": None}.items() <= page["meta"].items()


async def test_keys_of_the_envelope(world, api) -> None:
    """Each collection names its rows as TaskRouter does."""
    office = await world.reserved()
    links = office.links
    expected = {
        "/Workspaces": "workspaces",
        links["activities"]: "activities",
        links["task_channels"]: "channels",
        links["workers"]: "workers",
        office.worker["links"]["channels"]: "channels",
        links["task_queues"]: "task_queues",
        links["workflows"]: "workflows",
        links["tasks"]: "tasks",
        office.task["links"]["reservations"]: "reservations",
        office.worker["links"]["reservations"]: "reservations",
    }
    for path, key in expected.items():
        page = await api.fetch(path)
        assert {"meta", key} == set(page)
        assert key == page["meta"]["key"]
        assert len(page[key]) > 0


@BOTH_DATABASES
@pytest.mark.parametrize("size", [1, 3, 8, 1000])
async def test_following_meets_every_row(api, activities: str, size: int) -> None:
    """The next addresses lead through all rows in order, and the previous ones back again."""
    pages = await follow(api, f"{activities}?PageSize={size}")
    expected = [ALL[start : start + size] for start in range(0, len(ALL), size)]
    assert expected == pages

    last = (await api.fetch(activities, PageSize=size))["meta"]
    while last["next_page_url"] is not None:
        last = (await api.fetch(last["next_page_url"]))["meta"]
    backwards = await follow(api, last["url"], "previous_page_url")
    assert expected == backwards[::-1]


async def test_addresses_of_a_middle_page(api, activities: str) -> None:
    """Filters come first, then size, number and token; the numbers count."""
    first = await api.fetch(activities, Available="false", PageSize=2)
    second = await api.fetch(first["meta"]["next_page_url"])
    meta = second["meta"]
    assert (1, 2) == (meta["page"], meta["page_size"])
    for link, number, has_token in (
        ("first_page_url", "0", False),
        ("previous_page_url", "0", True),
        ("url", "1", True),
    ):
        assert meta[link].startswith(f"{activities}?")
        query = parse_qsl(urlsplit(meta[link]).query)
        keys = ["Available", "PageSize", "Page"] + ["PageToken"] * has_token
        assert keys == [key for key, _ in query]
        assert ["false", "2", number] == [value for _, value in query[:3]]
    assert first["meta"]["next_page_url"] == meta["url"]
    assert [["Offline", "Unavailable"], ["Extra 1", "Extra 3"]] == [names(first), names(second)]
    assert meta["next_page_url"] is None


async def test_filters_are_echoed_encoded(world, api) -> None:
    """A filter with odd characters, or of several values, survives in the addresses."""
    office = await world.office()
    for _ in range(2):
        await api.create(office.links["tasks"])
    query = (
        "AssignmentStatus=pending&AssignmentStatus=reserved%2Ccanceled&WorkflowName=All&X=a%26b+c"
    )
    page = await api.fetch(f"{office.links['tasks']}?PageSize=1&{query}")
    following = page["meta"]["next_page_url"]
    assert f"{office.links['tasks']}?{query}&PageSize=1&Page=1&PageToken=PA" in following
    assert 1 == len((await api.fetch(following))["tasks"])


async def test_a_token_outlives_its_row(api, activities: str) -> None:
    """A page continues where it should though the row it was cut at is gone."""
    first = await api.fetch(activities, PageSize=4)
    await api.delete(first["activities"][-1]["url"])
    second = await api.fetch(first["meta"]["next_page_url"])
    assert ["Extra 1", "Extra 2", "Extra 3", "Extra 4"] == names(second)


async def test_a_token_outlives_a_workspace(api) -> None:
    """So it is for workspaces, which are placed by their date."""
    made = [await api.create("/Workspaces", FriendlyName=f"W{n}") for n in range(4)]
    first = await api.fetch("/Workspaces", PageSize=2)
    shown = [workspace["sid"] for workspace in first["workspaces"]]
    await api.delete(first["workspaces"][-1]["url"])
    rest = await api.sids(first["meta"]["next_page_url"])
    assert {workspace["sid"] for workspace in made} == {*shown, *rest}
    assert 4 == len(shown + rest)


async def test_rows_that_come_and_go_meanwhile(api, activities: str) -> None:
    """While one client turns pages, others add and delete; nothing is skipped or repeated."""
    seen = []
    url: str | None = f"{activities}?PageSize=2"
    while url is not None:
        page = await api.fetch(url)
        seen += names(page)
        if len(seen) <= 6:
            await api.create(activities, FriendlyName=f"New {len(seen)}")
            if page["activities"][0]["friendly_name"].startswith("Extra"):
                await api.delete(page["activities"][0]["url"])
        url = page["meta"]["next_page_url"]
    assert [*ALL, "New 2", "New 4", "New 6"] == seen


async def test_workspaces_of_one_moment(world, api) -> None:
    """Rows of the same date are told apart by their SIDs."""
    made = {(await api.create("/Workspaces", FriendlyName="Twin"))["sid"] for _ in range(5)}
    seen = []
    url: str | None = "/Workspaces?PageSize=1"
    while url is not None:
        page = await api.fetch(url)
        seen += [workspace["sid"] for workspace in page["workspaces"]]
        url = page["meta"]["next_page_url"]
    assert sorted(made) == seen


@pytest.mark.parametrize("side", ["PA", "PB"])
async def test_a_bare_token_works(api, activities: str, side: str) -> None:
    """A token may be the letters and the SID alone, as TaskRouter documents it."""
    rows = (await api.fetch(activities))["activities"]
    page = await api.fetch(activities, PageSize=2, Page=1, PageToken=side + rows[4]["sid"])
    assert (ALL[5:7] if side == "PA" else ALL[2:4]) == names(page)


async def test_a_bare_token_for_workspaces(api) -> None:
    """So may a token of the workspaces."""
    made = sorted([(await api.create("/Workspaces", FriendlyName="W"))["sid"] for _ in range(3)])
    assert made[1:] == await api.sids("/Workspaces", PageToken=f"PA{made[0]}")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "PA",
        f"PC{NOBODY}",
        f"PA{NOBODY}",
        f"PA{NOBODY[:-1]}",
        "PA" + "0" * 34,
        f"PA{NOBODY}.",
        f"PA{NOBODY}.ABC",
        # Larger than any database's integers, and longer than any place.
        f"PA{NOBODY}.1y2p0ij32e8e8",
        f"PA{NOBODY}.zzzzzzzzzzzzz",
        f"PA{NOBODY}." + "1" * 14,
    ],
)
async def test_tokens_that_are_none(api, activities: str, token: str) -> None:
    """A token of no row, or of no shape, is refused with its own code."""
    message = await api.refuse(400, "GET", activities, code=21481, params={"PageToken": token})
    assert "Invalid PageToken" == message


async def test_a_token_of_another_account(world, api, activities: str) -> None:
    """Neither a foreign workspace's row nor a foreign workspace can be an anchor."""
    foreign = await world.stranger.create("/Workspaces", FriendlyName="Theirs")
    for path, sid in (
        ("/Workspaces", foreign["sid"]),
        (activities, foreign["default_activity_sid"]),
    ):
        await api.refuse(400, "GET", path, code=21481, params={"PageToken": f"PA{sid}"})


async def test_absolute_paging_is_refused(api, activities: str) -> None:
    """A page number without a token is refused; zero is fine."""
    message = await api.refuse(400, "GET", activities, code=40153, params={"Page": 1})
    assert "Absolute Paging used when iterating TaskRouter resources" == message
    assert 0 == (await api.fetch(activities, Page=0))["meta"]["page"]


@pytest.mark.parametrize("size", ["0", "1001", "-1", "x", "", "1.5"])
async def test_page_sizes_out_of_bounds(api, size: str) -> None:
    """A size is from 1 to 1000."""
    message = await api.refuse(400, "GET", "/Workspaces", params={"PageSize": size})
    assert "Invalid PageSize." == message


@pytest.mark.parametrize("number", ["-1", "x", ""])
async def test_page_numbers_out_of_bounds(api, number: str) -> None:
    """A number is from 0 on."""
    message = await api.refuse(400, "GET", "/Workspaces", params={"Page": number})
    assert "Invalid Page." == message


async def test_addresses_begin_as_they_were_asked(world, api, activities: str) -> None:
    """Addresses follow the Host of the request, so that they can be followed."""
    response = await api.client.get(activities, headers={"Host": "router.example:8443"})
    page = response.json()
    start = "http://router.example:8443/v1/"
    assert page["meta"]["url"].startswith(start)
    assert page["activities"][0]["url"].startswith(start)
    assert page["activities"][0]["links"]["workspace"].startswith(start)


async def test_addresses_begin_as_configured(world, api, activities: str) -> None:
    """With a public address configured, Host does not matter."""
    services = msgspec.structs.replace(world.services, public_url="https://pbx.example/router")
    transport = httpx2.ASGITransport(app.build(services))
    async with httpx2.AsyncClient(transport=transport, auth=api.client.auth) as client:
        page = (await client.get(activities, params={"PageSize": 1})).json()
    start = f"https://pbx.example/router/v1{activities.removeprefix(BASE)}"
    assert f"{start}?PageSize=1&Page=0" == page["meta"]["first_page_url"]
    assert page["meta"]["next_page_url"].startswith(f"{start}?PageSize=1&Page=1&PageToken=PA")
    assert page["activities"][0]["url"].startswith(f"{start}/WA")


async def test_tasks_that_end_meanwhile(world, api) -> None:
    """A page of tasks continues though its last task was forgotten in between."""
    office = await world.office(workers=0)
    tasks = [await api.create(office.links["tasks"]) for _ in range(3)]
    first = await api.fetch(office.links["tasks"], PageSize=1)
    await api.update(tasks[0]["url"], AssignmentStatus="canceled")
    await world.advance(301)
    await api.missing("GET", tasks[0]["url"])
    second = await api.sids(first["meta"]["next_page_url"])
    assert [tasks[1]["sid"]] == second


async def test_a_large_page(world, api) -> None:
    """The largest page holds a thousand rows."""
    workspace = await api.create("/Workspaces", FriendlyName="Large")
    created = [commands.CreateActivity(friendly_name=f"Activity {n}") for n in range(1000)]
    await asyncio.gather(*(world.directory.submit(workspace["sid"], each) for each in created))
    page = await api.fetch(workspace["links"]["activities"], PageSize=1000)
    assert 1000 == len(page["activities"])
    rest = await api.fetch(page["meta"]["next_page_url"])
    assert 3 == len(rest["activities"])
