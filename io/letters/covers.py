"""The cover letter for a municipality that gets several decisions of one minister.

Who signs for one minister does not present the decisions of another, so that a municipality with
decisions of two ministers can get two. The texts are in ``covers.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

import tomli

from ...grants import notation
from ...grants.applications.public_body import PublicBody
from ...grants.bilingual import Bilingual, in_language
from ...grants.dossier import Decided
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.municipality import Municipality
from ...grants.record import Record
from ...instruments.instrument import instruments
from ..config.office import InstrumentOffice, Office
from ..pages.blocks import Block, Cell, Heading, Letter, Paragraph, Table
from ..pages.blocks import TableColumn as Column
from ..rounds.references import reference_of
from .authors import Entry
from .clauses import filled, instrument_name, runs
from .context import LetterContext, outcome_named
from .letterhead import Letterhead
from .setting import recipient_of
from .verification.checked import read_amount
from .verification.faults import open_fields
from .verification.reading import text_of

KIND = "aanbieding"
_OBJECTION = re.compile(r"bezwaar|objection", re.IGNORECASE)


class CoverSection(Record):
    """A heading with its paragraph; behind it the table of decisions where asked for."""

    nl: tuple[str, str]
    en: tuple[str, str]
    table: bool = False

    def parts(self, lang: str) -> tuple[str, str]:
        """The heading and the paragraph."""
        return in_language(lang, self.nl, self.en)


class CoverText(Record):
    """Everything in ``covers.toml``."""

    name: Bilingual
    subject: Bilingual
    reference: Bilingual
    concerns: Bilingual
    outcome: Bilingual
    amount: Bilingual
    total: Bilingual
    none: Bilingual
    summary: Bilingual
    opening: Bilingual
    opening_by_outcome: Bilingual
    section: tuple[CoverSection, ...]


@cache
def cover_text() -> CoverText:
    """The text as it was shipped. A fault in it is a fault of the program, and raised."""
    text = files("verdeelsleutel.io.letters").joinpath("covers.toml").read_text(encoding="utf-8")
    return CoverText.model_validate(tomli.loads(text))


@frozen
class Cover:
    """The decisions of one minister for one municipality, by application number.

    ``number`` tells the covers of a municipality apart, from 1.
    """

    place: Municipality | PublicBody
    number: int
    decisions: tuple[Decided, ...]


def covers(decisions: Iterable[Decided], office: Office) -> list[Cover]:
    """A cover for each municipality and minister with two decisions or more, by municipality."""
    groups: dict[tuple[str, str], list[Decided]] = {}
    for one in sorted(decisions, key=lambda d: d.award.application_id):
        own = office.instruments[one.award.instrument]
        groups.setdefault((one.application.applicant.key, own.minister), []).append(one)
    found: list[Cover] = []
    for (key, _), some in sorted(groups.items()):
        if len(some) > 1:
            before = sum(cover.place.key == key for cover in found)
            found.append(Cover(some[0].application.applicant, before + 1, tuple(some)))
    return found


@frozen
class CoverAuthor:
    """Writes the cover letters of a round."""

    setting: LetterContext

    def stem(self, matter: Cover) -> str:
        concept = "concept_" if self.setting.concept else ""
        more = f"-{matter.number}" if matter.number > 1 else ""
        return f"{concept}{KIND}_{matter.place.key}{more}"

    def reference(self, matter: Cover) -> str:
        return f"{self.setting.dossier.allocation.round}/{self.stem(matter)}"

    def letter(self, matter: Cover) -> Letter:
        setting, text = self.setting, cover_text()
        fields = {
            "municipality": matter.place.name,
            "recipient": recipient_of(matter.place, setting.lang),
            "round": setting.dossier.allocation.round,
            "count": setting.number(len(matter.decisions)),
        }
        return Letterhead(
            number=self.stem(matter),
            reference=self.reference(matter),
            subject=filled(text.subject.text(setting.lang), fields),
            lang=setting.lang,
            sent_on=setting.sent_on,
            office=self._own(matter),
            to=matter.place,
            addressee=setting.office.addressee(matter.place, setting.lang),
            mark=setting.mark,
            annexes=setting.number(len(matter.decisions)),
        ).around(tuple(self._blocks(matter, fields)))

    def _own(self, matter: Cover) -> InstrumentOffice:
        """Who signs: as for the first of the decisions."""
        return self.setting.office.instruments[matter.decisions[0].award.instrument]

    def _blocks(self, matter: Cover, fields: dict[str, str]) -> Iterator[Block]:
        lang, text = self.setting.lang, cover_text()
        told = self.setting.dossier.policy.tells_its_grounds
        opening = text.opening_by_outcome if told else text.opening
        yield Paragraph(text=runs(opening.text(lang), fields))
        for section in text.section:
            heading, paragraph = section.parts(lang)
            yield Heading(text=heading)
            yield Paragraph(text=runs(paragraph, fields))
            if section.table:
                yield self._table(matter)

    def _table(self, matter: Cover) -> Table:
        lang, text, setting = self.setting.lang, cover_text(), self.setting
        amounts = [one.award.amount for one in matter.decisions]
        total, cents = Euro.total(amounts), notation.show_cents(amounts)
        rows = [
            (
                Cell(text=reference_of(one, setting.dossier)),
                Cell(text=_about(one, lang)),
                Cell(text=outcome_named(one.award, setting)),
                Cell(text=notation.amount(one.award.amount, lang, cents=cents))
                if one.award.amount
                else Cell(text=text.none.text(lang)),
            )
            for one in matter.decisions
        ]
        together = Cell(text=notation.amount(total, lang, cents=cents))
        rows.append((Cell(text=text.total.text(lang)), Cell(text=""), Cell(text=""), together))
        return Table(
            summary=text.summary.text(lang),
            columns=(
                Column(head=text.reference.text(lang), share=22),
                Column(head=text.concerns.text(lang), share=36),
                Column(head=text.outcome.text(lang), share=23),
                Column(head=text.amount.text(lang), share=18, numbers=True),
            ),
            rows=tuple(rows),
            total=True,
        )

    def faults(self, matter: Cover, letter: Letter) -> tuple[str, ...]:
        return tuple(self._faults(matter, letter))

    def _faults(self, matter: Cover, letter: Letter) -> Iterator[str]:
        whole = text_of(letter.blocks)
        own = whole
        for one in matter.decisions:
            own = own.replace(_about(one, letter.lang), "")
        yield from open_fields(own)
        if _OBJECTION.search(own):
            yield "er staat geen bezwaar open (artikel 6:3 Awb), maar de brief spreekt ervan"
        if letter.addressee != self.setting.office.addressee(matter.place, self.setting.lang):
            yield f"de brief is niet gericht aan {matter.place.name}"
        if letter.mark != self.setting.mark:
            yield "het merk klopt niet"
        if {one.application.applicant.key for one in matter.decisions} != {matter.place.key}:
            yield f"een van de besluiten is niet voor {matter.place.name}"
        yield from self._amounts(matter, letter)

    def _amounts(self, matter: Cover, letter: Letter) -> Iterator[str]:
        table = next(block for block in letter.blocks if isinstance(block, Table))
        *body, last = [
            (row[0].text, read_amount(row[-1].text, letter.lang) or 0) for row in table.rows
        ]
        wanted = [
            (reference_of(one, self.setting.dossier), one.award.amount.cents)
            for one in matter.decisions
        ]
        if body != wanted:
            yield "de tabel noemt andere kenmerken of bedragen dan de besluiten"
        if last[1] != sum(cents for _, cents in wanted):
            yield "het totaal van de tabel klopt niet"

    def entry(self, matter: Cover) -> Entry:
        return Entry(
            application_id="",
            reference=self.reference(matter),
            municipality_code=matter.place.code,
            municipality=matter.place.name,
            instrument="",
            outcome=cover_text().name.text(self.setting.lang),
            amount_cents=None,
            amount="",
            sent_on=self.setting.sent_on.isoformat(),
        )


def _about(decided: Decided, lang: str) -> str:
    """The scheme, in English under the name that the decision itself uses, and the project."""
    key = decided.award.instrument
    english = instrument_name(key).en.removeprefix("the ").partition(" (")[0]
    name = in_language(lang, instruments()[key].name_nl, f"{english[0].upper()}{english[1:]}")
    project = decided.application.project_name
    return f"{name}: {project}" if project else name
