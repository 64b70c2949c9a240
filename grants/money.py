"""Money: whole cents, Dutch notation, and the one place where amounts are rounded."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from operator import attrgetter
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_SCALES = {"mln": 10**6, "miljoen": 10**6, "mld": 10**9, "miljard": 10**9, "k": 10**3}
_WRITTEN = re.compile(r"^(?P<number>[0-9.,']+)(?P<scale>mln|miljoen|mld|miljard|k)?\.?$")
_GROUPED = re.compile(r"^[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:'[0-9]{3})+)(?:,[0-9]+)?$")
_DUTCH = re.compile(r"^[0-9]+(?:,[0-9]+)?$")
_POINT = re.compile(r"^[0-9]+\.[0-9]{1,2}$")
_THOUSANDTHS = re.compile(r",[0-9]{3,}$")
_ENGLISH = re.compile(r"^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?$")


@dataclass(frozen=True, slots=True, init=False)
class Euro:
    """An amount of money (*bedrag*), held as a whole number of cents.

    Arithmetic is exact: amounts add and subtract, and multiply with whole numbers. Where the law
    calls for a fraction of an amount, :meth:`fraction` rounds down to the cent and says so by its
    name. A float is never accepted.
    """

    cents: int

    def __init__(self, cents: int) -> None:
        if type(cents) is not int:
            raise TypeError(f"cents must be an int, not {type(cents).__name__}")
        _SET_CENTS(self, cents)

    @classmethod
    def euros(cls, euros: int) -> Self:
        """A whole number of euros."""
        return cls(euros * 100)

    @classmethod
    def each(cls, cents: Sequence[int]) -> list[Self]:
        """Many amounts at once, in the order of their cents."""
        if not set(map(type, cents)) <= {int}:
            raise TypeError("cents must be ints")
        made = list(map(cls.__new__, repeat(cls, len(cents))))
        deque(map(_SET_CENTS, made, cents), maxlen=0)
        return made

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount in euros as a Dutch office writes it.

        >>> Euro.parse("€ 1.234.567,89").cents
        123456789
        >>> Euro.parse("5,2 mln").cents
        520000000
        >>> Euro.parse("1500000").cents
        150000000

        A value with parts of a cent, or one that can be read in two ways (``1,250``), is a
        ``ValueError``: better a question to the officer than a wrong amount.
        """
        compact = _SPACES.sub("", text).lower().replace("−", "-")
        compact = compact.removesuffix(",--").removesuffix(",-")
        in_brackets = compact.startswith("(") and compact.endswith(")")
        compact = compact.strip("()") if in_brackets else compact
        signed = compact.removeprefix("-").removeprefix("eur").removeprefix("€").removeprefix("-")
        negative = in_brackets or "-" in compact
        compact = signed.removesuffix("euro").removesuffix("eur")
        match = _WRITTEN.match(compact)
        if match is None or (text.count("-") > 1 and not text.rstrip().endswith("--")):
            raise ValueError(f"{text!r} is geen bedrag in euro's")
        number, scale = match["number"], _SCALES.get(match["scale"] or "", 1)
        if scale == 1 and _THOUSANDTHS.search(number):
            raise ValueError(f"{text!r} heeft delen van een cent, of een komma voor duizendtallen")
        if _GROUPED.match(number):
            plain = number.replace(".", "").replace("'", "").replace(",", ".")
        elif _DUTCH.match(number):
            plain = number.replace(",", ".")
        elif _ENGLISH.match(number) and "." in number:
            plain = number.replace(",", "")
        elif _POINT.match(number):
            plain = number
        else:
            raise ValueError(f"{text!r} is op meer manieren te lezen; schrijf het als 1.234.567,89")
        exact = Decimal(plain) * scale * 100
        if exact != exact.to_integral_value():
            raise ValueError(f"{text!r} heeft delen van een cent")
        return cls(-int(exact) if negative else int(exact))

    @classmethod
    def total(cls, amounts: Iterable[Euro]) -> Self:
        """The sum of any number of amounts; of none, zero."""
        return cls(sum([amount.cents for amount in amounts]))

    def __add__(self, other: Euro) -> Euro:
        return Euro(self.cents + other.cents)

    def __sub__(self, other: Euro) -> Euro:
        return Euro(self.cents - other.cents)

    def __neg__(self) -> Euro:
        return Euro(-self.cents)

    def __mul__(self, times: int) -> Euro:
        if type(times) is not int:
            raise TypeError("an amount multiplies with whole numbers; for a share use fraction()")
        return Euro(self.cents * times)

    __rmul__ = __mul__

    def __lt__(self, other: Euro) -> bool:
        return self.cents < other.cents

    def __le__(self, other: Euro) -> bool:
        return self.cents <= other.cents

    def __gt__(self, other: Euro) -> bool:
        return self.cents > other.cents

    def __ge__(self, other: Euro) -> bool:
        return self.cents >= other.cents

    def __bool__(self) -> bool:
        return self.cents != 0

    def fraction(self, share: Fraction) -> Euro:
        """A share of the amount, rounded down to the cent (towards minus infinity)."""
        exact = self.cents * share
        return Euro(exact.numerator // exact.denominator)

    def per(self, count: int) -> Euro | None:
        """The amount for each of ``count`` homes, rounded down; ``None`` where there are none."""
        return Euro(self.cents // count) if count else None

    def format(self, *, cents: bool | None = None) -> str:
        """Dutch notation, ``€ 1.234.567,89``; whole euros end without cents unless asked for."""
        sign = "-" if self.cents < 0 else ""
        euros, rest = divmod(abs(self.cents), 100)
        whole = f"{euros:,}".replace(",", ".")
        show = bool(rest) if cents is None else cents
        return f"{sign}€\u00a0{whole},{rest:02d}" if show else f"{sign}€\u00a0{whole}"

    def __str__(self) -> str:
        return self.format()

    @classmethod
    def _validate(cls, value: object) -> Euro:
        if isinstance(value, Euro):
            return value
        if type(value) is int:
            return Euro(value)
        raise ValueError("an amount is a whole number of cents")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In JSON an amount is its number of cents."""
        return core_schema.no_info_plain_validator_function(
            cls._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(
                attrgetter("cents"), return_schema=core_schema.int_schema()
            ),
        )


# Past the guard that an amount never changes, when it is made:
_SET_CENTS: Callable[[Euro, int], None] = vars(Euro)["cents"].__set__
ZERO = Euro(0)


def in_proportion(amount: Euro, weights: Sequence[Euro]) -> list[Euro]:
    """An amount divided in proportion to weights, rounded down; the last part takes the rest."""
    whole = Euro.total(weights)
    if not whole:
        return [Euro(0) for _ in weights]
    parts = [Euro(amount.cents * weight.cents // whole.cents) for weight in weights[:-1]]
    return [*parts, amount - Euro.total(parts)]
