"""What the web page tells: its sentences, its pictures and the numbers behind each picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from ...grants.dossier import Dossier
from ...grants.homes import SEGMENTS
from ...instruments.instrument import about_homes
from .cash import NO_YEAR
from .charts import drawing as charts
from .charts.drawing import NARROW, PRINTED, WIDE, Bar, Part, Tile
from .figures import UNKNOWN, Figures
from .frames import known
from .words import Words

# Where each province stands on the map of tiles: column and row.
PROVINCE_TILES = {
    "Fryslân": (2, 0), "Groningen": (3, 0),
    "Noord-Holland": (1, 1), "Flevoland": (2, 1), "Drenthe": (3, 1),
    "Zuid-Holland": (0, 2), "Utrecht": (1, 2), "Gelderland": (2, 2), "Overijssel": (3, 2),
    "Zeeland": (0, 3), "Noord-Brabant": (1, 3), "Limburg": (2, 3),
}  # fmt: skip
_LARGEST = 12  # municipalities in the picture; the table has them all
_CLASS = 1_000_000  # a class of the cost of a home, in cents: EUR 10,000
_CLASSES = 12


@dataclass(frozen=True, slots=True)
class Key:
    """A shade or mark of a map: what it is, in words, and of how many municipalities.

    ``homes`` are the affordable homes in them, ``None`` where that is no question.
    """

    mark: str
    name: str
    count: int
    homes: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, the sentence that says what it shows, and the table with its numbers.

    ``wide`` and ``narrow`` are the same picture for a screen and a phone; ``narrow`` is empty where
    one serves both. ``printed`` is it for a page of the summary, where that has one of its own.
    ``legend`` names the series in their order, ``keys`` the shades of a map.
    """

    name: str
    title: str
    sentence: str
    wide: str
    narrow: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    printed: str = ""


