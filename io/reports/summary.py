"""The sheets that tell the round: the cover, the goals, and the law beside the optimum."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...grants.decisions.allocation import CheckedConstraint, Unit
from ...grants.homes import SEGMENTS
from ..wording.limits import limit_told
from .book import Kind, Sheet
from .shares import share_texts
from .sheets import Tables
from .title import identity

# Where each sheet's total of the amount awarded stands.
_ADDED = ("applications", "funds", "schemes", "years", "provinces", "municipalities", "comparison")


def overview(tables: Tables, sheet: Sheet) -> None:
    """The cover: the round at a glance, which round it is, and how the sheets agree."""
    words = tables.words
    sheet.worksheet.set_column(0, 0, 38)
    sheet.worksheet.set_column(1, 1, 80)
    sheet.worksheet.set_column(2, 3, 24)
    sheet.section(words("glance"))
    _glance(tables, sheet)
    sheet.row += 1
    sheet.section(words("identity"))
    for label, value in identity(tables.dossier, words):
        sheet.text(0, label, "label")
        sheet.text(1, value, "wrap")
        sheet.worksheet.set_row(sheet.row, 15 * max(1, -(-len(value) // 80)))
        sheet.row += 1
    sheet.row += 1
    sheet.section(words("reconciliation"), words("reconciliation_note"))
    _reconciliation(tables, sheet)


def _glance(tables: Tables, sheet: Sheet) -> None:
    """The big numbers, as formulas over the other sheets."""
    words, stated = tables.words, tables.dossier.allocation.totals
    schemes, segments = tables.placed["schemes"], tables.placed["segments"]
    homes, affordable = stated.homes.total, stated.affordable_homes
    every = f"SUM({segments.ranged('homes')})"
    social, last = (f"INDEX({segments.ranged('homes')},{n})" for n in (1, len(SEGMENTS)))
    lines: list[tuple[str, str, Any, str]] = [
        ("applications", schemes.sum("applications"), stated.applications, "big_count"),
        ("awarded", schemes.sum("awarded"), stated.granted, "big_count"),
        ("requested", schemes.sum("requested"), stated.requested.cents, "big_money"),
        ("amount", schemes.sum("amount"), stated.amount.cents, "big_money"),
        ("homes_once", f"={every}", homes, "big_count"),
        ("affordable_homes", f"={every}-{last}", affordable, "big_count"),
    ]
    if homes:
        for key, part, count in (
            ("affordable_share", f"({every}-{last})", affordable),
            ("social_share", social, stated.homes.social_rent),
        ):  # rounded down, so that a goal missed by a hair never looks met
            formula = f"=ROUNDDOWN({part}/{every},3)"
            lines.append((key, formula, count * 1000 // homes / 1000, "big_percent"))
    for key, formula, value, kind in lines:
        sheet.text(0, words(key), "label")
        sheet.formula(sheet.row, 1, formula, value, kind)
        sheet.row += 1
    cost = stated.amount.per(affordable)
    if cost is not None:
        sheet.text(0, words("cost"), "label")
        sheet.value(sheet.row, 1, cost.cents, "big_money")
        sheet.row += 1


def _reconciliation(tables: Tables, sheet: Sheet) -> None:
    words, cents = tables.words, tables.found.amount.cents
    for at, key in enumerate(("according_to", "amount", "difference")):
        sheet.text(at, words(key), "header")
    sheet.row += 1
    sheet.text(0, words("allocation"))
    sheet.value(sheet.row, 1, cents, "left_money")
    first = sheet.row + 1
    sheet.row += 1
    for key in _ADDED:
        sheet.text(0, words(f"sheet_{key}"))
        sheet.formula(sheet.row, 1, tables.placed[key].sum("amount"), cents, "left_money")
        formula = f"=ROUND(B{sheet.row + 1}-$B${first},2)"
        sheet.formula(sheet.row, 2, formula, 0, "left_money")
        sheet.row += 1


def goals(tables: Tables) -> None:
    """Every checked limit and goal, and where the round stands."""
    sheet = tables.sheet("goals")
    certificate = tables.dossier.allocation.certificate
    checks = certificate.checks if certificate else ()
    columns = [
        tables.col("code", Kind.TEXT, 30),
        tables.col("sentence", Kind.LONG, 56),
        tables.col("source", Kind.LONG, 36),
        tables.col("hard", Kind.TEXT, 8),
        tables.col("holds", Kind.TEXT, 10),
        tables.col("share", Kind.TEXT, 18),
        tables.col("unit", Kind.TEXT, 18),
        tables.col("value", Kind.MEASURE, 20),
        tables.col("relation", Kind.TEXT, 10),
        *(tables.col(key, Kind.MEASURE, 20) for key in ("bound", "slack", "shortfall")),
    ]
    records = [_check(tables, check) for check in checks]
    table = pd.DataFrame(records, columns=[column.key for column in columns], dtype="object")
    tables.place(sheet, "goals", table, columns)


def _check(tables: Tables, check: CheckedConstraint) -> dict[str, Any]:
    words, money = tables.words, check.unit is Unit.CENTS
    told = limit_told(check, tables.dossier.policy, words.lang)
    return {
        "code": check.code,
        "sentence": told.sentence,
        "source": told.source,
        "hard": words("yes" if check.hard else "no"),
        "holds": words("yes" if check.holds else "no"),
        "share": " ".join(share_texts(check, tables.dossier, words) or ()),
        "unit": words(f"unit_{check.unit.value}"),
        "relation": check.relation,
        "value": (check.value, money),
        "bound": (check.limit, money),
        "slack": (check.slack, money),
        "shortfall": (check.shortfall, money),
    }


def comparison(tables: Tables) -> None:
    """The same money under the other rule: in total, and application by application."""
    sheet, words = tables.sheet("comparison"), tables.words
    other = tables.dossier.allocation.counterpart
    if other is None:
        sheet.text(0, words("no_counterpart"))
        sheet.row += 2
    else:
        _beside(tables, sheet)
    columns = [
        tables.col("application_id", Kind.TEXT, 24, label="application"),
        tables.col("scheme", Kind.TEXT, 22),
        tables.col("project", Kind.TEXT, 34),
        tables.col("municipality", Kind.TEXT, 22),
        tables.col("outcome", Kind.TEXT, 24),
        tables.money("requested"),
        tables.money("amount"),
        tables.money("counterpart"),
        tables.money("difference", formula="{amount}-{counterpart}"),
    ]
    table = tables.named(tables.found.comparison, scheme=words.scheme, outcome=words)
    tables.place(sheet, "comparison", table, columns)


def _beside(tables: Tables, sheet: Sheet) -> None:
    words, allocation = tables.words, tables.dossier.allocation
    other = allocation.counterpart
    if other is None:
        return
    sheet.section(words("section_totals"))
    name = words.capital(other.name(words.lang))
    headers = ["", words("here"), name, words("difference")]
    for at, header in enumerate(headers):
        sheet.text(at, header, "header")
    sheet.row += 1
    totals = allocation.totals
    lines: list[tuple[str, int, int, str]] = [
        ("amount", totals.amount.cents, other.amount.cents, Kind.MONEY),
        ("affordable_homes", totals.affordable_homes, other.affordable_homes, Kind.COUNT),
        ("homes", totals.homes.total, other.homes.total, Kind.COUNT),
    ]
    there = other.homes.by_segment()
    for segment, homes in totals.homes.by_segment().items():
        lines.append((segment, homes, there[segment], Kind.COUNT))
    for key, mine, theirs, kind in lines:
        sheet.text(0, words(key), "label")
        sheet.value(sheet.row, 1, mine, kind)
        sheet.value(sheet.row, 2, theirs, kind)
        row = sheet.row + 1
        sheet.formula(sheet.row, 3, f"=B{row}-C{row}", mine - theirs, kind)
        sheet.row += 1
    sheet.row += 1
    sheet.section(words("section_each"))
