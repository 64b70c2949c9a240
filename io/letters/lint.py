"""What is wrong with a letter that was made: its words and sums against the decision itself.

The letter is taken as it stands, block by block. Amounts, terms and codes are worked out again here
from the award and the dates, not from the fields that filled the letter. Every fault is a Dutch
clause that completes "In <brief>: ...".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...grants.allocation import Decided, Outcome
from ...grants.assessment import Answer
from ...grants.money import Euro
from . import notation
from .blocks import Block, Heading, Letter, Table
from .clauses import library
from .dates import last_day_for_objection, years_after
from .numerals import amount_in_words
from .reading import block_texts
from .setting import Setting, reference_of, verification_code

_GRANTED = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
_OPEN_FIELD = re.compile(r"\{[a-z_]+\}|\*\*")
_ANNEX = re.compile(r"\b(?:zie|in) de bijlage (?:bij deze brief|hierna)|\bsee the annex", re.I)
_OF_A_GRANT = ("calculation", "payment", "obligations", "accountability", "reporting", "reclaim")
_ALWAYS = ("opening", "decision", "basis", "facts", "objection")


@dataclass(frozen=True)
class Checked:
    """A letter with what it was made from, and its texts by section."""

    letter: Letter
    decided: Decided
    setting: Setting

    @cached_property
    def sections(self) -> Mapping[str, tuple[Block, ...]]:
        """The blocks by the key of their section; what stands before the first heading opens."""
        keys = {section.heading(self.letter.lang): section.key for section in library().section}
        found: dict[str, list[Block]] = {"opening": []}
        here = "opening"
        for block in (*self.letter.blocks, *self.letter.annex):
            if isinstance(block, Heading):
                here = keys.get(block.text, block.text)
                found.setdefault(here, [])
            else:
                found[here].append(block)
        return {key: tuple(blocks) for key, blocks in found.items()}

    def text(self, section: str) -> str:
        """The text of a section, a line each."""
        return "\n".join(part for b in self.sections.get(section, ()) for part in block_texts(b))

    @cached_property
    def whole(self) -> str:
        blocks = (*self.letter.blocks, *self.letter.annex)
        parts = [part for block in blocks for part in block_texts(block)]
        return "\n".join((self.letter.subject, *parts))

    @cached_property
    def own_words(self) -> str:
        """The text without what a municipality or the policy wrote, which is not the office's."""
        return self.without_foreign(self.whole)

    def without_foreign(self, text: str) -> str:
        """A text without names and reasons that come from elsewhere."""
        application, policy = self.decided.application, self.setting.dossier.policy
        own = policy.instruments[self.decided.award.instrument]
        foreign = [application.project_name, application.project_id, own.basis.rstrip(".")]
        foreign += [own.vat_note, getattr(application, "area", None), policy.round.title]
        foreign += [text for r in self.decided.award.reasons for text in (r.nl, r.en, r.article)]
        foreign += [text for r in self.decided.award.reasons for text in (r.nl[:-1], r.en[:-1])]
        foreign += [r.article for r in self.decided.assessments]
        for part in sorted(filter(None, foreign), key=len, reverse=True):
            text = text.replace(part, "")
        return text

    def table(self, section: str, head: str) -> Table | None:
        for block in self.sections.get(section, ()):
            if isinstance(block, Table) and block.columns[0].head == head:
                return block
        return None

    def cents(self, written: str) -> int | None:
        """An amount as written in a cell, in cents; ``None`` where it is none."""
        return read_amount(written, self.letter.lang)


def read_amount(written: str, lang: str) -> int | None:
    """An amount in a letter's notation, in cents. ``None`` if the text is no amount."""
    if "€" not in written:
        return None
    dutch = written if lang == "nl" else written.translate(str.maketrans(".,", ",."))
    try:
        return Euro.parse(dutch).cents
    except ValueError:
        return None


def letter_faults(letter: Letter, decided: Decided, setting: Setting) -> tuple[str, ...]:
    """Everything wrong with the letter of a decision; nothing where it may go out."""
    checked = Checked(letter, decided, setting)
    return tuple(fault for check in _CHECKS for fault in check(checked))


def open_fields(text: str) -> Iterator[str]:
    """Fields and marks in a text that should have been filled in."""
    for found in sorted(set(_OPEN_FIELD.findall(text))):
        yield f"‘{found}’ is niet ingevuld"


def _fields(c: Checked) -> Iterator[str]:
    yield from open_fields(c.own_words)
    blank = [block.kind for block in c.letter.blocks if not "".join(block_texts(block)).strip()]
    if blank:
        yield "een alinea, lijst of tabel is leeg"


