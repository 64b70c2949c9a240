"""The command ``verdeel privacy purge``: contact persons taken away once their term ended."""

from __future__ import annotations

from datetime import date

from ....grants.notation import whole
from ...records.rounds.reader import changing_round, reading_round
from ...steps import purge as step
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting, office_of


def purge(call: Invocation, round_id: str, before: date, *, dry_run: bool) -> int:
    """Take the contact persons of a round away; a dry run only tells."""
    if dry_run:
        with reading_round(call.database, round_id) as reader:
            told = step.due(reader, before, office_of(reader, call))
    else:
        with changing_round(call.database, round_id) as reader:
            who = acting(reader, call)
            told = step.purge(reader, before, office_of(reader, call), who)
    if call.as_json:
        show_json(told.model_dump(mode="json"))
        return 0
    did = "zijn weggenomen" if told.done else "zouden worden weggenomen"
    show(
        f"Ronde {round_id}: de contactpersonen van {whole(told.contacts)} versies van aanvragen "
        f"{did}. Bewaard tot en met {told.kept_until:%d-%m-%Y}."
    )
    show("Wat blijft:")
    for line in told.remains:
        show(f"- {line}")
    return 0
