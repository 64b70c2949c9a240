"""No list keeps every hard constraint: which of them cannot hold together, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ...grants.applications.candidate import Candidate
from ...grants.decisions.allocation import PROOFS, Status, Unit
from ...grants.money import Euro
from ...grants.notation import AFFORDABLE, counted, whole
from ...grants.rounds.policy import DistributionRule, Policy
from ...instruments.instrument import instruments
from ...optimiser.solution import Solution
from ..errors import InfeasiblePolicy
from .limits import limit_told

if TYPE_CHECKING:
    from ...optimiser.questions.what_if.repairs import Repair


def infeasible(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution
) -> InfeasiblePolicy:
    """The failure to raise, with the smallest conflict and the repairs, for people and as data."""
    # Imported here, because what only reads a list has no search to wait for.
    from ...optimiser.proof.no_list import conflict_fault
    from ...optimiser.questions.what_if.repairs import repairs

    found = () if _says_it_all(solution) else repairs(candidates, policy, solution.conflict)
    shown = _is_planned(solution) or not conflict_fault(candidates, policy, solution)
    shown = shown and solution.conflict_basis in PROOFS
    return InfeasiblePolicy(
        "\n".join(_lines(candidates, policy, solution, found, shown=shown)),
        told={
            "status": Status.INFEASIBLE.value,
            "conflict": [one.model_dump(mode="json") for one in solution.conflict],
            "basis": solution.conflict_basis.value,
            "shown": shown,
            "repairs": [one.model_dump(mode="json") for one in found],
        },
    )


def _says_it_all(solution: Solution) -> bool:
    """Whether nothing can be mended by a number: a decision about an application that takes no
    part, or the ends of ranges of ceilings, which stand in the conflict themselves."""
    codes = [one.code for one in solution.conflict]
    decided = all(code.startswith("FIXED-") for code in codes)
    return decided or _is_planned(solution)


def _is_planned(solution: Solution) -> bool:
    """Whether it is about ranges of ceilings, of which only sums can be shown."""
    return any(one.code.startswith("PLAN-") for one in solution.conflict)


def _lines(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution, found: Sequence[Repair],
    *, shown: bool,
) -> list[str]:  # fmt: skip
    many = len(solution.conflict) > 1
    start = "Deze kunnen niet samen:" if many else "Deze kan niet gelden:"
    lines = [f"Geen verdeling voldoet aan alle harde voorwaarden. {start}"]
    for one in solution.conflict:
        told = limit_told(one, policy, "nl")
        lines.append(f"  {one.code}: {told.sentence} Bron: {told.source.rstrip('.')}.")
        lines += _asked_by_closed_lists(one.code, candidates, policy)
        lines += _taking_all(one.code, policy)
    if not shown:
        lines.append(_UNPROVEN)
    if found:
        mended = [line for one in found if (line := _mended(one)) is not None]
        lines += [_heading(len(mended)), *mended]
        if any(one.basis not in PROOFS for one in found):
            lines.append(_REPAIRS_UNPROVEN)
    lines += [f"  {remark}" for remark in solution.remarks]
    return lines


def _asked_by_closed_lists(
    code: str, candidates: Sequence[Candidate], policy: Policy
) -> Iterator[str]:
    """What each closed list under a ceiling, a fund or a cash year asks: it gives all of that."""
    kind, _, key = code.partition("-")
    year = None
    if kind == "CASH":
        key, _, written = key.rpartition("-")
        year = int(written)
    out = {one.application for one in policy.fixed if one.decision == "out"}
    for scheme, own in policy.instruments.items():
        under = (kind in ("CEILING", "CASH") and scheme == key) or (
            kind in ("FUND", "CASH") and own.fund == key
        )
        if not under or own.rule is not DistributionRule.CLOSED_LIST:
            continue
        listed = [
            one for one in candidates if one.instrument == scheme and one.application_id not in out
        ]
        asked = Euro.total(
            amount
            for one in listed
            for amount in (
                [one.requested]
                if year is None
                else [paid.amount for paid in one.payments if paid.year == year]
            )
        )
        law = instruments().get(scheme)
        yield (
            f"    De gesloten lijst van {law.name_nl if law else scheme} vraagt {asked}"
            f"{'' if year is None else f' in {year}'}, voor "
            f"{counted(len(listed), 'aanvraag', 'aanvragen')}{_above(code, asked, policy)}. Zij "
            "geeft ieder wat is gevraagd."
        )


def _taking_all(code: str, policy: Policy) -> Iterator[str]:
    """Which schemes divide all of a fund, however much that is, since they have no ceiling."""
    from ...optimiser.questions.what_if.repairs import takes_all

    kind, _, fund = code.partition("-")
    if kind == "FUND" and len([one for one in policy.instruments.values() if one.fund == fund]) > 1:
        for key in takes_all(policy, fund):
            law = instruments().get(key)
            yield (
                f"    {law.name_nl if law else key} heeft geen plafond, en verdeelt dan alles wat "
                f"{policy.funds[fund].name('nl')} heeft. Geef die regeling in het beleid een "
                "plafond."
            )


def _above(code: str, asked: Euro, policy: Policy) -> str:
    """By how much that alone is above the ceiling or the fund; empty where it is not."""
    kind, _, key = code.partition("-")
    there: Euro | None = None
    if kind == "CEILING":
        ceiling = policy.instruments[key].ceiling
        there = ceiling if isinstance(ceiling, Euro) else None
    elif kind == "FUND":
        there = Euro(policy.funds[key].total.cents - policy.funds[key].objection_reserve.cents)
    over = 0 if there is None else asked.cents - there.cents
    return f": {Euro(over)} meer dan er is" if over > 0 else ""


_UNPROVEN = (
    "Dat zegt het rekenprogramma dat naar verdelingen zocht; in de tijd die er was, is het niet "
    "bewezen. Deel opnieuw met meer tijd voor u het beleid wijzigt."
)


_REPAIRS_UNPROVEN = (
    "Welke wijziging genoeg is en hoeveel woningen dat geeft, zegt één rekenprogramma; bewezen "
    "wordt dat pas bij de verdeling onder het gewijzigde beleid."
)


def _heading(ways: int) -> str:
    if not ways:
        return (
            "Geen wijziging van één van deze voorwaarden is op zichzelf genoeg; er staan er meer "
            'in de weg. Wijzig het beleid met "verdeel round amend" en verdeel opnieuw: wat dan '
            "nog in de weg staat, wordt genoemd."
        )
    if ways == 1:
        return "Deze wijziging is genoeg:"
    return "Elk van deze wijzigingen is op zichzelf genoeg, die met de meeste woningen eerst:"


def _mended(one: Repair) -> str | None:
    if not one.enough:
        return None
    homes = (
        ""
        if one.homes is None
        else f"; de ronde steunt dan ten hoogste {counted(one.homes, *AFFORDABLE)}"
    )
    return f"  {one.code}: {_how(one)}{homes}."


def _how(one: Repair) -> str:
    if one.applications:
        return f"trek het besluit over één van deze aanvragen in: {', '.join(one.applications)}"
    if one.share is not None:
        return f"stel het aandeel op {_percent(one.share)}"
    if one.by is None:
        return "laat deze voorwaarde vallen"
    if one.unit is Unit.CENTS:
        return f"maak deze voorwaarde {Euro(one.by)} ruimer"
    noun = "woningen" if one.unit is Unit.HOMES else "aanvragen"
    return f"maak deze voorwaarde {whole(one.by)} {noun} ruimer"


def _percent(share: Fraction) -> str:
    """A share as the policy can have it: exact where two decimals are, else as a fraction."""
    hundredths = share * 10_000
    if hundredths.denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    units, rest = divmod(hundredths.numerator, 100)
    return f"{units},{rest:02d}%".replace(",00%", "%")
