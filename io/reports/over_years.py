"""The money of all rounds of the database by fund, scheme and year, as a sheet and on the page.

It is what ``verdeel ledger --years`` shows: what this round reports beside what other rounds took,
paid and left of the same funds.
"""

from __future__ import annotations

import pandas as pd

from ...grants.dossier import Dossier
from ...grants.ledger.years import MONEY, YearLine
from ...grants.money import Euro
from .book import Kind
from .settlement import Listed
from .sheets import Tables
from .words import Words

_LABELS = {
    "ceiling": "ceiling", "reserved": "reserved", "committed": "committed",
    "to_pay": "year_to_pay", "paid": "year_paid", "settled": "year_settled",
    "reclaimed": "year_reclaimed", "free": "free",
}  # fmt: skip


def _shown(lines: tuple[YearLine, ...]) -> list[str]:
    """The amounts that stand anywhere; the others would be columns of noughts."""
    kept = ("ceiling", "committed", "to_pay", "free")
    names = ("ceiling", *MONEY, "free")
    return [name for name in names if name in kept or any(getattr(one, name) for one in lines)]


def years_sheet(tables: Tables) -> None:
    """The sheet of it, only where the report was given the table."""
    lines, words = tables.dossier.years, tables.words
    if not lines:
        return
    sheet = tables.sheet("over_years")
    sheet.section(words("section_over_years"), words("note_over_years"))
    names = _shown(lines)
    columns = [
        tables.col("fund", Kind.TEXT, 44),
        tables.col("year", Kind.TEXT, 12),
        tables.col("scheme", Kind.TEXT, 21),
        *(tables.money(name, total=False, label=_LABELS[name]) for name in names),
    ]
    table = pd.DataFrame(
        {
            "fund": [_fund(one, tables.dossier, words) for one in lines],
            "year": [str(one.year) for one in lines],
            "scheme": [_scheme(one, words) for one in lines],
        },
        dtype="str",
    )
    for name in names:
        amounts: list[Euro | None] = [getattr(one, name) for one in lines]
        cents = [None if amount is None else amount.cents for amount in amounts]
        table[name] = pd.Series(cents, dtype="Int64")
    tables.place(sheet, "over_years", table, columns)


def years_tables(dossier: Dossier, words: Words) -> list[Listed]:
    """The table of the page; none where the report was not given it."""
    lines = dossier.years
    if not lines:
        return []
    names = _shown(lines)
    of_schemes = [one for one in lines if one.instrument]
    told = {
        name: words.money(sum(getattr(one, name).cents for one in of_schemes))
        for name in ("committed", "paid", "to_pay")
    }
    return [
        Listed(
            name="over_years",
            title=words("section_over_years"),
            sentence=words("fig_over_years", **told),
            headers=tuple(
                words(key) for key in ("fund", "year", "scheme", *(_LABELS[n] for n in names))
            ),
            rows=tuple(
                (
                    _fund(one, dossier, words), str(one.year), _scheme(one, words),
                    *(_amount(getattr(one, name), words) for name in names),
                )
                for one in lines
            ),
        )
    ]  # fmt: skip


def _amount(amount: Euro | None, words: Words) -> str:
    return "" if amount is None else words.money(amount.cents)


def _fund(one: YearLine, dossier: Dossier, words: Words) -> str:
    """The name of a fund; its key where only another round has it."""
    own = dossier.policy.funds.get(one.fund)
    return one.fund if own is None else own.name(words.lang)


def _scheme(one: YearLine, words: Words) -> str:
    return words.scheme(one.instrument) if one.instrument else words("whole_fund")
