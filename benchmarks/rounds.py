"""Realistic rounds of any size, from a seed.

Applications are of a lognormal-like size between about EUR 0.2 and 40 million, in whole thousands
of euros, paid over one to five years. One in eight asks for a project that another one asks for
too, one in ten can be cut. Demand is twice the money. The policy has two funds, four instruments
(two with a ceiling), cash limits a year of one fund, a goal and a floor: some twenty rows.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy

THOUSAND = 100_000  # EUR 1,000 in cents
PROVINCES = (
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg", "Noord-Brabant",
    "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
)  # fmt: skip
INSTRUMENTS = ("woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid")


KINDS = ("binding", "loose", "one price", "tight years", "copies")
_SIZES = 8


def of_kind(count: int, seed: int, kind: str) -> tuple[list[Candidate], Policy]:
    """A round of one of the kinds."""
    if kind == "tight years":
        return tight_years(count, seed)
    if kind == "copies":
        return copies(count, seed)
    return realistic(count, seed, one_price=kind == "one price", binding=kind == "binding")


def tight_years(count: int, seed: int) -> tuple[list[Candidate], Policy]:
    """A round in which nothing binds but five cash years, each at half of what is asked in it."""
    draw = random.Random(seed)
    made: list[Candidate] = []
    for k in range(count):
        one = _application(draw, k, count, one_price=False)
        weights = [draw.randint(1, 9) for _ in range(5)]
        each = [one.requested.cents * w // sum(weights) // THOUSAND * THOUSAND for w in weights]
        parts = [max(THOUSAND, cents) for cents in each]
        paid = tuple(Payment(year=2026 + y, amount=Euro(part)) for y, part in enumerate(parts))
        made.append(
            one.model_copy(
                update={
                    "instrument": INSTRUMENTS[0],
                    "requested": Euro(sum(parts)),
                    "payments": paid,
                    "form": Form.WHOLE,
                    "minimum": None,
                    "step": None,
                }
            )
        )
    asked = {2026 + y: sum(one.payments[y].amount.cents for one in made) for y in range(5)}
    policy = _policy(made, binding=False)
    fund = policy.funds["vro"].model_copy(
        update={
            "total": Euro(sum(asked.values())),
            "cash": {year: Euro(cents // 2) for year, cents in asked.items()},
        }
    )
    return made, policy.model_copy(update={"funds": {**policy.funds, "vro": fund}})


def copies(count: int, seed: int) -> tuple[list[Candidate], Policy]:
    """A round in which every application is one of eight, with two years of cash that bind.

    Amounts are in cents. The copies differ in nothing but when they came in.
    """
    draw = random.Random(seed)
    made: list[Candidate] = []
    for size in range(_SIZES):
        one = _application(draw, size, count, one_price=False)
        cents = draw.randint(100, 1_000) * THOUSAND + draw.randint(0, THOUSAND)
        first = draw.randint(cents // 4, cents)
        parts = {2026: first, 2027: cents - first}
        paid = tuple(Payment(year=year, amount=Euro(part)) for year, part in parts.items())
        plain = {"requested": Euro(cents), "payments": paid, "instrument": INSTRUMENTS[0]}
        plain |= {"form": Form.WHOLE, "minimum": None, "step": None, "homes": _few(draw, cents)}
        for k in range(size, count, _SIZES):
            came = datetime(2026, 9, 1) + timedelta(minutes=draw.randrange(1_000) * count + k)  # noqa: DTZ001
            own = {"application_id": f"A-{k:06d}", "project_id": f"own {k}", "received_at": came}
            made.append(one.model_copy(update=plain | own))
    policy = _policy(made, binding=False)
    asked = {y: sum(one.payments[y - 2026].amount.cents for one in made) for y in (2026, 2027)}
    cash = {2026: Euro(asked[2026] // 2), 2027: Euro(asked[2027] * 2 // 5)}
    fund = policy.funds["vro"].model_copy(update={"cash": cash})
    return made, policy.model_copy(
        update={"funds": {**policy.funds, "vro": fund}, "constraint": ()}
    )


def _few(draw: random.Random, cents: int) -> Homes:
    homes = cents // (7 * THOUSAND) + draw.randint(1, 9)
    social, mid = homes // 3, homes // 4
    bought = homes - social - mid
    return Homes(social_rent=social, mid_rent=mid, affordable_purchase=bought, other=0)


def realistic(
    count: int, seed: int, *, one_price: bool = False, binding: bool = True
) -> tuple[list[Candidate], Policy]:
    """A round of ``count`` applications.

    ``one_price`` asks the same price for each affordable home; without ``binding`` the cash limits
    stay far above what can be paid, so that few rows bind.
    """
    draw = random.Random(seed)
    made = [_application(draw, k, count, one_price) for k in range(count)]
    return made, _policy(made, binding)


def _application(draw: random.Random, k: int, count: int, one_price: bool) -> Candidate:
    affordable = int(20 * 2 ** draw.uniform(0, 5))
    social, mid = affordable * draw.randint(20, 60) // 100, affordable * draw.randint(10, 30) // 100
    price = 7 if one_price else draw.randint(60, 250) / 10
    cents = max(1, int(affordable * price)) * THOUSAND
    shared = draw.random() < 0.125
    cut = not one_price and draw.random() < 0.1
    return Candidate(
        application_id=f"A-{k:06d}",
        instrument=draw.choice(INSTRUMENTS),
        municipality_codes=(f"GM{draw.randint(1, 342):04d}",),
        province=draw.choice(PROVINCES),
        project_id=f"P-{draw.randint(0, count)}" if shared else f"own {k}",
        requested=Euro(cents),
        homes=Homes(
            social_rent=social,
            mid_rent=mid,
            affordable_purchase=affordable - social - mid,
            other=affordable * draw.randint(0, 60) // 100,
        ),
        payments=_payments(draw, cents),
        form=Form.SCALABLE if cut else Form.WHOLE,
        minimum=Euro(cents * 3 // 5 // THOUSAND * THOUSAND) if cut else None,
        step=Euro(THOUSAND) if cut else None,
        all_homes_at_minimum=cut,
        received_at=datetime(2026, 9, 1) + timedelta(minutes=draw.randint(0, 60_000)),  # noqa: DTZ001
        applicant_reference=f"project {k}",
    )


def _payments(draw: random.Random, cents: int) -> tuple[Payment, ...]:
    years = draw.randint(1, 5)
    each = cents // years // THOUSAND * THOUSAND
    parts = [each] * (years - 1) + [cents - each * (years - 1)]
    return tuple(Payment(year=2026 + y, amount=Euro(part)) for y, part in enumerate(parts))


def _policy(made: list[Candidate], binding: bool) -> Policy:
    asked: dict[str, int] = dict.fromkeys(INSTRUMENTS, 0)
    paid: dict[int, int] = {}
    for one in made:
        asked[one.instrument] += one.requested.cents
        if one.instrument != INSTRUMENTS[3]:
            for payment in one.payments:
                paid[payment.year] = paid.get(payment.year, 0) + payment.amount.cents
    vro = sum(asked[key] for key in INSTRUMENTS[:3]) // 2
    share = 54 if binding else 100
    ceilings = {key: Euro(asked[key] * share // 100) for key in INSTRUMENTS[1:3]}
    return Policy.model_validate(
        {
            "round": {
                "id": "benchmark", "title": "Benchmark", "kind": "what_if",
                "window_opens": date(2026, 9, 1), "window_closes": date(2026, 10, 15),
            },
            "funds": {
                "vro": {
                    "name_nl": "VRO", "name_en": "Housing", "total": Euro(vro),
                    "cash": {y: Euro(cents * share // 100) for y, cents in sorted(paid.items())},
                },
                "mobiliteitsfonds": {
                    "name_nl": "Mobiliteitsfonds", "name_en": "Mobility Fund",
                    "total": Euro(asked[INSTRUMENTS[3]] // 2),
                },
            },
            "instruments": {
                key: {
                    "fund": "mobiliteitsfonds" if key == INSTRUMENTS[3] else "vro",
                    "rule": "optimise",
                    "ceiling": ceilings.get(key),
                }
                for key in INSTRUMENTS
            },
            "constraint": [
                {
                    "code": "SOCIAL", "measure": "social_rent", "of": "homes", "at_least": "20%",
                    "hard": False, "source": "benchmark",
                    "sentence_nl": "Een vijfde sociaal.", "sentence_en": "One fifth social rent.",
                },
                {
                    "code": "ZEELAND", "measure": "affordable_homes",
                    "at_least": 20 * len(made) // 48,
                    "group": {"province": "Zeeland"}, "hard": True, "source": "benchmark",
                    "sentence_nl": "Woningen in Zeeland.", "sentence_en": "Homes in Zeeland.",
                },
            ],
        }
    )  # fmt: skip
