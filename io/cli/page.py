"""In which encoding a command speaks: UTF-8, or the code page of whatever reads it.

A console of Windows takes every letter, and a file is UTF-8. A pipe there is read by PowerShell,
``more`` or ``findstr``, in the code page of the console (850 in the Netherlands), which would show
the bytes of UTF-8 as other signs. ``PYTHONIOENCODING`` says the encoding on every system.
"""

from __future__ import annotations

import codecs
import os
import sys
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from typing import TextIO

from ..files.signs import written_out

UTF_8 = "utf-8"
READABLE = "verdeelsleutel.readable"
"""The name of how signs are written that an encoding does not have."""

_INSTEAD = {
    "€": "EUR", "→": "->", "›": ">", "…": "...", "−": "-", "–": "-", "—": "-", "•": "*",
    "‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "·": "-", "§": "par.", "±": "+/-",
    "≥": ">=", "≤": "<=", "≠": "<>", "≈": "~", "²": "2", "³": "3", "×": "x",
    chr(0x2044): "/", chr(0x2010): "-",  # of which signs are made that fonts have: 1/3, a hyphen
}  # fmt: skip


class Reader(IntEnum):
    """What a stream of Windows ends in, by the number that it has there."""

    UNKNOWN = 0
    DISK = 1
    CONSOLE = 2
    PIPE = 3


def encoding_for(reader: Reader, page: int, environment: Mapping[str, str]) -> str:
    """The encoding for a reader, where the console has a code page; 0 where there is no console.

    >>> encoding_for(Reader.PIPE, 850, {}), encoding_for(Reader.DISK, 850, {})
    ('cp850', 'utf-8')
    >>> encoding_for(Reader.PIPE, 65001, {}), encoding_for(Reader.PIPE, 0, {})
    ('utf-8', 'utf-8')
    >>> encoding_for(Reader.DISK, 0, {"PYTHONIOENCODING": "cp1252:replace"})
    'cp1252'
    """
    said = environment.get("PYTHONIOENCODING", "").partition(":")[0]
    if not said and reader is Reader.PIPE and page:
        said = f"cp{page}"
    with suppress(LookupError):
        name = codecs.lookup(said or UTF_8).name
        return UTF_8 if name == "ascii" else name  # said by a system that knows no language
    return UTF_8


def readable(fault: UnicodeError) -> tuple[str, int]:
    """Write what an encoding does not have in signs that all have, and go on after it."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    text, told = fault.object, ""
    for at in range(fault.start, fault.end):
        plain = _instead_of(text[at])
        apart = unicodedata.category(text[at]) == "No" and text[at - 1 : at].isdigit()
        told += f" {plain}" if apart and "/" in plain else plain  # 1⅓ is no 11/3
    return told, fault.end


def _instead_of(sign: str) -> str:
    """What says the same: of a letter its accent can go, of any other sign nothing."""
    if sign in _INSTEAD:
        return _INSTEAD[sign]
    told = "^" if unicodedata.decomposition(sign).startswith("<super>") else ""
    for part in unicodedata.normalize("NFKD", sign):
        if part.isascii() or part in _INSTEAD:
            told += _INSTEAD.get(part, part)
        elif not (unicodedata.combining(part) and told[-1:].isalpha()):
            return written_out(sign)
    return told or written_out(sign)


def speak_to_whoever_reads(stream: TextIO) -> None:
    """Let a stream write in the encoding of its reader, and no sign stop or vanish."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    encoding = encoding_for(*_of_windows(stream), os.environ)
    if encoding == UTF_8:
        reconfigure(encoding=UTF_8, errors="replace" if stream is sys.stderr else "strict")
        return
    codecs.register_error(READABLE, readable)
    reconfigure(encoding=encoding, errors=READABLE)


def has_every_sign(stream: TextIO) -> bool:
    """Whether the stream writes each sign as it is."""
    return getattr(stream, "errors", "") != READABLE


def _of_windows(stream: TextIO) -> tuple[Reader, int]:
    """What a stream ends in, and the code page of the console; on other systems nothing."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        with suppress(OSError, ValueError):  # no descriptor behind it, or one that was closed
            kernel = ctypes.windll.kernel32
            kernel.GetFileType.argtypes = [ctypes.c_void_p]  # a handle is wider than an int
            kind = kernel.GetFileType(msvcrt.get_osfhandle(stream.fileno()))
            if kind in set(Reader):
                return Reader(kind), kernel.GetConsoleOutputCP()
    return Reader.UNKNOWN, 0
