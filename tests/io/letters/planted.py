"""Faults planted in letters that are right, each with what the lint must say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.io.letters.context import LetterContext
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.pages.blocks import (
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
from verdeelsleutel.io.pages.pdf import Renderer

from .filed import wbi
from .rounds import dossier, every_decision, sample_office, screened

WBI_RULES = screened(wbi())
DECISIONS = {d.award.application_id: d for d in every_decision()}
LETTERS = tuple(every_decision()[:16])
GRANT, PARTLY = DECISIONS["WBI-2026-0042"], DECISIONS["WBI-2026-0043"]
ON_RULE, AREA, STATEMENT = (
    DECISIONS[number] for number in ("WBI-2026-0044", "GB-2026-0012", "RS-2026-0344")
)
RENDERER = Renderer(sample_office().house_style)


def setting(lang: str = "nl", **changes: Any) -> LetterContext:
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
    "a payment without its last day": (
        AREA, lambda x: with_row(x, "Jaar", "2026", 1, ""), "heeft geen laatste dag"),
    "another amount of payment": (
        AREA, lambda x: with_row(x, "Jaar", "2026", 4, "€ 6.542.119,72"), "telt niet op tot"),
    "another total of payment": (
        AREA, lambda x: with_row(x, "Jaar", "Totaal", 4, "€ 13.084.239,45"),
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
        GRANT, lambda x: replaced(x, "4 september 2029", "4 september 2028"),
        "ontbreekt de datum 4 september 2029"),
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
        GRANT, lambda x: updated(x, annex=()), "de brief noemt 5 bijlagen, er zijn er 0"),
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
