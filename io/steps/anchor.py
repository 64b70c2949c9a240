"""What was kept elsewhere and must still agree: a printed head, a bundle, the letters sent.

A trail that is cut off, or written anew from the start, is sound in itself. It is found against
anything that left the office: the head on paper or with a time-stamping service, the head in a
bundle, or the code that each letter carries, which is over the list, the outcome and the amounts.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import Unreadable, WrongUse
from ..files.text import decoded
from ..records.database import Session
from ..records.rounds.events import is_in_trail
from ..records.rounds.reader import RoundReader
from ..rounds.bundle import read_bundle
from ..rounds.dossier import dossier
from ..rounds.receipts import receipts_of

_HASH = re.compile(r"[0-9a-f]{64}")
_PRINTED = re.compile(rf"\b{_HASH.pattern}\b")
_SHORT = 300  # signs of what `audit anchor` prints, at most
_REFERENCE = re.compile(r"(?P<round>[^/]+)/(?P<number>[A-Z0-9-]+)")


def anchor_faults(session: Session, anchor: str) -> tuple[str, ...]:
    """Where the database does not agree with a head, a bundle or the letters of a round, in Dutch.

    ``anchor`` is a hash, or the name of a bundle, a ``letters.csv``, a ``receipts.json`` or a file
    with what ``verdeel audit anchor`` printed, as any shell of an office wrote it.

    Raises:
        WrongUse: it is none of these.
        Unreadable: the file cannot be read.
    """
    if _HASH.fullmatch(anchor.strip().lower()):
        return _head(session, anchor.strip().lower())
    path = Path(anchor)
    if not path.is_file():
        raise WrongUse(
            f'{anchor} is geen hash van 64 tekens en geen bestand. Geef de hash van "verdeel audit '
            'anchor", een bundel, of het register letters.csv.'
        )
    if path.suffix == ".zip":
        return _head(session, read_bundle(path).manifest.head.hash)
    text = _text(path)
    printed = _PRINTED.findall(text)
    if len(text) < _SHORT and len(printed) == 1:
        return _head(session, printed[0])
    return tuple(_codes(session, list(_told(path, text)), path.name))


def _head(session: Session, hash_: str) -> tuple[str, ...]:
    if is_in_trail(session, hash_):
        return ()
    return (
        f"Het anker {hash_} staat niet in de keten: het einde is afgeknipt of de keten is opnieuw "
        "geschreven.",
    )


def _text(path: Path) -> str:
    try:
        return decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as fault:
        raise _no_register(path) from fault


def _no_register(path: Path) -> Unreadable:
    return Unreadable(
        f"{path} is geen register van brieven en geen bestand met ontvangstbewijzen. Noem "
        "letters.csv of receipts.json uit de map van de brieven."
    )


def _told(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """The reference and the code of every decision in a register of letters or of receipts."""
    try:
        if path.suffix == ".json":
            for one in json.loads(text):
                yield str(one["reference"]), str(one["code"])
            return
        for line in csv.DictReader(text.splitlines(), delimiter=";"):
            if line.get("controlecode"):
                yield line.get("kenmerk") or "", line.get("controlecode") or ""
    except (ValueError, KeyError, TypeError, RecursionError, csv.Error) as fault:
        raise _no_register(path) from fault


def _codes(session: Session, told: Iterable[tuple[str, str]], file: str) -> Iterator[str]:
    known: dict[str, dict[str, str]] = {}
    count = 0
    for reference, code in told:
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            yield f"{file}: het kenmerk {reference!r} is niet van een beslissing."
            continue
        count += 1
        round_id = found["round"]
        if round_id not in known:
            known[round_id] = _codes_of(RoundReader(session, round_id))
        here = known[round_id].get(reference)
        if here is None:
            yield f"{file}: de database kent de beslissing {reference} niet."
        elif here != code:
            yield f"{file}: de brief {reference} draagt code {code}, de database zegt {here}."
    if not count:
        yield f"{file} noemt geen enkele brief met een controlecode."


def _codes_of(reader: RoundReader) -> dict[str, str]:
    """The codes of the decisions that stand; none where the round is not there or not approved."""
    if reader.allocation_id is None or reader.approval is None:
        return {}
    return {one.reference: one.code for one in receipts_of(reader, dossier(reader))}
