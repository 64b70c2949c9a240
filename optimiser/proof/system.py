"""An integer program in plain integers, as a proof speaks of it: rows ``a.x <= b`` over a box.

Every row is brought to one size, so that multipliers of few bits do for all of them: multiplied by
the power of two that gives its largest coefficient 46 bits. A row of more than 96 bits is rounded
to the weak side, coefficients down and its limit up, which loses no point of it because no variable
is below zero. A row of payments has a common denominator of far more bits; it is rounded in the
same way to 62, or to a thousandth of a cent where that is finer.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from ...grants.frozen import frozen

USUAL_BITS, MOST_BITS = 46, 96
PAYMENT_BITS, CENT_BITS = 62, 10
Number = int | Fraction
Terms = tuple[tuple[int, int], ...]


@frozen
class Column:
    """A variable and its bounds; ``whole`` where a proof may branch on it.

    A variable that is whole by implication is none: its value follows from the others.
    """

    lower: int
    upper: int
    whole: bool


@frozen
class Payment:
    """What one award pays in one year, rounded to the cent as the payments are.

    ``cents`` are those that a unit of each of ``columns`` adds to the award. Of it ``shares`` of
    ``requested`` are paid, each rounded down; with ``rest`` the payment is what they leave.
    """

    columns: tuple[int, ...]
    cents: tuple[int, ...]
    shares: tuple[int, ...]
    requested: int
    rest: bool

    def terms(self) -> list[tuple[int, Fraction]]:
        """What is paid of a unit of each variable, without rounding."""
        share = Fraction(sum(self.shares), self.requested)
        if self.rest:
            share = 1 - share
        return [(j, share * c) for j, c in zip(self.columns, self.cents, strict=True)]

    def paid(self, values: Sequence[int]) -> int:
        """The exact payment, in cents, at these values of all variables of the program."""
        award = sum(c * values[j] for j, c in zip(self.columns, self.cents, strict=True))
        shared = sum(share * award // self.requested for share in self.shares)
        return award - shared if self.rest else shared


@frozen
class Row:
    """``sum of terms <= limit``, where ``limit`` leaves room for payments not yet known exactly.

    The coefficients of a payment are its share of the award without rounding, so that a sum of them
    may be above what is paid. ``rounded`` has each such payment with the room that the limit leaves
    for it: as soon as its award is fixed, :meth:`Box.limit` puts the exact payment in its place.
    ``unit`` is what a cent is worth in this row, as a power of two.
    """

    terms: Terms
    limit: int
    rounded: tuple[tuple[Payment, int], ...] = ()
    unit: int = 0


@frozen
class System:
    """The columns and rows that a case states, before any stage."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@frozen
class StatedRow:
    """A row as the case states it: ``terms`` and the exact ``payments`` together at most ``limit``.

    ``integral`` where every variable of it takes whole numbers only, by itself or by implication:
    then what it adds up to is a multiple of the coefficients' greatest common divisor.
    """

    code: str
    terms: tuple[tuple[int, Number], ...]
    limit: Number
    integral: bool
    payments: tuple[Payment, ...] = ()

    def sized(self) -> Row:
        """The same, brought to its size."""
        if self.payments:
            return self._with_payments()
        return sized(self.terms, self.limit, integral=self.integral)

    def _with_payments(self) -> Row:
        """Each payment as its share of the award, of which it falls short by less than a cent.

        A last payment does not fall short of it. Every coefficient is rounded down by itself.
        """
        exact: dict[int, Fraction] = {j: Fraction(a) for j, a in self.terms}
        for payment in self.payments:
            for j, a in payment.terms():
                exact[j] = exact.get(j, Fraction(0)) + a
        bits = max(math.floor(abs(a)).bit_length() for a in exact.values())
        unit = max(PAYMENT_BITS - bits, CENT_BITS)
        scale = 2**unit
        room = [0 if one.rest else scale for one in self.payments]
        terms = ((j, math.floor(exact[j] * scale)) for j in sorted(exact))
        return Row(
            tuple((j, a) for j, a in terms if a),
            math.ceil(self.limit * scale) + sum(room),
            tuple(zip(self.payments, room, strict=True)),
            unit,
        )


def sized(terms: Iterable[tuple[int, Number]], limit: Number, *, integral: bool) -> Row:
    """A row brought to its size: in whole numbers, without a common divisor, and then 46 bits."""
    stated = [(j, a) for j, a in terms if a]
    common = math.lcm(*(a.denominator for _, a in stated))
    whole = [(j, a.numerator * (common // a.denominator)) for j, a in stated]
    exact = Fraction(limit) * common
    if whole and integral:
        divisor = math.gcd(*(a for _, a in whole))
        whole = [(j, a // divisor) for j, a in whole]
        most = math.floor(exact / divisor)
    else:
        times = exact.denominator
        whole = [(j, a * times) for j, a in whole]
        most = exact.numerator
    bits = max((abs(a).bit_length() for _, a in whole), default=USUAL_BITS)
    shift = USUAL_BITS - bits if bits < USUAL_BITS else min(0, MOST_BITS - bits)
    return Row(tuple((j, shifted(a, shift)) for j, a in whole), -shifted(-most, shift))


def shifted(number: int, shift: int) -> int:
    """Times a power of two, rounded down."""
    return number << shift if shift >= 0 else number >> -shift


@frozen
class Goal:
    """An objective to be made as small as possible, in whole numbers, and the value of the list.

    ``terms`` are those of the variables; ``value`` is theirs, without the constant.
    """

    terms: Terms
    value: int

    def held(self) -> Row:
        """The row that keeps what is as good."""
        return sized(self.terms, self.value, integral=True)

    def cutoff(self) -> Row:
        """The row that keeps only what is better: by the least by which two lists can differ."""
        step = math.gcd(*(a for _, a in self.terms)) or 1
        return sized(self.terms, (self.value - 1) // step * step, integral=True)


@frozen
class Place:
    """The variables of an application's level, as many of them as it has, and its highest values.

    The level is the sum of ``columns``: first whether it is awarded, then whole steps, then a rest;
    each is above nought only where the one before is at its highest, or, of the first, is one.
    """

    columns: tuple[int, ...]
    most: tuple[int, ...]
    level: int

    def values(self) -> tuple[int, ...]:
        """The value of each of the variables at the level of the list."""
        left, found = self.level, list[int]()
        for most in self.most:
            found.append(min(left, most))
            left -= found[-1]
        return tuple(found)

    def next_step(self) -> tuple[int, int] | None:
        """The variable and the value at which the level is one more; ``None`` at the top."""
        for column, most, value in zip(self.columns, self.most, self.values(), strict=True):
            if value < most:
                return column, value + 1
        return None


@frozen
class Claim:
    """What a proof is to show of a list: that each goal in turn has no smaller value while those
    before are held, and that no application in the published order can have a step more while all
    goals are held and those before it keep what they have."""

    system: System
    goals: tuple[Goal, ...]
    order: tuple[Place, ...]
