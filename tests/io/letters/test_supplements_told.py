"""What letters of the supplements of chapter 3 say of a nil, of a late statement and of a part."""

from __future__ import annotations

from typing import Any

import pytest

from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import ZERO
from verdeelsleutel.io.letters.authors import DecisionAuthor
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.letters.tally import tallies
from verdeelsleutel.io.letters.verification.reading import text_of

from .cases import CASES
from .chapter_three import office_with_supplements, supplement_letters


def said(name: str, lang: str = "nl") -> str:
    author, matter = CASES[name](lang)
    letter = author.letter(matter)
    assert author.faults(matter, letter) == ()
    return text_of(letter.blocks).replace("\u00a0", " ")


@pytest.mark.parametrize("scheme", ["nplv_ruimte", "nplv_capaciteit"])
@pytest.mark.parametrize(
    ("lang", "nothing"),
    [("nl", "geen specifieke uitkering"), ("en", "no specific-purpose grant")],
)
def test_a_statement_that_came_too_late_gets_a_letter(scheme: str, lang: str, nothing: str) -> None:
    text = said(f"{scheme}_refused_late", lang)
    assert nothing in text
    assert ("Dat is te laat" if lang == "nl" else "That is too late") in text


def test_a_supplement_of_nil_broke_no_rule_and_none_is_said_to_be_broken() -> None:
    text = said("nplv_ruimte_refused_rule")
    assert "De reden is dat uit uw opgave geen bedrag volgt dat ik kan vergoeden:" in text
    assert "niet aan alle regels voldoet" not in text


@pytest.mark.parametrize(
    ("scheme", "article", "en"),
    [("nplv_ruimte", "artikel 3.4, vierde lid", "article 3.4, fourth paragraph"),
     ("nplv_capaciteit", "artikel 3.8, vierde lid", "article 3.8, fourth paragraph")],
)  # fmt: skip
def test_more_or_less_of_a_year_is_reported_with_the_next_statement(
    scheme: str, article: str, en: str
) -> None:
    assert f"Ik kan het verschil dan verrekenen ({article}, van de regeling)" in said(
        f"{scheme}_granted"
    )
    assert f"I may then settle the difference ({en}, of the regulation)" in said(
        f"{scheme}_granted", "en"
    )
    assert "niet volledig of onrechtmatig heeft besteed" in said(f"{scheme}_granted")


def part(**changes: Any) -> str:
    """The letter of a part of what was asked, with other awards of the round beside it."""
    one, whole = supplement_letters()["nplv_ruimte_partly_granted"]
    own = one.model_copy(update={"award": one.award.model_copy(update=changes)})
    author = DecisionAuthor(setting_of(whole, office_with_supplements(), "nl"))
    return text_of(author.letter(own).blocks).replace("\u00a0", " ")


def test_a_limit_that_binds_a_part_is_led_in_by_what_it_means() -> None:
    one, _ = supplement_letters()["nplv_ruimte_partly_granted"]
    text = part(binding=("CEILING-nplv_ruimte",), bound_at=one.award.requested)
    lead = "Waarom u niet meer krijgt: met € 1.000.000 voor uw opgave, in plaats van € 500.000,"
    assert lead in text
    assert text.index(lead) < text.index("het uitkeringsplafond van de NPLV-toeslag")
    assert "Waarom u niet meer krijgt" not in part()


def test_what_was_refused_without_an_amount_is_not_in_the_sum_of_those_that_were_filed() -> None:
    one, whole = supplement_letters()["nplv_ruimte_partly_granted"]
    late, _ = supplement_letters()["nplv_ruimte_refused_late"]
    late = late.model_copy(update={"award": late.award.model_copy(update={"requested": ZERO})})
    awards = (*whole.allocation.awards, late.award)
    both = replace_awards(whole, awards, late)
    tally = tallies(awards)["nplv_ruimte"]
    assert (tally.filed, tally.without_amount) == (2, 1)
    author = DecisionAuthor(setting_of(both, office_with_supplements(), "nl"))
    text = text_of(author.letter(one).blocks).replace("\u00a0", " ")
    assert "zijn 2 opgaven gedaan; wat aan de regels voldoet, is samen € 1.000.000" in text


def replace_awards(whole: Any, awards: tuple[Any, ...], more: Decided) -> Any:
    """A round with these awards, and one more that was decided."""
    allocation = whole.allocation.model_copy(update={"awards": awards})
    return whole.model_copy(update={"allocation": allocation, "decided": (*whole.decided, more)})
