"""Event callbacks of a real server to a real application, through every fault and a crash."""

import contextlib
import subprocess
import sys
import threading
import time

import pytest
import requests
from tests.e2e.commands import settings
from tests.e2e.server import CREDENTIALS, Server
from tests.e2e.waiting import wait_until

from pointsman import inspecting, remote

REFUSED_URL = "http://127.0.0.1:1/events"
"""Nobody listens there."""


class Office:
    """A workspace that tells an application of its activities, and the SIDs of its events."""

    def __init__(self, server: Server, url: str, events_filter: str = "activity.updated") -> None:
        self.server = server
        workspaces = server.client.taskrouter.v1.workspaces
        self.sid = workspaces.create(
            "Office", event_callback_url=url, events_filter=events_filter
        ).sid
        self.workspace = workspaces(self.sid)
        self.activity = self.workspace.activities.list()[0].sid

    def rename(self, *names: str) -> None:
        for name in names:
            self.workspace.activities(self.activity).update(friendly_name=name)

    def events(self, event_type: str = "activity.updated") -> list[str]:
        """In the order in which they happened."""
        found = self.workspace.events.list(event_type=event_type, page_size=1000)
        return [event.sid for event in reversed(found)]

    def webhooks(self, **query: str) -> list[dict]:
        terms = "&".join(f"{name}={value}" for name, value in query.items())
        path = f"/pointsman/v1/Workspaces/{self.sid}/Webhooks?PageSize=1000&{terms}"
        return self.server.get(path)["webhooks"]


def told(application, count: int, to: str = "events") -> list[str]:
    return [received.form["Sid"] for received in application.received(count, to=to)]


@pytest.fixture
def office(shared_server, application):
    office = Office(shared_server, application.url("events"))
    yield office
    office.workspace.delete()


def test_events_arrive_as_they_are_listed(server, open_call_centre, application) -> None:
    """Everything that happens to a task and its worker is told in order, and as the log has it."""
    centre = open_call_centre(server)
    centre.workspace.update(event_callback_url=application.url("events"))
    task = centre.create_task("es")
    centre.offer(task).update(reservation_status="accepted")
    centre.workspace.tasks(task.sid).update(assignment_status="completed", reason="done")
    listed = list(reversed(centre.workspace.events.list(page_size=1000)))
    first = next(n for n, event in enumerate(listed) if event.event_type == "workspace.updated")
    listed = listed[first:]
    received = application.received(len(listed), to="events")
    assert [event.sid for event in listed] == [callback.form["Sid"] for callback in received]
    for event, callback in zip(listed, received, strict=True):
        form = callback.form
        assert (event.event_type, event.description) == (
            form["EventType"],
            form["EventDescription"],
        )
        assert (event.resource_type, event.resource_sid) == (
            form["ResourceType"],
            form["ResourceSid"],
        )
        assert str(event.event_date_ms) == form["TimestampMs"]
        assert event.sid == callback.headers["I-Twilio-Idempotency-Token"]
    dates = [int(callback.form["TimestampMs"]) for callback in received]
    assert sorted(set(dates)) == dates


def test_only_what_is_wanted_is_told(shared_server, application) -> None:
    """A filter names the types; the log keeps everything."""
    office = Office(shared_server, application.url("events"), "activity.updated , task.created")
    office.workspace.activities.create("unwanted")
    office.rename("wanted")
    assert office.events() == told(application, 1)
    assert 1 < len(office.workspace.events.list(event_type="activity.created"))


# --- faults ---


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 500},
        {"status": 404},
        {"body": "half", "Content_Length": "100"},
        {"body": "x" * 100_000},
        {"status": 302, "Location": "/events"},
        {"status": 302, "Location": "http://169.254.169.254/"},
    ],
    ids=["500", "404", "half", "long", "loop", "link-local"],
)
def test_a_faulty_application_is_asked_again(office, application, answer) -> None:
    """What was not taken is told again, before what happened after it."""
    application.answer(to="events", **answer)
    office.rename("A", "B")
    failed = wait_until(lambda: office.webhooks(Outcome="failed"))[-1]
    assert failed["error"]
    office.workspace.update(event_callback_url=application.url("mended"))
    assert office.events() == told(application, 2, to="mended")


def test_a_lying_application_is_believed(office, application) -> None:
    """Nobody looks at what the answer to an event holds, or says that it holds."""
    application.answer(to="events", body="<p>", content_type="application/json")
    office.rename("A", "B", "C")
    assert office.events() == told(application, 3)
    assert [] == office.webhooks(Outcome="failed")