def _structure(c: Checked) -> Iterator[str]:
    granted = c.decided.award.outcome in _GRANTED
    due = [*_ALWAYS, *(_OF_A_GRANT if granted else ())]
    headings = {section.key: section.heading("nl") for section in library().section}
    for key in due:
        if not c.sections.get(key):
            yield f"het deel ‘{headings[key] or 'opening'}’ ontbreekt of is leeg"
    for key in _OF_A_GRANT:
        if not granted and key in c.sections:
            yield f"een afwijzing heeft geen deel ‘{headings[key]}’"
    if c.decided.assessments and not c.sections.get("assessment"):
        yield "de toetsing aan de regels ontbreekt"
    for key in c.sections:
        if key not in headings:
            yield f"het kopje ‘{key}’ hoort niet in deze brief"
    texts = [block.text for block in c.letter.blocks if isinstance(block, Heading)]
    for text in sorted({text for text in texts if texts.count(text) > 1}):
        yield f"het kopje ‘{text}’ staat er meer dan een keer"


def _head(c: Checked) -> Iterator[str]:
    letter, setting, award = c.letter, c.setting, c.decided.award
    office = setting.office.instruments[award.instrument]
    dutch = letter.lang == "nl"
    ministry = office.ministry if dutch else office.ministry_en
    if letter.lang != setting.lang:
        yield f"de brief heeft taal {letter.lang}, gevraagd was {setting.lang}"
    if letter.sender[:1] != (ministry,):
        yield f"de afzender is niet {ministry}"
    if letter.sent_on != setting.sent_on:
        yield "de datum is niet de verzenddatum"
    values = [detail.value for detail in letter.details]
    day = notation.day(setting.sent_on, letter.lang)
    for wanted in (day, reference_of(c.decided, setting.dossier)):
        if wanted not in values:
            yield f"bij de kenmerken ontbreekt ‘{wanted}’"
    place = c.decided.application.place
    if letter.addressee != setting.office.addressee(place, letter.lang):
        yield f"de brief is niet gericht aan {place.name}"
    if not letter.salutation or not letter.subject:
        yield "de aanhef of het onderwerp ontbreekt"
    if letter.reference not in letter.title or letter.subject not in letter.title:
        yield "de titel van het document noemt kenmerk en onderwerp niet"


def _signature(c: Checked) -> Iterator[str]:
    office = c.setting.office.instruments[c.decided.award.instrument]
    signature, dutch = c.letter.signature, c.letter.lang == "nl"
    minister = office.minister if dutch else office.minister_en
    if not signature.for_whom.lower().startswith(minister.lower()):
        yield f"de brief wordt niet namens {office.minister} ondertekend"
    function = office.signatory.function if dutch else office.signatory.function_en
    if signature.by_whom != (office.signatory.name, function):
        yield "de ondertekenaar is niet die van het kantoorbestand"
    if (office.mandate if dutch else office.mandate_en) not in signature.mandate:
        yield "het mandaatbesluit staat niet bij de ondertekening"


def _mark(c: Checked) -> Iterator[str]:
    wanted = c.setting.mark
    if c.letter.mark != wanted:
        yield (
            f"het merk ‘{wanted}’ ontbreekt"
            if wanted
            else f"er staat een merk ‘{c.letter.mark}’ op"
        )


def _decision(c: Checked) -> Iterator[str]:
    award, lang, said = c.decided.award, c.letter.lang, c.text("decision")
    place = c.decided.application.place.name
    if award.outcome not in _GRANTED:
        refusal = "geen specifieke uitkering" if lang == "nl" else "no specific-purpose grant"
        if refusal not in said:
            yield "de beslissing zegt niet dat er geen specifieke uitkering is"
        return
    figures, words = notation.amount(award.amount, lang), amount_in_words(award.amount, lang)
    first = said.split("\n", 1)[0]
    if place not in first:
        yield f"de beslissing noemt {place} niet"
    if not re.search(rf"{re.escape(figures)}(?![\d.,]*\d)", first):
        yield f"de beslissing noemt het bedrag {award.amount} niet in cijfers"
    if f"({words})" not in first:
        yield f"de beslissing noemt het bedrag {award.amount} niet in woorden"
    if award.next_window:
        for part in (award.amount - award.next_window, award.next_window):
            if notation.amount(part, lang) not in said:
                yield f"de beslissing noemt het deel {part} niet"
    if award.compensable_vat and notation.amount(award.payable, lang) not in said:
        yield f"de beslissing noemt het uit te betalen bedrag {award.payable} niet"


