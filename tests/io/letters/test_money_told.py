"""What a letter says of the money: what was there, what a part is for, and when it is paid."""

from __future__ import annotations

from datetime import date

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided, Needed
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.letters.completing.author import CompletingAuthor
from verdeelsleutel.io.letters.completing.matters import aside_letter
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.letters.verification.faults import letter_faults
from verdeelsleutel.io.rounds.aside.waiting import Waits
from verdeelsleutel.io.rounds.completing.term import Term
from verdeelsleutel.io.rounds.open_questions import OpenQuestion

from . import reasons as why
from .after import reserve_letter
from .filed import ber, gb, rs, wbi
from .grounds import GRANTED, REFUSED, refused, round_of, said, whole
from .reasons import RS_FEWER
from .rounds import decided, dossier, sample_office
from .test_content import words


def aside_of(amount: Euro) -> Decided:
    """An application that is decided on later, with what is reserved for it."""
    one = decided(wbi("WBI-2026-0099"), Outcome.SET_ASIDE)
    return one.model_copy(update={"award": one.award.model_copy(update={"reserved": amount})})


@pytest.mark.parametrize("reserve", [0, 2_000_000])
@pytest.mark.parametrize("aside", [0, 4_350_000])
def test_the_money_there_is_to_divide_is_told_without_what_is_kept(
    reserve: int, aside: int
) -> None:
    under, one = round_of(), refused("FUND-vro")
    funds = dict(under.funds)
    funds["vro"] = funds["vro"].model_copy(update={"objection_reserve": Euro.euros(reserve)})
    under = under.model_copy(update={"funds": funds})
    both = (one, aside_of(Euro.euros(aside)))
    told = whole(letter_of(one, dossier(both, policy=under), sample_office()))
    told = told.replace("\u00a0", " ")
    free = f"€ {5_000_000_000 - reserve - aside:,}".replace(",", ".")
    assert f"het geld dat er is in ‘de woningbouwmiddelen van VRO’: {free}" in told
    assert (f"Te verdelen is dus {free}" in told) is bool(reserve or aside)
    assert ("€ 2.000.000 gereserveerd voor bezwaren" in told.replace(" is", "")) is bool(reserve)
    assert ("€ 4.350.000 voor besluiten die later volgen" in told.replace("gereserveerd ", "")) is (
        bool(aside)
    )


@pytest.mark.parametrize("aside", [0, 4_350_000])
def test_what_a_ceiling_keeps_for_later_is_told_with_it(aside: int) -> None:
    both = (refused("CEILING-woningbouwimpuls"), aside_of(Euro.euros(aside)))
    made = whole(letter_of(both[0], dossier(both, policy=round_of()), sample_office()))
    told = made.replace("\u00a0", " ")
    assert "het uitkeringsplafond van de Woningbouwimpuls: € 800.000.000" in told
    assert ("waarvan € 4.350.000 is gereserveerd voor besluiten" in told) is bool(aside)


def test_a_fund_that_other_schemes_share_is_told_as_shared() -> None:
    told = said(refused("FUND-vro"), round_of())
    assert "net als het geld voor het gebiedsbudget en de realisatiestimulans" in told
    alone = said(decided(ber(), REFUSED, reasons=why.BER_NOT, rank=17), round_of())
    assert "net als het geld voor" not in alone
    assert "komt in deze ronde ook het geld" not in alone


def test_withdrawn_applications_are_not_counted_as_if_there_were_none() -> None:
    one = refused("FUND-vro")
    gone = decided(wbi("WBI-2026-0051", withdrawn_on=date(2026, 6, 1)), Outcome.WITHDRAWN)
    made = whole(letter_of(one, dossier((one, gone), policy=round_of()), sample_office()))
    assert "is één aanvraag gedaan die niet is ingetrokken, voor" in made
    assert "is één aanvraag gedaan, voor" in said(one, round_of())


def test_what_it_would_have_taken_is_told_where_it_was_known_at_the_approval() -> None:
    one = refused("FUND-vro")
    number = one.award.application_id
    nl = "Zou deze aanvraag toch geld krijgen, dan steunt de ronde 352 betaalbare woningen minder."
    for known in (True, False):
        needed = {number: Needed(text=Bilingual(nl=nl, en="352 fewer."), before_approval=known)}
        round_ = dossier((one,), policy=round_of(), needed=needed)
        letter = letter_of(one, round_, sample_office())
        assert (nl in whole(letter)) is known
        assert letter_faults(letter, one, setting_of(round_, sample_office(), "nl")) == ()
        assert ("352 fewer." in whole(letter_of(one, round_, sample_office(), lang="en"))) is known


# Homes of a part, and the price of those that count.


def test_homes_in_proportion_are_told_as_such_and_not_as_stated() -> None:
    one = decided(wbi(), Outcome.PARTLY_GRANTED, Euro.euros(3_200_000), reasons=why.WBI_FEWER)
    assert "in verhouding" not in said(one, round_of())
    fewer = Homes(social_rent=100, mid_rent=67, affordable_purchase=44, other=91)
    award = one.award.model_copy(update={"homes": fewer})
    told = said(one.model_copy(update={"award": award}), round_of())
    assert "Bij dit bedrag tel ik 302 woningen mee, waarvan 211 betaalbaar." in told
    assert "Woningen samen | uw aanvraag, in verhouding | 302" in told


