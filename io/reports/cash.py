"""Cash: what is paid in each calendar year, beside what may be paid.

What a year leaves under its limit moves to the next year, up to the fund's ``carry_over``, if that
next year has a limit too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from ...grants.dossier import Dossier
from ...grants.money import Euro
from .frames import frame

NO_YEAR = 0
"""The year of money that no payment places in a year."""


def payments(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each payment, and one without a year for what no payment places."""
    funds = dict(zip(rows["application_id"], rows["fund"], strict=True))
    records: list[dict[str, Any]] = []
    for award in dossier.allocation.awards:
        paid = [(payment.year, payment.amount.cents) for payment in award.payments]
        rest = award.amount.cents - sum(cents for _, cents in paid)
        for year, cents in [*paid, (NO_YEAR, rest)]:
            if cents:
                key = {"scheme": award.instrument, "fund": funds[award.application_id]}
                records.append({**key, "year": year, "amount": cents})
    table = frame(records, ("year", "amount"))
    for column in ("scheme", "fund"):
        if column not in table.columns:
            table[column] = pd.Series(dtype="str")
    return table


def _cash(
    paid: pd.DataFrame,
    key: str,
    limits: Mapping[str, Mapping[int, int]],
    carry_over: Mapping[str, int],
) -> pd.DataFrame:
    """Cash by key and year beside its limit, for each year from the first to the last."""
    summed = paid.groupby([key, "year"], as_index=False)["amount"].sum()
    sums: dict[str, dict[int, int]] = {}
    for name, year, cents in zip(summed[key], summed["year"], summed["amount"], strict=True):
        sums.setdefault(str(name), {})[int(year)] = int(cents)
    records: list[dict[str, Any]] = []
    for name in [*limits, *sorted(set(sums) - set(limits))]:
        of_name = _rows(sums.get(name, {}), limits.get(name, {}), carry_over.get(name, 0))
        records.extend({key: name, **row} for row in of_name)
    table = frame(records, ("year", "amount"))
    if key not in table.columns:
        table[key] = pd.Series(dtype="str")
    for column in ("limit", "carried", "free"):
        values = [record[column] for record in records]
        table[column] = pd.Series(values, dtype="Int64")
    return table


def _rows(
    paid: Mapping[int, int], limits: Mapping[int, int], carry_over: int
) -> Iterator[dict[str, int | None]]:
    """The years of one fund or scheme. What a limit leaves moves to the next, if that has one."""
    years = {*paid, *limits} - {NO_YEAR}
    listed = range(min(years), max(years) + 1) if years else range(0)
    left = 0
    for year in [*([NO_YEAR] if NO_YEAR in paid else []), *listed]:
        cash, limit = paid.get(year, 0), limits.get(year)
        if limit is None:
            left = 0
            yield {"year": year, "amount": cash, "limit": None, "carried": None, "free": None}
            continue
        carried = max(0, min(carry_over, left))
        left = limit + carried - cash
        yield {"year": year, "amount": cash, "limit": limit, "carried": carried, "free": left}


def fund_years(dossier: Dossier, paid: pd.DataFrame) -> pd.DataFrame:
    """Cash of each fund a year, with its limit, what moved in from the year before and what is
    free."""
    funds = dossier.policy.funds
    limits = {name: _cents(fund.cash) for name, fund in funds.items()}
    carry = {name: fund.carry_over.cents if fund.carry_over else 0 for name, fund in funds.items()}
    return _cash(paid, "fund", limits, carry)


def scheme_years(dossier: Dossier, paid: pd.DataFrame) -> pd.DataFrame:
    """Cash of each scheme a year, with its limit where it has one."""
    schemes = dossier.policy.instruments
    limits = {name: _cents(scheme.cash) for name, scheme in schemes.items()}
    return _cash(paid, "scheme", limits, {})


def _cents(amounts: Mapping[int, Euro]) -> dict[int, int]:
    return {year: amount.cents for year, amount in sorted(amounts.items())}
