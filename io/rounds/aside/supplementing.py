"""A supplementary list: what applications that were set aside get, the sealed round done over.

The round is divided again as it was sealed, with them in. Each gets what it has in that list, at
most what was reserved for it. Nobody else's award changes, so that what the approved list holds
comes first: of two that exclude each other, of a maximum that several share, and of who needs whom.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ....grants.applications.application import Payment
from ....grants.applications.candidate import Candidate
from ....grants.bilingual import LANGUAGES
from ....grants.decisions.allocation import Allocation, Award, Outcome, Reason, Totals
from ....grants.frozen import frozen
from ....grants.homes import NO_HOMES, Homes
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import DistributionRule
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Catalogue
from ....instruments.screening.condition import CONDITION
from ....optimiser.model.case import NO_GRANT, Case, Grant, case_of
from ....optimiser.model.ladder import counts, payments_at
from ....optimiser.model.recount import checks, homes_supported
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ...records.rounds.supplements import StoredSupplement
from ...wording.limits import limit_sentence
from ...wording.texts import sentences_in
from ..dividing.case import RoundCase, case_of_round
from ..division import input_hash_of
from ..open_questions import OpenQuestion, questions_of_aside
from .exclusions import withdrawn_since, without_exclusions
from .over import to_decide_over
from .waiting import waiting_aside

_ARTICLE = "artikel 4:13 van de Algemene wet bestuursrecht"


def supplement_case(reader: RoundReader, on: date) -> tuple[RoundCase, tuple[str, ...]]:
    """The round to do over, and the applications that it is done over for on a day.

    Whoever waits for another application stays set aside until that one can be decided on too. An
    approved list whose letters can't go out any more comes first. An exclusion by who withdrew
    since refuses nothing.

    Raises:
        RefusedByProcess: nothing is set aside, or each of them still waits for an answer.
    """
    over = to_decide_over(reader, on)
    if over:
        case = case_done_over(reader, {*over, *reader.supplemented})
        return without_exclusions(case, over, withdrawn_since(reader))[0], over
    waiting = waiting_aside(reader)
    if not waiting:
        raise RefusedByProcess(
            f"In ronde {reader.id} is niets aangehouden waarover nog moet worden beslist."
        )
    open_ = questions_of_aside(reader)
    unready = {one.application_id for one in open_}
    ready = tuple(number for number in waiting if number not in unready)
    before = set(reader.supplemented) - set(waiting)
    held: dict[str, str] = {}
    while ready:
        case = case_done_over(reader, {*ready, *before})
        case, _ = without_exclusions(case, ready, withdrawn_since(reader))
        more = {number: case.waits[number].nl for number in ready if number in case.waits}
        if not more:
            return case, ready
        held |= more
        ready = tuple(number for number in ready if number not in more)
    rules = [one for one in open_ if one.code != CONDITION]
    said = [f'{asked(rules)}. Beantwoord dat eerst met "verdeel judge".'] if rules else []
    said += [
        f"{one.application_id}: {one.nl} Antwoord: {one.who} --answer met als die voorwaarde is "
        "vervuld of vervalt, anders not_met."
        for one in open_
        if one.code == CONDITION
    ]
    said += [f"{number}: {why}" for number, why in sorted(held.items())]
    raise RefusedByProcess(f"Over wat is aangehouden kan nog niet worden beslist: {' '.join(said)}")


def standing_before(
    reader: RoundReader, numbers: Collection[str], of: StoredSupplement | None = None
) -> dict[str, Award]:
    """What was decided before a supplement, by number; before a new one where none is named.

    ``numbers`` are those that it decides on: of what was decided on them before, and never sent,
    nothing stands.
    """
    standing = {award.application_id: award for award in reader.allocation.awards}
    for one in reader.supplements:
        if one.approver and (of is None or one.row_id < of.row_id):
            standing |= {a.application_id: a for a in one.awards if a.application_id not in numbers}
    return standing


def case_done_over(
    reader: RoundReader,
    decided: Collection[str],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> RoundCase:
    """The round to do over with these in it, as it was on the day on which it was decided.

    The rules are those of that day, also where it was planned otherwise: all compete on one day,
    and that somebody was decided on later may neither help nor harm.
    """
    said = {**reader.answers, **reader.answers_as_decided}
    return case_of_round(reader, reader.policy_as_decided, said, laws, decided=decided)


def rests_on(reader: RoundReader, case: RoundCase, on: date) -> str:
    """A hash over all that a supplement rests on: the round, and the year from which it pays."""
    return hashlib.sha256(f"{input_hash_of(reader, case)} paid from {on.year}".encode()).hexdigest()


def asked(open_: Iterable[OpenQuestion]) -> str:
    """The open questions in short: each application with its rules."""
    by_number: dict[str, list[str]] = {}
    for one in open_:
        by_number.setdefault(one.application_id, []).append(one.code)
    return "; ".join(f"{number} op {', '.join(codes)}" for number, codes in by_number.items())


def supplementary(
    case: RoundCase,
    standing: Mapping[str, Award],
    done_over: Allocation,
    ready: Sequence[str],
    on: date,
) -> tuple[Award, ...]:
    """What each of these gets on a day: what the round that was done over gives, as far as it can.

    ``case`` is that round's; ``standing`` is what was decided before, which stays as it is. Every
    limit is added up over all of it, with those of this list that are in already. Who needs others
    comes in with them.

    Raises:
        RefusedByProcess: the list leaves one of them undecided.
    """
    both = _Both(case, standing, done_over, on)
    found = {n: done_over.award_of(n) for n in ready}
    open_ = [n for n in sorted(found) if found[n].outcome is Outcome.NEEDS_JUDGEMENT]
    if open_:
        why = " ".join(reason.nl for n in open_ for reason in found[n].reasons)
        raise RefusedByProcess(
            f"Over {', '.join(open_)} is met deze lijst nog niet beslist, en zij is niet bewaard. "
            f"{why}".strip()
        )
    left = [n for n in sorted(found) if found[n].amount]
    while fits := _first_that_fits(both, left):
        found |= both.let_in(fits)
        left = [n for n in left if n not in fits]
    for number in left:
        bound = both.bound(both.together(number, left))
        assert bound is not None
        found[number] = _refused(found[number], bound)
    return tuple(found[number] for number in sorted(found))


def _first_that_fits(both: _Both, left: Sequence[str]) -> tuple[str, ...]:
    """The first of those that are left that can come in, with whoever it needs of them."""
    for number in left:
        group = both.together(number, left)
        if both.bound(group) is None:
            return group
    return ()


@frozen
class _Bound:
    """What keeps an application from its award: the key of a sentence, and what is said in it."""

    key: str
    nl: str
    en: str
    codes: tuple[str, ...] = ()


class _Both:
    """What was decided before and what comes with this list, added up together."""

    def __init__(
        self, case: RoundCase, standing: Mapping[str, Award], done_over: Allocation, on: date
    ) -> None:
        self._kept = {n: one.reserved for n, one in standing.items()}
        self._awards = dict(standing)
        self._claims = {one.application_id: one for one in case.candidates}
        self._filed = {one.application.application_id: one for one in case.applications}
        self._problem: Case = case_of(case.candidates, case.policy)
        self._done_over, self._on = done_over, on

    def together(self, number: str, left: Sequence[str]) -> tuple[str, ...]:
        """An application of those that are left, with all of these that it needs."""
        group = [number]
        for one in group:
            needs = self._claims[one].requires if one in self._claims else ()
            group += [n for n in needs if n in left and n not in group]
        return tuple(group)

    def let_in(self, group: Sequence[str]) -> dict[str, Award]:
        """Put these in; they are there for whoever comes next."""
        made = {number: self._award(number) for number in group}
        self._awards |= made
        return made

    def _award(self, number: str) -> Award:
        """Its award in the round done over, at most what was kept, paid from this year on."""
        award, claim = self._done_over.award_of(number), self._claims[number]
        kept = self._kept[number]
        if award.amount > kept:
            award = self._cut(award, claim, kept)
        year = self._on.year
        paid: dict[int, Euro] = {}
        for one in award.payments:
            paid[max(one.year, year)] = paid.get(max(one.year, year), ZERO) + one.amount
        payments = tuple(Payment(year=at, amount=paid[at]) for at in sorted(paid))
        return award.model_copy(update={"payments": payments})

    def _cut(self, award: Award, claim: Candidate, kept: Euro) -> Award:
        """A share that grew since: what was kept for it is the most that it can have."""
        split = instruments()[award.instrument].split_vat(
            self._filed[award.application_id].application, kept
        )
        nl, en = (sentences_in(lang).told("supplement.cut", what=kept) for lang in ("nl", "en"))
        return award.model_copy(
            update={
                "outcome": Outcome.PARTLY_GRANTED if kept < award.asked else Outcome.GRANTED,
                "amount": kept, "compensable_vat": split.compensable, "payable": split.payable,
                "next_window": ZERO, "binding": None, "bound_at": None,
                "payments": tuple(
                    Payment(year=year, amount=Euro(cents))
                    for year, cents in payments_at(claim, kept.cents)
                ),
                "reasons": (*award.reasons, Reason(code=_CODE, article=_ARTICLE, nl=nl, en=en)),
            }
        )  # fmt: skip

    def bound(self, group: Sequence[str]) -> _Bound | None:
        """What keeps these out, together; ``None`` where nothing does."""
        for number in group:
            found = self._by_its_own(number, group)
            if found is not None:
                return found
        return self._by_a_limit(group)

    def _by_its_own(self, number: str, group: Sequence[str]) -> _Bound | None:
        granted = {n for n, one in self._awards.items() if one.amount} | {*group}
        granted -= {number}
        one, amount = self._claims[number], self._done_over.award_of(number).amount
        if amount > self._kept[number] and not self._may_be_cut(one):
            return _said("reserved", str(self._kept[number]))
        against = [n for n in sorted(granted) if n in self._claims]
        against = [n for n in against if number in self._claims[n].excludes]
        against += [n for n in one.excludes if n in granted]
        if against:
            return _said("excluded", ", ".join(dict.fromkeys(against)))
        lacking = [n for n in one.requires if n not in granted]
        if lacking:
            return _said("requires", ", ".join(lacking))
        for shared in one.shared:
            taken = Euro.total(
                self._given(n)
                for n in sorted(granted)
                if n in self._claims and any(s.code == shared.code for s in self._claims[n].shared)
            )
            if taken + min(amount, self._kept[number]) > shared.most:
                return _said("shared", f"{shared.name} ({shared.article})")
        return None

    def _may_be_cut(self, one: Candidate) -> bool:
        """Whether its rule may give it any amount."""
        return self._problem.policy.instruments[one.instrument].rule in _SHARES

    def _given(self, number: str) -> Euro:
        award = self._awards[number]
        return award.amount if award.amount else self._award(number).amount

    def _by_a_limit(self, group: Sequence[str]) -> _Bound | None:
        """The hard limits that hold without these and not with them, or less than before."""
        before = {one.code: one for one in checks(self._problem, self._grants(self._awards))}
        more = {**self._awards, **{number: self._award(number) for number in group}}
        worse = [
            one
            for one in checks(self._problem, self._grants(more))
            if one.hard and one.slack < 0 and one.slack < before[one.code].slack
        ]
        if not worse:
            return None
        policy = self._problem.policy
        nl, en = (
            " ".join(limit_sentence(one, policy, lang) for one in worse) for lang in LANGUAGES
        )
        return _Bound("limit", nl, en, tuple(one.code for one in worse))

    def _grants(self, awards: Mapping[str, Award]) -> list[Grant]:
        numbers = [item.candidate.application_id for item in self._problem.items]
        return [_grant(awards[n]) if n in awards else NO_GRANT for n in numbers]


def _said(key: str, what: str) -> _Bound:
    return _Bound(key, what, what)


_CODE = "SUPPLEMENT"
_SHARES = (DistributionRule.PRO_RATA, DistributionRule.CLOSED_LIST)


def _refused(award: Award, bound: _Bound) -> Award:
    nl = sentences_in("nl").told(f"supplement.{bound.key}", what=bound.nl)
    en = sentences_in("en").told(f"supplement.{bound.key}", what=bound.en)
    return award.model_copy(
        update={
            "outcome": Outcome.REFUSED_CEILING, "amount": ZERO, "compensable_vat": ZERO,
            "payable": ZERO, "binding": bound.codes, "bound_at": None,
            "next_window": ZERO, "homes": NO_HOMES, "located": (), "payments": (),
            "reasons": (Reason(code=_CODE, article=_ARTICLE, nl=nl, en=en),),
        }
    )  # fmt: skip


def merged(allocation: Allocation, supplement: Mapping[str, Award], totals: Totals) -> Allocation:
    """An approved list with what supplements decided since in the place of what was set aside."""
    awards = tuple(supplement.get(award.application_id, award) for award in allocation.awards)
    return allocation.model_copy(update={"awards": awards, "totals": totals})


def totals_with(case: RoundCase, standing: Mapping[str, Award], awards: Sequence[Award]) -> Totals:
    """The round in numbers with these awards in it; homes of a project count once."""
    given = {**standing, **{award.application_id: award for award in awards}}
    problem = case_of(case.candidates, case.policy)
    grants = [_grant(given[item.candidate.application_id]) for item in problem.items]
    homes = Homes(
        **dict(
            zip(
                NO_HOMES.by_segment(),
                homes_supported(problem, grants, range(len(grants))),
                strict=True,
            )
        )
    )
    every = list(given.values())
    return Totals(
        applications=len(every),
        granted=sum(1 for award in every if award.amount),
        requested=Euro.total(award.asked for award in every),
        amount=Euro.total(award.amount for award in every),
        homes=homes,
        affordable_homes=homes.affordable,
    )


def _grant(award: Award) -> Grant:
    paid = tuple((one.year, one.amount.cents) for one in award.payments)
    charged = award.amount - award.next_window
    return Grant(award.amount.cents, charged.cents, counts(award.homes), paid)
