"""The command ``verdeel ledger --years``: the money of all rounds by fund, scheme and year."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from itertools import groupby

from .....grants.ledger.years import MONEY, YearLine
from .....instruments.instrument import instruments
from ....errors import WrongUse
from ....files.allocation import harmless
from ....records.database import reading
from ....records.rounds.reader import readers
from ....rounds.after.by_year import money_by_year
from ....wording.texts import Texts
from ...console import show, show_json
from ...invocation import Invocation
from ...tables import table
from ...words import words_in

COLUMNS = ("fund", "instrument", "year", "ceiling", *MONEY, "free")


def by_year(call: Invocation, round_id: str | None, *, as_table: bool) -> int:
    """Show the table of all rounds, or of one.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: a ledger does not balance.
    """
    with reading(call.database) as session:
        every = readers(session)
        chosen = tuple(one for one in every if round_id in (None, one.id))
        if not chosen and round_id is not None:
            known = ", ".join(one.id for one in every) or "geen"
            raise WrongUse(f"De database heeft geen ronde {round_id}. Rondes: {known}.")
        lines, names = money_by_year(chosen), [one.id for one in chosen]
        funds = {
            key: one.name(call.lang) for each in chosen for key, one in each.policy.funds.items()
        }
    if call.as_json:
        show_json({"rounds": names, "years": [_as_json(one) for one in lines]})
    elif as_table:
        show(_csv(lines).rstrip("\n"))
    else:
        words = words_in(call.lang)
        show(_drawn(lines, funds, words))
        show("")
        show(words("by_year.note", rounds=", ".join(names)))
    return 0


def _as_json(one: YearLine) -> Mapping[str, object]:
    return one.model_dump(mode="json") | {"instrument": one.instrument or None}


def _csv(lines: Sequence[YearLine]) -> str:
    """The rows with whole cents, as the ``--json`` has them; an amount that is none is empty."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([*COLUMNS[:3], *(f"{name}_cents" for name in COLUMNS[3:])])
    for one in lines:
        told = one.model_dump(mode="json")
        writer.writerow(
            [harmless(v) if isinstance(v := told[name], str) else v for name in COLUMNS]
        )
    return buffer.getvalue()


def _drawn(lines: Sequence[YearLine], funds: Mapping[str, str], words: Texts) -> str:
    """A table for each fund under its name; a column in which nothing stands is left out."""
    money = [name for name in COLUMNS[3:] if any(getattr(one, name) for one in lines)]
    heads = [words(f"by_year.{name}") for name in ("year", "instrument", *money)]
    parts: list[str] = []
    for fund, own in groupby(lines, key=lambda one: one.fund):
        rows = [
            (
                str(one.year),
                instruments()[one.instrument].name(words.lang)
                if one.instrument
                else words("by_year.whole_fund"),
                *(words.written(amount) if (amount := getattr(one, name)) is not None else ""
                  for name in money),
            )
            for one in own
        ]  # fmt: skip
        drawn = table(heads, rows, numbers=range(2, len(heads)), keys=2)
        parts.append(f"{funds.get(fund, fund)}\n\n{drawn}")
    return "\n\n".join(parts)
