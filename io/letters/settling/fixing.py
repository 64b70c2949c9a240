"""What the decision says by which an award is fixed (*vaststelling*)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ....grants import notation
from ....grants.applications.application import Application
from ....grants.applications.public_body import PublicBody
from ....grants.bilingual import in_language
from ....grants.money import ZERO, Euro
from ....grants.municipality import Municipality
from ....instruments.after.settling import Manner, SettlingLaw
from ....instruments.terms.objections import Term
from ...records.settling.stored import SettlingDetail, StoredAccount, StoredAct
from ...rounds.after.standing import StandingAward
from ...rounds.settling.anew import Overturned
from ...rounds.settling.claims import Overpaid
from ...rounds.settling.fixing import Fixable, Why, claimed_by
from ...rounds.settling.unmet import Unmet
from ..after.matters import to_fund
from ..completing.author import Matter, Point
from ..given import given_fields
from .words import amount, day, not_heard, point

FIXED = "vaststelling"


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
    paying: Term | None = None,
    upon: Overturned | None = None,
) -> Matter:
    """The decision by which an award is fixed. ``paid`` is what was paid on it so far.

    ``unmet`` is the obligation that was not met where it is fixed early or lower for it, ``before``
    the fixing that it takes the place of, ``missing`` what is still to be paid, ``paying`` by when
    that is, ``upon`` the objection to that fixing in whose decision it is taken.
    """
    fixing = _Fixing(one, fixable, standing, paid, above, unmet, before, missing, paying, upon)
    return Matter(
        kind=FIXED,
        number=one.application_id,
        instrument=standing.award.instrument,
        place=place,
        project_id=application.project_id or "",
        points=tuple(_accounted(fixable.account)),
        facts=fixing.facts(),
        fields={
            **given_fields(standing.award.instrument, standing.decided_on, lang),
            **fixing.fixed(lang),
            **fixing.capped(lang),
            **fixing.heard(lang),
            **fixing.paid_so_far(lang),
        },
        dates=fixing.dates(),
        upon="" if upon is None else upon.objection,
        amounts=fixing.amounts(),
    )


@dataclass(frozen=True, slots=True)
class _Fixing:
    """A fixing with all that its letter says of it; the fields are those of the function above."""

    act: StoredAct
    fixable: Fixable
    standing: StandingAward
    paid: Euro
    above: Overpaid
    unmet: Unmet | None
    before: StoredAct | None
    missing: Euro
    paying: Term | None
    upon: Overturned | None

    @property
    def detail(self) -> SettlingDetail:
        return self.act.detail

    @property
    def term(self) -> Term | None:
        """That of the law, which was of the first fixing alone."""
        return self.fixable.term if self.before is None else None

    @property
    def looks_at_shortfall(self) -> bool:
        """Whether the real shortfall was held against the one that was foreseen."""
        return self.detail.foreseen is not None and self.detail.real is not None

    @property
    def lower(self) -> bool:
        """Whether it is less than was granted by that."""
        return self.looks_at_shortfall and self.detail.most < self.detail.granted

    def facts(self) -> dict[str, bool]:
        """What chooses the sections of the letter."""
        detail, term, done_on = self.detail, self.term, self.act.done_on
        weighed = (Why.OBLIGATIONS, Why.WEIGHED, Why.LAWFUL)
        return {
            "capped": self.lower,
            "uncapped": self.looks_at_shortfall and not self.lower,
            "has_article": self.fixable.law.manner is not Manner.GENERAL,
            "has_basis": bool(detail.basis),
            "weighed": Why(detail.ground) in weighed,
            "heard": detail.heard_on is not None,
            # Of what is fixed as it was granted nobody has to be heard (Awb 4:8).
            "not_heard": detail.heard_on is None and detail.final < detail.granted,
            "early": bool(detail.early),
            "unmet": self.unmet is not None and not detail.early,
            "revoked_since": self.lower and detail.shared is not None,
            "objection": bool(detail.objection),
            "anew": self.before is not None and self.upon is None,
            "upon": self.upon is not None,
            "missing": bool(self.missing),
            "paid_above": bool(self.above.whole),
            "paid_exactly": bool(self.paid) and self.paid == detail.final and not self.missing,
            "unpaid": not self.paid and not self.missing,
            "in_time": term is not None and done_on <= term.last,
            "late": term is not None and done_on > term.last,
        }

    def fixed(self, lang: str) -> dict[str, str]:
        """At what it is fixed, by which account, why, and by which article."""
        detail, account, law = self.detail, self.fixable.account, self.fixable.law
        article = law.early if detail.early else law.article
        return {
            "granted": amount(detail.granted, lang),
            "final": amount(detail.final, lang),
            "received_on": notation.unbroken_day(account.on, lang),
            "year": str(account.year),
            "why": Why(detail.ground).told.text(lang),
            "reason": notation.as_typed(self.act.reason, lang),
            "law_article": notation.article_in(article, lang),
            "reclaim_article": _claimable_by(law, detail.ground, lang),
            "early_article": notation.article_in(law.early, lang),
            "article": notation.article_in(self.act.article, lang),
            "basis": notation.as_typed(detail.basis, lang),
            "early": notation.as_typed(detail.early, lang),
            "objection": notation.as_typed(detail.objection, lang),
        }

    def capped(self, lang: str) -> dict[str, str]:
        """The most that the shortfall lets it be, and the obligation that was not met."""
        detail, unmet = self.detail, self.unmet
        of = detail.shared or detail.granted
        share = Fraction(of.cents, detail.foreseen.cents) if detail.foreseen else None
        return {
            "foreseen": "" if detail.foreseen is None else amount(detail.foreseen, lang),
            "real": "" if detail.real is None else amount(detail.real, lang),
            "share": "" if share is None else notation.share(share, lang),
            "shared": amount(of, lang),
            "most": amount(detail.most, lang),
            "cap_article": notation.article_in(self.fixable.law.cap, lang),
            "unmet": "" if unmet is None else unmet.what.text(lang),
            "unmet_article": "" if unmet is None else notation.article_in(unmet.article, lang),
            "unmet_seen": "" if unmet is None else unmet.seen.text(lang),
        }

    def heard(self, lang: str) -> dict[str, str]:
        """How whoever was granted it was heard, and by when it had to be fixed."""
        detail, term = self.detail, self.term
        return {
            "heard_on": day(detail.heard_on, lang),
            "view": notation.as_typed(detail.view, lang),
            "not_heard": not_heard(detail, lang),
            "term": "" if term is None else notation.unbroken_day(term.last, lang),
            "term_reasons": "" if term is None else term.text(lang),
        }

    def paid_so_far(self, lang: str) -> dict[str, str]:
        """What was paid of it, is missing or too much, and the fixing that it comes after."""
        before, paying = self.before, self.paying
        return {
            "before_on": "" if before is None else day(before.done_on, lang),
            "before": "" if before is None else amount(before.detail.final, lang),
            "missing": amount(self.missing, lang),
            "pay_by": "" if paying is None else notation.unbroken_day(paying.last, lang),
            "pay_reasons": "" if paying is None else paying.text(lang),
            "paid": amount(self.paid, lang),
            "to_fund": to_fund(self.standing.award.compensable_vat or self.above.vat, lang),
            "above": amount(self.above.whole, lang),
            "above_split": _split_told(self.above, lang),
        }

    def dates(self) -> tuple[date, ...]:
        """The days that the letter has to name."""
        named = [self.standing.decided_on, self.fixable.account.on]
        named += [] if self.term is None else [self.term.last]
        named += [self.paying.last] if self.missing and self.paying is not None else []
        return (*named, *(() if self.before is None else (self.before.done_on,)))

    def amounts(self) -> tuple[Euro, ...]:
        """The money that the letter has to name."""
        told = (self.detail.granted, self.detail.final)
        return (*told, *(one for one in (self.above.whole, self.missing) if one))


def _split_told(above: Overpaid, lang: str) -> str:
    """Where what was paid above it went; empty where all of it went to the municipality."""
    if not above.vat:
        return ""
    payable, vat = amount(above.payable, lang), amount(above.vat, lang)
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
    yield point("van de uitkering besteed", "spent of the grant", account.spent)
    yield point("daarvan rechtmatig", "of that lawfully", account.lawful)
    if account.unlawful:
        yield point("daarvan onrechtmatig", "of that unlawfully", account.unlawful)
    if account.shortfall is not None:
        yield point("het werkelijke tekort", "the real shortfall", account.shortfall)
    if account.homes is not None:
        of = account.affordable_homes
        nl = "" if of is None else f", waarvan {notation.whole(of, 'nl')} betaalbaar"
        en = "" if of is None else f", of which {notation.whole(of, 'en')} affordable"
        yield Point(
            nl=f"gerealiseerde woningen: {notation.whole(account.homes, 'nl')}{nl}",
            en=f"homes realised: {notation.whole(account.homes, 'en')}{en}",
        )
