"""Where the steps of a proof act: bounds of all variables, and rows that are added up over them.

Multipliers of at least nought, one for each of some rows, add up to a row ``d.x <= beta``. The
least that ``d.x`` can be over the box is read off the signs of ``d``. Is it above ``beta``, then
the box holds nothing. Else no whole variable can be further from its cheap end than what is left of
``beta`` pays for, and its range shrinks: that is exact reduced cost fixing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .system import Column, Row

Weights = Sequence[tuple[int, int]]


class Box:
    """The bounds of a moment, the rows of a moment, and the way back to an earlier one."""

    def __init__(self, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        self.lower = [one.lower for one in columns]
        self.upper = [one.upper for one in columns]
        self.whole = [one.whole for one in columns]
        self.rows = list(rows)
        self._folded: list[tuple[Sequence[tuple[int, int]], int]] = []
        self._free: list[int] = []
        self._open: list[bool] = []
        self._trail: list[tuple[int, int, int]] = []
        self.touched: set[int] = set()  # for who follows the bounds elsewhere, and empties it
        self.unfold()

    def bound(self, column: int, lower: int, upper: int) -> None:
        """Bound a variable; what it was is remembered."""
        self._trail.append((column, self.lower[column], self.upper[column]))
        self.touched.add(column)
        self.lower[column], self.upper[column] = lower, upper

    def mark(self) -> int:
        """A moment to come back to."""
        return len(self._trail)

    def undo(self, mark: int) -> None:
        """Back to the bounds of that moment."""
        while len(self._trail) > mark:
            column, lower, upper = self._trail.pop()
            self.lower[column], self.upper[column] = lower, upper
            self.touched.add(column)

    def unfold(self) -> None:
        """Look at every column again, for a box that is no part of the one that was folded."""
        self._folded = [(row.terms, 0) for row in self.rows]
        self._free = list(range(len(self.lower)))
        self._open = [True] * len(self.lower)

    def fold(self) -> None:
        """Leave columns with one value out of the sums, until bounds of before this are undone."""
        lower, upper = self.lower, self.upper
        self._open = [lower[j] != upper[j] for j in range(len(lower))]
        self._free = [j for j, is_open in enumerate(self._open) if is_open]
        self._folded = [self._fold(row) for row in self.rows]

    def add(self, row: Row) -> None:
        """One more row, after those that are there."""
        self.rows.append(row)
        self._folded.append(self._fold(row))

    def drop(self, count: int) -> None:
        """Only the first so many rows are left."""
        del self.rows[count:], self._folded[count:]

    def limit(self, place: int) -> int:
        """The limit of a row over this box: where an award is fixed, with its exact payment."""
        row = self.rows[place]
        limit = row.limit
        lower, upper = self.lower, self.upper
        for payment, room in row.rounded:
            if all(lower[j] == upper[j] for j in payment.columns):
                exact = payment.paid(lower) << row.unit
                held = set(payment.columns)
                limit += sum(a * lower[j] for j, a in row.terms if j in held) - exact - room
        return limit

    def closes(self, weights: Weights) -> bool:
        """Whether these multipliers show that the box holds nothing."""
        _, least, beta = self._sum(weights)
        return least > beta

    def alone(self) -> int | None:
        """The first row that nothing in the box can keep, by itself; ``None`` where there is none."""
        lower, upper = self.lower, self.upper
        for place, (terms, constant) in enumerate(self._folded):
            least = constant
            for j, a in terms:
                least += a * (lower[j] if a > 0 else upper[j])
            row = self.rows[place]
            if least > (self.limit(place) if row.rounded else row.limit):
                return place
        return None

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
            row = self.rows[place]
            beta += weight * (self.limit(place) if row.rounded else row.limit)
            least += weight * constant
        for j in free:
            price = prices[j]
            if price > 0:
                least += price * lower[j]
            elif price < 0:
                least += price * upper[j]
        return prices, least, beta

    def _fold(self, row: Row) -> tuple[Sequence[tuple[int, int]], int]:
        lower, is_open = self.lower, self._open
        constant = sum(a * lower[j] for j, a in row.terms if not is_open[j])
        return tuple((j, a) for j, a in row.terms if is_open[j]), constant
