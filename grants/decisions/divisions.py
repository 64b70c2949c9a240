"""The same money divided otherwise: one list beside a list, and the three that stand side by side.

*As announced* is what the schemes' own rules give under the announced ceilings. *Best within the
law* changes only what the law still leaves free at that moment. The *free optimum* chooses among
all applications but those of a closed list and an entitlement, which are facts in all three. They
share funds, ceilings, cash years, floors, goals and the way homes are counted.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ..bilingual import said
from ..homes import Homes
from ..money import ZERO, Euro
from ..record import Record
from .stages import PROOFS, Basis, Unit


def _is_true(value: bool) -> bool:
    return value


def _is_nothing(value: tuple[object, ...]) -> bool:
    return not value


class Comparison(Record):
    """The same money under another rule, application by application (*tegenhanger*).

    ``proven`` is false where an optimum was looked for and not proven in its time; its names say so
    too. It is written down only then.
    """

    name_nl: str
    name_en: str
    affordable_homes: int
    homes: Homes
    amount: Euro
    amounts: dict[str, Euro]  # by application number; absent is zero
    proven: bool = Field(default=True, exclude_if=_is_true)

    def name(self, lang: str) -> str:
        """What it is called, in ``nl`` or ``en``."""
        return said(lang, self.name_nl, self.name_en)


class DivisionKind(StrEnum):
    """Which of the three it is."""

    ANNOUNCED = "as_announced"
    WITHIN_LAW = "best_within_the_law"
    FREE = "free_optimum"


class Broken(Record):
    """A hard limit that a division does not keep, or a goal that it misses: by how much, in its
    unit."""

    code: str
    sentence_nl: str
    sentence_en: str
    unit: Unit
    short: int

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)


class Division(Comparison):
    """One of the three. ``basis`` is the weakest of what its stages rest on.

    ``broken`` are the hard limits that the awards of the law do not keep; it is then not payable.
    ``missed`` are the goals that it misses, written down only where there are any. ``marginal`` is
    the application that crosses a ceiling and is granted after the window (RWbi art. 6(3)).
    ``next_window`` is what is charged to the next window, also where the policy announced that.
    ``price`` is, in the free optimum, what the rule of each scheme costs by itself: the affordable
    homes that this scheme alone would add without it.
    """

    kind: DivisionKind
    basis: Basis
    broken: tuple[Broken, ...] = ()
    missed: tuple[Broken, ...] = Field(default=(), exclude_if=_is_nothing)
    marginal: str = ""
    next_window: Euro = ZERO
    price: dict[str, int] = {}

    @property
    def payable(self) -> bool:
        """Whether it keeps every hard limit of the round."""
        return not self.broken

    @property
    def certain(self) -> bool:
        """Whether a proof shows that no list is better under its rules."""
        return self.proven and self.basis in PROOFS

    def same_yardstick(self, other: Division) -> bool:
        """Whether a difference in homes with another comes from its rules alone.

        Both keep every hard limit, miss each goal by as much, and take as much of the next window.
        An optimum meets its goals first (see ``stages``), so that without this it might give up
        homes for a goal that the other misses, and the difference would be a price of the goal.
        """
        return (
            self.payable
            and other.payable
            and self.next_window == other.next_window
            and {(one.code, one.short) for one in self.missed}
            == {(one.code, one.short) for one in other.missed}
        )
