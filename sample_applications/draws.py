"""The generator of everything invented: a fixed seed, a name for each draw, whole numbers only.

Every row has its own generator, seeded with the row's name. A row that is added or changed leaves
all others as they were. Only ``random.Random`` seeded with a text and asked for whole numbers is
used, which gives the same numbers on every version of Python that the project supports.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

SEED = "verdeelsleutel 2026-1"

T = TypeVar("T")


class Draws:
    """Draws under one name, in order."""

    def __init__(self, name: str) -> None:
        self._random = Random(f"{SEED}: {name}")

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` up to and including ``high``."""
        return self._random.randint(low, high)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.number(0, len(choices) - 1)]

    def chance(self, percent: int) -> bool:
        """True in ``percent`` of a hundred draws."""
        return self.number(1, 100) <= percent

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """The things in a drawn order."""
        rest = list(things)
        return [rest.pop(self.number(0, len(rest) - 1)) for _ in things]

    def parts(self, total: int, weights: Sequence[int]) -> list[int]:
        """``total`` cut in parts of about these weights; the parts add up exactly."""
        drawn = [weight * self.number(70, 130) for weight in weights]
        cut = [total * weight // sum(drawn) for weight in drawn]
        cut[0] += total - sum(cut)
        return cut
