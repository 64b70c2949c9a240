"""What a decision on an objection says of the lower claim, or of none, that it puts in place."""

from __future__ import annotations

from ....grants import notation
from ....grants.applications.application import Application
from ....grants.bilingual import in_language
from ....grants.money import Euro
from ....grants.municipality import Municipality
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import default_from
from ...records.settling.stored import StoredAct
from ...rounds.settling.claims import Claim
from ..completing.author import Matter
from .matters import split_points

LOWER_CLAIM = "lagerevordering"


def lower_claim_letter(
    one: StoredAct,
    before: Claim,
    instrument: str,
    application: Application,
    place: Municipality,
    lang: str,
    again: Term,
) -> Matter:
    """What takes the place of a claim in the decision on an objection. ``before`` is the claim as
    it stood then, and ``again`` the last day to pay once more what was repaid above it."""
    detail = one.detail
    now = before.model_copy(update={"act": one})
    left, back, repaid = now.left, now.back, before.repaid
    late = bool(left) and one.done_on > now.ends
    default_on = default_from(now.ends)
    owed = (now.ends, default_on) if left else ()
    return Matter(
        kind=LOWER_CLAIM,
        number=one.application_id,
        instrument=instrument,
        place=place,
        project_id=application.project_id or "",
        points=tuple(split_points(one)),
        facts={
            "nothing": not detail.amount,
            "has_article": bool(detail.amount) and "naar analogie" not in one.article,
            "no_article": bool(detail.amount) and "naar analogie" in one.article,
            "owed_in_time": bool(left) and not late,
            "owed_late": late,
            "paid_off": bool(detail.amount) and not left and not back.payable,
            "back": bool(back.payable),
            "vat_back": bool(back.vat),
            "interest": bool(before.interest),
        },
        fields={
            "claimed_on": notation.unbroken_day(before.act.done_on, lang),
            "before": notation.amount(before.act.detail.amount, lang),
            "amount": notation.amount(detail.amount, lang),
            "article": notation.article_in(one.article, lang),
            "reason": notation.as_typed(one.reason, lang),
            "repaid": notation.amount(repaid, lang),
            "paid_already": _paid_already(repaid, lang),
            "left": notation.amount(left, lang),
            "pay_by": notation.unbroken_day(now.ends, lang),
            "pay_reasons": now.why.text(lang),
            "default_on": notation.unbroken_day(default_on, lang),
            "back": notation.amount(back.payable, lang),
            "vat_back": notation.amount(back.vat, lang),
            "back_by": notation.unbroken_day(again.last, lang),
            "back_reasons": again.text(lang),
        },
        dates=(before.act.done_on, *owed, *((again.last,) if back.payable else ())),
        amounts=(
            before.act.detail.amount, *((detail.amount, left) if left else ()),
            *((back.payable,) if back.payable else ()),
        ),
        upon=detail.upon,
    )  # fmt: skip


def _paid_already(repaid: Euro, lang: str) -> str:
    """What was paid on the claim before, in a sentence."""
    if not repaid:
        return in_language(lang, "U betaalde nog niets.", "You have paid nothing yet.")
    paid = notation.amount(repaid, lang)
    return in_language(lang, f"U betaalde al {paid}.", f"You paid {paid} already.")
