"""``pointsman explain`` and ``pointsman lint`` against a running server."""

import json

import pytest
from tests.e2e.commands import answer, ask


@pytest.fixture
def centre(server, open_call_centre):
    """Alice is offered a Spanish task; another waits."""
    centre = open_call_centre(server)
    centre.tasks = [
        centre.workspace.tasks.create(
            workflow_sid=centre.workflow, attributes='{"selected_language": "es"}'
        ).sid
        for _ in range(2)
    ]
    return centre


def test_a_task_and_a_worker(server, centre) -> None:
    """The terminal says the same as the API: who is not reserved, and why."""
    said = answer(server, "explain", "task", centre.tasks[1])
    assert f"{centre.tasks[1]}  pending" == said.splitlines()[0]
    for line in (
        'yes filters[1] (Spanish)  selected_language == "es"',
        "It waits in Spanish, 1 of 1. Workers: 1 not in the queue, 1 activity is unavailable.",
        "Alice  activity is unavailable  the worker is Reserved",
        'languages HAS "es"  (languages is ["en"])',
    ):
        assert line in said
    path = f"/pointsman/v1/Workspaces/{centre.sid}/Tasks/{centre.tasks[1]}/Explain"
    answered = server.client.request("GET", server.url + path)
    as_json = json.loads(answer(server, "explain", "task", centre.tasks[1], "--json"))
    for moving in ("date", "age_s", "next"):
        assert moving in as_json
    still = {key: value for key, value in as_json.items() if key not in ("date", "age_s", "next")}
    assert still.items() <= json.loads(answered.text).items()

    said = answer(server, "explain", "worker", centre.bob)
    assert "Bob is Idle. Waiting tasks: 1 not in the queue." in said
    assert "not admitted  Spanish  1 waiting" in said


def test_a_reservation_survives_a_restart(server, centre) -> None:
    """Why Alice was chosen is known after the server was killed."""
    [reservation] = centre.workspace.tasks(centre.tasks[0]).reservations.list()
    before = answer(server, "explain", "reservation", reservation.sid)
    assert "Alice was chosen because nobody else could be reserved." in before
    server.kill()
    server.restart()
    after = answer(server, "explain", "reservation", reservation.sid)
    assert before.splitlines()[:4] == after.splitlines()[:4]


def test_a_workflow(server, centre, tmp_path) -> None:
    """A stored workflow, and a file with other workers."""
    attributes = ["--attributes", '{"selected_language": "en"}']
    said = answer(server, "explain", "workflow", centre.workflow, *attributes)
    assert "reserved Bob" in said
    assert said.startswith("English (from 0 s). Bob would be reserved after 0 s.")
    document = {"task_routing": {"default_filter": {"queue": centre.spanish}}}
    file, workers = tmp_path / "workflow.json", tmp_path / "workers.json"
    file.write_text(json.dumps(document))
    workers.write_text('[{"friendly_name": "Zoe", "attributes": {"languages": ["es"]}}]')
    options = ["--file", str(file), "--workers", str(workers)]
    assert "reserved Zoe" in answer(server, "explain", "workflow", *options)


def test_lint_in_a_workspace(server, centre, tmp_path) -> None:
    """Against a server, the workers there are and the queues there are count."""
    file = tmp_path / "workflow.json"
    target = {"queue": centre.spanish, "expression": "worker.skill == 1"}
    routing = {"filters": [{"expression": "1==1", "targets": [target]}]}
    file.write_text(json.dumps({"task_routing": routing}))
    said = answer(server, "lint", str(file))
    assert "no worker has worker.skill  [no-worker-has]" in said
    assert 1 == ask(server, "lint", str(file), "--strict").returncode
    target["queue"] = "WQ" + "0" * 32
    file.write_text(json.dumps({"task_routing": routing}))
    done = ask(server, "lint", str(file))
    assert (1, "does not exist in this workspace") == (done.returncode, done.stderr.strip()[-32:])


def test_who_cannot_ask(server, centre) -> None:
    """What goes wrong is said in one line."""
    for words, environment, says in (
        (["task", "WT1"], {}, "was not found"),
        (["task", centre.tasks[0]], {"POINTSMAN_AUTH_TOKEN": "wrong"}, "Authenticat"),
        (["task", centre.tasks[0]], {"POINTSMAN_AUTH_TOKEN": ""}, "--auth-token say who asks"),
        (["task", centre.tasks[0]], {"POINTSMAN_URL": "http://127.0.0.1:9"}, "no answer from"),
    ):
        done = ask(server, "explain", *words, **environment)
        assert 1 == done.returncode
        assert done.stderr.startswith("pointsman: ")
        assert says in done.stderr
        assert 1 == done.stderr.count("\n")
    server.client.taskrouter.v1.workspaces.create("Another")
    done = ask(server, "explain", "task", centre.tasks[0])
    assert "say which with --workspace" in done.stderr
    assert "Spanish" in answer(
        server, "explain", "task", centre.tasks[0], "--workspace", centre.sid
    )
