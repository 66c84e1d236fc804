"""``pointsman stats`` against a running server."""

import csv
import io
import json

import pytest
from tests.e2e.commands import answer, ask


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
    said = [
        line.split() for line in answer(server, "stats", "queues", "--minutes", "5").splitlines()
    ]
    spanish = next(line for line in said if line[0] == "Spanish")
    assert ["Spanish", "2", "0", "0", "-"] == spanish[:5]
    assert ["all", "2", "0", "0"] == said[-1][:4]
    as_json = json.loads(answer(server, "stats", "queues", "--json"))
    assert 2 == as_json["whole"]["service"]["offered"]
    rows = list(csv.DictReader(io.StringIO(answer(server, "stats", "queues", "--csv"))))
    assert [*(queue["friendly_name"] for queue in as_json["queues"]), ""] == [
        row["friendly_name"] for row in rows
    ]

    said = answer(server, "stats", "workers", "--count", "1").splitlines()
    assert said[1].split()[:3] == ["worker", "offers", "accepted"]
    assert "and more: --count says how many" == said[-1]
    as_json = json.loads(answer(server, "stats", "workers", "--json"))
    assert 1 == sum(worker["reservations"] for worker in as_json["workers"])

    said = answer(server, "stats", "series", "--bucket", "hour", "--minutes", "60").splitlines()
    assert 2 == sum(int(line.split()[2]) for line in said[2:])


def test_what_cannot_be_shown(server, centre) -> None:
    """The server's refusal is said, and one form at a time."""
    done = ask(server, "stats", "series", "--minutes", "43200")
    assert (1, "") == (done.returncode, done.stdout)
    assert "1500 are the most" in done.stderr
    assert 2 == ask(server, "stats", "queues", "--json", "--csv").returncode
