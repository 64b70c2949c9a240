"""What a report is held to, the ledger, and compared with: another round or another policy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from ..grants.allocation import Dossier
from ..grants.ledger import Account, Balances, Cell
from ..grants.money import Euro
from ..grants.rounds import RoundState
from ..optimiser.answers import FrontierPoint, Next
from ..optimiser.solution import Progress
from .analysis import compare, frontier_of, prices_of, reserve_of, swing_of
from .approving import dossier
from .bookkeeping import balances
from .console import Counter, Stages
from .errors import WrongUse
from .intake import round_of
from .policy_file import load_policy
from .records import tables
from .records.ledger import is_kept
from .reports.commitments import commitments
from .reports.deep import Deep
from .reports.figures import TotalsDisagree
from .reports.versus import Side, side


def compared_with(
    session: Session,
    round_id: str,
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
    if session.get(tables.Round, other) is not None:
        return side(dossier(session, other))
    path = Path(other)
    if not path.is_file():
        raise WrongUse(
            f"{other} is geen ronde in deze database en geen beleidsbestand. "
            "Noem bij --compare een van beide."
        )
    policy, _text = load_policy(path)
    found = compare(session, round_id, policy, watch=watch)
    projects = side(dossier(session, round_id)).projects
    return Side(f"{path.name} · {policy.round.title}", policy, found.after, projects)


_POINTS = 9  # of each frontier, besides the budget of the round itself
_FREED = tuple(Euro(millions * 100_000_000) for millions in (1, 5, 10, 25, 50))


def deep_of(session: Session, round_id: str) -> Deep:
    """What takes long to compute about a round, with its progress on stderr.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    workers = os.cpu_count() or 1
    policy = dossier(session, round_id).policy
    swing = swing_of(session, round_id, watch=Stages())
    prices = prices_of(session, round_id, workers=workers, done=Counter("regels doorgerekend"))
    frontiers: dict[str, tuple[FrontierPoint, ...]] = {}
    reserves: dict[str, tuple[Next, ...]] = {}
    for key in policy.funds:
        frontiers[key] = frontier_of(
            session, round_id, key, _POINTS, workers=workers, done=Counter(f"budgetten {key}")
        )
        reserves[key] = reserve_of(
            session, round_id, key, _FREED, workers=workers, done=Counter(f"bedragen {key}")
        )
    return Deep(swing=swing, prices=prices, frontiers=frontiers, reserves=reserves)


def hold_to_ledger(session: Session, round_id: str, whole: Dossier) -> None:
    """Compare the commitments of a report with the ledger of its round, cell by cell.

    What has come free since the decision counts as committed then. A round without a ledger, or
    whose list was put aside by a change of policy, is not compared.

    Raises:
        TotalsDisagree: a cell differs, so nothing may be reported.
    """
    row = round_of(session, round_id)
    state = RoundState(row.state)
    if (state is not RoundState.ALLOCATED and not state.decided) or not is_kept(session, row.id):
        return
    fault = ledger_fault(whole, balances(session, row))
    if fault:
        raise TotalsDisagree(f"Ronde {round_id}: {fault} Controleer met verdeel audit verify.")


def ledger_fault(whole: Dossier, now: Balances) -> str:
    """The first cell in which a report and a ledger differ, in Dutch; empty where they agree."""
    told = {
        Cell(str(row["fund"]), str(row["scheme"]), int(row["year"])): int(row["amount"])
        for row in commitments(whole).to_dict("records")
    }
    for cell in sorted({*told, *now.cells}):
        posted = now.used(cell).cents + now.of(cell, Account.RELEASED).cents
        # A cell without a ceiling of its own keeps no room, so what came free has left it.
        more = told.get(cell, 0) - posted
        if more < 0 or (more > 0 and cell in now.ceilings):
            return (
                f"{cell.dutch}: het rapport telt {told.get(cell, 0)} cent aan verplichtingen, "
                f"het grootboek {posted}."
            )
    return ""
