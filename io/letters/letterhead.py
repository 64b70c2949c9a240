"""What stands around the text of every letter: who it is from, to whom, about what, and who signs.

Decisions, the letters before them, covers, and letters about an objection or an award all have it;
what each of them says within it, its own author knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...grants import notation
from ...grants.applications.public_body import PublicBody
from ...grants.bilingual import in_language
from ...grants.frozen import frozen
from ...grants.municipality import Municipality
from ..config.office import InstrumentOffice
from ..pages.blocks import Block, Labelled, Letter, Signature
from .clauses import Words, filled, library


@frozen
class Letterhead:
    """The frame of one letter. ``number`` is of the application, or what else its files bear.

    ``to`` is whom it greets; ``None`` is whoever is neither a municipality nor a public body.
    ``decides``: it is called a decision. ``project`` is the reference of whoever applied and
    ``annexes`` how many there are; either is empty where the letter names none. ``mark`` is printed
    across a letter that is no decision of an office.
    """

    number: str
    reference: str
    subject: str
    lang: str
    sent_on: date
    office: InstrumentOffice
    to: Municipality | PublicBody | None
    addressee: tuple[str, ...]
    mark: str = ""
    decides: bool = False
    project: str = ""
    annexes: str = ""

    def around(self, blocks: tuple[Block, ...], annex: tuple[Block, ...] = ()) -> Letter:
        """The letter that says this."""
        words, office = library().words[self.lang], self.office
        return Letter(
            application_id=self.number,
            reference=self.reference,
            lang=self.lang,
            title=self._title(words),
            subject=self.subject,
            sent_on=self.sent_on,
            sender=_sender(office, self.lang),
            sender_address=office.sender_address,
            addressee=self.addressee,
            details=tuple(self._details(words)),
            salutation=_salutation(self.to, words, self.lang),
            blocks=blocks,
            signature=_signature(office, words, self.lang),
            annex=annex,
            mark=self.mark,
            page_words=(words.page, words.page_of),
        )

    def _title(self, words: Words) -> str:
        said = f"{words.title} {self.reference}" if self.decides else self.reference
        return ": ".join(part for part in (self.mark, said, self.subject) if part)

    def _details(self, words: Words) -> Iterator[Labelled]:
        yield Labelled(label=words.date, value=notation.unbroken_day(self.sent_on, self.lang))
        yield Labelled(label=words.reference, value=self.reference)
        if self.project:
            yield Labelled(label=words.your_reference, value=self.project)
        if self.office.contact:
            yield Labelled(label=words.contact, value="\n".join(self.office.contact))
        if self.annexes:
            yield Labelled(label=words.annexes, value=self.annexes)


def _sender(office: InstrumentOffice, lang: str) -> tuple[str, ...]:
    """The ministry and its directorate, a line each."""
    said = office.in_language(lang)
    return said.ministry, said.directorate


def _salutation(place: Municipality | PublicBody | None, words: Words, lang: str) -> str:
    """How a letter begins; ``None`` is whoever is neither a municipality nor a public body."""
    if isinstance(place, PublicBody):
        return in_language(lang, *place.salutation)
    return words.salutation_to_others if place is None else words.salutation


def _signature(office: InstrumentOffice, words: Words, lang: str) -> Signature:
    """Who signs for which minister, under what mandate (Awb art. 10:10)."""
    said = office.in_language(lang)
    return Signature(
        closing=words.closing,
        for_whom=f"{said.minister[:1].upper()}{said.minister[1:]},\n{words.for_whom}",
        by_whom=(office.signatory.name, said.function),
        mandate=filled(words.mandate, {"mandate": said.mandate}),
    )
