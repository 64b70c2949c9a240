"""The commands ``verdeel publish``: what is published of applications and letters, weighed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .....grants.after.weighing import Matter, Publicity
from .....grants.notation import counted, whole
from .....instruments.instrument import instruments
from ....errors import WrongUse
from ....files.placing import place
from ....records.after.weighings import StoredWeighing
from ....records.rounds.reader import changing_round, reading_round
from ....rounds.after.publicity import called
from ....rounds.objections.made import applications_since
from ....steps.after import weighing as step
from ....workbooks.templates.weighings import (
    WEIGHINGS,
    WeighableRow,
    weighed_rows,
    weighings_workbook,
)
from ...console import show, show_json
from ...invocation import Invocation
from ...tables import table
from ..actor import acting, by_another, mine


def weigh(
    call: Invocation, application_id: str | None, round_id: str, subject: str | None,
    outcome: str | None, ground: str | None, reason: str | None, confirm: bool,
    template: Path | None, answers: Path | None, on: date | None,
) -> int:  # fmt: skip
    """Record a weighing or confirm it, or do so with many at once."""
    one = (application_id, subject, outcome, ground, reason)
    if (template is not None or answers is not None) and any(one):
        raise WrongUse("Met --template of --file staan aanvraag, uitkomst en grond in de werkmap.")
    if template is not None:
        if answers is not None or confirm:
            raise WrongUse("--template schrijft alleen een werkmap; --file neemt haar in.")
        return _template(call, round_id, template)
    if on is None:
        raise WrongUse("Noem de datum van de weging met --date jjjj-mm-dd.")
    if answers is not None:
        return _many(call, round_id, answers, on, confirm=confirm)
    if application_id is None or subject is None:
        raise WrongUse(
            "Noem een aanvraag en met --what wat ervan wordt gewogen: een veld of een brief. Veel "
            "tegelijk gaat met --template en --file."
        )
    if confirm and any((outcome, ground, reason)):
        raise WrongUse("Bevestigen gaat zonder --outcome, --ground en --reason: die staan al vast.")
    number = application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            told, new = step.confirm(reader, number, subject, who, on)
        else:
            asked = step.Asked(
                application_id=number, subject=subject,
                outcome=Publicity(outcome) if outcome else None, ground=ground or "",
                reason=reason or "",
            )  # fmt: skip
            told, new = step.weigh(reader, asked, who, on)
        what, second = called(reader, told), by_another(reader, call)
    if call.as_json:
        kept = told.model_dump(mode="json", exclude={"row_id"})
        show_json({**kept, "round": round_id, "new": new})
        return 0
    show(f"{_told(told, what)}{'' if new else ' Dit stond al vast; er is niets gewijzigd.'}")
    if told.confirmed_by:
        show(f"Hierna: {mine(call, _open_data(round_id))}, dat de open data opnieuw schrijft.")
    else:
        typed = second(
            f'verdeel publish weigh {number} --what "{what}" --confirm --round {round_id} '
            "--date jjjj-mm-dd"
        )
        show(f"Het telt pas mee als een ander het bevestigt: {typed}")
    return 0


def _told(one: StoredWeighing, what: str) -> str:
    ground = f", {one.ground.article}" if one.ground else ""
    second = (
        f", bevestigd door {one.confirmed_by} op {one.confirmed_on:%d-%m-%Y}"
        if one.confirmed_on
        else ""
    )
    return (
        f"{one.application_id}, {what}: {one.outcome.dutch}{ground}. {one.reason} "
        f"({one.officer}, {one.on:%d-%m-%Y}{second})"
    )


def _template(call: Invocation, round_id: str, file: Path) -> int:
    """Write the workbook of what can be weighed."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        found = step.everything(reader)
        places = {
            one.application.application_id: one.application.applicant.name
            for one in applications_since(reader)
        }
    rows = [
        WeighableRow(
            application_id=one.application_id, municipality=places[one.application_id],
            scheme=instruments()[one.instrument].name_nl,
            label=one.label,
            subject=one.subject if one.matter is Matter.LETTER else one.label,
            now=_now(one),
        )
        for one in found
    ]  # fmt: skip
    path = place(file, weighings_workbook(rows))
    if call.as_json:
        show_json({"round": round_id, "file": str(path), "rows": len(rows)})
    else:
        show(f"{path}: {counted(len(rows), 'veld of brief', 'velden en brieven')}.")
        typed = f"verdeel publish weigh --file {path} --round {round_id} --date jjjj-mm-dd"
        show(f"Hierna: {mine(call, typed)}")
    return 0


def _open_data(round_id: str) -> str:
    return f"verdeel report --round {round_id} --out <map>"


def _now(one: step.Weighable) -> str:
    waits = one.stands is not None and not one.stands.confirmed_by
    weighed = one.stands is not None and not waits
    note = " (gewogen)" if weighed else (" (wacht op bevestiging)" if waits else "")
    return f"{one.outcome.dutch}{note}"


def _many(call: Invocation, round_id: str, file: Path, on: date, *, confirm: bool) -> int:
    """Record or confirm the weighings of a workbook; where one is wrong, none of them."""
    rows = weighed_rows(file)
    if not rows:
        raise WrongUse(f"In {file.name} is nog niets gewogen.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = (step.confirm_all if confirm else step.weigh_all)(reader, rows, who, on)
        second = by_another(reader, call)
    wrong = [one for one in told if one.wrong]
    if call.as_json:
        kept = [one.model_dump(mode="json") for one in (wrong or told)]
        show_json({"round": round_id, "confirmed": confirm, "kept": not wrong, "rows": kept})
        return 1 if wrong else 0
    if wrong:
        for one in wrong:
            where = f"{file.name}, {WEIGHINGS.sheet}!{one.cell}"
            show(f"{where}  {one.application_id} {one.subject}: {one.wrong}")
        show("Er is niets vastgelegd. Verbeter deze regels en geef dezelfde opdracht opnieuw.")
        return 1
    new = sum(1 for one in told if one.new)
    done = "bevestigd" if confirm else "vastgelegd"
    every = counted(len(told), "weging", "wegingen")
    rest = "" if new == len(told) else "; de rest stond al vast"
    show(f"{whole(new)} van de {every} {done}{rest}.")
    if confirm:
        show(f"Hierna: {mine(call, _open_data(round_id))}, dat de open data opnieuw schrijft.")
    else:
        typed = second(
            f"verdeel publish weigh --file {file} --confirm --round {round_id} --date jjjj-mm-dd"
        )
        show(f"Zij tellen mee als een ander ze bevestigt: {typed}")
    return 0


def list_(call: Invocation, round_id: str, *, waiting: bool) -> int:
    """Show what was weighed, and what waits for a second name."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        every = list({one.about: one for one in reader.after.weighings}.values())
        shown = [(one, called(reader, one)) for one in every if not (waiting and one.confirmed_by)]
    if call.as_json:
        show_json([one.model_dump(mode="json", exclude={"row_id"}) for one, _ in shown])
        return 0
    if not shown:
        show("Er is niets gewogen: elke regeling zegt zelf welke velden niet openbaar worden, en")
        show("elke brief wordt openbaar.")
        return 0
    rows = [
        (
            one.application_id, what, one.outcome.dutch,
            one.ground.value if one.ground else "", f"{one.on:%d-%m-%Y}", one.officer,
            one.confirmed_by or "wacht op bevestiging",
        )
        for one, what in shown
    ]  # fmt: skip
    head = ("aanvraag", "wat", "uitkomst", "grond", "datum", "gewogen door", "bevestigd door")
    show(table(head, rows))
    return 0
