"""One PDF of many letters, for a printer that prints on both sides."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from pypdf import PdfReader, PdfWriter


def merged(letters: Sequence[Path]) -> bytes:
    """The letters one after another, each on a new sheet, with a bookmark for each.

    It is meant for paper: the letters themselves are the accessible files.
    """
    writer = PdfWriter()
    writer.metadata = None
    for letter in letters:
        pages = PdfReader(letter).pages
        writer.append(letter, outline_item=letter.stem, import_outline=False)
        if len(pages) % 2:
            writer.add_blank_page()
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
