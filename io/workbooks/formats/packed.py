"""Numbers and texts at a place in bytes. A file that is too short for them is damaged."""

from __future__ import annotations

import struct
from typing import Any

from .look import Malformed


def fields(layout: str, data: bytes, at: int = 0) -> tuple[Any, ...]:
    """The fields of a layout, as ``struct`` names them.

    Raises:
        Malformed: the bytes end before they do.
    """
    try:
        return struct.unpack_from(layout, data, at)
    except struct.error as error:
        raise Malformed(str(error)) from error


def byte(data: bytes, at: int) -> int:
    """One byte.

    Raises:
        Malformed: the bytes end before it.
    """
    if not 0 <= at < len(data):
        raise Malformed("a record that is shorter than it must be")
    return data[at]


def utf16(data: bytes) -> str:
    """Text of two bytes a sign, the lower one first.

    Raises:
        Malformed: it is no such text.
    """
    try:
        return data.decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise Malformed(str(error)) from error
