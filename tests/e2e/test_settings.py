"""Settings of the server that change what it does."""

import pytest
from tests.e2e.server import CREDENTIALS
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
