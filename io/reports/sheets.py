"""``report.xlsx``: what stands on each sheet of the budget report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from ...grants.dossier import Dossier
from ...grants.homes import SEGMENTS
from .book import Book, Col, Kind, Placed, Sheet
from .cash import NO_YEAR
from .charts import native
from .figures import UNKNOWN, Figures
from .words import Words

_ROWS_WITH_CHARTS = 8  # rows of a table that leave room for charts on the same page
_HOME_COLUMNS = (*SEGMENTS, "homes", "affordable")


class Tables:
    """Writes the sheets that hold a table each, and remembers where the tables landed."""

    def __init__(self, dossier: Dossier, found: Figures, words: Words, book: Book) -> None:
        self.dossier, self.found, self.words, self.book = dossier, found, words, book
        digest = dossier.allocation.certificate.digest if dossier.allocation.certificate else "–"
        self.footer = words(
            "footer",
            round=dossier.allocation.round,
            policy=dossier.policy_hash[:12],
            digest=digest[:12],
        )
        self.placed: dict[str, Placed] = {}

    def sheet(self, key: str, **values: object) -> Sheet:
        """A new sheet by its key."""
        title = f"{self.words(f'sheet_{key}')} · {self.dossier.policy.round.title}"
        note = self.words(f"note_{key}", **values)
        return self.book.sheet(self.words(f"sheet_{key}"), title, note, self.footer)

    def col(self, key: str, kind: Kind = Kind.COUNT, width: int = 12, **more: Any) -> Col:
        """A column whose header is the word of its key, unless another is named."""
        label = self.words(more.pop("label", key))
        return Col(key, label, kind, width, **more)

    def money(self, key: str, **more: Any) -> Col:
        return self.col(key, Kind.MONEY, 21, total=more.pop("total", True), **more)

    def homes(self) -> list[Col]:
        """The columns of homes by segment, all and affordable."""
        return [self.col(key, width=11, total=True) for key in _HOME_COLUMNS]

    def fund(self, key: str) -> str:
        """The name of a fund."""
        policy = self.dossier.policy.funds.get(key)
        if policy is None:
            return self.words("unknown") if key == UNKNOWN else key
        return policy.name(self.words.lang)

    def named(self, table: pd.DataFrame, **columns: Callable[[str], str]) -> pd.DataFrame:
        """A copy of a table with keys replaced by the words for them."""
        copy = table.copy()
        for column, name in columns.items():
            copy[column] = pd.Series([name(str(key)) for key in copy[column]], dtype="str")
        return copy

    def place(
        self, sheet: Sheet, key: str, table: pd.DataFrame, columns: Sequence[Col],
        *, repeat: bool = True,
    ) -> Placed:  # fmt: skip
        """Write a table, and remember it by its key."""
        empty = self.words("none")
        self.placed[key] = sheet.table(table, columns, f"T_{key}", empty, repeat=repeat)
        return self.placed[key]

    def chart(self, sheet: Sheet, kind: str, title: str, at: Placed, keys: Sequence[str]) -> None:
        """A native chart below the table: a series for each key, over the table's first column."""
        category = next(iter(at.columns))
        native.add_chart(self.book, sheet, kind, title, at, category, keys)

    def funds(self) -> None:
        sheet = self.sheet("funds")
        table = self.named(self.found.funds, fund=self.fund)
        columns = [
            self.col("fund", Kind.TEXT, 34),
            self.money("total", label="fund_total"),
            self.money("reserve"),
            self.money("amount"),
            *self._next_window(table),
            self.money("free", formula="{total}-{reserve}-{amount}" + self._added_back(table)),
            self.money("requested"),
            self.col("applications", total=True),
            self.col("awarded", total=True),
            self.money("compensable_vat"),
            self.money("payable"),
            self.col("affordable", total=True),
            self.money("cost", total=False),
        ]
        at = self.place(sheet, "funds", table, columns)
        self.chart(sheet, "bar_stacked", self.words("chart_funds"), at, ["amount", "free"])

    def _next_window(self, table: pd.DataFrame) -> list[Col]:
        """The column of what is charged to the next window, where there is any."""
        return [self.money("next_window")] if table["next_window"].any() else []

    def _added_back(self, table: pd.DataFrame) -> str:
        return "+{next_window}" if table["next_window"].any() else ""

    def schemes(self) -> None:
        sheet = self.sheet("schemes")
        table = self.named(
            self.found.schemes, scheme=self.words.scheme, fund=self.fund, rule=self._rule
        )
        columns = [
            self.col("scheme", Kind.TEXT, 24),
            self.col("fund", Kind.TEXT, 28),
            self.col("rule", Kind.TEXT, 18),
            self.col("applications", total=True),
            self.col("awarded", total=True),
            self.money("requested"),
            self.money("ceiling"),
            self.money("amount"),
            *self._next_window(table),
            self.money("free", formula="{ceiling}-{amount}" + self._added_back(table)),
            *self.homes(),
            self.money("cost", total=False),
            self.col("basis", Kind.LONG, 30),
        ]
        at = self.place(sheet, "schemes", table, columns)
        self.chart(sheet, "bar", self.words("chart_schemes"), at, ["requested", "amount"])

    def _rule(self, rule: str) -> str:
        return self.words("unknown") if rule == UNKNOWN else self.words(f"rule_{rule}")

    def _place_columns(self) -> list[Col]:
        return [
            self.col("applications", total=True),
            self.col("awarded", total=True),
            self.money("requested"),
            self.money("amount"),
            *self.homes(),
            self.money("cost", total=False),
        ]

    def _province(self, province: str) -> str:
        return self.words("unknown") if province == UNKNOWN else province

    def provinces(self) -> None:
        sheet = self.sheet("provinces")
        table = self.named(self.found.provinces, province=self._province)
        columns = [self.col("province", Kind.TEXT, 20), *self._place_columns()]
        at = self.place(sheet, "provinces", table, columns)
        self.chart(sheet, "bar", self.words("chart_provinces"), at, ["amount"])

    def municipalities(self) -> None:
        sheet = self.sheet("municipalities")
        table = self.named(self.found.municipalities, province=self._province)
        columns = [
            self.col("municipality", Kind.TEXT, 26),
            self.col("municipality_code", Kind.TEXT, 14),
            self.col("province", Kind.TEXT, 16),
            *self._place_columns(),
        ]
        self.place(sheet, "municipalities", table, columns)

    def years(self) -> None:
        day = self.words.day(self.dossier.policy.round.decision_date)
        sheet = self.sheet("years", day=day)
        table = self._cash(self.found.years, "fund", self.fund)
        at = self.place(sheet, "years", table, self._cash_columns("fund", table), repeat=False)
        if len(table) > _ROWS_WITH_CHARTS:
            sheet.worksheet.set_h_pagebreaks([sheet.row])
        self._cash_charts(sheet, at)
        self._commitments(sheet)
        sheet.section(self.words("section_scheme_years"))
        table = self._cash(self.found.scheme_years, "scheme", self.words.scheme)
        self.place(sheet, "scheme_years", table, self._cash_columns("scheme", table))

    def _commitments(self, sheet: Sheet) -> None:
        sheet.section(self.words("section_commitments"), self.words("note_commitments"))
        table = self.named(
            self.found.commitments,
            fund=self.fund,
            scheme=lambda key: self.words.scheme(key) if key else self.words("whole_fund"),
            year=str,
        )
        columns = [
            self.col("fund", Kind.TEXT, 48),
            self.col("year", Kind.TEXT, 12),
            self.col("scheme", Kind.TEXT, 21),
            self.money("ceiling", total=False),
            self.money("amount", total=False, label="committed"),
        ]
        free = "{ceiling}-{amount}"
        if table["kept_aside"].any():  # only where something is set aside
            columns.append(self.money("kept_aside", total=False))
            free += "-{kept_aside}"
        columns.append(self.money("free", total=False, formula=free))
        self.place(sheet, "commitments", table, columns)

    def _cash_columns(self, key: str, table: pd.DataFrame) -> list[Col]:
        """Without the columns of limits where no year has one."""
        columns = [
            self.col("name", Kind.TEXT, 48, label=key),
            self.col("year", Kind.TEXT, 12),
            self.money("amount", label="cash"),
        ]
        if table["limit"].notna().any():
            columns += [
                self.money("limit", total=False),
                self.money("carried", total=False),
                self.money("free", total=False, formula="{limit}+{carried}-{amount}"),
            ]
        return columns

    def _cash(self, table: pd.DataFrame, key: str, name: Callable[[str], str]) -> pd.DataFrame:
        named = self.named(table, **{key: name}).rename(columns={key: "name"})
        years = [int(year) for year in named["year"]]
        words = [self.words("no_year") if year == NO_YEAR else str(year) for year in years]
        named["year"] = pd.Series(words, index=named.index, dtype="str")
        return named

    def _cash_charts(self, sheet: Sheet, at: Placed) -> None:
        """A chart for each fund, over its own rows of the table."""
        names = [str(name) for name in self.found.years["fund"]]
        parts: list[tuple[str, Placed]] = []
        for fund in dict.fromkeys(names):
            rows = [index for index, name in enumerate(names) if name == fund]
            part = replace(at, first=at.first + rows[0], last=at.first + rows[-1])
            parts.append((self.words("chart_years", fund=self.fund(fund)), part))
        native.add_cash_charts(self.book, sheet, parts)

    def segments(self) -> None:
        sheet = self.sheet("segments")
        table = self.named(self.found.segments, segment=self.words)
        columns = [
            self.col("segment", Kind.TEXT, 20),
            self.col("in_awards", width=18, total=True),
            self.col("uncounted", width=18, total=True),
            self.col(
                "homes", width=20, total=True, label="homes_once", formula="{in_awards}-{uncounted}"
            ),
            self.col("counterpart", width=22, total=True),
            *(
                Col(scheme, self.words.scheme(scheme), Kind.COUNT, 20, total=True)
                for scheme in self.dossier.policy.instruments
            ),
        ]
        at = self.place(sheet, "segments", table, columns)
        keys = ["homes", "counterpart"] if self.dossier.allocation.counterpart else ["homes"]
        self.chart(sheet, "column", self.words("chart_segments"), at, keys)

    def areas(self) -> None:
        sheet = self.sheet("areas")
        table = self.named(self.found.areas, area=self.words)
        columns = [
            self.col("area", Kind.TEXT, 30),
            self.col("applications"),
            self.col("awarded"),
            self.money("requested", total=False),
            self.money("amount", total=False),
            *(self.col(key, width=11) for key in _HOME_COLUMNS),
            self.money("cost", total=False),
        ]
        self.place(sheet, "areas", table, columns)

    def applications(self) -> None:
        sheet = self.sheet("applications")
        table = self.named(
            self.found.applications,
            scheme=self.words.scheme,
            outcome=self.words,
            province=self._province,
        )
        columns = [
            self.col("application_id", Kind.TEXT, 18, label="application"),
            self.col("scheme", Kind.TEXT, 20),
            self.col("project", Kind.TEXT, 34),
            self.col("municipality", Kind.TEXT, 20),
            *([self.col("body", Kind.TEXT, 24)] if table["body"].any() else []),
            *([self.col("partners", Kind.TEXT, 24)] if table["partners"].any() else []),
            self.col("province", Kind.TEXT, 15),
            self.col("outcome", Kind.TEXT, 24),
            self.money("requested"),
            self.money("amount"),
            self.money("compensable_vat"),
            self.money("payable"),
            *self._next_window(table),
            *self.homes(),
            self.money("cost", total=False),
            self.col("rank"),
            self.col("places"),
            self.col("codes", Kind.TEXT, 18),
            self.col("provisional", Kind.TEXT, 18),
            self.col(f"reasons_{self.words.lang}", Kind.LONG, 70, label="reasons"),
        ]
        self.place(sheet, "applications", table, columns)

    def findings(self) -> None:
        sheet = self.sheet("findings")
        keys = ("code", "severity", "file", "sheet", "cell", "value", "application_id")
        fields = (*keys, "message", "cure")
        rows = [finding.model_dump(mode="json", include={*fields}) for finding in
                self.dossier.findings]  # fmt: skip
        table = pd.DataFrame(rows, columns=list(fields), dtype="str")
        table = self.named(table, severity=lambda severity: self.words(f"severity_{severity}"))
        columns = [
            self.col("code", Kind.TEXT, 14),
            self.col("severity", Kind.TEXT, 14),
            self.col("file", Kind.TEXT, 24),
            self.col("sheet", Kind.TEXT, 20),
            self.col("cell", Kind.TEXT, 8),
            self.col("value", Kind.TEXT, 24, label="read_value"),
            self.col("application_id", Kind.TEXT, 18, label="application"),
            self.col("message", Kind.LONG, 60),
            self.col("cure", Kind.LONG, 50),
        ]
        self.place(sheet, "findings", table, columns)
