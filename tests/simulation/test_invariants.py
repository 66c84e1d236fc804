"""``docs/invariants.md`` lists every invariant, and every check it lists exists."""

import ast
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from simulation import step, trial  # noqa: F401, with the trial all checks are there

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"\| (?P<sentence>.+) \| `(?P<path>[^`]+)::(?P<name>[^`]+)` \|")

LISTED = {
    f"{row['path']}::{row['name']}": row["sentence"]
    for line in (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8").splitlines()
    if (row := ROW.fullmatch(line))
}
CHECKS = [*step.ALWAYS, *step.AT_REST, *step.SETTLED, *step.EXPLAINED, *step.AGREED]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_every_check_is_listed(check: Callable[..., None]) -> None:
    """Each check of the simulation is listed, and its sentence is its docstring."""
    place = _place_of(check)
    assert check.__doc__ is not None
    assert " ".join(check.__doc__.split()) == LISTED.get(place), f"{place} in docs/invariants.md"


@pytest.mark.parametrize("place", LISTED)
def test_every_listed_check_exists(place: str) -> None:
    """What is listed is a function of that file, or a contract of that id."""
    path, _, name = place.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    if path == "pyproject.toml":
        contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
        names = {contract["id"] for contract in contracts}
    else:
        kinds = ast.FunctionDef | ast.AsyncFunctionDef
        names = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)}
    assert name in names


def test_every_listed_check_of_a_step_runs() -> None:
    """A check that lost its mark would stay listed and never run."""
    files = ("consistency.py", "invariants.py", "telephony.py", "transitions.py", "twins.py")
    listed = {place for place in LISTED if place.partition("::")[0].endswith(files)}
    assert listed == {_place_of(check) for check in CHECKS}


def _place_of(check: Callable[..., None]) -> str:
    return f"tests/simulation/{check.__module__.rpartition('.')[2]}.py::{check.__name__}"
