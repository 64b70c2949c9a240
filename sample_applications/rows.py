"""A row of a sample workbook, and what the rows of all four instruments have in common."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from ..grants.money import Euro
from .draws import Draws
from .facts import published_homes
from .places import Place, place

Row = dict[str, object]
"""The field of a column, as in ``homes.social_rent``, with a typed value."""

YEAR = 2026
DEMOLISHED = "homes.demolished"
OPENS = date(2026, 9, 1)
CLOSES = date(2026, 10, 15)
_SIZES = {1: (0, 25), 2: (10, 60), 3: (35, 90), 4: (55, 100)}


def application_id(prefix: str, number: int) -> str:
    """The application number of the sample, as in ``WBI-2026-0042``."""
    return f"{prefix}-{YEAR}-{number:04d}"


def place_fields(where: str) -> Row:
    """Code and name of a municipality; the name as the office writes it."""
    return {"municipality_code": place(where).municipality.code, "municipality": where}


def received(draws: Draws) -> datetime:
    """A moment in office hours on a working day of the window."""
    while True:
        day = OPENS + timedelta(days=draws.number(0, (CLOSES - OPENS).days))
        if day.weekday() < 5:
            minutes = draws.number(0, 9 * 60 - 1)
            return datetime(day.year, day.month, day.day, 8 + minutes // 60, minutes % 60)  # noqa: DTZ001


def day_between(draws: Draws, first: date, last: date) -> date:
    """A day from ``first`` up to and including ``last``."""
    return first + timedelta(days=draws.number(0, (last - first).days))


def project_homes(draws: Draws, where: Place) -> int:
    """A number of homes near a published one, from the part of the list that fits the place."""
    low, high = _SIZES[where.size]
    sizes = published_homes()
    index = draws.number(low * (len(sizes) - 1) // 100, high * (len(sizes) - 1) // 100)
    return max(230, sizes[index] * draws.number(90, 140) // 100)


# Their homes are those of works for access too, which open up one site.
_WITH_ACCESS = {
    "WBI": ("Helmond", "Assen", "Deventer", "Venlo", "Vlissingen", "Harderwijk"),
    "GB": ("Alkmaar", "Ede"),
}


def sites(prefix: str, number: int, where: str, between: tuple[int, int]) -> int:
    """How many sites an application is about, drawn apart from all else."""
    if where in _WITH_ACCESS[prefix]:
        return 1
    return Draws(f"sites of {application_id(prefix, number)}").number(*between)


def split_homes(draws: Draws, total: int, *, affordable: tuple[int, int]) -> Row:
    """``total`` homes by segment, with a percentage of affordable ones between the two given."""
    affordable_homes = -(-total * draws.number(*affordable) // 100)
    social, mid, purchase = draws.parts(affordable_homes, (52, 26, 22))
    return {
        "homes.social_rent": social,
        "homes.mid_rent": mid,
        "homes.affordable_purchase": purchase,
        "homes.other": total - affordable_homes,
    }


def rounded(euros: int) -> int:
    """Whole euros, to the nearest five thousand below, as applicants write an estimate."""
    return euros // 5_000 * 5_000


def payments(draws: Draws, requested: Euro, first_year: int, years: int) -> Row:
    """The requested amount over calendar years, in thousands of euros; the last takes the rest."""
    thousands = requested.cents // 100_000
    parts = draws.parts(thousands, [3 + min(n, years - 1 - n) for n in range(years)])
    cents = [part * 100_000 for part in parts]
    cents[-1] += requested.cents - sum(cents)
    return {f"payments.{first_year + n}": Euro(amount) for n, amount in enumerate(cents)}


def homes_of(row: Row) -> dict[str, int]:
    """The homes of a row by field, those to be demolished included."""
    return {
        field: value
        for field, value in row.items()
        if field.startswith("homes.") and isinstance(value, int)
    }
