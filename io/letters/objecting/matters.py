"""What each letter about an objection says of it: its facts, its days, its reasons."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants import notation
from ....grants.after.objection import (
    Channel,
    Inadmissible,
    ObjectionOutcome,
    ObjectionStep,
    Objector,
    WithoutHearing,
)
from ....grants.applications.public_body import in_the_caribbean, public_body
from ....grants.bilingual import in_language
from ....grants.municipality import municipalities
from ....grants.notation import counted
from ....instruments.terms.objections import Arrived, papers_from, papers_until, until_answered
from ....instruments.terms.penalty import penalty_parts
from ....instruments.terms.settling import to_pay_back
from ...records.rounds.objections import StoredAct, StoredObjection, StoredObjectionDecision
from ...rounds.completing.term import Term
from ...rounds.objections.fields import TREATED, Corrected
from ...rounds.objections.terms import EXCUSED, ObjectionTerms, ended_on, notice_of
from ..settling.upon import InItsPlace
from .author import LetterKind, ObjectionMatter
from .granting import GrantTold

_CHANNEL_EN = {
    Channel.POST: "by post", Channel.ELECTRONIC: "electronically",
    Channel.HANDED_IN: "by delivery",
}  # fmt: skip
_OUTCOME_EN = {
    ObjectionOutcome.FOUNDED: "founded", ObjectionOutcome.PARTLY: "founded in part",
    ObjectionOutcome.UNFOUNDED: "unfounded", ObjectionOutcome.INADMISSIBLE: "inadmissible",
}  # fmt: skip


def _matter(
    kind: LetterKind, one: StoredObjection, instrument: str, lang: str,
    fields: dict[str, str], *, dates: tuple[date, ...] = (),
    facts: dict[str, bool] | None = None, points: tuple[str, ...] = (),
) -> ObjectionMatter:  # fmt: skip
    code = one.municipality_code
    return ObjectionMatter(
        kind=kind, objection=one.name, number=one.application_id, instrument=instrument,
        objector=one.objector, by_applicant=one.kind is Objector.APPLICANT, points=points,
        place=municipalities()[code] if code else None,
        facts=facts or {}, dates=dates,
        fields={"received_on": notation.unbroken_day(one.received, lang), **fields},
    )  # fmt: skip


def receipt_of_objection(
    one: StoredObjection, terms: ObjectionTerms, instrument: str, on: date, lang: str
) -> ObjectionMatter:
    """That an objection was received, whether in time, and by when it is decided."""
    sent = terms.objecting is not None and terms.deciding is not None
    answer_by = terms.explain_by or until_answered(on, None)
    fields = {
        "channel": in_language(lang, one.channel.dutch, _CHANNEL_EN[one.channel]),
        "answer_by": notation.unbroken_day(answer_by, lang),
    }
    dates: tuple[date, ...] = (one.received,)
    if terms.objecting is not None and terms.deciding is not None and terms.sent_on is not None:
        fields |= {
            "sent_on_first": notation.unbroken_day(terms.sent_on, lang),
            "objecting": notation.unbroken_day(terms.objecting.last, lang),
            "objecting_reasons": terms.objecting.text(lang),
            "deciding": notation.unbroken_day(terms.deciding.last, lang),
            "deciding_reasons": terms.deciding.text(lang),
        }
        dates = (*dates, terms.deciding.last)
    facts = {
        "sent": sent, "committee": one.committee, "early": terms.arrived is Arrived.PREMATURE,
        "in_time": terms.arrived is Arrived.IN_TIME, "by_post": terms.arrived is Arrived.BY_POST,
        "late": terms.arrived is Arrived.LATE, "unshown": terms.arrived is Arrived.UNSHOWN,
    }  # fmt: skip
    return _matter("ontvangst", one, instrument, lang, fields, dates=dates, facts=facts)


def mending_letter(one: StoredObjection, instrument: str, lang: str) -> ObjectionMatter:
    """What is missing of an objection, and until when it can be mended."""
    asked = _newest(one, ObjectionStep.ASKED_TO_MEND)
    assert asked.until is not None
    fields = {"until": notation.unbroken_day(asked.until, lang)}
    points = tuple(
        notation.quoted(asked.detail[key], lang) for key in sorted(asked.detail, key=int)
    )
    return _matter("herstel", one, instrument, lang, fields, dates=(asked.until,), points=points)


def posting_letter(
    one: StoredObjection, terms: ObjectionTerms, instrument: str, lang: str
) -> ObjectionMatter:
    """Until when it can be shown on which day an objection was posted, and why that matters."""
    asked = _newest(one, ObjectionStep.ASKED_WHEN_POSTED)
    assert asked.until is not None
    assert terms.objecting is not None
    assert terms.deciding is not None
    assert terms.sent_on is not None
    days = {
        "until": asked.until, "objecting": terms.objecting.last, "deciding": terms.deciding.last,
        "sent_on_first": terms.sent_on,
    }  # fmt: skip
    fields = {name: notation.unbroken_day(day, lang) for name, day in days.items()}
    fields |= {"objecting_reasons": terms.objecting.text(lang)}
    return _matter(
        "terpostbezorging", one, instrument, lang, fields,
        dates=(one.received, *days.values()),
    )  # fmt: skip


def invitation(one: StoredObjection, instrument: str, lang: str) -> ObjectionMatter:
    """When and where the hearing is, and until when papers can be handed in."""
    asked = _newest(one, ObjectionStep.INVITED)
    assert asked.until is not None
    days = {
        "hearing": asked.until, "papers_from": papers_from(asked.until),
        "papers_until": papers_until(asked.until),
    }  # fmt: skip
    fields = {name: notation.unbroken_day(day, lang) for name, day in days.items()}
    fields |= {"at": asked.detail["at"], "place": asked.detail["place"]}
    facts = {"committee": one.committee}
    return _matter(
        "hoorzitting", one, instrument, lang, fields, dates=tuple(days.values()), facts=facts
    )


def adjournment(one: StoredObjection, instrument: str, lang: str) -> ObjectionMatter:
    """That the decision comes later, until what day, and why."""
    act = _newest(one, ObjectionStep.ADJOURNED, ObjectionStep.CONSENTED)
    assert act.until is not None
    earlier = date.fromisoformat(act.detail["earlier"])
    fields = {
        "earlier": notation.unbroken_day(earlier, lang),
        "until": notation.unbroken_day(act.until, lang),
        "reason": notation.as_typed(act.reason, lang),
    }
    facts = {"consent": act.kind is ObjectionStep.CONSENTED}
    return _matter(
        "verdaging", one, instrument, lang, fields, dates=(earlier, act.until), facts=facts
    )


def penalty_letter(
    one: StoredObjection, terms: ObjectionTerms, instrument: str, on: date, lang: str,
    equated: Collection[date] = (),
) -> ObjectionMatter:  # fmt: skip
    """The decision that a penalty is due for a late decision, and how much (Awb 4:18).

    ``terms`` are those of the day of that decision.
    """
    due, deciding, notice = terms.penalty, terms.deciding, notice_of(one, terms.deciding)
    assert due is not None
    assert due.amount is not None
    assert due.fixed_by is not None
    assert deciding is not None
    assert notice is not None
    paying, ended = to_pay_back(on, None, equated), ended_on(one)
    stopped = ended is not None and ended <= due.last
    days = {
        "noticed_on": notice.on, "deciding": deciding.last, "first": due.first, "last": due.last,
        "fixed_by": due.fixed_by, "pay_by": paying.last, "ended_on": ended or on,
    }  # fmt: skip
    fields = {name: notation.unbroken_day(day, lang) for name, day in days.items()}
    fields |= {
        "amount": notation.amount(due.amount, lang), "days": in_language(
            lang, counted(due.days, "dag", "dagen"), counted(due.days, "day", "days", "en")
        ),
        "grace_reasons": due.grace.text(lang), "pay_reasons": paying.text(lang),
        "deciding_reasons": deciding.text(lang),
    }  # fmt: skip
    facts = {
        "decided": stopped and one.decision is not None,
        "withdrawn": stopped and one.decision is None, "longest": not stopped,
        "late": on > due.fixed_by, "in_time": on <= due.fixed_by,
    }  # fmt: skip
    points = tuple(
        in_language(
            lang,
            f"{counted(count, 'dag', 'dagen')} van {each}: {each * count}",
            f"{counted(count, 'day', 'days', 'en')} of {notation.amount(each, 'en')}: "
            f"{notation.amount(each * count, 'en')}",
        )
        for count, each in penalty_parts(due.days, notice.on, notice.per_day)
    )
    matter = _matter(
        "dwangsom", one, instrument, lang, fields, facts=facts, points=points,
        dates=(notice.on, deciding.last, due.first, due.fixed_by, paying.last),
    )  # fmt: skip
    return matter.model_copy(update={"amount_cents": due.amount.cents})


def _newest(one: StoredObjection, *kinds: ObjectionStep) -> StoredAct:
    return one.of_kind(*kinds)[-1]


def decision_letter(
    one: StoredObjection,
    terms: ObjectionTerms,
    instrument: str,
    corrected: tuple[Corrected, ...],
    lang: str,
    grant: GrantTold | None = None,
    copies: tuple[str, ...] = (),
    instead: InItsPlace | None = None,
    pays_by: Term | None = None,
) -> ObjectionMatter:
    """The decision on an objection, with its reasons and the appeal against it.

    ``grant`` is what a letter that gives money says as any award letter does, without which it is
    not written. ``copies`` are who else is told of it (Awb 7:12, second and third paragraphs).
    ``instead`` is what takes the place of a decision on a settlement that it revokes.
    ``pays_by`` is by when what is added to an award is paid; ``None`` where it is fixed anew first.
    """
    made = one.decision
    assert made is not None
    assert terms.appealing is not None
    listed, advised = _points(made, corrected, lang), one.of_kind(ObjectionStep.ADVISED)
    fields = {
        "outcome": in_language(lang, made.outcome.dutch, _OUTCOME_EN[made.outcome]),
        "of_day": _of_day(terms.sent_on, lang),
        "reason": notation.as_typed(made.reason, lang),
        "departs": notation.as_typed(made.departs, lang),
        "costs_amount": notation.amount(made.costs, lang),
        "appealing": notation.unbroken_day(terms.appealing.last, lang),
        "appealing_reasons": terms.appealing.text(lang),
        "copies": notation.joined(list(copies), lang),
        "corrections": "; ".join(listed),
        **_ground(made, lang),
        **_days_of_ground(one, terms, lang),
        **_beside(one, lang),
        **_money(made, lang),
        **({} if pays_by is None else _paying(pays_by, lang)),
        **_hearing(one, lang),
    }
    facts = {kind.value: made.outcome is kind for kind in ObjectionOutcome}
    facts |= {
        "money": made.award is not None, "departs": bool(made.departs),
        "costs": bool(made.costs), "excused": made.ground.startswith(EXCUSED),
        "heard": bool(one.of_kind(ObjectionStep.HEARD)),
        "corrected": bool(set(made.corrections) - {TREATED}),
        "advised": bool(advised), "costs_refused": bool(one.of_kind(ObjectionStep.COSTS_REFUSED)),
        "committee": one.committee, "beyond": bool(made.beyond), "had_award": _had_award(made),
        "fixed_before": _had_award(made) and pays_by is None,
        "too_late": made.ground == Inadmissible.LATE and terms.objecting is not None,
        "posted": one.posted_on is not None, "came_by_post": one.channel is Channel.POST,
        "over_a_week": one.channel is Channel.POST
        and terms.by_post is not None
        and one.received > terms.by_post.last,
        "asked_when_posted": bool(one.of_kind(ObjectionStep.ASKED_WHEN_POSTED)),
        "not_mended": made.ground == Inadmissible.NOT_MENDED
        and bool(one.of_kind(ObjectionStep.ASKED_TO_MEND)),
        **_courts(one), "copies": bool(copies), "anew": one.contested.later,
        "treated": made.outcome.revises and TREATED in made.corrections,
    }  # fmt: skip
    matter = _matter(
        "besluit", one, instrument, lang, fields,
        dates=(
            one.received, terms.appealing.last, *(act.on for act in advised),
            *(() if pays_by is None else (pays_by.day,)),
        ),
        facts=facts,
        points=listed if grant is None else grant.reasons or listed,
    )  # fmt: skip
    cents = None if made.award is None else made.award.amount.cents
    return matter.model_copy(update={"amount_cents": cents, "grant": grant, "instead": instead})


def _courts(one: StoredObjection) -> dict[str, bool]:
    """Which court a decision names: who objects decides where an appeal goes (Awb 8:7)."""
    named = not one.municipality_code and in_the_caribbean(one.objector)
    district = not named and bool(one.municipality_code or public_body(one.objector))
    return {
        "court_named": named, "court_district": district,
        "court_either": not named and not district,
    }  # fmt: skip


def _had_award(made: StoredObjectionDecision) -> bool:
    """Whether the first decision gave money, and so laid down obligations."""
    award = made.award
    return award is not None and award.amount > made.from_reserve + made.beyond


def _of_day(sent_on: date | None, lang: str) -> str:
    """The day of the decision that is objected to, where one was sent."""
    if sent_on is None:
        return ""
    day = notation.unbroken_day(sent_on, lang)
    return in_language(lang, f" van {day}", f" of {day}")


def _ground(made: StoredObjectionDecision, lang: str) -> dict[str, str]:
    if made.outcome is ObjectionOutcome.INADMISSIBLE:
        ground = Inadmissible(made.ground)
        return {
            "ground": in_language(lang, ground.nl, ground.en),
            "ground_article": in_language(lang, ground.article, ground.article_en),
        }
    return {"excused": notation.as_typed(made.ground.removeprefix(EXCUSED), lang)}


def _days_of_ground(one: StoredObjection, terms: ObjectionTerms, lang: str) -> dict[str, str]:
    """The days on which it rests that an objection is late, or was not mended."""
    asked = one.of_kind(ObjectionStep.ASKED_TO_MEND)[-1:]
    posting = one.of_kind(ObjectionStep.ASKED_WHEN_POSTED)[-1:]
    days = {
        "sent_on_first": terms.sent_on,
        "objecting": None if terms.objecting is None else terms.objecting.last,
        "posted_on": one.posted_on,
        "posting_asked_on": posting[0].on if posting else None,
        "posting_until": posting[0].until if posting else None,
        "asked_on": asked[0].on if asked else None,
        "mend_until": asked[0].until if asked else None,
    }
    told = {name: notation.unbroken_day(day, lang) for name, day in days.items() if day is not None}
    if terms.objecting is not None:
        told["objecting_reasons"] = terms.objecting.text(lang)
    return told


def _beside(one: StoredObjection, lang: str) -> dict[str, str]:
    """The advice of the committee, and why costs are not compensated, where there is one."""
    advised = one.of_kind(ObjectionStep.ADVISED)[-1:]
    refused = one.of_kind(ObjectionStep.COSTS_REFUSED)[-1:]
    return {
        "adviser": advised[0].detail["by"] if advised else "",
        "advised_on": notation.unbroken_day(advised[0].on, lang) if advised else "",
        "costs_refused": notation.as_typed(refused[0].reason, lang) if refused else "",
    }


def _money(made: StoredObjectionDecision, lang: str) -> dict[str, str]:
    award = made.award
    if award is None:
        return {}
    more, vat = made.from_reserve + made.beyond, award.compensable_vat
    return {
        "before": notation.amount(award.amount - more, lang),
        "after": notation.amount(award.amount, lang),
        "more": notation.amount(more, lang),
        "from_reserve": notation.amount(made.from_reserve, lang),
        "beyond": notation.amount(made.beyond, lang),
        "payable": notation.amount(award.payable, lang),
        "vat": in_language(
            lang,
            f"; {notation.amount(vat, lang)} gaat naar het BTW-compensatiefonds",
            f"; {notation.amount(vat, lang)} goes to the VAT compensation fund",
        )
        if vat
        else "",
        "payments": ", ".join(
            f"{notation.amount(one.amount, lang)} in {one.year}" for one in award.payments
        ),
    }


def _paying(term: Term, lang: str) -> dict[str, str]:
    """By when what is added to an award is paid, and what sets that day."""
    return {
        "pays_by": notation.unbroken_day(term.day, lang),
        "pays_reasons": notation.reasons_of(term.day, term.reasons, lang),
    }


def _hearing(one: StoredObjection, lang: str) -> dict[str, str]:
    held = one.of_kind(ObjectionStep.HEARD)[-1:]
    if held:
        names = [held[0].detail[key] for key in sorted(held[0].detail, key=int)]
        return {
            "heard_on": notation.unbroken_day(held[0].on, lang),
            "hearers": notation.joined(names, lang),
            "record": notation.as_typed(held[0].reason, lang),
        }
    act = _newest(one, ObjectionStep.NOT_HEARD)
    ground = WithoutHearing(act.detail["ground"])
    return {
        "without": in_language(lang, ground.nl, ground.en),
        "without_letter": ground.value,
        "without_reason": notation.as_typed(act.reason, lang),
    }


def _points(
    made: StoredObjectionDecision, corrected: tuple[Corrected, ...], lang: str
) -> tuple[str, ...]:
    """What was corrected, under the Dutch headers of the columns."""
    if not set(made.corrections) - {TREATED}:
        return ()
    return tuple(
        notation.quoted(f"{one.label}: {one.before} → {one.shown}", lang)
        for one in corrected
        if one.field != TREATED
    )
