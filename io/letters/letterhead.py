"""Who a letter is from, and how it greets: the sender above it and the signature below it."""

from __future__ import annotations

from ...grants.bilingual import in_language
from ...grants.municipality import Municipality
from ...grants.public_body import PublicBody
from ..config.office import InstrumentOffice
from ..pages.blocks import Signature
from .clauses import Words, filled


def sender(office: InstrumentOffice, lang: str) -> tuple[str, ...]:
    """The ministry and its directorate, a line each."""
    said = office.in_language(lang)
    return said.ministry, said.directorate


def salutation(place: Municipality | PublicBody | None, words: Words, lang: str) -> str:
    """How a letter begins; ``None`` is whoever is neither a municipality nor a public body."""
    if isinstance(place, PublicBody):
        return in_language(lang, *place.salutation)
    return words.salutation_to_others if place is None else words.salutation


def signature(office: InstrumentOffice, words: Words, lang: str) -> Signature:
    """Who signs for which minister, under what mandate (Awb art. 10:10)."""
    said = office.in_language(lang)
    return Signature(
        closing=words.closing,
        for_whom=f"{said.minister[:1].upper()}{said.minister[1:]},\n{words.for_whom}",
        by_whom=(office.signatory.name, said.function),
        mandate=filled(words.mandate, {"mandate": said.mandate}),
    )
