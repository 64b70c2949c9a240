"""Working out what a deep report says, or reading what was kept of it with the list."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from itertools import count

from pydantic import TypeAdapter

from ...grants.money import Euro
from ...optimiser.questions.what_if.answers import FrontierPoint, Next
from ...optimiser.solution import Progress
from ..records.rounds.reader import RoundReader
from ..rounds.questions import Counted, frontier_of, prices_of, reserve_of, swing_of
from .deep import Deep

_DEEP = TypeAdapter(Deep)
DEEP_MINUTES = 5
"""What the answers that take long may take together, unless the officer says otherwise."""
_POINTS = 9  # of each frontier, besides the budget of the round itself
_FREED = tuple(Euro(millions * 100_000_000) for millions in (1, 5, 10, 25, 50))


class _Time:
    """What is left of a time, divided over the answers that are still to come by their weight."""

    def __init__(self, seconds: int, weights: Sequence[int]) -> None:
        self._until = time.monotonic() + seconds
        self._weights = list(weights)

    def next(self, solves: int = 1, at_once: int = 1) -> int:
        """The seconds for each solve of the next answer, of which so many run at once.

        At least one, so that nothing is left out unsaid; what an answer leaves, the others get.
        """
        left = max(0.0, self._until - time.monotonic())
        share = left * self._weights[0] / sum(self._weights)
        self._weights.pop(0)
        return max(1, int(share * min(at_once, solves) / solves))


def deep_of(
    reader: RoundReader,
    minutes: int = DEEP_MINUTES,
    *,
    told: Callable[[str], Counted],
    watch: Callable[[Progress], None] | None = None,
) -> Deep:
    """What takes long to compute about a round: as it was kept, or worked out in so many minutes.

    What is most asked for comes first: who is next, then more or less money, then the price of
    each rule, and swaps. Where the time is too short an answer says so. ``told``
    is called with each answer that begins, in Dutch, and gives what counts its solves along;
    ``watch`` follows the stages of the last one.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    kept = reader.deep_answers
    if kept is not None:
        return _DEEP.validate_json(kept)
    workers = os.cpu_count() or 1
    policy = reader.policy
    steps = 2 * len(policy.funds) + 2
    given = _Time(60 * minutes, [*[1] * len(policy.funds), *[2] * len(policy.funds), 3, 2])
    step = count(1)

    def begins(what: str) -> Counted:
        return told(f"stap {next(step)} van {steps}, {what}")

    reserves: dict[str, tuple[Next, ...]] = {}
    for key in policy.funds:
        reserves[key] = reserve_of(
            reader, key, _FREED, workers=workers,
            done=begins(f"de reservelijst van {key}"),
            seconds_each=given.next(len(_FREED), workers),
        )  # fmt: skip
    frontiers: dict[str, tuple[FrontierPoint, ...]] = {}
    for key in policy.funds:
        frontiers[key] = frontier_of(
            reader, key, _POINTS, workers=workers,
            done=begins(f"meer of minder geld in {key}"),
            seconds_each=given.next(_POINTS, workers),
        )  # fmt: skip
    rules = 1 + len(policy.constraint) + len(policy.instruments)
    prices = prices_of(
        reader, workers=workers, done=begins("de prijs van elke regel"),
        seconds_each=given.next(rules, workers),
    )  # fmt: skip
    begins("wie zonder verlies van plaats kan wisselen")
    swing = swing_of(reader, watch=watch, seconds=given.next())
    return Deep(swing=swing, prices=prices, frontiers=frontiers, reserves=reserves)


def as_kept(deep: Deep) -> str:
    """The answers as they are kept with a list."""
    return _DEEP.dump_json(deep).decode()
