"""The tables beside the list: other divisions, progress of homes, and the money by year.

What other rounds and later reports say cannot be followed from one round; each table is held
against the list where it tells of it, against itself, and against the sums that the rule has of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import need
from .adding import Awarded, Round, supported
from .amounts import AMOUNT, Said, cents
from .claims import cents_in, whole_homes

DIVISIONS, PROGRESS, YEARS = "divisions.csv", "progress.csv", "ledger_years.csv"
ENDED = "settlements.csv"
BESIDE = (DIVISIONS, PROGRESS, ENDED, YEARS)
STAGES = ("permitted", "started", "completed")
MONEY_OF_A_YEAR = ("reserved", "committed", "to_pay", "paid", "settled", "reclaimed")
# What must be the same in all rows of an application.
OF_AN_AWARD = (
    "instrument", "project_id", "municipality_code", "as_of", "first_start_promised",
    "first_start_reported", "at_risk", "counted_once",
)  # fmt: skip
Rows = Sequence[dict[str, str]]


class Beside(NamedTuple):
    """The rows of each table that is there, the rows of the list, and who was decided on since."""

    tables: Mapping[str, Rows]
    rows: Mapping[str, dict[str, str]]
    touched: frozenset[str]


def sums_of(rows: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """Of each column its sum, in cents or whole, and of texts how often each stands there."""
    listed = [dict(row) for row in rows]
    found: dict[str, Any] = {"rows": len(listed)}
    for column in listed[0] if listed else ():
        texts = [row[column] for row in listed]
        filled = [one for one in texts if one]
        if filled and all(AMOUNT.fullmatch(one) for one in filled):
            found[column] = sum(cents(one) for one in filled)
        elif filled and column != "year" and all(re.fullmatch(r"\d+", one) for one in filled):
            found[column] = sum(int(one) for one in filled)
        else:
            counted = Counter(texts)
            found[column] = {key: counted[key] for key in sorted(counted)}
    return found


def holds_beside(beside: Beside, round_: Round) -> list[Said]:
    """What holds of the tables beside the list."""
    stated = round_.rule["beside"]
    need(set(stated) == set(beside.tables), "the tables beside the list are not those of the rule")
    for name, rows in beside.tables.items():
        need(sums_of(rows) == stated[name], f"{name}: its sums are not those of the rule")
    if DIVISIONS in beside.tables:
        divisions_add_up(beside.tables[DIVISIONS], round_)
    if PROGRESS in beside.tables:
        progress_is_of_awards(beside)
    if ENDED in beside.tables:
        endings_are_of_awards(beside)
    if YEARS in beside.tables:
        years_add_up(beside.tables[YEARS])
    if not beside.tables:
        return []
    called = ", ".join(beside.tables)
    return [
        Said(
            f"Wat ernaast staat ({called}), telt op en is van deze aanvragen.",
            f"What stands beside it ({called}) adds up and is of these applications.",
        )
    ]


def divisions_add_up(rows: Rows, round_: Round) -> None:
    """Each division has its total, and the homes that its awards would support."""
    parted = {
        one["key"] for one in round_.rule["schemes"]
        if (one["own_rule"] if one["rule"] == "optimise" else one["rule"]) == "pro_rata"
    }  # fmt: skip
    every = [whole_homes(one, parted) for one in round_.claims]
    claims = {one.name: one for one in every}
    by_kind: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_kind.setdefault(row["division"], []).append(row)
    for kind, own in by_kind.items():
        for column in ("round", "affordable_homes", "total", "next_window", "payable", "proven"):
            need(len({row[column] for row in own}) == 1, f"{DIVISIONS}: {kind} has two {column}")
        names = [row["application_id"] for row in own]
        need(len(set(names)) == len(names), f"{DIVISIONS}: {kind} has an application twice")
        need(set(names) <= set(claims), f"{DIVISIONS}: {kind} gives to who took no part")
        given = {row["application_id"]: cents(row["amount"]) for row in own}
        need(all(0 < given[name] <= claims[name].requested for name in names),
             f"{DIVISIONS}: {kind} gives nothing, or more than is asked")  # fmt: skip
        ahead = cents_in(cents(own[0]["next_window"]))
        charged = sum(given.values()) - ahead
        need(charged == cents(own[0]["total"]), f"{DIVISIONS}: {kind} does not add up")
        awarded = [
            Awarded(claims[name], given[name], given[name], {})
            for name in names
            if round_.counts_homes[claims[name].scheme]
        ]
        homes = sum(supported(every, awarded)[:3])
        need(str(homes) == own[0]["affordable_homes"], f"{DIVISIONS}: {kind} supports {homes}")


def progress_is_of_awards(beside: Beside) -> None:
    """Every row is of an award, and no more is permitted, started or ready than is reported."""
    seen: dict[str, dict[str, str]] = {}
    parts: set[tuple[str, str]] = set()
    promised: Counter[str] = Counter()
    for row in beside.tables[PROGRESS]:
        name, segment = row["application_id"], row["segment"]
        need(name in beside.rows, f"{PROGRESS}: there is no application {name}")
        own = beside.rows[name]
        need((name, segment) not in parts, f"{PROGRESS}: {name} has {segment} twice")
        parts.add((name, segment))
        need(f"homes_{segment}" in own, f"{PROGRESS}: there is no segment {segment}")
        first = seen.setdefault(name, row)
        need(all(row[column] == first[column] for column in OF_AN_AWARD),
             f"{PROGRESS}: {name} is told in two ways")  # fmt: skip
        for column in ("instrument", "municipality_code"):
            need(row[column] == own[column], f"{PROGRESS}: {name} has another {column}")
        if name not in beside.touched:
            need(row["promised"] == own[f"homes_{segment}"], f"{PROGRESS}: {name} promised others")
        promised[name] += int(row["promised"])
        reported = {column: row[column] for column in ("reported", *STAGES)}
        told = bool(row["as_of"])
        need(all(bool(one) == told for one in reported.values()),
             f"{PROGRESS}: {name} is reported in part")  # fmt: skip
        if told:
            most = int(reported["reported"])
            need(all(0 <= int(reported[stage]) <= most for stage in STAGES),
                 f"{PROGRESS}: {name} has more homes than it reports")  # fmt: skip
    for name, row in seen.items():
        need(0 <= int(row["at_risk"]) <= promised[name], f"{PROGRESS}: {name} has more at risk")
        need(row["counted_once"] in ("true", "false"), f"{PROGRESS}: {name} counts or not")


def endings_are_of_awards(beside: Beside) -> None:
    """Every row is of an award of the same scheme, each once."""
    names = [row["application_id"] for row in beside.tables[ENDED]]
    need(len(set(names)) == len(names), f"{ENDED}: an application stands there twice")
    for row in beside.tables[ENDED]:
        name = row["application_id"]
        need(name in beside.rows, f"{ENDED}: there is no application {name}")
        same = row["instrument"] == beside.rows[name]["instrument"]
        need(same, f"{ENDED}: {name} has another scheme")
        fixed = row["final_eur"]
        need(not fixed or cents(fixed) <= cents(beside.rows[name]["amount_eur"]) or
             name in beside.touched, f"{ENDED}: {name} is fixed at more than it got")  # fmt: skip


def years_add_up(rows: Rows) -> None:
    """In each year a fund has what its schemes have together."""
    cells: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        cells.setdefault((row["fund"], row["year"]), []).append(row)
    for (fund, year), own in cells.items():
        whole = [row for row in own if not row["instrument"]]
        parts = [row for row in own if row["instrument"]]
        need(len(whole) == 1, f"{YEARS}: {fund} has {len(whole)} rows of {year}")
        need(len({row["instrument"] for row in parts}) == len(parts), f"{YEARS}: {fund} {year}")
        for name in MONEY_OF_A_YEAR:
            column = f"{name}_eur"
            together = sum(cents_in(cents(row[column])) for row in parts)
            need(
                cents(whole[0][column]) == together, f"{YEARS}: {fund} {year} {name} is not so much"
            )
        for row in own:
            need(bool(row["ceiling_eur"]) == bool(row["free_eur"]), f"{YEARS}: {fund} {year} free")


def other_rounds_unseen(beside: Beside) -> list[Said]:
    """What of these tables nobody can check from one round."""
    told: list[Said] = []
    if YEARS in beside.tables:
        told.append(
            Said(
                f"Wat {YEARS} van andere rondes zegt: alleen dat het optelt, is na te gaan.",
                f"What {YEARS} says of other rounds: only that it adds up can be checked.",
            )
        )
    if PROGRESS in beside.tables:
        told.append(
            Said(
                f"Dat de woningen zo ver zijn als {PROGRESS} zegt: dat hebben gemeenten opgegeven.",
                f"That homes are as far as {PROGRESS} says: municipalities stated that.",
            )
        )
    return told
