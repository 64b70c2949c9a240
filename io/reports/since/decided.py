"""What happened to decisions after they were taken: withdrawn, or fixed at another amount.

The list of the report is the one that was approved, and does not change. This says beside it what
still stands of it, so that nobody takes an award for money that will still be paid.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ....grants.dossier import Dossier, Objected
from ..book import Kind
from ..frames import frame
from ..settlement import Listed
from ..sheets import Tables
from ..words import Words
from .applicants import applicants_and_awards

_MONEY = ("amount", "still", "paid", "released")
_COLUMNS = ("application_id", "municipality", "happened", *_MONEY)


def since_decided(dossier: Dossier, words: Words) -> pd.DataFrame:
    """A row for each decision to which something happened, by number; amounts in cents.

    ``still`` is what is committed of it now, ``paid`` what was paid of it, and ``released`` what
    came free again; below zero where it was given of what had come free.
    """
    decided = applicants_and_awards(dossier)
    rows: list[dict[str, Any]] = []
    for since in dossier.since:
        name, award = decided[since.application_id]
        told = [
            words(key, day=words.day(day))
            for key, day in (
                ("since_withdrawn", since.withdrawn_on),
                ("since_settled", since.settled_on),
                ("since_given", since.given_on),
                ("since_changed", since.changed_on),
                ("since_revoked", since.revoked_on),
            )
            if day is not None
        ]
        told += [_objected(two, words) for two in since.objections]
        told += [words("since_paid_part")] if since.paid else []
        rows.append(
            {
                "application_id": since.application_id,
                "municipality": name,
                "happened": "; ".join(told),
                "amount": award.amount.cents,
                "still": since.still.cents,
                "paid": since.paid.cents,
                "released": max(award.amount.cents - since.still.cents, 0),
            }
        )
    return frame(rows, _MONEY)


def _objected(one: Objected, words: Words) -> str:
    """An objection in a few words: its name, and how it ended."""
    if one.on is None:
        return words("since_objection_open", name=one.name, day=words.day(one.received))
    return words(f"since_objection_{one.outcome}", name=one.name, day=words.day(one.on))


def since_sheet(tables: Tables) -> None:
    """The sheet of it, only where there is anything to tell."""
    table = since_decided(tables.dossier, tables.words)
    if not len(table):
        return
    sheet = tables.sheet("since")
    sheet.section(tables.words("section_since"), tables.words("note_since"))
    columns = [
        tables.col("application_id", Kind.TEXT, 20, label="application"),
        tables.col("municipality", Kind.TEXT, 22),
        tables.col("happened", Kind.TEXT, 36, label="since_happened"),
        tables.money("amount"),
        tables.money("still", label="since_still"),
        tables.money("paid", label="since_paid"),
        tables.money("released", label="since_released", formula="MAX({amount}-{still},0)"),
    ]
    tables.place(sheet, "since", table, columns)


def since_tables(dossier: Dossier, words: Words) -> list[Listed]:
    """The table of the page; none where every decision stands as it was taken."""
    table = since_decided(dossier, words)
    if not len(table):
        return []
    headers = (
        "application", "municipality", "since_happened", "amount", "since_still", "since_paid",
        "since_released",
    )  # fmt: skip
    return [
        Listed(
            name="since",
            title=words("section_since"),
            sentence=words(
                "fig_since", count=len(table), amount=words.money(int(table["released"].sum()))
            ),
            headers=tuple(words(key) for key in headers),
            rows=tuple(
                tuple(
                    words.money(int(row[key])) if key in _MONEY else str(row[key])
                    for key in _COLUMNS
                )
                for row in table.to_dict("records")
            ),
        )
    ]
