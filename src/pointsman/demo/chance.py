"""Chance for the demonstration: everything here that is drawn, is drawn from one of these."""

import math
import random  # noqa: TID251 - chance is an argument here, too: its seed is given, and this is all
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Draws, the same in every run with one seed."""

    def __init__(self, seed: int | str) -> None:
        # Nothing that is drawn is a secret.
        self._random = random.Random(seed)  # noqa: S311

    def happens(self, probability: float) -> bool:
        return self._random.random() < probability

    def one_of(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def weighed(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def gap_s(self, rate: float) -> float:
        """How long until what happens ``rate`` times a second, and remembers nothing, happens."""
        return self._random.expovariate(rate)

    def around(self, median: float, spread: float) -> float:
        """Log-normal, as the time that people need for anything: never none, at times long."""
        return median * math.exp(self._random.gauss(0.0, spread))
