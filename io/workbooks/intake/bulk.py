"""Typing many cells of one column at once: each different value once, amounts and texts together.

What comes out is the same as :func:`.cells.typed` and the model's own check of the field give one
by one. A cell that either of them refuses is only marked here; who reads the row says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import GenericAlias
from typing import Annotated, Any, Final, Optional

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from ....grants.applications.application import Amount
from ....grants.columns import Column, ColumnSpec, Kind
from ....grants.money import Euro
from ..formats.encodings import GARBLED
from ..formats.number_formats import Value
from .cells import MOST_MONEY, Fault, is_blank, typed
from .shown import has_invisible

_ODD_TEXT = re.compile(r"#|E\+|\.\.\.|  ")  # of an error, a number that was cut, or more spaces
BLANK: Final = object()
WRONG: Final = object()
_MOST_REMEMBERED = 50_000
_LOOKED_AT = 200  # so many cells tell whether the values of a column come back
_FEW = 4  # values that come back this often are typed one by one

_AMOUNTS: tuple[Any, ...] = (Euro, Amount, Optional[Amount])  # noqa: UP045 - no operator for it
"""Fields that take any amount that is not negative: every amount that a cell is typed as."""

Accepted = Callable[[Sequence[object]], list[object]]
"""What a field makes of typed values; ``WRONG`` where it refuses one."""


@dataclass(frozen=True, slots=True)
class TypedCells:
    """The value of each cell as its field holds it, ``BLANK`` or ``WRONG`` where it has none."""

    values: Sequence[object]
    any_blank: bool = False
    any_wrong: bool = False


class ColumnTyper:
    """Types the cells of one column and remembers what they were."""

    def __init__(self, column: ColumnSpec, accepted: Accepted) -> None:
        self.column, self._accepted = column, accepted
        # 1, 1.0 and WAAR are equal as keys and not the same, hence the types.
        self._known: dict[type, dict[Value, object]] = {}

    def typed(self, values: Sequence[Value]) -> TypedCells:
        """Type the cells of some rows."""
        kinds = set(map(type, values))
        if len(kinds) == 1:
            return self._of_one_type(next(iter(kinds)), values)
        marks: set[object] = set()
        for kind in kinds:
            marks |= self._learn(kind, {value for value in values if value.__class__ is kind})
        known = self._known
        return _marked([known[value.__class__][value] for value in values], marks)

    def _of_one_type(self, kind: type, values: Sequence[Value]) -> TypedCells:
        start = values[:_LOOKED_AT]
        if len(set(start)) * _FEW > len(start):
            at_once = _at_once(self.column.kind, kind, values)
            if at_once is not None:
                accepted = self._accepted(at_once)
                return TypedCells(accepted, any_wrong=accepted is not at_once and WRONG in accepted)
        marks = self._learn(kind, set(values))
        return _marked(list(map(self._known[kind].__getitem__, values)), marks)

    def _learn(self, kind: type, values: set[Value]) -> set[object]:
        """Type what is new among the values; which of ``BLANK`` and ``WRONG`` are among them."""
        known = self._known.setdefault(kind, {})
        if len(known) > _MOST_REMEMBERED:
            known.clear()
        right: dict[Value, object] = {}
        for value in values.difference(known):
            result = BLANK if is_blank(value) else typed(self.column, value)
            if result is BLANK or isinstance(result, Fault) or has_invisible(value):
                known[value] = BLANK if result is BLANK else WRONG
            else:
                right[value] = result
        known.update(zip(right, self._accepted(list(right.values())), strict=True))
        return {mark for mark in (BLANK, WRONG) if any(known[value] is mark for value in values)}


def _marked(values: Sequence[object], marks: set[object]) -> TypedCells:
    return TypedCells(values, any_blank=BLANK in marks, any_wrong=WRONG in marks)


def _at_once(kind: Kind, of: type, values: Sequence[Any]) -> list[object] | None:
    """The values typed together; ``None`` where that cannot be done for all of them."""
    if kind is Kind.MONEY and of is float:
        return _amounts(values)
    if kind is Kind.TEXT and of is str:
        return _plain_texts(values)
    return None


def _amounts(values: Sequence[float]) -> list[object] | None:
    """Amounts in whole cents, none of them negative or too large.

    A number that is the nearest to an amount with two decimals is that amount, since it has at
    most 15 significant digits. Whole cents are guessed first, and taken only where a hundredth of
    them is the number of the cell to the last bit; division of whole numbers is exact to that bit.
    """
    if min(values) < 0 or max(values) > MOST_MONEY.cents // 100:
        return None
    try:
        cents = list(map(round, [value * 100 for value in values]))
    except ValueError:  # some are no number at all
        return None
    if [whole / 100 for whole in cents] != list(values):
        return None
    return list(Euro.each(cents))


def _plain_texts(values: Sequence[str]) -> list[object] | None:
    """Texts that stay as they are: one line, single spaces, not blank, no error, not garbled."""
    line = " ".join(values)
    if (
        not line
        or "#" in line
        or "E+" in line
        or "..." in line
        or "  " in line
        or not line.isprintable()
        or line != line.strip()
    ):
        return None
    if not line.isascii() and (has_invisible(line) or GARBLED.search(line) is not None):
        return None
    return list(values)


def accepted_by(field: FieldInfo) -> Accepted:
    """What a field of a model makes of typed values, the same as when the model is validated."""
    rules = [rule for rule in field.metadata if not isinstance(rule, Column)]
    kind: Any = Annotated[(field.annotation, *rules)] if rules else field.annotation
    if kind in _AMOUNTS:
        return _as_they_are
    every: Any = GenericAlias(list, (kind,))
    check: TypeAdapter[list[object]] = TypeAdapter(every)

    def accepted(values: Sequence[object]) -> list[object]:
        try:
            return check.validate_python(values)
        except ValidationError as refusal:
            wrong = {int(detail["loc"][0]) for detail in refusal.errors(include_url=False)}
        right = iter(check.validate_python(_without(values, wrong)))
        return [WRONG if at in wrong else next(right) for at in range(len(values))]

    return accepted


def _as_they_are(values: Sequence[object]) -> list[object]:
    return values if isinstance(values, list) else list(values)


def _without(values: Iterable[object], places: set[int]) -> list[object]:
    return [value for at, value in enumerate(values) if at not in places]
