"""What a real server sent to a real application, before both SDKs' validators."""

import json

import pytest
from tests.e2e.application import Application
from tests.e2e.call_centre import CallCentre
from tests.e2e.server import AUTH_TOKEN
from twilio.request_validator import RequestValidator

QUERIES = [
    "",
    "?x=1",
    "?a=2&a=1&a=2&b",
    "?tenant=a%20b+c&empty=",
    "?name=žluť&world=%E4%B8%96",
    "?q=~!$'()*,;:@/?[]",
    "?a=1#rc=2&rp=all",
]


@pytest.fixture
def application():
    application = Application(AUTH_TOKEN)
    yield application
    application.close()


def requests_of(application, *names: str) -> list[dict]:
    """What the validators are given of the callbacks that came to these names."""
    return [
        {
            "signature": callback.headers["X-Twilio-Signature"],
            "url": callback.url,
            "form": callback.form,
        }
        for name in names
        for callback in application.received(to=name)
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_both_validators_accept_it(server, application, run_script, query: str) -> None:
    """Callbacks of both kinds, to an address with a port and any query, with any letters."""
    centre = CallCentre(server, callback_url=application.url("first") + query)
    centre.workspace.update(
        event_callback_url=application.url("events") + query, events_filter="task.created"
    )
    application.answer(to="first", body="", status=307, Location=f"/assign{query}")
    application.answer(to="assign", body="", status=303, Location="/seen?c=%C5%BE&c=2")
    attributes = json.dumps(
        {"selected_language": "es", "name": "Žluť 世界 🙂 & co+"}, ensure_ascii=False
    )
    centre.workspace.tasks.create(workflow_sid=centre.workflow, attributes=attributes)
    requests = requests_of(application, "first", "assign", "seen", "events")
    assert (
        attributes == requests[0]["form"]["TaskAttributes"] == requests[3]["form"]["TaskAttributes"]
    )
    validator = RequestValidator(AUTH_TOKEN)
    assert [True] * 4 == [
        validator.validate(request["url"], request["form"], request["signature"])
        for request in requests
    ]
    assert [True] * 4 == run_script("validate.js", REQUESTS=json.dumps(requests))
    for request in requests:
        request["form"] = {**request["form"], "Extra": "1"}
    assert [False] * 4 == run_script("validate.js", REQUESTS=json.dumps(requests))
    assert [] == application.forged
    centre.workspace.delete()
