"""Letters before a decision: intention to refuse, request to complete, extension of the term.

They rest on the screening alone, so that they can go out before any money is divided. They bear no
clause about objections (Awb 6:3); the texts are in ``notices.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal

import tomli

from ...grants import notation
from ...grants.applications.application import Application
from ...grants.applications.assessment import Answer, Assessment
from ...grants.bilingual import Bilingual, in_language
from ...grants.frozen import frozen
from ...grants.record import Record
from ...instruments.instrument import instruments
from ..config.office import Office
from ..pages.blocks import Block, Bullets, Heading, Letter, Paragraph, Run
from .authors import Entry
from .clauses import Words, cited_in, filled, instrument_name, library, runs
from .letterhead import Letterhead
from .verification.faults import frame_faults, open_fields, unnamed
from .verification.reading import text_of

_OBJECTION = re.compile(r"bezwaar|objection", re.IGNORECASE)


class Kind(StrEnum):
    """A letter before a decision, by its Dutch name."""

    INTENTION = "voornemen"
    COMPLETION = "aanvulling"
    EXTENSION = "verlenging"


class NoticeSection(Record):
    """A heading, empty at the start, with its paragraph; then a list of rules where asked for."""

    nl: tuple[str, str]
    en: tuple[str, str]
    list: Literal["", "not_met", "needs_judgement"] = ""

    def parts(self, lang: str) -> tuple[str, str]:
        """The heading and the paragraph."""
        return in_language(lang, self.nl, self.en)


class NoticeText(Record):
    """The text of one kind of letter, and the article that it rests on.

    ``subject_of_statement`` is the subject where it is about a yearly statement, and
    ``subject_of_fixing`` where a round that tells its grounds says that it is fixed.
    """

    article: str
    name: Bilingual
    subject: Bilingual
    subject_of_statement: Bilingual
    subject_of_fixing: Bilingual | None = None
    section: tuple[NoticeSection, ...]


class Notices(Record):
    """Everything in ``notices.toml``."""

    refusing: dict[Literal["application", "statement", "fixing"], Bilingual]
    hearing: dict[Literal["application", "statement"], Bilingual]
    to_the_office: dict[str, tuple[str, ...]]
    voornemen: NoticeText
    aanvulling: NoticeText
    verlenging: NoticeText

    def of(self, kind: Kind) -> NoticeText:
        return {
            Kind.INTENTION: self.voornemen,
            Kind.COMPLETION: self.aanvulling,
            Kind.EXTENSION: self.verlenging,
        }[kind]


@cache
def notices() -> Notices:
    """The texts as they were shipped. A fault in them is a fault of the program, and raised."""
    text = files("verdeelsleutel.io.letters").joinpath("notices.toml").read_text(encoding="utf-8")
    return Notices.model_validate(tomli.loads(text))


def to_a_municipality(sentence: str, lang: str) -> str:
    """What a rule found without a last sentence that tells an officer what to do.

    >>> to_a_municipality("De aanvraag noemt geen bedrag. Vraag de aanvrager het bedrag.", "nl")
    'De aanvraag noemt geen bedrag.'
    """
    found, stop, last = sentence.rpartition(". ")
    if not stop or last.split(" ", 1)[0] not in notices().to_the_office[lang]:
        return sentence
    return f"{found}."


class Recipient(Record):
    """Whom a letter before a decision goes to: an application, as it was screened."""

    instrument: str
    application: Application
    assessments: tuple[Assessment, ...]


def concerns(kind: Kind, recipient: Recipient) -> bool:
    """Whether an application can get this letter. A withdrawn one gets none.

    A request to complete is for what the municipality can supply; what a committee or the office
    must answer is not asked of it, nor is anything of an application that fails a rule anyhow.
    """
    if recipient.application.withdrawn_on is not None:
        return False
    if kind is Kind.INTENTION:
        return bool(_rules(recipient, Answer.NOT_MET))
    if kind is Kind.COMPLETION:
        fails = bool(_rules(recipient, Answer.NOT_MET))
        return bool(_rules(recipient, Answer.NEEDS_JUDGEMENT)) and not fails
    return True


def _rules(recipient: Recipient, answer: Answer) -> tuple[Assessment, ...]:
    own = instruments()[recipient.instrument].papers
    left_out = own.by_the_office if answer is Answer.NEEDS_JUDGEMENT else frozenset[str]()
    return tuple(a for a in recipient.assessments if a.answer is answer and a.code not in left_out)


@frozen
class NoticeAuthor:
    """Writes one kind of letter before a decision. ``until`` is the last day that it names.

    ``by_ground`` says whether the round tells its grounds: others keep the articles they had.
    """

    kind: Kind
    round_id: str
    office: Office
    lang: str
    sent_on: date
    until: date
    example: bool
    by_ground: bool = True

    @property
    def words(self) -> Words:
        return library().words[self.lang]

    @property
    def _mark(self) -> str:
        return self.words.mark if self.example else ""

    def stem(self, matter: Recipient) -> str:
        return f"{self.kind.value}_{matter.application.application_id}"

    def letter(self, matter: Recipient) -> Letter:
        fields = self._fields(matter)
        text = notices().of(self.kind)
        stated = instrument_name(matter.instrument).statement
        of_statement = (self.by_ground and text.subject_of_fixing) or text.subject_of_statement
        subject = filled((of_statement if stated else text.subject).text(self.lang), fields)
        applicant = matter.application.applicant
        return Letterhead(
            number=matter.application.application_id,
            reference=fields["reference"],
            subject=subject,
            lang=self.lang,
            sent_on=self.sent_on,
            office=self.office.instruments[matter.instrument],
            to=applicant,
            addressee=self.office.addressee(applicant, self.lang),
            mark=self._mark,
            project=matter.application.project_id or "",
        ).around(tuple(self._blocks(matter, text, fields)))

    def _fields(self, matter: Recipient) -> dict[str, str]:
        application, own = matter.application, instruments()[matter.instrument]
        name = instrument_name(matter.instrument)
        stated = name.statement
        told = stated and self.by_ground
        of_statement = "fixing" if told else "statement"
        refusing = notices().refusing[of_statement if stated else "application"]
        return {
            "start_year": str(getattr(application, "start_year", "")),
            "refusing": refusing.text(self.lang),
            "hearing": notices().hearing["statement" if told else "application"].text(self.lang),
            "reference": f"{self.round_id}/{self.stem(matter)}",
            "submission": own.submission.one(self.lang),
            "the_instrument": name.text(self.lang),
            "project_name": application.project_name or application.applicant.name,
            "received_on": notation.unbroken_day(application.received_at.date(), self.lang),
            "until": notation.unbroken_day(self.until, self.lang),
        }

    def _blocks(
        self, matter: Recipient, text: NoticeText, fields: dict[str, str]
    ) -> Iterator[Block]:
        for section in text.section:
            heading, paragraph = section.parts(self.lang)
            if heading:
                yield Heading(text=heading)
            yield Paragraph(text=runs(paragraph, fields))
            if section.list:
                told = _rules(matter, Answer(section.list))
                yield Bullets(items=tuple((Run(text=self._cited(rule)),) for rule in told))

    def _cited(self, rule: Assessment) -> str:
        sentence = to_a_municipality(rule.sentence(self.lang), self.lang).removesuffix(".")
        return f"{sentence} ({cited_in(rule.article, self.lang)})."

    def faults(self, matter: Recipient, letter: Letter) -> tuple[str, ...]:
        return tuple(self._faults(matter, letter))

    def _faults(self, matter: Recipient, letter: Letter) -> Iterator[str]:
        whole = text_of(letter.blocks)
        own = whole
        for rule in matter.assessments:
            own = own.replace(self._cited(rule), "")
        yield from open_fields(own)
        if _OBJECTION.search(own) or any(_OBJECTION.search(d.label) for d in letter.details):
            yield "er staat geen bezwaar open (artikel 6:3 Awb), maar de brief spreekt ervan"
        yield from unnamed(whole, self.lang, (self.until,))
        applicant = matter.application.applicant
        to = self.office.addressee(applicant, self.lang)
        yield from frame_faults(letter, to, applicant.name, self._mark)
        if not concerns(self.kind, matter):
            yield f"er is geen aanleiding voor deze brief ({self.kind.value})"

    def entry(self, matter: Recipient) -> Entry:
        application = matter.application
        return Entry(
            application_id=application.application_id,
            reference=f"{self.round_id}/{self.stem(matter)}",
            municipality_code=application.applicant.code,
            municipality=application.applicant.name,
            instrument=matter.instrument,
            outcome=notices().of(self.kind).name.text(self.lang),
            amount_cents=None,
            amount="",
            sent_on=self.sent_on.isoformat(),
        )
