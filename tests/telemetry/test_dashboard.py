"""The dashboard and the documentation speak of the figures that there are, and of all of them."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parents[2] / "docs"
NAME = re.compile(r"\b(?:pointsman|process)_\w+")


@pytest.fixture
def dashboard() -> dict[str, Any]:
    return json.loads((DOCS / "grafana-dashboard.json").read_text(encoding="utf-8"))


def queries_of(dashboard: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]


async def test_every_query_finds_something(read, play, dashboard) -> None:
    """What panels and variables ask for is on the page of a server that has done something."""
    await play()
    names = {sample.name for sample in (await read()).samples}
    variables = [
        one["definition"] for one in dashboard["templating"]["list"] if "definition" in one
    ]
    queries = [*queries_of(dashboard), *variables]
    asked = {name for query in queries for name in NAME.findall(query)}
    assert asked
    assert set() == asked - names


async def test_every_figure_has_a_panel(read, play, dashboard) -> None:
    """All that is ours on the page can be seen."""
    await play()
    asked = {name for query in queries_of(dashboard) for name in NAME.findall(query)}
    unseen = {
        family.name
        for family in (await read()).families.values()
        if family.name.startswith("pointsman_")
        and not asked & {family.name, *(sample.name for sample in family.samples)}
    }
    assert set() == unseen


async def test_labels_exist(read, play, dashboard) -> None:
    """A query that keeps labels apart names labels that its figure has."""
    await play()
    figures = await read()
    labels = {"le", "instance"} | {label for sample in figures.samples for label in sample.labels}
    for query in queries_of(dashboard):
        for kept in re.findall(r"by \(([^)]*)\)", query):
            assert set(kept.split(", ")) <= labels, query


async def test_every_figure_is_documented(read, play) -> None:
    """By its name as queries have it, with all of its labels."""
    await play()
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(pointsman_\w+)` \|([^|]*)\|", text, re.MULTILINE))
    families = {
        (f"{family.name}_total" if family.type == "counter" else family.name): {
            label for sample in family.samples for label in sample.labels if label != "le"
        }
        for family in (await read()).families.values()
        if family.name.startswith("pointsman_")
    }
    assert families == {name: set(re.findall(r"`(\w+)`", said)) for name, said in rows.items()}


def test_the_dashboard_is_one(dashboard) -> None:
    """Panels have places that do not overlap, and identifiers of their own."""
    panels = dashboard["panels"]
    assert len(panels) == len({panel["id"] for panel in panels})
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        cells = {
            (column, line)
            for column in range(place["x"], place["x"] + place["w"])
            for line in range(place["y"], place["y"] + place["h"])
        }
        assert max(column for column, _ in cells) < 24
        assert not taken & cells, panel["title"]
        taken |= cells
