"""``/pointsman/v1/…``: what is asked of the live state, over HTTP."""

import json
import re

import pytest


def ours(address: str) -> str:
    """Where a resource is explained."""
    return address.replace("/v1/", "/pointsman/v1/")


async def test_a_task(api, world) -> None:
    """The filters, the step, the queue, what is next, and every worker."""
    office = await world.office(workers=0)
    task = await api.create(office.links["tasks"], Attributes='{"a": 1}', Priority=3)
    world.clock.advance(5)
    answer = await api.fetch(f"{ours(task['url'])}/Explain")
    assert {
        "task_sid": task["sid"],
        "date": "2026-01-01T00:00:05Z",
        "summary": "It waits in Everyone, 1 of 1. Workers: there are no workers.",
        "assignment_status": "pending",
        "reason": None,
        "task_channel": "default",
        "priority": 3,
        "age_s": 5,
        "workflow": {"sid": office.workflow["sid"], "friendly_name": "All"},
        "older_edition": False,
        "task_queue": {"sid": office.queue["sid"], "friendly_name": "Everyone"},
        "filters": [
            {
                "where": "default_filter",
                "friendly_name": None,
                "expression": None,
                "result": "true",
                "because": [],
            }
        ],
        "step": {
            "where": "default_filter",
            "filter_friendly_name": None,
            "task_queue": {"sid": office.queue["sid"], "friendly_name": "Everyone"},
            "priority": 3,
            "expression": None,
            "order_by": None,
            "known_worker": None,
            "skip_if": None,
            "skip_if_holds": None,
            "timeout_s": None,
        },
        "position": 1,
        "waiting_in_queue": 1,
        "next": [
            {
                "what": "the task is canceled: Task TTL Exceeded",
                "date": "2026-01-02T00:00:00Z",
                "in_s": 86_395,
            }
        ],
        "reasons": [],
        "workers": [],
    } == answer


async def test_a_worker_and_a_reservation(api, world) -> None:
    """A reservation is explained by itself, under its task and under its worker."""
    office = await world.reserved()
    worker = await api.fetch(f"{ours(office.worker['url'])}/Explain")
    assert "Worker 0 is Available with 1 open reservation. No task waits." == worker["summary"]
    sid = office.reservation["sid"]
    base = ours(office.workspace["url"])
    answers = [
        await api.fetch(f"{parent}/Reservations/{sid}/Explain")
        for parent in (base, ours(office.task["url"]), ours(office.worker["url"]))
    ]
    assert answers[0] == answers[1] == answers[2]
    assert ("alone", "Worker 0") == (
        answers[0]["decided_by"],
        answers[0]["chosen"]["worker"]["friendly_name"],
    )


async def test_why_survives_a_restart(api, world) -> None:
    """What placed a worker first is stored with the reservation."""
    office = await world.reserved()
    [stored] = [
        record
        for record in await world.store.load(office.workspace["sid"])
        if record.sid == office.reservation["sid"]
    ]
    assert ("alone", "Worker 0") == (stored.choice.decided_by, stored.choice.chosen.friendly_name)


async def test_an_evaluation(api, world) -> None:
    """A stored workflow, or one that is sent, against the present roster or another."""
    office = await world.office()
    url = f"{ours(office.links['workflows'])}/Evaluate"
    stored = await api.update(url, WorkflowSid=office.workflow["sid"], Priority=4)
    assert ["Worker 0"] == [
        r["worker"]["friendly_name"] for r in stored["steps"][0]["reserved_first"]
    ]
    sent = await api.update(
        url,
        Configuration=world.configuration(office.queue),
        Attributes='{"a": 1}',
        TaskChannel="voice",
        Workers=json.dumps([{"friendly_name": "X"}, {"friendly_name": "Y", "available": False}]),
        At="2026-02-03T04:05:06Z",
    )
    assert ("2026-02-03T04:05:06Z", 2, "voice") == (
        sent["date"],
        sent["workers"],
        sent["task_channel"],
    )
    assert ["X"] == [r["worker"]["friendly_name"] for r in sent["steps"][0]["reserved_first"]]
    assert [] == await api.sids(office.links["tasks"])


