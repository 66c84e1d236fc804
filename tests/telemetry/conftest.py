"""A server in the test's own process, its page of figures, and its traces."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from tests.living import BASE, Api, World, api, database_url, empty_database, world

from pointsman.runtime.outbound.outgoing import Answer
from pointsman.telemetry.tracing import Tracing

__all__ = ["api", "database_url", "empty_database", "world"]

ACCEPT = Answer(200, "application/json", b'{"instruction": "accept"}')


class Figures:
    """A page as the official client reads it."""

    def __init__(self, text: str) -> None:
        self.families = {family.name: family for family in text_string_to_metric_families(text)}
        self.samples = [sample for family in self.families.values() for sample in family.samples]

    def of(self, name: str, **labels: str) -> float:
        """The sum of all samples of that name with these labels, of which there must be some."""
        found = [
            sample.value
            for sample in self.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        ]
        assert found, (name, labels)
        return sum(found)

    def values_of(self, label: str, name: str) -> set[str]:
        """The values that a label has."""
        return {sample.labels[label] for sample in self.samples if sample.name == name}


@pytest.fixture
def spans() -> InMemorySpanExporter:
    """The spans that are over."""
    return InMemorySpanExporter()


@pytest.fixture
def settings(spans: InMemorySpanExporter) -> dict[str, Any]:
    return {"traces": Tracing(SimpleSpanProcessor(spans))}


@pytest.fixture
def read(world: World) -> Callable[..., Any]:
    """Reads the page of an account."""

    async def read(by: Api | None = None) -> Figures:
        answer = await (by or world.api).ask("GET", f"{BASE}/metrics")
        assert 200 == answer.status_code, answer.text
        assert answer.headers["content-type"].startswith("text/plain; version=")
        return Figures(answer.text)

    return read


@pytest.fixture
def play(world: World) -> Callable[..., Any]:
    """Plays a task from its creation to its completion; the application accepts it."""

    async def play(**headers: str) -> SimpleNamespace:
        world.sender.answer = ACCEPT
        office = await world.office()
        workflow = await world.api.update(
            office.workflow["url"], AssignmentCallbackUrl="http://application.test/"
        )
        created = await world.api.ask(
            "POST",
            office.links["tasks"],
            {"WorkflowSid": workflow["sid"], "Attributes": '{"name": "Ms Secret"}'},
            headers=headers,
        )
        office.task = created.json()
        await world.eventually(lambda: "reservation.accepted" in world.event_types)
        await world.api.update(office.task["url"], AssignmentStatus="completed")
        return office

    return play
