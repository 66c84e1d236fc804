"""A server whose clock stands still, and whose SIDs follow from a seed."""

import json
import re

import requests
from tests.e2e.server import CREDENTIALS, Server
from tests.e2e.test_start import refused

CLOCK = ("--test-clock", "--test-clock-start", "2026-01-01T00:00:00Z")
DAY_S = 86_400


def ask(server: Server, method: str, path: str, **form: str) -> requests.Response:
    auth = (server.account_sid, server.auth_token)
    return requests.request(
        method, f"{server.url}/pointsman/v1/{path}", data=form, auth=auth, timeout=30
    )


def test_a_day_passes_at_once(start_server, open_call_centre, application) -> None:
    """A day's time-outs, with callbacks over real connections, while a request waits for them."""
    server = start_server(*CLOCK, **CREDENTIALS)
    centre = open_call_centre(server, callback_url=application.url())
    task = centre.create_task("en")
    (first,) = application.received()
    passed = ask(server, "POST", "Clock/Advance", Seconds="121").json()
    assert ("2026-01-01T00:02:01.000Z", True) == (passed["now"], passed["at_rest"])
    # The second callback was answered before the clock went on.
    _, second = application.received(2)
    assert {centre.alice, centre.bob} == {first.form["WorkerSid"], second.form["WorkerSid"]}
    assert "reserved" == task.fetch().assignment_status
    ask(server, "POST", "Clock/Advance", Seconds=str(DAY_S))
    events = centre.workspace.events.list(minutes=43_200, event_type="task.canceled")
    assert [task.sid] == [event.resource_sid for event in events]


def test_a_seed_names_everything(start_server) -> None:
    """Two servers with one seed give the same account, token and SIDs; another gives others."""

    def life(seed: str) -> list[str]:
        server = start_server(*CLOCK, "--seed", seed)
        account, token = re.findall(r"^  (?:account|token) +(\w+)$", server.said, re.MULTILINE)
        server.account_sid, server.auth_token = account, token
        workspace = server.client.taskrouter.v1.workspaces.create("W")
        (ready,) = workspace.activities.list(available="true", limit=1)
        worker = workspace.workers.create("Alice", activity_sid=ready.sid)
        queue = workspace.task_queues.create("Q")
        routing = {"task_routing": {"default_filter": {"queue": queue.sid}}}
        # Nobody listens there, so there is a webhook and an alert.
        nowhere = {"assignment_callback_url": "http://127.0.0.1:1/"}
        workspace.workflows.create("All", json.dumps(routing), **nowhere)
        workspace.tasks.create()
        assert ask(server, "POST", "Clock/Advance", Seconds="0").json()["at_rest"]
        (webhook,), (alert,) = (
            ask(server, "GET", f"Workspaces/{workspace.sid}/{kind.title()}").json()[kind]
            for kind in ("webhooks", "alerts")
        )
        server.stop()
        return [account, token, workspace.sid, worker.sid, webhook["sid"], alert["sid"]]

    first, same, other = (life(seed) for seed in ("a", "a", "b"))
    assert first == same
    assert not {*first} & {*other}


def test_a_seed_needs_an_empty_database(tmp_path) -> None:
    """It would name what is new as what is there, so the server does not start."""
    server = Server(tmp_path / "server", *CLOCK, "--seed", "a", **CREDENTIALS).start()
    server.client.taskrouter.v1.workspaces.create("W")
    server.stop()
    server.client.http_client.session.close()
    assert "--seed" in refused(server, *CLOCK, "--seed", "a")


def test_options_for_tests_need_the_test_clock(tmp_path) -> None:
    """A seed on a real server would make every SID foreseeable."""
    server = Server(tmp_path / "server")
    assert "--test-clock" in refused(server, "--seed", "a")
    assert "--test-clock" in refused(server, "--test-clock-start", "2026-01-01")
