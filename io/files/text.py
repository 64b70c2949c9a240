"""Text as the programs of an office leave it: with a mark at its beginning, in UTF-8 or UTF-16."""

from __future__ import annotations

_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decoded(content: bytes) -> str:
    r"""A text by the mark it begins with, as Notepad and PowerShell leave one; else UTF-8.

    Its lines end with ``\n``, whatever they ended with.

    >>> decoded(b"\xff\xfe" + "id = 1".encode("utf-16-le"))
    'id = 1'

    Raises:
        UnicodeDecodeError: it is neither.
    """
    if content.startswith(_MARKS_OF_UTF_16):
        text = content.decode("utf-16")
    else:
        text = content.decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")
