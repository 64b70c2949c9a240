"""Letters that a command writes by itself, beside those of earlier days: with what, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ...config.office import Office, load_office
from ...letters.authors import Author
from ...letters.completing.author import CompletingAuthor, CompletingText, Matter
from ...letters.making import Formats
from ...letters.writing import LetterOptions, LettersWritten, write_all
from ...records.rounds.reader import RoundReader
from ...rounds.actor import office_path
from ..console import Counter
from ..invocation import Invocation


@dataclass(frozen=True, slots=True)
class Paper:
    """What letters of a round are written with."""

    office: Office
    example: bool


def paper_of(reader: RoundReader, call: Invocation) -> Paper:
    """What the letters of a round are written with."""
    return Paper(load_office(office_path(reader, call.office)), reader.example)


def paper_for(reader: RoundReader, call: Invocation, out: Path | None) -> Paper | None:
    """The same, where a letter is asked for."""
    return None if out is None else paper_of(reader, call)


def write_matters(
    call: Invocation, round_id: str, paper: Paper, matters: Sequence[Matter], out: Path,
    sent_on: date, texts: Mapping[str, CompletingText], *, kind: str = "", word: bool = True,
) -> LettersWritten:  # fmt: skip
    """Write letters of one kind, by the ``texts`` of their package, with a register of that kind.

    ``kind`` is needed only where there may be none of them.
    """
    author = CompletingAuthor(
        round_id, paper.office, call.lang, sent_on, example=paper.example, texts=texts
    )
    register = f"{kind or matters[0].kind}.csv"
    return write_beside(author, matters, paper, out, register, word=word)


def write_beside(
    author: Author, matters: Sequence[Any], paper: Paper, out: Path, register: str, *, word: bool
) -> LettersWritten:
    """Write letters into a folder in which those of earlier days stay, and into their register."""
    options = LetterOptions(formats=Formats(word=word), others_stay=True, register=register)
    house = paper.office.house_style
    return write_all(matters, author, house, out, options, Counter("brieven"))
