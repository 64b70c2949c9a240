"""The command ``verdeel withdraw``: a municipality takes its application back."""

from __future__ import annotations

from datetime import date

from ....grants.rounds import RoundState
from ...records.rounds.reader import changing_round
from ...steps.withdrawal import RecordedWithdrawal
from ...steps.withdrawal import withdraw as withdrawn
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting


def withdraw(
    call: Invocation, application_id: str, round_id: str, on: date | None, reason: str | None
) -> int:
    """Record a withdrawal, and say what can be done next."""
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = withdrawn(reader, application_id.upper(), who, on, (reason or "").strip())
    if call.as_json:
        show_json(told.model_dump(mode="json"))
    else:
        for line in _lines(told):
            show(line)
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
