"""``comparison.xlsx``: two rounds or policies side by side, with live differences."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ..book import Book, Col, Kind, Sheet
from ..charts import native
from ..words import Words
from .sides import Versus, totals
from .yardstick import compare_note


def versus_book(found: Versus, words: Words) -> bytes:
    """The workbook, byte for byte the same for the same comparison."""
    mark = words("mark") if found.example else ""
    closes = found.a.policy.round.window_closes
    book = Book(words("compare_title"), closes, words("total"), mark)
    _cover(book, found, words)
    for key, table, name in (
        ("scheme", found.schemes, words.scheme),
        ("province", found.provinces, str),
        ("municipality", found.municipalities, str),
    ):
        _dimension(book, words, key, table, name)
    _applications(book, found, words)
    return book.content()


def _sheet(book: Book, words: Words, key: str, note: str) -> Sheet:
    name = words(key)
    return book.sheet(name, f"{words('compare_title')} · {name}", note, words("compare_title"))


def _cover(book: Book, found: Versus, words: Words) -> None:
    note = compare_note(found.a, found.b, words)
    sheet = _sheet(book, words, "sheet_overview", note)
    sheet.worksheet.set_column(0, 0, 38)
    sheet.worksheet.set_column(1, 3, 30)
    for letter, one in (("A", found.a), ("B", found.b)):
        digest = one.allocation.certificate.digest if one.allocation.certificate else "–"
        status = words(f"status_{one.allocation.status.value}")
        for label, value in (
            (letter, one.name), (words("status"), status),
            (words("policy_hash"), one.allocation.policy_hash), (words("digest"), digest),
        ):  # fmt: skip
            sheet.text(0, label, "label")
            sheet.text(1, value)
            sheet.row += 1
        sheet.row += 1
    for at, header in enumerate(("", "A", "B", words("compare_change"))):
        sheet.text(at, header, "header")
    sheet.row += 1
    for key, mine, theirs, money in totals(found):
        kind = Kind.MONEY if money else Kind.COUNT
        sheet.text(0, words(key), "label")
        sheet.value(sheet.row, 1, mine, kind)
        sheet.value(sheet.row, 2, theirs, kind)
        row = sheet.row + 1
        sheet.formula(sheet.row, 3, f"=C{row}-B{row}", theirs - mine, kind)
        sheet.row += 1


def _pair(words: Words, key: str, kind: Kind, width: int) -> list[Col]:
    label = words("amount" if key == "amount" else "affordable_homes")
    return [
        Col(f"{key}_a", f"{label} A", kind, width, total=True),
        Col(f"{key}_b", f"{label} B", kind, width, total=True),
        Col(
            f"{key}_change", f"{label} B − A", kind, width, total=True,
            formula=f"{{{key}_b}}-{{{key}_a}}",
        ),
    ]  # fmt: skip


def _dimension(
    book: Book, words: Words, key: str, table: pd.DataFrame, name: Callable[[str], str]
) -> None:
    sheet = _sheet(book, words, key, words("compare_note"))
    named = table.copy()
    named[key] = pd.Series([name(str(value)) for value in table[key]], dtype="str")
    columns = [
        Col(key, words(key), Kind.TEXT, 28),
        *_pair(words, "amount", Kind.MONEY, 22),
        *_pair(words, "affordable", Kind.COUNT, 14),
    ]
    at = sheet.table(named, columns, f"T_{key}", words("none"), repeat=True)
    if key != "municipality":
        keys = ["amount_a", "amount_b"]
        native.add_chart(book, sheet, "bar", words("compare_title"), at, key, keys)


def _applications(book: Book, found: Versus, words: Words) -> None:
    sheet = _sheet(book, words, "compare_changes", words("compare_changes_note"))
    table = found.applications.copy()
    table["scheme"] = pd.Series([words.scheme(str(key)) for key in table["scheme"]], dtype="str")
    for column in ("outcome_a", "outcome_b"):
        names = [words(str(key)) if key else "–" for key in table[column]]
        table[column] = pd.Series(names, dtype="str")
    columns = [
        Col("application_id", words("application"), Kind.TEXT, 22),
        Col("scheme", words("scheme"), Kind.TEXT, 22),
        Col("project", words("project"), Kind.TEXT, 34),
        Col("municipality", words("municipality"), Kind.TEXT, 22),
        Col("outcome_a", f"{words('outcome')} A", Kind.TEXT, 26),
        Col("outcome_b", f"{words('outcome')} B", Kind.TEXT, 26),
        Col("before", f"{words('amount')} A", Kind.MONEY, 22, total=True),
        Col("after", f"{words('amount')} B", Kind.MONEY, 22, total=True),
        Col(
            "change", f"{words('amount')} B − A", Kind.MONEY, 22, total=True,
            formula="{after}-{before}",
        ),
    ]  # fmt: skip
    sheet.table(table, columns, "T_changes", words("compare_same"), repeat=True)
