"""The command ``verdeel backup --open-formats``: the whole database as CSV and JSON."""

from __future__ import annotations

from pathlib import Path

from ....grants.notation import whole
from ...records.database import reading
from ...steps.export import DICTIONARY, export_tables
from ..console import show, show_json
from ..invocation import Invocation


def export(call: Invocation, out: Path, *, personal: bool) -> int:
    """Write every table into a new folder, which is there whole or not at all."""
    with reading(call.database) as session:
        counts = export_tables(session, out, personal=personal)
    if call.as_json:
        show_json({"folder": str(out), "personal_data": personal, "rows": counts})
    else:
        kept = "met" if personal else "zonder"
        show(
            f"{out}: {whole(sum(counts.values()))} rijen uit {len(counts)} tabellen, {kept} "
            f"persoonsgegevens; wat elke kolom betekent staat in {DICTIONARY}."
        )
    return 0
