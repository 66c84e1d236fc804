"""One thing that cannot work, and where."""

from typing import Literal

import msgspec

Code = Literal[
    "bare-key",
    "constant-comparison",
    "default-filter-unreachable",
    "empty-expression",
    "filter-unreachable",
    "more",
    "never-true",
    "no-worker-has",
    "not-a-list",
    "number-and-text",
    "skip-cancels",
    "target-unreachable",
    "timeout-cancels",
    "unknown-activity",
    "unknown-channel",
    "unknown-field",
    "unknown-key",
    "unreachable-key",
    "worker-in-filter",
]


class Finding(msgspec.Struct, frozen=True):
    """A warning about a configuration."""

    code: Code
    where: str
    """The parameter, or the way into the document, such as ``filters[0].targets[1].expression``."""
    message: str
