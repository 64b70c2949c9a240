"""The command ``verdeel monitor load``: what municipalities report is taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .....grants.applications.finding import Severity
from .....grants.notation import whole
from ....errors import WrongUse
from ....files.named import files_named
from ....letters.register import passed_over, without_registers
from ....records.rounds.reader import changing_round
from ....steps.after import monitoring as step
from ....steps.after.monitoring import LoadedMonitor
from ...console import say, show, show_findings, show_json
from ...invocation import Invocation
from ...tables import table
from ..actor import acting, mine

if TYPE_CHECKING:
    from ....workbooks.annotation.annotated import HandedBack

_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv")


def load(
    call: Invocation,
    files: tuple[Path, ...],
    round_id: str | None,
    on: date | None,
    annotate: Path | None,
) -> int:
    """Take in what workbooks report. A report with an error is kept, and counts for nothing."""
    if on is None:
        raise WrongUse("Noem met --date de dag waarop de verslagen binnenkwamen.")
    paths, registers = without_registers(files_named(files, _ENDINGS))
    if not paths:
        raise WrongUse(f"{passed_over(registers)} Noem de werkmappen die gemeenten terugstuurden.")
    if registers:
        say(passed_over(registers))
    read = step.read_files(paths)
    chosen = round_id or step.round_named_in(read)
    with changing_round(call.database, chosen) as reader:
        who = acting(reader, call)
        told = step.load(reader, read, who, on)
    copies = _handed_back(paths, told, annotate)
    if call.as_json:
        show_json(
            {
                "round": chosen, "registers": [path.name for path in registers],
                "files": [
                    {
                        **one.model_dump(mode="json"),
                        "annotated": str(copies[path].path) if path in copies else None,
                    }
                    for path, one in zip(paths, told, strict=True)
                ],
            }
        )  # fmt: skip
    else:
        _show(call, chosen, told)
        for path, copy in copies.items():
            why = f" Een kopie van {path.name} kon niet: {copy.why_separate}."
            show(f"Bevindingen: {copy.path}.{why if copy.why_separate else ''}")
    wrong = any(f.severity is Severity.ERROR for one in told for f in one.findings)
    return 1 if wrong else 0


def _handed_back(
    paths: Sequence[Path], told: Sequence[LoadedMonitor], folder: Path | None
) -> Mapping[Path, HandedBack]:
    if folder is None:
        return {}
    from ....workbooks.annotation.annotated import hand_back  # late: it is seldom asked for

    return {
        path: hand_back(path, one.findings, folder)
        for path, one in zip(paths, told, strict=True)
        if one.findings
    }


def _show(call: Invocation, round_id: str, told: Sequence[LoadedMonitor]) -> None:
    rows = [
        (
            one.file, whole(len(one.new)), whole(len(one.unchanged)), whole(len(one.faulty)),
            whole(one.stray), whole(len(one.findings)),
        )
        for one in told
    ]  # fmt: skip
    heads = ("bestand", "telt", "ongewijzigd", "met fout", "regels elders", "bevindingen")
    show(table(heads, rows, numbers=(1, 2, 3, 4, 5)))
    for one in told:
        if one.again:
            show(f"{one.file} was al geladen; er is niets gewijzigd.")
        for change in one.differences:
            show(f"{change.application_id}: {change.sentence}")
        show_findings(one.findings)
    if any(one.faulty or one.stray for one in told):
        show(
            "\nEen verslag met een fout is bewaard, maar telt niet; het vorige blijft gelden. Laat "
            "de gemeente het verbeteren en laad het opnieuw."
        )
    show(f"\nHierna: {mine(call, f'verdeel monitor status {round_id} --date jjjj-mm-dd')}")
