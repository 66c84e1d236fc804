"""Schemathesis asks of every operation what its description allows, and what it forbids.

Bounded and the same each time; with ``POINTSMAN_FUZZ_EXAMPLES=500`` (``make fuzz``) it asks 500
things of each operation, other ones each time. What fails is shown as a curl command.
"""

import copy
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from tests.e2e.call_centre import CallCentre
from tests.e2e.server import Server

from pointsman.api import openapi
from pointsman.api.routes import ROUTES

EXAMPLES = os.environ.get("POINTSMAN_FUZZ_EXAMPLES")
SETTINGS = settings(
    max_examples=int(EXAMPLES or 20),
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ANSWER_LIMIT_S = 30
URL_LIMIT = 60_000
"""Longer addresses are refused by the parser of HTTP, in its own words; the API never sees them."""


REFUSALS = ["400", "404", "412", "413"]
CONFIG = schemathesis.Config.from_dict(
    {"checks": {"negative_data_rejection": {"expected-statuses": REFUSALS}}}
)


def _described() -> dict[str, Any]:
    """The description, less what would be asked in vain."""
    document = copy.deepcopy(openapi.describe(ROUTES))
    # Without credentials every request is refused at once: they are not for Schemathesis to make.
    del document["security"], document["components"]["securitySchemes"]
    # TaskRouter's rule, and ours: whatever does not mean true means false. None is refused.
    for item in document["paths"].values():
        for operation in item.values():
            schemas = [p["schema"] for p in operation["parameters"]]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                schemas += content["schema"]["properties"].values()
            for schema in schemas:
                if schema.get("type") == "boolean":
                    schema["type"] = ["boolean", "string"]
                elif "enum" in schema.get("items", {}):
                    schema["items"]["enum"].append("")  # an empty item of a list is passed over
    return document


DOCUMENT = _described()
OPERATIONS = [
    (path, method)
    for path, item in DOCUMENT["paths"].items()
    for method in ("get", "post", "delete")
    if method in item
]
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


class Place:
    """A call centre with a reserved task, and what its parts are called in paths and forms."""

    def __init__(self, server: Server) -> None:
        self.centre = CallCentre(server)
        task = self.centre.create_task("es")
        self._task = task.sid
        reservation = self.centre.offer(task).sid
        workspace = self.centre.workspace
        worker_channel = workspace.workers(self.centre.alice).worker_channels.list(limit=1)[0]
        event = workspace.events.list(limit=1)[0]
        self._sids = {
            "Activities": self.centre.activities["Idle"],
            "Channels": worker_channel.sid,
            "Events": event.sid,
            "Reservations": reservation,
            "TaskChannels": worker_channel.task_channel_sid,
            "TaskQueues": self.centre.english,
            "Tasks": task.sid,
            "Workers": self.centre.alice,
            "Workflows": self.centre.workflow,
        }
        queue = {"default_filter": {"queue": self.centre.spanish}}
        self._good = {
            "ActivitySid": [*self.centre.activities.values()],
            "Attributes": ['{"languages": ["en", "es"], "selected_language": "es"}'],
            "Configuration": [json.dumps({"task_routing": queue})],
            "If-Match": ["0", '"1"', 'W/"2"', "*"],
            "Instruction": ["accept", "reject"],
            "Ordering": ["DateCreated:asc", "Priority:desc,DateCreated:asc"],
            "RoutingTarget": [self.centre.alice, self.centre.english],
            "TargetWorkers": ['languages HAS "en"', "1==1"],
            "TaskChannel": ["voice", worker_channel.task_channel_sid],
            "TaskQueueSid": [self.centre.english, self.centre.spanish],
            "TaskSid": [task.sid],
            "VirtualStartTime": ["2020-02-29T12:00:00Z", "2020-03-01T00:00:00+01:00"],
            "WorkerSid": [self.centre.alice, self.centre.bob],
            "WorkflowSid": [self.centre.workflow],
        }
        for name in ("Default", "Timeout", "Reservation", "Assignment", "Worker"):
            self._good[f"{name}ActivitySid"] = self._good["ActivitySid"]
        for name in ("TargetWorkersExpression", "EvaluateWorkerAttributes"):
            self._good[name] = self._good["TargetWorkers"]
        self._good["EvaluateTaskAttributes"] = ['selected_language == "es"']

    def in_path(self, path: str) -> dict[str, str]:
        """The parameters of a path, naming what is there."""
        parts = path.split("/")
        owners = {"WorkspaceSid": self.centre.sid, "TaskSid": self._task}
        owners |= {"WorkerSid": self.centre.alice}
        if path == "/v1/Workspaces/{WorkspaceSid}":
            return {"WorkspaceSid": self.centre.sid}
        named = {part[1:-1] for part in parts if part.startswith("{")}
        if "Sid" in named:
            owners["Sid"] = self._sids[parts[parts.index("{Sid}") - 1]]
        return {name: owners[name] for name in named}

    def likely(self, path: str, method: str) -> dict[str, Any]:
        """The description of an operation, narrowed to what makes sense in this place."""
        operation = copy.deepcopy(DOCUMENT["paths"][path][method])
        for parameter in operation["parameters"]:
            if parameter["name"] in self._good:
                parameter["schema"] = {"enum": self._good[parameter["name"]]}
        for content in operation.get("requestBody", {}).get("content", {}).values():
            properties = content["schema"]["properties"]
            for name in properties.keys() & self._good.keys():
                properties[name] = {"enum": self._good[name]}
        return {**DOCUMENT, "paths": {path: {method: operation}}}


@pytest.fixture
def place(server: Server) -> Place:
    return Place(server)


@pytest.fixture
def session(server: Server) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.auth = (server.account_sid, server.auth_token)
        yield session


def cases(place: Place, path: str, method: str, mode: GenerationMode) -> st.SearchStrategy[Case]:
    """What is asked: mostly of parts that are there, half of the time with values that fit them."""

    def ask_of(document: dict[str, Any], **known: Any) -> st.SearchStrategy[Case]:
        schema = schemathesis.openapi.from_dict(document, config=CONFIG)
        operation = schema[path][method]
        return operation.as_strategy(generation_mode=mode, **known)

    here = place.in_path(path)
    possible, anywhere = ask_of(DOCUMENT, path_parameters=here), ask_of(DOCUMENT)
    if mode is GenerationMode.NEGATIVE:
        choices = [possible, possible, possible, anywhere]
    else:
        likely = ask_of(place.likely(path, method), path_parameters=here)
        choices = [likely, likely, likely, possible, possible, anywhere]
    return st.sampled_from(choices).flatmap(lambda strategy: strategy)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_operation(server, place, session, path, method, mode) -> None:
    """Whatever is asked, the answer is one that the description promises, and no failure."""

    @SETTINGS
    @given(cases(place, path, method, mode))
    def ask(case: Case) -> None:
        response = case.call(server.url, session, timeout=ANSWER_LIMIT_S)
        assert response.status_code != 401
        if len(response.request.url) > URL_LIMIT:
            assert response.status_code in (400, 431)
        else:
            case.validate_response(response, checks=CHECKS)

    ask()
