"""The 342 municipalities of 2025 (the same in 2026), with code and province.

Source: the table of municipal codes of Statistics Netherlands (CBS) for 2025,
in ``data/gemeenten_2025.csv``.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from .record import Record

_CODE = re.compile(r"^(?:GM)?0*([0-9]{1,4})$")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")

# What people write, and the name in the table of Statistics Netherlands.
_ALIASES = {
    "Den Haag": "'s-Gravenhage",
    "Den Bosch": "'s-Hertogenbosch",
    "Hengelo": "Hengelo (O.)",
    "Hengelo (Ov)": "Hengelo (O.)",
    "Hengelo Overijssel": "Hengelo (O.)",
    "Bergen NH": "Bergen (NH.)",
    "Bergen L": "Bergen (L.)",
}


class Municipality(Record):
    """A municipality (*gemeente*). ``code`` is the CBS code as in ``GM0363``."""

    code: str
    name: str
    province_code: str
    province: str

    @property
    def key(self) -> str:
        """What the office keeps its address under: its code."""
        return self.code


class Succession(Record):
    """A code that is not in use any more from a day on, and the municipality that it went to.

    ``certain`` is false where the law of it was not adopted when this was written down.
    """

    code: str
    name: str
    successor: str
    since: date
    certain: bool


@lru_cache(maxsize=100_000)  # the same names come back, a sheet through
def plain_name(name: str) -> str:
    """A name without case, accents, spaces and punctuation, to compare names by."""
    decomposed = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _NOT_LETTERS.sub("", decomposed.lower())


@cache
def municipalities() -> Mapping[str, Municipality]:
    """All municipalities by code, in the order of their codes."""
    text = (
        files("verdeelsleutel.grants")
        .joinpath("data", "gemeenten_2025.csv")
        .read_text(encoding="utf-8")
    )
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType(
        {
            row["code"]: Municipality(
                code=row["code"],
                name=row["name"],
                province_code=row["province_code"],
                province=row["province"],
            )
            for row in rows
        }
    )


@cache
def successions() -> Mapping[str, Succession]:
    """The codes that ended or are to end, each with its successor, by code.

    The source of each stands in ``data/gemeenten_opvolgers.csv``.
    """
    text = (
        files("verdeelsleutel.grants")
        .joinpath("data", "gemeenten_opvolgers.csv")
        .read_text(encoding="utf-8")
    )
    return MappingProxyType(
        {
            row["code"]: Succession(
                code=row["code"],
                name=row["name"],
                successor=row["successor"],
                since=date.fromisoformat(row["from"]),
                certain=row["certain"] == "ja",
            )
            for row in csv.DictReader(text.splitlines())
        }
    )


def succeeded(written: str) -> Succession | None:
    """What became of a municipality that is in no list any more, by its code or its name."""
    gone = {code: one for code, one in successions().items() if code not in municipalities()}
    match = _CODE.match(written.strip().upper())
    if match:
        return gone.get(f"GM{int(match[1]):04d}")
    plain = plain_name(written)
    bare = plain.removeprefix("gemeente").removesuffix("gemeente")
    return next((s for s in gone.values() if plain_name(s.name) in (plain, bare)), None)


def is_called(place: Municipality, written: str) -> bool:
    """Whether a name can be that of a municipality of which the code is known.

    *Bergen* beside the code of Bergen (NH.) says enough; without the code it would not.
    """
    named = municipality_by_name(written)
    if named is not None:
        return named.code == place.code
    plain = plain_name(written)
    bare = plain.removeprefix("gemeente").removesuffix("gemeente")
    return plain_name(_IN_BRACKETS.sub("", place.name)) in (plain, bare)


def code_of(written: str) -> str | None:
    """The code of a municipality that is written by its code or its name, else ``None``."""
    code = canonical_code(written)
    if code is not None:
        return code
    named = municipality_by_name(written)
    return None if named is None else named.code


@cache
def provinces() -> tuple[str, ...]:
    """The twelve provinces, in the order of their codes (north to south)."""
    found = {m.province_code: m.province for m in municipalities().values()}
    return tuple(found[code] for code in sorted(found))


@cache
def _by_plain_name() -> Mapping[str, Municipality]:
    known = {plain_name(m.name): m for m in municipalities().values()}
    known.update({plain_name(alias): known[plain_name(name)] for alias, name in _ALIASES.items()})
    return MappingProxyType(known)


def canonical_code(text: str) -> str | None:
    """``GM0363`` for ``GM0363``, ``0363`` or ``363``; ``None`` if it is no known code."""
    match = _CODE.match(text.strip().upper())
    if match is None:
        return None
    code = f"GM{int(match[1]):04d}"
    return code if code in municipalities() else None


def municipality_by_name(name: str) -> Municipality | None:
    """The municipality of that name, whatever the case and accents, aliases included.

    The word *gemeente* beside the name, before it or behind it, is no part of it.
    """
    known, plain = _by_plain_name(), plain_name(name)
    bare = plain.removeprefix("gemeente").removesuffix("gemeente")
    return known.get(plain) or known.get(bare)