async def test_lint(api, world) -> None:
    """What the warnings' header would say, and all of it."""
    office = await world.office()
    url = f"{ours(office.links['workflows'])}/Lint"
    answer = await api.update(url, TargetWorkers="1 == 2")
    assert ["constant-comparison"] == [warning["code"] for warning in answer["warnings"]]
    sent = await api.update(url, Configuration=world.configuration(office.queue))
    assert {"warnings": []} == sent


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Missing required parameter WorkflowSid or Configuration"),
        ({"WorkflowSid": "WW0"}, "Invalid value for parameter WorkflowSid: WW0 does not exist"),
        ({"Configuration": "{"}, "Invalid value for parameter Configuration: not valid JSON"),
        ({"Attributes": "[]"}, "Invalid value for parameter Attributes: not a JSON object"),
        ({"Priority": "-1"}, "Invalid value for parameter Priority: must be from 0"),
        ({"At": "noon"}, "Invalid value for parameter At: must be a date"),
        ({"At": "9999-12-31T23:59:59Z", "Workers": "3"}, "Workers: not a list of workers"),
    ],
)
async def test_refusals(api, world, form, message) -> None:
    """They have the shape and the codes of all others."""
    office = await world.office()
    if not set(form) & {"Configuration", "WorkflowSid"} and form:
        form = form | {"WorkflowSid": office.workflow["sid"]}
    url = f"{ours(office.links['workflows'])}/Evaluate"
    assert message in await api.refuse(400, "POST", url, form)


async def test_the_end_of_time(api, world) -> None:
    """A task may be thought of at any moment a date can name."""
    office = await world.office()
    url = f"{ours(office.links['workflows'])}/Evaluate"
    for at in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        answer = await api.update(url, WorkflowSid=office.workflow["sid"], At=at)
        assert at == answer["date"]


async def test_only_the_owner_may_ask(api, world) -> None:
    """A stranger finds nothing, and nobody signs in without credentials."""
    office = await world.reserved()
    base = ours(office.workspace["url"])
    paths = [
        ("GET", f"{base}/Tasks/{office.task['sid']}/Explain"),
        ("GET", f"{base}/Workers/{office.worker['sid']}/Explain"),
        ("GET", f"{base}/Reservations/{office.reservation['sid']}/Explain"),
        ("POST", f"{base}/Workflows/Evaluate"),
        ("POST", f"{base}/Workflows/Lint"),
    ]
    for method, path in paths:
        await world.stranger.refuse(404, method, path, code=20404)
        await world.nobody.refuse(401, method, path, code=20003)
    for method, path in paths[:3]:
        await api.refuse(
            404,
            method,
            path.replace("/WT", "/WX").replace("/WK", "/WX").replace("/WR", "/WX"),
            code=20404,
        )
        await api.refuse(405, "POST", path, code=20004)


async def test_it_is_described(api, world) -> None:
    """Every path is in the description, with the shape of its answer."""
    described = (await world.api.client.get("/openapi.json")).json()
    nouns = re.compile("/pointsman/.*/(Explain|Workflows/[A-Z][a-z]+)")
    assert 7 == len([path for path in described["paths"] if nouns.fullmatch(path)])
    assert {"Evaluation", "TaskExplanation", "Verdict"} <= set(described["components"]["schemas"])
    evaluate = described["paths"]["/pointsman/v1/Workspaces/{WorkspaceSid}/Workflows/Evaluate"]
    form = evaluate["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert {
        "WorkflowSid",
        "Configuration",
        "Attributes",
        "Priority",
        "TaskChannel",
        "Workers",
        "At",
    } == set(form["schema"]["properties"])
