"""Frames of whole numbers: what the tables of the figures are made with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd


def frame(records: Iterable[Mapping[str, Any]], integers: Iterable[str]) -> pd.DataFrame:
    """A frame whose integer columns are int64 even where there is no row."""
    table = pd.DataFrame.from_records([dict(record) for record in records])
    for column in integers:
        if column not in table.columns:
            table[column] = pd.Series(dtype="int64")
        table[column] = table[column].astype("int64")
    return table


def cost_a_home(table: pd.DataFrame) -> pd.Series[Any]:
    """Cents for each affordable home, rounded down; missing where there is none."""
    homes = table["affordable"].astype("Int64")
    return table["amount"].astype("Int64") // homes.mask(homes == 0)


def known(value: Any) -> int | None:
    """A number of a table, or ``None`` where it is missing."""
    return None if value is None or value is pd.NA else int(value)
