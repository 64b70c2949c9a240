"""The letters of a text whose encoding nobody stated: found where they can be, asked elsewhere.

UTF-8 and UTF-16 are known by their form. Of the code pages with one byte a letter none is: the same
byte is ë in one of them and ‰ in another. The one of Windows is taken where it gives words; where
it gives signs within words and another code page of an office gives letters there, the text is read
by that one and each cell that holds such a letter is asked about.
"""

from __future__ import annotations

import re

from ....grants.frozen import frozen

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_PAIR = re.compile(rb"[\xc2\xc3\xe2][\x80-\xbf]")
_LOOKED_AT = 64 * 2**10
_WINDOWS = "cp1252"
_OFFICES = {"cp850": "CSV (MS-DOS), codepagina 850", "mac_roman": "CSV (Macintosh), Mac Roman"}
_LETTERS = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿœæßšžÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒÆŠŽ"
_USUAL = "àáâäçèéêëìíîïñòóôöùúûüÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜ"
_OPENING, _CLOSING = "‘“„«¿¡", "”»"
_SIGNS = "€£§©®°±²³µ·½¼¾–—…•™\u00a0ªº¹´¨¢¥×÷¬"
_APART = frozenset("€£°²³½¼¾\u00a0–—…•ªº§")  # what may stand against a letter or a figure
GARBLED = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]|\ufffd")
"""Letters of UTF-8 that were read as those of Windows, and signs put for what could not be read."""


@frozen
class Decoded:
    """A text. ``asked`` is the name of an encoding that was guessed, ``by_page`` says that it has
    one byte a letter, and ``mixed`` that there were two encodings in one file."""

    text: str
    asked: str = ""
    by_page: bool = False
    mixed: bool = False

    def is_unsure(self, text: str) -> bool:
        """Whether letters of a cell may be wrong: guessed, or those of garbled UTF-8."""
        if text.isascii():
            return False
        if self.asked or GARBLED.search(text) is not None:
            return True
        return self.by_page and any(_doubt(text, at) > 1 for at in range(len(text)))


def decoded(data: bytes) -> Decoded:
    """The text of a file.

    Raises:
        UnicodeDecodeError: it is none.
    """
    wide = utf16_of(data)
    if wide:
        return Decoded(data.decode(wide).lstrip("\ufeff"))
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError:  # not UTF-8, at least in part
        if _UTF8_PAIR.search(data) is not None and _mostly_utf8(data):
            lines = [_line(line) for line in data.splitlines(keepends=True)]
            return Decoded("".join(lines), by_page=True, mixed=True)
    code_page = _code_page(data)
    return Decoded(data.decode(code_page), asked=_OFFICES.get(code_page, ""), by_page=True)


def utf16_of(data: bytes) -> str:
    """The name of UTF-16 as this text is written, with a mark before it or without; else ""."""
    if data.startswith(_UTF16_MARKS):
        return "utf-16"
    start = data[:_LOOKED_AT]
    start = start[: len(start) // 2 * 2]
    if len(start) < 4 or b"\0" not in start:
        return ""
    low, high = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if high > half // 2 and low < half // 10:
        return "utf-16-le"
    return "utf-16-be" if low > half // 2 and high < half // 10 else ""


def _mostly_utf8(data: bytes) -> bool:
    """Whether more of the pieces beyond ASCII are UTF-8 than are not."""
    pieces = re.findall(rb"[\x80-\xff]+", data[: 16 * _LOOKED_AT])
    right = sum(1 for piece in pieces if _is_utf8(piece))
    return 2 * right >= len(pieces)


def _is_utf8(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode(_code_page(line))


def _code_page(data: bytes) -> str:
    """The code page of Windows, unless another gives letters where it gives signs within words."""
    words = re.findall(rb"[0-9A-Za-z]?[\x80-\xff]+[0-9A-Za-z]?", data)
    if not _doubts(words, _WINDOWS):
        return _WINDOWS
    doubts = {name: _doubts(words, name) for name in (_WINDOWS, *_OFFICES)}
    return min(doubts, key=lambda name: doubts[name])


def _doubts(words: list[bytes], code_page: str) -> int:
    """How many letters beyond ASCII are not what a Dutch text has at their place."""
    doubts = 0
    for word in words:
        try:
            text = word.decode(code_page)
        except UnicodeDecodeError:
            doubts += 2
            continue
        doubts += sum(_doubt(text, at) for at in range(len(text)))
    return doubts


def _doubt(text: str, at: int) -> int:
    sign = text[at]
    if sign.isascii():
        return 0
    before = text[at - 1] if at else ""
    after = text[at + 1] if at + 1 < len(text) else ""
    within = before.isalpha() or after.isalpha()
    if sign in _USUAL:
        upper_inside = sign.isupper() and before.isalpha() and before.islower()
        return 2 if upper_inside else 0
    if sign in _LETTERS:
        return 1
    if sign in _APART:
        return 1 if before.isalpha() and after.isalpha() else 0
    if sign in _OPENING:
        return 2 if before.isalpha() else 0
    if sign in _CLOSING:
        return 2 if after.isalpha() else 0
    return 0 if sign == "’" or (sign in _SIGNS and not within) else 2
