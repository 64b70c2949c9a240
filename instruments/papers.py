"""What a scheme shows of an application in its letters: facts, calculation, sheet and own fields.

A scheme says which values stand under which label; how they look is the letters' own. Labels are
keys of the program's words or of the scheme's own ``[labels.nl]`` and ``[labels.en]``
(:attr:`Instrument.letter_texts`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from importlib.resources import files
from typing import Any, Protocol

from ..grants.decisions.allocation import Award
from ..grants.frozen import frozen
from ..grants.homes import Homes
from ..grants.money import Euro
from ..grants.rounds.policy import InstrumentPolicy
from .after.besides import Correction
from .law.catalogue import Law


def words_of(package: str) -> str:
    """The words of a scheme in letters: ``letters.toml`` in its package."""
    return files(package).joinpath("letters.toml").read_text(encoding="utf-8")


class LabelKey(str):
    """A value that is itself one of the labels, such as a kind of works."""

    __slots__ = ()


Shown = Euro | int | bool | date | Decimal | Fraction | str | None


class Sign(StrEnum):
    """How a line of a calculation counts."""

    NONE = ""
    LESS = "less"
    PLUS = "plus"


@frozen
class Row:
    """A label and a value; a value of ``None`` is left out. ``capital``: it begins with one.

    ``fill`` goes into the label, such as a year. ``sign`` is for a line of a calculation, and
    ``alone`` for an amount in it that is written with cents by itself.
    """

    label: str
    value: Shown
    capital: bool = False
    sign: Sign = Sign.NONE
    alone: bool = False
    fill: Mapping[str, Shown] = field(default_factory=dict[str, Shown], hash=False)


@frozen
class Paper:
    """What a letter is about, as a scheme sees it: award, policy, law, and what is settled.

    ``later`` is false in rounds of the first edition, whose letters stay as they were. ``judged`` are
    the rules that people answered, or found a value for.
    """

    award: Award
    policy: InstrumentPolicy
    law: Callable[[], Law]
    correction: Correction | None = None
    later: bool = True
    judged: frozenset[str] = frozenset()


class Sheet(Protocol):
    """The calculation line by line: each line gets a letter, by which later ones refer to it."""

    def given(self, row: Row, *, even_zero: bool = True) -> str:
        """What was stated; its letter, or nothing where there is no value."""
        ...

    def add(self, row: Row, how: str) -> str:
        """What follows from other lines; ``how`` is a formula in letters, or a label key."""
        ...

    def granted(self) -> str:
        """What was asked and granted; the letter of the grant."""
        ...

    def vat(self, letter: str) -> None:
        """The compensable VAT of the grant, and what is paid."""
        ...

    def homes(self, letter: str) -> None:
        """The homes, and the grant for each."""
        ...

    def per(self, label: str, amount: Euro, letter: str, homes: int, other: str) -> None:
        """An amount for each of a number of homes."""
        ...

    def part(self, label: str, some: Euro, letter: str, whole: Euro, other: str) -> None:
        """A part of a whole."""
        ...


Rows = Callable[[Any], Iterable[Row]]


def nothing(application: Any) -> tuple[Row, ...]:
    """The rows of a scheme that has none."""
    return ()


def as_asked(application: Any, paper: Paper) -> tuple[Row, ...]:
    """A calculation that starts at what was asked."""
    return ()


def all_affordable(application: Any) -> int:
    """The affordable homes that an amount is asked for, of a scheme in which all of them count."""
    homes: Homes = application.homes_by_segment
    return homes.affordable


def plain_sheet(sheet: Sheet, application: Any, paper: Paper) -> None:
    """The sheet of a scheme without one of its own: the grant, and what it is for each home."""
    sheet.homes(sheet.granted())


@frozen
class Papers:
    """What a scheme's letters show.

    ``plan`` are rows of the project besides its dates, ``dates`` the fields with dates,
    ``homes_first`` and ``homes_last`` rows around the homes, ``money`` the amounts above the one
    requested, and ``scores`` fields with scores. ``calculation`` are the lines before what was asked
    and ``settled`` those after what was granted; ``with_vat`` adds the VAT. ``measures`` are the
    costs that the grant is spread over, by label. ``facts`` are conditions that the scheme's own
    clauses ask for, each named in ``fact_names``, and ``fields`` what fills them. ``counted`` are the
    affordable homes that the amount asked is for. ``by_the_office`` are the rules that the office or
    a committee answers, so that nobody is asked, ``by_score`` those about a minimum score,
    ``by_filing`` those about the application itself, such as how many one may file, and
    ``obligations`` those whose article binds who got a grant, and is no requirement for getting it.
    """

    plan: Rows = nothing
    dates: tuple[str, ...] = ("first_start", "last_start")
    homes_first: Rows = nothing
    homes_last: Rows = nothing
    money: Rows = nothing
    scores: tuple[str, ...] = ()
    by_the_office: frozenset[str] = frozenset()
    by_score: frozenset[str] = frozenset()
    by_filing: frozenset[str] = frozenset()
    obligations: frozenset[str] = frozenset()
    calculation: Callable[[Any, Paper], Iterable[Row]] = as_asked
    settled: Callable[[Any, Paper], Iterable[Row]] = as_asked
    asked_label: str = "requested"
    with_vat: bool = False
    measures: Callable[[Any], Mapping[str, Euro]] | None = None
    worksheet: Callable[[Sheet, Any, Paper], None] = plain_sheet
    fact_names: tuple[str, ...] = ()
    facts: Callable[[Any, Paper], Mapping[str, bool]] = lambda application, paper: {}
    fields: Callable[[Any, Paper], Mapping[str, Shown]] = lambda application, paper: {}
    corrections: Callable[[Any], Iterable[Any]] = nothing
    counted: Callable[[Any], int] = all_affordable