class Story:
    """The pictures of one round."""

    def __init__(self, dossier: Dossier, found: Figures, words: Words) -> None:
        self.dossier, self.found, self.words = dossier, found, words
        self.homes = about_homes(dossier.policy.instruments)
        self._of_homes = ("affordable", "cost") if self.homes else ()

    def fund(self, key: str) -> str:
        """The name of a fund."""
        policy = self.dossier.policy.funds.get(key)
        if policy is None:
            return self.words("unknown") if key == UNKNOWN else key
        return policy.name(self.words.lang)

    def _figure(
        self, name: str, title: str, sentence: str, draw: Callable[[int], str],
        headers: Sequence[str], rows: Sequence[Sequence[str]], legend: Sequence[str] = (),
        *, printed: bool = False,
    ) -> Figure:  # fmt: skip
        return Figure(
            name=name,
            title=title,
            sentence=sentence,
            wide=charts.named(draw(WIDE), f"{name}-wide"),
            narrow=charts.named(draw(NARROW), f"{name}-narrow"),
            headers=tuple(headers),
            rows=tuple(tuple(row) for row in rows),
            legend=tuple(legend),
            printed=charts.named(draw(PRINTED), f"{name}-printed") if printed else "",
        )

    def _most(self, table: pd.DataFrame, key: str) -> tuple[str, int]:
        """The row with the highest amount; of equals, the first."""
        amounts = [int(cents) for cents in table["amount"]]
        at = amounts.index(max(amounts))
        return str(table[key].tolist()[at]), amounts[at]

    def _leader(self, key: str, name: str, amount: int, **more: object) -> str:
        if amount == 0:
            return self.words("fig_nothing")
        share = self.words.percent(amount, self.found.amount.cents)
        return self.words(key, name=name, amount=self.words.millions(amount), share=share, **more)

    def schemes(self) -> Figure:
        words, table = self.words, self.found.schemes
        parts: list[Part] = []
        numbers: list[tuple[str, ...]] = []
        for row in table.to_dict("records"):
            ceiling = known(row["ceiling"])
            name, amount = words.scheme(row["scheme"]), int(row["amount"])
            requested = int(row["requested"])
            for series, cents in ((1, amount), (2, requested)):
                parts.append(Part(name, series, cents, words.millions(cents), ceiling))
            cost = words.money_or_dash(known(row["cost"]))
            numbers.append((
                name, words.number(row["applications"]), words.number(row["awarded"]),
                words.money(requested), words.money(amount),
                words.money_or_dash(ceiling),
                *((words.number(row["affordable"]), cost) if self.homes else ()),
            ))  # fmt: skip
        leader, amount = self._most(table, "scheme") if len(table) else ("", 0)
        sentence = self._leader("fig_schemes_sentence", words.scheme(leader), amount)
        keys = ("scheme", "applications", "awarded", "requested", "amount", "ceiling",
                *self._of_homes)  # fmt: skip
        return self._figure(
            "schemes", words("fig_schemes"), sentence,
            lambda width: charts.groups(parts, width, ("var(--c1)", "var(--pale)")),
            [words(key) for key in keys], numbers,
            [words("amount"), words("requested"), words("ceiling")], printed=True,
        )  # fmt: skip

    def _place_rows(self, table: pd.DataFrame, key: str) -> list[tuple[str, ...]]:
        words = self.words
        return [
            (
                str(row[key]), words.number(row["applications"]), words.number(row["awarded"]),
                words.money(int(row["requested"])), words.money(int(row["amount"])),
                *(
                    (words.number(row["affordable"]), words.money_or_dash(known(row["cost"])))
                    if self.homes
                    else ()
                ),
            )
            for row in table.to_dict("records")
        ]  # fmt: skip

    def _place_headers(self, key: str) -> list[str]:
        keys = (key, "applications", "awarded", "requested", "amount", *self._of_homes)
        return [self.words(one) for one in keys]

    def provinces(self) -> Figure:
        words, table = self.words, self.found.provinces
        amounts = {str(r["province"]): int(r["amount"]) for r in table.to_dict("records")}
        most = max(1, *amounts.values())
        rows = [
            Tile(column, row, name, words.millions(amounts[name]), amounts[name] * 9 // most)
            for name, (column, row) in PROVINCE_TILES.items()
        ]
        leader, amount = self._most(table, "province")
        none = sum(1 for name in PROVINCE_TILES if not amounts[name])
        key = "fig_provinces_sentence" if none else "fig_provinces_all"
        sentence = self._leader(key, leader, amount, none=none)
        return self._figure(
            "provinces", words("fig_provinces"), sentence + self._of_joint(),
            lambda width: charts.tiles(rows, width),
            self._place_headers("province"), self._place_rows(table, "province"),
        )  # fmt: skip

    def _of_joint(self) -> str:
        """Where homes of joint applications count, in a round that has any."""
        joint = any(one.application.partners for one in self.dossier.decided)
        return f" {self.words('fig_places_joint')}" if joint else ""

    def municipalities(self) -> Figure:
        words = self.words
        table = self.found.municipalities.sort_values(
            ["amount", "municipality"], ascending=[False, True], kind="stable"
        )
        paid = table[table["amount"] > 0]
        top = paid.head(_LARGEST)
        rows = [
            Bar(str(name), int(cents), words.millions(int(cents)))
            for name, cents in zip(top["municipality"], top["amount"], strict=True)
        ]
        together = int(top["amount"].sum())
        sentence = words("fig_nothing")
        if together:
            share = words.percent(together, self.found.amount.cents)
            key = (
                "fig_municipalities_sentence" if len(paid) > len(top) else "fig_municipalities_all"
            )
            sentence = words(key, count=len(paid), shown=len(top), share=share)
        return self._figure(
            "municipalities", words("fig_municipalities"), sentence + self._of_joint(),
            lambda width: charts.bars(rows, width),
            self._place_headers("municipality"), self._place_rows(table, "municipality"),
        )  # fmt: skip

    def years(self) -> list[Figure]:
        """A picture for each fund."""
        names = list(dict.fromkeys(str(name) for name in self.found.years["fund"]))
        return [self._cash(number, name) for number, name in enumerate(names)]

    def _cash(self, number: int, fund: str) -> Figure:
        words, table = self.words, self.found.years
        rows: list[Bar] = []
        numbers: list[tuple[str, ...]] = []
        over: list[str] = []
        for row in table[table["fund"] == fund].to_dict("records"):
            year, cash = int(row["year"]), int(row["amount"])
            name = words("no_year") if year == NO_YEAR else str(year)
            limit, carried, free = (known(row[key]) for key in ("limit", "carried", "free"))
            room = None if free is None else free + cash
            rows.append(Bar(name, cash, words.tenths(cash), room))
            written = [words.money_or_dash(cents) for cents in (limit, carried, free)]
            numbers.append((name, words.money(cash), *written))
            if free is not None and free < 0:
                over.append(words("fig_years_over", year=name, amount=words.money(-free)))
        most = max(rows, key=lambda bar: bar.value)
        sentence = words("fig_nothing")
        if most.value:
            amount = words.millions(most.value)
            sentence = words("fig_years_sentence", year=most.name, amount=amount)
        title = words("fig_years", fund=self.fund(fund))
        return self._figure(
            f"years-{number}", title, " ".join([sentence, *over]),
            lambda width: charts.columns(rows, width),
            [words(key) for key in ("year", "cash", "limit", "carried", "free")], numbers,
            [words("millions_cash"), "", words("room")],
        )  # fmt: skip

    def segments(self) -> Figure:
        words, totals = self.words, self.dossier.allocation.totals
        other = self.dossier.allocation.counterpart
        mine = totals.homes.by_segment()
        parts: list[Part] = []
        numbers: list[tuple[str, ...]] = []
        for segment in SEGMENTS:
            homes = mine[segment]
            parts.append(Part(words(segment), 1, homes, words.number(homes)))
            line = [words(segment), words.number(homes), words.percent(homes, totals.homes.total)]
            if other is not None:
                theirs = other.homes.by_segment()[segment]
                parts.append(Part(words(segment), 2, theirs, words.number(theirs)))
                line.append(words.number(theirs))
            numbers.append(tuple(line))
        there = [words.capital(other.name(words.lang))] if other else []
        sentence = words(
            "fig_segments_sentence",
            affordable=words.number(totals.affordable_homes),
            homes=words.number(totals.homes.total),
            social=words.number(totals.homes.social_rent),
        )
        return self._figure(
            "segments", words("fig_segments"), sentence, lambda width: charts.groups(parts, width),
            [words("segment"), words("here"), words("share"), *there], numbers,
            [words("here"), *there] if there else [], printed=True,
        )  # fmt: skip

    def costs(self) -> Figure | None:
        """What an affordable home costs, in classes; ``None`` where nobody states any."""
        words = self.words
        granted, refused, paid = self._classes()
        if not granted and not refused:
            return None
        first = min([*granted, *refused])
        last = max([*granted, *refused])
        parts: list[Part] = []
        numbers: list[tuple[str, ...]] = []
        for number in range(first, last + 1):
            low, high = number * 10, number * 10 + 10
            label = f"{low}–{high}" if number < _CLASSES else f"{low}+"
            key = "fig_costs_class" if number < _CLASSES else "fig_costs_last"
            inside, outside = granted.count(number), refused.count(number)
            parts.append(Part(label, 1, inside, ""))
            parts.append(Part(label, 2, outside, ""))
            numbers.append((words(key, low=low, high=high), str(inside), str(outside)))
        sentence, line = words("fig_nothing"), None
        if paid:
            median = words.euros(sorted(paid)[(len(paid) - 1) // 2])
            dearest = max(paid)
            sentence = words("fig_costs_sentence", median=median, dearest=words.euros(dearest))
            line = _line_at(dearest)
        return self._figure(
            "costs", words("fig_costs"), sentence, lambda width: charts.stacks(parts, width, line),
            [words("fig_costs_from"), words("awarded"), words("count_refused")], numbers,
            [words("awarded"), words("count_refused"), *([words("costs_line")] if line else [])],
        )  # fmt: skip

    def _classes(self) -> tuple[list[int], list[int], list[int]]:
        """The class of each award, of each refusal for the ceiling, and what the awards cost."""
        granted: list[int] = []
        refused: list[int] = []
        paid: list[int] = []
        for decided in self.dossier.decided:
            award, homes = decided.award, decided.application.homes_by_segment.affordable
            cost = award.asked.per(homes)
            if cost is None or not award.asked:
                continue
            number = min(_CLASSES, cost.cents // _CLASS)
            if award.amount:
                granted.append(number)
                paid.append(cost.cents)
            elif award.outcome.value == "refused_ceiling":
                refused.append(number)
        return granted, refused, paid


def _line_at(cents: int) -> tuple[str, int]:
    """Where a cost stands in the classes: the label of its class, and thousandths within it."""
    number = min(_CLASSES, cents // _CLASS)
    if number == _CLASSES:
        return f"{number * 10}+", 500
    return f"{number * 10}–{number * 10 + 10}", cents % _CLASS * 1000 // _CLASS
