"""What takes long to compute about a round: swaps, who is next, more or less money, rules' prices.

``verdeel report --deep`` computes these and adds them to the workbook and the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import MappingProxyType

import pandas as pd

from ...grants.decisions.allocation import Status
from ...grants.dossier import Dossier
from ...grants.notation import nearest, thousands
from ...optimiser.questions.comparison.swaps import SwingReport
from ...optimiser.questions.what_if.answers import FrontierPoint, Next, RulePrice
from ...optimiser.questions.what_if.optimum import only_limits
from ..wording.grounds import binding_in
from ..wording.limits import limit_sentence
from .book import Kind
from .charts import drawing as charts
from .charts import native
from .charts.drawing import NARROW, WIDE, Point
from .frames import frame
from .sheets import Tables
from .story import Figure, Story
from .words import Words


@dataclass(frozen=True, slots=True)
class Deep:
    """The answers; budgets and freed amounts in cents, by fund. ``prices`` are in homes."""

    swing: SwingReport
    prices: tuple[RulePrice, ...]
    frontiers: Mapping[str, tuple[FrontierPoint, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    reserves: Mapping[str, tuple[Next, ...]] = field(default_factory=lambda: MappingProxyType({}))


def _known_lists(deep: Deep, dossier: Dossier) -> dict[str, list[FrontierPoint]]:
    """The points by fund, from the least budget on, each with what the others tell of it.

    The round's own list counts as found with its own budget. Where the budget is nothing but a
    limit, a list for less money is one for more, and what more money cannot reach, less cannot;
    with soft goals, which come before homes, that is sure from the budget on that meets them all.
    """
    own, certificate = dossier.allocation.totals.affordable_homes, dossier.allocation.certificate
    soft = [check for check in (certificate.checks if certificate else ()) if not check.hard]
    met = not any(check.shortfall for check in soft)
    found: dict[str, list[FrontierPoint]] = {}
    for fund, points in deep.frontiers.items():
        total = dossier.policy.funds[fund].total.cents
        stated = [
            point.model_copy(
                update={
                    "homes": max(own, point.homes or 0),
                    "binding": point.binding if own <= (point.homes or 0) else None,
                }
            )
            if point.cents == total
            else point
            for point in points
        ]
        listed = sorted(stated, key=lambda point: point.cents)
        sure = [one for one in listed if not soft or one.cents >= total]
        if met and only_limits(dossier.policy, fund):
            listed[len(listed) - len(sure) :] = _each_by_all(sure)
        found[fund] = listed
    return found


def _each_by_all(points: Sequence[FrontierPoint]) -> list[FrontierPoint]:
    """Points from the least budget on, with the best list of all before and bound of all after."""
    most = list(accumulate((p.homes for p in points), _better(max)))
    least = list(accumulate((p.bound for p in reversed(points)), _better(min)))[::-1]
    return [
        point.model_copy(
            update={
                "homes": homes,
                "bound": bound,
                "status": Status.PROVEN if homes is not None and homes == bound else point.status,
                # What binds was found in the list of the point itself, which this need not be.
                "binding": point.binding if homes == point.homes else None,
            }
        )
        for point, homes, bound in zip(points, most, least, strict=True)
    ]


def _better(choose: Callable[[int, int], int]) -> Callable[[int | None, int | None], int | None]:
    def chosen(one: int | None, other: int | None) -> int | None:
        return choose(one, other) if one is not None and other is not None else one or other

    return chosen


def deep_figures(deep: Deep, story: Story) -> list[Figure]:
    """The frontier of each fund, the price of each rule, the reserve ladder and the swaps."""
    found = [
        _frontier(number, fund, points, story)
        for number, (fund, points) in enumerate(_known_lists(deep, story.dossier).items())
    ]
    return [*found, _prices(deep, story), _reserve(deep, story), _swing(deep, story)]


def _frontier(number: int, fund: str, points: Sequence[FrontierPoint], story: Story) -> Figure:
    words, name = story.words, f"frontier-{number}"
    known = [point for point in points if point.homes is not None]
    total = story.dossier.policy.funds[fund].total.cents
    today = min((point.cents for point in known), key=lambda cents: abs(cents - total), default=0)
    marks = [
        Point(nearest(point.cents, 100_000_000), point.homes or 0, today=point.cents == today)
        for point in known
    ]
    binding = [_binding(point, story.dossier, words) for point in points]
    letters = _letters(binding)
    marks = [replace(one, mark=letters[_binding(p, story.dossier, words)])
             for one, p in zip(marks, known, strict=True)]  # fmt: skip
    rows = tuple(
        (
            words.money(point.cents),
            "–" if point.homes is None else words.number(point.homes),
            "–" if point.bound is None else words.number(point.bound),
            words("yes" if point.status is Status.PROVEN else "no"),
            bound,
        )
        for point, bound in zip(points, binding, strict=True)
    )
    sentence = words("fig_nothing")
    if known:
        least, most = known[0], known[-1]
        sentence = words(
            "fig_frontier_sentence",
            low=words.millions(least.cents), few=words.number(least.homes or 0),
            high=words.millions(most.cents), many=words.number(most.homes or 0),
        )  # fmt: skip
    if any(point.status is not Status.PROVEN for point in points):
        sentence += " " + words("fig_frontier_unproven")
    if known and any(point.binding is not None for point in known):
        sentence += " " + words("fig_frontier_binds", what="; ".join(
            f"{letter}: {what}" for what, letter in letters.items() if what != UNKNOWN_BINDING
        ))  # fmt: skip
    return Figure(
        name=name,
        title=words("fig_frontier", fund=story.fund(fund)),
        sentence=sentence,
        wide=charts.named(charts.curve(marks, WIDE, thousands(words.lang)), f"{name}-wide"),
        narrow=charts.named(charts.curve(marks, NARROW, thousands(words.lang)), f"{name}-narrow"),
        headers=tuple(
            words(key) for key in ("budget", "affordable_homes", "at_most", "proven", "binds")
        ),
        rows=rows,
        legend=(words("frontier_line"), "", words("frontier_today")),
    )


UNKNOWN_BINDING = "–"


def _binding(point: FrontierPoint, dossier: Dossier, words: Words) -> str:
    """What binds at a point, in words; a dash where that is not known."""
    if point.binding is None:
        return UNKNOWN_BINDING
    return binding_in(dossier.policy, point.binding, words.lang)


def _letters(binding: Sequence[str]) -> dict[str, str]:
    """A letter for all that binds together, in the order of the budgets; none where not known."""
    every = [one for one in dict.fromkeys(binding) if one != UNKNOWN_BINDING]
    return {one: chr(ord("a") + at) for at, one in enumerate(every)} | {UNKNOWN_BINDING: ""}


def _told(story: Story, key: str, headers: tuple[str, ...], rows: list[tuple[str, ...]],
          sentence: str) -> Figure:  # fmt: skip
    """A table with its sentence, without a picture."""
    return Figure(
        name=key, title=story.words(f"fig_{key}"), sentence=sentence, wide="", narrow="",
        headers=tuple(story.words(one) for one in headers), rows=tuple(rows),
    )  # fmt: skip


def _price(price: RulePrice, words: Words) -> str:
    """What a rule costs, or what it cannot pass, never told as found where it was not proven."""
    if price.homes_gained is not None:
        return words.number(price.homes_gained)
    most = _most(price)
    if most is None:
        return words("price_unknown")
    return words("price_at_most", homes=words.number(most))


def _most(price: RulePrice) -> int | None:
    """The most homes that the round could gain without a rule, where that is known."""
    if price.homes_gained is not None:
        return price.homes_gained
    return None if price.at_most is None else max(0, price.at_most)


def _prices(deep: Deep, story: Story) -> Figure:
    words = story.words
    rows = [
        (
            limit_sentence(price, story.dossier.policy, words.lang),
            _price(price, words),
        )
        for price in deep.prices
    ]
    dear = max((p for p in deep.prices if p.homes_gained), default=None,
               key=lambda price: price.homes_gained or 0)  # fmt: skip
    unknown = sum(1 for price in deep.prices if price.homes_gained is None)
    sentence = words("fig_prices_unknown" if unknown else "fig_prices_none")
    if dear is not None:
        rule = limit_sentence(dear, story.dossier.policy, words.lang).rstrip(".")
        sentence = words(
            "fig_prices_sentence", rule=rule, homes=words.number(dear.homes_gained or 0)
        )
    return _told(story, "prices", ("sentence", "homes_gained"), rows, sentence)


def _reserve(deep: Deep, story: Story) -> Figure:
    words = story.words
    rows = [
        (
            words.money(one.freed),
            story.fund(fund),
            ", ".join(f"{number} ({words.money(cents)})" for number, cents in one.awards) or "–",
            words.number(one.homes_gained),
            words("yes" if one.status is Status.PROVEN else "no"),
        )
        for fund, ladder in deep.reserves.items()
        for one in ladder
    ]
    headers = ("freed", "fund", "next_ones", "homes_gained", "proven")
    return _told(story, "reserve", headers, rows, words("fig_reserve_sentence"))


def _swing(deep: Deep, story: Story) -> Figure:
    words, swing = story.words, deep.swing
    rows = [(number, words("could_be_in")) for number in swing.could_be_in]
    rows += [(number, words("could_be_out")) for number in swing.could_be_out]
    key = "fig_swing_sentence" if swing.complete else "fig_swing_part"
    if not rows and not swing.complete:
        key = "fig_swing_unknown"
    sentence = words(
        key, into=words.number(len(swing.could_be_in)), out=words.number(len(swing.could_be_out))
    )
    return _told(story, "swing", ("application", "swing"), rows, sentence)


def deep_sheets(deep: Deep, tables: Tables) -> None:
    """A sheet for each answer; the frontier with a native chart for each fund."""
    words = tables.words
    listed = _known_lists(deep, tables.dossier)
    binding = {
        fund: [_binding(point, tables.dossier, words) for point in points]
        for fund, points in listed.items()
    }
    records = [
        {
            "fund": tables.fund(fund),
            "budget": point.cents,
            "homes": point.homes,
            "bound": point.bound,
            "proven": words("yes" if point.status is Status.PROVEN else "no"),
            "binds": f"{letters[bound]}: {bound}" if letters[bound] else bound,
        }
        for fund, points in listed.items()
        for letters in (_letters(binding[fund]),)
        for point, bound in zip(points, binding[fund], strict=True)
    ]
    table = frame(records, ("budget",))
    for key in ("homes", "bound"):
        table[key] = pd.Series([record[key] for record in records], dtype="Int64")
    columns = [
        tables.col("fund", Kind.TEXT, 44),
        tables.col("proven", Kind.TEXT, 12),
        tables.money("budget", total=False),
        tables.col("homes", width=20, label="affordable_homes"),
        tables.col("bound", width=16, label="at_most"),
        tables.col("binds", Kind.TEXT, 60),
    ]
    sheet = tables.sheet("frontier")
    at = tables.place(sheet, "frontier", table, columns)
    parts = [
        (words("fig_frontier", fund=tables.fund(fund)), [_letters(told)[one] for one in told])
        for fund, told in binding.items()
    ]
    native.add_frontier_charts(tables.book, sheet, at, parts)
    _prices_sheet(deep, tables)
    _reserve_sheet(deep, tables)
    outcomes = {a.application_id: a for a in tables.dossier.allocation.awards}
    swaps = [(number, "could_be_in") for number in deep.swing.could_be_in]
    swaps += [(number, "could_be_out") for number in deep.swing.could_be_out]
    _plain_sheet(
        tables, "swing", ("application", "outcome", "swing"), (20, 28, 48),
        [(number, words(outcomes[number].outcome.value), words(way)) for number, way in swaps],
    )  # fmt: skip


def _prices_sheet(deep: Deep, tables: Tables) -> None:
    """What each rule costs as a number, or what it cannot pass; empty where neither is known."""
    words = tables.words
    table = pd.DataFrame(
        {
            "code": [price.code for price in deep.prices],
            "sentence": [
                limit_sentence(price, tables.dossier.policy, words.lang) for price in deep.prices
            ],
            "proven": [words("no" if p.homes_gained is None else "yes") for p in deep.prices],
        },
        dtype="str",
    )
    bounds = [_most(price) for price in deep.prices]
    table["homes_gained"] = pd.Series([p.homes_gained for p in deep.prices], dtype="Int64")
    table["bound"] = pd.Series(bounds, dtype="Int64")
    columns = [
        tables.col("code", Kind.TEXT, 24),
        tables.col("sentence", Kind.LONG, 80),
        tables.col("proven", Kind.TEXT, 12),
        tables.col("homes_gained", width=20),
        tables.col("bound", width=16, label="at_most"),
    ]
    tables.place(tables.sheet("prices"), "prices", table, columns)


def _reserve_sheet(deep: Deep, tables: Tables) -> None:
    words = tables.words
    records = [
        {
            "fund": tables.fund(fund),
            "application": number,
            "proven": words("yes" if one.status is Status.PROVEN else "no"),
            "freed": one.freed,
            "amount": cents,
        }
        for fund, ladder in deep.reserves.items()
        for one in ladder
        for number, cents in one.awards or (("–", 0),)
    ]
    table = frame(records, ("freed", "amount"))
    for key in ("fund", "application", "proven"):
        if key not in table.columns:
            table[key] = pd.Series(dtype="str")
    columns = [
        tables.col("fund", Kind.TEXT, 44),
        tables.col("application", Kind.TEXT, 24, label="next_ones"),
        tables.col("proven", Kind.TEXT, 12),
        tables.money("freed", total=False),
        tables.money("amount", total=False, label="would_get"),
    ]
    tables.place(tables.sheet("reserve_ladder"), "reserve_ladder", table, columns)


def _plain_sheet(
    tables: Tables, key: str, names: tuple[str, ...], widths: tuple[int, ...],
    rows: list[tuple[str, ...]],
) -> None:  # fmt: skip
    columns = [
        tables.col(name, Kind.LONG if width > 60 else Kind.TEXT, width)
        for name, width in zip(names, widths, strict=True)
    ]
    table = pd.DataFrame(rows, columns=list(names), dtype="str")
    tables.place(tables.sheet(key), key, table, columns)
