"""Letters about awards after their decision, by the name of their golden letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.decisions.allocation import Award, Outcome
from verdeelsleutel.grants.dossier import Decided, Dossier, FromReserve
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.after.matters import (
    after_texts,
    change_letter,
    intention_letter,
    revocation_letter,
)
from verdeelsleutel.io.letters.completing.author import CompletingAuthor, Matter
from verdeelsleutel.io.records.after.award_decisions import (
    ChangeAsked,
    DecisionKind,
    Detail,
    StoredAwardDecision,
    StoredIntention,
    digested,
)
from verdeelsleutel.io.rounds.after.changing import article_for, has_article
from verdeelsleutel.io.rounds.after.revoking import Ground, NotHeard
from verdeelsleutel.io.rounds.after.revoking import article_for as revoked_by
from verdeelsleutel.io.rounds.after.standing import StandingAward
from verdeelsleutel.io.rounds.completing.term import Term

from . import reasons as why
from .filed import gb, rs, wbi
from .rounds import decided, dossier, sample_office

Case = Callable[[str], tuple[Any, Any]]
TAKEN = date(2027, 3, 8)
TERM = Term(
    day=date(2027, 5, 3),
    reasons=(
        Bilingual(nl="03-05-2027 volgens artikel 8, negende lid, van de regeling",
                  en="3 May 2027 by article 8, ninth paragraph, of the regulation"),
        Bilingual(nl="niet verschoven: een termijn van meer dan twaalf weken",
                  en="not moved: a term of more than twelve weeks"),
    ),
)  # fmt: skip

REASONABLE = Term(
    day=date(2027, 3, 29),
    reasons=(
        Bilingual(nl="29-03-2027 volgens artikel 4:13, tweede lid, Awb",
                  en="29 March 2027 by article 4:13, second paragraph, Awb"),
        Bilingual(nl="niet verschoven: een redelijke termijn, die het bestuursorgaan zelf kan "
                  "verlengen (artikel 4:14, derde lid, Awb)",
                  en="not moved: a reasonable term, which the authority can lengthen itself "
                  "(article 4:14, third paragraph, Awb)"),
    ),
)  # fmt: skip


def _standing(one: Decided) -> StandingAward:
    return StandingAward(award=one.award, decided_on=date(2026, 12, 1), sent_on=date(2026, 12, 3))


def _decision(kind: DecisionKind, article: str, reason: str, detail: Detail) -> StoredAwardDecision:
    return digested(StoredAwardDecision(
        row_id=1, application_id=detail.before.application_id, kind=kind, request_id=None,
        on=date(2027, 3, 1), article=article, reason=reason, detail=detail,
        digest="", made_by="S. Vermeulen", approver="Y. Haddou", approved_on=TAKEN,
    ))  # fmt: skip


def _author(lang: str, sent_on: date = TAKEN) -> CompletingAuthor:
    return CompletingAuthor(
        "2026-1", sample_office(), lang, sent_on, example=True, texts=after_texts()
    )


def _change(
    one: Decided, asked: ChangeAsked, kind: DecisionKind, paid: Euro, special: str = "",
    shares: tuple[str, str] | None = None,
) -> Case:  # fmt: skip
    after = one.award
    if kind is DecisionKind.CHANGED and asked.amount is not None:
        vat = one.award.compensable_vat.cents * asked.amount.cents // one.award.amount.cents
        after = one.award.model_copy(
            update={
                "amount": asked.amount, "compensable_vat": Euro(vat),
                "payable": asked.amount - Euro(vat),
            }
        )  # fmt: skip
    if asked.year is not None:
        moved = (Payment(year=asked.year, amount=after.amount),)
        after = after.model_copy(update={"payments": moved})
    detail = Detail(before=one.award, after=after, asked=asked, special=special)
    own = instruments()[one.award.instrument]
    reason = "De woningen gaan door, en de overige kosten dekt de gemeente zelf."
    made = _decision(kind, article_for(own), reason, detail)

    def case(lang: str) -> tuple[CompletingAuthor, Matter]:
        term = TERM if has_article(own) else REASONABLE
        matter = change_letter(made, _standing(one), one.application, term, paid, shares, lang)
        return _author(lang), matter

    return case


STOPPED = "De gemeente heeft het plan op 4 januari 2027 gestopt."


def _intention(
    one: Decided, ground: Ground = Ground.NOT_PERFORMED, remains: Euro = ZERO
) -> StoredIntention:
    return StoredIntention(
        row_id=1, application_id=one.award.application_id, on=date(2027, 2, 1),
        until=date(2027, 2, 15), ground=ground.value,
        article=revoked_by(instruments()[one.award.instrument], ground), reason=STOPPED,
        remains=remains, officer="S. Vermeulen",
        effect=date(2027, 7, 1) if ground is Ground.CIRCUMSTANCES else None,
    )  # fmt: skip


def _intended(told: StoredIntention, one: Decided, paid: Euro) -> Case:
    def case(lang: str) -> tuple[CompletingAuthor, Matter]:
        matter = intention_letter(told, _standing(one), one.application, paid, lang)
        return _author(lang, told.on), matter

    return case


def _revocation(
    one: Decided, paid: Euro, heard: date | None, told: StoredIntention | None = None
) -> Case:
    """Heard on a day, silent where there is an intention and no day, and else not heard."""
    remains = told.remains if told else ZERO
    ground = Ground(told.ground) if told else Ground.NOT_PERFORMED
    vat = Euro(one.award.compensable_vat.cents * remains.cents // one.award.amount.cents)
    left: dict[str, object] = {
        "amount": remains, "compensable_vat": vat, "payable": remains - vat,
        "payments": (Payment(year=2027, amount=remains),) if remains else (),
    }  # fmt: skip
    after: Award = one.award.model_copy(update=left)
    own = instruments()[one.award.instrument]
    detail = Detail(
        before=one.award, after=after, freed=one.award.amount - remains, ground=ground.value,
        heard_on=heard,
        view="U schreef dat de raad het plan heeft ingetrokken. Dat bevestigt dit besluit."
        if heard
        else "",
        silent_until=told.until if told and not heard else None,
        not_heard="" if told else NotHeard.OWN_DATA.value,
        intention=told.row_id if told else None,
        interest="De gemeente mist geld voor de openbare ruimte rond het station.",
        weighed="De woningen waarvoor het geld was, komen er niet; ander geld dekt de rest.",
        effect=told.effect if told else None,
        notice="In die tijd kunt u de lopende opdrachten afbouwen." if told and told.effect else "",
    )  # fmt: skip
    made = _decision(DecisionKind.REVOKED, revoked_by(own, ground), STOPPED, detail)

    def case(lang: str) -> tuple[CompletingAuthor, Matter]:
        matter = revocation_letter(made, _standing(one), one.application, paid, told, lang)
        return _author(lang), matter

    return case


def revoked_by_intention(one: Decided, ground: Ground) -> Case:
    """The whole of an award revoked on a ground, after an intention that nobody answered."""
    return _revocation(one, ZERO, None, _intention(one, ground))


def fixed_at_once() -> Decided:
    """An award of the Realisatiestimulans, whose decision fixes the grant and grants nothing."""
    return decided(rs(), Outcome.GRANTED, requested=Euro.euros(8_400_000))


def after_letters() -> dict[str, Case]:
    """A lower amount that was paid, new dates and another year, a refusal; intentions to revoke,
    and revocations: heard, paid, and of a part."""
    area = decided(gb(), Outcome.GRANTED, vat=Euro.euros(2_350_000))
    home = decided(wbi("WBI-2026-0041"), Outcome.GRANTED)
    stated = fixed_at_once()
    received = date(2027, 2, 1)
    lower = ChangeAsked(
        text="Verlaag de uitkering, want een deel van het plan vervalt.", received=received,
        amount=Euro.euros(area.award.amount.cents // 200),
    )  # fmt: skip
    dates = ChangeAsked(
        text="Geef ons twee jaar langer.", received=received, year=2028,
        last_start=date(2036, 12, 31), measures_ready=date(2040, 6, 30), measure="hinder",
        area="Zwolle Spoorzone",
    )  # fmt: skip
    more = ChangeAsked(text="Verhoog het bedrag.", received=received, amount=Euro.euros(9_000_000))
    part = _intention(area, Ground.CIRCUMSTANCES, Euro(area.award.amount.cents // 2))
    wrong = _intention(stated, Ground.WRONG_DATA)
    special = "De netbeheerder sluit de wijk pas in 2035 aan"
    return {
        "wijziging": _change(
            area, lower, DecisionKind.CHANGED, area.award.amount, shares=("20%", "10%")
        ),
        "wijziging_data": _change(area, dates, DecisionKind.CHANGED, ZERO, special),
        "wijziging_geweigerd": _change(home, more, DecisionKind.CHANGE_REFUSED, ZERO),
        "voornemen_intrekking": _intended(_intention(home), home, ZERO),
        "voornemen_deel": _intended(part, area, area.award.amount),
        "intrekking_gehoord": _revocation(home, ZERO, date(2027, 2, 12), _intention(home)),
        "intrekking_betaald": _revocation(area, area.award.amount, None),
        "intrekking_deel": _revocation(area, area.award.amount, None, part),
        "wijziging_opgave_geweigerd": _change(stated, more, DecisionKind.CHANGE_REFUSED, ZERO),
        "voornemen_intrekking_opgave": _intended(wrong, stated, ZERO),
        "intrekking_opgave": _revocation(stated, ZERO, date(2027, 2, 12), wrong),
    }


def reserve_letter() -> tuple[Decided, Dossier]:
    """An award from the reserve, with the round that it is of."""
    one = decided(gb("GB-2026-0012"), Outcome.GRANTED, reasons=why.FITS_RANK)
    whole = dossier((one,))
    told = FromReserve(
        refused_on=date(2026, 9, 4), freed=Euro.euros(20_000_000),
        basis="artikel 9, tweede lid, van de Voorbeeldregeling (fictief)",
    )  # fmt: skip
    return one, whole.model_copy(update={"from_reserve": {"GB-2026-0012": told}})
