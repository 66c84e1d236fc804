"""``…/Tasks/{task_sid}/Reservations`` and ``…/Workers/{worker_sid}/Reservations``"""

import pytest


@pytest.fixture
async def office(world):
    return await world.reserved()


def under_worker(office) -> str:
    """The address of the reservation under its worker."""
    return f"{office.worker['links']['reservations']}/{office.reservation['sid']}"


async def test_a_new_reservation(api, office) -> None:
    """An offer is pending, and names its task and its worker."""
    assert {
        "reservation_status": "pending",
        "task_sid": office.task["sid"],
        "worker_sid": office.worker["sid"],
        "worker_name": "Worker 0",
        "date_created": "2026-01-01T00:00:00Z",
        "links": {
            "task": office.task["url"],
            "worker": office.worker["url"],
            "workspace": office.workspace["url"],
        },
    }.items() <= office.reservation.items()


async def test_two_parents(api, office) -> None:
    """It is one resource; its address is under the parent that was asked."""
    url = under_worker(office)
    assert (
        f"{office.task['url']}/Reservations/{office.reservation['sid']}"
        == (office.reservation["url"])
    )
    expected = {**office.reservation, "url": url}
    assert expected == await api.fetch(url)
    assert [expected] == (await api.fetch(office.worker["links"]["reservations"]))["reservations"]
    accepted = await api.update(url, ReservationStatus="accepted")
    assert (url, "accepted") == (accepted["url"], accepted["reservation_status"])
    assert "accepted" == (await api.fetch(office.reservation["url"]))["reservation_status"]


async def test_the_parent_must_be_the_own(world, api, office) -> None:
    """Under another task or worker, or one that is not there, a reservation is not found."""
    other = await api.create(office.links["workers"], FriendlyName="Other")
    task = await api.create(office.links["tasks"])
    sid = office.reservation["sid"]
    for parent in (other["url"], task["url"], office.worker["url"][:-1] + "x"):
        for method in ("GET", "POST"):
            await api.missing(method, f"{parent}/Reservations/{sid}")
    for parent in (office.worker["url"][:-1] + "x", office.task["url"][:-1] + "x"):
        await api.missing("GET", f"{parent}/Reservations")


MOVES = {
    "pending": {"accepted", "rejected"},
    "accepted": {"wrapping", "completed"},
    "wrapping": {"completed"},
    "completed": set(),
    "rejected": set(),
    "canceled": set(),
    "timeout": set(),
}
EXPECTED = {
    "accepted": "pending",
    "rejected": "pending",
    "wrapping": "accepted",
    "completed": "accepted, wrapping",
}


async def _bring(world, office, status: str) -> None:
    url = office.reservation["url"]
    steps = {"wrapping": ["accepted", "wrapping"], "completed": ["accepted", "completed"]}
    match status:
        case "canceled":
            await world.api.update(office.task["url"], AssignmentStatus="canceled")
        case "timeout":
            await world.advance(120)
        case "accepted" | "rejected" | "wrapping" | "completed":
            for step in steps.get(status, [status]):
                await world.api.update(url, ReservationStatus=step)
    assert status == (await world.api.fetch(url))["reservation_status"]


@pytest.mark.parametrize("status", MOVES)
async def test_the_moves_of_a_reservation(world, api, status: str) -> None:
    """Each status allows what TaskRouter's table allows, and refuses the rest in its words."""
    for wanted, expected in EXPECTED.items():
        office = await world.reserved()
        await _bring(world, office, status)
        url, form = office.reservation["url"], {"ReservationStatus": wanted}
        if wanted in MOVES[status]:
            assert wanted == (await api.update(url, **form))["reservation_status"]
        else:
            assert (
                f"Reservation {office.reservation['sid']} not in expected state [{expected}]"
                f" and cannot be updated to [{wanted}]"
            ) == await api.refuse(400, "POST", url, form)


@pytest.mark.parametrize("status", ["pending", "timeout", "canceled", "rescinded", "x", ""])
async def test_statuses_nobody_can_ask_for(api, office, status: str) -> None:
    """Only four can be asked for."""
    form = {"ReservationStatus": status}
    assert "ReservationStatus" in await api.refuse(400, "POST", office.reservation["url"], form)


async def test_the_task_follows(world, api, office) -> None:
    """Accepted is assigned, wrapping is wrapping, and with the last one completed it is over."""
    url = office.reservation["url"]
    for status, expected in (("accepted", "assigned"), ("wrapping", "wrapping")):
        await api.update(url, ReservationStatus=status)
        assert expected == (await api.fetch(office.task["url"]))["assignment_status"]
    await api.update(url, ReservationStatus="completed")
    task = await api.fetch(office.task["url"])
    assert ("completed", "All reservations were completed") == (
        task["assignment_status"],
        task["reason"],
    )
    worker = await api.fetch(office.worker["url"])
    assert "Available" == worker["activity_name"]


async def test_a_rejection(world, api, office) -> None:
    """The task waits again; the same worker may be asked anew after a moment."""
    await api.update(office.reservation["url"], ReservationStatus="rejected")
    assert "pending" == (await api.fetch(office.task["url"]))["assignment_status"]
    await world.advance(1)
    statuses = await api.fetch(office.task["links"]["reservations"])
    assert ["rejected", "pending"] == [r["reservation_status"] for r in statuses["reservations"]]


async def test_a_rejection_with_an_activity(world, api, office) -> None:
    """The worker goes where the rejection sends her; an unknown activity refuses it."""
    url = office.reservation["url"]
    form = {"ReservationStatus": "rejected", "WorkerActivitySid": "WA" + "0" * 32}
    assert "WorkerActivitySid" in await api.refuse(400, "POST", url, form)
    form["WorkerActivitySid"] = office.activities["Unavailable"]["sid"]
    await api.update(url, **form)
    assert "Unavailable" == (await api.fetch(office.worker["url"]))["activity_name"]


