"""Letters about how awards end, by the name of their golden letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.after.settling import GENERAL, most_by_shortfall
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.terms.settling import (
    after_reminder,
    to_fix,
    to_give_notice,
    to_pay_back,
)
from verdeelsleutel.instruments.terms.statutory_interest import (
    ARTICLE,
    Late,
    Rate,
    interest_on,
    total_of,
)
from verdeelsleutel.io.letters.completing.author import CompletingAuthor, Matter
from verdeelsleutel.io.letters.settling.fixing import settlement_letter
from verdeelsleutel.io.letters.settling.interest import interest_letter
from verdeelsleutel.io.letters.settling.lower_claim import lower_claim_letter
from verdeelsleutel.io.letters.settling.matters import (
    arrangement_letter,
    claim_letter,
    intention_letter,
    reminder_letter,
    settling_texts,
)
from verdeelsleutel.io.records.settling.stored import (
    Part,
    SettlingDetail,
    SettlingKind,
    StoredAccount,
    StoredAct,
    digested,
)
from verdeelsleutel.io.rounds.after.revoking import NotHeard
from verdeelsleutel.io.rounds.after.standing import StandingAward
from verdeelsleutel.io.rounds.settling.anew import Overturned
from verdeelsleutel.io.rounds.settling.claiming import Claimable
from verdeelsleutel.io.rounds.settling.claims import Claim, Overpaid
from verdeelsleutel.io.rounds.settling.fixing import Fixable, Why
from verdeelsleutel.io.rounds.settling.unmet import Unmet

from .after import fixed_at_once
from .filed import ber, gb, wbi
from .rounds import decided, sample_office

Case = Callable[[str], tuple[Any, Any]]
RECEIVED = date(2041, 7, 12)
UNMET = Unmet(
    what=Bilingual(
        nl="de bouw van de laatste woning is begonnen", en="building of the last home has begun"
    ),
    article="artikel 6, derde lid, van de Tijdelijke regeling specifieke uitkering gebiedsbudget",
    seen=Bilingual(
        nl="de laatste dag daarvoor was 31\u00a0december\u00a02034",
        en="the last day for that was 31\u00a0December\u00a02034",
    ),
)
PROPOSED, TAKEN = date(2041, 10, 1), date(2041, 10, 7)
WHY = "De maatregelen zijn uitgevoerd, en de verantwoording is goedgekeurd."
UNSPENT = "Dit geld is niet besteed aan waar het voor bedoeld is."
KEPT = f"{UNSPENT} De gemeente heeft het nog, en hoeft er geen werk voor stil te leggen."
BECAUSE = {
    Why.SHORTFALL: "De grond bracht meer op dan was voorzien.",
    Why.OBLIGATIONS: "De helft van de woningen is niet gebouwd. De gemeente houdt de helft van de "
    "uitkering, en daarmee is betaald wat wel is gemaakt.",
}


def _case(make: Callable[[str], Matter], on: date = TAKEN) -> Case:
    def case(lang: str) -> tuple[CompletingAuthor, Matter]:
        author = CompletingAuthor(
            "2026-1", sample_office(), lang, on, example=True, texts=settling_texts()
        )
        return author, make(lang)

    return case


def _standing(one: Decided) -> StandingAward:
    return StandingAward(award=one.award, decided_on=date(2026, 12, 1), sent_on=date(2026, 12, 3))


def _account(one: Decided, **more: Any) -> StoredAccount:
    own: dict[str, Any] = {
        "row_id": 1, "application_id": one.award.application_id,
        "municipality_code": one.application.place.code, "year": 2040, "version": 1, "last": True,
        "spent": one.award.amount, "lawful": one.award.amount, "unlawful": ZERO,
        "shortfall": None, "homes": None, "affordable_homes": None, "reference": "SISA-41",
        "on": RECEIVED, "file": "sisa.csv", "sha256": "0" * 64, "line": 2,
        "officer": "S. Vermeulen",
    }  # fmt: skip
    return StoredAccount(**{**own, **more})


def _act(
    one: Decided, kind: SettlingKind, article: str, detail: SettlingDetail,
    on: date = TAKEN, reason: str = WHY,
) -> StoredAct:  # fmt: skip
    two = kind.by_two
    return digested(
        StoredAct(
            row_id=7, application_id=one.award.application_id, kind=kind,
            on=PROPOSED if two else on, article=article, reason=reason, detail=detail,
            made_by="S. Vermeulen", approver="Y. Haddou" if two else "",
            approved_on=on if two else None,
        )
    )  # fmt: skip


def _won(act: StoredAct, on: date) -> Overturned:
    """A decision that a founded objection revokes on a day."""
    return Overturned(act=act, objection="BZ-1", on=on)


def _fixed(
    one: Decided, why: Why, final: Euro | None, account: StoredAccount, foreseen: Euro | None,
    paid: Euro, above: Overpaid, on: date = TAKEN, seen: Unmet | None = None,
    before: Euro | None = None, upon: bool = False, **more: Any,
) -> Case:  # fmt: skip
    """A settlement, anew where there was one ``before``, of which the rest was not paid.

    ``upon`` says that it is taken in the decision on an objection to that very one.

    Its most follows from the shortfalls, where the scheme looks at those.
    """
    law = instruments()[one.award.instrument].settling.on(date(2026, 3, 2))
    granted, real = one.award.amount, account.shortfall
    most = granted
    if foreseen is not None and real is not None:
        most = min(most, most_by_shortfall(granted, foreseen, real))
    fixable = Fixable(
        account=account, granted=granted, shared=granted, foreseen=foreseen, real=real,
        most=most, usual=most,
        law=law,
        term=to_fix(RECEIVED, law.article) if law.by_end_of_year and account.last else None,
    )  # fmt: skip
    amount = most if final is None else final
    detail = SettlingDetail(
        account_id=1, granted=granted, final=amount, most=most, foreseen=foreseen, real=real,
        lawful=account.lawful, ground=why.value, **more,
    )  # fmt: skip
    article = law.article if amount == granted else law.cap if why is Why.SHORTFALL else law.lower
    made = _act(one, SettlingKind.SETTLED, article, detail, on, BECAUSE.get(why, WHY))
    earlier = None
    if before is not None:
        same = detail.granted if upon else before
        former = detail.model_copy(update={"granted": same, "final": before})
        earlier = _act(one, SettlingKind.SETTLED, article, former)
    won = _won(earlier, on) if earlier is not None and upon else None
    return _case(
        lambda lang: settlement_letter(
            made, fixable, _standing(one), one.application, one.application.place, paid, above,
            seen, lang, before=earlier, missing=amount - paid if before is not None else ZERO,
            paying=to_pay_back(on, None), upon=won,
        ),
        on,
    )  # fmt: skip


def _claims(one: Decided, amount: Euro, vat: Euro, *, notice: bool, heard: bool) -> dict[str, Case]:
    """An intention and the decision on it; for a scheme with a notice, that notice."""
    law = instruments()[one.award.instrument].settling.on(date(2026, 3, 2))
    account = _account(one, lawful=one.award.amount - amount, spent=one.award.amount - amount)
    term = to_give_notice(RECEIVED, law.notice_years, law.reclaim) if notice else None
    found = Claimable(
        law=law, article=law.reclaim, account=account, above=amount, more=ZERO, term=term
    )
    own: dict[str, Any] = {
        "account_id": 1, "granted": one.award.amount, "amount": amount, "vat": vat,
    }  # fmt: skip
    taken, ends = date(2041, 11, 4), instruments()[one.award.instrument].settling
    basis = "De gemeente kreeg dit bedrag onverschuldigd." if law.lapsed(taken, ends.lapses) else ""
    detail = SettlingDetail(**own, payable=amount - vat, until=date(2041, 10, 21))
    intention = _act(one, SettlingKind.INTENDED, law.reclaim, detail, reason=UNSPENT)
    decision = SettlingDetail(
        **own, basis=basis, payable=amount - vat, about=7,
        heard_on=date(2041, 10, 15) if heard else None,
        view="U schreef dat het werk later klaar is. Dat maakt de besteding niet rechtmatig."
        if heard
        else "",
    )  # fmt: skip
    made = _act(one, SettlingKind.RECLAIMED, law.reclaim, decision, taken, KEPT)
    paying, paid = to_pay_back(taken, None), one.award.amount
    place = one.application.place
    return {
        "aanzegging" if notice else "voornemenvordering": _case(
            lambda lang: intention_letter(
                intention, found, _standing(one), one.application, place, paid, lang
            )
        ),
        f"terugvordering{'_gehoord' if heard else ''}": _case(
            lambda lang: claim_letter(
                made,
                _standing(one),
                one.application,
                place,
                paying,
                intention,
                paid,
                term,
                lang,
            ),
            taken,
        ),
    }


AGAIN_INTEREST, AGAIN_CLAIM, AGAIN_FIXED = date(2043, 5, 18), date(2041, 12, 20), date(2042, 1, 13)
IN_TIME = date(2041, 12, 5)
Told = tuple[Callable[[str], Matter], date, date]
IN_PLACE: dict[str, Told] = {}
"""What takes the place of a decision, the day of that and the day of the decision on objection."""


def taken_in_place() -> dict[str, Told]:
    """What decisions on objections put in the place of others, by the name of the golden letter."""
    settling_letters()
    return dict(sorted(IN_PLACE.items()))


def _collecting(one: Decided) -> dict[str, Case]:
    """An arrangement of a claim, and the reminder when its second part is late."""
    claimed, arranged, reminded = date(2041, 11, 4), date(2041, 12, 9), date(2042, 9, 2)
    owed = Euro.euros(900_000)
    claim_act = _act(
        one, SettlingKind.RECLAIMED, "artikel 11",
        SettlingDetail(amount=owed, payable=owed), claimed,
    )  # fmt: skip
    parts = (
        Part(by=date(2042, 3, 1), amount=Euro.euros(400_000)),
        Part(by=date(2042, 9, 1), amount=Euro.euros(500_000)),
    )
    arrangement = _act(
        one, SettlingKind.ARRANGED, "artikel 4:94, eerste lid, Awb",
        SettlingDetail(about=7, payable=owed, parts=parts), arranged,
        reason="De gemeente kan niet alles in één begrotingsjaar betalen.",
    )  # fmt: skip
    claim = Claim(
        act=claim_act, first=claim_act, term=to_pay_back(claimed, None),
        arrangements=(arrangement,), reminded=(), repayments=(),
    )  # fmt: skip
    reminder = _act(
        one, SettlingKind.REMINDED, "artikel 4:112, eerste lid, Awb",
        SettlingDetail(about=7, amount=Euro.euros(500_000)), reminded,
    )  # fmt: skip
    key, place = one.award.instrument, one.application.place
    late = (Late(amount=parts[1].amount, since=date(2042, 9, 2), until=date(2043, 3, 2)),)
    rates = (
        Rate(since=date(2042, 7, 1), hundredths=450, source="Stb. 2042, 123"),
        Rate(since=date(2043, 1, 1), hundredths=500, source="Stb. 2042, 456"),
    )
    lines = interest_on(late, rates, date(2041, 12, 31))
    fixed, before = date(2043, 3, 9), Euro.euros(1_000)
    interest = _act(
        one, SettlingKind.INTEREST, ARTICLE,
        SettlingDetail(about=7, amount=total_of(lines) - before, rates=rates), fixed,
        reason="De gemeente betaalde het laatste deel een half jaar te laat.",
    )  # fmt: skip
    less = _act(
        one, SettlingKind.INTEREST, ARTICLE,
        SettlingDetail(about=7, amount=Euro.euros(5_000), rates=rates), AGAIN_INTEREST,
        reason="De gemeente kreeg mijn betaalverzoek een maand te laat.",
    )  # fmt: skip

    def lower(
        amount: Euro, repaid: tuple[StoredAct, ...], reason: str, on: date = AGAIN_CLAIM
    ) -> Callable[[str], Matter]:
        vat = Euro(amount.cents // 8)
        detail = SettlingDetail(
            amount=amount, payable=amount - vat, vat=vat, upon="BZ-1", replaces=7
        )
        made = _act(one, SettlingKind.RECLAIMED, split.article, detail, on, reason=reason)
        before = Claim(
            act=split, first=split, term=claim.term, arrangements=(), reminded=(),
            repayments=repaid,
        )  # fmt: skip
        return lambda lang: lower_claim_letter(
            made, before, key, one.application, place, lang, to_pay_back(on, None)
        )

    split = _act(
        one, SettlingKind.RECLAIMED,
        instruments()[key].settling.on(date(2026, 3, 2)).reclaim,
        SettlingDetail(amount=owed, payable=Euro.euros(787_500), vat=Euro.euros(112_500)), claimed,
    )  # fmt: skip
    came = tuple(
        _act(one, SettlingKind.REPAID, "artikel 4:89", SettlingDetail(
            about=7, amount=Euro.euros(euros), to_fund=to_fund), date(2041, 12, 2))
        for euros, to_fund in ((787_500, False), (112_500, True))
    )  # fmt: skip
    part, exact = (
        tuple(
            _act(one, SettlingKind.REPAID, "artikel 4:89", SettlingDetail(
                about=7, amount=Euro.euros(euros), to_fund=to_fund), date(2041, 11, 18))
            for euros, to_fund in paid
        )
        for paid in (((200_000, False),), ((350_000, False), (50_000, True)))
    )  # fmt: skip
    IN_PLACE.update(
        {
            "bezwaar_gedeeltelijk_rente": (
                lambda lang: interest_letter(
                    less, claim, lines, ZERO, to_pay_back(AGAIN_INTEREST, None), key,
                    one.application, place, lang, upon=_won(interest, AGAIN_INTEREST),
                ),
                fixed, AGAIN_INTEREST,
            ),
            "bezwaar_gedeeltelijk_terugvordering": (
                lower(
                    Euro.euros(400_000), came,
                    "Met de helft van het geld is de brug alsnog gebouwd; die blijft van de wijk.",
                ),
                claimed, AGAIN_CLAIM,
            ),
            "bezwaar_gegrond_terugvordering": (
                lower(ZERO, (), "De verantwoording telde een factuur niet mee die er wel was."),
                claimed, AGAIN_CLAIM,
            ),
            "bezwaar_gedeeltelijk_terugvordering_op_tijd": (
                lower(
                    Euro.euros(600_000), part, "Een deel is alsnog aan de wijk besteed.", IN_TIME
                ),
                claimed, IN_TIME,
            ),
            "bezwaar_gedeeltelijk_terugvordering_betaald": (
                lower(Euro.euros(400_000), exact, "De helft is alsnog aan de wijk besteed."),
                claimed, AGAIN_CLAIM,
            ),
            "bezwaar_gedeeltelijk_terugvordering_open": (
                lower(Euro.euros(700_000), came[1:], "Een deel is alsnog aan de wijk besteed."),
                claimed, AGAIN_CLAIM,
            ),
        }
    )  # fmt: skip
    return {
        "rentebesluit": _case(
            lambda lang: interest_letter(
                interest, claim, lines, before, to_pay_back(fixed, None), key, one.application,
                place, lang,
            ),
            fixed,
        ),
        "betalingsregeling": _case(
            lambda lang: arrangement_letter(arrangement, claim, key, one.application, place, lang),
            arranged,
        ),
        "aanmaning": _case(
            lambda lang: reminder_letter(
                reminder, claim, after_reminder(reminded), parts[1].by, key, one.application,
                place, lang,
            ),
            reminded,
        ),
    }  # fmt: skip


def _after_revocation(one: Decided) -> Case:
    """The claim of what a revocation made undue, which no article of a scheme is about."""
    amount, taken = one.award.amount, date(2027, 4, 5)
    detail = SettlingDetail(
        account_id=None, granted=amount, amount=amount, payable=amount, vat=ZERO,
        not_heard=NotHeard.HEARD_BEFORE.value, heard_before=date(2027, 2, 8),
    )  # fmt: skip
    made = _act(
        one, SettlingKind.RECLAIMED, GENERAL.texts[0].reclaim, detail, taken,
        "Op 8 maart 2027 trok ik de uitkering in. Wat is betaald, is daarom niet verschuldigd. "
        "De gemeente heeft er nog niets van besteed.",
    )  # fmt: skip
    paying = to_pay_back(taken, None)
    return _case(
        lambda lang: claim_letter(
            made,
            _standing(one),
            one.application,
            one.application.place,
            paying,
            None,
            amount,
            None,
            lang,
        ),
        taken,
    )


def settling_letters() -> dict[str, Case]:
    """Fixed lower, in full and for obligations; noticed, claimed back, arranged and reminded."""
    area, home = decided(gb(), Outcome.GRANTED), decided(wbi("WBI-2026-0041"), Outcome.GRANTED)
    road = decided(ber(), Outcome.GRANTED, vat=Euro.euros(3_100_000))
    whole = area.award.amount
    foreseen = whole + whole
    lower = _account(area, shortfall=whole, homes=410, affordable_homes=250)
    half = most_by_shortfall(whole, foreseen, whole)
    vat = Euro(area.award.compensable_vat.cents // 2)
    above = Overpaid(payable=whole - half - vat, vat=vat)
    nothing = Overpaid(payable=ZERO, vat=ZERO)
    no_change = _account(area, shortfall=foreseen)
    anew = _fixed(
        area, Why.IN_FULL, None, no_change, foreseen, half, nothing, AGAIN_FIXED, before=half,
        upon=True,
    )  # fmt: skip
    IN_PLACE["bezwaar_gegrond_vaststelling"] = (lambda lang: anew(lang)[1], TAKEN, AGAIN_FIXED)
    return {
        "vaststelling_tekort": _fixed(
            area, Why.SHORTFALL, None, lower, foreseen, whole, above,
            not_heard=NotHeard.OWN_DATA.value,
        ),
        "vaststelling_verplichtingen": _fixed(
            area, Why.OBLIGATIONS, half, no_change, foreseen, whole, above, date(2042, 1, 6),
            UNMET, unmet="last_start", heard_on=date(2041, 9, 20),
            view="U schreef dat een bouwer uitviel. Dat lag binnen uw eigen risico.",
            objection="De regeling vraagt dit besluit in het jaar van de verantwoording.",
        ),
        "vaststelling_eerder": _fixed(
            area, Why.OBLIGATIONS, half,
            _account(area, shortfall=foreseen, last=False, year=2034, on=date(2035, 7, 12)),
            foreseen, whole, above, date(2036, 5, 12), UNMET, unmet="last_start",
            early="Herinrichting van het stationsplein.", heard_on=date(2036, 4, 20),
            view="U schreef dat de bouw in 2037 begint. Dat is na de laatste dag.",
        ),
        "vaststelling_opnieuw": _fixed(
            area, Why.IN_FULL, None, no_change, foreseen, half, nothing, date(2042, 1, 13),
            before=half,
        ),
        "vaststelling_geheel": _fixed(
            road, Why.IN_FULL, None, _account(road), None, road.award.amount, nothing
        ),
        **_claims(area, above.whole, vat, notice=False, heard=False),
        **_claims(home, Euro.euros(750_000), ZERO, notice=True, heard=True),
        **_collecting(area),
        "terugvordering_na_intrekking": _after_revocation(home),
        **{
            name.replace("vordering", "vordering_opgave"): case
            for name, case in _claims(
                fixed_at_once(), Euro.euros(700_000), ZERO, notice=False, heard=False
            ).items()
        },
    }  # fmt: skip
