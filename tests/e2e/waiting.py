"""Waiting for what another process does."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

POLL_S = 0.02

T = TypeVar("T")


def wait_until(look: Callable[[], T], limit_s: float = 15.0) -> T:
    """Look again and again until there is something to see, and answer what it is."""
    deadline = time.monotonic() + limit_s
    while not (seen := look()):
        if time.monotonic() > deadline:
            pytest.fail(f"waited {limit_s:g} s in vain; the last look saw {seen!r}")
        time.sleep(POLL_S)
    return seen
