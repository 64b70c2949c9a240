"""Names of people, compared as a reader of paper would: two that look the same are one person.

Who made a list and who approves it are told apart by their names. A name in other capitals, with a
space more, with a sign that cannot be seen, or with a Cyrillic letter in the place of a Latin one,
is the same name. The look-alikes are those of Unicode Technical Standard 39 (*confusables*) for the
letters of European scripts, and the digits and pairs of letters that a printed page does not tell
apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Signs without a shape of their own that are letters or marks to Unicode (Default_Ignorable).
_SHAPELESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
_INVISIBLE_KINDS = ("Cc", "Cf", "Cs", "Co", "Cn")
# Capitals first: those of which the small letter looks like another.
_CAPITALS = str.maketrans(
    "АВЕКМНОРСТУХЅІЈҺԌԚԜҮӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ",
    "ABEKMHOPCTYXSIJHGQWYIABEZHIKMNOPTYXC",
)
_SMALL = str.maketrans(
    "авекмнорстухѕіјһԁԛԝүӏαβικνορτυχϲɑɡıℓ1|0‐‑‒–—−’ʼ′‘`",
    "abekmhopctyxsijhdqwyl" + "abikvoptyx" + "cagi" + "lll" + "o" + "------" + "'''''",
)


def comparable(name: str) -> str:
    """A name as it is compared, never as it is shown.

    >>> comparable("  S.  VERMEULEN") == comparable("S. Vermeulen")
    True
    """
    seen = "".join(" " if sign.isspace() else sign for sign in name if _is_seen(sign))
    plain = unicodedata.normalize("NFKC", _as_latin(unicodedata.normalize("NFC", seen)))
    plain = _as_latin(unicodedata.normalize("NFKC", _as_latin(plain).casefold()))
    # A capital i, a small l and a one are one stroke; r and n together are an m, two v's a w.
    return " ".join(plain.replace("i", "l").replace("rn", "m").replace("vv", "w").split())


def _as_latin(text: str) -> str:
    return text.translate(_CAPITALS).translate(_SMALL)


def _is_seen(sign: str) -> bool:
    if sign.isspace():
        return True
    if sign in _SHAPELESS or "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        return False
    return unicodedata.category(sign) not in _INVISIBLE_KINDS


def is_same_person(name: str, other: str) -> bool:
    """Whether two names are those of one person, as far as names can tell."""
    return comparable(name) == comparable(other)


def is_among(name: str, names: Iterable[str]) -> bool:
    """Whether a name is one of these."""
    wanted = comparable(name)
    return any(comparable(one) == wanted for one in names)


def people_among(names: Iterable[str]) -> int:
    """How many different people these names are."""
    return len({comparable(name) for name in names})
