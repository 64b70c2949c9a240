"""The commands ``backup`` and ``restore``: a whole database in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from .....grants.notation import counted
from ....errors import Unreadable, WrongUse, why_not
from ....files.placing import making
from ....records.connecting import shown
from ....records.copies import Manifest, read_manifest, restore_copy, write_copy
from ....records.database import filling, reading
from ....records.trail import verification
from ....steps.export import DICTIONARY, export_tables
from ...console import show, show_json
from ...invocation import Invocation

_AT_ONCE = 1 << 20  # bytes


def backup(call: Invocation, out: Path) -> int:
    """Copy the database to a new file, which is there whole or not at all.

    Raises:
        WrongUse: the file exists and holds something else.
        Unreadable: the database cannot be read, or the file cannot be written.
    """
    if out.is_dir() or not out.parent.is_dir():
        raise WrongUse(f"{out} is geen bestand in een bestaande map. Noem een nieuw bestand.")
    with reading(call.database) as session:
        faults = verification.verify(session)
        try:
            with making(out, private=True) as file:  # it holds all that the database holds
                manifest = write_copy(session, file)
                _require_same(file, out)
        except OSError as fault:
            raise Unreadable(
                f"De reservekopie {out} kan niet worden geschreven ({why_not(fault)}). Maak "
                "ruimte of noem een andere map, en geef dezelfde opdracht opnieuw."
            ) from fault
    _tell(call, out, manifest, faults)
    return 1 if faults else 0


def _require_same(made: IO[bytes], out: Path) -> None:
    """Refuse to write over a file that holds anything else."""
    if not out.exists():
        return
    made.seek(0)
    with out.open("rb") as there:
        while True:
            new, old = made.read(_AT_ONCE), there.read(_AT_ONCE)
            if new != old:
                raise WrongUse(
                    f"{out} bestaat al en bevat iets anders. Een reservekopie wordt niet "
                    "overschreven: noem een nieuw bestand."
                )
            if not new:
                return


def _tell(call: Invocation, out: Path, manifest: Manifest, faults: tuple[str, ...]) -> None:
    if call.as_json:
        held = manifest.model_dump(mode="json")
        show_json({"file": str(out), "sound": not faults, "faults": faults, **held})
        return
    show(f"{out}: {counted(manifest.rows, 'rij', 'rijen')} uit {len(manifest.tables)} tabellen.")
    show(f"Kop van het spoor: {manifest.head.hash}, gebeurtenis {manifest.head.number}.")
    for fault in faults:
        show(f"Let op, het spoor klopt niet: {fault}")


def restore(call: Invocation, file: Path) -> int:
    """Fill an empty database from a copy and check it; a failure leaves the database empty.

    Raises:
        Unreadable: the file is no copy, is damaged, or a newer program made it.
        RefusedByProcess: the database is not empty, or the audit trail in the copy is not sound.
    """
    read_manifest(file)  # before a database is made
    with filling(call.database) as session:
        manifest = restore_copy(session, file)
    if call.as_json:
        show_json({"database": shown(call.database), **manifest.model_dump(mode="json")})
        return 0
    show(
        f"{shown(call.database)} bevat nu {counted(manifest.rows, 'rij', 'rijen')} in "
        f"{len(manifest.tables)} tabellen; het spoor klopt tot en met gebeurtenis "
        f"{manifest.head.number}."
    )
    if call.database.startswith("postgres"):
        show("Hierna, als het kantoor rollen gebruikt: verdeel database roles --apply")
    return 0


def export(call: Invocation, out: Path, *, personal: bool) -> int:
    """Write every table into a new folder, which is there whole or not at all."""
    with reading(call.database) as session:
        counts = export_tables(session, out, personal=personal)
    if call.as_json:
        show_json({"folder": str(out), "personal_data": personal, "rows": counts})
    else:
        kept = "met" if personal else "zonder"
        show(
            f"{out}: {counted(sum(counts.values()), 'rij', 'rijen')} uit {len(counts)} tabellen, "
            f"{kept} persoonsgegevens; wat elke kolom betekent staat in {DICTIONARY}."
        )
    return 0
