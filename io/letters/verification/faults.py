"""What is wrong with a letter that was made: its words and sums against the decision itself.

The letter is taken as it stands, block by block. Amounts, terms and codes are worked out again here
from the award and the dates, not from the fields that filled the letter. Every fault is a Dutch
clause that completes "In <brief>: ...".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from ....grants import notation
from ....grants.applications.assessment import Answer
from ....grants.bilingual import in_language
from ....grants.decisions.allocation import Outcome
from ....grants.dossier import Decided
from ....grants.money import Euro
from ...pages.blocks import Heading, Letter
from ...rounds.references import reference_of, verification_code
from ..clauses import instrument_name, library
from ..context import LetterContext
from ..dates import last_day_for_objection, six_weeks_after, years_after
from ..decision.conditions import chosen, facts_of
from ..decision.facts import compared
from ..setting import rules_shown
from . import sums
from .checked import Checked
from .reading import block_texts

_OPEN_FIELD = re.compile(r"\{[a-z_]+(?::[^{}]*)?\}|\*\*")
_ANNEX = re.compile(r"\b(?:bijlage|annex)[ \u00a0](\d+)\b(?!:)", re.IGNORECASE)
_OF_A_GRANT = (
    "calculation", "payment", "obligations", "accountability", "reporting", "reclaim", "worksheet",
    "explanation",
)  # fmt: skip
_EXPLAINED = (Outcome.REFUSED_CEILING, Outcome.COUNTED_ELSEWHERE, Outcome.PARTLY_GRANTED)
_ALWAYS = ("opening", "decision", "basis", "facts", "objection", "receipt")


def letter_faults(letter: Letter, decided: Decided, setting: LetterContext) -> tuple[str, ...]:
    """Everything wrong with the letter of a decision; nothing where it may go out."""
    checked = Checked(letter, decided, setting)
    return tuple(fault for check in _CHECKS for fault in check(checked))


def open_fields(text: str) -> Iterator[str]:
    """Fields and marks in a text that should have been filled in."""
    for found in sorted(set(_OPEN_FIELD.findall(text))):
        yield f"‘{found}’ is niet ingevuld"


def frame_faults(letter: Letter, addressee: tuple[str, ...], name: str, mark: str) -> Iterator[str]:
    """What is wrong around the text of a letter before or after a decision: to whom, and its mark.

    ``name`` is whom it is for, ``mark`` that of an example.
    """
    if letter.addressee != addressee:
        yield f"de brief is niet gericht aan {name}"
    if letter.mark != mark:
        yield "het merk van een voorbeeld klopt niet"


def unnamed(
    whole: str, lang: str, dates: Iterable[date], amounts: Iterable[Euro] = ()
) -> Iterator[str]:
    """The days and amounts that a letter has to name and that are not in its text."""
    for day in dates:
        if notation.unbroken_day(day, lang) not in whole:
            yield f"de brief noemt de datum {day:%d-%m-%Y} niet"
    for money in amounts:
        if notation.amount(money, lang) not in whole:
            yield f"de brief noemt het bedrag {money} niet"


def _fields(c: Checked) -> Iterator[str]:
    yield from open_fields(c.own_words)
    blank = [block.kind for block in c.letter.blocks if not "".join(block_texts(block)).strip()]
    if blank:
        yield "een alinea, lijst of tabel is leeg"


def _structure(c: Checked) -> Iterator[str]:
    granted = c.decided.award.outcome in sums.GRANTED
    due = [*_ALWAYS, *(_OF_A_GRANT if granted else ())]
    headings = {section.key: section.text("nl") for section in library().section}
    for key in due:
        if not c.sections.get(key):
            yield f"het deel ‘{headings[key] or 'opening'}’ ontbreekt of is leeg"
    for key in _OF_A_GRANT[:-1]:
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
    ministry = office.in_language(letter.lang).ministry
    if letter.lang != setting.lang:
        yield f"de brief heeft taal {letter.lang}, gevraagd was {setting.lang}"
    if letter.sender[:1] != (ministry,):
        yield f"de afzender is niet {ministry}"
    if letter.sent_on != setting.sent_on:
        yield "de datum is niet de verzenddatum"
    values = [detail.value for detail in letter.details]
    day = notation.unbroken_day(setting.sent_on, letter.lang)
    for wanted in (day, reference_of(c.decided, setting.dossier)):
        if wanted not in values:
            yield f"bij de kenmerken ontbreekt ‘{wanted}’"
    place = c.decided.application.applicant
    if letter.addressee != setting.office.addressee(place, letter.lang):
        yield f"de brief is niet gericht aan {place.name}"
    if not letter.salutation or not letter.subject:
        yield "de aanhef of het onderwerp ontbreekt"
    if letter.reference not in letter.title or letter.subject not in letter.title:
        yield "de titel van het document noemt kenmerk en onderwerp niet"


def _signature(c: Checked) -> Iterator[str]:
    office = c.setting.office.instruments[c.decided.award.instrument]
    signature, said = c.letter.signature, office.in_language(c.letter.lang)
    if not signature.for_whom.lower().startswith(said.minister.lower()):
        yield f"de brief wordt niet namens {office.minister} ondertekend"
    if signature.by_whom != (office.signatory.name, said.function):
        yield "de ondertekenaar is niet die van het kantoorbestand"
    if said.mandate not in signature.mandate:
        yield "het mandaatbesluit staat niet bij de ondertekening"


def _mark(c: Checked) -> Iterator[str]:
    wanted = c.setting.mark
    if c.letter.mark != wanted:
        yield (
            f"het merk ‘{wanted}’ ontbreekt"
            if wanted
            else f"er staat een merk ‘{c.letter.mark}’ op"
        )


def _rules(c: Checked) -> Iterator[str]:
    """Every rule with its article and outcome, and each in force for this window."""
    words, window = c.setting.words, c.setting.dossier.policy.round.window_opens
    lang, told = c.setting.lang, c.setting.dossier.policy.tells_its_grounds
    table = c.table("assessment", words.rule)
    rows = list(table.rows) if table else []
    shown = rules_shown(c.decided, c.setting)
    if len(rows) != len(shown):
        yield "de toetsing noemt niet elke regel"
        return
    said = {
        Answer.MET: words.met,
        Answer.NOT_MET: words.not_met,
        Answer.NEEDS_JUDGEMENT: words.needs_judgement,
    }
    for row, rule in zip(rows, shown, strict=True):
        if row[3].text != said[rule.answer]:
            yield f"de uitkomst van {rule.code} is niet ‘{said[rule.answer]}’"
        source = c.setting.source(rule.article)
        if source not in row[0].note:
            yield f"bij {rule.code} ontbreekt het artikel"
        if (row[1].text, row[2].text) != compared(
            rule, c.decided.award.instrument, lang, by_ground=told
        ):
            yield f"bij {rule.code} kloppen norm en vastgestelde waarde niet"
        early = rule.valid_from is not None and window < rule.valid_from
        late = rule.valid_to is not None and window > rule.valid_to
        if early or late:
            yield f"{rule.code} ({rule.article}) gold niet op {window:%d-%m-%Y}"
        if rule.answer is Answer.NOT_MET and source not in c.text("decision"):
            yield f"de beslissing noemt het artikel van {rule.code} niet"


def _in_force(c: Checked) -> Iterator[str]:
    """No clause that was written for the law of another window."""
    window, lang = c.setting.dossier.policy.round.window_opens, c.letter.lang
    clauses = c.setting.clauses_of(c.decided.award.instrument)
    now = {one.text(lang) for one in clauses if one.holds_for(window)}
    for clause in clauses:
        text = clause.text(lang)  # the law of another day may say the same in another article
        if not clause.holds_for(window) and text not in now and text.removesuffix(".") in c.whole:
            yield f"een tekst volgens {clause.article} gold niet op {window:%d-%m-%Y}"


def _why(c: Checked) -> Iterator[str]:
    award = c.decided.award
    unmet = any(rule.answer is Answer.NOT_MET for rule in c.decided.assessments)
    if award.outcome.on_a_rule and not unmet and not award.reasons:
        yield "de brief wijst af, maar geen regel en geen reden zegt waarom"
    if award.outcome in _EXPLAINED:
        said = c.text("distribution")
        for reason in award.reasons:
            if reason.text(c.letter.lang).removesuffix(".") not in said:
                yield f"de reden {reason.code} staat niet in de brief"


def _terms(c: Checked) -> Iterator[str]:
    """The terms that the obligations name, in years from the date of the decision."""
    award, section = c.decided.award, next(s for s in library().section if s.key == "obligations")
    if award.outcome in sums.GRANTED:
        clauses = chosen(section, c.decided, c.setting, facts_of(c.decided, c.setting))
        named = {name for clause in clauses for name in clause.fields}
        for term in (one for one in library(award.instrument).term if one.name in named):
            day = notation.unbroken_day(
                years_after(c.setting.decided_on, term.years), c.letter.lang
            )
            if day not in c.text("obligations"):
                yield f"bij de verplichtingen ontbreekt de datum {day}"


def _objection(c: Checked) -> Iterator[str]:
    lang, said = c.letter.lang, c.text("objection")
    equated = c.setting.office.days_equated_with_holidays
    last = notation.unbroken_day(last_day_for_objection(c.setting.sent_on, equated), lang)
    if last not in said:
        yield f"de laatste dag voor bezwaar is niet {last}"
    ends = notation.unbroken_day(six_weeks_after(c.setting.sent_on), lang)
    if c.setting.dossier.policy.tells_its_grounds and (
        "6:7" not in said or "6:8" not in said or ends not in said
    ):
        yield f"bij bezwaar ontbreekt welk artikel de laatste dag stelt, of de dag {ends}"
    if notation.unbroken_day(c.setting.sent_on, lang) not in said or c.letter.reference not in said:
        yield "de bezwaarclausule noemt kenmerk en datum van het besluit niet"
    office = c.setting.office.instruments[c.decided.award.instrument]
    if "\n".join(office.objection_address) not in said:
        yield "het adres voor bezwaar ontbreekt"


def _annexes(c: Checked) -> Iterator[str]:
    there = [block.text for block in c.letter.annex if isinstance(block, Heading)]
    stated = [d.value for d in c.letter.details if d.label == c.setting.words.annexes]
    if stated != ([str(len(there))] if there else []):
        yield f"de brief noemt {', '.join(stated) or 'geen'} bijlagen, er zijn er {len(there)}"
    word = c.setting.words.annex
    for place, heading in enumerate(there, start=1):
        if not heading.startswith(f"{word} {place}: "):
            yield f"bijlage {place} heeft niet haar eigen nummer: ‘{heading}’"
    for number in sorted(set(_ANNEX.findall(c.own_words)), key=int):
        if not 1 <= int(number) <= len(there):
            yield f"de brief verwijst naar bijlage {number}, die er niet is"


def _receipt(c: Checked) -> Iterator[str]:
    dossier, said = c.setting.dossier, c.text("receipt")
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
    statement = instrument_name(c.decided.award.instrument).statement
    own = c.without_foreign("\n".join(part for b in c.letter.blocks for part in block_texts(b)))
    wrong = in_language(c.letter.lang, "aanvra", "")  # said of Dutch letters alone
    if statement and wrong and wrong in own.lower():
        yield "de brief noemt een opgave een aanvraag"


_CHECKS: tuple[Callable[[Checked], Iterator[str]], ...] = (
    _fields, _structure, _head, _signature, _mark, *sums.CHECKS, _rules, _in_force, _why, _terms,
    _objection, _annexes, _receipt, _language,
)  # fmt: skip
