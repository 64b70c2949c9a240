"""How awards end: what was accounted for, fixed, claimed and repaid, as a sheet and on the page.

What was not done is a dash, and never nought.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ....grants.dossier import Dossier
from ....grants.lives.later import Ending
from ....grants.money import Euro
from ..book import Kind
from ..settlement import Listed
from ..sheets import Tables
from ..words import Words
from .applicants import applicants_and_awards

_MONEY = (
    "amount", "lawful", "fixed", "claimed", "repaid", "open", "interest", "interest_received",
    "corrected", "carried",
)  # fmt: skip
_COLUMNS = ("application_id", "municipality", "accounted", *_MONEY, "coming")


def ended(dossier: Dossier, words: Words) -> pd.DataFrame:
    """A row for each award whose end has begun, by number; amounts in cents."""
    decided = applicants_and_awards(dossier)
    rows: list[dict[str, Any]] = []
    for since in dossier.since:
        if since.ending is None:
            continue
        (name, award), ending = decided[since.application_id], since.ending
        rows.append(
            {
                "application_id": since.application_id,
                "municipality": name,
                "accounted": _accounted(ending, words),
                "amount": award.amount.cents,
                **{name: _cents(getattr(ending, name)) for name in _MONEY[1:]},
                "coming": "–" if ending.coming is None else ending.coming.text(words.lang),
            }
        )
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    for name in _MONEY:
        table[name] = pd.Series([row[name] for row in rows], dtype="Int64")
    return table


def _cents(amount: Euro | None) -> int | None:
    return None if amount is None else amount.cents


def _accounted(ending: Ending, words: Words) -> str:
    """Up to which year an award was accounted for, and whether for the last time."""
    if ending.accounted_to is None:
        return "–"
    key = "ended_last" if ending.last else "ended_so_far"
    return words(key, year=str(ending.accounted_to))


def ended_sheet(tables: Tables) -> None:
    """The sheet of it, only where there is anything to tell."""
    table, words = ended(tables.dossier, tables.words), tables.words
    if not len(table):
        return
    sheet = tables.sheet("ended")
    sheet.section(words("section_ended"), words("note_ended"))
    columns = [
        tables.col("application_id", Kind.TEXT, 20, label="application"),
        tables.col("municipality", Kind.TEXT, 22),
        tables.col("accounted", Kind.TEXT, 22, label="ended_accounted"),
        tables.money("amount"),
        *(tables.money(name, label=f"ended_{name}") for name in _MONEY[1:]),
        tables.col("coming", Kind.LONG, 60, label="ended_coming"),
    ]
    tables.place(sheet, "ended", table, columns)


def ended_tables(dossier: Dossier, words: Words) -> list[Listed]:
    """The table of the page; none where no end has begun."""
    table = ended(dossier, words)
    if not len(table):
        return []
    keys = ("application", "municipality", "ended_accounted", "amount")
    return [
        Listed(
            name="ended",
            title=words("section_ended"),
            sentence=ended_lead(dossier, words),
            headers=tuple(
                words(key) for key in (*keys, *(f"ended_{n}" for n in _MONEY[1:]), "ended_coming")
            ),
            rows=tuple(
                tuple(
                    _shown(row[key], words) if key in _MONEY else str(row[key]) for key in _COLUMNS
                )
                for row in table.to_dict("records")
            ),
        )
    ]


def _shown(value: Any, words: Words) -> str:
    return "–" if value is pd.NA or value is None else words.money(int(value))


def ended_lead(dossier: Dossier, words: Words) -> str:
    """How the awards of a round end, in a sentence; empty where no end has begun."""
    found = [one.ending for one in dossier.since if one.ending is not None]
    if not found:
        return ""
    fixed = [one.fixed for one in found if one.fixed is not None]
    return words(
        "ended_lead",
        accounted=words.number(sum(one.accounted_to is not None for one in found)),
        awards=words.number(sum(1 for one in dossier.decided if one.award.amount)),
        count=words.number(len(fixed)),
        fixed=words.money(Euro.total(fixed).cents),
        claimed=words.money(Euro.total(one.claimed for one in found).cents),
        repaid=words.money(Euro.total(one.repaid for one in found).cents),
        open=words.money(Euro.total(one.open for one in found).cents),
    )
