"""The command ``verdeel withdraw``: a municipality takes its application back."""

from __future__ import annotations

from datetime import date

from ....grants.rounds import RoundState
from ...errors import WrongUse
from ...records.rounds.reader import changing_round
from ...steps.withdrawal import RecordedWithdrawal, confirm_undo
from ...steps.withdrawal import undo as undone
from ...steps.withdrawal import withdraw as withdrawn
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting


def withdraw(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    undo: bool = False,
    confirm: bool = False,
) -> int:
    """Record a withdrawal or strike one, and say what can be done next."""
    if confirm and (not undo or reason):
        raise WrongUse("Bevestigen gaat met --undo --confirm, zonder --reason: die staat al vast.")
    if undo:
        return _undo(call, application_id.upper(), round_id, on, reason, confirm=confirm)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = withdrawn(reader, application_id.upper(), who, on, (reason or "").strip())
    if call.as_json:
        show_json(told.model_dump(mode="json"))
    else:
        for line in _lines(told):
            show(line)
    return 0


def _undo(
    call: Invocation,
    number: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    *,
    confirm: bool,
) -> int:
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            told = confirm_undo(reader, number, who, on)
        else:
            told = undone(reader, number, who, on, (reason or "").strip())
    if call.as_json:
        show_json(told.model_dump(mode="json"))
        return 0
    if told.confirmed_by:
        show(f"De intrekking van {number} is doorgehaald door {told.officer} en "
             f"{told.confirmed_by}. {told.reason}")  # fmt: skip
        if told.committed:
            show(f"{told.committed} is weer verplicht.")
        elif told.state is RoundState.ALLOCATED:
            show(f"Hierna: verdeel allocate --round {round_id}")
    else:
        show(f"Dat de intrekking van {number} een vergissing is, geldt pas als een ander het "
             "bevestigt:")  # fmt: skip
        show(f"verdeel withdraw {number} --round {round_id} --undo --confirm --date jjjj-mm-dd")
    return 0


def _lines(told: RecordedWithdrawal) -> list[str]:
    done = "is vastgelegd als ingetrokken" if told.new else "was al vastgelegd als ingetrokken"
    lines = [
        f"{told.application_id} {done} op {told.on:%d-%m-%Y}, door {told.officer}. {told.reason}"
    ]
    if told.late and told.new:
        lines.append(
            f"Er komt {told.freed} vrij in geldbron {told.fund}. De vastgestelde lijst blijft "
            "zoals zij is; niemand krijgt dit geld vanzelf."
        )
    if told.late:
        amount = f" --amount '{told.freed}'" if told.freed else ""
        lines.append(
            "Wie er aan de beurt is: "
            f"verdeel reserve --round {told.round} --fund {told.fund}{amount}"
        )
    elif told.state is RoundState.ALLOCATED:
        lines.append(
            f"De verdeling is van voor de intrekking. Hierna: verdeel allocate --round {told.round}"
        )
    elif told.new:
        lines.append("De aanvraag doet niet mee in de verdeling.")
    return lines
