"""The commands ``verdeel monitor list`` and ``status``: who reported, and how the homes are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from .....grants.after.progress import DutyStand, Progress, ProjectProgress, Stage
from .....grants.after.progress_sums import summed
from .....grants.notation import counted, whole
from .....instruments.instrument import instruments
from ....errors import WrongUse
from ....records.rounds.reader import RoundReader, reading_round
from ....rounds.monitors.awarded import awarded_of
from ....rounds.monitors.doubles import Double
from ....rounds.monitors.progress import doubles_of, progress_in
from ....rounds.monitors.reporting import Reporting, ReportState, reporting_of
from ....wording.duties import DUTY_STATES, THREATENING, duty_line
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...tables import table
from ..actor import acting


def list_all(
    call: Invocation, round_id: str, on: date | None, municipality: str | None, missing: bool
) -> int:
    """Every award with its reporting and its homes, on a day."""
    day = _day(on)
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        check_at_the_door(reader)
        lines = reporting_of(reader, day)
        progress = {one.promise.application_id: one for one in _progress(reader, day).projects}
    chosen = [
        one
        for one in lines
        if municipality in (None, one.reporter)
        and (not missing or one.state is ReportState.MISSING)
    ]
    if call.as_json:
        show_json([_told(one, progress[one.application_id]) for one in chosen])
        return 0
    rows = [_row(one, progress[one.application_id]) for one in chosen]
    heads = ("aanvraag", "gemeente", "verslag", "uiterlijk", "peildatum", "toegezegd", "gemeld",
             "vergund", "begonnen", "klaar", "risico", "verschuiving")  # fmt: skip
    show(table(heads, rows, numbers=range(5, 12)) if rows else "Er is niets te tonen.")
    return 0


def _progress(reader: RoundReader, day: date) -> Progress:
    known = {
        number: [one for one in own if one.on <= day]
        for number, own in reader.after.progress_reports.items()
    }
    return progress_in(awarded_of(reader), known, day)


def _day(on: date | None) -> date:
    if on is None:
        raise WrongUse("Noem met --date de dag waarop u wilt weten hoe het staat.")
    return on


def _row(one: Reporting, project: ProjectProgress) -> tuple[str, ...]:
    report = project.report
    counts = ("–",) * 4 if report is None else tuple(
        whole(homes.total)
        for homes in (report.homes(), *(report.homes(stage) for stage in Stage))
    )  # fmt: skip
    return (
        one.application_id, one.owes, one.state.dutch,
        f"{one.due.day:%d-%m-%Y}" if one.due else "–",
        f"{one.as_of:%d-%m-%Y}" if one.as_of else "–",
        whole(project.promise.homes.total), *counts, whole(project.at_risk),
        "–" if project.slip is None else f"{project.slip:+d} d",
    )  # fmt: skip


def _told(one: Reporting, project: ProjectProgress) -> dict[str, Any]:
    report = project.report
    return {
        **one.model_dump(mode="json"),
        "promised": project.promise.homes.by_segment(),
        "reported": None if report is None else report.homes().by_segment(),
        **{
            stage.value: None if report is None else report.homes(stage).total for stage in Stage
        },
        "first_start": _iso(report.first_start if report else None),
        "last_start": _iso(report.last_start if report else None),
        "slip_days": project.slip,
        "at_risk": project.at_risk,
        "duties": [_duty(duty) for duty in project.duties],
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _duty(one: DutyStand) -> dict[str, Any]:
    own = one.obligation
    return {
        "kind": own.kind.value, "state": one.state.value, "day": _iso(own.day),
        "expected": _iso(one.expected), "at_risk": one.at_risk, "of": one.of,
        "article": own.article, "reasons": [reason.nl for reason in own.reasons],
        "missed": own.missed.nl, "missed_article": own.missed_article,
    }  # fmt: skip


def status(call: Invocation, round_id: str, on: date | None) -> int:
    """Who reported, the homes in all, what threatens, and what two reports are both about."""
    day = _day(on)
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        check_at_the_door(reader)
        lines, progress = reporting_of(reader, day), _progress(reader, day)
        twice = doubles_of(reader)
    if call.as_json:
        show_json(_status(round_id, day, lines, progress, twice))
        return 0
    for line in _status_lines(round_id, day, lines, progress, twice):
        show(line)
    return 0


def _counts(lines: Sequence[Reporting]) -> Mapping[str, int]:
    return {
        state.value: sum(1 for one in lines if one.state is state)
        for state in ReportState
    }  # fmt: skip


def _warned(progress: Progress) -> Iterator[tuple[ProjectProgress, DutyStand]]:
    for one in progress.projects:
        for duty in one.duties:
            if duty.state in THREATENING:
                yield one, duty


def _status(
    round_id: str,
    day: date,
    lines: Sequence[Reporting],
    progress: Progress,
    twice: Sequence[Double],
) -> dict[str, Any]:
    total = summed(progress.projects)
    return {
        "round": round_id, "as_of": day.isoformat(), "reports": _counts(lines),
        "missing": [one.application_id for one in lines if one.state is ReportState.MISSING],
        "late": [one.application_id for one in lines if one.state is ReportState.LATE],
        "projects": total.projects, "silent": total.silent,
        **{
            name: getattr(total, name).total
            for name in ("promised", "reported", "permitted", "started", "completed")
        },
        "at_risk": total.at_risk,
        "warnings": [
            {"application_id": one.promise.application_id, **_duty(duty)}
            for one, duty in _warned(progress)
        ],
        "doubles": [one.model_dump(mode="json") for one in twice],
        "without_obligations": _without(progress),
    }  # fmt: skip


def _without(progress: Progress) -> dict[str, str]:
    """The schemes of which no obligation has a day, with why."""
    found: dict[str, str] = {}
    for one in progress.projects:
        own = instruments()[one.promise.instrument]
        if own.obligations.none is not None:
            found[own.key] = own.obligations.none.nl
    return found


def _status_lines(
    round_id: str,
    day: date,
    lines: Sequence[Reporting],
    progress: Progress,
    twice: Sequence[Double],
) -> Iterator[str]:
    total = summed(progress.projects)
    yield f"Ronde {round_id} op {day:%d-%m-%Y}: {counted(total.projects, 'project', 'projecten')}."
    counts = _counts(lines)
    said = ", ".join(
        f"{state.dutch} {whole(counts[state.value])}" for state in ReportState
        if counts[state.value]
    )  # fmt: skip
    yield f"Verslagen: {said}."
    for state in (ReportState.MISSING, ReportState.LATE):
        own = [one for one in lines if one.state is state]
        if own:
            named = ", ".join(f"{one.application_id} ({one.owes})" for one in own)
            yield f"{state.dutch.capitalize()}: {named}."
    faulty = [one for one in lines if one.faulty]
    if faulty:
        named = ", ".join(f"{o.application_id} ({', '.join(o.faulty)})" for o in faulty)
        yield f"Binnen, maar met een fout: {named}."
    yield (
        f"Woningen: toegezegd {whole(total.promised.total)}, gemeld {whole(total.reported.total)}, "
        f"vergund {whole(total.permitted.total)}, begonnen {whole(total.started.total)}, klaar "
        f"{whole(total.completed.total)}; in gevaar {whole(total.at_risk)}."
    )
    for one, duty in _warned(progress):
        yield f"{one.promise.application_id}: {DUTY_STATES[duty.state].nl}. {duty_line(duty, 'nl')}"
    for double in twice:
        what = "BAG-object" if double.same_object else "Project"
        yield (
            f"{double.application_id}: {what} {double.what} staat ook bij "
            f"{', '.join(double.others)}."
        )
    yield from _without(progress).values()
    yield f"Hierna: {_next(round_id, counts)}"


def _next(round_id: str, counts: Mapping[str, int]) -> str:
    """What to type: who is silent is reminded, what is owed taken in, and else it is asked for."""
    until = "--date jjjj-mm-dd --until jjjj-mm-dd --out <map>"
    if counts[ReportState.MISSING.value]:
        return f"verdeel monitor remind {round_id} {until}"
    if counts[ReportState.EXPECTED.value]:
        return "verdeel monitor load <bestanden> --date jjjj-mm-dd, met wat gemeenten terugsturen"
    if counts[ReportState.NOT_ASKED.value]:
        return f"verdeel monitor ask {round_id} {until}"
    return f"verdeel report --round {round_id} --out <map>"
