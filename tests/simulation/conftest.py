"""Failed invariants show their values, as failed tests do."""

import pytest

pytest.register_assert_rewrite(
    *(
        f"simulation.{name}"
        for name in ("consistency", "invariants", "ledger", "transitions", "twins")
    )
)
