"""``pointsman stats`` against a running server."""

import csv
import io
import json
import subprocess
import sys

import pytest
from tests.e2e.server import CREDENTIALS, Server


def run(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    settings = {"POINTSMAN_URL": server.url, **CREDENTIALS}
    return subprocess.run(
        [sys.executable, "-m", "pointsman", "stats", *words],
        check=False,
        capture_output=True,
        text=True,
        env=server.environment(**settings),
    )


def stats(server: Server, *words: str) -> str:
    """What a command prints that must work."""
    done = run(server, *words)
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.fixture
def centre(server, open_call_centre):
    """Alice is offered a Spanish task; another waits."""
    centre = open_call_centre(server)
    for _ in range(2):
        centre.workspace.tasks.create(
            workflow_sid=centre.workflow, attributes='{"selected_language": "es"}'
        )
    return centre


def test_the_same_figures_in_every_form(server, centre) -> None:
    """As text for the eye, as JSON for programs, as CSV for spreadsheets."""
    said = [line.split() for line in stats(server, "queues", "--minutes", "5").splitlines()]
    spanish = next(line for line in said if line[0] == "Spanish")
    assert ["Spanish", "2", "0", "0", "-"] == spanish[:5]
    assert ["all", "2", "0", "0"] == said[-1][:4]
    as_json = json.loads(stats(server, "queues", "--json"))
    assert 2 == as_json["whole"]["service"]["offered"]
    rows = list(csv.DictReader(io.StringIO(stats(server, "queues", "--csv"))))
    assert [*(queue["friendly_name"] for queue in as_json["queues"]), ""] == [
        row["friendly_name"] for row in rows
    ]

    said = stats(server, "workers", "--count", "1").splitlines()
    assert said[1].split()[:3] == ["worker", "offers", "accepted"]
    assert "and more: --count says how many" == said[-1]
    as_json = json.loads(stats(server, "workers", "--json"))
    assert 1 == sum(worker["reservations"] for worker in as_json["workers"])

    said = stats(server, "series", "--bucket", "hour", "--minutes", "60").splitlines()
    assert 2 == sum(int(line.split()[2]) for line in said[2:])


def test_what_cannot_be_shown(server, centre) -> None:
    """The server's refusal is said, and one form at a time."""
    done = run(server, "series", "--minutes", "43200")
    assert (1, "") == (done.returncode, done.stdout)
    assert "1500 are the most" in done.stderr
    assert 2 == run(server, "queues", "--json", "--csv").returncode
