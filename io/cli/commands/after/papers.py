"""The letter of a decision on an award, written when the decision is taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ....letters.after.matters import after_texts
from ....letters.completing.author import CompletingAuthor, Matter
from ....letters.making import Formats
from ....letters.writing import LetterOptions, LettersWritten, write_all
from ...console import Counter
from ...invocation import Invocation
from ..completing import Paper


def write_after(
    call: Invocation, round_id: str, paper: Paper, matter: Matter, out: Path, sent_on: date
) -> LettersWritten:
    """Write one letter about an award, beside those of earlier decisions."""
    author = CompletingAuthor(
        round_id, paper.office, call.lang, sent_on, example=paper.example, texts=after_texts()
    )
    options = LetterOptions(
        formats=Formats(word=True), others_stay=True, register=f"{matter.kind}.csv"
    )
    return write_all([matter], author, paper.office.house_style, out, options, Counter("brieven"))
