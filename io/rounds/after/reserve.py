"""Who gets money that came free (*reservelijst*): by the round's own rule, where a rule allows it.

Who was refused for money alone is on the ladder of the scheme, which is fixed when the list is
approved. Only where the policy cites the article or published rule that allows it does anybody of
it get anything; a scheme can have a window for refused projects instead. Never is more given
than came free, and never what is kept for objections.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from ....grants.applications.application import Payment
from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Award, Outcome, Reason
from ....grants.frozen import frozen
from ....grants.homes import SEGMENTS, Homes
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import DistributionRule, Policy
from ....instruments.after.schedule import article_of
from ....instruments.instrument import instruments
from ....optimiser.model.ladder import homes_at, payments_at
from ....optimiser.solution import ProposedAward, Why
from ...errors import RefusedByProcess
from ...records.after.award_decisions import Place, StoredAwardDecision
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader
from ...wording.texts import sentences_in
from ..checks.earlier_rounds import opening_of
from ..dividing.awards import award_given
from ..dividing.case import RoundCase, case_of_round
from .cash import full_years
from .freed import free_for, lapsed
from .standing import standing_awards

_NOT_FOR_MONEY = {"MONEY-EXCLUDED", "MONEY-REQUIRES", "MONEY-FIXED-OUT"}
CODE = "RESERVE"


def ladder_of(reader: RoundReader) -> Mapping[str, tuple[Place, ...]]:
    """Who comes next when money comes free, by scheme whose policy cites what allows it."""
    found: dict[str, list[Award]] = {
        key: [] for key, own in reader.policy.instruments.items() if own.reserve
    }
    for award in reader.allocation.awards:
        codes = {reason.code for reason in award.reasons}
        for_money = award.outcome is Outcome.REFUSED_CEILING and not codes & _NOT_FOR_MONEY
        if for_money and award.instrument in found:
            found[award.instrument].append(award)
    return {
        key: tuple(
            Place(application_id=award.application_id, place=at, asked=award.asked)
            for at, award in enumerate(sorted(awards, key=_in_order), start=1)
        )
        for key, awards in found.items()
    }


def _in_order(award: Award) -> tuple[bool, int, str]:
    return (award.rank is None, award.rank or 0, award.application_id)


@frozen
class Turn:
    """Whose turn it is: the award as it would be given, and what came free for it."""

    award: Award
    refused: Award
    free: Euro
    basis: str


def basis_of(policy: Policy, scheme: str, on: date) -> str:
    """The article or published rule by which freed money of a scheme goes to who is next.

    Raises:
        RefusedByProcess: there is none; or it lapsed.
    """
    chosen, own = policy.instruments[scheme], instruments()[scheme]
    law = own.catalogue.law_on(policy.round.window_opens, chosen.parameters, carry=True)
    retake = article_of(law, own.retake_rule)
    if chosen.rule is own.own_rule and retake:
        closes = policy.window_of(scheme).closes
        last = closes + timedelta(weeks=law.term(f"{own.retake_rule}.within").value)
        raise RefusedByProcess(
            f"De {own.name_nl} kent geen toekenning uit een reserve. Wie is afgewezen, kan terecht "
            f"in een tijdvak alleen voor afgewezen projecten ({retake}), dat uiterlijk "
            f"{last:%d-%m-%Y} opent. Er is niets voorgesteld."
        )
    nobody = _nobody_waits(policy, scheme)
    if nobody:
        raise RefusedByProcess(f"{nobody} Er is niets voorgesteld.")
    if not chosen.reserve:
        raise RefusedByProcess(
            f"Het beleid noemt voor {own.name_nl} geen artikel of gepubliceerde regel die toestaat "
            "dat vrijgevallen geld naar de volgende gaat (reserve). Niemand krijgt het dan; het "
            "blijft onder het plafond."
        )
    if policy.held_against_law and isinstance(chosen.reserve, str):
        raise RefusedByProcess(
            f"Een echte ronde kent alleen toe op een gepubliceerde grondslag, en reserve van "
            f"{own.name_nl} is een omschrijving. Er is niets voorgesteld."
        )
    over = lapsed(policy, scheme, on)
    if over:
        raise RefusedByProcess(f"{over} Er is niets voorgesteld.")
    return chosen.reserve_text


def _nobody_waits(policy: Policy, scheme: str) -> str:
    """Why the rule of a scheme leaves nobody who could be next, in Dutch; empty where it does."""
    chosen, own = policy.instruments[scheme], instruments()[scheme]
    if chosen.rule is DistributionRule.PRO_RATA:
        return (
            f"{own.name_nl} is naar rato verdeeld ({own.rests_on(chosen)}): ieder kreeg hetzelfde "
            "deel, en niemand bleef zonder omdat het geld op was. Wat vrijvalt vult geen van die "
            "delen aan, want dan kreeg niet ieder meer hetzelfde; het blijft onder het plafond."
        )
    if chosen.rule is DistributionRule.CLOSED_LIST:
        return (
            f"{own.name_nl} geeft ieder op de lijst wat is gevraagd, ten hoogste het bedrag dat de "
            f"lijst noemt ({own.rests_on(chosen)}). Niemand wacht dus op geld, en niemand kan meer "
            "krijgen dan de lijst noemt; wat vrijvalt, blijft onder het plafond."
        )
    return ""


def whose_turn(reader: RoundReader, scheme: str, on: date) -> Turn:
    """Who gets what came free of a scheme on a day, and how much.

    Raises:
        RefusedByProcess: nobody can have it, with why and what to do.
    """
    case = _case(reader)
    policy = case.policy
    basis = basis_of(policy, scheme, on)
    free = free_for(reader, policy, scheme)
    if not free:
        raise RefusedByProcess(
            f"Er is voor {_name(scheme)} niets vrijgevallen dat nog te geven is."
        )
    left = _left(reader, scheme)
    if not left:
        raise RefusedByProcess(
            f"Op de reservelijst van {_name(scheme)} staat niemand meer. Wat vrij is ({free}), "
            f"blijft onder het plafond.{_partly(reader, scheme)}"
        )
    number, cents = _first(reader, policy, scheme, left, case, free)
    award = award_from_reserve(case, _refused(reader, number), cents, basis, on)
    full = full_years(reader, award)
    if full:
        raise RefusedByProcess(
            f"{number} is aan de beurt, maar kan in {on.year} niet worden betaald: "
            f"{'; '.join(full)}."
        )
    return Turn(award=award, refused=_refused(reader, number), free=free, basis=basis)


def _partly(reader: RoundReader, scheme: str) -> str:
    """That a part is not made up: who has one is on no ladder, since something was given."""
    partly = [
        award.application_id
        for award in reader.allocation.awards
        if award.instrument == scheme and award.outcome is Outcome.PARTLY_GRANTED
    ]
    if not partly:
        return ""
    return (
        f" {', '.join(partly)} kreeg een deel. Dat wordt niet aangevuld: de reservelijst is van "
        "wie niets kreeg omdat het geld op was."
    )


def _case(reader: RoundReader) -> RoundCase:
    return case_of_round(reader, decided=set(reader.supplemented), opening=opening_of(reader))


def _name(scheme: str) -> str:
    return instruments()[scheme].name_nl


def _left(reader: RoundReader, scheme: str) -> tuple[Place, ...]:
    """The ladder as it was kept, without who withdrew or was given something since."""
    gone = {one.application_id for one in reader.withdrawals} | set(standing_awards(reader))
    kept = reader.after.reserve_ladder.get(scheme, ())
    return tuple(one for one in kept if one.application_id not in gone)


def _refused(reader: RoundReader, number: str) -> Award:
    return reader.allocation.award_of(number)


def _first(
    reader: RoundReader,
    policy: Policy,
    scheme: str,
    left: tuple[Place, ...],
    case: RoundCase,
    free: Euro,
) -> tuple[str, Euro]:
    """Whose turn it is by the rule of the round, and for how much."""
    chosen = policy.instruments[scheme]
    if chosen.rule is DistributionRule.OPTIMISE:
        return _by_optimum(reader, chosen.fund, scheme, left, free)
    claims = {one.application_id: one for one in case.candidates}
    for one in left:
        asked = claims[one.application_id].requested
        if asked <= free:
            return one.application_id, asked
        if chosen.when_it_does_not_fit == "stop":
            raise _too_small(one.application_id, asked, free, chosen.reserve_until)
    least = min(left, key=lambda one: (claims[one.application_id].requested, one.place))
    asked = claims[least.application_id].requested
    raise _too_small(least.application_id, asked, free, chosen.reserve_until)


def _by_optimum(
    reader: RoundReader, fund: str, scheme: str, left: tuple[Place, ...], free: Euro
) -> tuple[str, Euro]:
    """The list that makes the most homes possible with what came free, existing awards held."""
    from ..questions import came_free  # late: the search takes long to load

    found = came_free(reader, fund)
    known = {one.application_id for one in left}
    given = () if found is None else found.awards
    for number, cents in given:
        if number in known and cents <= free.cents:
            return number, Euro(cents)
    least = min(left, key=lambda one: (one.asked, one.place))
    raise _too_small(
        least.application_id, least.asked, free, reader.policy.instruments[scheme].reserve_until
    )


def _too_small(number: str, asked: Euro, free: Euro, until: date | None) -> RefusedByProcess:
    last = f" De reservelijst geldt tot en met {until:%d-%m-%Y}." if until is not None else ""
    return RefusedByProcess(
        f"Wat vrij is, {free}, is minder dan het volgende verzoek: {number} vraagt {asked}. Een "
        "deel geeft deze regel niet. Wacht tot er meer vrijkomt, of laat het onder het plafond "
        f"staan.{last} Er is niets voorgesteld."
    )


def award_from_reserve(case: RoundCase, refused: Award, cents: Euro, basis: str, on: date) -> Award:
    """The award that an application gets after all, paid from the year of its decision on."""
    number = refused.application_id
    claim: Candidate = next(one for one in case.candidates if one.application_id == number)
    filed: StoredApplication = next(
        one for one in case.applications if one.application.application_id == number
    )
    paid: dict[int, int] = {}
    for year, part in payments_at(claim, cents.cents):
        paid[max(year, on.year)] = paid.get(max(year, on.year), 0) + part
    homes = Homes(**dict(zip(SEGMENTS, homes_at(claim, cents.cents), strict=True)))
    given = ProposedAward(
        application_id=number, cents=cents.cents, homes=homes, rank=refused.rank,
        payments=tuple(Payment(year=year, amount=Euro(paid[year])) for year in sorted(paid)),
        reason=Why.FIXED_IN,
    )  # fmt: skip
    nl, en = (sentences_in(lang).told("reserve.given", basis=basis) for lang in ("nl", "en"))
    reason = Reason(code=CODE, article=basis, nl=nl, en=en)
    return award_given(filed, claim, given, (reason,))


def reserve_difference(reader: RoundReader, one: StoredAwardDecision) -> str:
    """Where a decision from the reserve does not follow, in Dutch; empty where it does."""
    after, before = one.detail.after, one.detail.before
    kept = {place.application_id for place in reader.after.reserve_ladder.get(after.instrument, ())}
    if one.application_id not in kept:
        return "staat niet op de reservelijst die bij de vaststelling is bewaard"
    if before != _refused(reader, one.application_id):
        return "het besluit rust op een andere weigering dan er was"
    if not ZERO < after.amount <= one.detail.freed:
        return "er is meer toegekend dan er vrij was"
    again = award_from_reserve(_case(reader), before, after.amount, one.article, one.on)
    return "" if again == after else "de toekenning volgt niet uit de aanvraag en de regels"
