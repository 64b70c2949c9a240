"""Reasons about the money, in sentences: the optimiser gives facts, the words are data.

The sentences are in ``reasons.toml``, by why an application got what it got and by distribution
rule. They name no other application's project or price, only totals and averages, and no average
of so few that it tells what one municipality asked. They claim no more than was proven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...grants.applications.candidate import Candidate, Form
from ...grants.bilingual import Bilingual, in_language
from ...grants.decisions.allocation import FEWEST_IN_AVERAGE, Reason, Status
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.rounds.constraint import Measure
from ...grants.rounds.fund import CeilingRange
from ...grants.rounds.policy import DistributionRule, Policy
from ...instruments.instrument import instruments
from ...instruments.law.quantity import Quantity, written
from ...optimiser.solution import ProposedAward, Solution, Why
from .texts import filled_in, read_texts

COUNTED_ELSEWHERE = "COUNTED-ELSEWHERE"
"""The code of the reason that all affordable homes count through another grant already."""

_SHOWN = 3  # conditions that one reason names


def sentences() -> Mapping[str, Bilingual]:
    """The sentences by why and rule (``fits.rank``); ``any`` where the rule is all the same."""
    return read_texts("verdeelsleutel.io.wording", "reasons.toml")


@frozen
class _Scheme:
    """What the awards of one instrument come to: how many, in cents, in affordable homes."""

    asked: int
    awarded: int
    cents: int
    charged: int
    homes: int
    line: int
    beyond: bool

    @property
    def average(self) -> Euro | None:
        """For each affordable home, where that tells nothing of one municipality."""
        return None if self.awarded < FEWEST_IN_AVERAGE else Euro(self.cents).per(self.homes)


@frozen
class _Floor:
    """A least amount of money for a group: what each of its applications got of it, in cents."""

    code: str
    least: int
    cents: Mapping[str, int]


@frozen
class _Division:
    """A division of the money with what its sentences need, worked out once."""

    policy: Policy
    solution: Solution
    schemes: Mapping[str, _Scheme]
    added: Mapping[str, int]
    awarded: frozenset[str]
    excluded_by: Mapping[str, tuple[str, ...]]
    by_project: Mapping[str, tuple[str, ...]]
    floors: tuple[_Floor, ...]
    prices: Mapping[str, tuple[str, Fraction | None]]

    def others(self, candidate: Candidate, why: Why) -> tuple[str, ...]:
        """The applications because of which this one got nothing, where that is the reason."""
        if why is Why.NOT_CHOSEN:
            return self.by_project.get(candidate.project_id, ())
        if why is Why.EXCLUDED:
            named = {*candidate.excludes, *self.excluded_by.get(candidate.application_id, ())}
            return tuple(sorted(named & self.awarded))
        if why is Why.REQUIRES:
            return tuple(one for one in candidate.requires if one not in self.awarded)
        return ()

    def dearer(self, candidate: Candidate) -> frozenset[str]:
        """The awards of the same fund that cost more for each affordable home than this one asks.

        One that brings no affordable home costs more than any that does.
        """
        homes, cents = candidate.homes.affordable, candidate.requested.cents
        fund = self.policy.instruments[candidate.instrument].fund
        if not homes:
            return frozenset()
        return frozenset(
            number
            for number, (of, price) in self.prices.items()
            # Cents by home multiplied out: to compare two fractions takes five times as long.
            if of == fund and (price is None or price.numerator * homes > cents * price.denominator)
        )

    def explaining(self, candidate: Candidate) -> tuple[_Floor, ...]:
        """The floors that would fall short without the dearer awards, and that this
        application does not answer to: they are why money was granted at a higher price."""
        dearer, own = self.dearer(candidate), candidate.application_id
        return tuple(
            floor
            for floor in self.floors
            if own not in floor.cents
            and sum(cents for number, cents in floor.cents.items() if number not in dearer)
            < floor.least
        )

    def told(self, euros: Euro | None) -> Euro | None:
        """A price for each home as letters tell it: to the cent, as their annexes have it.

        Rounds of the first edition tell whole euros, rounded down.
        """
        if euros is None or self.policy.tells_its_grounds:
            return euros
        return Euro.euros(euros.cents // 100)


def ceiling_reasons(
    policy: Policy, candidates: Sequence[Candidate], solution: Solution
) -> dict[str, tuple[Reason, ...]]:
    """Why every candidate got what it got, by application number."""
    # late: only who divides works out reasons
    from ...optimiser.questions.application.facts import homes_added

    by_id = {candidate.application_id: candidate for candidate in candidates}
    excluded_by: dict[str, tuple[str, ...]] = {}
    for candidate in candidates:
        for other in candidate.excludes:
            excluded_by[other] = (*excluded_by.get(other, ()), candidate.application_id)
    division = _Division(
        policy,
        solution,
        schemes=_schemes(by_id, solution),
        added=homes_added(candidates, policy, solution),
        awarded=frozenset(one.application_id for one in solution.given if one.cents),
        excluded_by=excluded_by,
        by_project=_by_project(by_id, policy, solution),
        floors=_floors(candidates, policy, solution),
        prices=_prices(by_id, policy, solution),
    )
    return {
        given.application_id: (_reason(division, by_id[given.application_id], given),)
        for given in solution.given
    }


def _by_project(
    by_id: Mapping[str, Candidate], policy: Policy, solution: Solution
) -> dict[str, tuple[str, ...]]:
    """The numbers of the awards that bring affordable homes of a project, by project."""
    found: dict[str, list[str]] = {}
    for one in solution.given:
        candidate = by_id[one.application_id]
        brings = one.cents and one.homes.affordable
        if brings and policy.instruments[candidate.instrument].enables_homes:
            found.setdefault(candidate.project_id, []).append(one.application_id)
    return {project: tuple(sorted(numbers)) for project, numbers in found.items()}


def _floors(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution
) -> tuple[_Floor, ...]:
    """The floors of the policy on money, with what each application of the group got."""
    from ...optimiser.model.limits import limits_of

    own = {constraint.code for constraint in policy.constraint}
    given = {one.application_id: one.charged for one in solution.given}
    found: list[_Floor] = []
    for limit in limits_of(candidates, policy):
        (term, *others) = limit.terms
        floor = limit.code in own and limit.relation == ">=" and not others
        if floor and term.measure is Measure.MONEY:
            members = (candidates[i].application_id for i in term.members)
            cents = {number: term.times * given.get(number, 0) for number in members}
            found.append(_Floor(limit.code, limit.limit, cents))
    return tuple(found)


def _prices(
    by_id: Mapping[str, Candidate], policy: Policy, solution: Solution
) -> dict[str, tuple[str, Fraction | None]]:
    """The fund of each award with its cents for each affordable home that it grants."""
    return {
        one.application_id: (
            policy.instruments[by_id[one.application_id].instrument].fund,
            Fraction(one.cents, one.homes.affordable) if one.homes.affordable else None,
        )
        for one in solution.given
        if one.cents
    }


def _schemes(by_id: Mapping[str, Candidate], solution: Solution) -> dict[str, _Scheme]:
    alike: dict[str, list[ProposedAward]] = {}
    for given in solution.given:
        alike.setdefault(by_id[given.application_id].instrument, []).append(given)
    return {
        key: _Scheme(
            asked=len(every),
            awarded=sum(1 for g in every if g.cents),
            cents=sum(g.cents for g in every),
            charged=sum(g.charged for g in every),
            homes=sum(g.homes.affordable for g in every),
            line=max((g.rank or 0 for g in every if g.cents), default=0),
            beyond=any(g.next_window for g in every),
        )
        for key, every in alike.items()
    }


def _reason(division: _Division, candidate: Candidate, given: ProposedAward) -> Reason:
    chosen = division.policy.instruments[candidate.instrument]
    worded, why = sentences(), given.reason.value
    which = chosen.rule.value
    if given.reason is Why.NOT_CHOSEN:
        which = _not_chosen(division, candidate)
    elif division.policy.tells_its_grounds:
        fewer = given.reason is Why.FEWER_STEPS and chosen.rule is DistributionRule.OPTIMISE
        which = "in_order" if fewer or given.reason is Why.CEILING else which
        # Cut by the home, nobody named a minimum of their own.
        which = "by_home" if fewer and candidate.form is Form.PER_HOME else which
        whole = given.reason is Why.FITS and chosen.rule is DistributionRule.PRO_RATA
        which = "no_part" if whole else which
        fits = given.reason is Why.FITS and chosen.rule is DistributionRule.RANK
        which = "met" if fits or given.reason is Why.BELOW_THE_LINE else which
        which = "stated" if given.reason in (Why.EXCLUDED, Why.REQUIRES) else which
        instead = _announced(division.policy, candidate)
        listed = given.reason is Why.FITS and chosen.rule is DistributionRule.CLOSED_LIST
        which = "announced" if listed and instead is not None else which
        beyond = division.schemes[candidate.instrument].beyond
        which = "beyond" if given.reason is Why.BELOW_THE_LINE and beyond else which
    counted = division.policy.tells_its_grounds and which == "adds_none"
    which = "counted_elsewhere" if counted else which
    sentence = worded.get(f"{why}.{which}") or worded[f"{why}.any"]
    own = instruments()[candidate.instrument]
    return Reason(
        code=COUNTED_ELSEWHERE if counted else _code(given.reason),
        article=own.rests_on(chosen),
        nl=filled_in(sentence.nl, **_facts(division, candidate, given, "nl", sentence.nl)),
        en=filled_in(sentence.en, **_facts(division, candidate, given, "en", sentence.en)),
    )


def _announced(policy: Policy, candidate: Candidate) -> Bilingual | None:
    """What stands instead of the amounts of an annex that was not read; ``None`` where it was."""
    written_law = instruments()[candidate.instrument].catalogue.written
    found = written_law.unread_annex_on(policy.round.window_opens)
    return None if found is None else Bilingual(nl=found.instead.nl, en=found.instead.en)


def _code(why: Why) -> str:
    """The code that stands in ``allocation.json``, such as ``MONEY-NOT-CHOSEN``."""
    return f"MONEY-{why.value.upper().replace('_', '-')}"


def _not_chosen(division: _Division, candidate: Candidate) -> str:
    """Which sentence says why the best list does not hold an application."""
    own = division.told(candidate.requested.per(candidate.homes.affordable))
    added = division.added[candidate.application_id]
    average = division.told(division.schemes[candidate.instrument].average)
    if own is None:
        return "no_homes"
    if not division.policy.instruments[candidate.instrument].enables_homes:
        return "started"
    if added < candidate.homes.affordable:
        return "adds_fewer" if added else "adds_none"
    if average is None:
        return "alone_in_order" if division.policy.tells_its_grounds else "alone"
    told = "dearer" if own > average else "alike" if own == average else "cheaper"
    if not division.policy.tells_its_grounds:
        return told
    if told == "dearer" and (dearer := division.dearer(candidate)):
        return f"dearer_in_{_explained(division.explaining(candidate), dearer)}"
    return "alike_in_order" if told == "alike" else f"{told}_than_granted"


def _explained(floors: Sequence[_Floor], dearer: frozenset[str]) -> str:
    """How far floors explain the dearer awards: all of them, a part, or none."""
    if not floors:
        return "whole"
    return "order" if dearer <= {number for one in floors for number in one.cents} else "part"


def _facts(
    division: _Division, candidate: Candidate, given: ProposedAward, lang: str, asked: str
) -> dict[str, str]:
    """What may be filled in; the floors, which take longest, where the sentence asks for them."""
    policy, scheme = division.policy, division.schemes[candidate.instrument]
    chosen = policy.instruments[candidate.instrument]
    fund = policy.funds[chosen.fund]
    ceiling = chosen.ceiling
    limit = (
        fund.total - fund.objection_reserve
        if ceiling is None or isinstance(ceiling, CeilingRange)
        else ceiling
    )
    sent = instruments()[candidate.instrument].submission
    noun = sent.one(lang)
    fixed = next((f for f in policy.fixed if f.application == given.application_id), None)
    claimed = "proven" if division.solution.status is Status.PROVEN else "not_proven"
    claimed += "_in_order" if policy.tells_its_grounds else ""
    added, homes = division.added.get(candidate.application_id, 0), candidate.homes.affordable
    values: dict[str, Quantity | None] = {
        "own_price": division.told(candidate.requested.per(homes)),
        "granted_price": division.told(Euro(given.cents).per(given.homes.affordable)),
        "average_price": division.told(scheme.average),
        "added_price": division.told(candidate.requested.per(added)),
        "ceiling": limit,
        "left": limit - Euro(scheme.charged),
        "claim": candidate.requested,
        "amount": Euro(given.cents),
        "next_window": Euro(given.next_window),
        "received": candidate.received_at.date(),
        "rank": given.rank,
        "of": scheme.asked,
        "line": scheme.line,
        "lot": candidate.lot,
        "added": added,
        "homes": homes,
    }
    instead = _announced(policy, candidate)
    return {
        "application": noun,
        "instead": "" if instead is None else instead.text(lang),
        "applications": sent.many(lang),
        "others": ", ".join(division.others(candidate, given.reason)),
        "names": in_language(lang, " en ", " and ").join(fixed.authorised_by) if fixed else "",
        "decision": fixed.reason if fixed else "",
        "floors": _told(division, candidate, lang) if "{floors}" in asked else "",
        **{
            name: sentences()[f"{claimed}.{name}"].text(lang).replace("{application}", noun)
            for name in ("division", "no_more")
        },
        **{
            name: "" if value is None else written(value, lang=lang)
            for name, value in values.items()
        },
    }


def _told(division: _Division, candidate: Candidate, lang: str) -> str:
    """What comes before the number of homes and explains a dearer award, behind a colon."""
    if not division.policy.tells_its_grounds:
        return ""
    codes = [floor.code for floor in division.explaining(candidate)]
    by_code = {constraint.code: constraint for constraint in division.policy.constraint}
    told = [f"‘{by_code[code].sentence(lang).rstrip('.')}’" for code in codes[:_SHOWN]]
    more = len(codes) - len(told)
    if more:
        told.append(in_language(lang, f"en nog {more} van zulke voorwaarden", f"and {more} more"))
    return f": {'; '.join(told)}" if told else ""
