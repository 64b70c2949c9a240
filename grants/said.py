"""Words that people fill in where there is nothing to fill in, and where nobody knows.

A cell with *geen* or *n.v.t.* says no, and one with *onbekend* says nothing at all: neither is the
name of an area, a project or an application.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from .municipality import plain_name


class Said(StrEnum):
    """What a filled cell says where a name could stand."""

    NO = "no"  # there is none
    YES = "yes"  # there is one, and it is not named
    UNKNOWN = "unknown"  # nobody knows yet
    NAME = "name"


_YES = frozenset({"ja", "j", "yes", "y", "waar", "true"})
_NO = frozenset(
    {
        *("", "nee", "n", "no", "neen", "geen", "none", "nihil", "onwaar", "false"),
        *("nvt", "nietvantoepassing", "na", "notapplicable", "nietaanwezig", "zonder"),
    }
)
_UNKNOWN = frozenset(
    {
        *("onbekend", "nognietbekend", "nietbekend", "onduidelijk", "unknown"),
        *(
            "nogonbekend",
            "ntb",
            "nadertebepalen",
            "nogtebepalen",
            "tbd",
            "pm",
            "volgt",
            "misschien",
        ),
        *("nietbepaald", "weetniet", "x", "xx", "xxx", "invullen", "nogintevullen"),
    }
)


_STILL = ("noguitte", "nogniet", "nogte", "nogin", "nognader")  # still to be found out


@lru_cache(maxsize=4096)  # the same words come back, a sheet through
def said(text: str | None) -> Said:
    """What a cell says, whatever its case, accents, spaces and punctuation; ``None`` is no."""
    plain = plain_name(text or "")
    if not plain:
        return Said.UNKNOWN if "?" in (text or "") else Said.NO
    if plain in _NO:
        return Said.NO
    if plain in _YES:
        return Said.YES
    return Said.UNKNOWN if plain in _UNKNOWN or plain.startswith(_STILL) else Said.NAME


def named(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The names among what a cell lists, without the words that say that there is none."""
    return tuple(text for text in texts if said(text) is not Said.NO)
