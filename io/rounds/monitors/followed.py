"""What the status of a round tells of its homes, where municipalities were asked or reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ....grants.notation import whole
from ...records.rounds.reader import RoundReader


def is_followed(reader: RoundReader) -> bool:
    """Whether anybody was asked to report, or did."""
    return bool(reader.after.monitor_requests or reader.after.monitor_files)


def monitor_days(reader: RoundReader) -> list[date]:
    """The days on which somebody was asked or reported."""
    return [one.on for one in (*reader.after.monitor_requests, *reader.after.monitor_files)]


def followed(reader: RoundReader, as_of: date | None) -> dict[str, Any]:
    """The homes of a round and the reports that are missing on a day; nothing where none came."""
    if as_of is None or not is_followed(reader):
        return {}
    from ....grants.after.progress_sums import summed  # late: of most rounds nobody reported yet
    from .progress import progress_of
    from .reporting import ReportState, reporting_of

    progress = progress_of(reader, as_of)
    told: dict[str, Any] = {
        "reports_missing": tuple(
            f"{one.application_id} ({one.owes})"
            for one in reporting_of(reader, as_of)
            if one.state is ReportState.MISSING
        )
    }
    if progress is not None:
        total = summed(progress.projects)
        told["homes"] = {
            **{
                name: getattr(total, name).total
                for name in ("promised", "reported", "permitted", "started", "completed")
            },
            "at_risk": total.at_risk,
        }  # fmt: skip
    return told


def warned_duties(reader: RoundReader, as_of: date) -> Iterator[tuple[date, str, bool]]:
    """What threatens not to be met of obligations with a day: the day, a sentence, and if it
    passed."""
    if not (reader.state.decided and is_followed(reader)):
        return
    from ....grants.after.progress import DutyState
    from ...wording.duties import DUTY_STATES, THREATENING, duty_line
    from .awarded import awarded_of
    from .progress import progress_in

    passed = (DutyState.MISSED, DutyState.UNKNOWN)
    known = {
        number: [one for one in own if one.on <= as_of]
        for number, own in reader.after.progress_reports.items()
    }
    for one in progress_in(awarded_of(reader), known, as_of).projects:
        for duty in one.duties:
            day = duty.obligation.day
            if duty.state in THREATENING and day is not None:
                state = DUTY_STATES[duty.state].nl
                said = f"{one.promise.application_id}: {state}. {duty_line(duty, 'nl')}"
                yield day, said, duty.state in passed


def homes_line(round_id: str, homes: Mapping[str, int]) -> str:
    """The homes for the screen, with where to look further."""
    counts = {name: whole(count) for name, count in homes.items()}
    return (
        f"Woningen: toegezegd {counts['promised']}, gemeld {counts['reported']}, begonnen "
        f"{counts['started']}, klaar {counts['completed']}, in gevaar {counts['at_risk']}. Zie "
        f'"verdeel monitor status {round_id}"'
    )


def missing_line(missing: Sequence[str]) -> str:
    """The awards without a report that is owed, for the screen."""
    return f"Voortgangsverslag ontbreekt: {', '.join(missing)}"
