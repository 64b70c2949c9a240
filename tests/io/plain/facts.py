"""The sample round as facts: what its workbooks, its policy and its rules say, read plainly.

Amounts, homes, projects and links stand in the workbooks, limits and goals in the policy file. What
the rules made of an application (who takes part, the score, the price and number of homes of a
statement, the years of payment) is taken as given, from the published claims.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl

SEGMENTS = (
    "Sociale huurwoningen", "Middenhuurwoningen", "Betaalbare koopwoningen", "Overige woningen",
)  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """What one application can get: cents, homes by segment, cents by year."""

    name: str
    scheme: str
    province: str
    project: str
    phases: frozenset[str]
    cents: int
    least: int
    homes: tuple[int, ...]
    years: dict[int, int]
    tags: frozenset[str]
    excludes: tuple[str, ...]
    requires: tuple[str, ...]
    rank: tuple[Fraction, ...]


@dataclass(frozen=True)
class Facts:
    claims: tuple[Claim, ...]
    funds: dict[str, int]
    fund_of: dict[str, str]
    ceilings: dict[str, int]
    cash: dict[str, dict[int, int]]
    carry: dict[str, int]
    counts: dict[str, bool]
    stops: dict[str, bool]
    goals: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def of(self, scheme: str) -> list[Claim]:
        return [one for one in self.claims if one.scheme == scheme]


def euros(text: str) -> int:
    """An amount of a policy file, such as ``€ 2.496,5 mln``, in cents."""
    found = re.fullmatch(r"€ ([0-9.,]+)( mln| mld)?", text)
    assert found, text
    number = Decimal(found[1].replace(".", "").replace(",", "."))
    return int(number * {None: 100, " mln": 10**8, " mld": 10**11}[found[2]])


def rows_of(samples: Path) -> dict[str, dict[str, Any]]:
    """Every row of the sample, by its number; the first workbook that has one counts."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(samples.glob("*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        for sheet in book.worksheets:
            values = [list(row) for row in sheet.iter_rows(values_only=True)]
            head = next((at for at, row in enumerate(values) if "Aanvraagnummer" in row), None)
            if head is None:
                continue
            names = [str(cell).strip() if cell else "" for cell in values[head]]
            for row in values[head + 1 :]:
                cells = dict(zip(names, row, strict=False))
                number = str(cells.get("Aanvraagnummer") or "").strip()
                if re.fullmatch(r"[A-Z]+-2026-[0-9]{4}", number):
                    found.setdefault(number, cells)
    return found


def read(samples: Path, policy: Path, rule: Path) -> Facts:
    """The facts of a round; ``rule`` is its published distribution rule."""
    stated: dict[str, Any] = tomllib.loads(policy.read_text(encoding="utf-8"))
    told: dict[str, Any] = json.loads(rule.read_text(encoding="utf-8"))
    rows = rows_of(samples)
    claims = tuple(_claim(one, rows[one["application"]]) for one in told["claims"])
    left = {one["key"]: one for one in told["funds"]}  # less what is kept for who is set aside
    instruments: dict[str, Any] = stated["instruments"]
    return Facts(
        claims=claims,
        funds={key: left[key]["left_cents"] for key in stated["funds"]},
        fund_of={key: one["fund"] for key, one in instruments.items()},
        ceilings={k: euros(one["ceiling"]) for k, one in instruments.items() if "ceiling" in one},
        cash={
            key: {int(year): cents for year, cents in left[key]["cash_cents"].items()}
            for key in stated["funds"]
        },
        carry={k: euros(one.get("carry_over", "€ 0")) for k, one in stated["funds"].items()},
        counts={one["key"]: one["counts_homes"] for one in told["schemes"]},
        stops={
            k: one.get("when_it_does_not_fit", "stop") == "stop" for k, one in instruments.items()
        },
        goals=stated.get("constraint", []),
    )


def _claim(told: dict[str, Any], row: dict[str, Any]) -> Claim:
    cents, homes = told["requested_cents"], tuple(told["homes"])
    if told["scheme"] != "realisatiestimulans":  # of a statement the rules say what counts
        asked = _cents(row["Gevraagd bedrag"])  # the annex of the Gebiedsbudget has its maxima
        capped = told["scheme"] == "gebiedsbudget" and cents < asked
        assert cents == asked or capped, told["application"]
        assert homes == tuple(int(row[name] or 0) for name in SEGMENTS), told["application"]
        code = str(row["Projectcode"] or "").strip().lower()
        assert told["project"].endswith(code), told["application"]
    return Claim(
        name=told["application"],
        scheme=told["scheme"],
        province=told["province"],
        project=told["project"],
        phases=frozenset(str(row["Deelplan"]).split("; ")) if row["Deelplan"] else frozenset(),
        cents=cents,
        least=_cents(row["Minimaal bedrag"]) if row["Minimaal bedrag"] else cents,
        homes=homes,
        years={year: paid for year, paid in told["payments"] if paid},
        tags=frozenset(told["tags"]),
        excludes=_numbers(row["Sluit uit aanvraag"]),
        requires=_numbers(row["Vereist aanvraag"]),
        rank=tuple(
            Fraction(key["value"]) * (-1 if key["higher_first"] else 1) for key in told["rank_keys"]
        ),
    )


def _cents(value: object) -> int:
    return round(Decimal(str(value)) * 100)


def _numbers(value: object) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Z]+-2026-[0-9]{4}", str(value or "")))
