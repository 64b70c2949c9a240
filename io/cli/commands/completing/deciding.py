"""``verdeel complete close``, ``accept``, ``refuse`` and ``link``: what comes of what was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from ....letters.completing.author import completing_texts
from ....letters.completing.matters import untreated_letter
from ....records.rounds.reader import changing_round
from ....steps import completing as step
from ....steps import completion_answer as answering
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...typed import day_of
from ..actor import acting, by_another, mine
from ..papers import paper_of, write_matters
from .told import show_written


def close(
    call: Invocation,
    out: Path,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    confirm: bool,
    word: bool,
) -> int:
    """Record a decision not to treat; with the second name it is taken, and its letter written."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            check_at_the_door(reader)
            told = step.confirm_close(reader, number, who, day)
        else:
            told = step.close(reader, number, who, day, (reason or "").strip())
        policy = reader.policy
        paper = paper_of(reader, call)
    written = None
    if told.confirmed_by:
        matter = untreated_letter(
            policy, told.request, told.about, told.reason, told.left, told.term, call.lang
        )
        texts = completing_texts()
        written = write_matters(call, round_id, paper, [matter], out, told.on, texts, word=word)
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": number, "on": told.on.isoformat(),
                "reason": told.reason, "officer": told.officer, "confirmed_by": told.confirmed_by,
                "until": told.request.until.isoformat(), "new": told.new,
                "letter": None if written is None else str(out / f"{number}.pdf"),
            }
        )  # fmt: skip
        return 0
    if written is None:
        show(
            f"{number}: voorgesteld niet te behandelen, door {told.officer} op "
            f"{told.on:%d-%m-%Y}. Het besluit is genomen als een ander het bevestigt, uiterlijk op "
            f"{told.term.last:%d-%m-%Y} ({told.term.why.nl}): verdeel complete close {number} "
            f"--confirm --round {round_id} --out <map>"
        )
        return 0
    show(
        f"{number}: niet in behandeling genomen op {told.on:%d-%m-%Y}, door {told.officer} en "
        f"{told.confirmed_by}."
    )
    show_written(written)
    return 0


def accept(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    confirm: bool,
) -> int:
    """Accept what differs in a completion, or confirm that another did."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            told = answering.confirm_accept(reader, number, who, day)
        else:
            told = answering.accept(reader, number, who, day, (reason or "").strip())
        second = by_another(reader, call)
    return _answered(call, round_id, number, told, second)


def refuse(
    call: Invocation, application_id: str, round_id: str, on: date | None, reason: str | None
) -> int:
    """Refuse what differs in a completion."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = answering.refuse(reader, number, who, day, (reason or "").strip())
    return _answered(call, round_id, number, told)


def _answered(
    call: Invocation,
    round_id: str,
    number: str,
    told: answering.Answered,
    second: Callable[[str], str] = str,
) -> int:
    one = told.completion
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": number, "accepted": one.accepted,
                "officer": one.answered_by, "confirmed_by": one.confirmed_by,
                "reason": one.reason, "counts": told.counts, "new": told.new,
                "differs": [d.model_dump(mode="json") for d in one.differs],
            }
        )  # fmt: skip
        return 0
    for differs in one.differs:
        show(f"  {differs.sentence}")
    if told.counts:
        which = "zoals zij is ingestuurd" if one.accepted else "met de eerdere waarden van de rest"
        show(f"{number} telt mee, {which}.")
    elif one.accepted:
        show(
            f"{number}: aanvaard door {one.answered_by}. Het telt pas mee als een ander het "
            f"bevestigt: {second(f'verdeel complete accept {number} --confirm --round {round_id}')}"
        )
    else:
        show(f"{number}: geweigerd. Zonder dit deel blijft zij onvolledig.")
    return 0


def link(
    call: Invocation,
    application_id: str,
    round_id: str,
    number: str,
    on: date | None,
    reason: str | None,
) -> int:
    """Give a row without a usable number the one it belongs to."""
    day, row = day_of(on, "de koppeling"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        step.link(reader, row, number.upper(), who, day, (reason or "").strip())
    if call.as_json:
        show_json({"round": round_id, "row": row, "application_id": number.upper()})
    else:
        show(f"{row} is nu {number.upper()}.")
        typed = f"verdeel complete request {number.upper()} --round {round_id} --out <map>"
        show(f"Hierna: {mine(call, typed)}")
    return 0
