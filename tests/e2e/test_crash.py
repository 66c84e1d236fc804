"""What was answered is there after a crash, and what was promised is still done."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
import requests
from tests.e2e.waiting import wait_until
from twilio.base.exceptions import TwilioRestException

WRITERS = 4
SPANISH = {"Attributes": '{"selected_language":"es"}'}


def refuse_late_accept(reservation: Any) -> None:
    with pytest.raises(TwilioRestException) as refused:
        reservation.update(reservation_status="accepted")
    assert (400, 20001) == (refused.value.status, refused.value.code)
    assert "not in expected state [pending]" in refused.value.msg


# --- between one step and the next ---


def test_offer_survives_a_crash(server, open_call_centre) -> None:
    """An offer that was made before the server was killed can be accepted after it."""
    centre = open_call_centre(server)
    task = centre.create_task("es")
    offer = centre.offer(task)
    server.kill()
    server.restart()
    assert "Reserved" == centre.activity_of(centre.alice)
    assert "accepted" == offer.update(reservation_status="accepted").reservation_status
    assert ("assigned", "Busy") == (centre.status_of(task), centre.activity_of(centre.alice))


def test_acceptance_survives_a_crash(server, open_call_centre) -> None:
    """An acceptance that was answered holds, and a second one is refused as ever."""
    centre = open_call_centre(server)
    task = centre.create_task("es")
    offer = centre.offer(task)
    offer.update(reservation_status="accepted")
    server.kill()
    server.restart()
    assert ("assigned", "Busy") == (centre.status_of(task), centre.activity_of(centre.alice))
    refuse_late_accept(offer)
    centre.workspace.tasks(task.sid).update(assignment_status="completed", reason="resolved")
    assert "completed" == offer.fetch().reservation_status


def test_deadline_passes_while_the_server_is_down(server, open_call_centre) -> None:
    """An offer whose time ran out meanwhile has timed out when the server is there again."""
    centre = open_call_centre(server, reservation_timeout_s=2)
    task = centre.create_task("es")
    offer = centre.offer(task)
    server.kill()
    over_at = offer.date_created.timestamp() + 3
    wait_until(lambda: time.time() > over_at)
    server.restart()
    assert offer.sid == centre.ended(task, "timeout").sid
    assert ("pending", "Offline") == (centre.status_of(task), centre.activity_of(centre.alice))
    refuse_late_accept(offer)


def test_task_waits_through_a_crash(server, open_call_centre) -> None:
    """A task for which nobody was free is offered by the restarted server."""
    centre = open_call_centre(server)
    centre.move(centre.alice, "Offline")
    task = centre.create_task("es")
    server.kill()
    server.restart()
    assert [] == centre.reservations(task)
    centre.move(centre.alice, "Idle")
    assert "Alice" == centre.offer(task).worker_name


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_callback_is_sent_again(server, open_call_centre, application, end) -> None:
    """A callback that was under way is sent again, recognisably, and its answer is followed."""
    centre = open_call_centre(server, callback_url=application.url())
    application.answer({"instruction": "reject"}, delay_s=60)
    application.answer({"instruction": "accept"})
    task = centre.create_task("es")
    application.received()
    getattr(server, end)()
    server.restart()
    accepted = centre.ended(task, "accepted")
    first, second = application.received(2)
    assert first.form == second.form
    token = "I-Twilio-Idempotency-Token"
    assert first.headers[token] == second.headers[token]
    assert accepted.sid == second.form["ReservationSid"]
    assert "Busy" == centre.activity_of(centre.alice)


def test_settled_callback_is_not_sent_again(server, open_call_centre, application) -> None:
    """A callback whose answer was followed before the crash is over."""
    centre = open_call_centre(server, callback_url=application.url())
    application.answer({})
    first = centre.offer(centre.create_task("es"))
    wait_until(lambda: server.log_lines("callback.answered", first.sid))
    server.kill()
    server.restart()
    second = centre.offer(centre.create_task("en"))
    received = application.received(2)
    assert [first.sid, second.sid] == [callback.form["ReservationSid"] for callback in received]


# --- in a storm ---


@contextmanager
def storm(centre) -> Iterator[list[str]]:
    """Threads that create tasks until the server is gone; the SIDs of those it said it made."""
    path = f"Workspaces/{centre.sid}/Tasks"
    created: list[str] = []
    calm = threading.Event()

    def write() -> None:
        with requests.Session() as session:
            while not calm.is_set():
                try:
                    answer = centre.server.post(path, session, **SPANISH)
                except requests.RequestException:
                    return
                if answer.status_code == 201:
                    created.append(answer.json()["sid"])

    with ThreadPoolExecutor(WRITERS) as writers:
        writing: list[Future[None]] = [writers.submit(write) for _ in range(WRITERS)]
        try:
            yield created
        finally:
            calm.set()
    for writer in writing:
        writer.result()


def test_created_tasks_survive_crashes(server, open_call_centre) -> None:
    """Whenever the server is killed: every task whose creation was answered with 201 is there."""
    centre = open_call_centre(server)
    centre.move(centre.alice, "Offline")
    chance = random.Random()
    expected: set[str] = set()
    for round_number in range(3):
        with storm(centre) as created:
            wait_until(lambda created=created: len(created) >= 5)
            wait_until(lambda chance=chance: chance.random() < 0.1)
            server.kill()
        expected |= set(created)
        server.restart()
        assert set() == expected - centre.task_sids(), f"lost in round {round_number}"
    assert "reserved" != centre.status_of(centre.create_task("es"))


def test_offers_survive_crashes(server, open_call_centre) -> None:
    """However often the server is killed among offers: it comes back, and the offer stands."""
    centre = open_call_centre(server)
    for _ in range(2):
        with storm(centre) as created:
            wait_until(lambda created=created: len(created) >= 3)
            server.kill()
        server.restart()
        (held,) = centre.workspace.tasks.list(assignment_status="reserved")
        (offer,) = centre.reservations(held, "pending")
        offer.update(reservation_status="accepted")
        centre.workspace.tasks(held.sid).update(assignment_status="completed")
        centre.move(centre.alice, "Idle")


def test_server_stops_in_good_order(server, open_call_centre) -> None:
    """SIGTERM among requests: what was answered is kept, the exit code is 0, nothing is logged."""
    centre = open_call_centre(server)
    with storm(centre) as created:
        wait_until(lambda: len(created) >= 10)
        assert 0 == server.stop()
    assert [] == server.log_lines()
    server.restart()
    assert set() == set(created) - centre.task_sids()
