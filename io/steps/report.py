"""What a report is held to, the ledger, and compared with: another round or another policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from ...grants.dossier import Dossier
from ...grants.ledger.ledger import WHOLE_FUND, Account, Balances, Cell, charges_of
from ...grants.lives.round import RoundState
from ...optimiser.solution import Progress
from ..config.policy import load_policy
from ..errors import WrongUse
from ..records.rounds.reader import RoundReader
from ..reports.commitments import commitments
from ..reports.comparison.sides import Side, side
from ..reports.figures import TotalsDisagree
from ..reports.open_data.rule import Divided
from ..rounds.bundle import proof_parts
from ..rounds.dividing.case import case_of_round
from ..rounds.dossier import dossier
from ..rounds.ledger import added_by_objections
from ..rounds.questions import compare
from ..rounds.state import as_decided


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
    read, _text = load_policy(path)
    policy = as_decided(reader, read)
    found = compare(reader, policy, watch=watch)
    projects = side(dossier(reader, supplemented=True)).projects
    return Side(f"{path.name} · {policy.round.title}", policy, found.after, projects)


def divided_from(reader: RoundReader, whole: Dossier) -> Divided | None:
    """What an approved list was divided from, with its proof; nothing for any other."""
    if whole.approval is None or not whole.policy.tells_all:
        return None
    case = case_of_round(reader)
    files = proof_parts(reader.allocation_row, case)
    proof = {name.removeprefix("proof/"): content for name, content in files.items()}
    return Divided(case.candidates, case.policy, proof)


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
    """By cell the cents that were kept for who is set aside and that no supplement gave, and those
    that decisions on objections added.

    In the ledger they are reserved, or have come free since; a report counts what the list gave.
    """
    added = added_by_objections(reader)
    if not reader.set_aside and not added:
        return {}
    policy, given = reader.policy, reader.supplemented
    aside = [award for award in reader.allocation.awards if award.reserved]
    found: dict[Cell, int] = {}
    of_supplements = charges_of(policy, list(given.values()))
    for sign, charges in ((1, (*charges_of(policy, aside), *added)), (-1, of_supplements)):
        for charge in charges:
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
