"""Signs that cannot be shown as they are: written out as their code point, never dropped.

A name may hold controls that turn the direction of text, signs of no width, or bytes that no
format allows. A letter shows every character or says which it cannot show; a terminal and a CSV get
none of them raw, so that no text from outside moves a cursor or turns a line about.
"""

from __future__ import annotations

import json
import re
import unicodedata

# Latin with the accents of Dutch, and its typography: in every font, and never hidden.
PLAIN = re.compile(r"^[\n -~\u00a0-\u00ac\u00ae-\u017e‘’“”–—…€•]*$")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def written_out(character: str) -> str:
    """A character as its code point, ``[U+202E]``."""
    return f"[U+{ord(character):04X}]"


def visible(text: str) -> str:
    """The text with every hidden sign written out; a line break stays.

    >>> visible("bel" + chr(7) + "len")
    'bel[U+0007]len'
    """
    if PLAIN.match(text):
        return text
    return "".join(c if c == "\n" or not _is_hidden(c) else written_out(c) for c in text)


def escaped(document: str) -> str:
    """A JSON document with every hidden sign as an escape: it says the same, and shows it."""
    if PLAIN.match(document):
        return document
    return "".join(json.dumps(c)[1:-1] if c != "\n" and _is_hidden(c) else c for c in document)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN
