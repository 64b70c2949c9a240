"""The numbers of the law: what each is, where it stands, and between which dates it holds.

A parameter is read from the catalogue of its instrument (see :mod:`.catalogue`), never written in
code. Asking for one on a date for which no text is known is an error, never a guess.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.rounds.written import fraction_of
from .quantity import CalendarYear, HomeCount, Quantity, Score, Share, Term, Words, written


class CatalogueError(ValueError):
    """The catalogue of rules cannot answer: a fault of the data, the policy or the date.

    The message is one sentence for the operator; it names the parameter or rule and the date.
    """


class NotInForce(CatalogueError):
    """The catalogue knows no text of this law on the date asked for."""


class PolicyParameterRefused(CatalogueError):
    """The policy sets a parameter that does not exist, is law, or cannot be read."""


class Confidence(StrEnum):
    """How sure a fact is."""

    PRIMARY = "V1"  # read in the regulation or statute itself
    SECONDARY = "V2"  # read in a source that quotes it
    RECALLED = "R"  # known, but not read anywhere
    DERIVED = "D"  # computed or supposed by the makers of this program


class Unit(StrEnum):
    """What a parameter's value counts."""

    EUROS = "euros"
    SHARE = "share"
    SCORE = "score"
    HOMES = "homes"
    HOMES_IF_KNOWN = "homes_if_known"  # or the word UNKNOWN_NUMBER
    NUMBER = "number"
    DAY = "day"
    YEAR = "year"  # a calendar year, written without a point
    YEARS = "years"
    WEEKS = "weeks"
    TEXT = "text"


UNKNOWN_NUMBER = "onbekend"
"""What stands for a number of homes that no public text gives."""

FROM_POLICY = "het beleid van de ronde"


@frozen
class Parameter:
    """One number of one version of the law, with its source and the dates between which it holds.

    ``key`` is the code of its rule and its name: ``WBI-05.affordable_share``.
    """

    key: str
    value: Quantity
    unit: Unit
    article: str
    source: str
    confidence: Confidence
    provisional: bool
    valid_from: date
    valid_to: date | None

    @property
    def set_by_policy(self) -> bool:
        """Whether the policy of the round gave the value."""
        return self.source == FROM_POLICY

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


_WHOLE = re.compile(r"^-?[0-9]+$")
_DAY = re.compile(r"^([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})$")


def read_value(text: str, unit: Unit) -> Quantity:
    """The value that a catalogue or a policy writes as text; exact, whatever the unit.

    Amounts are in euros (``€ 1.486 mln``), shares and scores fractions or decimals (``2/3``,
    ``50%``, ``5.5``), days ``31-12-2034``, the rest whole numbers. Raises ``ValueError``.
    """
    match unit:
        case Unit.TEXT:
            return text
        case Unit.EUROS:
            return Euro.parse(text)
        case Unit.SHARE:
            return Share(fraction_of(text))
        case Unit.SCORE:
            return Score(fraction_of(text))
        case Unit.DAY:
            return _day(text)
        case Unit.HOMES_IF_KNOWN if text.strip() == UNKNOWN_NUMBER:
            return UNKNOWN_NUMBER
        case _:
            return _whole(text, unit)


def _day(text: str) -> date:
    match = _DAY.match(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a date as in 31-12-2034")
    return date(int(match[3]), int(match[2]), int(match[1]))


def _whole(text: str, unit: Unit) -> Quantity:
    plain = text.strip().replace(".", "")
    if not _WHOLE.match(plain):
        raise ValueError(f"{text!r} is not a whole number")
    number = int(plain)
    if unit in (Unit.HOMES, Unit.HOMES_IF_KNOWN):
        return HomeCount(number)
    if unit is Unit.YEAR:
        return CalendarYear(number)
    return number if unit is Unit.NUMBER else Term(number, unit.value)


def shown(parameter: Parameter) -> str:
    """The value of a parameter as a sentence would write it."""
    return written(parameter.value)


def exact(parameter: Parameter) -> int | str:
    """The value of a parameter for other programs: cents, a whole number, a day, or a fraction."""
    match parameter.value:
        case Euro(cents):
            return cents
        case HomeCount(value) | Term(value, _) | CalendarYear(value):
            return value
        case Share(value) | Score(value):
            return str(value)
        case date() as day:
            return day.isoformat()
        case int() | str() as plain:
            return plain
        case Words(nl, _):
            return nl
