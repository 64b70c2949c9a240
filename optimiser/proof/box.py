"""Where the steps of a proof act: bounds of all variables, and rows that are added up over them.

Multipliers of at least nought, one for each of some rows, add up to a row ``d.x <= beta``. The
least that ``d.x`` can be over the box is read off the signs of ``d``. Is it above ``beta``, then
the box holds nothing. Else no whole variable can be further from its cheap end than what is left of
``beta`` pays for, and its range shrinks: that is exact reduced cost fixing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...grants.frozen import frozen
from .system import Column, Payment, Row

Weights = Sequence[tuple[int, int]]


@frozen
class _Rounded:
    """A payment in a row, with what the row has for it, its room, and what a cent is there."""

    payment: Payment
    room: int
    terms: Sequence[tuple[int, int]]
    cent: int


@frozen
class _Payments:
    """The limit of a row, and the payments of it that are not in it to the cent yet."""

    limit: int
    open: Sequence[_Rounded]


@frozen
class Folded:
    """The sums of a moment: what is left of every row, and of which columns."""

    rows: Sequence[tuple[Sequence[tuple[int, int]], int]]
    payments: Sequence[_Payments]
    free: Sequence[int]


def _payments_of(row: Row) -> list[_Rounded]:
    """The rounded payments of a row, each with its own terms of it."""
    if not row.rounded:
        return []
    terms = dict(row.terms)
    return [
        _Rounded(one, room, [(j, terms[j]) for j in one.columns if j in terms], 1 << row.unit)
        for one, room in row.rounded
    ]


class Box:
    """The bounds of a moment, the rows of a moment, and the way back to an earlier one."""

    def __init__(self, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        self.lower = [one.lower for one in columns]
        self.upper = [one.upper for one in columns]
        self.whole = [one.whole for one in columns]
        self.rows = list(rows)
        self._folded: list[tuple[Sequence[tuple[int, int]], int]]
        self._folded = [(row.terms, 0) for row in self.rows]
        self._payments = [_Payments(row.limit, _payments_of(row)) for row in self.rows]
        self._free = list(range(len(self.lower)))
        self._trail: list[tuple[int, int, int]] = []
        # The limits of rows with payments, until a variable of one of them moves.
        self._limits: dict[int, int] = {}
        self._paid_by: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows):
            self._pays(place, row)
        self.touched: set[int] = set()  # for who follows the bounds elsewhere, and empties it

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Bound a variable; what it was is remembered."""
        self._trail.append((column, self.lower[column], self.upper[column]))
        self.touched.add(column)
        self.lower[column], self.upper[column] = lower, upper
        if column in self._paid_by:
            self._forget(column)

    def _pays(self, place: int, row: Row) -> None:
        """Remember of whose awards the payments of a row are."""
        for column in {j for one, _ in row.rounded for j in one.columns}:
            self._paid_by.setdefault(column, []).append(place)

    def _forget(self, column: int) -> None:
        """The limits of the rows in which this variable is paid are to be worked out again."""
        for place in self._paid_by[column]:
            self._limits.pop(place, None)

    def mark(self) -> int:
        """A moment to come back to."""
        return len(self._trail)

    def moved(self, mark: int) -> dict[int, tuple[int, int]]:
        """The bounds of now of all variables that were bounded since that moment."""
        lower, upper = self.lower, self.upper
        return {j: (lower[j], upper[j]) for j, _, _ in self._trail[mark:]}

    def undo(self, mark: int) -> None:
        """Back to the bounds of that moment."""
        while len(self._trail) > mark:
            column, lower, upper = self._trail.pop()
            self.lower[column], self.upper[column] = lower, upper
            self.touched.add(column)
            if column in self._paid_by:
                self._forget(column)

    def fold(self) -> None:
        """Leave columns with one value out of the sums, until bounds of before this are undone."""
        lower, upper = self.lower, self.upper
        closed = {j for j in self._free if lower[j] == upper[j]}
        if closed:
            self._free = [j for j in self._free if j not in closed]
            self._folded = [self._without(closed, *one) for one in self._folded]
        self._payments = [self._known(one) for one in self._payments]
        self._limits.clear()

    def folded(self) -> Folded:
        """How it is folded now, to come back to."""
        return Folded(tuple(self._folded), tuple(self._payments), self._free)

    def unfold(self, before: Folded) -> None:
        """As it was folded before, for a box that is no part of the one that was folded since."""
        self._folded, self._payments = list(before.rows), list(before.payments)
        self._free = list(before.free)
        self._limits.clear()

    def add(self, row: Row) -> None:
        """One more row, after those that are there."""
        self.rows.append(row)
        free = set(self._free)
        closed = {j for j, _ in row.terms if j not in free}
        self._folded.append(self._without(closed, row.terms, 0))
        self._payments.append(_Payments(row.limit, _payments_of(row)))
        self._pays(len(self.rows) - 1, row)

    def drop(self, count: int) -> None:
        """Only the first so many rows are left."""
        if len(self.rows) > count:
            self._limits.clear()
            del self.rows[count:], self._folded[count:], self._payments[count:]

    def tighten(self, place: int, limit: int) -> None:
        """A lower limit of a row from now on, also in boxes that are gone back to.

        Only of a row without payments. It is no step of a proof: who searches for the best by a
        tree narrows what it has to beat.
        """
        self.rows[place] = replace(self.rows[place], limit=limit)
        self._payments[place] = _Payments(limit, ())

    def limit(self, place: int) -> int:
        """The limit of a row over this box: where an award is fixed, with its exact payment."""
        known = self._payments[place]
        if not known.open:
            return known.limit
        limit = self._limits.get(place)
        if limit is None:
            limit = self._limits[place] = self._known(known).limit
        return limit

    def _known(self, payments: _Payments) -> _Payments:
        """The same, with those that are fixed by now at their exact payment."""
        if not payments.open:
            return payments
        lower, upper = self.lower, self.upper
        limit, still = payments.limit, list[_Rounded]()
        for one in payments.open:
            if all(lower[j] == upper[j] for j in one.payment.columns):
                shared = sum(a * lower[j] for j, a in one.terms)
                limit += shared - one.payment.paid(lower) * one.cent - one.room
            else:
                still.append(one)
        return _Payments(limit, still)

    def closes(self, weights: Weights) -> bool:
        """Whether these multipliers show that the box holds nothing."""
        _, least, beta = self._sum(weights)
        return least > beta

    def alone(self) -> int | None:
        """The first row that nothing in the box can keep; ``None`` where there is none."""
        lower, upper = self.lower, self.upper
        for place, (terms, constant) in enumerate(self._folded):
            least = constant
            for j, a in terms:
                least += a * (lower[j] if a > 0 else upper[j])
            if least > self.limit(place):
                return place
        return None

    def settle(self, place: int) -> list[int] | None:
        """Shrink ranges by one row alone: the columns whose ranges are smaller now. ``None`` where
        nothing in the box can keep the row."""
        lower, upper = self.lower, self.upper
        terms, least = self._folded[place]
        widest = 0
        for j, a in terms:
            if a > 0:
                least += a * lower[j]
                reach = a * (upper[j] - lower[j])
            else:
                least += a * upper[j]
                reach = a * (lower[j] - upper[j])
            if reach > widest:
                widest = reach
        room = self.limit(place) - least
        if room < 0:
            return None
        if widest <= room:
            return []
        changed = list[int]()
        for j, a in terms:
            low, high = lower[j], upper[j]
            steps = room // abs(a)
            if steps < high - low and self.whole[j]:
                if a > 0:
                    self.bound(j, low, low + steps)
                else:
                    self.bound(j, high - steps, high)
                changed.append(j)
        return changed

    def apply(self, weights: Weights) -> bool | None:
        """The same, and where they do not: shrink ranges. ``None`` where that changes nothing."""
        prices, least, beta = self._sum(weights)
        if least > beta:
            return True
        room, before = beta - least, len(self._trail)
        lower, upper = self.lower, self.upper
        for j in self._free:
            price = prices[j]
            if price and self.whole[j]:
                low, high = lower[j], upper[j]
                steps = room // abs(price)
                if steps < high - low:
                    if price > 0:
                        self.bound(j, low, low + steps)
                    else:
                        self.bound(j, high - steps, high)
        return False if len(self._trail) > before else None

    def _sum(self, weights: Weights) -> tuple[list[int], int, int]:
        """The coefficients of the sum of the rows, its least value over the box, and its limit."""
        lower, upper, free = self.lower, self.upper, self._free
        prices = [0] * len(lower)
        least = beta = 0
        for place, weight in weights:
            terms, constant = self._folded[place]
            for j, a in terms:
                prices[j] += weight * a
            beta += weight * self.limit(place)
            least += weight * constant
        for j in free:
            price = prices[j]
            if price > 0:
                least += price * lower[j]
            elif price < 0:
                least += price * upper[j]
        return prices, least, beta

    def _without(
        self, closed: set[int], terms: Sequence[tuple[int, int]], constant: int
    ) -> tuple[Sequence[tuple[int, int]], int]:
        """A row without the columns that are closed, each at its one value."""
        still = [term for term in terms if term[0] not in closed]
        if len(still) == len(terms):
            return terms, constant
        lower = self.lower
        return still, constant + sum(a * lower[j] for j, a in terms if j in closed)
