"""The letters about completing an application; the texts are in ``completing.toml``.

A request to complete, a notice of a later decision and an acknowledgement of receipt are no
decisions, so that none speaks of objecting (Awb 6:3). A decision not to treat is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import tomli

from ....grants import notation
from ....grants.applications.public_body import PublicBody
from ....grants.bilingual import Bilingual, in_language
from ....grants.money import Euro
from ....grants.municipality import Municipality
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...config.office import InstrumentOffice, Office
from ...pages.blocks import Block, Bullets, Heading, Letter, Paragraph, Run
from ..authors import Entry
from ..clauses import Words, filled, instrument_name, library, runs
from ..dates import last_day_for_objection, six_weeks_after
from ..letterhead import Letterhead
from ..verification.faults import frame_faults, open_fields, unnamed
from ..verification.reading import text_of

_OBJECTION = re.compile(r"bezwaar|objection", re.IGNORECASE)


_BY_ANALOGY = Bilingual(nl="naar analogie ", en="by analogy ")


def _stated(instrument: str) -> bool:
    """Whether a scheme decides on a statement, which is no application (Awb art. 1:3(3)).

    The rules of the Awb for applications then hold by analogy, and its penalty for a late decision
    on an application (art. 4:17) does not.
    """
    return instrument_name(instrument).statement


class Kind(StrEnum):
    """A letter about completing, by its Dutch name; its files and register bear it."""

    REQUEST = "aanvulling"
    LATER = "verlenging"
    UNTREATED = "nietbehandeld"
    RECEIPT = "ontvangst"
    ASIDE = "aanhouding"
    WITHDRAWAL = "intrekking"


class _Section(Record):
    """A heading, empty where it goes on, with its paragraph; then the points where asked for."""

    nl: tuple[str, str]
    en: tuple[str, str]
    points: bool = False
    when: str = ""

    def parts(self, lang: str) -> tuple[str, str]:
        return in_language(lang, self.nl, self.en)

    def fits(self, facts: Mapping[str, bool]) -> bool:
        if not self.when:
            return True
        return facts[self.when.removeprefix("!")] != self.when.startswith("!")


class CompletingText(Record):
    """The text of one kind of letter, the article that it rests on, and whether it decides.

    ``own_name``: its files bear its name although it decides, since they stand beside an earlier
    decision on the same application.
    """

    article: str
    decides: bool
    name: Bilingual
    subject: Bilingual
    section: tuple[_Section, ...]
    own_name: bool = False


@cache
def letter_texts(package: str) -> Mapping[str, CompletingText]:
    """The texts of a package of letters, by kind, in the file that is called after it.

    A fault in them is a fault of the program, and raised.
    """
    own = files(f"verdeelsleutel.io.letters.{package}").joinpath(f"{package}.toml")
    every = tomli.loads(own.read_text(encoding="utf-8"))
    return {key: CompletingText.model_validate(one) for key, one in every.items()}


def completing_texts() -> Mapping[str, CompletingText]:
    """What letters about completing an application say."""
    return letter_texts("completing")


class Point(Bilingual):
    """A thing that is missing, as a point of a list."""


class Matter(Record):
    """What one of these letters is about. ``kind`` is the key of its text. ``fields`` are its own,
    besides those of every letter; ``dates`` are the days and ``amounts`` the money that it has to
    name. ``upon`` is the objection of whose decision it is part, so that it is open to appeal and
    to no other objection."""

    kind: str
    number: str
    instrument: str
    place: Municipality | PublicBody
    project_id: str = ""
    points: tuple[Point, ...] = ()
    facts: dict[str, bool] = {}
    fields: dict[str, str] = {}
    dates: tuple[date, ...] = ()
    amounts: tuple[Euro, ...] = ()
    upon: str = ""


def objection_fields(
    office: InstrumentOffice, sent_on: date, last: date, lang: str
) -> dict[str, str]:
    """What the words on objecting name; ``last`` is the last day for it."""
    return {
        "sent_on": notation.unbroken_day(sent_on, lang),
        "minister": office.in_language(lang).minister,
        "objection_address": "\n".join(office.objection_address),
        "objection_electronic": office.objection_electronic,
        "objection_last_day": notation.unbroken_day(last, lang),
        "objection_six_weeks": notation.unbroken_day(six_weeks_after(sent_on), lang),
    }


def objection_blocks(fields: Mapping[str, str], lang: str) -> Iterator[Block]:
    """How to object, in the words of every decision."""
    heading = next(one for one in library().section if one.key == "objection")
    yield Heading(text=heading.text(lang))
    facts = {
        "by_ground": True,
        "term_moved": fields["objection_last_day"] != fields["objection_six_weeks"],
        "has_electronic": bool(fields["objection_electronic"]),
    }
    points: list[tuple[Run, ...]] = []
    for clause in library().clause:
        if clause.section != "objection" or not clause.holds_by(facts):
            continue
        said = runs(clause.text(lang), fields)
        if clause.kind == "item":
            points.append(said)
            continue
        if points:
            yield Bullets(items=tuple(points))
            points = []
        yield Paragraph(text=said)


@dataclass(frozen=True, slots=True)
class CompletingAuthor:
    """Writes the letters of one kind about completing applications."""

    round_id: str
    office: Office
    lang: str
    sent_on: date
    example: bool
    texts: Mapping[str, CompletingText] = field(default_factory=completing_texts, hash=False)

    @property
    def words(self) -> Words:
        return library().words[self.lang]

    @property
    def _mark(self) -> str:
        return self.words.mark if self.example else ""

    def stem(self, matter: Matter) -> str:
        """A decision has the number alone, as every decision; the others say what they are."""
        text = self.texts[matter.kind]
        plain = text.decides and not text.own_name
        return matter.number if plain else f"{matter.kind}_{matter.number}"

    def letter(self, matter: Matter) -> Letter:
        text, fields = self.texts[matter.kind], self._fields(matter)
        return Letterhead(
            number=matter.number,
            reference=fields["reference"],
            subject=filled(text.subject.text(self.lang), fields),
            lang=self.lang,
            sent_on=self.sent_on,
            office=self.office.instruments[matter.instrument],
            to=matter.place,
            addressee=self.office.addressee(matter.place, self.lang),
            mark=self._mark,
            decides=text.decides,
            project=matter.project_id,
        ).around(tuple(self._blocks(matter, text, fields)))

    def _fields(self, matter: Matter) -> dict[str, str]:
        own, office = instruments()[matter.instrument], self.office.instruments[matter.instrument]
        last = last_day_for_objection(self.sent_on, self.office.days_equated_with_holidays)
        return {
            "reference": f"{self.round_id}/{self.stem(matter)}",
            "number": matter.number,
            "by_analogy": _BY_ANALOGY.text(self.lang) if _stated(matter.instrument) else "",
            "submission": own.submission.one(self.lang),
            "submissions": own.submission.many(self.lang),
            "the_instrument": instrument_name(matter.instrument).text(self.lang),
            **objection_fields(office, self.sent_on, last, self.lang),
            **matter.fields,
        }

    def _blocks(
        self, matter: Matter, text: CompletingText, fields: dict[str, str]
    ) -> Iterator[Block]:
        facts = {"statement": _stated(matter.instrument), **matter.facts}
        for section in text.section:
            if not section.fits(facts):
                continue
            heading, paragraph = section.parts(self.lang)
            if heading:
                yield Heading(text=heading)
            yield Paragraph(text=runs(paragraph, fields))
            if section.points:
                points = (one.text(self.lang) for one in matter.points)
                yield Bullets(items=tuple((Run(text=point),) for point in points))
        if text.decides and not matter.upon:
            yield from objection_blocks(fields, self.lang)

    def faults(self, matter: Matter, letter: Letter) -> tuple[str, ...]:
        return tuple(self._faults(matter, letter))

    def _faults(self, matter: Matter, letter: Letter) -> Iterator[str]:
        whole = text_of(letter.blocks)
        own = whole
        for point in matter.points:
            own = own.replace(point.text(self.lang), "")
        yield from open_fields(own)
        text = self.texts[matter.kind]
        if bool(_OBJECTION.search(own)) is not text.decides:
            yield "tegen een besluit staat bezwaar open, en tegen een andere brief niet"
        yield from unnamed(whole, self.lang, matter.dates, matter.amounts)
        if text.decides and not matter.upon:
            last = last_day_for_objection(self.sent_on, self.office.days_equated_with_holidays)
            if notation.unbroken_day(last, self.lang) not in whole:
                yield f"de brief noemt de laatste dag voor bezwaar, {last:%d-%m-%Y}, niet"
        to = self.office.addressee(matter.place, self.lang)
        yield from frame_faults(letter, to, matter.place.name, self._mark)
        facts = {"statement": _stated(matter.instrument), **matter.facts}
        asks = any(one.points and one.fits(facts) for one in text.section)
        if asks and not matter.points:
            yield "de brief noemt niet wat er ontbreekt"

    def entry(self, matter: Matter) -> Entry:
        return Entry(
            application_id=matter.number,
            reference=f"{self.round_id}/{self.stem(matter)}",
            municipality_code=matter.place.code,
            municipality=matter.place.name,
            instrument=matter.instrument,
            outcome=self.texts[matter.kind].name.text(self.lang),
            amount_cents=None,
            amount="",
            sent_on=self.sent_on.isoformat(),
        )
