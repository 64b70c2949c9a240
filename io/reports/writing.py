"""The budget report of a round: workbook, web page, summary of two pages, and open data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...grants.dossier import Dossier
from ..files.placing import place, ready
from .book import Book
from .briefing import report_summary
from .charts.map_sheet import map_sheet
from .comparison.book import versus_book
from .comparison.page import versus_page
from .comparison.sides import Side, side, versus
from .deep import Deep, deep_sheets
from .divisions.sheet import divisions_sheet
from .figures import Figures, figures
from .judgements import judgements
from .national import national_sheet
from .needed import needed_sheet
from .open_data.publishing import NAMES, open_data, write_open_data
from .open_data.rule import Divided
from .over_years import years_sheet
from .progress.sheet import progress_sheets
from .settlement import beside, beside_sheet
from .sheets import Tables
from .since.decided import since_sheet
from .since.ended import ended_sheet
from .summary import comparison, goals, overview
from .title import mark
from .web_page.page import report_page
from .words import Words


def write_report(
    dossier: Dossier,
    out: Path,
    *,
    lang: str = "nl",
    deep: Deep | None = None,
    divided: Divided | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Path, ...]:
    """Write workbook, web page, summary and open data in a folder, which is made if need be.

    ``lang`` is ``nl`` or ``en``. ``deep`` is what takes long to compute, where it is wanted.
    ``divided`` is what the list was divided from, for the open data. ``progress`` is told how many
    of how many steps are done. Raises :class:`~.figures.TotalsDisagree` where the awards do not add
    up to the allocation's totals, and ``Unreadable`` where a file cannot be written; what stood
    there then still stands.
    """
    words = Words(lang)
    done = progress or _silent
    done(0, 3)
    found = figures(dossier)
    done(1, 3)
    workbook = report_workbook(dossier, found, words, deep)
    done(2, 3)
    page = report_page(dossier, found, words, deep)
    summary = report_summary(dossier, found, words)
    published = open_data(dossier, divided)
    ready(report_places(out))
    written = (
        place(out / "report.xlsx", workbook),
        place(out / "report.html", page.encode("utf-8")),
        place(out / "summary.pdf", summary),
        *write_open_data(published, out / "open_data"),
    )
    done(3, 3)
    return written


def report_places(out: Path) -> list[Path]:
    """Every file that a report in a folder may write or take away."""
    return [
        *(out / name for name in ("report.xlsx", "report.html", "summary.pdf")),
        *(out / "open_data" / name for name in NAMES),
    ]


def comparison_places(out: Path) -> list[Path]:
    """The files of a comparison in a folder."""
    return [out / "comparison.xlsx", out / "comparison.html"]


def write_comparison(
    mine: Dossier, other: Side, out: Path, *, name: str = "", lang: str = "nl"
) -> tuple[Path, Path]:
    """Write a round beside another round or policy: ``comparison.xlsx`` and ``comparison.html``.

    ``name`` is what the round itself is called. Raises as :func:`write_report` does.
    """
    words = Words(lang)
    found = versus(side(mine, name), other, example=mine.example)
    ready(comparison_places(out))
    return (
        place(out / "comparison.xlsx", versus_book(found, words)),
        place(out / "comparison.html", versus_page(found, words).encode("utf-8")),
    )


def report_workbook(
    dossier: Dossier, found: Figures, words: Words, deep: Deep | None = None
) -> bytes:
    """The workbook, byte for byte the same for the same round."""
    title = words("title", round=dossier.allocation.round)
    approved = dossier.approval.on if dossier.approval else dossier.policy.round.window_closes
    book = Book(title, dossier.sent_on or approved, words("total"), mark(dossier, words))
    tables = Tables(dossier, found, words, book)
    cover = tables.sheet("overview")
    tables.funds()
    tables.schemes()
    tables.years()
    years_sheet(tables)
    tables.provinces()
    tables.municipalities()
    map_sheet(tables)
    tables.segments()
    tables.areas()
    national_sheet(tables)
    goals(tables)
    divisions_sheet(tables)
    comparison(tables)
    if deep is not None:
        deep_sheets(deep, tables)
    tables.applications()
    needed_sheet(tables)
    since_sheet(tables)
    ended_sheet(tables)
    progress_sheets(tables)
    beside_sheet(tables, beside(dossier))
    judgements(tables)
    tables.findings()
    overview(tables, cover)
    return book.content()


def _silent(done: int, total: int) -> None:
    """Progress that nobody asked for."""
