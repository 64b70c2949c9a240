"""Every limit of a policy, with its name, as integers over groups of applications.

A limit says ``times x one measure over one group - minus x another over another group`` is at most
or at least a whole number. Cash limits stand apart, since what is left moves to the next year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from ...grants.applications.candidate import Candidate, SharedLimit
from ...grants.applications.located_homes import LocatedHomes
from ...grants.decisions.allocation import Unit
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.rounds.constraint import NO_HOMES_COUNTED, ConstraintPolicy, Group, Measure
from ...grants.rounds.fund import CeilingRange, Holds
from ...grants.rounds.policy import InstrumentPolicy, Policy

THOUSAND_EUROS = 100_000
MONEY_MEASURES = (Measure.MONEY,)
SEGMENTS_OF: dict[Measure, tuple[int, ...]] = {
    Measure.HOMES: (0, 1, 2, 3),
    Measure.AFFORDABLE_HOMES: (0, 1, 2),
    Measure.SOCIAL_RENT: (0,),
    Measure.MID_RENT: (1,),
    Measure.AFFORDABLE_PURCHASE: (2,),
}


@frozen
class Term:
    """A measure over a group of items, times a whole number.

    Of the homes of the items in ``where`` only those count that are built in these municipalities:
    the group asks for a place, and their homes were stated by municipality.
    """

    times: int
    measure: Measure
    members: tuple[int, ...]
    where: tuple[tuple[int, tuple[str, ...]], ...] = ()


@frozen
class Limit:
    """A named limit in whole numbers. ``shortfall_unit`` is what one unit of shortfall is worth."""

    code: str
    sentence_nl: str
    sentence_en: str
    source: str
    terms: tuple[Term, ...]
    relation: str  # "<=" or ">="
    limit: int
    unit: Unit
    hard: bool = True
    importance: int = 1
    weight: int = 1
    shortfall_unit: int = 1

    def shortfall(self, value: int) -> int:
        """By how many units a value falls short, rounded up; 0 where the limit holds."""
        missing = value - self.limit if self.relation == "<=" else self.limit - value
        return max(0, -(-missing // self.shortfall_unit))


@frozen
class Cash:
    """What may be paid in each year, and what may at most move unspent to the next year."""

    code: str
    name_nl: str
    name_en: str
    source: str
    years: Mapping[int, int]
    carry_over: int
    members: tuple[int, ...]


def limits_of(candidates: Sequence[Candidate], policy: Policy) -> tuple[Limit, ...]:
    """Funds, ceilings, numbers a municipality, shared maxima, and the policy's own constraints.

    They stand in that order.
    """
    everyone = range(len(candidates))
    found: list[Limit] = []
    for key in policy.funds:
        members = tuple(i for i in everyone if _fund(candidates[i], policy) == key)
        found.append(_of_fund(key, policy, members))
    for key, rules in policy.instruments.items():
        members = tuple(i for i in everyone if candidates[i].instrument == key)
        found.extend(_ceiling(key, rules, members))
        found.extend(_per_municipality(key, rules, members, candidates))
        found.extend(_shared(members, candidates))
    found.extend(_own(constraint, candidates, policy) for constraint in policy.constraint)
    return tuple(found)


def _fund(candidate: Candidate, policy: Policy) -> str:
    return policy.instruments[candidate.instrument].fund


def _money(code: str, members: tuple[int, ...], most: int, nl: str, en: str, source: str) -> Limit:
    term = Term(1, Measure.MONEY, members)
    return Limit(code, nl, en, source, (term,), "<=", most, Unit.CENTS)


def _of_fund(key: str, policy: Policy, members: tuple[int, ...]) -> Limit:
    """What a fund has to divide: what is kept back in it, for whatever reason, is off already."""
    fund = policy.funds[key]
    most = fund.total.cents - fund.objection_reserve.cents
    nl = f"Uit {fund.name_nl} is {Euro(most)} te verdelen, na aftrek van wat is gereserveerd."
    en = f"{fund.name('en')} has {Euro(most)} to divide, after what is reserved."
    if not policy.tells_its_grounds:
        nl = f"Uit {fund.name_nl} is na de reserve voor bezwaar {Euro(most)} beschikbaar."
        en = f"{fund.name('en')} has {Euro(most)} left after the reserve for objections."
    return _money(f"FUND-{key}", members, most, nl, en, fund.source or f"policy, funds.{key}")


def _ceiling(key: str, rules: InstrumentPolicy, members: tuple[int, ...]) -> list[Limit]:
    if rules.ceiling is None:
        return []
    ceiling = rules.ceiling
    most = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
    nl, en = f"Het uitkeringsplafond van {key} is {most}.", f"The ceiling of {key} is {most}."
    if rules.ceiling_holds is not Holds.ROUND:
        nl = f"Van het uitkeringsplafond van {key} is voor deze ronde {most} over."
        en = f"Of the ceiling of {key} {most} is left for this round."
    return [
        _money(
            f"CEILING-{key}",
            members,
            most.cents,
            nl,
            en,
            f"policy, instruments.{key}.ceiling",
        )
    ]


def _per_municipality(
    key: str, rules: InstrumentPolicy, members: tuple[int, ...], candidates: Sequence[Candidate]
) -> list[Limit]:
    most = rules.max_per_municipality
    if most is None:
        return []
    by_code: dict[str, list[int]] = {}
    for i in members:
        for code in candidates[i].municipality_codes:
            by_code.setdefault(code, []).append(i)
    given, gets = ("toekenning", "award") if most == 1 else ("toekenningen", "awards")
    return [
        Limit(
            f"MUNICIPALITY-{key}-{code}",
            f"Gemeente {code} krijgt ten hoogste {most} {given} uit {key}.",
            f"Municipality {code} gets at most {most} {gets} of {key}.",
            f"policy, instruments.{key}.max_per_municipality",
            (Term(1, Measure.NUMBER, tuple(by_code[code])),),
            "<=",
            most,
            Unit.NUMBER,
        )
        for code in sorted(by_code)
        if len(by_code[code]) > most
    ]


def _shared(members: Iterable[int], candidates: Sequence[Candidate]) -> Iterator[Limit]:
    """The maxima that several applications share, where together they ask for more."""
    sharing: dict[str, list[int]] = {}
    terms: dict[str, SharedLimit] = {}
    for i in members:
        for one in candidates[i].shared:
            sharing.setdefault(one.code, []).append(i)
            terms[one.code] = one
    for code in sorted(sharing):
        most, together = terms[code].most, sharing[code]
        if Euro.total(candidates[i].requested for i in together) > most:
            yield _money(
                code,
                tuple(together),
                most.cents,
                f"Voor {terms[code].name} is ten hoogste {most} te verlenen.",
                f"At most {most} can be granted for {terms[code].name}.",
                terms[code].article,
            )


def _own(constraint: ConstraintPolicy, candidates: Sequence[Candidate], policy: Policy) -> Limit:
    relation = ">=" if constraint.at_least is not None else "<="
    limit = constraint.limit
    terms = (_term(1, constraint.measure, constraint.group, candidates, policy),)
    unit = _unit(constraint.measure)
    if constraint.of is not None:
        share = Fraction(limit)
        whole = constraint.of_group
        terms = (
            _term(share.denominator, constraint.measure, constraint.group, candidates, policy),
            _term(-share.numerator, constraint.of, whole, candidates, policy),
        )
        limit, unit = 0, Unit.ROW
    money = Measure.MONEY in (constraint.measure, constraint.of)
    return Limit(
        code=constraint.code,
        sentence_nl=constraint.sentence_nl,
        sentence_en=constraint.sentence("en"),
        source=constraint.source,
        terms=terms,
        relation=relation,
        limit=int(limit),
        unit=unit,
        hard=constraint.hard,
        importance=constraint.importance,
        weight=constraint.weight,
        shortfall_unit=THOUSAND_EUROS if money else 1,
    )


def _unit(measure: Measure) -> Unit:
    if measure is Measure.MONEY:
        return Unit.CENTS
    return Unit.NUMBER if measure is Measure.NUMBER else Unit.HOMES


def _term(
    times: int, measure: Measure, group: Group, candidates: Sequence[Candidate], policy: Policy
) -> Term:
    """A measure over a group: of homes whose municipality was stated, those in its place."""
    asks_place = group.province is not None or group.municipality is not None
    if measure in NO_HOMES_COUNTED or not asks_place or not any(c.places for c in candidates):
        return Term(times, measure, _members(group, candidates, policy))
    anywhere = group.model_copy(update={"province": None, "municipality": None})
    stated = {
        i: tuple(p.municipality_code for p in candidates[i].places if _in_place(group, p))
        for i in _members(anywhere, candidates, policy)
        if candidates[i].places
    }
    plain = [i for i in _members(group, candidates, policy) if i not in stated]
    partly = tuple((i, codes) for i, codes in sorted(stated.items()) if codes)
    return Term(times, measure, tuple(sorted([*plain, *(i for i, _ in partly)])), partly)


def _in_place(group: Group, place: LocatedHomes) -> bool:
    return group.province in (None, place.province) and group.municipality in (
        None, place.municipality_code,
    )  # fmt: skip


def _members(group: Group, candidates: Sequence[Candidate], policy: Policy) -> tuple[int, ...]:
    """The places of who is in a group. One property after the other, over who is left: a round
    has as many groups as constraints, and a question to each candidate for every one of them."""
    left = list(enumerate(candidates))
    if group.instrument is not None:
        left = [(i, c) for i, c in left if c.instrument == group.instrument]
    if group.fund is not None:
        funds = {key for key, rules in policy.instruments.items() if rules.fund == group.fund}
        left = [(i, c) for i, c in left if c.instrument in funds]
    if group.province is not None:
        left = [(i, c) for i, c in left if c.province == group.province]
    if group.municipality is not None:
        left = [(i, c) for i, c in left if group.municipality in c.municipality_codes]
    if group.tag is not None:
        left = [(i, c) for i, c in left if group.tag in c.tags]
    if group.without_tag is not None:
        left = [(i, c) for i, c in left if group.without_tag not in c.tags]
    return tuple(i for i, _ in left)


def cash_limits(candidates: Sequence[Candidate], policy: Policy) -> tuple[Cash, ...]:
    """The cash limits of funds and of instruments that have any."""
    found: list[Cash] = []
    for key, fund in policy.funds.items():
        if fund.cash:
            members = tuple(i for i, c in enumerate(candidates) if _fund(c, policy) == key)
            carry = 0 if fund.carry_over is None else fund.carry_over.cents
            years = {year: fund.cash[year].cents for year in sorted(fund.cash)}
            found.append(
                Cash(
                    f"CASH-{key}",
                    fund.name_nl,
                    fund.name("en"),
                    f"policy, funds.{key}.cash",
                    years,
                    carry,
                    members,
                )
            )
    for key, rules in policy.instruments.items():
        if rules.cash:
            members = tuple(i for i, c in enumerate(candidates) if c.instrument == key)
            years = {year: rules.cash[year].cents for year in sorted(rules.cash)}
            source = f"policy, instruments.{key}.cash"
            found.append(Cash(f"CASH-{key}", key, key, source, years, 0, members))
    return tuple(found)
