"""The lint: a letter that is right passes, and each planted fault is found and named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.allocation import Decided, Outcome
from verdeelsleutel.grants.application import Payment
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.letters.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Labelled,
    Letter,
    Paragraph,
    Run,
    Table,
)
from verdeelsleutel.io.letters.checked import read_amount
from verdeelsleutel.io.letters.content import letter_in
from verdeelsleutel.io.letters.corrections import corrected
from verdeelsleutel.io.letters.lint import letter_faults
from verdeelsleutel.io.letters.reading import page_faults, read_back
from verdeelsleutel.io.letters.rendering import Renderer
from verdeelsleutel.io.letters.setting import Setting, setting_of
from verdeelsleutel.io.letters.writing import write_letters

from .filed import wbi
from .rounds import decided, dossier, every_decision, sample_office, screened
from .special import corrected_letters
from .test_pages import HOSTILE

WBI_RULES = screened(wbi())
DECISIONS = {d.award.application_id: d for d in every_decision()}
LETTERS = tuple(every_decision()[:16])
GRANT, PARTLY = DECISIONS["WBI-2026-0042"], DECISIONS["WBI-2026-0043"]
ON_RULE, AREA, STATEMENT = (
    DECISIONS[number] for number in ("WBI-2026-0044", "GB-2026-0012", "RS-2026-0344")
)
RENDERER = Renderer(sample_office().house_style)


def setting(lang: str = "nl", **changes: Any) -> Setting:
    return setting_of(dossier(**changes), sample_office(), lang)


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def replaced(letter: Letter, old: str, new: str) -> Letter:
    """The letter with a text replaced everywhere in its blocks; it must have been there."""

    def runs(text: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(r.model_copy(update={"text": said(r.text).replace(old, new)}) for r in text)

    def cell(one: Cell) -> Cell:
        return one.model_copy(
            update={k: said(getattr(one, k)).replace(old, new) for k in ("text", "note")}
        )

    def block(one: Block) -> Block:
        if isinstance(one, Heading):
            return one.model_copy(update={"text": one.text.replace(old, new)})
        if isinstance(one, Paragraph):
            return one.model_copy(update={"text": runs(one.text)})
        if isinstance(one, Bullets):
            return one.model_copy(update={"items": tuple(runs(item) for item in one.items)})
        rows = tuple(tuple(cell(part) for part in row) for row in one.rows)
        return one.model_copy(update={"rows": rows})

    blocks = tuple(block(one) for one in letter.blocks)
    annex = tuple(block(one) for one in letter.annex)
    assert (blocks, annex) != (letter.blocks, letter.annex), old
    return letter.model_copy(update={"blocks": blocks, "annex": annex})


def without_section(letter: Letter, heading: str) -> Letter:
    kept: list[Block] = []
    skipping = False
    for block in letter.blocks:
        if isinstance(block, Heading):
            skipping = block.text == heading
        if not skipping:
            kept.append(block)
    assert len(kept) < len(letter.blocks)
    return letter.model_copy(update={"blocks": tuple(kept)})


def with_row(letter: Letter, head: str, label: str, column: int, text: str) -> Letter:
    """The letter with one cell of one table written otherwise."""

    def change(block: Block) -> Block:
        if not isinstance(block, Table) or block.columns[0].head != head:
            return block
        rows = tuple(
            tuple(
                Cell(text=text, note=cell.note) if row[0].text.startswith(label) and at == column
                else cell
                for at, cell in enumerate(row)
            )
            for row in block.rows
        )  # fmt: skip
        return block.model_copy(update={"rows": rows})

    changed = tuple(change(block) for block in letter.blocks)
    assert changed != letter.blocks
    return letter.model_copy(update={"blocks": changed})


def without_row(letter: Letter, head: str, place: int) -> Letter:
    def change(block: Block) -> Block:
        if not isinstance(block, Table) or block.columns[0].head != head:
            return block
        return block.model_copy(update={"rows": block.rows[:place] + block.rows[place + 1 :]})

    return letter.model_copy(update={"blocks": tuple(change(block) for block in letter.blocks)})


def updated(letter: Letter, **changes: Any) -> Letter:
    return letter.model_copy(update=changes)


def added(letter: Letter, *blocks: Block) -> Letter:
    return updated(letter, blocks=(*letter.blocks, *blocks))


RULES_HEAD = "Wat de regel vraagt en wat ik heb vastgesteld"
Plant = Callable[[Letter], Letter]
PLANTED: dict[str, tuple[Decided, Plant, str]] = {
    "a field that was not filled in": (
        GRANT, lambda x: replaced(x, "U krijgt het hele bedrag", "U krijgt {amount}"),
        "‘{amount}’ is niet ingevuld"),
    "marks for bold left in the text": (
        GRANT, lambda x: replaced(x, "U krijgt het hele bedrag", "U krijgt **alles**"),
        "‘**’ is niet ingevuld"),
    "an empty paragraph": (
        GRANT, lambda x: added(x, Paragraph(text=(Run(text=" "),))), "is leeg"),
    "no decision": (
        GRANT, lambda x: without_section(x, "Mijn besluit"), "‘Mijn besluit’ ontbreekt"),
    "no legal basis": (
        ON_RULE, lambda x: without_section(x, "Waarop dit besluit berust"), "berust’ ontbreekt"),
    "no facts": (
        GRANT, lambda x: without_section(x, "Van welke gegevens ik uitga"), "uitga’ ontbreekt"),
    "no assessment": (
        ON_RULE, lambda x: without_section(x, "Hoe ik heb getoetst"), "toetsing aan de regels"),
    "no obligations": (
        GRANT, lambda x: without_section(x, "Wat u moet doen"), "‘Wat u moet doen’ ontbreekt"),
    "no accountability": (
        AREA, lambda x: without_section(x, "Hoe u verantwoording aflegt"), "aflegt’ ontbreekt"),
    "no objection clause on a decision": (
        GRANT, lambda x: without_section(x, "Als u het niet eens bent met dit besluit"),
        "‘Als u het niet eens bent met dit besluit’ ontbreekt"),
    "an objection clause twice": (
        GRANT, lambda x: added(x, Heading(text="Als u het niet eens bent met dit besluit"),
                               Paragraph(text=(Run(text="U kunt bezwaar maken."),))),
        "meer dan een keer"),
    "a heading of another letter": (
        GRANT, lambda x: added(x, Heading(text="Uw zienswijze"),
                               Paragraph(text=(Run(text="Tekst."),))),
        "‘Uw zienswijze’ hoort niet"),
    "a payment in a refusal": (
        ON_RULE, lambda x: added(x, Heading(text="Wanneer ik betaal"),
                                 Paragraph(text=(Run(text="Morgen."),))),
        "een afwijzing heeft geen deel ‘Wanneer ik betaal’"),
    "a refusal that does not refuse": (
        ON_RULE, lambda x: replaced(x, "geen specifieke uitkering", "een specifieke uitkering"),
        "zegt niet dat er geen"),
    "another amount in figures": (
        GRANT, lambda x: replaced(x, "€ 4.350.000", "€ 4.530.000"), "niet in cijfers"),
    "an amount with a digit too many": (
        GRANT, lambda x: replaced(x, "€ 4.350.000", "€ 4.350.000.000"), "niet in cijfers"),
    "another amount in words": (
        GRANT, lambda x: replaced(x, "driehonderdvijftigduizend", "vijfhonderddertigduizend"),
        "niet in woorden"),
    "another amount in the calculation": (
        PARTLY, lambda x: with_row(x, "Onderdeel", "Uitkering volgens", 1, "€ 3.200.001"),
        "is ‘Uitkering volgens dit besluit’ geen € 3.200.000"),
    "a calculation that does not add up": (
        PARTLY, lambda x: with_row(x, "Onderdeel", "Af: bijdragen van derden", 1, "-€ 150.000"),
        "klopt ‘Hoogste uitkering volgens de regeling’ niet"),
    "a deduction that is added": (
        PARTLY, lambda x: with_row(x, "Onderdeel", "Af: bijdragen van derden", 1, "€ 250.000"),
        "gaat ‘Af: bijdragen van derden’ er niet af"),
    "a calculation without its outcome": (
        GRANT, lambda x: replaced(x, "Uitkering volgens dit besluit", "Uitkomst"),
        "eindigt niet met de uitkering"),
    "another year of payment": (
        GRANT, lambda x: with_row(x, "Jaar", "2026", 0, "2027"), "dan het betaalschema"),
    "another amount of payment": (
        AREA, lambda x: with_row(x, "Jaar", "2026", 3, "€ 6.542.119,72"), "telt niet op tot"),
    "another total of payment": (
        AREA, lambda x: with_row(x, "Jaar", "Totaal", 3, "€ 13.084.239,45"),
        "het totaal van de betaaltabel is geen € 13.084.239,46"),
    "a measure with another amount": (
        AREA, lambda x: with_row(x, "Maatregel", "Biodiversiteit", 2, "€ 1,00"),
        "tabel met maatregelen telt niet op in kolom 3"),
    "another payable amount in the decision": (
        AREA, lambda x: replaced(x, "€ 13.084.239,46", "€ 13.084.239,64"),
        "noemt het uit te betalen bedrag"),
    "another amount of compensable VAT": (
        AREA, lambda x: replaced(x, "€ 1.915.760,87", "€ 1.915.760,78"), "de compensabele btw van"),
    "a rule left out": (
        GRANT, lambda x: without_row(x, RULES_HEAD, 0), "noemt niet elke regel"),
    "a rule with another outcome": (
        ON_RULE, lambda x: with_row(x, RULES_HEAD, "Het project voegt", 3, "voldaan"),
        "de uitkomst van WBI-04 is niet ‘niet voldaan’"),
    "a rule with another measured value": (
        ON_RULE, lambda x: with_row(x, RULES_HEAD, "Het project voegt", 2, "299 woningen"),
        "bij WBI-04 kloppen norm en vastgestelde waarde niet"),
    "a rule without its article": (
        GRANT, lambda x: replaced(x, "WBI-04: artikel 3, eerste lid,", "WBI-04: artikel 33,"),
        "bij WBI-04 ontbreekt het artikel"),
    "a refusal without its reason": (
        PARTLY, lambda x: replaced(x, "niet genoeg voor het hele", "genoeg voor het hele"),
        "de reden MONEY-FEWER-STEPS staat niet in de brief"),
    "a text of the law of another window": (
        AREA, lambda x: replaced(x, "31 december 2034", "31 december 2030"), "gold niet op"),
    "another term": (
        GRANT, lambda x: replaced(x, "7 september 2029", "7 september 2028"),
        "ontbreekt de datum 7 september 2029"),
    "another last day for objection": (
        GRANT, lambda x: replaced(x, "19 oktober 2026", "18 oktober 2026"),
        "de laatste dag voor bezwaar is niet 19 oktober 2026"),
    "another reference in the objection clause": (
        GRANT, lambda x: replaced(x, "2026-1/WBI-2026-0042", "2026-1/WBI-2026-0043"),
        "bezwaarclausule noemt kenmerk en datum"),
    "no address for objection": (
        GRANT, lambda x: replaced(x, "Afdeling Bezwaar (voorbeeld)", "Afdeling"),
        "het adres voor bezwaar ontbreekt"),
    "an annex that is not there": (
        GRANT, lambda x: updated(x, annex=()), "de brief noemt 4 bijlagen, er zijn er 0"),
    "another digest in the receipt": (
        GRANT, lambda x: replaced(x, "3f6b3f6b", "3f6b3f6c"), "vingerafdruk van de verdeling"),
    "another sender": (
        GRANT, lambda x: updated(x, sender=("Ministerie van Financiën", *x.sender[1:])),
        "de afzender is niet"),
    "another date": (
        GRANT, lambda x: updated(x, sent_on=date(2026, 9, 8)), "is niet de verzenddatum"),
    "another reference in the head": (
        GRANT, lambda x: updated(x, details=(x.details[0], Labelled(label="Ons kenmerk", value="1"),
                                             *x.details[2:])),
        "bij de kenmerken ontbreekt ‘2026-1/WBI-2026-0042’"),
    "another addressee": (
        GRANT, lambda x: updated(x, addressee=(x.addressee[0], "van de gemeente Zwollo")),
        "niet gericht aan Zwolle"),
    "another minister": (
        GRANT, lambda x: updated(x, signature=x.signature.model_copy(
            update={"for_whom": "De minister van Financiën,\nnamens deze,"})),
        "wordt niet namens de minister van Volkshuisvesting"),
    "another signatory": (
        GRANT, lambda x: updated(x, signature=x.signature.model_copy(update={"by_whom": ("X",)})),
        "de ondertekenaar is niet die van het kantoorbestand"),
    "no mandate": (
        GRANT, lambda x: updated(x, signature=x.signature.model_copy(update={"mandate": ""})),
        "het mandaatbesluit"),
    "an example without its mark": (
        GRANT, lambda x: updated(x, mark=""), "het merk ‘VOORBEELD - GEEN BESLUIT’ ontbreekt"),
    "a title without the subject": (
        GRANT, lambda x: updated(x, title="Brief"), "de titel van het document"),
    "another language": (GRANT, lambda x: updated(x, lang="en"), "gevraagd was nl"),
    "a subsidie": (
        GRANT, lambda x: replaced(x, "Aan deze uitkering zijn", "Aan deze subsidie zijn"),
        "spreekt van subsidie"),
    "an aanvraag for an opgave": (
        STATEMENT, lambda x: replaced(x, "ontving ik uw opgave", "ontving ik uw aanvraag"),
        "noemt een opgave een aanvraag"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_and_named(fault: str) -> None:
    one, plant, named = PLANTED[fault]
    here = setting()
    letter = letter_in(here, one)
    assert letter_faults(letter, one, here) == ()
    found = letter_faults(plant(letter), one, here)
    assert any(named in said(told) for told in found), found


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_a_letter_that_is_right_passes_and_reads_back_whole(one: Decided, lang: str) -> None:
    here = setting(lang)
    letter = letter_in(here, one)
    assert letter_faults(letter, one, here) == ()
    assert list(page_faults(letter, read_back(RENDERER.pdf(letter)), RENDERER.safe)) == []


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