def test_nobody_listens(office, application) -> None:
    """Events wait for their application, and go to it when the address is mended."""
    office.workspace.update(event_callback_url=REFUSED_URL)
    office.rename("A", "B", "C")
    failed = wait_until(lambda: office.webhooks(Outcome="failed"))[-1]
    assert failed["error"].startswith("ClientConnectorError")
    office.workspace.update(event_callback_url=application.url("events"))
    assert office.events() == told(application, 3)


def test_events_are_laid_aside_and_redriven(start_server, application) -> None:
    """With one attempt each, what fails is kept; somebody has it sent again, in order."""
    server = start_server("--event-retry-limit", "0", **CREDENTIALS)
    office = Office(server, application.url("events"))
    application.answer(status=503, to="events")
    office.rename("A", "B", "C")
    asides = wait_until(lambda: (w := office.webhooks(Outcome="laid-aside"))[2:] and w)
    assert office.events() == [webhook["event_sid"] for webhook in reversed(asides)]
    office.workspace.update(event_callback_url=application.url("mended"))
    answer = requests.post(
        f"{server.url}/pointsman/v1/Workspaces/{office.sid}/Webhooks/Redrive",
        auth=(server.account_sid, server.auth_token),
        timeout=10,
    )
    assert 200 == answer.status_code
    assert office.events() == told(application, 3, to="mended")
    wait_until(lambda: len(office.webhooks(Outcome="redriven")) == 3)
    assert [] == office.webhooks(Outcome="laid-aside")


def test_a_slow_application_slows_nobody_down(shared_server, office, application) -> None:
    """While it takes its time, tasks are created, and other workspaces' events arrive."""
    application.answer({}, to="events", delay_s=60)
    office.rename("A")
    application.received(to="events")
    other = Office(shared_server, application.url("others"))
    names = [f"N{number}" for number in range(20)]
    other.rename(*names)
    office.rename(*names)
    assert other.events() == told(application, len(names), to="others")
    assert 1 == len(application.received(to="events"))
    application.release()
    assert office.events() == told(application, 21)
    other.workspace.delete()


# --- the end of a server ---


@pytest.mark.parametrize("end", ["kill", "stop"])
def test_events_survive_the_end_of_the_server(server, application, end) -> None:
    """What was committed and not yet told is told by the next server, in order."""
    office = Office(server, application.url("events"))
    application.answer({}, to="events", delay_s=60)
    office.rename(*(f"N{number}" for number in range(30)))
    application.received(to="events")
    getattr(server, end)()
    application.release()
    server.restart()
    expected = office.events()
    wait_until(lambda: set(expected) <= set(told(application, 1)))
    heard = told(application, 30)
    assert expected == list(dict.fromkeys(heard))


def test_events_survive_a_storm(server, application) -> None:
    """Killed again and again while events happen, the server tells every one of them, in order."""
    office = Office(server, application.url("events"))
    changed: list[str] = []
    calm = threading.Event()

    def change() -> None:
        with requests.Session() as session:
            path = f"Workspaces/{office.sid}/Activities/{office.activity}"
            while not calm.is_set():
                name = f"N{len(changed)}"
                with contextlib.suppress(requests.RequestException):
                    if server.post(path, session, FriendlyName=name).status_code == 200:
                        changed.append(name)
                        continue
                time.sleep(0.01)

    thread = threading.Thread(target=change)
    thread.start()
    for _ in range(3):
        before = len(changed)
        wait_until(lambda before=before: len(changed) > before + 30)
        server.kill()
        server.restart()
    calm.set()
    thread.join()
    office.rename("the last")
    expected = office.events()
    assert len(changed) <= len(expected)
    wait_until(lambda: expected[-1] in told(application, 1), 30)
    assert expected == list(dict.fromkeys(told(application, 1)))


# --- settings ---


def test_private_addresses_can_be_forbidden(start_server, application) -> None:
    """A server that may not reach into its own network does not, and says why."""
    server = start_server("--no-allow-private-addresses", **CREDENTIALS)
    office = Office(server, application.url("events"))
    office.rename("A")
    [failed] = wait_until(lambda: office.webhooks(Outcome="failed"))[-1:]
    assert "127.0.0.1 is not a public address" in failed["error"]
    assert [] == application.unasked("events")


def test_the_inspector_keeps_the_last(start_server, application) -> None:
    """As many webhooks are kept as the setting says."""
    server = start_server("--webhook-history", "3", **CREDENTIALS)
    office = Office(server, application.url("events"))
    office.rename(*"ABCDEF")
    told(application, 6)
    last = office.events()[-1]
    kept = wait_until(
        lambda: (found := office.webhooks()) and found[0]["event_sid"] == last and found
    )
    assert 3 == len(kept)


