"""What a distribution rests on (*grondslag*): a published text of law, with its level and dates."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ..bilingual import said
from ..record import Record

_FICTIONAL = re.compile(
    r"\b(?:ficti|verzonnen|imaginary|voorbeeld(?:regeling|besluit|beleid|wet|-))", re.IGNORECASE
)
_PUBLISHED_IN = re.compile(r"^(Stb|Stcrt)\. (\d{4}), (\d{1,6})$")
_NAMES = {
    "act": ("wet", "act"),
    "amvb": ("algemene maatregel van bestuur", "order in council"),
    "ministerial_regulation": ("ministeriële regeling", "ministerial regulation"),
    "policy_rule": ("beleidsregel", "policy rule"),
    "decision": ("besluit", "decision"),
}


class BasisKind(StrEnum):
    """The level of a text of law, the highest first."""

    ACT = "act"  # wet
    AMVB = "amvb"  # algemene maatregel van bestuur
    MINISTERIAL_REGULATION = "ministerial_regulation"  # ministeriële regeling
    POLICY_RULE = "policy_rule"  # beleidsregel
    DECISION = "decision"  # besluit in een geval

    def reaches(self, level: BasisKind) -> bool:
        """Whether a text of this level can depart from one of that level.

        >>> BasisKind.ACT.reaches(BasisKind.AMVB), BasisKind.POLICY_RULE.reaches(BasisKind.AMVB)
        (True, False)
        """
        order = list(BasisKind)
        return order.index(self) <= order.index(level)

    def name_in(self, lang: str) -> str:
        """What it is called, in ``nl`` or ``en``."""
        return said(lang, *_NAMES[self.value])

    @property
    def journal(self) -> str:
        """Where a text of this level is published: acts and AMvB's in the Staatsblad."""
        return "Stb" if self in (BasisKind.ACT, BasisKind.AMVB) else "Stcrt"


AS_TABLE, AS_TEXT = "basis as a table", "basis as a text"
"""How a policy can state its basis: faults in one are told without those of the other."""


def written_as(value: object) -> str:
    """Which of the two a value in a policy is."""
    return AS_TEXT if isinstance(value, str) else AS_TABLE


class LegalBasis(Record):
    """A text of law that allows a rule of distribution.

    ``reference`` is where it was published, as ``Stcrt. 2026, 12345``; ``article`` is what of it
    allows the rule. ``published`` and ``in_force`` are the days of its publication and of its entry
    into force.
    """

    kind: BasisKind
    title: Annotated[str, Field(min_length=1, max_length=300)]
    reference: Annotated[str, Field(min_length=1, max_length=80)]
    article: Annotated[str, Field(min_length=1, max_length=200)]
    published: date
    in_force: date

    @property
    def cited(self) -> str:
        """The text and its article, as a letter cites them."""
        return f"{self.title} ({self.reference}), {self.article}"

    def in_sentence(self, lang: str) -> str:
        """The same within a sentence, in which *de* or *het* comes before the name of a text.

        >>> LegalBasis(kind=BasisKind.MINISTERIAL_REGULATION, title="Regeling X",
        ...     reference="Stcrt. 2026, 1", article="artikel 3", published=date(2026, 7, 1),
        ...     in_force=date(2026, 8, 1)).in_sentence("nl")
        'de Regeling X (Stcrt. 2026, 1), artikel 3'
        """
        return f"{self.named(lang)}, {self.article}"

    def named(self, lang: str) -> str:
        """The text itself within a sentence, without its article."""
        return f"{said(lang, _article_of(self.title), 'the ')}{self.title} ({self.reference})"

    @property
    def is_fictional(self) -> bool:
        """Whether it says of itself that it does not exist."""
        return is_fictional(self.title, self.reference, self.article)

    @property
    def journal_and_year(self) -> tuple[str, int] | None:
        """``Stb`` or ``Stcrt`` and the year of the reference; ``None`` if it has neither."""
        found = _PUBLISHED_IN.match(self.reference)
        return None if found is None else (found[1], int(found[2]))


_HET = re.compile(r"\w*besluit\b", re.IGNORECASE)
_DE = re.compile(r"\w*(?:regeling|wet|beleidsregels?|verordening)\b", re.IGNORECASE)


def _article_of(title: str) -> str:
    """*de* or *het* with a space, by the noun of a title; nothing where its noun is not known."""
    if title.lower().startswith(("de ", "het ")):
        return ""
    named = min(
        ((found.start(), word) for noun, word in ((_HET, "het "), (_DE, "de "))
         if (found := noun.search(title))),
        default=(0, ""),
    )  # fmt: skip
    return named[1]


def is_fictional(*texts: str) -> bool:
    """Whether a text says that what it names was made up.

    >>> is_fictional("M. Oudekerk (fictief)"), is_fictional("Regeling Woningbouwimpuls 2020")
    (True, False)
    """
    return any(_FICTIONAL.search(text) for text in texts)


def says_something(text: str) -> bool:
    """Whether a text is more than a letter or a mark: at least three letters stand in it.

    >>> says_something("x"), says_something("artikel 3")
    (False, True)
    """
    return sum(letter.isalpha() for letter in text) >= 3
