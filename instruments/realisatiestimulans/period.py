"""The years of the Realisatiestimulans, as its law has them (RS-02), for what an intake accepts."""

from __future__ import annotations

from datetime import date

from ..law.catalogue import load_catalogue


def _years(key: str) -> tuple[int, ...]:
    values = [p.value for p in load_catalogue("realisatiestimulans").parameters if p.key == key]
    return tuple(value.year for value in values if isinstance(value, date))


FIRST_YEAR = min(_years("RS-02.first"))
"""The first calendar year in which construction can have started."""

LAST_YEAR = max(_years("RS-02.last"))
"""The last one."""

YEARS = f"{FIRST_YEAR}-{LAST_YEAR}"
"""Both, for the explanation of a column."""
