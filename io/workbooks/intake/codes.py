"""The register of what can be wrong with a workbook: one code for one cause.

Codes are stable: an office may build on them. INT-001 to INT-019 and INT-030 to INT-085 are given
here while reading; INT-020 to INT-029 and INT-089 are in ``grants.applications.checks``, INT-040
is given when files are loaded together, INT-050 and INT-051 are about a new version of an
application, INT-090 to INT-093 hold a row against the window of its round, INT-094 to INT-098 a
completion against what was asked, INT-099 is no municipality among several, INT-115 and INT-116 a
public body in the place of one, and the other INT-1xx belong to the instruments. ``{...}`` is
filled in from the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from ....grants.applications.finding import Finding, Severity, make_finding
from .codes_of_cells import CODES_OF_CELLS
from .codes_of_files import CODES_OF_FILES
from .codes_of_receipt import CODES_OF_RECEIPT
from .entry import Entry

REGISTER: Mapping[str, Entry] = MappingProxyType(
    {**CODES_OF_FILES, **CODES_OF_CELLS, **CODES_OF_RECEIPT}
)
"""Every code with its severity, sentence and cure, in the order of the codes' subjects."""

ERROR_FROM: Mapping[str, date] = MappingProxyType({})
"""Checks that start as a warning: their code, and the first day of a window in which they are an
error. It holds for what does not agree within an application that can be read; a cell that cannot
be read is an error on any day."""

_LONGEST_VALUE = 80


def finding(
    code: str,
    *,
    file: str,
    sheet: str = "",
    cell: str = "",
    value: str = "",
    application_id: str = "",
    field: str = "",
    **fills: str,
) -> Finding:
    """A finding of the register, with its sentences filled in."""
    entry = REGISTER[code]
    short = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    words = {"value": short, "sheet": sheet, **fills}
    return make_finding(
        code=code,
        severity=entry.severity,
        message=entry.message.format_map(words),
        cure=entry.cure.format_map(words).strip(),
        file=file,
        sheet=sheet,
        cell=cell,
        value=value,
        application_id=application_id,
        field=field,
    )


Weigh = Callable[[Finding], Finding]
"""How much a finding of the domain weighs."""


def as_they_are(found: Finding) -> Finding:
    """Every check weighs in full."""
    return found


def weighed_on(day: date, starts: Mapping[str, date] = ERROR_FROM) -> Weigh:
    """How findings weigh in a window that opens on a day: an error that starts later warns."""

    def weigh(found: Finding) -> Finding:
        start = starts.get(found.code, day)
        if start <= day or found.severity is not Severity.ERROR:
            return found
        later = f"In aanvraagtijdvakken die vanaf {start:%d-%m-%Y} openen, is dit een fout."
        cure = f"{found.cure} {later}".strip()
        return found.model_copy(update={"severity": Severity.WARNING, "cure": cure})

    return weigh