def _calculation(c: Checked) -> Iterator[str]:
    if c.decided.award.outcome not in _GRANTED:
        return
    words, award = c.setting.words, c.decided.award
    table = c.table("calculation", words.part)
    if table is None:
        yield "de berekening ontbreekt"
        return
    rows = [(row[0].text, c.cents(row[1].text)) for row in table.rows]
    yield from sum_faults(rows, words.less.replace("{what}", ""))
    by_label = dict(rows)
    expected = {
        c.setting.label("granted"): award.amount,
        c.setting.label("payable"): award.payable,
        c.setting.label("requested"): award.requested,
        c.setting.label("claim"): award.requested,
        c.setting.label("from_next_window"): award.next_window,
    }
    for label, amount in expected.items():
        if label in by_label and by_label[label] != amount.cents:
            yield f"in de berekening is ‘{label}’ geen {amount}"
    if c.setting.label("granted") not in by_label:
        yield "de berekening eindigt niet met de uitkering"


def sum_faults(rows: Sequence[tuple[str, int | None]], less: str) -> Iterator[str]:
    """Where a calculation does not add up: what stands after deductions is their outcome.

    The rows are label and cents; a row that is no amount begins anew.
    """
    running: int | None = None
    deducted = False
    for label, cents in rows:
        if cents is None:
            running, deducted = None, False
        elif label.startswith(less):
            if running is None:
                continue
            if cents > 0:
                yield f"in de berekening gaat ‘{label}’ er niet af"
            running, deducted = running + cents, True
        else:
            if deducted and running != cents:
                yield f"in de berekening klopt ‘{label}’ niet met de regels erboven"
            running, deducted = cents, False


def _payments(c: Checked) -> Iterator[str]:
    award = c.decided.award
    if award.outcome not in _GRANTED:
        return
    words = c.setting.words
    table = c.table("payment", words.year)
    if table is None:
        yield "de betaaltabel ontbreekt"
        return
    rows = [[cell.text for cell in row] for row in table.rows if row[0].text != words.total]
    paid = {row[0]: [c.cents(text) for text in row[1:]] for row in rows}
    planned = {str(payment.year): payment.amount.cents for payment in award.payments}
    if {year: amounts[0] for year, amounts in paid.items()} != planned:
        yield "de betaaltabel zegt iets anders dan het betaalschema"
    if sum(amounts[-1] or 0 for amounts in paid.values()) != award.payable.cents:
        yield f"de betaaltabel telt niet op tot {award.payable}"
    for row in table.rows:
        if row[0].text == words.total and c.cents(row[-1].text) != award.payable.cents:
            yield f"het totaal van de betaaltabel is geen {award.payable}"


def _measures(c: Checked) -> Iterator[str]:
    table = c.table("calculation", c.setting.words.measure)
    if table is None:
        if c.decided.award.instrument == "gebiedsbudget" and c.decided.award.outcome in _GRANTED:
            yield "het bedrag per maatregel ontbreekt"
        return
    body, total = table.rows[:-1], table.rows[-1]
    for column in (1, 2):
        parts = sum(c.cents(row[column].text) or 0 for row in body)
        if parts != c.cents(total[column].text):
            yield f"de tabel met maatregelen telt niet op in kolom {column + 1}"
    if c.cents(total[2].text) != c.decided.award.amount.cents:
        yield f"de maatregelen zijn samen geen {c.decided.award.amount}"


def _vat(c: Checked) -> Iterator[str]:
    award = c.decided.award
    if award.outcome not in _GRANTED or not award.compensable_vat:
        return
    if notation.amount(award.compensable_vat, c.letter.lang) not in c.text("calculation"):
        yield f"de compensabele btw van {award.compensable_vat} staat niet bij de berekening"