def test_a_part_of_a_statement_says_for_how_many_homes_it_is() -> None:
    one = decided(rs(), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000), reasons=RS_FEWER,
                  requested=Euro.euros(8_400_000))  # fmt: skip
    assert "Dit bedrag is voor de 1.200 betaalbare woningen die meetellen en" in said(
        one, round_of()
    )
    part = Homes(social_rent=600, mid_rent=300, affordable_purchase=150, other=0)
    award = one.award.model_copy(update={"homes": part})
    told = said(one.model_copy(update={"award": award}), round_of())
    assert "Dit bedrag is voor 1.050 van de betaalbare woningen waarvan de bouw in 2025" in told


@pytest.mark.parametrize(("left", "full"), [(0, True), (5_000, True), (7_000, False)])
def test_a_part_names_the_ceiling_that_leaves_no_room_for_a_home_more(
    left: int, full: bool
) -> None:
    part = Homes(social_rent=600, mid_rent=300, affordable_purchase=150, other=0)
    one = decided(rs(), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000), reasons=RS_FEWER,
                  requested=Euro.euros(8_400_000))  # fmt: skip
    one = one.model_copy(update={"award": one.award.model_copy(update={"homes": part})})
    under = round_of()
    own = under.instruments["realisatiestimulans"]
    own = own.model_copy(update={"ceiling": Euro.euros(7_350_000 + left)})
    schemes = {**under.instruments, "realisatiestimulans": own}
    told = said(one, under.model_copy(update={"instruments": schemes})).replace("\u00a0", " ")
    over = f"€ {left:,}".replace(",", ".")
    named = f"is na de verdeling nog {over} over. Dat is minder dan het bedrag voor één woning."
    assert (named in told) is full


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("years", [1, 2])
def test_payment_in_parts_that_the_scheme_does_not_know_names_what_it_rests_on(
    years: int, lang: str
) -> None:
    text = "Besluit verdeling woningbouwmiddelen 2026 (Stb. 2026, 214)"
    for filed, cited in (
        (wbi(), ("artikel 4, zevende lid, van de Regeling Woningbouwimpuls 2020",
                 "article 4, seventh paragraph,")),
        (gb(), ("artikel 7 van de regeling", "article 7")),
    ):  # fmt: skip
        one = decided(filed, GRANTED)
        part = Euro(one.award.amount.cents // years)
        paid = tuple(Payment(year=2026 + k, amount=part) for k in range(years))
        award = one.award.model_copy(update={"payments": paid})
        told = said(one.model_copy(update={"award": award}), round_of(), lang)
        named = (
            f"Dat ik niet in één keer betaal ({cited[0]}), rust op het {text}."
            if lang == "nl"
            else f"That I do not pay at once ({cited[1]} of the "
        )
        assert (named in told) is (years > 1)
        assert (f"rests on the {text}." in told or lang == "nl") is (years > 1 or lang == "nl")


@pytest.mark.parametrize("vat", [0, 2_350_000])
def test_what_of_a_grant_is_paid_is_told_only_where_vat_is_taken_off(vat: int) -> None:
    award = decided(gb(), GRANTED).award
    less = {"compensable_vat": Euro.euros(vat), "payable": award.amount - Euro.euros(vat)}
    one = decided(gb(), GRANTED).model_copy(update={"award": award.model_copy(update=less)})
    assert ("Daarvan betaal ik u" in said(one, round_of())) is bool(vat)


def test_a_ranking_tells_the_place_of_an_application_once() -> None:
    below = decided(wbi(), REFUSED, reasons=why.BELOW_THE_LINE, rank=3)
    told = said(below, round_of({"woningbouwimpuls": "rank"}))
    assert told.count("op plaats 3") == 1


def test_one_that_was_not_treated_is_not_counted_as_still_to_be_judged() -> None:
    every = (
        decided(wbi(), GRANTED),
        decided(wbi("WBI-2026-0098"), Outcome.NOT_TREATED),
        decided(wbi("WBI-2026-0099"), Outcome.SET_ASIDE),
    )
    told = whole(letter_of(every[0], dossier(every, policy=round_of()), sample_office()))
    assert "Niet in behandeling genomen | 1\n" in told
    assert "Aangehouden: het besluit volgt later | 1\n" in told
    assert "Nog te beoordelen" not in told
    alone = whole(letter_of(every[0], dossier(every[:2], policy=round_of()), sample_office()))
    assert "Aangehouden" not in alone


@pytest.mark.parametrize("everything", [True, False])
def test_why_less_was_granted_is_told_where_all_homes_come_for_less(everything: bool) -> None:
    one = decided(wbi(minimum=Euro.euros(3_000_000), all_homes_at_minimum=everything),
                  Outcome.PARTLY_GRANTED, Euro.euros(3_200_000), reasons=why.WBI_FEWER)  # fmt: skip
    told = said(one, round_of())
    assert ("komen ook bij dit bedrag alle woningen er" in told) is everything


def test_the_price_of_a_statement_is_for_the_homes_that_count() -> None:
    some = tuple(decided(rs(f"RS-2026-03{n}"), GRANTED, requested=Euro.euros(8_400_000))
                 for n in range(40, 50))  # fmt: skip
    made = whole(letter_of(some[0], dossier(some, policy=round_of()), sample_office()))
    assert "Volgens uw opgave per betaalbare woning | € 7.000\n" in made.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("sent", "year", "last"),
    [(date(2026, 9, 7), 2026, "19 oktober 2026"), (date(2026, 11, 30), 2026, "31 december 2026"),
     (date(2026, 11, 30), 2027, "11 januari 2027"), (date(2026, 9, 7), 2027, "31 december 2027"),
     (date(2027, 1, 4), 2026, "15 februari 2027")],
)  # fmt: skip
def test_one_payment_has_one_last_day_in_the_year_of_the_payment(
    sent: date, year: int, last: str
) -> None:
    claim = Euro.euros(8_400_000)
    one = decided(rs(), GRANTED, requested=claim, payments=(Payment(year=year, amount=claim),))
    made = letter_of(one, dossier((one,), policy=round_of(), sent_on=sent), sample_office())
    assert f"in één keer, uiterlijk op {last}." in whole(made).replace("\u00a0", " ")
    assert "binnen zes weken na de datum" not in whole(made)


