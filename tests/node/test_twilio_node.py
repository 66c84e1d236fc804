"""The JavaScript SDK, unmodified: it pages through lists, reads statistics, changes tasks and
takes refusals."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from tests.e2e.call_centre import CallCentre

TASKS = 2_500
PAGE_SIZE = 400
THREADS = 8


@pytest.fixture
def centre(server):
    return CallCentre(server)


def create_tasks(centre: CallCentre, number: int) -> set[str]:
    """Many tasks at once; their SIDs."""
    at_hand = threading.local()
    sessions: list[requests.Session] = []

    def create(language: str) -> str:
        if not hasattr(at_hand, "session"):
            at_hand.session = requests.Session()
            sessions.append(at_hand.session)
        attributes = json.dumps({"selected_language": language})
        path = f"Workspaces/{centre.sid}/Tasks"
        form = {"WorkflowSid": centre.workflow, "Attributes": attributes}
        answer = centre.server.post(path, at_hand.session, **form)
        assert answer.status_code == 201, answer.text
        return answer.json()["sid"]

    with ThreadPoolExecutor(THREADS) as threads:
        sids = set(threads.map(create, ["es", "en"] * (number // 2)))
    for session in sessions:
        session.close()
    return sids


def test_pages(centre, run_script) -> None:
    """The SDK finds each of 2,500 tasks exactly once, however it pages."""
    created = create_tasks(centre, TASKS)
    seen = run_script("page.js", WORKSPACE_SID=centre.sid, PAGE_SIZE=str(PAGE_SIZE))
    assert len(created) == TASKS == len(seen["listed"])
    assert created == set(seen["listed"])
    assert seen["listed"] == seen["each"]
    assert seen["listed"][: PAGE_SIZE + 1] == seen["limited"]
    full, rest = divmod(TASKS, PAGE_SIZE)
    assert [PAGE_SIZE] * full + [rest] == seen["pages"]
    assert seen["listed"][-rest - PAGE_SIZE : -rest] == seen["previous"]


def test_statistics(centre, run_script) -> None:
    """The SDK reads statistics of each kind, and they say the same."""
    create_tasks(centre, 10)
    said = run_script("statistics.js", WORKSPACE_SID=centre.sid)
    past, now, both = said["past"], said["now"], said["both"]
    assert 10 == past["tasksCreated"] == both["cumulative"]["tasks_created"]
    assert 10 == now["totalTasks"] == both["realtime"]["total_tasks"]
    assert {"5", "30"} == set(past["splitByWaitTime"])
    entered = [queue["cumulative"]["tasks_entered"] for queue in said["queues"]]
    assert 10 == sum(entered)
    told = said["bulk"]["taskQueueData"]
    assert [queue["taskQueueSid"] for queue in said["queues"]] == [
        one["task_queue_sid"] for one in told
    ]
    assert 10 == sum(one["total_tasks"] for one in told)


def test_changes(centre, run_script) -> None:
    """The SDK creates, updates and deletes tasks; stale versions and wrong values are refused."""
    centre.workspace.workflows(centre.workflow).update(
        configuration=json.dumps({"task_routing": {"default_filter": {"queue": centre.english}}})
    )
    for worker in (centre.alice, centre.bob):  # nobody takes the task meanwhile
        centre.move(worker, "Offline")
    said = run_script("change.js", WORKSPACE_SID=centre.sid, WORKFLOW_SID=centre.workflow)
    assert {"name": "Zoë & Søn, 100 % ✓"} == json.loads(said["created"]["attributes"])
    assert [7, 8, 8] == [said[step]["priority"] for step in ("created", "updated", "fetched")]
    assert [600, "pending"] == [said["created"][key] for key in ("timeout", "assignmentStatus")]
    assert 412 == said["stale"]["status"] == said["staleRemoval"]["status"]
    assert (400, 20001) == (said["invalid"]["status"], said["invalid"]["code"])
    assert said["removed"] is True
    assert (404, 20404) == (said["gone"]["status"], said["gone"]["code"])