def _rules(c: Checked) -> Iterator[str]:
    """Every rule with its article and outcome, and each in force for this window."""
    words, window = c.setting.words, c.setting.dossier.policy.round.window_opens
    table = c.table("assessment", words.rule)
    rows = list(table.rows) if table else []
    if len(rows) != len(c.decided.assessments):
        yield "de toetsing noemt niet elke regel"
        return
    said = {
        Answer.MET: words.met,
        Answer.NOT_MET: words.not_met,
        Answer.NEEDS_JUDGEMENT: words.needs_judgement,
    }
    for row, rule in zip(rows, c.decided.assessments, strict=True):
        if row[3].text != said[rule.answer]:
            yield f"de uitkomst van {rule.code} is niet ‘{said[rule.answer]}’"
        if rule.article not in row[0].note:
            yield f"bij {rule.code} ontbreekt het artikel"
        if (row[1].text, row[2].text) != (rule.threshold, rule.measured):
            yield f"bij {rule.code} kloppen norm en vastgestelde waarde niet"
        early = rule.valid_from is not None and window < rule.valid_from
        late = rule.valid_to is not None and window > rule.valid_to
        if early or late:
            yield f"{rule.code} ({rule.article}) gold niet op {window:%d-%m-%Y}"
        if rule.answer is Answer.NOT_MET and rule.article not in c.text("decision"):
            yield f"de beslissing noemt het artikel van {rule.code} niet"


def _in_force(c: Checked) -> Iterator[str]:
    """No clause that was written for the law of another window."""
    window = c.setting.dossier.policy.round.window_opens
    for clause in library().clause:
        late = clause.valid_from is not None and window < clause.valid_from
        early = clause.valid_to is not None and window > clause.valid_to
        if (late or early) and clause.text(c.letter.lang).removesuffix(".") in c.whole:
            yield f"een tekst volgens {clause.article} gold niet op {window:%d-%m-%Y}"


def _why(c: Checked) -> Iterator[str]:
    award, dutch = c.decided.award, c.letter.lang == "nl"
    if award.outcome in (Outcome.REFUSED_CEILING, Outcome.PARTLY_GRANTED):
        said = c.text("distribution")
        for reason in award.reasons:
            if (reason.nl if dutch else reason.en).removesuffix(".") not in said:
                yield f"de reden {reason.code} staat niet in de brief"


def _terms(c: Checked) -> Iterator[str]:
    """The terms of a Woningbouwimpuls grant, in years from the date of the letter."""
    award = c.decided.award
    if award.instrument == "woningbouwimpuls" and award.outcome in _GRANTED:
        for term in library().term:
            day = notation.day(years_after(c.setting.sent_on, term.years), c.letter.lang)
            if day not in c.text("obligations"):
                yield f"bij de verplichtingen ontbreekt de datum {day}"


def _objection(c: Checked) -> Iterator[str]:
    lang, said = c.letter.lang, c.text("objection")
    equated = c.setting.office.days_equated_with_holidays
    last = notation.day(last_day_for_objection(c.setting.sent_on, equated), lang)
    if last not in said:
        yield f"de laatste dag voor bezwaar is niet {last}"
    if notation.day(c.setting.sent_on, lang) not in said or c.letter.reference not in said:
        yield "de bezwaarclausule noemt kenmerk en datum van het besluit niet"
    office = c.setting.office.instruments[c.decided.award.instrument]
    if "\n".join(office.objection_address) not in said:
        yield "het adres voor bezwaar ontbreekt"


def _annexes(c: Checked) -> Iterator[str]:
    headings = sum(1 for block in c.letter.annex if isinstance(block, Heading))
    stated = [d.value for d in c.letter.details if d.label == c.setting.words.annexes]
    if stated != ([str(headings)] if headings else []):
        yield f"de brief noemt {', '.join(stated) or 'geen'} bijlagen, er zijn er {headings}"
    if not headings and _ANNEX.search(c.own_words):
        yield "de brief verwijst naar een bijlage die er niet is"


def _receipt(c: Checked) -> Iterator[str]:
    dossier, said = c.setting.dossier, c.text("annex")
    certificate = dossier.allocation.certificate
    wanted = {
        "de vingerafdruk van beleid en regels": dossier.policy_hash,
        "de vingerafdruk van de verdeling": certificate.digest if certificate else "",
        "de controlecode": verification_code(c.decided, dossier),
    }
    for name, value in wanted.items():
        if value not in said:
            yield f"in de bijlage klopt {name} niet"


def _language(c: Checked) -> Iterator[str]:
    if "subsid" in c.own_words.lower():
        yield "de brief spreekt van subsidie"
    statement = library().instrument[c.decided.award.instrument].statement
    own = c.without_foreign("\n".join(part for b in c.letter.blocks for part in block_texts(b)))
    if statement and c.letter.lang == "nl" and "aanvra" in own.lower():
        yield "de brief noemt een opgave een aanvraag"


_CHECKS: tuple[Callable[[Checked], Iterator[str]], ...] = (
    _fields, _structure, _head, _signature, _mark, _decision, _calculation, _payments, _measures,
    _vat, _rules, _in_force, _why, _terms, _objection, _annexes, _receipt, _language,
)  # fmt: skip
