"""The letters about an objection; the texts are in ``objecting.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from ....grants import notation
from ....grants.bilingual import Bilingual, in_language
from ....grants.municipality import Municipality
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...config.office import InstrumentOffice, Office
from ...errors import RefusedByProcess
from ...pages.blocks import Block, Bullets, Heading, Labelled, Letter, Paragraph, Run
from ..authors import Entry
from ..clauses import Words, filled, library, runs
from ..letterhead import sender, signature
from ..verification.faults import open_fields
from ..verification.reading import block_texts

LetterKind = Literal["ontvangst", "herstel", "hoorzitting", "verdaging", "besluit"]
DECISION = "besluit"


class _Section(Record):
    """A heading, empty where it goes on, with its paragraph; then the points where asked for."""

    nl: tuple[str, str]
    en: tuple[str, str]
    points: bool = False
    when: tuple[str, ...] = ()

    def parts(self, lang: str) -> tuple[str, str]:
        return in_language(lang, self.nl, self.en)

    def fits(self, facts: Mapping[str, bool]) -> bool:
        return all(facts[one.removeprefix("!")] != one.startswith("!") for one in self.when)


class ObjectionText(Record):
    """The text of one kind of letter, and the article that it rests on."""

    article: str
    name: Bilingual
    subject: Bilingual
    section: tuple[_Section, ...]


@cache
def objection_texts() -> Mapping[str, ObjectionText]:
    """The texts as they were shipped. A fault in them is a fault of the program, and raised."""
    text = files(__package__ or "").joinpath("objecting.toml").read_text("utf-8")
    return {key: ObjectionText.model_validate(one) for key, one in tomllib.loads(text).items()}


class ObjectionMatter(Record):
    """What a letter about an objection is about. ``place`` is empty where no municipality objects.

    ``fields`` are its own, ``dates`` the days that it has to name, ``points`` those of its list.
    """

    kind: LetterKind
    objection: str
    number: str
    instrument: str
    objector: str
    place: Municipality | None
    points: tuple[str, ...] = ()
    facts: dict[str, bool] = {}
    fields: dict[str, str] = {}
    dates: tuple[date, ...] = ()
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class ObjectionAuthor:
    """Writes the letters about objections of one round."""

    round_id: str
    office: Office
    lang: str
    sent_on: date
    example: bool

    @property
    def words(self) -> Words:
        return library().words[self.lang]

    def stem(self, matter: ObjectionMatter) -> str:
        return f"bezwaar_{matter.kind}_{matter.objection}"

    def letter(self, matter: ObjectionMatter) -> Letter:
        text, own = objection_texts()[matter.kind], self._signing(matter)
        fields = self._fields(matter)
        subject = filled(text.subject.text(self.lang), fields)
        mark = self.words.mark if self.example else ""
        said = fields["reference"]
        if matter.kind == DECISION:
            said = f"{self.words.title} {said}"
        return Letter(
            application_id=matter.number,
            reference=fields["reference"],
            lang=self.lang,
            title=f"{mark}: {said}: {subject}" if mark else f"{said}: {subject}",
            subject=subject,
            sent_on=self.sent_on,
            sender=sender(own, self.lang),
            sender_address=own.sender_address,
            addressee=self._addressee(matter),
            details=self._details(matter, fields["reference"], own),
            salutation=self.words.salutation,
            blocks=tuple(self._blocks(matter, text, fields)),
            signature=signature(own, self.words, self.lang),
            mark=mark,
            page_words=(self.words.page, self.words.page_of),
        )

    def _signing(self, matter: ObjectionMatter) -> InstrumentOffice:
        """Who signs: a decision on an objection not who signed the first (Awb 10:3)."""
        own = self.office.instruments[matter.instrument]
        if matter.kind != DECISION:
            return own
        other = own.on_objection()
        if other is None:
            raise RefusedByProcess(
                "Het kantoorbestand noemt niet wie beslissingen op bezwaar ondertekent: dat kan "
                "niet wie het eerste besluit in mandaat nam (artikel 10:3, derde lid, Awb). Vul "
                f"objection_signatory in bij [instruments.{matter.instrument}], een ander dan "
                f"{own.signatory.name}."
            )
        return other

    def _addressee(self, matter: ObjectionMatter) -> tuple[str, ...]:
        if matter.place is None:
            return (matter.objector,)
        return self.office.addressee(matter.place, self.lang)

    def _fields(self, matter: ObjectionMatter) -> dict[str, str]:
        return {
            "reference": f"{self.round_id}/{self.stem(matter)}",
            "objection": matter.objection,
            "number": matter.number,
            "submission": instruments()[matter.instrument].submission.one(self.lang),
            "the_instrument": library().instrument[matter.instrument].text(self.lang),
            **matter.fields,
        }

    def _details(
        self, matter: ObjectionMatter, reference: str, own: InstrumentOffice
    ) -> tuple[Labelled, ...]:
        words = self.words
        details = [
            Labelled(label=words.date, value=notation.unbroken_day(self.sent_on, self.lang)),
            Labelled(label=words.reference, value=reference),
        ]
        if own.contact:
            details.append(Labelled(label=words.contact, value="\n".join(own.contact)))
        return tuple(details)

    def _blocks(
        self, matter: ObjectionMatter, text: ObjectionText, fields: dict[str, str]
    ) -> Iterator[Block]:
        for section in text.section:
            if not section.fits(matter.facts):
                continue
            heading, paragraph = section.parts(self.lang)
            if heading:
                yield Heading(text=heading)
            yield Paragraph(text=runs(paragraph, fields))
            if section.points:
                yield Bullets(items=tuple((Run(text=point),) for point in matter.points))

    def faults(self, matter: ObjectionMatter, letter: Letter) -> tuple[str, ...]:
        return tuple(self._faults(matter, letter))

    def _faults(self, matter: ObjectionMatter, letter: Letter) -> Iterator[str]:
        whole = "\n".join(part for block in letter.blocks for part in block_texts(block))
        own = whole
        for text in (*matter.points, *matter.fields.values()):
            own = own.replace(text, "") if text else own
        yield from open_fields(own)
        for day in matter.dates:
            if notation.unbroken_day(day, self.lang) not in whole:
                yield f"de brief noemt de datum {day:%d-%m-%Y} niet"
        if letter.addressee != self._addressee(matter):
            yield f"de brief is niet gericht aan {matter.objector}"
        if letter.mark != (self.words.mark if self.example else ""):
            yield "het merk van een voorbeeld klopt niet"
        listed = [one for one in objection_texts()[matter.kind].section if one.points]
        if any(one.fits(matter.facts) for one in listed) and not matter.points:
            yield "de brief noemt niet waar het om gaat"

    def entry(self, matter: ObjectionMatter) -> Entry:
        cents = matter.amount_cents
        text = objection_texts()[matter.kind].name.text(self.lang)
        return Entry(
            application_id=matter.number,
            reference=f"{self.round_id}/{self.stem(matter)}",
            municipality_code="" if matter.place is None else matter.place.code,
            municipality=matter.objector if matter.place is None else matter.place.name,
            instrument=matter.instrument,
            outcome=filled(text, self._fields(matter)),
            amount_cents=cents,
            amount="" if cents is None else matter.fields.get("after", ""),
            sent_on=self.sent_on.isoformat(),
        )
