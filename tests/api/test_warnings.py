"""``Pointsman-Warnings``: what a change makes its writer aware of, beside an answer as ever."""

import json

import pytest

from pointsman.api.answers import WARNINGS, WARNINGS_LIMIT, render_warnings
from pointsman.core.lint import Finding


@pytest.fixture
async def office(world):
    return await world.office()


def warnings(answer) -> list[dict[str, str]]:
    return json.loads(answer.headers[WARNINGS])


async def test_of_a_task_queue(api, office) -> None:
    """Creation and update of an expression warn; a read, or another update, does not."""
    await api.update(office.worker["url"], Attributes='{"level": 5}')
    form = {"FriendlyName": "Experts", "TargetWorkers": "level HAS 'é'"}
    created = await api.ask("POST", office.links["task_queues"], form)
    assert 201 == created.status_code
    [warning] = warnings(created)
    assert ("not-a-list", "TargetWorkers") == (warning["code"], warning["where"])
    assert created.headers[WARNINGS].isascii()
    assert WARNINGS in created.headers["access-control-expose-headers"]
    url = created.json()["url"]
    assert created.json() == await api.fetch(url)
    assert WARNINGS not in (await api.ask("GET", url)).headers
    assert WARNINGS not in (await api.ask("POST", url, {"FriendlyName": "Others"})).headers
    changed = await api.ask("POST", url, {"TargetWorkers": "skill == 1"})
    assert ["no-worker-has"] == [w["code"] for w in warnings(changed)]
    assert WARNINGS not in (await api.ask("POST", url, {"TargetWorkers": "level == 1"})).headers


async def test_of_a_workflow(api, office) -> None:
    """So do a workflow's, for every place in its document."""
    target = {"queue": office.queue["sid"], "expression": "level > 1"}
    routing = {"filters": [{"expression": "a == 1", "targets": [target]}]}
    document = json.dumps({"task_routing": routing})
    form = {"FriendlyName": "New", "Configuration": document}
    created = await api.ask("POST", office.links["workflows"], form)
    [warning] = warnings(created)
    assert {"bare-key", "filters[0].targets[0].expression"} < set(warning.values())
    updated = await api.ask("POST", office.workflow["url"], {"Configuration": document})
    assert [warning] == warnings(updated)
    assert WARNINGS not in (await api.ask("POST", office.workflow["url"], {})).headers


def test_the_header_is_bounded() -> None:
    """What does not fit is counted; every header is a whole JSON list in ASCII."""
    for count in (1, 20, 200):
        findings = [Finding("bare-key", f"filters[{n}]", "ü" * 60) for n in range(count)]
        header = render_warnings(findings)
        assert header.isascii()
        assert len(header) <= WARNINGS_LIMIT
        said = json.loads(header)
        if said[-1]["code"] == "more":
            left_out = int(said.pop()["message"].split()[0])
        else:
            left_out = 0
        assert count == len(said) + left_out
