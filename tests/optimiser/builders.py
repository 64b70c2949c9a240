"""Rounds for these tests: small ones by hand, larger ones from a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form, RankKey
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution

MLN = 100_000_000  # a million euros in cents


def at(hour: int, minute: int = 0) -> datetime:
    """A moment on the first day of the window, as a workbook gives it: without a time zone."""
    return datetime.combine(date(2026, 9, 1), time(hour, minute))


def candidate(number: str, cents: int, homes: Sequence[int] = (), **more: Any) -> Candidate:
    """An application for an amount in cents and homes by segment."""
    four = (*homes, 0, 0, 0, 0)[:4]
    years = more.pop("years", None) or {2026: cents}
    keys: tuple[Any, ...] | None = more.pop("ranks", None)
    if "rank" in more:
        keys = (more.pop("rank"),)
    values: dict[str, Any] = {
        "application_id": number,
        "instrument": "woningbouwimpuls",
        "municipality_codes": ("GM0363",),
        "province": "Noord-Holland",
        "project_id": f"P-{number}",
        "requested": Euro(cents),
        "homes": Homes(
            social_rent=four[0], mid_rent=four[1], affordable_purchase=four[2], other=four[3]
        ),
        "payments": tuple(Payment(year=y, amount=Euro(c)) for y, c in years.items()),
        "received_at": at(9),
        "applicant_reference": f"REF-{cents}-{four}",
    }
    if keys is not None:
        values["rank_keys"] = tuple(
            RankKey(name=f"key {i}", value=Fraction(key)) for i, key in enumerate(keys)
        )
        values["score"] = Fraction(keys[0])
    return Candidate(**(values | more))


def policy(
    fund_cents: int,
    *,
    instruments: Mapping[str, Mapping[str, Any]] | None = None,
    fund: Mapping[str, Any] | None = None,
    **more: Any,
) -> Policy:
    """A policy of one fund, by default with one instrument that optimises."""
    rules = instruments or {"woningbouwimpuls": {}}
    return Policy.model_validate(
        {
            "round": {
                "id": "2026-1",
                "title": "Ronde",
                "kind": "example",
                "window_opens": date(2026, 9, 1),
                "window_closes": date(2026, 10, 15),
            },
            "funds": {
                "vro": {
                    "name_nl": "Ministerie van VRO",
                    "name_en": "Ministry of Housing",
                    "total": Euro(fund_cents),
                    **(fund or {}),
                }
            },
            "instruments": {
                key: {"fund": "vro", "rule": "optimise", **about} for key, about in rules.items()
            },
            **more,
        }
    )


def goal(code: str, **more: Any) -> dict[str, Any]:
    """A constraint with its sentences filled in."""
    return {
        "code": code,
        "source": "Beleidsregel, artikel 5",
        "sentence_nl": f"{code} geldt.",
        "sentence_en": f"{code} holds.",
        **more,
    }


def a_round(count: int, seed: int, *, one_price: bool = False) -> tuple[list[Candidate], Policy]:
    """A round with demand of about twice the money, from a seed."""
    draw = random.Random(seed)
    made: list[Candidate] = []
    for k in range(count):
        homes = [draw.randint(5, 120) for _ in range(4)]
        each = 7_000_00 if one_price else draw.randint(6_000, 20_000) * 100
        cents = each * sum(homes[:3])
        later = cents // 3
        made.append(
            candidate(
                f"WBI-{k:04d}",
                cents,
                homes,
                project_id=f"P-{draw.randint(0, count)}",
                municipality_codes=(f"GM{draw.randint(1, 300):04d}",),
                province=draw.choice(("Utrecht", "Limburg", "Drenthe")),
                rank=Fraction(draw.randint(550, 900), 100),
                received_at=at(0) + timedelta(minutes=draw.randint(0, 60_000)),
                years={2026: cents - later, 2027: later},
                **_cut(draw, cents),
            )
        )
    total = sum(c.requested.cents for c in made)
    share = goal(
        "SOCIAAL", measure="social_rent", of="homes", at_least="30%", hard=False, importance=1
    )
    floor = goal(
        "DRENTHE",
        measure="affordable_homes",
        at_least=50,
        hard=True,
        group={"province": "Drenthe"},
    )
    return made, policy(total // 2, constraint=(share, floor))


@cache
def divided(count: int, seed: int) -> Solution:
    """The list of :func:`a_round`, found once for the tests that read it."""
    return allocate(*a_round(count, seed))


def _cut(draw: random.Random, cents: int) -> dict[str, Any]:
    if draw.random() > 0.1:
        return {}
    return {"form": Form.SCALABLE, "minimum": Euro(cents * 3 // 5), "step": Euro(100_000)}
