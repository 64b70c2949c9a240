"""What ``verdeel audit verify --letters`` looks at: the letters in a folder, each made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from .....grants.dossier import Dossier
from .....grants.lives.decision import DecisionEvent
from ....config.office import load_office
from ....errors import WrongUse
from ....letters.after.anew import LATER_LETTERS, later_letters
from ....letters.comparing import (
    OF_OBJECTIONS,
    OF_RESERVE,
    later_not_of_the_office,
    not_of_the_office,
    objections_not_of_the_office,
    reserve_not_of_the_office,
)
from ....letters.objecting.deciding import decisions_of
from ....letters.writing import Beside, LetterOptions
from ....records.after.award_decisions import DecisionKind
from ....records.database import Session
from ....records.rounds.reader import RoundReader, readers
from ....rounds.actor import office_path
from ....rounds.after.reserve_dossier import reserve_dossier
from ....rounds.aside.over import standing_supplements
from ....rounds.dossier import corrections_of, dossier
from ....rounds.ledger import committed_by_approval, committed_to
from ....steps.publication import TRAIL, WrittenFrom
from ...console import Counter
from ...invocation import Invocation


def letter_faults(session: Session, call: Invocation, folder: Path) -> tuple[str, ...]:
    """Each letter in a folder that is not the office's, in Dutch.

    Raises:
        WrongUse: it is no folder, or it cannot be told of which round the letters are.
    """
    reader = _round_of(session, folder)
    if reader.approval is None:
        return (f"Van ronde {reader.id} is niets vastgesteld, zodat er geen brieven kunnen zijn.",)
    office = load_office(office_path(reader, call.office))
    decisions = decisions_of(reader, office, call.lang)
    later = (
        *objections_not_of_the_office(decisions, office, folder),
        *later_not_of_the_office(later_letters(reader, office, call.lang), office, folder),
    )
    if (folder / OF_RESERVE).is_file():
        found = reserve_not_of_the_office(_from_reserve(reader), office, folder, call.lang)
        return (*found, *later)
    if not (folder / TRAIL).is_file() and any((folder / name).is_file() for name in _LATER_ALONE):
        return later  # a folder of letters about what came after the list alone
    told = not_of_the_office(_written(reader), office, folder, call.lang, Counter("brieven"))
    return (*told, *later)


_LATER_ALONE = (OF_OBJECTIONS, *(f"{kind}.csv" for kind in LATER_LETTERS))


def _from_reserve(reader: RoundReader) -> list[tuple[Dossier, LetterOptions, Beside]]:
    """Each award from the reserve, with the round as its letter told it."""
    found: list[tuple[Dossier, LetterOptions, Beside]] = []
    for one in reader.after.award_decisions:
        if one.kind is DecisionKind.RESERVE and one.approved_on is not None:
            number = one.application_id
            whole = reserve_dossier(reader, one, one.approved_on)
            beside = Beside(committed={number: one.detail.after.amount})
            found.append((whole, replace(LetterOptions(), only=(number,)), beside))
    return found


def _written(reader: RoundReader) -> list[tuple[Dossier, LetterOptions, Beside]]:
    """The lists of which letters were sent: the round, and each supplement that was sent."""
    whole = dossier(reader)
    beside = Beside(
        corrections=corrections_of(reader, whole), committed=committed_by_approval(reader)
    )
    written = [(whole, LetterOptions(), beside)]
    sent = {one.application_id: one.on for one in reader.life_events
            if one.event == DecisionEvent.SENT}  # fmt: skip
    for one in standing_supplements(reader):
        days = [sent[number] for number in one.numbers if number in sent]
        if days:
            of_it = dossier(reader, sent_on=days[0], of=one)
            options = replace(LetterOptions(), only=one.numbers)
            written.append((of_it, options, Beside(committed=committed_to(reader, one.numbers))))
    return written


def _round_of(session: Session, folder: Path) -> RoundReader:
    """The round that the letters say they are of, or the only one that there is."""
    if not folder.is_dir():
        raise WrongUse(f"{folder} is geen map. Noem de map met de brieven.")
    known = {reader.id: reader for reader in readers(session)}
    try:
        told = WrittenFrom.model_validate_json((folder / TRAIL).read_bytes()).round
    except (OSError, ValidationError):
        told = next(iter(known)) if len(known) == 1 else ""
    if told not in known:
        raise WrongUse(
            f"Van welke ronde de brieven in {folder} zijn staat in {TRAIL}; dat is er niet, is "
            "niet te lezen, of noemt een andere ronde. Zet het bestand terug."
        )
    return known[told]
