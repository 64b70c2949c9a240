"""The command ``verdeel why-not``: what who did not get the full amount would have needed."""

from __future__ import annotations

import os

from ....grants.notation import counted
from ...records.rounds.reader import reading_round
from ...steps.why_not import answer_deeply, answer_round
from ..console import Counter, Stages, show, show_json
from ..invocation import Invocation
from .actor import acting, keep_office


def why_not(
    call: Invocation, round_id: str, scheduler: str | None, time_limit: int, deep: bool
) -> int:
    """Work out what is not answered yet, and keep it with the list."""
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
    new = answer_round(
        call.database,
        round_id,
        who,
        workers=os.cpu_count() or 1,
        scheduler=scheduler,
        seconds_each=time_limit,
        done=Counter("antwoorden"),
    )
    if deep:
        answer_deeply(call.database, round_id, who, told=_begins, watch=Stages())
    with reading_round(call.database, round_id) as reader:
        kept = reader.why_not
    if call.as_json:
        show_json({"round": round_id, "new": new, "answered": sorted(kept)})
        return 0
    many = counted(len(kept), "antwoord", "antwoorden")
    show(f"Bewaard: {many} bij de lijst van ronde {round_id}, waarvan {new} nieuw.")
    show(f'Lees er een met "verdeel explain AANVRAAG --round {round_id}".')
    return 0


def _begins(what: str) -> Counter:
    return Counter(what, always=True)
