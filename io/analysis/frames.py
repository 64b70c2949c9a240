"""A frame of applications as candidates, and what it has besides, which stays with them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import pandas as pd

from ...grants.rounds.policy import Policy
from ...optimiser.problem import FIRST_YEAR, Problem
from ..reports.analysts import KNOWN_COLUMNS, problem_from
from .amounts import cents_of

_IN_MONEY = ("minimum", "step")


def model_parts(
    table: pd.DataFrame, policy: Policy, first_year: int = FIRST_YEAR
) -> tuple[Problem, pd.DataFrame]:
    """The problem of a frame, and its own columns by application.

    Amounts are whole cents in ``cents``, or ``Decimal`` or text in ``euros``; then years, minimum
    and step are in euros too. What the optimiser does not know is a column of the analyst's own.

    Raises:
        ValueError: as :func:`problem_from`, or an own column looks like a misspelt known one.
    """
    named = table.rename(columns=str)
    columns = [str(column) for column in named.columns]
    known = [c for c in columns if c in KNOWN_COLUMNS or c.isdigit() or c == "euros"]
    own = [column for column in columns if column not in known]
    _refuse_misspelt(own, known)
    if "application" not in columns:
        raise ValueError("the frame has no column application")
    if "euros" in columns and "cents" in columns:
        raise ValueError("the frame has both cents and euros; give one of them")
    stated = named[known].copy()
    if "euros" in columns:
        for column in [c for c in known if c == "euros" or c in _IN_MONEY or c.isdigit()]:
            stated[column] = _in_cents(named["application"], column, named[column])
        stated = stated.rename(columns={"euros": "cents"})
    problem = problem_from(stated, policy, first_year=first_year)
    beside = named[["application", *own]].astype({"application": "str"})
    return problem, beside.set_index("application")


def with_own(table: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """A frame of applications with their own columns; one that is called alike gets ``_own``."""
    alike = {name: f"{name}_own" for name in own.columns if name in table.columns}
    return table.join(own.rename(columns=alike), on="application")


def _refuse_misspelt(own: Sequence[str], known: Sequence[str]) -> None:
    free = [name for name in (*sorted(KNOWN_COLUMNS), "euros") if name not in known]
    for column in own:
        near = get_close_matches(column, free, n=1, cutoff=0.85)
        if near:
            raise ValueError(f"the column {column} is not known; did you mean {near[0]}?")


def _in_cents(names: pd.Series[Any], column: str, amounts: pd.Series[Any]) -> pd.Series[Any]:
    found: list[int | None] = []
    for name, amount in zip(names, amounts, strict=True):
        try:
            found.append(None if pd.isna(amount) else cents_of(amount))
        except ValueError as fault:
            raise ValueError(f"{column} of {name}: {fault}") from fault
    return pd.Series(found, dtype="Int64", index=amounts.index)