WAITS = Waits(
    term=Term(
        day=date(2026, 10, 12),
        reasons=(Bilingual(nl="12-10-2026 volgens artikel 4", en="2026-10-12 by article 4"),),
    ),
    questions=(
        OpenQuestion(
            application_id="WBI-2026-0001", instrument="woningbouwimpuls", code="WBI-17",
            nl="De score effectiviteit is niet bekend.",
            en="The score for effectiveness is not known.",
            article="artikel 7", who="de commissie",
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("late", [False, True])
def test_a_notice_of_a_later_decision_names_what_is_open_and_the_last_day_of_the_law(
    lang: str, late: bool
) -> None:
    about = wbi()
    sent = date(2026, 10, 13) if late else date(2026, 9, 7)
    matter = aside_letter(
        about.application_id, "woningbouwimpuls", about, Euro.euros(1), "Het wordt nagegaan.",
        WAITS, sent, lang,
    )  # fmt: skip
    author = CompletingAuthor("2026-1", sample_office(), lang, sent, example=True)
    made = author.letter(matter)
    assert author.faults(matter, made) == ()
    told = words(made.blocks).replace("\u00a0", " ")
    assert WAITS.questions[0].nl in told or WAITS.questions[0].en in told
    ended = {"nl": "eindigde op 12 oktober 2026", "en": "ended on 12 October 2026"}[lang]
    assert (ended in told) is late
    assert "12 oktober 2026" in told or "12 October 2026" in told


def test_a_notice_without_an_open_question_has_no_empty_list() -> None:
    about, sent = wbi(), date(2026, 9, 7)
    waits = WAITS.model_copy(update={"questions": ()})
    matter = aside_letter(
        about.application_id, "woningbouwimpuls", about, None, "Reden.", waits, sent, "nl"
    )
    author = CompletingAuthor("2026-1", sample_office(), "nl", sent, example=True)
    made = author.letter(matter)
    assert author.faults(matter, made) == ()
    assert "Dit staat nog open" not in words(made.blocks)


@pytest.mark.parametrize(
    ("lang", "key", "called"),
    [("nl", "woningbouwimpuls", "Over de andere aanvragen in deze ronde"),
     ("nl", "realisatiestimulans", "Over de andere opgaven in deze ronde"),
     ("en", "realisatiestimulans", "On the other statements in this round")],
)  # fmt: skip
def test_a_notice_of_a_later_decision_calls_a_statement_a_statement(
    lang: str, key: str, called: str
) -> None:
    about = wbi() if key == "woningbouwimpuls" else rs()
    number, kept = about.application_id, Euro.euros(8_400_000)
    day = date(2026, 9, 7)
    matter = aside_letter(number, key, about, kept, "Er wordt nog gerekend.", WAITS, day, lang)
    author = CompletingAuthor("2026-1", sample_office(), lang, date(2026, 9, 7), example=True)
    made = author.letter(matter)
    assert author.faults(matter, made) == ()
    assert called in words(made.blocks)


@pytest.mark.parametrize(
    ("lang", "best", "follows"),
    [("nl", "geen betere verdeling", "volgt uit de regels en"),
     ("en", "no better allocation", "follows from the rules and")],
)  # fmt: skip
def test_an_award_from_the_reserve_claims_no_proof_of_the_division_before_it(
    lang: str, best: str, follows: str
) -> None:
    one, made = reserve_letter()
    told = whole(letter_of(one, made, sample_office(), lang))
    assert best not in told
    assert told.count(follows) == 2
    before = made.model_copy(update={"from_reserve": {}})
    first = whole(letter_of(one, before, sample_office(), lang))
    assert best in first
