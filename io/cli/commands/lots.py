"""The command about lots: which ties need them, and what was drawn."""

from __future__ import annotations

from ...records.rounds.reader import changing_round
from ...steps.lots import record_draw
from ..console import show, show_json
from ..invocation import Invocation
from ..tables import table
from .actor import acting, next_here


def lots(call: Invocation, applications: tuple[str, ...], round_id: str, deed: str) -> int:
    """Record a draw, or show the ties and the lots there are."""
    numbers = [number.upper() for number in applications]
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        new = record_draw(reader, numbers, deed, who) if numbers else False
        tied = reader.ties
        known = reader.lots
        after = next_here(reader, call)
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "new": new,
                "tied": tied,
                "lots": [one.model_dump(mode="json") for one in known],
            }
        )
        return 0
    if known:
        rows = [(str(one.lot), one.application_id, one.deed, one.officer) for one in known]
        show(table(("lot", "aanvraag", "vastgelegd in", "ingevoerd door"), rows, numbers=(0,)))
    if new:
        show(f"\nDe loting is vastgelegd. Hierna: {after}")
    elif tied:
        show(f"Bij de laatste verdeling staan gelijk: {', '.join(tied)}.")
        show("Loot tussen deze aanvragen, en leg de volgorde vast:")
        show(f"verdeel lots AANVRAAG AANVRAAG --deed AKTE --round {round_id}")
    else:
        show("Geen enkele aanvraag hangt van het lot af.")
    return 0
