"""The house rules that a program can check, each with its reason in its message.

An exception goes into the list beside its rule, never into the rule; the lists may only shrink, and
an entry that is no longer needed fails as well.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "pointsman"
SOURCES = sorted(PACKAGE.rglob("*.py"))

FILE_LINES = 500
FUNCTION_LINES = 70

LONG_FILES: frozenset[str] = frozenset()
"""Files over the limit, as ``core/engine.py``."""
LONG_FUNCTIONS: frozenset[str] = frozenset()
"""Functions over the limit, as ``core/engine.py:apply``."""

DRAWERS = {"common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
HEAVY = ("aiohttp", "alembic", "cryptography", "psycopg", "sqlalchemy", "starlette", "uvicorn")


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.fixture(params=SOURCES, ids=_name)
def source(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_files_are_short() -> None:
    """No file is longer than can be read at a sitting."""
    too_long = {
        _name(path)
        for path in SOURCES
        if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES
    }
    assert sorted(LONG_FILES) == sorted(too_long), (
        f"A file of more than {FILE_LINES} lines owns more than one thing: split it by what "
        "it owns. The list LONG_FILES only shrinks."
    )


def test_functions_are_short() -> None:
    """No function is longer than a screen."""
    too_long = {
        f"{_name(path)}:{function.name}"
        for path in SOURCES
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    }
    assert sorted(LONG_FUNCTIONS) == sorted(too_long), (
        f"A function of more than {FUNCTION_LINES} lines cannot be seen whole: give its steps "
        "names. The list LONG_FUNCTIONS only shrinks."
    )


def test_core_is_synchronous() -> None:
    """The core computes; it does not wait."""
    waiting = [
        f"{_name(path)}:{node.lineno}"
        for path in SOURCES
        if path.is_relative_to(PACKAGE / "core")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.AsyncFunctionDef | ast.AsyncFor | ast.AsyncWith | ast.Await)
    ]
    assert [] == waiting, (
        "The core has no async code: a command runs from beginning to end with nothing in between, "
        "and can be replayed. What has to wait belongs to runtime."
    )


def test_names_say_what_is_inside(source: Path) -> None:
    """No module or package is a drawer."""
    drawers = DRAWERS & {part.removesuffix(".py").strip("_") for part in Path(_name(source)).parts}
    assert set() == drawers, (
        "A drawer has no owner and fills up. Put the function beside its only caller, or name the "
        "module for the noun it is about."
    )


def test_every_file_says_what_it_owns(source: Path) -> None:
    """Every file that holds anything starts with a docstring."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), (
        "The docstring at the top says what the file owns and what it must never do; without it "
        "the next change lands in the wrong file."
    )


def test_nothing_is_left_for_later(source: Path) -> None:
    """Unfinished work is an issue, not a comment."""
    left = re.findall(r"\b(?:TODO|FIXME)\b.*", source.read_text(encoding="utf-8"))
    assert [] == left, (
        "Nobody is told about a comment. Finish it, or open an issue and say why not."
    )


def test_help_is_quick() -> None:
    """Showing the help loads neither the server nor the database."""
    program = f"""
import runpy, sys
sys.argv = ["pointsman", "--help"]
try:
    runpy.run_module("pointsman", run_name="__main__")
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted(set({HEAVY!r}) & set(sys.modules)))
"""
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert 0 == shown.returncode, shown.stderr
    assert "loaded:" == shown.stdout.splitlines()[-1].strip(), (
        "The command line must answer at once: import what a command needs inside the command."
    )


def test_the_map_shows_every_package() -> None:
    """ARCHITECTURE.md names every directory of the package."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    packages = sorted({path.parent for path in SOURCES} - {PACKAGE})
    unnamed = [_name(path) for path in packages if f"{path.name}/" not in text]
    assert [] == unnamed, "A newcomer looks for the place of a change in ARCHITECTURE.md; add them."


PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
PLACES = (ROOT, PACKAGE, PACKAGE / "core", ROOT / "tests")


@pytest.mark.parametrize("prose", PROSE, ids=lambda path: path.name)
def test_named_files_exist(prose: Path) -> None:
    """A file that a document names is where the document says."""
    text = prose.read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|txt|js|jsonl))`", text)
    gone = {name for name in named if not any((place / name).exists() for place in PLACES)}
    assert not gone, "Whoever reads this looks for these files in vain."
