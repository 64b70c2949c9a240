"""No list keeps every hard constraint: which of them cannot hold together, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    candidates: Sequence[Candidate], policy: Policy, solution: Solution,
    said_met: Mapping[str, Sequence[str]], round_id: str,
) -> InfeasiblePolicy:  # fmt: skip
    """The failure to raise, with the smallest conflict and the repairs, for people and as data.

    ``said_met`` are the rules, by application number, that people judged to be met.
    """
    # Imported here, because what only reads a list has no search to wait for.
    from ...optimiser.proof.no_list import conflict_fault
    from ...optimiser.questions.what_if.repairs import repairs

    found = () if _says_it_all(solution) else repairs(candidates, policy, solution.conflict)
    shown = _is_planned(solution) or not conflict_fault(candidates, policy, solution)
    shown = shown and solution.conflict_basis in PROOFS
    admitted = _admitted(candidates, policy, solution, said_met)
    lines = _lines(candidates, policy, solution, found, shown=shown)
    return InfeasiblePolicy(
        "\n".join((*lines, *_revised(admitted, round_id))),
        told={
            "status": Status.INFEASIBLE.value,
            "conflict": [one.model_dump(mode="json") for one in solution.conflict],
            "basis": solution.conflict_basis.value,
            "shown": shown,
            "repairs": [one.model_dump(mode="json") for one in found],
            "judgements": [
                {"application_id": number, "rule": rule}
                for rule, numbers in admitted.items()
                for number in numbers
            ],
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


def _closed_lists(
    code: str, candidates: Sequence[Candidate], policy: Policy
) -> dict[str, list[Candidate]]:
    """What stands on each closed list under a ceiling, a fund or a cash year, by scheme."""
    kind, _, key = code.partition("-")
    if kind == "CASH":
        key = key.rpartition("-")[0]
    out = {one.application for one in policy.fixed if one.decision == "out"}
    found: dict[str, list[Candidate]] = {}
    for scheme, own in policy.instruments.items():
        under = (kind in ("CEILING", "CASH") and scheme == key) or (
            kind in ("FUND", "CASH") and own.fund == key
        )
        if under and own.rule is DistributionRule.CLOSED_LIST:
            found[scheme] = [
                one
                for one in candidates
                if one.instrument == scheme and one.application_id not in out
            ]
    return found


def _admitted(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    said_met: Mapping[str, Sequence[str]],
) -> dict[str, list[str]]:
    """What stands on a closed list in the conflict since people judged so, by rule.

    Whatever is on such a list gets all that it asks, also of a maximum that it shares; of a list
    that is chosen, an application that meets the rules takes nothing that is not there.
    """
    codes = {one.code for one in solution.conflict}
    numbers = {
        one.application_id
        for code in codes
        for listed in _closed_lists(code, candidates, policy).values()
        for one in listed
    }
    numbers |= {
        one.application_id
        for one in candidates
        if policy.instruments[one.instrument].rule is DistributionRule.CLOSED_LIST
        and codes.intersection(shared.code for shared in one.shared)
    }
    found: dict[str, list[str]] = {}
    for number in sorted(numbers):
        for rule in said_met.get(number, ()):
            found.setdefault(rule, []).append(number)
    return found


def _revised(admitted: Mapping[str, Sequence[str]], round_id: str) -> Iterator[str]:
    """How a judgement can be revised that puts an application on a closed list in the conflict."""
    if not admitted:
        return
    yield "Ook een oordeel kan worden herzien, zolang de lijst niet is vastgesteld:"
    for rule, numbers in admitted.items():
        many = counted(len(numbers), "aanvraag voldoet", "aanvragen voldoen")
        yield f"  {rule}: {many} op grond van een oordeel ({_some(numbers)})."
    rule, numbers = next(iter(admitted.items()))
    yield (
        f'  verdeel judge {numbers[0]} --rule {rule} --answer not_met --reason "..." --round '
        f"{round_id} --date jjjj-mm-dd"
    )
    yield "  Het telt pas mee als een ander het bevestigt. Verdeel daarna opnieuw."


def _some(numbers: Sequence[str]) -> str:
    shown = ", ".join(numbers[:_SHOWN])
    left = len(numbers) - _SHOWN
    return shown if left <= 0 else f"{shown} en nog {whole(left)}"


def _asked_by_closed_lists(
    code: str, candidates: Sequence[Candidate], policy: Policy
) -> Iterator[str]:
    """What each closed list under a ceiling, a fund or a cash year asks: it gives all of that."""
    year = int(code.rpartition("-")[2]) if code.startswith("CASH-") else None
    for scheme, listed in _closed_lists(code, candidates, policy).items():
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


_SHOWN = 8  # numbers of those that were judged alike

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
