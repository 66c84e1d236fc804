"""Every operation of TaskRouter, called by Twilio's unmodified Python SDK, and held against
Twilio's own description of it.
"""

from typing import Any

import pytest
from tests.contract.document import NOT_HERE, PATH, Operation, operation_of, read_operations
from tests.contract.recording import Exchange

pytestmark = pytest.mark.skipif(not PATH.exists(), reason=NOT_HERE)

ALL = read_operations()

LOST_BY_THE_SDK = {"DeleteTask": {"If-Match"}, "DeleteWorker": {"If-Match"}}
"""Parameters that the SDK takes and never sends; ``refusals.txt`` has them."""


def of_name(operation: Operation) -> str:
    return operation.name


def exchanges_of(operation: Operation, exchanges: list[Exchange]) -> list[Exchange]:
    return [e for e in exchanges if operation == operation_of(ALL, e.method, e.path)]


def test_the_description_is_whole() -> None:
    """The description has as many operations as TaskRouter, so that none is left out unseen."""
    assert 61 == len(ALL)


@pytest.mark.parametrize(
    "change",
    [
        {"date_created": "2026-01-01T00:00:00.000Z"},
        {"url": "/v1/Workspaces"},
        {"links": {"tasks": None}},
        {"sid": "WT1"},
        {"prioritize_queue_order": "fifo"},
        {"multi_task_enabled": 1},
        {"something": "else"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_faults_are_seen(change: dict[str, Any], exchanges: list[Exchange]) -> None:
    """One property that is not as described is one fault, and so is a property that misses."""
    operation = next(operation for operation in ALL if operation.name == "FetchWorkspace")
    body = exchanges_of(operation, exchanges)[0].body
    assert 1 <= len(operation.faults(200, body | change))
    (name,) = change
    if name in body:
        assert 1 == len(operation.faults(200, {k: v for k, v in body.items() if k != name}))


@pytest.mark.parametrize("operation", ALL, ids=of_name)
def test_is_called(operation: Operation, exchanges: list[Exchange]) -> None:
    """No operation of the description is left out."""
    assert [] != exchanges_of(operation, exchanges)


@pytest.mark.parametrize("operation", ALL, ids=of_name)
def test_takes_every_parameter(operation: Operation, exchanges: list[Exchange]) -> None:
    """Every parameter of the operation was sent in a request that was granted."""
    sent = frozenset().union(*(e.sent for e in exchanges_of(operation, exchanges)))
    assert LOST_BY_THE_SDK.get(operation.name, set()) == operation.parameters - sent


@pytest.mark.parametrize("operation", ALL, ids=of_name)
def test_answers_as_described(operation: Operation, exchanges: list[Exchange]) -> None:
    """Every answer has the status, the properties, the types and the formats that it should."""
    faults = {
        f for e in exchanges_of(operation, exchanges) for f in operation.faults(e.status, e.body)
    }
    assert set() == faults
