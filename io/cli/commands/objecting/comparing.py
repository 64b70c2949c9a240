"""The command ``verdeel objection file``: what an objector may see of the others, and its log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .....grants.notation import counted
from ....files.placing import place
from ....records.rounds.reader import changing_round
from ....steps.objections.showing import show_others
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...typed import day_of
from ..actor import acting


def file(call: Invocation, out: Path, objection: str, round_id: str, on: date | None) -> int:
    """Log what is shown, and write the comparison file."""
    day = day_of(on, "de inzage")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        made = show_others(reader, objection, who, day)
    written = place(out / made.file.name, made.file.content)
    if call.as_json:
        show_json(
            {
                "round": round_id, "objection": made.objection.name, "file": str(written),
                "sha256": made.log.sha256, "masked": list(made.file.masked), "new": made.new,
                "shown": {number: list(fields) for number, fields in made.file.shown.items()},
            }
        )  # fmt: skip
        return 0
    show(str(written))
    show(
        f"{made.objection.objector} ziet van "
        f"{counted(len(made.file.shown), 'aanvraag', 'aanvragen')} wat de plaats en de uitkomst "
        "bepaalde."
    )
    show(f"Afgeschermd: {', '.join(made.file.masked)}. Contactpersonen staan er nooit in.")
    show("Dat is vastgelegd." if made.new else "Dat was al vastgelegd.")
    return 0