# --- the command line ---


def pointsman(server: Server, *words: str) -> list[str]:
    return [sys.executable, "-m", "pointsman", "webhooks", *words]


def test_the_terminal_lists_follows_and_replays(server, application, tmp_path) -> None:
    """What the API shows can be followed in the terminal, and sent again from there."""
    office = Office(server, application.url("events"))
    office.rename("A")
    told(application, 1)
    [first] = wait_until(office.webhooks)
    with (tmp_path / "said").open("w") as said:
        following = subprocess.Popen(
            pointsman(server, "tail"), env=settings(server), stdout=said, stderr=said
        )
    shown = tmp_path / "said"
    wait_until(lambda: first["sid"] in shown.read_text())
    office.rename("B")
    told(application, 2)
    wait_until(lambda: len(shown.read_text().splitlines()) == 2)
    following.send_signal(2)
    assert 0 == following.wait(10)
    lines = shown.read_text().splitlines()
    for line in lines:
        for word in ("event", "activity.updated", "204", " ms", "delivered", "/events"):
            assert word in line

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            pointsman(server, *words),
            env=settings(server),
            capture_output=True,
            text=True,
            check=False,
        )

    assert lines == run("list").stdout.splitlines()
    assert lines[1:] == run("list", "--count", "1").stdout.splitlines()
    assert "" == run("list", "--outcome", "failed").stdout
    again = run("replay", first["sid"])
    assert 0 == again.returncode
    assert " delivered " in again.stdout
    assert 3 == len(told(application, 3))
    application.answer(status=500, to="events")
    failed = run("replay", first["sid"])
    assert 1 == failed.returncode
    assert "(the answer was 500)" in failed.stdout
    missing = run("replay", "WH0")
    assert missing.stderr.startswith("pointsman: ")


@pytest.fixture
def start_tail(server, tmp_path):
    """Start ``webhooks tail``; the files of what it says, and complains of."""
    running = []

    def start():
        files = tmp_path / "said", tmp_path / "complained"
        with files[0].open("w") as said, files[1].open("w") as complained:
            running.append(
                subprocess.Popen(
                    pointsman(server, "tail"),
                    env=settings(server),
                    stdout=said,
                    stderr=complained,
                )
            )
        return files

    yield start
    for process in running:
        process.send_signal(2)
        assert 0 == process.wait(10)


def test_tail_shows_what_comes_in_order(server, application, start_tail) -> None:
    """It begins with the last ten, and older ones do not come after them."""
    office = Office(server, application.url("events"))
    office.rename(*(f"N{number}" for number in range(15)))
    wait_until(lambda: len(office.webhooks()) == 15)
    said, _ = start_tail()
    wait_until(lambda: len(said.read_text().splitlines()) == 10)
    office.rename("M")
    webhooks = wait_until(lambda: (found := office.webhooks())[15:] and found)
    expected = [webhook["sid"] for webhook in reversed(webhooks[:11])]
    wait_until(lambda: expected[-1] in said.read_text())
    assert expected == [line.split()[2] for line in said.read_text().splitlines()]


def test_tail_waits_for_a_server_that_is_away(server, application, start_tail) -> None:
    """It says so once, and goes on where it was."""
    office = Office(server, application.url("events"))
    office.rename("A")
    said, complained = start_tail()
    wait_until(lambda: len(said.read_text().splitlines()) == 1)
    server.stop()
    wait_until(lambda: "trying again" in complained.read_text())
    server.restart()
    office.rename("B")
    wait_until(lambda: len(said.read_text().splitlines()) == 2)
    assert 1 == len(complained.read_text().splitlines())


def test_tail_pages_on(server, application, monkeypatch) -> None:
    """More webhooks than are read at once are all shown, also where there were none before."""
    monkeypatch.setattr(inspecting, "READ_AT_ONCE", 3)
    office = Office(server, application.url("events"))
    asked = remote.Server(
        url=server.url, account_sid=server.account_sid, auth_token=server.auth_token
    )
    at = f"/pointsman/v1/Workspaces/{office.sid}"
    former: list = []
    count = 0
    for names in ("ABCDEFG", "H", "IJKL", ""):
        office.rename(*names)
        count += len(names)
        wait_until(lambda expected=count: len(office.webhooks()) == expected)
        fresh, former = inspecting.look_again(asked, at, former)
        listed = [webhook["sid"] for webhook in office.webhooks()[: len(names)]]
        assert listed[::-1] == [webhook.sid for webhook in fresh]
