"""Every later decision on each award, from the list to what stands today, by the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ....grants.after.objection import Inadmissible, ObjectionOutcome
from ....grants.decisions.allocation import Award
from ....grants.frozen import frozen
from ....grants.ledger.ledger import Account
from ....grants.lives.later import LaterDecision, LaterKind
from ....grants.money import ZERO, Euro
from ....instruments.instrument import instruments
from ...records.after.award_decisions import ChangeAsked, DecisionKind, StoredAwardDecision
from ...records.after.orders import PaymentState
from ...records.ledger import CLAIM_REVISED, RECLAIMED, SETTLED
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct
from ..objections.made import judged_since

_UNFOUNDED = "artikel 7:11, eerste lid, Awb"
_REVISED = "artikel 7:11, tweede lid, Awb"
_KINDS: Mapping[DecisionKind, LaterKind] = {
    DecisionKind.RESERVE: LaterKind.RESERVE,
    DecisionKind.CHANGED: LaterKind.CHANGED,
    DecisionKind.CHANGE_REFUSED: LaterKind.CHANGE_REFUSED,
    DecisionKind.REVOKED: LaterKind.REVOKED,
}


_UPON = "upon_objection"
_SETTLING = {
    SETTLED: (LaterKind.SETTLED, "final_amount"),
    RECLAIMED: (LaterKind.RECLAIMED, "claimed_back"),
    CLAIM_REVISED: (LaterKind.RECLAIMED, "claimed_back"),
}


@frozen
class _Step:
    """A step of one award before it is held to what came before; ``award`` is the whole award
    after it, ``None`` where the amount stays, and ``lowers`` what a settlement took off: below
    nought where it gave something back upon an objection."""

    number: str
    place: tuple[date, int, int]
    kind: LaterKind
    why: tuple[str, ...]
    article: str = ""
    award: Award | None = None
    lowers: Euro = ZERO
    freed: Euro = ZERO
    from_reserve: Euro = ZERO
    beyond: Euro = ZERO
    name: str = ""


def later_decisions(
    reader: RoundReader, awards: Mapping[str, Award]
) -> dict[str, tuple[LaterDecision, ...]]:
    """What was decided on awards since, by application, in order; ``awards`` are those of the list
    with its supplements.

    Decisions on objections and on awards follow each other by their days, as in
    :func:`.awards_now.later_awards`; what is withdrawn, is so after all of them.
    """
    steps = [*_objections(reader), *_decisions(reader), *_settled(reader), *_withdrawn(reader)]
    found: dict[str, list[LaterDecision]] = {}
    for step in sorted(steps, key=lambda one: one.place):
        if step.number in awards:
            known = found.setdefault(step.number, [])
            known.append(_after(reader, step, awards[step.number], known))
    return {number: tuple(found[number]) for number in sorted(found)}


def _after(
    reader: RoundReader, step: _Step, first: Award, known: list[LaterDecision]
) -> LaterDecision:
    """A step on what the steps before it left."""
    before = known[-1].after if known else first.amount
    vat, payable, years = first.compensable_vat, first.payable, _years(first)
    if known:
        vat, payable, years = known[-1].compensable_vat, known[-1].payable, known[-1].years
    after = before
    if step.kind is LaterKind.WITHDRAWN:
        after, vat, payable = ZERO, ZERO, ZERO
    elif step.kind in (LaterKind.SETTLED, LaterKind.RECLAIMED):
        after = before - step.lowers
        if after > before:  # what an earlier fixing took off the years is in them again
            years = next(
                (o.years for o in reversed(known) if Euro.total(o.years.values()) >= after),
                _years(first),
            )
        vat, payable = _split(reader, step.number, first.instrument, after)
    elif step.kind is LaterKind.OBJECTION and step.award is not None and known:
        # What was fixed or claimed before stays off: an objection adds what it adds.
        after = before + step.from_reserve + step.beyond
        vat, payable = step.award.compensable_vat, step.award.payable
        if after != step.award.amount:
            vat, payable = _split(reader, step.number, first.instrument, after)
        years = _years(step.award)
    elif step.award is not None:
        after, vat, payable = step.award.amount, step.award.compensable_vat, step.award.payable
        years = _years(step.award)
    lower = before - after if after < before else ZERO
    return LaterDecision(
        on=step.place[0], kind=step.kind, why=step.why, article=step.article, before=before,
        after=after, compensable_vat=vat, payable=payable,
        came_free=step.freed if step.kind is LaterKind.RESERVE else lower,
        from_reserve=step.from_reserve, beyond=step.beyond, years=_up_to(years, after),
        name=step.name,
    )  # fmt: skip


def _years(award: Award) -> dict[int, Euro]:
    found: dict[int, Euro] = {}
    for one in award.payments:
        found[one.year] = found.get(one.year, ZERO) + one.amount
    return found


def _up_to(years: Mapping[int, Euro], most: Euro) -> dict[int, Euro]:
    """Payments up to an amount: the earliest years go first."""
    found: dict[int, Euro] = {}
    left = most
    for year in sorted(years):
        part = min(years[year], left)
        left = left - part
        if part:
            found[year] = part
    return found


def _split(reader: RoundReader, number: str, scheme: str, amount: Euro) -> tuple[Euro, Euro]:
    application = next(
        one.application for one in judged_since(reader) if one.application.application_id == number
    )
    split = instruments()[scheme].split_vat(application, amount)
    return split.compensable, split.payable


def _objections(reader: RoundReader) -> Iterator[_Step]:
    for one in reader.objections:
        made = one.decision
        if made is not None:
            yield _Step(
                one.application_id, (made.on, 0, one.number), LaterKind.OBJECTION, _why(one),
                article=_article(made.outcome, made.ground), award=made.award,
                from_reserve=made.from_reserve, beyond=made.beyond, name=one.name,
            )  # fmt: skip


def _why(one: StoredObjection) -> tuple[str, ...]:
    """How it was decided; of one that is not treated also why."""
    assert one.decision is not None
    outcome, ground = one.decision.outcome, one.decision.ground
    treated = outcome is not ObjectionOutcome.INADMISSIBLE
    return (outcome.value,) if treated else (outcome.value, ground)


def _article(outcome: ObjectionOutcome, ground: str) -> str:
    if outcome is ObjectionOutcome.INADMISSIBLE:
        known = ground in {one.value for one in Inadmissible}
        return Inadmissible(ground).article if known else ""  # a forged one is named at the door
    return _REVISED if outcome.revises else _UNFOUNDED


def _decisions(reader: RoundReader) -> Iterator[_Step]:
    for place, one in enumerate(reader.after.award_decisions):
        if one.approved_on is not None:
            kept = one.kind is DecisionKind.CHANGE_REFUSED
            yield _Step(
                one.application_id, (one.approved_on, 1, place), _KINDS[one.kind], _of(one),
                article=one.article, award=None if kept else one.detail.after,
                freed=one.detail.freed,
            )  # fmt: skip


def _of(one: StoredAwardDecision) -> tuple[str, ...]:
    if one.kind is DecisionKind.RESERVE:
        return ("freed_money",)
    if one.kind is DecisionKind.REVOKED:
        return (one.detail.ground,)
    assert one.detail.asked is not None
    return _asked(one.detail.asked)


def _asked(asked: ChangeAsked) -> tuple[str, ...]:
    """What was asked to become another."""
    told = {
        "amount": asked.amount is not None,
        "year": asked.year is not None,
        "last_days": bool(asked.last_start or asked.measures_ready),
        "measure": bool(asked.measure),
    }
    return tuple(key for key, holds in told.items() if holds) or ("other",)


def _settled(reader: RoundReader) -> Iterator[_Step]:
    """Final amounts that were fixed, and claims that took something off what was owed."""
    acts = {
        (one.application_id, _entry_of(one), one.done_on): one
        for one in reader.after.settling_acts
        if one.counts
    }
    for at, entry in enumerate(reader.entries):
        if entry.kind not in _SETTLING or entry.on is None:
            continue
        for number in sorted({one.application_id for one in entry.postings if one.application_id}):
            own = [one for one in entry.postings if one.application_id == number]
            lower = Euro.total(o.amount for o in own if o.source is Account.COMMITTED)
            again = Euro.total(o.amount for o in own if o.target is Account.COMMITTED)
            kind, why = _SETTLING[entry.kind]
            if kind is LaterKind.SETTLED or lower or again:
                act = acts.get((number, entry.kind, entry.on))
                upon = (_UPON,) if act is not None and act.detail.upon else ()
                article = "" if act is None else act.article
                yield _Step(
                    number, (entry.on, 2, at), kind, (why, *upon), article=article,
                    lowers=lower - again, name="" if act is None else act.detail.upon,
                )  # fmt: skip


def _entry_of(one: StoredAct) -> str:
    """The kind of entry by which an act is booked."""
    lower = one.kind is SettlingKind.RECLAIMED and one.detail.upon
    return CLAIM_REVISED if lower else one.kind.value


def _withdrawn(reader: RoundReader) -> Iterator[_Step]:
    for at, one in enumerate(reader.withdrawals):
        if one.late:
            yield _Step(
                one.application_id, (one.on, 3, at), LaterKind.WITHDRAWN, ("by_municipality",)
            )


def paid_by_year(reader: RoundReader) -> dict[str, dict[int, Euro]]:
    """What was paid of each award and did not come back, by the year in which it left."""
    found: dict[str, dict[int, Euro]] = {}
    for order in reader.after.payment_orders:
        if order.state is PaymentState.PAID and order.paid is not None:
            years = found.setdefault(order.application_id, {})
            year = order.paid.on.year
            years[year] = years.get(year, ZERO) + order.charged
    return found
