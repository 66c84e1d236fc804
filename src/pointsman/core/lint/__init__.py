"""What is well-formed but cannot work: findings about a configuration, for whoever wrote it.

TaskRouter accepts what parses, and what then never matches is found by waiting. Here it is said at
once, without refusing anything. A finding is a fact, not a matter of taste: where something may yet
match, nothing is said.
"""

from pointsman.core.finding import Finding
from pointsman.core.lint.configuration import lint_configuration, lint_target_workers
from pointsman.core.lint.facts import Facts, RosterFacts, facts_of, fold_roster

__all__ = [
    "Facts",
    "Finding",
    "RosterFacts",
    "facts_of",
    "fold_roster",
    "lint_configuration",
    "lint_target_workers",
]
