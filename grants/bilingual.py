"""What is said in Dutch and in English: the one place that chooses between the two."""

from __future__ import annotations

from typing import TypeVar

from .record import Record

LANGUAGES = ("nl", "en")

Kept = TypeVar("Kept")


def in_language(lang: str, nl: Kept, en: Kept) -> Kept:
    """Of a value kept in both languages, the one asked for; what is not Dutch is English."""
    return nl if lang == "nl" else en


def said(lang: str, nl: str, en: str) -> str:
    """A text in the language asked for; in Dutch where there is no English."""
    return in_language(lang, nl, en or nl)


class Bilingual(Record):
    """A text in Dutch and English."""

    nl: str
    en: str

    def text(self, lang: str) -> str:
        """The text in ``nl`` or ``en``."""
        return said(lang, self.nl, self.en)
