"""The lint: a letter that is right passes, and each planted fault is found and named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.after.besides import corrected
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.letters.content import letter_in
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.letters.verification.checked import read_amount
from verdeelsleutel.io.letters.verification.faults import letter_faults
from verdeelsleutel.io.letters.verification.reading import page_faults, read_back
from verdeelsleutel.io.letters.writing import write_letters
from verdeelsleutel.io.pages.blocks import Letter

from .filed import wbi
from .planted import (
    GRANT,
    LETTERS,
    ON_RULE,
    PARTLY,
    PLANTED,
    RENDERER,
    WBI_RULES,
    Plant,
    replaced,
    said,
    setting,
    updated,
    with_row,
)
from .rounds import decided, dossier, sample_office
from .special import corrected_letters
from .test_pages import HOSTILE


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_and_named(fault: str) -> None:
    one, plant, named = PLANTED[fault]
    here = setting()
    letter = letter_in(here, one)
    assert letter_faults(letter, one, here) == ()
    found = letter_faults(plant(letter), one, here)
    assert any(named in said(told) for told in found), found


@pytest.mark.sample(every=5)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_a_letter_that_is_right_passes_and_reads_back_whole(one: Decided, lang: str) -> None:
    here = setting(lang)
    letter = letter_in(here, one)
    assert letter_faults(letter, one, here) == ()
    assert list(page_faults(letter, read_back(RENDERER.pdf(letter)), RENDERER.safe)) == []


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("name", [*HOSTILE, "Huis 🏠", "bel\x07len", "W" * 200, "é" * 200])
def test_a_hostile_name_is_no_fault(name: str) -> None:
    one = decided(wbi(project_name=name), Outcome.GRANTED)
    here = setting()
    letter = letter_in(here, one)
    assert letter_faults(letter, one, here) == ()
    assert list(page_faults(letter, read_back(RENDERER.pdf(letter)), RENDERER.safe)) == []


def on_page(letter: Letter, meant: Letter) -> str:
    """What reading the page of one letter back finds against another."""
    found = page_faults(meant, read_back(RENDERER.pdf(letter)), RENDERER.safe)
    return said("; ".join(found))


ON_THE_PAGE: dict[str, tuple[Plant, str]] = {
    "a word": (lambda x: replaced(x, "het hele bedrag", "het halve bedrag"), "pagina 1"),
    "an amount": (lambda x: with_row(x, "Jaar", "2026", 1, "€ 4.350.001"), "€4.350.001"),
    "an annex": (lambda x: updated(x, annex=()), "ontbreekt ‘Bijlage"),
    "the mark": (lambda x: updated(x, mark=""), "de kop van pagina 1"),
    "the reference": (lambda x: updated(x, reference="2026-1/WBI-1"), "de voet van pagina 1"),
    "the title": (lambda x: updated(x, title="Anders"), "heeft de titel ‘Anders’"),
    "the date": (lambda x: updated(x, sent_on=date(2026, 9, 8)), "een andere datum"),
}


@pytest.mark.parametrize("fault", ON_THE_PAGE)
def test_a_page_that_says_something_else_is_found(fault: str) -> None:
    plant, named = ON_THE_PAGE[fault]
    letter = letter_in(setting(), GRANT)
    assert on_page(letter, letter) == ""
    assert named in on_page(plant(letter), letter)


def test_a_rule_that_was_not_in_force_stops_the_letters(tmp_path: Path) -> None:
    old = WBI_RULES[0].model_copy(update={"valid_to": date(2025, 12, 31)})
    one = decided(wbi(), Outcome.GRANTED, rules=(old, *WBI_RULES[1:]))
    with pytest.raises(RefusedByProcess, match=r"WBI-2026-0042: WBI-04 .* gold niet op 01-04-2026"):
        write_letters(dossier((one,)), sample_office(), tmp_path / "uit")
    assert list(tmp_path.iterdir()) == []


def test_a_grant_in_two_parts_names_both_and_is_found_without_one() -> None:
    award = decided(
        wbi(),
        Outcome.GRANTED,
        payments=(
            Payment(year=2026, amount=Euro.euros(3_000_000)),
            Payment(year=2027, amount=Euro.euros(1_350_000)),
        ),
    )
    one = award.model_copy(
        update={"award": award.award.model_copy(update={"next_window": Euro.euros(1_350_000)})}
    )
    here = setting()
    letter = letter_in(here, one)
    assert letter_faults(letter, one, here) == ()
    wrong = replaced(letter, "€ 1.350.000 komt", "€ 1.450.000 komt")
    wrong = replaced(letter, "€ 1.350.000", "€ 1.450.000") if wrong == letter else wrong
    assert "de beslissing noemt het deel € 1.350.000 niet" in [
        said(told) for told in letter_faults(wrong, one, here)
    ]


def test_an_amount_that_the_ledger_has_not_committed_is_found() -> None:
    posted = {"WBI-2026-0042": Euro.euros(4_350_000)}
    held = setting_of(dossier(), sample_office(), "nl", committed=posted)
    assert letter_faults(letter_in(held, GRANT), GRANT, held) == ()
    assert letter_faults(letter_in(held, ON_RULE), ON_RULE, held) == ()
    found = letter_faults(letter_in(held, PARTLY), PARTLY, held)
    assert [said(told) for told in found] == [
        "in het grootboek is € 0 verplicht, het besluit zegt € 3.200.000"
    ]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("€ 10.558,25", "€ 10.558,26", "klopt regel l (‘Uitkering per woning’) niet met ‘g : j’"),
        ("52,38%", "52,39%", "‘Eigen bijdrage als deel van het tekort’"),
        ("a - b - c - d", "a - b - c", "‘Hoogste uitkering volgens de regeling’"),
    ],
)
def test_a_line_of_the_sheet_that_does_not_follow_from_those_above_is_found(
    old: str, new: str, named: str
) -> None:
    here = setting()
    letter = letter_in(here, GRANT)
    found = letter_faults(replaced(letter, old, new), GRANT, here)
    assert any(named in said(told) for told in found), found


def test_a_reference_to_an_annex_that_is_not_there_is_found() -> None:
    here = setting()
    wrong = replaced(letter_in(here, GRANT), "bijlage 2", "bijlage 7")
    assert "de brief verwijst naar bijlage 7, die er niet is" in letter_faults(wrong, GRANT, here)


def test_a_correction_that_does_not_agree_with_the_award_is_found() -> None:
    one, whole, right = corrected_letters()["realisatiestimulans_correction_less"]
    wrong = corrected(Euro.euros(8_000_000), right.years)
    number = one.award.application_id
    for correction, expected in ((right, False), (wrong, True)):
        here = setting_of(whole, sample_office(), "nl", corrections={number: correction})
        found = letter_faults(letter_in(here, one), one, here)
        assert any("de correctie gaat uit van" in told for told in found) is expected, found
    here = setting_of(whole, sample_office(), "nl", corrections={number: right})
    other = replaced(letter_in(here, one), "-€ 140.000", "-€ 141.000")
    found = letter_faults(other, one, here)
    assert "de correctie van eerdere jaren staat anders in de brief" in found


def test_an_amount_reads_back_in_both_languages() -> None:
    assert read_amount("€ 1.234,50", "nl") == read_amount("€1,234.50", "en") == 123_450
    assert read_amount("-€ 5", "nl") == -500
    assert read_amount("412", "nl") is None
    assert read_amount("€ ?", "nl") is None
