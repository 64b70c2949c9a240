"""The letters about an objection; the texts are in ``objecting.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import tomli

from ....grants import notation
from ....grants.applications.public_body import PublicBody, body_called, body_named
from ....grants.bilingual import Bilingual, in_language, said
from ....grants.municipality import Municipality
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...config.office import FILL_IN, InstrumentOffice, Office
from ...errors import RefusedByProcess
from ...pages.blocks import Block, Bullets, Heading, Letter, Paragraph, Run
from ..authors import Entry
from ..clauses import Words, filled, instrument_name, library, runs
from ..completing.author import objection_blocks, objection_fields
from ..dates import last_day_for_objection
from ..letterhead import Letterhead
from ..settling.upon import InItsPlace
from ..verification.faults import frame_faults, open_fields, unnamed
from ..verification.reading import text_of
from .granting import GrantTold

LetterKind = Literal[
    "ontvangst", "herstel", "terpostbezorging", "hoorzitting", "verdaging", "besluit", "dwangsom"
]  # fmt: skip
DECISION = "besluit"
PENALTY = "dwangsom"  # a decision of its own, open to objection


class _Section(Record):
    """A heading, empty where it goes on, with its paragraph; then the points where asked for.

    Or, by their keys, sections of an ordinary award letter; or what takes the place of a decision
    on a settlement.
    """

    nl: tuple[str, str] = ("", "")
    en: tuple[str, str] = ("", "")
    points: bool = False
    award: tuple[str, ...] = ()
    instead: bool = False
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
    text = files(__package__ or "").joinpath("objecting.toml").read_text(encoding="utf-8")
    return {key: ObjectionText.model_validate(one) for key, one in tomli.loads(text).items()}


class ObjectionMatter(Record):
    """What a letter about an objection is about. ``place`` is empty where no municipality objects.

    ``fields`` are its own, ``dates`` the days that it has to name, ``points`` those of its list.
    ``by_applicant``: whoever applied objects, by the name of a public body where it has no place.
    ``grant`` is what a letter that gives money says as any award letter does, and ``instead`` what
    one says that puts another decision on a settlement in the place of the one objected to.
    """

    kind: LetterKind
    objection: str
    number: str
    instrument: str
    objector: str
    place: Municipality | None
    by_applicant: bool = False
    points: tuple[str, ...] = ()
    facts: dict[str, bool] = {}
    fields: dict[str, str] = {}
    dates: tuple[date, ...] = ()
    amount_cents: int | None = None
    grant: GrantTold | None = None
    instead: InItsPlace | None = None


def stem_of(kind: LetterKind, objection: str) -> str:
    """The name of the files of a letter, which is the end of its reference too."""
    return f"bezwaar_{kind}_{objection}"


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

    @property
    def _mark(self) -> str:
        return self.words.mark if self.example else ""

    def stem(self, matter: ObjectionMatter) -> str:
        return stem_of(matter.kind, matter.objection)

    def letter(self, matter: ObjectionMatter) -> Letter:
        text, own = objection_texts()[matter.kind], self._signing(matter)
        fields, grant = self._fields(matter), matter.grant
        return Letterhead(
            number=matter.number,
            reference=fields["reference"],
            subject=filled(text.subject.text(self.lang), fields),
            lang=self.lang,
            sent_on=self.sent_on,
            office=own,
            to=self._to(matter),
            addressee=self._addressee(matter),
            mark=self._mark,
            decides=matter.kind in (DECISION, PENALTY),
            annexes="" if grant is None or not grant.annexes else str(grant.annexes),
        ).around(tuple(self._blocks(matter, text, fields)), () if grant is None else grant.annex)

    def _signing(self, matter: ObjectionMatter) -> InstrumentOffice:
        """Who signs: a decision on an objection not who signed the first (Awb 10:3)."""
        own = self.office.instruments[matter.instrument]
        if matter.kind != DECISION:
            return own
        other = own.on_objection()
        if other is None:
            first = own.signatory.name
            known = "" if FILL_IN in first else f", een ander dan {first}"
            raise RefusedByProcess(
                "Het kantoorbestand noemt niet wie beslissingen op bezwaar ondertekent: dat kan "
                "niet wie het eerste besluit in mandaat nam (artikel 10:3, derde lid, Awb). Vul "
                f"objection_signatory in bij [instruments.{matter.instrument}]{known}."
            )
        return other

    def _court(self, matter: ObjectionMatter) -> dict[str, str]:
        """The court that a decision names for a body of which no text that was read names one."""
        own = self.office.instruments[matter.instrument]
        if not matter.facts.get("court_named"):
            return {}
        if not own.caribbean_court:
            raise RefusedByProcess(
                f"Het kantoorbestand noemt niet bij welke rechter {matter.objector} beroep kan "
                "instellen. Artikel 8:7, tweede lid, Awb gaat over wie in Nederland is gevestigd; "
                "of het geldt voor een openbaar lichaam in Caribisch Nederland, of dat de Wet "
                "administratieve rechtspraak BES geldt, zegt geen tekst die hier is gelezen. "
                "Vraag het na, en vul caribbean_court en caribbean_court_source in bij "
                f"[instruments.{matter.instrument}]. Zonder rechter gaat er geen brief uit."
            )
        return {
            "court": said(self.lang, own.caribbean_court, own.caribbean_court_en),
            "court_source": notation.as_typed(own.caribbean_court_source, self.lang),
        }

    def _objecting(self, matter: ObjectionMatter) -> dict[str, str]:
        if matter.kind != PENALTY:
            return {}
        last = last_day_for_objection(self.sent_on, self.office.days_equated_with_holidays)
        own = self.office.instruments[matter.instrument]
        return objection_fields(own, self.sent_on, last, self.lang)

    def _to(self, matter: ObjectionMatter) -> Municipality | PublicBody | None:
        """Whom it is for; ``None`` where that is neither a municipality nor another public body."""
        if matter.place is not None:
            return matter.place
        called = body_called if matter.by_applicant else body_named
        return called(matter.objector)

    def _addressee(self, matter: ObjectionMatter) -> tuple[str, ...]:
        to = self._to(matter)
        return (matter.objector,) if to is None else self.office.addressee(to, self.lang)

    def _fields(self, matter: ObjectionMatter) -> dict[str, str]:
        return {
            "reference": f"{self.round_id}/{self.stem(matter)}",
            "objection": matter.objection,
            "number": matter.number,
            "submission": instruments()[matter.instrument].submission.one(self.lang),
            "the_instrument": instrument_name(matter.instrument).text(self.lang),
            **self._court(matter),
            **self._objecting(matter),
            **matter.fields,
        }

    def _blocks(
        self, matter: ObjectionMatter, text: ObjectionText, fields: dict[str, str]
    ) -> Iterator[Block]:
        for section in text.section:
            if not section.fits(matter.facts):
                continue
            if section.award:
                for key in section.award:
                    yield from () if matter.grant is None else matter.grant.sections[key]
                continue
            if section.instead:
                yield from () if matter.instead is None else matter.instead.blocks
                continue
            heading, paragraph = section.parts(self.lang)
            if heading:
                yield Heading(text=filled(heading, fields))
            yield Paragraph(text=runs(paragraph, fields))
            if section.points:
                yield Bullets(items=tuple((Run(text=point),) for point in matter.points))
        if matter.kind == PENALTY:
            yield from objection_blocks(fields, self.lang)

    def faults(self, matter: ObjectionMatter, letter: Letter) -> tuple[str, ...]:
        return tuple(self._faults(matter, letter))

    def _faults(self, matter: ObjectionMatter, letter: Letter) -> Iterator[str]:
        whole = text_of(letter.blocks)
        own = self._own_text(matter, letter)
        for text in (*matter.points, *matter.fields.values()):
            own = own.replace(text, "") if text else own
        yield from open_fields(own)
        if matter.facts.get("anew") and matter.kind == DECISION and self._revises(matter):
            yield from self._place_faults(matter, whole)
        yield from unnamed(whole, self.lang, matter.dates)
        if matter.amount_cents is not None and matter.kind == DECISION:
            yield from self._award_faults(matter, whole)
        yield from frame_faults(letter, self._addressee(matter), matter.objector, self._mark)
        listed = [one for one in objection_texts()[matter.kind].section if one.points]
        if any(one.fits(matter.facts) for one in listed) and not matter.points:
            yield "de brief noemt niet waar het om gaat"

    @staticmethod
    def _revises(matter: ObjectionMatter) -> bool:
        return matter.facts["founded"] or matter.facts["partly"]

    def _place_faults(self, matter: ObjectionMatter, whole: str) -> Iterator[str]:
        """What is revoked has another decision in its place, in the same letter (Awb 7:11)."""
        if matter.instead is None:
            yield "de brief herroept een besluit en noemt niet wat ervoor in de plaats komt"
            return
        yield from unnamed(whole, self.lang, matter.instead.dates, matter.instead.amounts)

    def _own_text(self, matter: ObjectionMatter, letter: Letter) -> str:
        """The letter without the sections of an award, which quote what an applicant wrote."""
        grant = matter.grant
        quoted = [] if grant is None else [b for part in grant.sections.values() for b in part]
        quoted += () if matter.instead is None else matter.instead.blocks
        blocks = [block for block in letter.blocks if block not in quoted]
        return text_of(blocks)

    def _award_faults(self, matter: ObjectionMatter, whole: str) -> Iterator[str]:
        """An award without all that the law asks of one is not sent (RWbi 4(6), GB 4(2))."""
        if matter.grant is None:
            yield "de brief geeft geld en noemt niet wat bij een toekenning hoort"
            return
        for key in matter.grant.lacking():
            yield f"in de brief ontbreekt wat bij een toekenning hoort: {key}"
        for name in ("after", "payable"):
            if matter.fields[name] not in whole:
                yield f"de brief noemt het bedrag {matter.fields[name]} niet"

    def entry(self, matter: ObjectionMatter) -> Entry:
        cents, penalty = matter.amount_cents, matter.kind == PENALTY
        text = objection_texts()[matter.kind].name.text(self.lang)
        return Entry(
            application_id=matter.number,
            reference=f"{self.round_id}/{self.stem(matter)}",
            municipality_code="" if matter.place is None else matter.place.code,
            municipality=matter.objector if matter.place is None else matter.place.name,
            instrument=matter.instrument,
            outcome=filled(text, self._fields(matter)),
            amount_cents=cents,
            amount="" if cents is None else matter.fields["amount" if penalty else "after"],
            sent_on=self.sent_on.isoformat(),
        )
