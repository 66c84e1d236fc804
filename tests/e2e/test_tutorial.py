"""The tutorial, play by play: a task comes in, a worker is reserved for it, and she answers."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.e2e.waiting import wait_until
from twilio.base.exceptions import TwilioRestException

RESERVATION = "taskrouter.v1.workspace.task.task_reservation"


@pytest.fixture
def centre(any_server, open_call_centre):
    return open_call_centre(any_server)


@pytest.fixture
def called_centre(any_server, open_call_centre, application):
    """A call centre whose web application is told of every offer."""
    return open_call_centre(any_server, callback_url=application.url())


# --- accepting ---


@pytest.mark.parametrize("parent", ["task", "worker"])
def test_worker_accepts(centre, parent) -> None:
    """An offer can be accepted under its task and under its worker; Alice is then Busy."""
    task = centre.create_task("es")
    assert ("pending", "Spanish") == (task.assignment_status, task.task_queue_friendly_name)
    offer = centre.offer(task)
    assert ("reserved", "Reserved") == (centre.status_of(task), centre.activity_of(centre.alice))

    owner = {"task": centre.workspace.tasks(task.sid)}
    owner["worker"] = centre.workspace.workers(centre.alice)
    accepted = owner[parent].reservations(offer.sid).update(reservation_status="accepted")

    assert ("Alice", "accepted") == (accepted.worker_name, accepted.reservation_status)
    assert ("assigned", "Busy") == (centre.status_of(task), centre.activity_of(centre.alice))


def test_callback_accepts(called_centre, application) -> None:
    """An application that answers with the accept instruction assigns the task."""
    application.answer({"instruction": "accept"})
    task = called_centre.create_task("es")
    accepted = called_centre.ended(task, "accepted")
    assert accepted.sid == application.received()[0].form["ReservationSid"]
    assert "assigned" == called_centre.status_of(task)
    assert "Busy" == called_centre.activity_of(called_centre.alice)


def test_accept_answers_the_whole_reservation(centre) -> None:
    """The answer to an acceptance has every field, as the SDK sees them and as they are sent."""
    task = centre.create_task("es")
    offer = centre.offer(task)
    reservation = f"Workspaces/{centre.sid}/Tasks/{task.sid}/Reservations/{offer.sid}"
    answer = centre.server.post(reservation, ReservationStatus="accepted")
    assert 200 == answer.status_code
    body = answer.json()
    dates = {name: body.pop(name) for name in ("date_created", "date_updated")}
    root = f"{centre.server.url}/v1/Workspaces/{centre.sid}"
    assert {
        "account_sid": centre.server.account_sid,
        "links": {
            "task": f"{root}/Tasks/{task.sid}",
            "worker": f"{root}/Workers/{centre.alice}",
            "workspace": root,
        },
        "reservation_status": "accepted",
        "sid": offer.sid,
        "task_sid": task.sid,
        "url": f"{centre.server.url}/v1/{reservation}",
        "worker_name": "Alice",
        "worker_sid": centre.alice,
        "workspace_sid": centre.sid,
    } == body
    fetched = centre.workspace.tasks(task.sid).reservations(offer.sid).fetch()
    assert sorted(dates) == sorted(name for name in dates if getattr(fetched, name) is not None)


def test_reservation_has_the_published_fields(centre, description) -> None:
    """A reservation's JSON has exactly the keys of Twilio's OpenAPI document."""
    schemas = description["components"]["schemas"]
    task = centre.create_task("es")
    path = f"Workspaces/{centre.sid}/Tasks/{task.sid}/Reservations/{centre.offer(task).sid}"
    answer = centre.server.post(path, ReservationStatus="accepted")
    assert sorted(schemas[RESERVATION]["properties"]) == sorted(answer.json())


def test_worker_stays_busy_until_moved(centre) -> None:
    """Completing a task leaves its worker Busy; she gets the next when she is moved to Idle."""
    task, waiting = centre.create_task("es"), centre.create_task("es")
    offer = centre.offer(task)
    offer.update(reservation_status="accepted")
    completed = centre.workspace.tasks(task.sid).update(
        assignment_status="completed", reason="resolved"
    )
    assert ("completed", "resolved") == (completed.assignment_status, completed.reason)
    assert "completed" == offer.fetch().reservation_status
    assert "Busy" == centre.activity_of(centre.alice)
    assert "pending" == centre.status_of(waiting)

    centre.move(centre.alice, "Idle")
    assert centre.alice == centre.offer(waiting).worker_sid


# --- rejecting ---


def test_rejection_returns_the_worker(centre) -> None:
    """Who rejects is back in her previous activity, and the task is offered to the next worker."""
    task = centre.create_task("en")
    offer = centre.offer(task)
    assert "Alice" == offer.worker_name
    assert "rejected" == offer.update(reservation_status="rejected").reservation_status
    assert "Bob" == centre.offer(task).worker_name
    assert "Idle" == centre.activity_of(centre.alice)
    assert "Reserved" == centre.activity_of(centre.bob)


def test_rejection_may_move_the_worker(centre) -> None:
    """Who rejects goes to the activity she gives, and the next task is Bob's."""
    first = centre.create_task("es")
    offer = centre.offer(first)
    offer.update(reservation_status="rejected", worker_activity_sid=centre.activities["Offline"])
    assert "Offline" == centre.activity_of(centre.alice)
    assert "pending" == centre.status_of(first)
    assert "Bob" == centre.offer(centre.create_task("en")).worker_name


