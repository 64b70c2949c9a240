"""What each letter about claiming back says: intended, claimed, arranged, reminded of, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ....grants import notation
from ....grants.applications.application import Application
from ....grants.applications.public_body import PublicBody
from ....grants.money import Euro
from ....grants.municipality import Municipality
from ....instruments.instrument import instruments
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import default_from, until_barred
from ...records.settling.stored import StoredAccount, StoredAct
from ...rounds.after.standing import StandingAward
from ...rounds.settling.claiming import Claimable
from ...rounds.settling.claims import Claim
from ..after.matters import to_fund
from ..completing.author import CompletingText, Matter, Point, letter_texts
from ..given import given_fields
from .words import amount, day, not_heard, point

NOTICE, INTENTION = "aanzegging", "voornemenvordering"
CLAIM, ARRANGEMENT, REMINDER = "terugvordering", "betalingsregeling", "aanmaning"


def settling_texts() -> Mapping[str, CompletingText]:
    """What letters about how an award ends say."""
    return letter_texts("settling")


def intention_letter(
    one: StoredAct,
    found: Claimable,
    standing: StandingAward,
    application: Application,
    place: Municipality | PublicBody,
    paid: Euro,
    lang: str,
) -> Matter:
    """The intention to claim back; where its law has a term for the notice, that notice."""
    detail, term, account = one.detail, found.term, found.account
    notice = term is not None and account is not None
    dates = [standing.decided_on]
    dates += [detail.until] if detail.until is not None else []
    dates += [term.last] if term is not None else []
    points = (
        _unspent(account, standing)
        if notice and account is not None
        else _too_much(paid, one, standing)
    )
    return Matter(
        kind=NOTICE if notice else INTENTION,
        number=one.application_id,
        instrument=standing.award.instrument,
        place=place,
        project_id=application.project_id or "",
        points=(*points, *split_points(one)),
        fields={
            **given_fields(standing.award.instrument, standing.decided_on, lang),
            "granted": amount(standing.award.amount, lang),
            "amount": amount(detail.amount, lang),
            "article": notation.article_in(one.article, lang),
            "reason": notation.as_typed(one.reason, lang),
            "received_on": "" if account is None else notation.unbroken_day(account.on, lang),
            "year": "" if account is None else str(account.year),
            "notice_by": "" if term is None else notation.unbroken_day(term.last, lang),
            "notice_reasons": "" if term is None else term.text(lang),
            "until": day(detail.until, lang),
        },
        dates=tuple(dates),
        amounts=(detail.amount,),
    )


def _unspent(account: StoredAccount | None, standing: StandingAward) -> Iterator[Point]:
    assert account is not None
    yield point("verleend", "granted", standing.award.amount)
    yield point("rechtmatig besteed", "lawfully spent", account.lawful)
    if account.unlawful:
        yield point("onrechtmatig besteed", "unlawfully spent", account.unlawful)
    if account.last and account.spent < standing.award.amount:
        left = standing.award.amount - account.spent
        yield point("niet besteed", "not spent", left)


def _too_much(paid: Euro, one: StoredAct, standing: StandingAward) -> Iterator[Point]:
    """What was paid and what stays due, of an award that is not claimed back by its account."""
    vat = one.detail.vat or standing.award.compensable_vat
    yield point(
        f"op de uitkering betaald{to_fund(vat, 'nl')}",
        f"paid on the grant{to_fund(vat, 'en')}", paid,
    )  # fmt: skip
    yield point("wat daarvan van u blijft", "what of it stays yours", paid - one.detail.amount)


def split_points(one: StoredAct) -> Iterator[Point]:
    """The whole, and whom it is asked of where a part went to the BTW-compensatiefonds."""
    detail = one.detail
    yield point("terug te vorderen", "to be claimed back", detail.amount)
    if detail.vat:
        yield point("daarvan aan u betaald", "of that paid to you", detail.payable)
        yield point(
            "daarvan overgemaakt naar het BTW-compensatiefonds; dat deel vorder ik niet van u",
            "of that transferred to the VAT compensation fund; I do not claim that part of you",
            detail.vat,
        )


def claim_letter(
    one: StoredAct,
    standing: StandingAward,
    application: Application,
    place: Municipality | PublicBody,
    paying: Term,
    intention: StoredAct | None,
    paid: Euro,
    term: Term | None,
    lang: str,
) -> Matter:
    """The decision to claim back, with the term to pay and what happens after it; ``term`` is the
    last day to tell of it, where the law has one."""
    detail = one.detail
    dates = [standing.decided_on, paying.last, default_from(paying.last)]
    in_time = term is not None and one.done_on <= term.last
    dates += [term.last] if term is not None and in_time else []
    heard = detail.heard_on is not None and intention is not None
    ends = instruments()[standing.award.instrument].settling
    lapsed = ends.texts[-1].lapsed(one.done_on, ends.lapses)
    return Matter(
        kind=CLAIM,
        number=one.application_id,
        instrument=standing.award.instrument,
        place=place,
        project_id=application.project_id or "",
        points=(*_too_much(paid, one, standing), *split_points(one)),
        facts={
            "heard": heard,
            "silent": intention is not None and not heard,
            "not_heard": intention is None,
            "has_article": "naar analogie" not in one.article,
            "basis_since_lapsed": bool(detail.basis) and lapsed,
            "basis_besides": bool(detail.basis) and not lapsed,
            "objection": bool(detail.objection),
            "told_in_time": in_time,
            "has_vat": bool(detail.vat),
        },
        fields={
            **given_fields(standing.award.instrument, standing.decided_on, lang),
            "amount": amount(detail.amount, lang),
            "payable": amount(detail.payable, lang),
            "vat": amount(detail.vat, lang),
            "pay_by": notation.unbroken_day(paying.last, lang),
            "pay_reasons": paying.text(lang),
            "default_on": notation.unbroken_day(default_from(paying.last), lang),
            "reason": notation.as_typed(one.reason, lang),
            "article": notation.article_in(one.article, lang),
            "basis": notation.as_typed(detail.basis, lang),
            "objection": notation.as_typed(detail.objection, lang),
            "notice_by": day(None if term is None else term.last, lang),
            "notice_reasons": "" if term is None else term.text(lang),
            "intended_on": day(None if intention is None else intention.on, lang),
            "view_until": day(None if intention is None else intention.detail.until, lang),
            "heard_on": day(detail.heard_on, lang),
            "view": notation.as_typed(detail.view, lang),
            "not_heard": not_heard(detail, lang),
        },
        dates=tuple(dates),
        amounts=(detail.amount, detail.payable, *((detail.vat,) if detail.vat else ())),
    )


def arrangement_letter(
    one: StoredAct,
    claim: Claim,
    instrument: str,
    application: Application,
    place: Municipality | PublicBody,
    lang: str,
) -> Matter:
    """The decision that a claim is paid in parts."""
    parts = tuple(
        Point(
            nl=f"uiterlijk op {notation.unbroken_day(part.by, 'nl')}: {amount(part.amount, 'nl')}",
            en=f"on {notation.unbroken_day(part.by, 'en')} at the latest: "
            f"{amount(part.amount, 'en')}",
        )
        for part in one.detail.parts
    )
    return Matter(
        kind=ARRANGEMENT,
        number=one.application_id,
        instrument=instrument,
        place=place,
        project_id=application.project_id or "",
        points=parts,
        fields={
            "claimed_on": notation.unbroken_day(claim.act.done_on, lang),
            "left": amount(one.detail.payable, lang),
            "article": notation.article_in(one.article, lang),
            "reason": notation.as_typed(one.reason, lang),
        },
        dates=(claim.act.done_on, *(part.by for part in one.detail.parts)),
        amounts=(one.detail.payable, *(part.amount for part in one.detail.parts)),
    )


def reminder_letter(
    one: StoredAct,
    claim: Claim,
    term: Term,
    late_by: date,
    instrument: str,
    application: Application,
    place: Municipality | PublicBody,
    lang: str,
) -> Matter:
    """The reminder of whoever is in default; ``late_by`` is the last day that was missed."""
    barred = until_barred(one.on)
    return Matter(
        kind=REMINDER,
        number=one.application_id,
        instrument=instrument,
        place=place,
        project_id=application.project_id or "",
        fields={
            "claimed_on": notation.unbroken_day(claim.act.done_on, lang),
            "late_by": notation.unbroken_day(late_by, lang),
            "amount": amount(one.detail.amount, lang),
            "until": notation.unbroken_day(term.last, lang),
            "until_reasons": term.text(lang),
            "default_on": notation.unbroken_day(default_from(late_by), lang),
            "barred_after": notation.unbroken_day(default_from(barred.last), lang),
            "article": notation.article_in(one.article, lang),
        },
        dates=(claim.act.done_on, late_by, term.last),
        amounts=(one.detail.amount,),
    )
