"""Payment, period and proof, ways to object, hardship, and the texts of the day of the window."""

from __future__ import annotations

import re
from datetime import date

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Weighed
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.clauses import library

from . import reasons as why
from .filed import gb, rs, wbi
from .grounds import (
    GRANTED,
    OWN,
    refused,
    round_of,
    said,
)
from .rounds import FEW_HOMES, decided


def test_the_woningbouwimpuls_is_paid_at_once_with_its_period_and_proof() -> None:
    told = said(decided(wbi(), GRANTED), round_of(OWN))
    assert "Ik betaal het hele bedrag in één keer, als voorschot van 100%" in told
    assert "De uitkering is voor de periode van de datum van dit besluit tot en met" in told
    assert "U toont aan dat de activiteiten zijn verricht met" in told
    parts = tuple(Payment(year=y, amount=Euro.euros(2_175_000)) for y in (2026, 2027))
    spread = said(decided(wbi(), GRANTED, payments=parts), round_of())
    assert "in delen, in de jaren die in het beleid van deze ronde staan" in spread
    stated = said(decided(wbi(payments=parts), GRANTED, payments=parts), round_of())
    assert "in delen, in de jaren die u heeft opgegeven." in stated


@pytest.mark.parametrize(("lang", "day"), [("nl", "uiterlijk op 1 juli"), ("en", "on 1 July at")])
def test_the_yearly_information_is_due_on_the_first_of_july_at_the_latest(
    lang: str, day: str
) -> None:
    told = said(decided(gb(), GRANTED), round_of(OWN), lang)
    assert day in told
    assert not re.search("vóór 1 juli|before 1 July", told)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_electronic_way_to_object_stands_beside_post(lang: str) -> None:
    for one in (decided(wbi(), GRANTED), refused("FUND-vro"), decided(rs(), GRANTED)):
        told = said(one, round_of(), lang)
        assert "https://bezwaar.voorbeeld.example" in told
        assert "Postbus" in told


def test_hardship_is_told_where_the_scheme_has_it_and_nowhere_else() -> None:
    outside = decided(gb(area="Zwolle Voorst"), Outcome.REFUSED_RULE)
    assert "artikel 12 van de regeling" in said(outside, round_of(OWN))
    less = decided(gb(), Outcome.PARTLY_GRANTED, Euro.euros(15_000_000), reasons=why.GB_FEWER)
    assert "artikel 12 van de regeling" in said(less, round_of(OWN))
    assert "onbillijk" not in said(decided(gb(), GRANTED), round_of())
    for one in (decided(wbi(homes=FEW_HOMES), Outcome.REFUSED_RULE), refused("FUND-vro")):
        assert "onbillijk" not in said(one, round_of())


def test_no_rule_of_a_public_article_is_called_provisional() -> None:
    told = said(decided(gb(), GRANTED), round_of(OWN))
    assert "voorlopige waarde" in told
    assert "voorlopige regel" not in told
    assert "niet openbaar" not in told


def test_a_statement_of_no_homes_is_fixed_at_nil() -> None:
    nothing = decided(rs(already_subsidised=1_244), Outcome.REFUSED_RULE)
    assert "vast op nihil" in said(nothing, round_of(OWN))
    assert "at nil" in said(nothing, round_of(OWN), "en")


def test_no_clause_of_these_rounds_says_that_somebody_gets_nothing() -> None:
    for clause in [one for scheme in instruments() for one in library(scheme).clause]:
        if "!by_ground" not in clause.when:
            assert not re.search(
                r"\bkrijgt u? ?niets\b|u niets krijgt|get none", clause.nl + clause.en
            )


# Texts of the day of the window.


def test_a_letter_of_a_window_of_2022_cites_the_articles_of_that_day() -> None:
    data = round_of(OWN).model_dump(mode="json")
    data["round"] |= {"window_opens": date(2022, 8, 19), "window_closes": date(2022, 9, 25),
                      "decision_date": date(2022, 12, 15)}  # fmt: skip
    data["instruments"] = {"woningbouwimpuls": data["instruments"]["woningbouwimpuls"]}
    under = Policy.model_validate(data)
    told = said(decided(wbi(), GRANTED, rules=()), under)
    assert "artikel 4, zesde lid, van de Regeling Woningbouwimpuls 2020" in told
    assert "artikel 11 van het Besluit" not in told
    assert "artikel 3, tweede lid, Regeling" not in told
    assert "artikel 2, eerste lid, Regeling Woningbouwimpuls 2020" in told


# Views that came in upon an intention to refuse are weighed.


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("statement", [False, True])
def test_what_an_applicant_said_of_the_intention_is_told_with_how_it_was_weighed(
    statement: bool, lang: str
) -> None:
    one = decided(rs(already_subsidised=10**6) if statement else wbi(homes=FEW_HOMES),
                  Outcome.REFUSED_RULE)  # fmt: skip
    weighed = "De gemeente noemt een wijziging van het plan; die is van na het tijdvak."
    heard = one.model_copy(update={"heard": Weighed(on=date(2026, 8, 3), reason=weighed)})
    told = said(heard, round_of(), lang).replace("\u00a0", " ")
    assert weighed in told
    assert "3 augustus 2026" in told or "3 August 2026" in told
    article = "4:8" if statement else "4:7"  # who applied is heard by another one
    assert f"artikel {article} Awb" in told or f"article {article} Awb" in told
    assert "4:7" not in said(one, round_of(), lang)