@pytest.mark.parametrize("activity", [None, "Offline"])
def test_callback_rejects(called_centre, application, activity) -> None:
    """The reject instruction does the same, with and without an activity."""
    instruction = {"instruction": "reject"}
    if activity is not None:
        instruction["activity_sid"] = called_centre.activities[activity]
    application.answer(instruction)
    application.answer({})
    task = called_centre.create_task("en")
    assert "Alice" == called_centre.ended(task, "rejected").worker_name
    assert "Bob" == called_centre.offer(task).worker_name
    assert (activity or "Idle") == called_centre.activity_of(called_centre.alice)


# --- not answering ---


def test_silence_makes_the_worker_unavailable(any_server, open_call_centre) -> None:
    """Who does not answer in time goes Offline, cannot accept any more, and starts anew as Idle."""
    centre = open_call_centre(any_server, reservation_timeout_s=1)
    task = centre.create_task("es")
    missed = centre.ended(task, "timeout")
    assert ("pending", "Offline") == (centre.status_of(task), centre.activity_of(centre.alice))

    with pytest.raises(TwilioRestException) as refused:
        missed.update(reservation_status="accepted")
    assert (400, 20001) == (refused.value.status, refused.value.code)
    assert refused.value.msg.endswith(
        f"Reservation {missed.sid} not in expected state [pending]"
        " and cannot be updated to [accepted]"
    )

    centre.workspace.workflows(centre.workflow).update(task_reservation_timeout=120)
    centre.move(centre.alice, "Idle")
    assert centre.offer(task).sid != missed.sid
    assert "Reserved" == centre.activity_of(centre.alice)


# --- racing ---


def test_only_one_worker_wins(any_server, open_call_centre) -> None:
    """Of two that accept the same task at once one gets it, and the other's offer is rescinded."""
    centre = open_call_centre(any_server, english_offers=2)
    for _ in range(5):
        task = centre.create_task("en")
        offers = wait_until(lambda task=task: centre.reservations(task, "pending"))
        assert ["Alice", "Bob"] == sorted(offer.worker_name for offer in offers)
        together = threading.Barrier(len(offers))

        def accept(offer, task=task, together=together) -> int:
            path = f"Workspaces/{centre.sid}/Tasks/{task.sid}/Reservations/{offer.sid}"
            together.wait(5)
            return centre.server.post(path, ReservationStatus="accepted").status_code

        with ThreadPoolExecutor(len(offers)) as workers:
            statuses = list(workers.map(accept, offers))

        assert [200, 410] == sorted(statuses)
        expected = {200: ("accepted", "Busy"), 410: ("rescinded", "Idle")}
        for offer, status in zip(offers, statuses, strict=True):
            ended = offer.fetch().reservation_status
            assert expected[status] == (ended, centre.activity_of(offer.worker_sid))

        centre.workspace.tasks(task.sid).update(assignment_status="completed")
        centre.move(offers[statuses.index(200)].worker_sid, "Idle")
