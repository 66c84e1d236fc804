"""The decisions that may be tuned, each with its default. The engine reads them here alone."""

import msgspec


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """How the router behaves where TaskRouter leaves a choice."""

    retention_ms: int = 300_000
    """How long a completed or canceled task is kept; then it is gone without an event."""

    assigned_limit_ms: int = 86_400_000
    """How long a task may stay assigned or wrapping; then the system deletes it."""

    cool_down_ms: int = 1_000
    """How long after a worker's rejection, or a failed callback, the same offer is not repeated."""

    assignment_limit: int = 1_000
    """How often a task may be offered; then it is canceled. A round of several offers is one."""

    cancel_on_failed_callback: bool = True
    """Whether a reservation is canceled when both assignment callback addresses fail."""

    offers_per_step: int = 250
    """How many tasks are offered in one step; more are left to the next one, so that a change that
    concerns everybody stalls nobody."""

    reevaluations_per_step: int = 200
    """How many tasks a new edition of their workflow is applied to in one step; likewise."""
