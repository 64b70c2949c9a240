"""How far the homes of a round are, from its awards and the newest reports about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ....grants.after.progress import Progress, ProgressReport, ProjectProgress, stands
from ....grants.after.progress_sums import counted_once
from ....grants.dossier import Dossier
from ...records.rounds.reader import RoundReader
from .awarded import Awarded, awarded_of
from .doubles import Double, Elsewhere, doubles


def progress_of(reader: RoundReader, on: date | None = None) -> Progress | None:
    """How far the homes of a round are; ``None`` where no report that counts came in.

    ``on`` is the day that obligations are held against, and reports of later days are left out;
    without one it is the day on which the newest came in.
    """
    versions = reader.after.progress_reports
    known = {
        number: [one for one in own if on is None or one.on <= on]
        for number, own in versions.items()
    }
    every = [one for own in known.values() for one in own]
    if not every:
        return None
    return progress_in(awarded_of(reader), known, on or max(one.on for one in every))


def with_progress(reader: RoundReader, whole: Dossier) -> Dossier:
    """A round for its report, with how far its homes are where somebody reported that."""
    return whole.model_copy(update={"progress": progress_of(reader)})


def project_in(reader: RoundReader, number: str) -> ProjectProgress | None:
    """How far the homes of one award are; ``None`` where no report about it counts."""
    if number not in reader.after.progress_reports:
        return None
    progress = progress_of(reader)
    every = () if progress is None else progress.projects
    return next((one for one in every if one.promise.application_id == number), None)


def progress_in(
    awarded: Mapping[str, Awarded], known: Mapping[str, Sequence[ProgressReport]], on: date
) -> Progress:
    """The progress of awards that stand, or were reported about, by the newest report of each."""
    projects = [
        _project(award, known.get(number, ())[-1:], on)
        for number, award in awarded.items()
        if not award.ended
    ]
    return Progress(on=on, projects=counted_once(projects))


def _project(award: Awarded, newest: Sequence[ProgressReport], on: date) -> ProjectProgress:
    report = newest[0] if newest else None
    return ProjectProgress(
        promise=award.promise,
        report=report,
        duties=stands(award.obligations, award.promise, report, on),
    )


def doubles_of(reader: RoundReader) -> tuple[Double, ...]:
    """The homes that two of the newest reports are about, in this round or in another."""
    lots = {number: own[-1].lots for number, own in reader.after.progress_reports.items()}
    return doubles(lots, awarded_of(reader), elsewhere_of(reader))


def elsewhere_of(reader: RoundReader) -> Elsewhere:
    """The objects that the newest reports of other rounds name, each with where it stands."""
    found: dict[str, str] = {}
    for other in reader.rounds:
        if other.id == reader.id:
            continue
        for number, own in other.after.progress_reports.items():
            for one in (o for lot in own[-1].lots for o in lot.bag_ids):
                found.setdefault(one, f"{number} (ronde {other.id})")
    return found
