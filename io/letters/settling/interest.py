"""What the decision on statutory interest says: over what, over which days, and at which rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

from ....grants import notation
from ....grants.applications.application import Application
from ....grants.applications.public_body import PublicBody
from ....grants.bilingual import Bilingual, said
from ....grants.money import Euro
from ....grants.municipality import Municipality
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import default_from
from ....instruments.terms.statutory_interest import InterestLine
from ...records.settling.stored import StoredAct
from ...rounds.settling.anew import Overturned
from ...rounds.settling.claims import Claim
from ..completing.author import Matter, Point

INTEREST = "rentebesluit"
# On what was paid too much: upon a decision that an objection changed, or that was withdrawn.
_BACK = "artikel 4:102, eerste lid, Awb"
_BACK_BY_ITSELF = "artikel 4:102, eerste en vierde lid, Awb"
_LINE = Bilingual(
    nl="{since} tot en met {until} ({days}), {rate} per jaar over {base}: {sum}",
    en="{since} to {until} ({days}), {rate} a year on {base}: {sum}",
)


def interest_letter(
    one: StoredAct,
    claim: Claim,
    lines: Sequence[InterestLine],
    before: Euro,
    paying: Term,
    instrument: str,
    application: Application,
    place: Municipality | PublicBody,
    lang: str,
    *,
    upon: Overturned | None = None,
) -> Matter:
    """The decision by which statutory interest is fixed, with the whole calculation (Awb 4:99).

    ``before`` is what was fixed of it by an earlier decision, ``upon`` the objection in whose
    decision it is taken, where it takes the place of one.
    """
    total = Euro.total(line.interest for line in lines)
    late_from = min((line.since for line in lines), default=None)
    owed = bool(one.detail.amount)
    sources = tuple(dict.fromkeys(rate.source for rate in one.detail.rates if rate.source))
    return Matter(
        kind=INTEREST,
        number=one.application_id,
        instrument=instrument,
        place=place,
        project_id=application.project_id or "",
        points=tuple(_line(line) for line in lines),
        facts={
            "before": bool(before),
            "upon": upon is not None and bool(upon.objection),
            "lowered": upon is not None and not upon.objection,
            "first": upon is None,
            "again": upon is not None,
            "again_lines": upon is not None and bool(lines),
            "lines": bool(lines),
            "owed": owed,
            "named": bool(lines and sources),
            "less": bool(lines) and one.detail.amount < total - before,
        },
        fields={
            "claimed_on": notation.unbroken_day(claim.act.done_on, lang),
            "payable": notation.amount(claim.act.detail.payable, lang),
            "late_from": "" if late_from is None else notation.unbroken_day(late_from, lang),
            "amount": notation.amount(one.detail.amount, lang),
            "total": notation.amount(total, lang),
            "before": notation.amount(before, lang),
            "sources": "; ".join(source.rstrip(". ") for source in sources),
            "reason": notation.as_typed(one.reason, lang),
            "article": notation.article_in(one.article, lang),
            "pay_by": notation.unbroken_day(paying.last, lang),
            "pay_reasons": paying.text(lang),
            "default_on": notation.unbroken_day(default_from(paying.last), lang),
            **_replaced(upon, lang),
        },
        dates=(claim.act.done_on, *((paying.last,) if owed else ())),
        amounts=(one.detail.amount,),
        upon="" if upon is None else upon.objection,
    )


def _replaced(upon: Overturned | None, lang: str) -> dict[str, str]:
    if upon is None:
        return {}
    return {
        "replaced_on": notation.unbroken_day(upon.act.done_on, lang),
        "replaced": notation.amount(upon.act.detail.amount, lang),
        "back_article": notation.article_in(_BACK if upon.objection else _BACK_BY_ITSELF, lang),
    }


def _line(line: InterestLine) -> Point:
    """A line of the calculation: the days with the last one in it, the base, the rate, the sum."""
    last = line.until - timedelta(days=1)
    told: dict[str, str] = {}
    for lang in ("nl", "en"):
        since, until = (notation.unbroken_day(day, lang) for day in (line.since, last))
        rate = notation.share(Fraction(line.hundredths, 10_000), lang)
        base, sum_ = (notation.amount(one, lang) for one in (line.base, line.interest))
        one, many = (said(lang, nl, en) for nl, en in (("dag", "day"), ("dagen", "days")))
        days = notation.counted((line.until - line.since).days, one, many, lang)
        told[lang] = _LINE.text(lang).format(
            since=since, until=until, days=days, rate=rate, base=base, sum=sum_
        )
    return Point(nl=told["nl"], en=told["en"])
