"""How often somebody may fail to sign in."""

import pytest

from pointsman.core.errors import TooMany, Unauthorized
from pointsman.edge import attempts
from pointsman.edge.attempts import AT_ONCE, EVERY_MS, Attempts
from pointsman.runtime.clock import ManualClock


def fail(limit: Attempts, client: str) -> None:
    with pytest.raises(Unauthorized), limit.of(client):
        raise Unauthorized("wrong")


def test_success_costs_nothing() -> None:
    """Who signs in may do so as often as she likes."""
    limit, succeeded = Attempts(ManualClock()), 0
    for _ in range(AT_ONCE * 3):
        with limit.of("a"):
            succeeded += 1
    assert AT_ONCE * 3 == succeeded


def test_a_failure_of_ours_costs_nothing() -> None:
    """The database's being away is no guess."""
    limit = Attempts(ManualClock())
    for _ in range(AT_ONCE * 3):
        with pytest.raises(OSError, match="away"), limit.of("a"):
            raise OSError("away")


def test_failures_add_up_and_are_forgotten() -> None:
    """So many at once, then one for each stretch of time; each client for itself."""
    clock = ManualClock()
    limit = Attempts(clock)
    for _ in range(AT_ONCE):
        fail(limit, "a")
    with pytest.raises(TooMany), limit.of("a"):
        pytest.fail("it was let in")
    fail(limit, "b")
    clock.advance(EVERY_MS / 1000)
    fail(limit, "a")
    with pytest.raises(TooMany), limit.of("a"):
        pytest.fail("it was let in")


def test_attempts_at_the_same_time_count() -> None:
    """Of many that have begun no more may fail than one after another."""
    limit, begun = Attempts(ManualClock()), []
    for _ in range(AT_ONCE):
        begun.append(limit.of("a"))
        begun[-1].__enter__()
    with pytest.raises(TooMany), limit.of("a"):
        pytest.fail("it was let in")
    for attempt in begun:
        attempt.__exit__(None, None, None)
    fail(limit, "a")


def test_only_so_many_clients_are_kept_in_mind(monkeypatch) -> None:
    """Who failed longest ago is forgotten first."""
    monkeypatch.setattr(attempts, "REMEMBERED", 2)
    limit = Attempts(ManualClock())
    for client in ("a", *["b"] * AT_ONCE, "c"):
        fail(limit, client)
    with pytest.raises(TooMany), limit.of("b"):
        pytest.fail("it was let in")
    for _ in range(AT_ONCE):
        fail(limit, "a")
