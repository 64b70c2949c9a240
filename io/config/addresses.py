"""The postal addresses of the municipalities: a CSV that the office keeps, in Excel if it likes.

One row a municipality: ``gemeentecode``, ``gemeente`` and up to four lines of the address. The name
is there for whoever reads the file; where it does not belong to the code, the file is refused.
Another public body has no code: its row has that cell empty, and is known by its name.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ...grants.applications.public_body import body_key, public_body
from ...grants.municipality import canonical_code, municipalities, plain_name
from ..errors import Unreadable
from ..files.text import decoded

ADDRESSES = "adressen.csv"
_LINES = ("regel_1", "regel_2", "regel_3", "regel_4")
_LONGEST = 120
_SHOWN = 5


def read_addresses(file: Path) -> dict[str, tuple[str, ...]]:
    """The lines below the name of each municipality, by code; of another body, by its name.

    Raises:
        Unreadable: the file is no CSV in UTF-8 or UTF-16, or a row has an unknown or repeated code,
            a name of another municipality, no address, or a line that is too long.
    """
    try:
        text = decoded(file.read_bytes())
    except (OSError, UnicodeDecodeError) as fault:
        raise Unreadable(
            f"Het adressenbestand {file} kan niet worden gelezen. Bewaar het als CSV in UTF-8."
        ) from fault
    return dict(_read(text, file.name))


@lru_cache(maxsize=4)
def _read(text: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """The addresses of a text, once for each text: one command reads its office several times."""
    first = text.partition("\n")[0]
    divider = next((sign for sign in (";", "\t") if sign in first), ",")
    found: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for number, row in enumerate(csv.DictReader(text.splitlines(), delimiter=divider), start=2):
        code = canonical_code(row.get("gemeentecode") or "")
        lines = tuple(line.strip() for key in _LINES if (line := row.get(key) or "").strip())
        place = row.get("gemeente") or ""
        if not (row.get("gemeentecode") or "").strip() and public_body(place):
            code = body_key(place)
        fault = _fault(code, place, lines, found)
        if fault:
            wrong.append(f"rij {number}: {fault}")
        elif code is not None:
            found[code] = lines
    if wrong:
        more = f"; en nog {len(wrong) - _SHOWN}" if len(wrong) > _SHOWN else ""
        told = "; ".join(wrong[:_SHOWN])
        raise Unreadable(f"Het adressenbestand {name} klopt niet: {told}{more}.")
    return found


def _fault(
    code: str | None, name: str, lines: tuple[str, ...], found: dict[str, tuple[str, ...]]
) -> str:
    if code is None:
        return "de gemeentecode is onbekend"
    if code in found:
        return f"{code} staat er al"
    place = municipalities().get(code)
    if place is not None and name and plain_name(name) != plain_name(place.name):
        return f"{code} is {place.name}, niet {name}"
    if not lines:
        return f"het adres van {name if place is None else place.name} ontbreekt"
    if any(len(line) > _LONGEST for line in lines):
        return f"een regel is langer dan {_LONGEST} tekens"
    return ""
