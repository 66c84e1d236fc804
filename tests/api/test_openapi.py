"""The published description: whole, and the same as TaskRouter's own but for a short list."""

import json
import re

import jsonschema
import pytest

from pointsman.api import openapi
from pointsman.api.extensions import EXTENSIONS
from pointsman.api.routes import ROUTES

FORM = "application/x-www-form-urlencoded"

CHOICES_OF_OURS = {"Template"}
"""Where TaskRouter's document says text, or another name for the same few values."""

SUPERVISION = {"Supervisor", "SupervisorMode"}
"""TaskRouter names these for reservations under their task only; we read both parents alike."""

UNDESCRIBED = ("/v1/Workspaces/{}/TaskQueues/RealTimeStatistics", "post")
"""TaskRouter's document says that it takes JSON, and not which."""


@pytest.fixture(scope="module")
def ours() -> dict:
    return openapi.describe(ROUTES)


@pytest.fixture(scope="module")
def theirs(description) -> dict:
    return description


def operations(document: dict) -> dict[tuple[str, str], dict]:
    """Each operation by its path, with parameters unnamed, and its method."""
    return {
        (re.sub(r"\{[^}]*\}", "{}", path), method): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "delete")
    }


def form(operation: dict) -> dict:
    return operation.get("requestBody", {}).get("content", {}).get(FORM, {}).get("schema", {})


def named(operation: dict) -> dict[str, dict]:
    """The parameters outside the path, by name."""
    return {p["name"]: p["schema"] for p in operation.get("parameters", []) if p["in"] != "path"}


async def test_it_is_served(world) -> None:
    """Whoever can sign in can read it; nobody else."""
    answer = await world.api.client.get("/openapi.json")
    assert openapi.describe({**ROUTES, **EXTENSIONS}) == answer.json()
    assert 401 == (await world.nobody.client.get("/openapi.json")).status_code


def test_every_reference_resolves(ours) -> None:
    """What is referred to is there."""
    schemas = ours["components"]["schemas"]
    for name in re.findall(r'"#/components/schemas/([^"]*)"', json.dumps(ours)):
        assert name in schemas
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_same_operations(ours, theirs) -> None:
    """Every operation is there, and none that TaskRouter lacks."""
    assert set(operations(theirs)) == set(operations(ours))


def test_the_same_parameters(ours, theirs) -> None:
    """Names, and which of them are required, are TaskRouter's."""
    for key, operation in operations(ours).items():
        their = operations(theirs)[key]
        assert set(named(their)) == set(named(operation)), key
        if key == UNDESCRIBED:
            continue
        theirs_all = set(form(their).get("properties", {}))
        if "Reservations" in key[0] and key[1] == "post":
            theirs_all |= SUPERVISION
        assert theirs_all == set(form(operation).get("properties", {})), key
        assert set(form(their).get("required", [])) == set(form(operation).get("required", []))


def test_queues_in_bulk_are_asked_for_in_json(ours, theirs) -> None:
    """As in TaskRouter's document, whose prose spells the name in two ways; a form is read, too."""
    body = operations(ours)[UNDESCRIBED]["requestBody"]
    assert ["application/json", FORM] == list(body["content"])
    assert ["application/json"] == list(operations(theirs)[UNDESCRIBED]["requestBody"]["content"])
    schema = body["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator.check_schema(schema)
    allows = jsonschema.Draft202012Validator(schema).is_valid
    sid = "WQ" + "0" * 32
    assert allows({"queueSids": [sid]})
    assert allows({"QueueSids": [sid] * 50})
    for refused in ({}, {"queueSids": []}, {"queueSids": [sid] * 51}, {"queueSids": ["WQ1"]}):
        assert not allows(refused)


def test_the_same_choices(ours, theirs) -> None:
    """Where TaskRouter's parameters are of a few values, ours are of the same."""

    def choices(document: dict, schema: dict) -> set[str] | None:
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return set(schema["enum"]) if "enum" in schema else None

    for key, operation in operations(ours).items():
        their = operations(theirs)[key]
        theirs_all = named(their) | form(their).get("properties", {})
        for name, schema in (named(operation) | form(operation).get("properties", {})).items():
            mine = choices(ours, schema)
            if mine is not None and name in theirs_all and name not in CHOICES_OF_OURS:
                assert choices(theirs, theirs_all[name]) in (mine, None), (key, name)


def test_the_same_resources(ours, theirs) -> None:
    """Every resource has TaskRouter's properties, and no other."""

    def properties(document: dict, operation: dict) -> set[str]:
        (answer,) = [a for status, a in operation["responses"].items() if status.startswith("2")]
        schema = answer["content"]["application/json"]["schema"]
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return set(schema["properties"])

    compared = 0
    for key, operation in operations(ours).items():
        is_list = key[0].endswith("TaskQueues/Statistics")
        is_one = (key[0].endswith("{}") and key[1] == "get") or key[0].endswith("Statistics")
        if is_one and not is_list:
            assert properties(theirs, operations(theirs)[key]) == properties(ours, operation), key
            compared += 1
    assert compared == 11 + 14


def test_the_door_is_described() -> None:
    """Browsers ask by cookie; to sign in, and for nothing else, nobody need have signed in."""
    document = openapi.describe({**ROUTES, **EXTENSIONS})
    assert {"basic": []} in document["security"]
    assert {"session": []} in document["security"]
    scheme = document["components"]["securitySchemes"]["session"]
    assert ("apiKey", "cookie", "pointsman_session") == (
        scheme["type"],
        scheme["in"],
        scheme["name"],
    )
    assert [("/pointsman/v1/Session", "post")] == [
        (path, method)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if operation.get("security") == []
    ]


def test_every_reference_leads_to_a_schema() -> None:
    """Two structs of one name would have longer names among the schemas."""
    document = openapi.describe({**ROUTES, **EXTENSIONS})
    referred = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))
    assert set() == referred - document["components"]["schemas"].keys()


async def test_tables_are_what_is_described(world) -> None:
    """What our lists and expressions answer, and what they take, is as described."""
    office = await world.reserved()
    document = openapi.describe({**ROUTES, **EXTENSIONS})
    base = "/pointsman/v1/Workspaces/{WorkspaceSid}"
    for path, method, forms, parameters in (
        ("Workers", "get", [None], {"Search", "TargetWorkersExpression", "PageToken"}),
        (
            "Tasks",
            "get",
            [None],
            {"Search", "MinimumAge", "MaximumAge", "AssignmentStatus", "PageToken"},
        ),
        ("Attributes", "get", [None], set()),
        (
            "Expressions/Evaluate",
            "post",
            [
                {"Expression": text, "Of": of}
                for text in ("1 == 1", "1 =")
                for of in ("workers", "tasks")
            ],
            {"Expression", "Of", "PageSize"},
        ),
    ):
        operation = document["paths"][f"{base}/{path}"][method]
        assert parameters <= named(operation).keys() | form(operation).get("properties", {}).keys()
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        fits = jsonschema.Draft202012Validator({**schema, "components": document["components"]})
        for sent in forms:
            url = office.workspace["url"].replace("/v1/", "/pointsman/v1/") + f"/{path}"
            answer = (await world.api.ask(method.upper(), url, sent)).json()
            fits.validate(answer)
            assert answer
