"""What applications without their full amount would have needed, as it was kept with the list."""

from __future__ import annotations

import pandas as pd

from ...grants.dossier import Dossier
from ...grants.money import Euro
from .book import Kind
from .sheets import Tables
from .words import Words

_CENTS, _HOMES = ("amount", "amount_below"), ("homes_lost", "more_homes", "more_homes_from")


def needed_table(dossier: Dossier, words: Words) -> pd.DataFrame:
    """A row for each application of which it was kept, by number; amounts in cents.

    A number that was not asked, or has no answer, is missing.
    """
    kept = dict(sorted(dossier.needed.items()))
    places = {one.award.application_id: one.application.applicant.name for one in dossier.decided}
    outcomes = {one.application_id: one.outcome for one in dossier.allocation.awards}
    table = pd.DataFrame(
        {
            "application_id": list(kept),
            "municipality": [places[number] for number in kept],
            "outcome": [words(outcomes[number].value) for number in kept],
            "sentence": [one.text.text(words.lang) for one in kept.values()],
        },
        dtype="str",
    )
    for key in (*_HOMES, *_CENTS):
        stated: list[int | Euro | None] = [getattr(one, key) for one in kept.values()]
        numbers = [one.cents if isinstance(one, Euro) else one for one in stated]
        table[key] = pd.Series(numbers, dtype="Int64")
    return table


def needed_sheet(tables: Tables) -> None:
    """The sheet of it, only where anything was kept."""
    words = tables.words
    if not tables.dossier.needed:
        return
    columns = [
        tables.col("application_id", Kind.TEXT, 20, label="application"),
        tables.col("municipality", Kind.TEXT, 22),
        tables.col("outcome", Kind.TEXT, 28),
        tables.col("homes_lost", width=20, label="needed_homes_lost"),
        tables.money("amount", total=False, label="needed_amount"),
        tables.money("amount_below", total=False, label="needed_amount_below"),
        tables.col("more_homes", width=20, label="needed_more_homes"),
        tables.col("more_homes_from", width=20, label="needed_more_homes_from"),
        tables.col("sentence", Kind.LONG, 100, label="needed_sentence"),
    ]
    table = needed_table(tables.dossier, words)
    tables.place(tables.sheet("needed"), "needed", table, columns)
