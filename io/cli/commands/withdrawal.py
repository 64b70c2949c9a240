"""The command ``verdeel withdraw``: a municipality takes its application back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ....grants.lives.round import RoundState
from ...errors import WrongUse
from ...letters.completing.author import Matter, completing_texts
from ...letters.completing.matters import withdrawal_letter
from ...records.rounds.reader import RoundReader, changing_round
from ...rounds.aside.waiting import sent_alone
from ...rounds.completing.asking import incomplete_one
from ...steps.withdrawal import RecordedWithdrawal, confirm_undo
from ...steps.withdrawal import undo as undone
from ...steps.withdrawal import withdraw as withdrawn
from ..console import show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from .actor import acting, by_another, mine
from .papers import paper_for, write_matters


def withdraw(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    undo: bool = False,
    confirm: bool = False,
    out: Path | None = None,
    sent: date | None = None,
) -> int:
    """Record a withdrawal or strike one, and say what can be done next.

    With ``out`` its confirmation is written there too, dated ``sent``, by default the day of the
    withdrawal itself.
    """
    if confirm and (not undo or reason):
        raise WrongUse("Bevestigen gaat met --undo --confirm, zonder --reason: die staat al vast.")
    if undo:
        if out is not None or sent is not None:
            raise WrongUse("--out en --sent horen bij een intrekking, niet bij --undo.")
        return _undo(call, application_id.upper(), round_id, on, reason, confirm=confirm)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if out is not None:
            check_at_the_door(reader)
        told = withdrawn(reader, application_id.upper(), who, on, (reason or "").strip())
        matter = _confirmation(reader, told, call.lang) if out is not None else None
        paper = paper_for(reader, call, out)
    if out is not None and matter is not None and paper is not None:
        day = max(sent or told.on, told.on)
        write_matters(call, round_id, paper, [matter], out, day, completing_texts())
    if call.as_json:
        show_json(told.model_dump(mode="json"))
    else:
        if matter is not None and out is not None:
            show(str(out / f"intrekking_{told.application_id}.pdf"))
        for line in _lines(told):
            show(line)
    return 0


def _confirmation(reader: RoundReader, told: RecordedWithdrawal, lang: str) -> Matter:
    """The letter that confirms a withdrawal."""
    number = told.application_id
    about = incomplete_one(reader, number)
    asked = [one.municipality_code for one in reader.requests if one.number == number]
    code = about.applicant_code or (asked[-1] if asked else "")
    if not code and about.body is None:
        raise WrongUse(
            f"Van {number} is niet te lezen welke gemeente haar deed, zodat niemand een "
            "bevestiging kan krijgen. Laat --out weg."
        )
    alone = number in sent_alone(reader)
    listed = reader.published_on is not None and number not in reader.set_aside
    return withdrawal_letter(
        about, code, told.on, decided=told.late, sent=told.late and (alone or listed), lang=lang
    )


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
        second = by_another(reader, call)
    if call.as_json:
        show_json(told.model_dump(mode="json"))
        return 0
    if told.confirmed_by:
        show(f"De intrekking van {number} is doorgehaald door {told.officer} en "
             f"{told.confirmed_by}. {told.reason}")  # fmt: skip
        if told.committed:
            show(f"{told.committed} is weer verplicht.")
        elif told.state is RoundState.ALLOCATED:
            show(f"Hierna: {mine(call, f'verdeel allocate --round {round_id}')}")
    else:
        show(f"Dat de intrekking van {number} een vergissing is, geldt pas als een ander het "
             "bevestigt:")  # fmt: skip
        typed = f"verdeel withdraw {number} --round {round_id} --undo --confirm --date jjjj-mm-dd"
        show(second(typed))
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
    if told.late and told.paid:
        lines.append(
            f"Er is al {told.paid} betaald. Dat is pas weer te besteden als het terug is: vorder "
            "het terug bij eigen besluit, na de gemeente te hebben gehoord (artikelen 4:8 en 4:86 "
            "Awb)."
        )
    if told.late:
        amount = f' --amount "{told.freed}"' if told.freed else ""
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
