"""A supplementary list: what applications that were set aside get, the sealed round done over.

The round is divided again as it was sealed, with them in. Each gets what it has in that list, at
most what was reserved for it. Nobody else's award changes, so that what the approved list holds
comes first: of two that exclude each other, of a maximum that several share, and of who needs whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ....grants.allocation import Allocation, Award, Outcome, Reason, Totals
from ....grants.candidate import Candidate
from ....grants.homes import NO_HOMES, Homes
from ....grants.money import ZERO, Euro
from ....optimiser.model.case import Grant, case_of
from ....optimiser.model.ladder import counts
from ....optimiser.model.recount import homes_supported
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ...wording.texts import sentences_in
from ..division import RoundCase, case_of_round
from ..open_questions import OpenQuestion, questions_of_aside
from .waiting import waiting_aside

_ARTICLE = "artikel 4:13 van de Algemene wet bestuursrecht"


def supplement_case(reader: RoundReader) -> tuple[RoundCase, tuple[str, ...]]:
    """The round to do over, and the applications that it is done over for.

    Whoever waits for another application stays set aside until that one can be decided on too.

    Raises:
        RefusedByProcess: nothing is set aside, or each of them still waits for an answer.
    """
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
        case = case_of_round(reader, decided={*ready, *before})
        more = {number: case.waits[number].nl for number in ready if number in case.waits}
        if not more:
            return case, ready
        held |= more
        ready = tuple(number for number in ready if number not in more)
    said = [f"{asked(open_)}. Beantwoord dat eerst met 'verdeel judge'."] if open_ else []
    said += [f"{number}: {why}" for number, why in sorted(held.items())]
    raise RefusedByProcess(f"Over wat is aangehouden kan nog niet worden beslist: {' '.join(said)}")


def asked(open_: Iterable[OpenQuestion]) -> str:
    """The open questions in short: each application with its rules."""
    by_number: dict[str, list[str]] = {}
    for one in open_:
        by_number.setdefault(one.application_id, []).append(one.code)
    return "; ".join(f"{number} op {', '.join(codes)}" for number, codes in by_number.items())


def supplementary(
    reader: RoundReader, case: RoundCase, done_over: Allocation, ready: Sequence[str]
) -> tuple[Award, ...]:
    """What each of these gets: what the round that was done over gives it, as far as that can be.

    ``case`` is that round's. What the approved list holds stays as it is.

    Raises:
        RefusedByProcess: the list leaves one of them undecided.
    """
    standing = {award.application_id: award for award in reader.allocation.awards}
    standing |= reader.supplemented
    claims = {one.application_id: one for one in case.candidates}
    found: dict[str, Award] = {}
    for number in ready:
        award, kept = done_over.award_of(number), standing[number].reserved
        granted = {n for n, one in {**standing, **found}.items() if one.amount}
        bound = _bound(claims, number, granted, {**standing, **found}, award.amount)
        if award.amount and (bound or award.amount > kept):
            award = _refused(award, bound or ("reserved", str(kept)))
        found[number] = award
    open_ = [n for n in sorted(found) if found[n].outcome is Outcome.NEEDS_JUDGEMENT]
    if open_:
        why = " ".join(reason.nl for n in open_ for reason in found[n].reasons)
        raise RefusedByProcess(
            f"Over {', '.join(open_)} is met deze lijst nog niet beslist, en zij is niet bewaard. "
            f"{why}".strip()
        )
    return tuple(found[number] for number in sorted(found))


def _bound(
    claims: Mapping[str, Candidate],
    number: str,
    granted: set[str],
    awards: Mapping[str, Award],
    amount: Euro,
) -> tuple[str, str] | None:
    """What of the approved list keeps an application from its award: a sentence, and in it what."""
    one = claims.get(number)
    if one is None:
        return None
    against = [n for n in sorted(granted) if n in claims and number in claims[n].excludes]
    against += [n for n in one.excludes if n in granted]
    if against:
        return "excluded", ", ".join(dict.fromkeys(against))
    lacking = [n for n in one.requires if n not in granted]
    if lacking:
        return "requires", ", ".join(lacking)
    for shared in one.shared:
        taken = Euro.total(
            awards[n].amount
            for n in sorted(granted - {number})
            if n in claims and any(s.code == shared.code for s in claims[n].shared)
        )
        if taken + amount > shared.most:
            return "shared", f"{shared.name} ({shared.article})"
    return None


def _refused(award: Award, bound: tuple[str, str]) -> Award:
    key, what = bound
    nl, en = (sentences_in(lang).told(f"supplement.{key}", what=what) for lang in ("nl", "en"))
    return award.model_copy(
        update={
            "outcome": Outcome.REFUSED_CEILING, "amount": ZERO, "compensable_vat": ZERO,
            "payable": ZERO, "binding": (), "next_window": ZERO, "homes": NO_HOMES, "payments": (),
            "reasons": (Reason(code="SUPPLEMENT", article=_ARTICLE, nl=nl, en=en),),
        }
    )  # fmt: skip


def merged(allocation: Allocation, supplement: Mapping[str, Award], totals: Totals) -> Allocation:
    """An approved list with what supplements decided since in the place of what was set aside."""
    awards = tuple(supplement.get(award.application_id, award) for award in allocation.awards)
    return allocation.model_copy(update={"awards": awards, "totals": totals})


def totals_with(reader: RoundReader, case: RoundCase, awards: Sequence[Award]) -> Totals:
    """The round in numbers with these awards in it; homes of a project count once."""
    given = {award.application_id: award for award in reader.allocation.awards}
    given |= reader.supplemented
    given |= {award.application_id: award for award in awards}
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
