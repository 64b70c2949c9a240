"""Golden letters: the text of every letter as its page says it, kept so that a change is seen.

``VERDEEL_GOLDEN=write pytest tests/io/letters/test_golden.py`` writes them anew; what differs then
stands in the review. Each calculation is worked out again here from the letter's own text.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from page import ValidationProfile

from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.clauses import LETTER_OUTCOMES
from verdeelsleutel.io.letters.notices import Kind
from verdeelsleutel.io.letters.verification.checked import read_amount
from verdeelsleutel.io.letters.verification.reading import page_faults, read_back
from verdeelsleutel.io.letters.verification.sums import sum_faults
from verdeelsleutel.io.pages.logo import logo_of
from verdeelsleutel.io.pages.pdf import Renderer

from .cases import CASES, MATRIX
from .pages import failures
from .rounds import policy, sample_office

GOLDEN = Path(__file__).parent / "golden"
STYLE = sample_office().house_style
RENDERER = Renderer(STYLE, logo_of(STYLE))


def _page_text(pdf: bytes) -> str:
    pages = read_back(pdf).pages
    kept = [
        "\n".join(line.rstrip() for line in page.replace("\r\n", "\n").split("\n"))
        for page in pages
    ]
    return "\n\n".join(kept).replace("\u00a0", " ") + "\n"


@pytest.mark.sample(only="-nl]")
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", CASES)
def test_a_letter_says_what_it_said(name: str, lang: str) -> None:
    author, matter = CASES[name](lang)
    letter = author.letter(matter)
    pdf = RENDERER.pdf(letter)
    assert author.faults(matter, letter) == ()
    assert list(page_faults(letter, read_back(pdf), RENDERER.safe)) == []
    text, kept = _page_text(pdf), GOLDEN / f"{name}_{lang}.txt"
    if os.environ.get("VERDEEL_GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")
    assert text == kept.read_text(encoding="utf-8")


@pytest.mark.sample(every=19)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", CASES)
def test_each_of_them_passes_the_checks_of_pdf_ua_and_pdf_a(name: str, lang: str) -> None:
    author, matter = CASES[name](lang)
    pdf = RENDERER.pdf(author.letter(matter))
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    assert failures(pdf, ValidationProfile.PDF_A_2A) == []


def test_every_kind_of_letter_has_golden_letters_in_both_languages() -> None:
    kept = {file.name for file in GOLDEN.iterdir()}
    for kind, names in MATRIX.items():
        assert {f"{name}_{lang}.txt" for name in names for lang in ("nl", "en")} <= kept, kind
    assert kept == {f"{name}_{lang}.txt" for name in CASES for lang in ("nl", "en")}


def test_every_instrument_and_outcome_of_the_program_has_a_golden_letter() -> None:
    own = [scheme for scheme in instruments() if scheme in policy().instruments]
    assert len(own) == 4
    wanted = {f"{scheme}_{outcome.value}" for scheme in own for outcome in LETTER_OUTCOMES}
    never = {"realisatiestimulans_refused_early"}  # a statement only has a last day
    assert wanted - never <= set(CASES)
    assert {kind.value for kind in Kind} <= set(CASES)


def test_no_letter_before_a_decision_speaks_of_objecting() -> None:
    for name in (
        "voornemen", "voornemen_opgave", "aanvulling", "verlenging", "aanbieding", "aanzegging",
        "voornemenvordering", "aanmaning", "voortgangsverzoek", "voortgangsherinnering",
        "ontvangst", "aanvulling_werkmap", "later_besluit", "later_besluit_te_laat",
        "later_besluit_wettelijk", "later_besluit_opgave", "aanhouding", "aanhouding_over",
        "aanhouding_opgave",
        "intrekking", "intrekking_voor_verzending", "intrekking_na_besluit",
    ):  # fmt: skip
        for lang, word in (("nl", "bezwaar"), ("en", "object")):
            text = (GOLDEN / f"{name}_{lang}.txt").read_text(encoding="utf-8").lower()
            assert word not in text, (name, lang)


_AMOUNT = {
    "nl": r"-?€ [\d.]+(?:,\d\d)?",
    "en": r"-?€[\d,]+(?:\.\d\d)?",
}
GRANTED = [
    name
    for name, case in CASES.items()
    if isinstance(one := case("nl")[1], Decided) and one.award.amount
]
_HEAD = {"nl": "Onderdeel Bedrag", "en": "Item Amount"}
_LESS = {"nl": "Af: ", "en": "Less: "}
_PLUS = {"nl": "Bij: ", "en": "Plus: "}
_SAID = {
    "nl": r"(?:uitkering van|Zwolle vast op|Utrecht vast op)\s+(€ [\d.,]*\d)",
    "en": r"(?:grant of|fix [\w\s-]+ at)\s+(€[\d.,]*\d)",
}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", GRANTED)
def test_the_calculation_adds_up_from_the_text_of_the_page_alone(name: str, lang: str) -> None:
    text = (GOLDEN / f"{name}_{lang}.txt").read_text(encoding="utf-8")
    lines = text[text.index(_HEAD[lang]) :].split("\n")[1:]
    rows: list[tuple[str, int | None]] = []
    waiting = ""
    for line in lines:
        found = re.fullmatch(rf"(.*?) ?({_AMOUNT[lang]}|-?[\d.,]+)", line)
        if found is None:
            if waiting or not line[:1].isupper() or line.endswith("."):
                break
            waiting = f"{line} "
            continue
        rows.append((waiting + found[1], read_amount(found[2], lang)))
        waiting = ""
    assert list(sum_faults(rows, _LESS[lang], _PLUS[lang])) == []
    said = re.search(_SAID[lang], text)
    assert said is not None
    assert read_amount(said[1], lang) in [cents for _, cents in rows]
    assert len(rows) >= 2
