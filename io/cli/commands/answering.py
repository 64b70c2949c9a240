"""The command ``verdeel answer``: an officer answers a question that touches money, by name."""

from __future__ import annotations

from datetime import date

from ....grants.notation import counted
from ...errors import WrongUse
from ...records.rounds.reader import changing_round
from ...steps.answering import Answered
from ...steps.answering import answer as answered
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting


def answer(
    call: Invocation,
    application_id: str,
    question: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    no: bool,
) -> int:
    """Answer a question about one application, or about all of which it is asked."""
    if on is None:
        raise WrongUse("Noem de datum van het antwoord met --date jjjj-mm-dd.")
    numbers = () if application_id == _ALL else (application_id.upper(),)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = answered(reader, numbers, question.upper(), who, on, (reason or "").strip(), drop=no)
    if call.as_json:
        show_json(told.model_dump(mode="json"))
    else:
        for line in _lines(told):
            show(line)
    return 0


_ALL = "all"


def _lines(told: Answered) -> list[str]:
    about = ", ".join(told.applications) or "alle aanvragen"
    done = "is beantwoord" if told.new else "was al beantwoord"
    lines = [f"{told.question} {done} voor {about}, door {told.officer} op {told.on:%d-%m-%Y}."]
    if told.still:
        lines.append(
            f"Nog {counted(told.still, 'vraag wacht', 'vragen wachten')} op "
            f"een antwoord. Zie 'verdeel round check {told.round}'."
        )
    return lines
