"""``comparison.html``: two rounds or policies side by side, on one page without a script."""

from __future__ import annotations

from typing import Any

import pandas as pd
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ..charts import drawing as charts
from ..charts.drawing import NARROW, WIDE, Part
from ..headline import Big
from ..story import Figure
from ..web_page.page import packaged
from ..words import Words
from .sides import Versus, totals
from .yardstick import compare_note

LISTED = 1_000
"""So many winners and losers stand on the page; the workbook has them all."""


def versus_page(found: Versus, words: Words) -> str:
    """The page, byte for byte the same for the same comparison."""
    a, b = found.a.allocation.totals, found.b.allocation.totals
    context: dict[str, Any] = {
        "lang": words.lang,
        "words": words,
        "mark": words("mark") if found.example else "",
        "style": Markup(packaged("page.css")),
        "policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        "form-action 'none'",
        "note": compare_note(found.a, found.b, words),
        "a": found.a,
        "b": found.b,
        "lead": words(
            "compare_lead",
            homes_a=words.number(a.affordable_homes), amount_a=words.millions(a.amount.cents),
            homes_b=words.number(b.affordable_homes), amount_b=words.millions(b.amount.cents),
        ),
        "bigs": _bigs(found, words),
        "totals": [
            (words(key), *(_text(value, money, words) for value in (mine, theirs, theirs - mine)))
            for key, mine, theirs, money in totals(found)
        ],
        "figures": [
            _figure(found.schemes, "scheme", words, [words.scheme(str(key)) for key in
                    found.schemes["scheme"]]),
            _figure(found.provinces, "province", words, [str(key) for key in
                    found.provinces["province"]]),
        ],
        "drawn": charts.can_draw(),
        "rows": _rows(found, words),
        "rest": max(0, len(found.applications) - LISTED),
        "picture": Markup,
    }  # fmt: skip
    environment = Environment(
        loader=DictLoader({"page": packaged("comparison.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page").render(context) + "\n"


def _text(value: int, money: bool, words: Words) -> str:
    return words.money(value) if money else words.number(value)


def _signed(value: int, text: str) -> str:
    return f"+{text}" if value > 0 else text


def _bigs(found: Versus, words: Words) -> list[Big]:
    a, b = found.a.allocation.totals, found.b.allocation.totals
    homes = b.affordable_homes - a.affordable_homes
    money = b.amount.cents - a.amount.cents
    gained = int(found.applications["change"].clip(lower=0).sum())
    lost = int(-found.applications["change"].clip(upper=0).sum())
    return [
        Big(_signed(homes, words.number(homes)), words("affordable_homes"), "B − A"),
        Big(_signed(money, words.millions(money)), words("amount"), "B − A"),
        Big(
            words.number(found.winners), words("compare_winners"),
            words("compare_together", amount=words.millions(gained)),
        ),
        Big(
            words.number(found.losers), words("compare_losers"),
            words("compare_together", amount=words.millions(lost)),
        ),
    ]  # fmt: skip


def _figure(table: pd.DataFrame, key: str, words: Words, names: list[str]) -> Figure:
    parts: list[Part] = []
    rows: list[tuple[str, ...]] = []
    for name, row in zip(names, table.to_dict("records"), strict=True):
        for series, letter in ((1, "a"), (2, "b")):
            amount = int(row[f"amount_{letter}"])
            parts.append(Part(name, series, amount, words.millions(amount)))
        money = [words.money(int(row[f"amount_{of}"])) for of in ("a", "b", "change")]
        homes = [words.number(int(row[f"affordable_{of}"])) for of in ("a", "b", "change")]
        rows.append((name, *money, *homes))
    amount, affordable = words("amount"), words("affordable_homes")
    marks = ("A", "B", "B − A")
    changes = [int(change) for change in table["amount_change"]]
    more, less = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    return Figure(
        name=key,
        title=words("compare_by", what=words(key).lower()),
        sentence=words("compare_by_sentence", more=more, less=less, all=len(changes)),
        wide=charts.named(charts.groups(parts, WIDE), f"{key}-wide"),
        narrow=charts.named(charts.groups(parts, NARROW), f"{key}-narrow"),
        headers=(
            words(key),
            *(f"{amount} {m}" for m in marks),
            *(f"{affordable} {m}" for m in marks),
        ),
        rows=tuple(rows),
        legend=("A", "B"),
    )


def _rows(found: Versus, words: Words) -> list[tuple[str, ...]]:
    """The largest losses and gains, a loss first."""
    changed = found.applications
    if len(changed) > LISTED:
        half = LISTED // 2
        changed = pd.concat([changed.head(half), changed.tail(LISTED - half)])
    return [
        (
            row["application_id"], f"{row['project']} ({words.scheme(row['scheme'])})",
            row["municipality"],
            *(words(row[key]) if row[key] else "–" for key in ("outcome_a", "outcome_b")),
            *(words.money(int(row[key])) for key in ("before", "after", "change")),
        )
        for row in changed.to_dict("records")
    ]  # fmt: skip
