"""The command ``verdeel account``: accounts taken in and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .....grants.applications.finding import Severity
from ....config.office import Office
from ....errors import WrongUse
from ....records.rounds.reader import changing_round, reading_round
from ....records.settling.stored import StoredAccount
from ....rounds.settling.account_file import COLUMNS, read_accounts
from ....rounds.settling.told import settlings_told
from ...console import show, show_findings, show_json
from ...invocation import Invocation
from ..actor import acting, office_of
from .standing import told_lines

if TYPE_CHECKING:
    from ....records.rounds.reader import RoundReader
    from ....rounds.settling.accounted import Taken
    from ....rounds.settling.upcoming import Upcoming

_TOLD = 10  # awards of a file that each has its next step told; of more, status tells them


def load(call: Invocation, file: Path, round_id: str, on: date | None) -> int:
    """Take in a file of accounts: all of it, or nothing."""
    from ....steps.settling import accounts as step  # late: who asks for a list waits for none
    from ...typed import day_of

    day = day_of(on, "de ontvangst")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        read = read_accounts(file, codes_of(office_of(reader, call)))
        taken = step.load(reader, read, who, day)
        coming = _coming(reader, call, taken, day)
    wrong = any(one.severity is Severity.ERROR for one in taken.findings)
    if call.as_json:
        show_json(
            {
                "round": round_id, "file": read.name, "sha256": read.sha256,
                "on": day.isoformat(), "new": [one.model_dump(mode="json") for one in taken.new],
                "before": taken.before,
                "replaces": {n: one.version for n, one in taken.replaces.items()},
                "findings": [one.model_dump(mode="json") for one in taken.findings],
            }
        )  # fmt: skip
        return 1 if wrong else 0
    show_findings(taken.findings)
    if wrong:
        show("\nEr is niets geladen. Verbeter het bestand en geef dezelfde opdracht opnieuw.")
        return 1
    _tell(taken, round_id, coming)
    return 0


def _coming(
    reader: RoundReader, call: Invocation, taken: Taken, on: date
) -> Mapping[str, Upcoming | None]:
    """What comes next about the awards that were accounted for, where they are few."""
    from .papers import next_of

    numbers = dict.fromkeys(one.application_id for one in taken.new)
    if len(numbers) > _TOLD:
        return {}
    return {number: next_of(reader, call, number, on) for number in numbers}


def _tell(taken: Taken, round_id: str, coming: Mapping[str, Upcoming | None]) -> None:
    for one in taken.new:
        show(_line(one))
        earlier = taken.replaces.get(one.application_id)
        if earlier is not None:
            show(
                f"    in de plaats van versie {earlier.version} van {earlier.on:%d-%m-%Y}: "
                f"rechtmatig was {earlier.lawful}, onrechtmatig {earlier.unlawful}"
            )
    if taken.before:
        show(f"{taken.before} stond al zo vast; daaraan is niets gewijzigd.")
    if not taken.new and not taken.before:
        show("In het bestand staat geen verantwoording; er is niets gewijzigd.")
    from .papers import show_next

    for number, one in coming.items():
        if one is not None:
            show_next(one, number)
    if not coming:
        show(f"Hierna, voor elke uitkering: verdeel round status {round_id} --date jjjj-mm-dd")
    show(f"Alles bij elkaar: verdeel account list --round {round_id}")


def _line(one: StoredAccount) -> str:
    last = " (laatste)" if one.last else ""
    short = "" if one.shortfall is None else f", werkelijk tekort {one.shortfall}"
    return (
        f"{one.application_id}  tot en met {one.year}{last}, versie {one.version}: besteed "
        f"{one.spent}, rechtmatig {one.lawful}, onrechtmatig {one.unlawful}{short}"
    )


def codes_of(office: Office) -> Mapping[str, Sequence[str]]:
    """The codes of the office file that stand for a column, over all schemes.

    Raises:
        WrongUse: one stands for a column that accounts do not have.
    """
    found: dict[str, list[str]] = {}
    for key in sorted(office.instruments):
        for column, code in office.instruments[key].account_codes.items():
            if column not in COLUMNS:
                raise WrongUse(
                    f"In office.toml staat bij account_codes van {key} de kolom {column}. Kies "
                    f"uit: {', '.join(COLUMNS)}."
                )
            found.setdefault(column, []).append(code)
    return found


def list_all(call: Invocation, round_id: str) -> int:
    """Every award of which something was accounted, fixed or claimed, with where that stands."""
    with reading_round(call.database, round_id) as reader:
        told = settlings_told(reader)
        accounts = reader.after.accounts
    if call.as_json:
        show_json(
            [
                {
                    **one.model_dump(mode="json"),
                    "accounts": [a.model_dump(mode="json") for a in accounts.get(number, ())],
                }
                for number, one in told.items()
            ]
        )
        return 0
    for number, one in told.items():
        for account in accounts.get(number, ()):
            show(_line(account))
        for line in told_lines(one):
            show(f"    {line}")
    if not told:
        show("Er is nog niets verantwoord.")
    return 0
