"""What each letter about an award says: what changes, why, and what it means for the payment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ....grants import notation
from ....grants.applications.application import Application
from ....grants.bilingual import Bilingual, in_language
from ....grants.money import ZERO, Euro
from ....instruments.instrument import instruments
from ...records.after.award_decisions import (
    DecisionKind,
    Detail,
    StoredAwardDecision,
    StoredIntention,
)
from ...rounds.after.changing import MEASURES, has_article
from ...rounds.after.revoking import Ground, NotHeard, fixes_at_once
from ...rounds.after.standing import StandingAward
from ...rounds.completing.term import Term
from ...rounds.settling.hearing import told_when
from ..completing.author import CompletingText, Matter, Point, letter_texts
from ..given import given_fields

CHANGED, NOT_CHANGED, REVOKED = "wijziging", "wijziginggeweigerd", "intrekkingsbesluit"
INTENDED = "intrekvoornemen"
_WORKS_BACK = {
    False: "artikel 4:48, tweede lid, Awb",
    True: "artikel 4:49, tweede lid, Awb",
}  # of a grant, and of a fixing


def after_texts() -> Mapping[str, CompletingText]:
    """What letters about an award say."""
    return letter_texts("after")


def change_letter(
    one: StoredAwardDecision,
    standing: StandingAward,
    application: Application,
    term: Term,
    paid: Euro,
    shares: tuple[str, str] | None,
    lang: str,
) -> Matter:
    """The decision on a request to change; ``shares`` are written out already."""
    detail, asked = one.detail, one.detail.asked
    assert asked is not None
    assert one.approved_on is not None
    own = instruments()[standing.award.instrument]
    after, granted = detail.after.amount, one.kind is DecisionKind.CHANGED
    points = tuple(_points(one)) if granted else ()
    asked_on = standing_request_day(one)
    return Matter(
        kind=CHANGED if granted else NOT_CHANGED,
        number=one.application_id,
        instrument=own.key,
        place=application.applicant,
        project_id=application.project_id or "",
        points=points,
        facts={
            "has_article": has_article(own),
            "has_share": shares is not None and asked.amount is not None,
            "has_special": bool(detail.special),
            "unpaid": not paid,
            "paid_above": bool(paid) and paid > after,
            "paid_within": bool(paid) and paid <= after,
            "late": one.approved_on > term.day,
        },
        fields={
            **_about(one, standing, paid, lang),
            "asked_on": notation.unbroken_day(asked_on, lang),
            "asked": notation.as_typed(asked.text, lang),
            "share_before": shares[0] if shares else "",
            "share_after": shares[1] if shares else "",
            "special": notation.as_typed(detail.special, lang),
            "above": notation.amount(paid - after if paid > after else Euro(0), lang),
            "payable": notation.amount(detail.after.payable, lang),
            "term": notation.unbroken_day(term.day, lang),
            "term_reasons": notation.reasons_of(term.day, term.reasons, lang),
        },
        dates=(asked_on, term.day),
        amounts=(detail.before.amount, *((after,) if granted and asked.amount else ())),
    )


def standing_request_day(one: StoredAwardDecision) -> date:
    """The day on which what was decided on had been asked."""
    asked = one.detail.asked
    assert asked is not None
    assert asked.received is not None
    return asked.received


def _points(one: StoredAwardDecision) -> Iterator[Point]:
    """Everything that becomes another by a change."""
    detail, asked = one.detail, one.detail.asked
    assert asked is not None
    before, after = detail.before, detail.after
    if after.amount != before.amount:
        yield Point(
            nl=f"De uitkering is {after.amount}, in plaats van {before.amount}.",
            en=f"The grant is {notation.amount(after.amount, 'en')}, in the place of "
            f"{notation.amount(before.amount, 'en')}.",
        )
        if after.compensable_vat:
            yield Point(
                nl=f"Daarvan gaat {after.compensable_vat} naar het BTW-compensatiefonds en is "
                f"{after.payable} voor u.",
                en=f"Of that {notation.amount(after.compensable_vat, 'en')} goes to the "
                f"VAT compensation fund, and {notation.amount(after.payable, 'en')} is for you.",
            )
    if asked.year is not None:
        years = [str(one.year) for one in after.payments]
        told = ", ".join(years)
        yield Point(nl=f"Ik betaal in {told}.", en=f"I pay in {told}.")
    for day, nl, en in (
        (asked.last_start, "De bouw van de laatste woning begint uiterlijk op",
         "Construction of the last home starts on"),
        (asked.measures_ready, "De maatregelen zijn klaar uiterlijk op",
         "The measures are ready on"),
    ):  # fmt: skip
        if day is not None:
            yield Point(
                nl=f"{nl} {notation.unbroken_day(day, 'nl')}.",
                en=f"{en} {notation.unbroken_day(day, 'en')} at the latest.",
            )
    if asked.measure:
        measure = MEASURES[asked.measure]
        yield Point(
            nl=f"De maatregel wordt: {measure.nl}, in {asked.area}.",
            en=f"The measure becomes: {measure.en}, in {asked.area}.",
        )


def intention_letter(
    one: StoredIntention, standing: StandingAward, application: Application, paid: Euro, lang: str
) -> Matter:
    """The letter that says what is intended, and until when a view on it can be given."""
    before = standing.award.amount
    fixed = fixes_at_once(instruments()[standing.award.instrument])
    return Matter(
        kind=INTENDED,
        number=one.application_id,
        instrument=standing.award.instrument,
        place=application.applicant,
        project_id=application.project_id or "",
        facts={
            "whole": not one.remains,
            "unpaid": not paid,
            "circumstances": one.ground == Ground.CIRCUMSTANCES,
            "from_a_day": one.effect is not None,
        },
        fields={
            **given_fields(standing.award.instrument, standing.decided_on, lang),
            "before": notation.amount(before, lang),
            "paid": notation.amount(paid, lang),
            "to_fund": to_fund(standing.award.compensable_vat, lang),
            "reason": notation.as_typed(one.reason, lang),
            "ground": Ground(one.ground).told_of(fixed=fixed).text(lang),
            "until": notation.unbroken_day(one.until, lang),
            "effect": _told(one.effect, lang),
            **_remaining(one.remains, lang),
        },
        dates=(standing.decided_on, one.until, *([one.effect] if one.effect else [])),
        amounts=(before, *((one.remains,) if one.remains else ()), *((paid,) if paid else ())),
    )


def _remaining(remains: Euro, lang: str) -> dict[str, str]:
    partly = Bilingual(nl=" voor een deel", en=" in part").text(lang) if remains else ""
    return {"remains": notation.amount(remains, lang), "partly": partly}


def revocation_letter(
    one: StoredAwardDecision,
    standing: StandingAward,
    application: Application,
    paid: Euro,
    intention: StoredIntention | None,
    lang: str,
) -> Matter:
    """The decision by which an award, or a part of it, is revoked; ``intention`` is what the
    municipality was told before, where it was."""
    detail, remains = one.detail, one.detail.after.amount
    told = [] if intention is None else [intention.on, detail.heard_on or intention.until]
    told += [] if detail.effect is None else [detail.effect]
    return Matter(
        kind=REVOKED,
        number=one.application_id,
        instrument=standing.award.instrument,
        place=application.applicant,
        project_id=application.project_id or "",
        facts=_revoked(one, paid),
        fields={
            **_about(one, standing, paid, lang),
            **_remaining(remains, lang),
            **_left(detail, paid, lang),
            **_weighed(detail, standing.award.instrument, intention, lang),
        },
        dates=(standing.decided_on, *told),
        amounts=(
            detail.before.amount, *((remains,) if remains else ()), *((paid,) if paid else ()),
        ),
    )  # fmt: skip


def _revoked(one: StoredAwardDecision, paid: Euro) -> dict[str, bool]:
    """What chooses the sections of the letter of a revocation."""
    detail, remains, whole = one.detail, one.detail.after.amount, one.ends
    return {
        "whole": whole,
        "whole_back": whole and detail.effect is None,
        "whole_later": whole and detail.effect is not None,
        "heard": detail.heard_on is not None,
        "silent": detail.silent_until is not None,
        "not_heard": bool(detail.not_heard or detail.heard_before),
        "circumstances": detail.ground == Ground.CIRCUMSTANCES,
        "from_a_day": detail.effect is not None,
        "whole_unpaid": whole and not paid,
        "whole_paid": whole and bool(paid),
        "partly_unpaid": not whole and not paid,
        "paid_within": not whole and ZERO < paid <= remains,
        "paid_above": not whole and paid > remains,
    }


def _left(detail: Detail, paid: Euro, lang: str) -> dict[str, str]:
    """What is left of the award, in which years, and what was paid above it."""
    remains = detail.after.amount
    return {
        "of_it": _of_it(detail, lang),
        "years": ", ".join(str(payment.year) for payment in detail.after.payments),
        "above": notation.amount(paid - remains if paid > remains else ZERO, lang),
    }


def _of_it(detail: Detail, lang: str) -> str:
    """What goes behind what is left where a part of it is compensable VAT."""
    if not detail.after.compensable_vat:
        return ""
    vat, own = (
        notation.amount(one, lang) for one in (detail.after.compensable_vat, detail.after.payable)
    )
    return in_language(
        lang,
        f": {vat} voor het BTW-compensatiefonds en {own} voor u",
        f": {vat} for the VAT compensation fund and {own} for you",
    )


def _weighed(
    detail: Detail, instrument: str, intention: StoredIntention | None, lang: str
) -> dict[str, str]:
    """On which ground it is revoked, how whoever was granted it was heard, and what was weighed."""
    fixed = fixes_at_once(instruments()[instrument])
    not_heard = NotHeard(detail.not_heard).told.text(lang) if detail.not_heard else ""
    if detail.heard_before is not None:
        not_heard = f"{not_heard} {told_when(detail.heard_before).text(lang)}"
    return {
        "ground": Ground(detail.ground).told_of(fixed=fixed).text(lang),
        "intended_on": _told(None if intention is None else intention.on, lang),
        "until": _told(detail.silent_until, lang),
        "heard_on": _told(detail.heard_on, lang),
        "view": notation.as_typed(detail.view, lang),
        "effect": _told(detail.effect, lang),
        "notice": notation.as_typed(detail.notice, lang),
        "works_back": notation.article_in(_WORKS_BACK[fixed], lang),
        "not_heard": not_heard,
        "interest": notation.as_typed(detail.interest, lang),
        "weighed": notation.as_typed(detail.weighed, lang),
    }


def to_fund(vat: Euro, lang: str) -> str:
    """What goes behind *paid* where a part is compensable VAT, of which nothing is paid out."""
    if not vat:
        return ""
    return in_language(
        lang,
        " of overgemaakt naar het BTW-compensatiefonds",
        ", or transferred to the VAT compensation fund",
    )


def _told(day: date | None, lang: str) -> str:
    return "" if day is None else notation.unbroken_day(day, lang)


def _about(
    one: StoredAwardDecision, standing: StandingAward, paid: Euro, lang: str
) -> dict[str, str]:
    """What every one of these letters tells of the award and of the decision on it."""
    before = one.detail.before.amount
    return {
        **given_fields(standing.award.instrument, standing.decided_on, lang, before),
        "before": notation.amount(before, lang),
        "paid": notation.amount(paid, lang),
        "to_fund": to_fund(one.detail.before.compensable_vat, lang),
        "article": notation.article_in(one.article, lang),
        "reason": notation.as_typed(one.reason, lang),
    }
