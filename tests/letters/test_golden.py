"""Golden letters: the text of every letter as its page says it, kept so that a change is seen.

``VERDEEL_GOLDEN=write pytest tests/letters/test_golden.py`` writes them anew; the difference then
stands in the review. Each calculation is worked out again here from the letter's own text.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from page import ValidationProfile

from verdeelsleutel.grants.allocation import Decided, Dossier
from verdeelsleutel.io.letters.content import letter_in
from verdeelsleutel.io.letters.lint import letter_faults, read_amount, sum_faults
from verdeelsleutel.io.letters.reading import page_faults, read_back
from verdeelsleutel.io.letters.rendering import Renderer
from verdeelsleutel.io.letters.setting import setting_of

from .pages import failures
from .rounds import dossier, every_decision, sample_office
from .special import special_letters

GOLDEN = Path(__file__).parent / "golden"
RENDERER = Renderer(sample_office().house_style)


def _cases() -> dict[str, tuple[Decided, Dossier]]:
    found: dict[str, tuple[Decided, Dossier]] = {}
    whole = dossier()
    for one in every_decision()[:16]:
        found[f"{one.award.instrument}_{one.award.outcome.value}"] = (one, whole)
    for name, (one, policy) in special_letters().items():
        found[name] = (one, dossier((one,), policy=policy))
    return found


CASES = _cases()


def _page_text(pdf: bytes) -> str:
    pages = read_back(pdf).pages
    kept = [
        "\n".join(line.rstrip() for line in page.replace("\r\n", "\n").split("\n"))
        for page in pages
    ]
    return "\n\n".join(kept).replace("\u00a0", " ") + "\n"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", CASES)
def test_a_letter_says_what_it_said(name: str, lang: str) -> None:
    one, whole = CASES[name]
    setting = setting_of(whole, sample_office(), lang)
    letter = letter_in(setting, one)
    pdf = RENDERER.pdf(letter)
    assert letter_faults(letter, one, setting) == ()
    assert list(page_faults(letter, read_back(pdf), RENDERER.safe)) == []
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    assert failures(pdf, ValidationProfile.PDF_A_2A) == []
    text, kept = _page_text(pdf), GOLDEN / f"{name}_{lang}.txt"
    if os.environ.get("VERDEEL_GOLDEN") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")
    assert text == kept.read_text(encoding="utf-8")


def test_every_golden_letter_is_still_made() -> None:
    made = {f"{name}_{lang}.txt" for name in CASES for lang in ("nl", "en")}
    assert {file.name for file in GOLDEN.iterdir()} == made


_AMOUNT = {
    "nl": r"-?€ [\d.]+(?:,\d\d)?",
    "en": r"-?€[\d,]+(?:\.\d\d)?",
}
_HEAD = {"nl": "Onderdeel Bedrag", "en": "Item Amount"}
_LESS = {"nl": "Af: ", "en": "Less: "}
_GRANTED = {
    "nl": r"(?:uitkering van|Zwolle vast op|Utrecht vast op)\s+(€ [\d.,]*\d)",
    "en": r"(?:grant of|fix [\w\s-]+ at)\s+(€[\d.,]*\d)",
}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", [name for name, (one, _) in CASES.items() if one.award.amount])
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
    assert list(sum_faults(rows, _LESS[lang])) == []
    said = re.search(_GRANTED[lang], text)
    assert said is not None
    assert read_amount(said[1], lang) in [cents for _, cents in rows]
    assert len(rows) >= 2
