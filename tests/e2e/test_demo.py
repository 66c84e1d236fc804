"""``pointsman demo`` against a running server, with people who are in a great hurry."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.commands import ask, settings
from tests.e2e.server import Server
from tests.e2e.waiting import wait_until

NAME = "A busy place"
HURRY = ("demo", "--workspace", NAME, "--rate", "30", "--workers", "20", "--pace", "20")
END_WITHIN_S = 20.0
HAPPENS_WITHIN_S = 60.0


class Demo:
    """A demonstration that runs, and what it says."""

    def __init__(self, server: Server, output: Path, *options: str) -> None:
        self._server = server
        self._output = output
        with output.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pointsman", *HURRY, *options],
                env=settings(server),
                stdout=file,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._output.read_text(encoding="utf-8")

    @property
    def workspace(self) -> Any:
        """The open workspace, as the SDK has it."""
        wait_until(lambda: " is open" in self.said, HAPPENS_WITHIN_S)
        workspaces = self._server.client.taskrouter.v1.workspaces
        (found,) = workspaces.list(friendly_name=NAME)
        return workspaces(found.sid)

    def end(self) -> int:
        self._process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self) -> int:
        return self._process.wait(END_WITHIN_S)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


StartDemo = Callable[..., Demo]


@pytest.fixture
def start_demo(server: Server, tmp_path: Path) -> Iterator[StartDemo]:
    """Starts demonstrations on the test's own server."""
    started: list[Demo] = []

    def start(*options: str) -> Demo:
        started.append(Demo(server, tmp_path / f"demo-{len(started)}", *options))
        return started[-1]

    yield start
    for demo in started:
        demo.close()


def past(workspace: Any) -> Any:
    return workspace.cumulative_statistics().fetch(minutes=60)


def has_all_happened(workspace: Any) -> bool:
    figures = past(workspace)
    return 0 not in (
        figures.tasks_completed,
        figures.tasks_canceled,
        figures.reservations_accepted,
        figures.reservations_rejected,
        figures.reservations_timed_out,
    )


def test_everything_happens(start_demo) -> None:
    """Tasks are completed, rejected, timed out and canceled; an interrupt ends it in peace."""
    demo = start_demo()
    workspace = demo.workspace
    wait_until(lambda: has_all_happened(workspace), HAPPENS_WITHIN_S)
    assert {"Everyone", "VIP", "Spanish"} < {q.friendly_name for q in workspace.task_queues.list()}
    assert 20 == len(workspace.workers.list())
    assert 0 == demo.end()
    assert "Traceback" not in demo.said
    assert "completed" in demo.said.splitlines()[-1]


def test_it_is_found_again(server, start_demo) -> None:
    """A later run goes on in the same workspace, and ends what an earlier one has left open."""
    demo = start_demo()
    workspace = demo.workspace
    wait_until(lambda: workspace.tasks.list(assignment_status="assigned"), HAPPENS_WITHIN_S)
    demo.end()
    left = {task.sid for task in workspace.tasks.list(assignment_status="assigned,wrapping")}
    assert left
    names = sorted(worker.friendly_name for worker in workspace.workers.list())

    demo = start_demo()
    wait_until(
        lambda: (
            not left
            & {task.sid for task in workspace.tasks.list(assignment_status="assigned,wrapping")}
        ),
        HAPPENS_WITHIN_S,
    )
    demo.end()
    assert names == sorted(worker.friendly_name for worker in workspace.workers.list())
    assert 1 == len(server.client.taskrouter.v1.workspaces.list())


def test_a_restart_of_the_server(server, start_demo) -> None:
    """The demonstration waits for a server that is away, also at its start, and goes on."""
    server.stop()
    demo = start_demo()
    wait_until(lambda: "waiting for the server" in demo.said, HAPPENS_WITHIN_S)
    server.start()
    workspace = demo.workspace
    wait_until(lambda: past(workspace).tasks_completed, HAPPENS_WITHIN_S)
    server.restart()
    before = past(workspace).tasks_completed
    wait_until(lambda: past(workspace).tasks_completed > before + 5, HAPPENS_WITHIN_S)
    assert 0 == demo.end()


def test_begun_anew_and_ended_by_itself(start_demo) -> None:
    """``--reset`` replaces the workspace, ``--duration`` ends the run, fewer workers are enough."""
    first = start_demo("--duration", "3")
    sid = first.workspace.fetch().sid
    assert 0 == first.wait()
    second = start_demo("--duration", "3", "--reset", "--workers", "12")
    wait_until(lambda: " is open" in second.said, HAPPENS_WITHIN_S)
    workspace = second.workspace
    assert sid != workspace.fetch().sid
    assert 12 == len(workspace.workers.list())
    assert 0 == second.wait()


def test_what_nothing_goes_without(server, start_demo) -> None:
    """No account, a wrong token, no URL, a workspace that somebody deletes: one line says it."""
    done = ask(server, *HURRY, POINTSMAN_AUTH_TOKEN="")
    assert (1, "") == (done.returncode, done.stdout)
    assert "--auth-token" in done.stderr
    done = ask(server, *HURRY, POINTSMAN_AUTH_TOKEN="wrong")
    assert 1 == done.returncode
    assert "Traceback" not in done.stderr

    done = ask(server, *HURRY, POINTSMAN_URL="nowhere")
    assert 1 == done.returncode
    assert "nowhere" in done.stderr
    for wrong in (("--rate", "nan"), ("--duration", "inf"), ("--workspace", "")):
        assert 2 == ask(server, *HURRY, *wrong).returncode

    demo = start_demo()
    workspace = demo.workspace
    wait_until(lambda: past(workspace).tasks_completed, HAPPENS_WITHIN_S)
    workspace.delete()
    assert 1 == demo.wait()
    assert "Traceback" not in demo.said
    assert "not found" in demo.said.splitlines()[-1]
