"""A change of an award upon the request of its municipality (*wijziging op aanvraag*).

The Gebiedsbudget has an article about it (art. 8), which says what a request holds, by when it has
to come, and what a change can never do. The other schemes have none: there a change is decided on
by the general rules of the Awb, with reasons. Nowhere does it make an award higher.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from ....grants import notation
from ....grants.applications.application import Payment
from ....grants.bilingual import Bilingual
from ....grants.decisions.allocation import Award
from ....grants.money import ZERO, Euro
from ....grants.municipality import plain_name
from ....grants.rounds.policy import Policy
from ....instruments.after.schedule import article_of
from ....instruments.instrument import Instrument, instruments
from ....instruments.law.catalogue import Law
from ....instruments.terms.deadlines import moved_or_not
from ...errors import RefusedByProcess, WrongUse
from ...records.after.award_decisions import ChangeAsked, DecisionKind, StoredRequestToChange
from ...records.after.orders import PaymentState
from ...records.rounds.reader import RoundReader
from ..completing.term import Term
from .cash import full_years
from .instalments import instalments_of
from .standing import StandingAward

_GB = "van de Tijdelijke regeling specifieke uitkering gebiedsbudget"
_NO_ARTICLE = "artikelen 3:2, 3:4 en 3:46 Awb"
_REASONABLE = timedelta(weeks=8)

CONTENTS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "a": Bilingual(nl="een kaart van de woningbouwlocatie", en="a map of the location"),
        "b": Bilingual(
            nl="een omschrijving van de maatregelen, met hun type",
            en="a description of the measures, with their type",
        ),
        "c": Bilingual(
            nl="een begroting met kosten, rijksbijdragen, tekort en gevraagde bijdrage",
            en="a budget with costs, state contributions, shortfall and contribution asked",
        ),
        "d": Bilingual(
            nl="het aantal woningen en betaalbare woningen",
            en="the number of homes and of affordable homes",
        ),
        "e": Bilingual(
            nl="een tijdsplanning van woningen en maatregelen",
            en="a planning of homes and measures",
        ),
        "f": Bilingual(nl="het rekeningnummer", en="the account number"),
        "g": Bilingual(
            nl="een bewijs dat de rekening op naam van de aanvrager staat",
            en="proof that the account is in the applicant's name",
        ),
    }
)
"""What a request to change holds (GB art. 8, eighth paragraph), by letter."""

MEASURES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "openbare_ruimte": Bilingual(
            nl="herinrichting openbare ruimte", en="redesign of public space"
        ),
        "hinder": Bilingual(
            nl="verwerven of verplaatsen van hindervormende activiteiten, of bronmaatregelen",
            en="acquiring or moving activities that cause nuisance, or measures at their source",
        ),
        "klimaat_en_groen": Bilingual(
            nl="duurzaamheid: biodiversiteit, groen en klimaatadaptatie",
            en="sustainability: biodiversity, green and climate adaptation",
        ),
    }
)
"""The types of measure (GB art. 2, second paragraph)."""


def has_article(own: Instrument) -> bool:
    """Whether the law of a scheme has an article about a change on request."""
    return bool(own.schedule.changes)


def law_of(policy: Policy, scheme: str) -> Law:
    """The law of a scheme that the round is decided by."""
    chosen = policy.instruments[scheme]
    return instruments()[scheme].catalogue.law_on(
        policy.round.window_opens, chosen.parameters, carry=True
    )


def article_for(own: Instrument) -> str:
    """What a decision on a change rests on."""
    return f"artikel 8, eerste lid, {_GB}" if has_article(own) else _NO_ARTICLE


def term_to_decide_change(policy: Policy, scheme: str, received: date) -> Term:
    """By when a request to change has to be decided on, and why.

    Thirteen weeks for the Gebiedsbudget (art. 8, ninth paragraph), which nothing moves; elsewhere
    the reasonable term of the Awb, eight weeks (art. 4:13).
    """
    own, law = instruments()[scheme], law_of(policy, scheme)
    if has_article(own):
        weeks = law.term(f"{own.schedule.changes}.term").value
        day = received + timedelta(weeks=weeks)
        article = article_of(law, own.schedule.changes)
        moved = moved_or_not(day, may_move=False, weeks=weeks)
    else:
        day, article = received + _REASONABLE, "artikel 4:13, tweede lid, Awb"
        moved = Bilingual(
            nl="niet verschoven: een redelijke termijn, die het bestuursorgaan zelf kan verlengen "
            "(artikel 4:14, derde lid, Awb)",
            en="not moved: a reasonable term, which the authority can lengthen itself (article "
            "4:14, third paragraph, Awb)",
        )
    first = Bilingual(
        nl=f"{day:%d-%m-%Y} volgens {article}",
        en=f"{notation.short_day(day, 'en')} by {notation.article_in(article, 'en')}",
    )
    return Term(day=day, reasons=(first, moved))


def open_request(reader: RoundReader, number: str) -> StoredRequestToChange | None:
    """The newest request about an award that was not decided on yet."""
    own = [one for one in reader.after.change_requests if one.application_id == number]
    decided = max(
        (
            one.request_id or 0
            for one in reader.after.award_decisions
            if one.application_id == number
            and one.approver
            and one.kind in (DecisionKind.CHANGED, DecisionKind.CHANGE_REFUSED)
        ),
        default=0,
    )
    open_ = [one for one in own if one.row_id > decided]
    if not open_:
        return None
    return open_[-1].model_copy(update={"on": min(one.on for one in open_)})


def lacking_in(own: Instrument, asked: ChangeAsked) -> tuple[str, ...]:
    """The letters of what a request lacks by the article of its scheme; none where it has none."""
    return tuple(key for key in CONTENTS if key not in asked.holds) if has_article(own) else ()


def foreseen_shortfall(standing: StandingAward, application: Any) -> Euro | None:
    """The foreseen shortfall by the newest decision on an award that stated one, if any did."""
    stated: Euro | None = getattr(application, "shortfall", None)
    for one in standing.by:
        if one.detail.asked is not None and one.detail.asked.shortfall is not None:
            stated = one.detail.asked.shortfall
    return stated


def granted_before_revoking(standing: StandingAward) -> Euro:
    """The grant that the percentage of its decision is of: parts revoked since do not change it."""
    amount = standing.award.amount
    for one in reversed(standing.by):
        if one.kind is not DecisionKind.REVOKED or one.detail.after.amount != amount:
            break
        amount = one.detail.before.amount
    return amount


def shares_of(
    standing: StandingAward, application: Any, after: Award, asked: ChangeAsked
) -> tuple[Fraction, Fraction] | None:
    """The share of the grant in the foreseen shortfall, before and after; ``None`` without one.

    By the shortfall of the newest decision on the award that stated one.
    """
    stated = foreseen_shortfall(standing, application)
    if not stated:
        return None
    now = asked.shortfall or stated
    return (
        Fraction(granted_before_revoking(standing).cents, stated.cents),
        Fraction(after.amount.cents, now.cents),
    )


def changed_award(standing: StandingAward, application: Any, asked: ChangeAsked) -> Award:
    """The award as it becomes.

    Raises:
        WrongUse: it asks for a part that there is not.
    """
    award = standing.award
    payments = sorted((one for one in award.payments if one.amount), key=lambda one: one.year)
    if asked.amount is not None:
        payments = list(_cut(payments, asked.amount))
    if asked.year is not None:
        if not 1 <= asked.part <= len(payments):
            raise WrongUse(
                f"{award.application_id} heeft geen deel {asked.part} om te verplaatsen."
            )
        payments[asked.part - 1] = Payment(year=asked.year, amount=payments[asked.part - 1].amount)
    amount = award.amount if asked.amount is None else asked.amount
    split = instruments()[award.instrument].split_vat(application, amount)
    same = amount == award.amount
    return award.model_copy(
        update={
            "amount": amount,
            "compensable_vat": award.compensable_vat if same else split.compensable,
            "payable": award.payable if same else split.payable,
            "next_window": min(award.next_window, amount),
            "payments": _joined(payments),
        }
    )


def _cut(payments: list[Payment], amount: Euro) -> Iterator[Payment]:
    """The same payments up to an amount: the last go down first."""
    left = amount
    for one in payments:
        part = min(one.amount, max(left, ZERO))
        left = left - part
        if part:
            yield Payment(year=one.year, amount=part)


def _joined(payments: list[Payment]) -> tuple[Payment, ...]:
    by_year: dict[int, Euro] = {}
    for one in payments:
        by_year[one.year] = by_year.get(one.year, ZERO) + one.amount
    return tuple(Payment(year=year, amount=by_year[year]) for year in sorted(by_year))


def change_faults(
    reader: RoundReader,
    standing: StandingAward,
    application: Any,
    request: StoredRequestToChange,
    on: date,
    special: str,
) -> Iterator[str]:
    """Why what is asked cannot be granted on a day, each in Dutch; nothing where it can."""
    award, asked = standing.award, request.asked
    own = instruments()[award.instrument]
    missing = lacking_in(own, asked)
    if missing:
        what = "; ".join(f"{key}. {CONTENTS[key].nl}" for key in missing)
        yield (
            f"Het verzoek is niet volledig (artikel 8, achtste lid, {_GB}). Er ontbreekt: {what}. "
            'Laat het aanvullen en leg het opnieuw vast met "verdeel change request".'
        )
    if asked.amount is not None and asked.amount > award.amount:
        yield (
            f"Het bedrag zou hoger worden, {asked.amount} in plaats van {award.amount}, en dat kan "
            f"niet{f' (artikel 8, zesde lid, {_GB})' if has_article(own) else ''}. Wie meer "
            "vraagt, doet een nieuwe aanvraag in een volgend tijdvak."
        )
        return
    after = changed_award(standing, application, asked)
    if not after.amount:
        yield "Het bedrag zou nul worden. Trek de toekenning dan in: verdeel revoke."
    if after == award and not (asked.last_start or asked.measures_ready or asked.measure):
        yield "Er verandert niets: het verzoek noemt geen ander bedrag, jaar, datum of maatregel."
    if has_article(own):
        yield from _by_article_8(standing, application, after, request, special)
    yield from _payment_faults(reader, standing, after, on)


def _by_article_8(
    standing: StandingAward,
    application: Any,
    after: Award,
    request: StoredRequestToChange,
    special: str,
) -> Iterator[str]:
    asked = request.asked
    shares = shares_of(standing, application, after, asked)
    if shares is not None and shares[1] > shares[0]:
        before, now = (f"{notation.at_most(one * 100, 4, 'nl')}%" for one in shares)
        yield (
            f"Het aandeel in het resterende tekort zou hoger worden, {now} in plaats van {before} "
            f"(artikel 8, zevende lid, {_GB}). Verlaag het bedrag mee."
        )
    if (asked.last_start or asked.measures_ready) and not special:
        yield (
            "Van de uiterste data wordt alleen in bijzondere omstandigheden afgeweken (artikel 8, "
            f"derde lid, {_GB}). Noem ze met --special."
        )
    if asked.measure:
        if plain_name(asked.area) != plain_name(application.area):
            yield (
                f"De gewijzigde maatregel dient niet dezelfde woningbouwlocatie "
                f"({application.area}), maar {asked.area or 'geen genoemde'} (artikel 8, vierde "
                f"lid, onder a, {_GB})."
            )
        if asked.measure not in MEASURES:
            yield (
                f"'{asked.measure}' is geen type maatregel: {', '.join(MEASURES)} (artikel 8, "
                f"vierde lid, onder b, {_GB})."
            )
        if asked.starts is None or request.on > asked.starts:
            began = "onbekend wanneer" if asked.starts is None else f"{asked.starts:%d-%m-%Y}"
            yield (
                f"Het verzoek kwam in op {request.on:%d-%m-%Y}, na de start van de maatregel "
                f"({began}); het kan uiterlijk tot die start (artikel 8, vijfde lid, {_GB})."
            )


def _payment_faults(
    reader: RoundReader, standing: StandingAward, after: Award, on: date
) -> Iterator[str]:
    """A paid part stays where it is; a year that is over or full takes nothing."""
    number = after.application_id
    try:
        parts = {
            one.part: one
            for one in instalments_of(reader.policy, standing.model_copy(update={"award": after}))
        }
    except RefusedByProcess as refused:
        yield str(refused)
        return
    paid = {
        one.part: one
        for one in reader.after.payment_orders
        if one.application_id == number and one.state is PaymentState.PAID
    }
    for part, order in paid.items():
        if part not in parts or parts[part].year != order.year:
            yield f"Deel {part} van {number} is al betaald in {order.year} en verplaatst niet meer."
    moved = {one.year for one in standing.award.payments}
    for part, one in parts.items():
        if part not in paid and one.year < on.year and one.year not in moved:
            yield f"Kasjaar {one.year} is gesloten; een betaling verplaatst daar niet naartoe."
    full = full_years(reader, after)
    if full:
        yield (
            f"Het jaar is vol: {'; '.join(full)}. Kies een ander jaar, of laat de begroting "
            "wijzigen."
        )