async def test_nobody_answers(world, api, office) -> None:
    """The offer lapses, the worker goes to the time-out activity and the task waits."""
    await world.advance(120)
    assert "timeout" == (await api.fetch(office.reservation["url"]))["reservation_status"]
    assert "Offline" == (await api.fetch(office.worker["url"]))["activity_name"]
    assert "pending" == (await api.fetch(office.task["url"]))["assignment_status"]


async def test_the_first_to_accept_wins(world, api) -> None:
    """The others of the round are rescinded, and accepting one of them answers 410."""
    office = await world.office(workers=2)
    await api.update(office.queue["url"], MaxReservedWorkers=2)
    task = await api.create(office.links["tasks"])
    winner, loser = (await api.fetch(task["links"]["reservations"]))["reservations"]
    await api.update(winner["url"], ReservationStatus="accepted")
    assert "rescinded" == (await api.fetch(loser["url"]))["reservation_status"]
    message = await api.refuse(410, "POST", loser["url"], {"ReservationStatus": "accepted"})
    assert (
        f"Reservation {loser['sid']} not in expected state [pending]"
        " and cannot be updated to [accepted]"
    ) == message
    await api.refuse(400, "POST", loser["url"], {"ReservationStatus": "rejected"})


async def test_single_tasking(world, api) -> None:
    """Offer and acceptance move a single-tasking worker; a rejection takes her back."""
    office = await world.office(MultiTaskEnabled="false")
    task = await api.create(office.links["tasks"])
    [reservation] = (await api.fetch(task["links"]["reservations"]))["reservations"]
    names = [(await api.fetch(office.worker["url"]))["activity_name"]]
    await api.update(reservation["url"], ReservationStatus="rejected")
    names.append((await api.fetch(office.worker["url"]))["activity_name"])
    await world.advance(1)
    [_, again] = (await api.fetch(task["links"]["reservations"]))["reservations"]
    await api.update(again["url"], ReservationStatus="accepted")
    names.append((await api.fetch(office.worker["url"]))["activity_name"])
    assert ["Reserved", "Idle", "Busy"] == names


async def test_an_empty_update(api, office) -> None:
    """Without status or instruction nothing changes."""
    assert office.reservation == await api.update(office.reservation["url"], To="+1", Beep="true")


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [("accept", "accepted"), ("Accept", "accepted"), ("reject", "rejected")],
)
async def test_instructions(api, office, instruction: str, expected: str) -> None:
    """The two that need no telephony work here too, and win over a status beside them."""
    changed = await api.update(
        office.reservation["url"], Instruction=instruction, ReservationStatus="completed"
    )
    assert expected == changed["reservation_status"]


async def test_an_unknown_instruction(api, office) -> None:
    """It has a code of its own."""
    form = {"Instruction": "dance"}
    message = await api.refuse(400, "POST", office.reservation["url"], form, code=55555)
    assert "dance" in message


async def test_filters(world, api, office) -> None:
    """By status under both parents, and by worker under the task."""
    await api.update(office.reservation["url"], ReservationStatus="rejected")
    sid, worker = office.reservation["sid"], office.worker["sid"]
    by_task, by_worker = (
        office.task["links"]["reservations"],
        office.worker["links"]["reservations"],
    )
    for url in (by_task, by_worker):
        assert [sid] == await api.sids(url, ReservationStatus="rejected")
        assert [] == await api.sids(url, ReservationStatus="pending")
        message = await api.refuse(400, "GET", url, params={"ReservationStatus": "x"})
        assert "ReservationStatus" in message
    assert [sid] == await api.sids(by_task, WorkerSid=worker, ReservationStatus="rejected")
    assert [] == await api.sids(by_task, WorkerSid="WK" + "0" * 32)
    assert "WorkerSid" in await api.refuse(400, "GET", by_task, params={"WorkerSid": "x"})


async def test_versions(api, office) -> None:
    """A reservation's ETag counts its changes, and If-Match guards them under both parents."""
    for url, etag, status in (
        (office.reservation["url"], '"0"', "accepted"),
        (under_worker(office), '"1"', "completed"),
    ):
        assert etag == (await api.ask("GET", url)).headers["etag"]
        form = {"ReservationStatus": status}
        headers = {"If-Match": '"7"'}
        await api.refuse(412, "POST", url, form, code=20412, headers=headers)
        response = await api.ask("POST", url, form, headers={"If-Match": etag})
        assert (200, f'"{int(etag[1]) + 1}"') == (response.status_code, response.headers["etag"])


async def test_callbacks(world, api) -> None:
    """An offer owes the workflow's assignment callback, whose answer is followed."""
    office = await world.office()
    world.sender.answer = type(world.sender.answer)(
        200, "application/json", b'{"instruction": "accept"}'
    )
    await api.update(office.workflow["url"], AssignmentCallbackUrl="http://app.test/assign")
    task = await api.create(office.links["tasks"], Attributes='{"a": 1}')
    await world.eventually(lambda: "reservation.accepted" in world.event_types)
    [(url, form)] = world.sender.posts
    [reservation] = (await api.fetch(task["links"]["reservations"]))["reservations"]
    assert "http://app.test/assign" == url
    assert (task["sid"], reservation["sid"], '{"a": 1}') == (
        form["TaskSid"],
        form["ReservationSid"],
        form["TaskAttributes"],
    )
    assert "accepted" == reservation["reservation_status"]
