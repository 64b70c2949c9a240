"""What a report is held to, the ledger, and compared with: another round or another policy."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from types import MappingProxyType

from ...grants.allocation import Dossier
from ...grants.ledger import WHOLE_FUND, Account, Balances, Cell, charges_of
from ...grants.money import Euro
from ...grants.rounds import RoundState
from ...optimiser.questions.answers import FrontierPoint, Next
from ...optimiser.solution import Progress
from ..config.policy import load_policy
from ..errors import WrongUse
from ..records.rounds.reader import RoundReader
from ..reports.commitments import commitments
from ..reports.comparison.sides import Side, side
from ..reports.deep import Deep
from ..reports.figures import TotalsDisagree
from ..rounds.dossier import dossier
from ..rounds.questions import Counted, compare, frontier_of, prices_of, reserve_of, swing_of


def compared_with(
    reader: RoundReader,
    other: str,
    *,
    watch: Callable[[Progress], None] | None = None,
) -> Side:
    """The other side of a comparison: ``other`` is a round of this database or a policy file.

    Raises:
        WrongUse: it is neither.
        RefusedByProcess: the other round is not allocated yet.
        InfeasiblePolicy: no allocation keeps every hard constraint of the other policy.
    """
    beside = RoundReader(reader.session, other)
    if beside.exists:
        return side(dossier(beside, supplemented=True))
    path = Path(other)
    if not path.is_file():
        raise WrongUse(
            f"{other} is geen ronde in deze database en geen beleidsbestand. "
            "Noem bij --compare een van beide."
        )
    policy, _text = load_policy(path)
    found = compare(reader, policy, watch=watch)
    projects = side(dossier(reader, supplemented=True)).projects
    return Side(f"{path.name} · {policy.round.title}", policy, found.after, projects)


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
    """What takes long to compute about a round, in about so many minutes.

    What is most asked for comes first: who is next, then more or less money, then the price of
    each rule, and swaps. Where the time is too short an answer says so. ``told``
    is called with each answer that begins, in Dutch, and gives what counts its solves along;
    ``watch`` follows the stages of the last one.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
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


def hold_to_ledger(reader: RoundReader, whole: Dossier) -> None:
    """Compare the commitments of a report with the ledger of its round, cell by cell.

    What has come free since the decision counts as committed then. A round without a ledger, or
    whose list was put aside by a change of policy, is not compared.

    Raises:
        TotalsDisagree: a cell differs, so nothing may be reported.
    """
    state = reader.state
    if (state is not RoundState.ALLOCATED and not state.decided) or not reader.has_ledger:
        return
    fault = ledger_fault(whole, reader.balances, _kept_and_given_up(reader))
    if fault:
        raise TotalsDisagree(f"Ronde {reader.id}: {fault} Controleer met verdeel audit verify.")


def _kept_and_given_up(reader: RoundReader) -> dict[Cell, int]:
    """By cell the cents that were kept for who is set aside and that no supplement gave.

    In the ledger they are reserved, or have come free since; a report counts what was given.
    """
    if not reader.set_aside:
        return {}
    policy, given = reader.policy, reader.supplemented
    aside = [award for award in reader.allocation.awards if award.reserved]
    found: dict[Cell, int] = {}
    for sign, awards in ((1, aside), (-1, list(given.values()))):
        for charge in charges_of(policy, awards):
            own = charge.cell
            for cell in (own, Cell(own.fund, WHOLE_FUND, own.year)):
                found[cell] = found.get(cell, 0) + sign * charge.amount.cents
    return found


def ledger_fault(
    whole: Dossier, now: Balances, kept: Mapping[Cell, int] = MappingProxyType({})
) -> str:
    """The first cell in which a report and a ledger differ, in Dutch; empty where they agree.

    ``kept`` is what the ledger holds, or held, for who is set aside, and gave to nobody.
    """
    told = {
        Cell(str(row["fund"]), str(row["scheme"]), int(row["year"])): int(row["amount"])
        for row in commitments(whole).to_dict("records")
    }
    for cell in sorted({*told, *now.cells}):
        posted = now.used(cell).cents + now.of(cell, Account.RELEASED).cents - kept.get(cell, 0)
        # A cell without a ceiling of its own keeps no room, so what came free has left it.
        more = told.get(cell, 0) - posted
        if more < 0 or (more > 0 and cell in now.ceilings):
            return (
                f"{cell.dutch}: het rapport telt {told.get(cell, 0)} cent aan verplichtingen, "
                f"het grootboek {posted}."
            )
    return ""
