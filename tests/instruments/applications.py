"""Applications as an officer would see them, from a table of headers and values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import EDITION, DistributionRule, InstrumentPolicy
from verdeelsleutel.grants.rounds.window import Window
from verdeelsleutel.instruments.instrument import RuleContext, instruments

HERE = Path(__file__).parent
LAW, DECISION = date(2026, 3, 2), date(2026, 6, 1)
"""The day of the law and of the decision of a case that names none."""


ANSWERS: dict[str, Any] = {
    "amount": "costs_up_to_reservation", "compensable_vat": "uses_reservation",
    "in_a_year": "rest_of_ceiling", "reservation_of": "area", "paid": "within_six_weeks",
    "basis": {"by": "de minister van VRO", "reference": "brief 2026-0000123",
              "dated": date(2025, 12, 1), "published": date(2025, 12, 15)},
}  # fmt: skip
"""Answers to what chapter 3 of the Realisatiestimulans leaves open, as a policy has them."""


def answers_for(key: str) -> dict[str, Any]:
    """What a policy of a scheme has to answer, if its law leaves something open."""
    return {} if instruments()[key].leaves_open is None else {"answers": ANSWERS}


@cache
def _ordinary() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "ordinary.toml").read_text(encoding="utf-8"))


def application(instrument: str, changes: Mapping[str, Any] | None = None) -> Any:
    """An ordinary application with changes, by field (``homes.other``); ``""`` empties a field."""
    fields: dict[str, Any] = {**_ordinary()["all"], **_ordinary()[instrument], **(changes or {})}
    model = instruments()[instrument].model
    kinds = {spec.field: spec.kind for spec in instruments()[instrument].columns}
    nested: dict[str, Any] = {}
    for field, value in fields.items():
        if value == "":
            continue
        at, names = nested, field.split(".")
        for name in names[:-1]:
            at = at.setdefault(name, {})
        at[names[-1]] = _typed(kinds.get(field), value)
    if "payments" in nested:
        years = nested["payments"].items()
        nested["payments"] = tuple({"year": int(year), "amount": a} for year, a in sorted(years))
    return model.model_validate(nested)


def days_of(case: Mapping[str, Any]) -> tuple[date, date | None]:
    """The day of the law and of the decision of a case; ``decision = ""`` is a policy without."""
    return case.get("law", LAW), case.get("decision", DECISION) or None


def _typed(kind: Kind | None, value: Any) -> Any:
    if isinstance(value, list):  # the rows of a further sheet
        return [{k: _row_value(v) for k, v in one.items()} for one in cast(list[Any], value)]
    if kind is Kind.MONEY:
        return Euro.parse(value)
    return Decimal(value) if kind is Kind.DECIMAL else value


def policy(**settings: Any) -> InstrumentPolicy:
    return InstrumentPolicy.model_validate(
        {"fund": "vro", "rule": DistributionRule.OPTIMISE, **settings}
    )


def setting(
    *,
    law_date: date = LAW,
    decision_date: date | None = DECISION,
    others: Sequence[Application] = (),
    tags: Sequence[str] = (),
    edition: int = EDITION,
    window: Mapping[str, Any] | None = None,
    **settings: Any,
) -> RuleContext:
    return RuleContext(
        law_date=law_date,
        window_closes=date(2026, 3, 31),
        decision_date=decision_date,
        policy=policy(**settings),
        others=others,
        tags=frozenset(tags),
        edition=edition,
        window=Window(**window) if window else None,
    )


def _row_value(value: Any) -> Any:
    return Euro.parse(value) if isinstance(value, str) and value.startswith("€") else value
