"""``pointsman lint`` without a server: a line a finding, and an exit code for scripts."""

import json
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from pointsman.cli import app
from pointsman.core.finding import Code
from pointsman.core.questions import Reason
from pointsman.core.records import Decision

WQ = "WQ" + "0" * 32
SOUND = {"task_routing": {"default_filter": {"queue": WQ}}}
SURPRISING = {
    "task_routing": {
        "filters": [
            {
                "expression": "type == 'x'",
                "targets": [{"queue": WQ, "expression": "worker.level HAS 5", "timeout": 9}],
            }
        ],
        "default_filter": {"queue": WQ},
    }
}


@pytest.fixture
def lint(tmp_path, monkeypatch):
    """Runs the command on a document; answers with the exit code and what was printed."""
    for name in ("URL", "ACCOUNT_SID", "AUTH_TOKEN"):
        monkeypatch.delenv(f"POINTSMAN_{name}", raising=False)

    def run(document, *options: str, workers=None) -> tuple[int, str]:
        file = tmp_path / "workflow.json"
        file.write_text(document if isinstance(document, str) else json.dumps(document))
        if workers is not None:
            roster = tmp_path / "workers.json"
            roster.write_text(json.dumps(workers))
            options = ("--workers", str(roster), *options)
        result = CliRunner().invoke(app, ["lint", str(file), *options])
        return result.exit_code, result.output

    return run


def test_a_sound_workflow(lint) -> None:
    """Nothing is said of it."""
    assert (0, "") == lint(SOUND)
    assert (0, {"error": None, "warnings": []}) == _read(lint(SOUND, "--json", "--strict"))


def test_warnings(lint) -> None:
    """They are no failure, unless that is asked for."""
    code, said = lint(SURPRISING)
    assert 0 == code
    [line] = said.splitlines()
    assert line.startswith("warning  filters[0].targets[0]  when this last time-out passes")
    assert line.endswith("[timeout-cancels]")
    assert 1 == lint(SURPRISING, "--strict")[0]


def test_with_workers(lint) -> None:
    """Attributes are checked against a file of workers, in JSON or, as the API has it, in text."""
    for attributes in ({"level": 5}, '{"level": 5}'):
        code, said = _read(lint(SURPRISING, "--json", workers=[{"attributes": attributes}]))
        assert (0, ["not-a-list", "timeout-cancels"]) == (
            code,
            [warning["code"] for warning in said["warnings"]],
        )


@pytest.mark.parametrize("document", ["{", "{}", '{"filters": [{"expression": "a =="}]}'])
def test_errors(lint, document: str) -> None:
    """What the server would refuse is an error, with the server's words."""
    code, said = lint(document)
    assert 1 == code
    assert said.startswith("error  Invalid value for parameter Configuration: ")
    code, as_json = _read(lint(document, "--json"))
    assert said == f"error  {as_json['error']}\n"


def test_bad_workers(lint) -> None:
    """A file of workers that cannot be read is an error, too."""
    code, said = lint(SOUND, workers={"not": "a list"})
    assert 1 == code
    assert "Invalid value for parameter Workers" in said


def test_workers_and_a_server_exclude_each_other(lint) -> None:
    """Against a workspace its own workers count."""
    assert 2 == lint(SOUND, "--url", "http://127.0.0.1:9", workers=[])[0]


def test_every_code_and_reason_is_documented() -> None:
    """What an answer may say is explained in docs/explain.md."""
    text = (Path(__file__).parents[1] / "docs" / "explain.md").read_text(encoding="utf-8")
    words = [*get_args(Code), *get_args(Reason), *get_args(Decision)]
    assert [] == [word for word in words if f"`{word}`" not in text]


def _read(result: tuple[int, str]):
    return result[0], json.loads(result[1])
