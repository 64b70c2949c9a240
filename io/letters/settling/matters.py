"""What each letter about the end of an award says: fixed, claimed or reminded of, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from ....grants import notation
from ....grants.application import Application
from ....grants.bilingual import in_language
from ....grants.money import ZERO, Euro
from ....grants.municipality import Municipality
from ....grants.public_body import PublicBody
from ....instruments.objection_terms import Term
from ....instruments.settling import Manner, SettlingLaw
from ....instruments.settling_terms import default_from, until_barred
from ...records.settling.stored import SettlingDetail, StoredAccount, StoredAct
from ...rounds.after.revoking import NotHeard
from ...rounds.after.standing import StandingAward
from ...rounds.settling.anew import Overturned
from ...rounds.settling.claiming import Claimable
from ...rounds.settling.claims import Claim, Overpaid
from ...rounds.settling.fixing import Fixable, Why, claimed_by
from ...rounds.settling.hearing import told_when
from ...rounds.settling.unmet import Unmet
from ..after.matters import to_fund
from ..completing.author import CompletingText, Matter, Point, letter_texts
from ..given import given_fields

FIXED, NOTICE, INTENTION = "vaststelling", "aanzegging", "voornemenvordering"
CLAIM, ARRANGEMENT, REMINDER = "terugvordering", "betalingsregeling", "aanmaning"


def settling_texts() -> Mapping[str, CompletingText]:
    """What letters about how an award ends say."""
    return letter_texts("settling")


def _amount(value: Euro, lang: str) -> str:
    return notation.amount(value, lang)


def _point(nl: str, en: str, value: Euro) -> Point:
    """A point of a list: what it is, and the amount."""
    return Point(nl=f"{nl}: {_amount(value, 'nl')}", en=f"{en}: {_amount(value, 'en')}")


def _day(value: date | None, lang: str) -> str:
    return "" if value is None else notation.unbroken_day(value, lang)


def settlement_letter(
    one: StoredAct,
    fixable: Fixable,
    standing: StandingAward,
    application: Application,
    place: Municipality | PublicBody,
    paid: Euro,
    above: Overpaid,
    unmet: Unmet | None,
    lang: str,
    *,
    before: StoredAct | None = None,
    missing: Euro = ZERO,
    upon: Overturned | None = None,
) -> Matter:
    """The decision by which an award is fixed. ``paid`` is what was paid on it so far.

    ``unmet`` is the obligation that was not met where it is fixed early or lower for it, ``before``
    the fixing that it takes the place of, ``missing`` what is still to be paid, ``upon`` the
    objection to that fixing in whose decision it is taken.
    """
    detail, account, law = one.detail, fixable.account, fixable.law
    term = fixable.term if before is None else None  # that of the law was of the first fixing
    why = Why(detail.ground)
    looks = detail.foreseen is not None and detail.real is not None
    lower = looks and detail.most < detail.granted
    of = detail.shared or detail.granted
    share = Fraction(of.cents, detail.foreseen.cents) if detail.foreseen else None
    dates = [standing.decided_on, account.on]
    dates += [] if term is None else [term.last]
    return Matter(
        kind=FIXED,
        number=one.application_id,
        instrument=standing.award.instrument,
        place=place,
        project_id=application.project_id or "",
        points=tuple(_accounted(account)),
        facts={
            "capped": lower,
            "uncapped": looks and not lower,
            "has_article": law.manner is not Manner.GENERAL,
            "has_basis": bool(detail.basis),
            "weighed": why in (Why.OBLIGATIONS, Why.WEIGHED, Why.LAWFUL),
            "heard": detail.heard_on is not None,
            # Of what is fixed as it was granted nobody has to be heard (Awb 4:8).
            "not_heard": detail.heard_on is None and detail.final < detail.granted,
            "early": bool(detail.early),
            "unmet": unmet is not None and not detail.early,
            "revoked_since": lower and detail.shared is not None,
            "objection": bool(detail.objection),
            "anew": before is not None and upon is None,
            "upon": upon is not None,
            "missing": bool(missing),
            "paid_above": bool(above.whole),
            "paid_exactly": bool(paid) and paid == detail.final and not missing,
            "unpaid": not paid and not missing,
            "in_time": term is not None and one.done_on <= term.last,
            "late": term is not None and one.done_on > term.last,
        },
        fields={
            **given_fields(standing.award.instrument, standing.decided_on, lang),
            "granted": _amount(detail.granted, lang),
            "final": _amount(detail.final, lang),
            "received_on": notation.unbroken_day(account.on, lang),
            "year": str(account.year),
            "why": why.told.text(lang),
            "reason": notation.as_typed(one.reason, lang),
            "foreseen": "" if detail.foreseen is None else _amount(detail.foreseen, lang),
            "real": "" if detail.real is None else _amount(detail.real, lang),
            "share": "" if share is None else notation.share(share, lang),
            "most": _amount(detail.most, lang),
            "cap_article": notation.article_in(law.cap, lang),
            "law_article": notation.article_in(law.early if detail.early else law.article, lang),
            "reclaim_article": _claimable_by(law, detail.ground, lang),
            "early_article": notation.article_in(law.early, lang),
            "article": notation.article_in(one.article, lang),
            "basis": notation.as_typed(detail.basis, lang),
            "heard_on": _day(detail.heard_on, lang),
            "view": notation.as_typed(detail.view, lang),
            "not_heard": _not_heard(detail, lang),
            "early": notation.as_typed(detail.early, lang),
            "unmet": "" if unmet is None else unmet.what.text(lang),
            "unmet_article": "" if unmet is None else notation.article_in(unmet.article, lang),
            "unmet_seen": "" if unmet is None else unmet.seen.text(lang),
            "shared": _amount(of, lang),
            "objection": notation.as_typed(detail.objection, lang),
            "before_on": "" if before is None else _day(before.done_on, lang),
            "before": "" if before is None else _amount(before.detail.final, lang),
            "missing": _amount(missing, lang),
            "paid": _amount(paid, lang),
            "to_fund": to_fund(standing.award.compensable_vat or above.vat, lang),
            "above": _amount(above.whole, lang),
            "above_split": _split_told(above, lang),
            "term": "" if term is None else notation.unbroken_day(term.last, lang),
            "term_reasons": "" if term is None else term.text(lang),
        },
        dates=(
            *dates,
            *(() if before is None else (before.done_on,)),
        ),
        upon="" if upon is None else upon.objection,
        amounts=(
            detail.granted,
            detail.final,
            *((above.whole,) if above.whole else ()),
            *((missing,) if missing else ()),
        ),
    )


def _not_heard(detail: SettlingDetail, lang: str) -> str:
    """Why the municipality was not heard, and when it had been where that is why."""
    if not detail.not_heard:
        return ""
    told = NotHeard(detail.not_heard).told.text(lang)
    if detail.heard_before is None:
        return told
    return f"{told} {told_when(detail.heard_before).text(lang)}"


def _split_told(above: Overpaid, lang: str) -> str:
    """Where what was paid above it went; empty where all of it went to the municipality."""
    if not above.vat:
        return ""
    payable, vat = _amount(above.payable, lang), _amount(above.vat, lang)
    return in_language(
        lang,
        f": {payable} aan u en {vat} aan dat fonds",
        f": {payable} to you and {vat} to that fund",
    )


def _claimable_by(law: SettlingLaw, ground: str, lang: str) -> str:
    """The article by which what was paid too much can be claimed back, where its law has one."""
    if law.manner is Manner.GENERAL:
        return ""
    return f" ({notation.article_in(claimed_by(law, ground), lang)})"


def _accounted(account: StoredAccount) -> Iterator[Point]:
    """What an account says, a point each; what it does not say is not told as nought."""
    yield _point("van de uitkering besteed", "spent of the grant", account.spent)
    yield _point("daarvan rechtmatig", "of that lawfully", account.lawful)
    if account.unlawful:
        yield _point("daarvan onrechtmatig", "of that unlawfully", account.unlawful)
    if account.shortfall is not None:
        yield _point("het werkelijke tekort", "the real shortfall", account.shortfall)
    if account.homes is not None:
        of = account.affordable_homes
        nl = "" if of is None else f", waarvan {notation.whole(of, 'nl')} betaalbaar"
        en = "" if of is None else f", of which {notation.whole(of, 'en')} affordable"
        yield Point(
            nl=f"gerealiseerde woningen: {notation.whole(account.homes, 'nl')}{nl}",
            en=f"homes realised: {notation.whole(account.homes, 'en')}{en}",
        )


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
            "granted": _amount(standing.award.amount, lang),
            "amount": _amount(detail.amount, lang),
            "article": notation.article_in(one.article, lang),
            "reason": notation.as_typed(one.reason, lang),
            "received_on": "" if account is None else notation.unbroken_day(account.on, lang),
            "year": "" if account is None else str(account.year),
            "notice_by": "" if term is None else notation.unbroken_day(term.last, lang),
            "notice_reasons": "" if term is None else term.text(lang),
            "until": _day(detail.until, lang),
        },
        dates=tuple(dates),
        amounts=(detail.amount,),
    )


def _unspent(account: StoredAccount | None, standing: StandingAward) -> Iterator[Point]:
    assert account is not None
    yield _point("verleend", "granted", standing.award.amount)
    yield _point("rechtmatig besteed", "lawfully spent", account.lawful)
    if account.unlawful:
        yield _point("onrechtmatig besteed", "unlawfully spent", account.unlawful)
    if account.last and account.spent < standing.award.amount:
        left = standing.award.amount - account.spent
        yield _point("niet besteed", "not spent", left)


def _too_much(paid: Euro, one: StoredAct, standing: StandingAward) -> Iterator[Point]:
    """What was paid and what stays due, of an award that is not claimed back by its account."""
    vat = one.detail.vat or standing.award.compensable_vat
    yield _point(
        f"op de uitkering betaald{to_fund(vat, 'nl')}",
        f"paid on the grant{to_fund(vat, 'en')}", paid,
    )  # fmt: skip
    yield _point("wat daarvan van u blijft", "what of it stays yours", paid - one.detail.amount)


def split_points(one: StoredAct) -> Iterator[Point]:
    """The whole, and whom it is asked of where a part went to the BTW-compensatiefonds."""
    detail = one.detail
    yield _point("terug te vorderen", "to be claimed back", detail.amount)
    if detail.vat:
        yield _point("daarvan aan u betaald", "of that paid to you", detail.payable)
        yield _point(
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
            "has_basis": bool(detail.basis),
            "objection": bool(detail.objection),
            "told_in_time": in_time,
            "has_vat": bool(detail.vat),
        },
        fields={
            **given_fields(standing.award.instrument, standing.decided_on, lang),
            "amount": _amount(detail.amount, lang),
            "payable": _amount(detail.payable, lang),
            "vat": _amount(detail.vat, lang),
            "pay_by": notation.unbroken_day(paying.last, lang),
            "pay_reasons": paying.text(lang),
            "default_on": notation.unbroken_day(default_from(paying.last), lang),
            "reason": notation.as_typed(one.reason, lang),
            "article": notation.article_in(one.article, lang),
            "basis": notation.as_typed(detail.basis, lang),
            "objection": notation.as_typed(detail.objection, lang),
            "notice_by": _day(None if term is None else term.last, lang),
            "notice_reasons": "" if term is None else term.text(lang),
            "intended_on": _day(None if intention is None else intention.on, lang),
            "view_until": _day(None if intention is None else intention.detail.until, lang),
            "heard_on": _day(detail.heard_on, lang),
            "view": notation.as_typed(detail.view, lang),
            "not_heard": _not_heard(detail, lang),
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
            nl=f"uiterlijk op {notation.unbroken_day(part.by, 'nl')}: {_amount(part.amount, 'nl')}",
            en=f"on {notation.unbroken_day(part.by, 'en')} at the latest: "
            f"{_amount(part.amount, 'en')}",
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
            "left": _amount(one.detail.payable, lang),
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
            "amount": _amount(one.detail.amount, lang),
            "until": notation.unbroken_day(term.last, lang),
            "until_reasons": term.text(lang),
            "default_on": notation.unbroken_day(default_from(late_by), lang),
            "barred_after": notation.unbroken_day(default_from(barred.last), lang),
            "article": notation.article_in(one.article, lang),
        },
        dates=(claim.act.done_on, late_by, term.last),
        amounts=(one.detail.amount,),
    )
