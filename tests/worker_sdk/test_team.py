"""What an application may do about others: read them all, and lead them if its token says so."""

import pytest
from tests.worker_sdk.agent import Agent, Refused, pick

NOBODY = "WK" + "0" * 32


@pytest.fixture
def workspace(sdk, centre, key, start_agent) -> Agent:
    """The application of somebody who leads, without a session; its pages are the shortest."""
    token = key.make_token(centre.sid, centre.bob, "supervisor")
    return start_agent(sdk, centre.server, token, kind="Workspace", pageSize=1)


def names(found: dict) -> list[str]:
    return [one["name"] for one in found.values()]


def test_workers_are_found(centre, workspace) -> None:
    """One by SID, and lists by name, activity and expression, over several pages."""
    centre.move(centre.bob, "Offline")
    assert "Alice" == workspace.itself.fetchWorker(centre.alice)["name"]
    assert ["Alice", "Bob"] == names(workspace.itself.fetchWorkers())
    for terms, expected in (
        ({"FriendlyName": "Bob"}, ["Bob"]),
        ({"ActivityName": "Offline"}, ["Bob"]),
        ({"ActivitySid": centre.activities["Available"]}, ["Alice"]),
        ({"TargetWorkersExpression": 'languages HAS "es"'}, ["Alice"]),
        ({"AfterSid": centre.alice}, ["Bob"]),
        ({"Ordering": "DateStatusChanged:desc"}, ["Bob", "Alice"]),
        ({"Ordering": "DateStatusChanged:asc"}, ["Alice", "Bob"]),
        ({"FriendlyName": "Carol"}, []),
    ):
        assert expected == names(workspace.itself.fetchWorkers(terms)), terms


def test_task_queues_are_found(sdk, centre, workspace) -> None:
    """One by SID, and lists by name, in order, and those that a worker belongs to."""
    found = workspace.itself.fetchTaskQueue(centre.spanish)
    assert ("Spanish", 'languages HAS "es"') == pick(found, "queueName", "targetWorkers")
    both = {"English", "Spanish"}
    for terms, expected in (
        ({}, both),
        ({"FriendlyName": "Spanish"}, {"Spanish"}),
        ({"Ordering": "DateUpdated:desc"}, both),
        # 0.8.5 does not hand this one on.
        ({"WorkerSid": centre.bob}, {"English"} if sdk == "taskrouter-2" else both),
    ):
        queues = workspace.itself.fetchTaskQueues(terms).values()
        assert expected == {queue["queueName"] for queue in queues}, terms


def test_what_is_not_there(centre, workspace) -> None:
    """404 for what does not exist, 400 for what cannot."""
    for status, method, given in (
        (404, "fetchWorker", NOBODY),
        (404, "fetchTaskQueue", "WQ" + "0" * 32),
        (400, "fetchWorkers", {"AfterSid": "Alice"}),
        (400, "fetchWorkers", {"ActivitySid": "Idle"}),
    ):
        with pytest.raises(Refused, match=f"status code {status}"):
            getattr(workspace.itself, method)(given)


@pytest.mark.parametrize("sdk", ["taskrouter-2"], ids=["2.1.1"])
def test_a_task_is_found(centre, workspace) -> None:
    """Who leads sees any task."""
    task = centre.create_task()
    found = workspace.itself.fetchTask(task.sid)
    assert (task.sid, {"selected_language": "es"}) == pick(found, "sid", "attributes")


@pytest.mark.parametrize("sdk", ["taskrouter-2"], ids=["2.1.1"])
def test_a_supervisor_changes_others(centre, log_in) -> None:
    """Activity and attributes of somebody else, who is told; the versions are not hers to know."""
    alice = log_in(centre, centre.alice)
    bob = log_in(centre, centre.bob, "supervisor", kind="Supervisor", enableVersionCheck=True)
    bob.itself.setAttributes({"languages": ["en"], "leads": True})
    bob.itself.setWorkerAttributes(centre.alice, {"languages": ["eo"]})
    alice.hear("attributesUpdated", attributes={"languages": ["eo"]})
    bob.itself.setWorkerActivity(centre.alice, centre.activities["Offline"])
    assert "Offline" == alice.hear("activityUpdated")["activity"]["name"]
    assert "Offline" == centre.activity_of(centre.alice)


def test_a_worker_leads_nobody(sdk, centre, log_in) -> None:
    """The same calls with a worker's token are refused, and change nothing."""
    bob = log_in(centre, centre.bob, kind="Supervisor")
    attempts = [("monitor", ("WT" + "0" * 32, "WR" + "0" * 32))]
    if sdk == "taskrouter-2":
        attempts += [
            ("setWorkerAttributes", (centre.alice, {"languages": []})),
            ("setWorkerActivity", (centre.alice, centre.activities["Offline"])),
        ]
    for method, given in attempts:
        with pytest.raises(Refused, match="status code 403"):
            getattr(bob.itself, method)(*given)
    assert "Available" == centre.activity_of(centre.alice)
