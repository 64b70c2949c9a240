"""Letters before a decision: by when it comes, which article says so, and what can be done else."""

from __future__ import annotations

from pathlib import Path

import pytest

from verdeelsleutel.io.letters.verification.reading import text_of

from .cases import CASES

GOLDEN = Path(__file__).parent / "golden"
STATEMENTS = ("later_besluit_opgave", "aanhouding_opgave")
APPLICATIONS = (
    "later_besluit", "later_besluit_te_laat", "later_besluit_wettelijk", "aanhouding",
    "aanhouding_over",
)  # fmt: skip


def said(name: str, lang: str = "nl") -> str:
    author, matter = CASES[name](lang)
    return text_of(author.letter(matter).blocks).replace("\u00a0", " ")


def test_only_a_term_of_a_regulation_is_called_statutory_and_runs_on() -> None:
    for name in ("later_besluit_wettelijk", *STATEMENTS):
        assert "De wettelijke termijn" in said(name), name
        assert "redelijke termijn" not in said(name), name
    for name in ("later_besluit", "later_besluit_te_laat", "aanhouding", "aanhouding_over"):
        assert "Daarvoor geldt een redelijke termijn (artikel 4:13 Awb)" in said(name), name
        assert "wettelijke termijn" not in said(name), name


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("later_besluit", "artikel 4:14, derde lid, Awb"),
        ("later_besluit_wettelijk", "artikel 4:14, eerste lid, Awb"),
        ("later_besluit_te_laat", ""),
        ("later_besluit_opgave", ""),
    ],
)
def test_a_notice_rests_on_the_paragraph_that_holds_for_it_or_on_none(
    name: str, article: str
) -> None:
    first = said(name).partition("Waarom het later wordt")[0]
    assert (article in first) if article else ("4:14" not in first)


@pytest.mark.parametrize("name", [*STATEMENTS, *APPLICATIONS])
def test_a_penalty_is_promised_to_who_applied_and_to_nobody_else(name: str) -> None:
    owed = "ben ik een dwangsom verschuldigd" in said(name)
    court = "beroep instellen bij de bestuursrechter (artikel 6:12, tweede lid, Awb)" in said(name)
    assert (owed, court) == (name in APPLICATIONS, name in STATEMENTS)
    assert ("no penalty" in said(name, "en")) is (name in STATEMENTS)


def test_a_term_that_is_over_is_told_to_be_so() -> None:
    for name in ("later_besluit_te_laat", "aanhouding_over"):
        assert "U kunt mij schriftelijk in gebreke stellen." in said(name)
        assert "Is mijn besluit er dan niet" not in said(name)


def test_a_withdrawal_after_the_decision_is_no_decision_itself() -> None:
    text = said("intrekking_na_besluit")
    assert "ziet u af van wat dat besluit u nog gaf" in text
    assert "is geen nieuw besluit" in text
    assert "beslis ik apart of ik dat terugvorder (artikel 4:86 Awb)" in text


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("nl", "dat ik de uitkering eerst intrek, geheel of voor een deel (naar analogie artikelen "
         "4:48 en 4:49 Awb). Dat is dan een besluit in een eigen brief."),
        ("en", "I may first have to revoke the grant, or part of it (by analogy articles 4:48 and "
         "4:49 Awb). That is then a decision in a letter of its own."),
    ],
)  # fmt: skip
def test_a_withdrawal_after_the_decision_leaves_the_award_to_be_revoked_before_a_claim(
    lang: str, first: str
) -> None:
    assert first in said("intrekking_na_besluit", lang)
    for before in ("intrekking", "intrekking_voor_verzending"):
        assert "4:48" not in said(before, lang)


def test_a_last_day_in_english_is_told_as_up_to_and_including_it() -> None:
    told = {
        file.stem: " ".join(file.read_text(encoding="utf-8").split())
        for file in sorted(GOLDEN.glob("*_en.txt"))
    }
    assert [name for name, text in told.items() if "until and including" in text] == []
    assert "your view up to and including 15 February 2027" in told["voornemen_intrekking_en"]
    assert "which runs up to and including 31 December 2041" in told["vaststelling_tekort_en"]
    assert "at most 42 days, up to and including 26 April" in told["bezwaar_dwangsom_langst_en"]
