"""Settings of the server that change what it does."""

import pytest
from tests.e2e.server import CREDENTIALS
from tests.e2e.test_callbacks import REFUSED_URL
from tests.e2e.test_clock import CLOCK, ask
from tests.e2e.waiting import wait_until
from twilio.base.exceptions import TwilioRestException


def test_ended_tasks_go_when_the_setting_says(start_server, open_call_centre) -> None:
    """A canceled task is kept as long as was set, and then it is not found."""
    server = start_server("--task-retention", "1", **CREDENTIALS)
    workspace = open_call_centre(server).workspace
    task = workspace.tasks.create(attributes='{"selected_language": "es"}')
    workspace.tasks(task.sid).update(assignment_status="canceled")
    assert "canceled" == workspace.tasks(task.sid).fetch().assignment_status
    wait_until(lambda: workspace.tasks.list() == [])
    with pytest.raises(TwilioRestException) as refused:
        workspace.tasks(task.sid).fetch()
    assert (404, 20404) == (refused.value.status, refused.value.code)


@pytest.mark.parametrize(
    ("environment", "statuses"),
    [
        ({}, {"canceled"}),
        ({"POINTSMAN_PENDING_WHEN_CALLBACK_FAILS": "1"}, {"pending"}),
    ],
)
def test_what_becomes_of_offers_nobody_was_told_of(
    start_server, open_call_centre, environment, statuses
) -> None:
    """They are canceled, or left to the worker if the setting says so."""
    server = start_server(*CLOCK, **CREDENTIALS, **environment)
    centre = open_call_centre(server, callback_url=REFUSED_URL)
    task = centre.create_task("es")
    # Time goes on when what became of the callback has been handed in, but not to the time-out.
    assert ask(server, "POST", "Clock/Advance", Seconds="0.5").json()["at_rest"]
    reservations = centre.reservations(task)
    assert statuses == {reservation.reservation_status for reservation in reservations}
    if environment:
        [offer] = reservations
        assert "accepted" == offer.update(reservation_status="accepted").reservation_status
