"""Whether each published row adds up in itself, and all of them to the published totals."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import Any

from .....optimiser.proof.check_proof import need
from .amounts import Said, cents, euros_en, euros_nl
from .published import GIVING, Published

REASON_OF = {
    "counted_elsewhere": "COUNTED-ELSEWHERE",
    "set_aside": "SET_ASIDE",
    "withdrawn": "WITHDRAWN",
    "not_treated": "NOT_TREATED",
}
BY_MONEY = ("granted", "partly_granted", "refused_ceiling")


def rows_add_up(found: Published) -> Said:
    for name, row in found.rows.items():
        row_adds_up(name, row, found)
    return Said(
        f"Alle {len(found.rows)} aanvragen tellen in hun eigen rij op: bedragen, btw, woningen, "
        "betalingen en uitkomst.",
        f"All {len(found.rows)} applications add up in their own row: amounts, VAT, homes, "
        "payments and outcome.",
    )


def row_adds_up(name: str, row: dict[str, str], found: Published) -> None:
    amount, outcome = cents(row["amount_eur"]), row["outcome"]
    asked = cents(row["requested_eur"]) if row["requested_eur"] else None
    need(
        cents(row["compensable_vat_eur"]) + cents(row["payable_eur"]) == amount,
        f"{name}: VAT and what is payable are not the amount",
    )
    homes = [int(row[f"homes_{key}"]) for key in found.rule["segments"]]
    need(int(row["affordable_homes"]) == sum(homes[:3]), f"{name}: affordable homes do not add up")
    stated = int(row["affordable_homes_asked"] or 0)
    need(stated == homes_asked(row, found.rule, 3), f"{name}: affordable homes do not add up")
    need(cents(row["still_committed_eur"]) >= 0, f"{name}: less than nought is committed")
    gave = outcome in ("granted", "partly_granted")
    need(gave == bool(amount), f"{name}: the outcome {outcome} does not go with its amount")
    need(gave or not any(homes), f"{name}: nothing is granted, and homes are")
    need(amount >= 0 and (asked is None or amount <= asked), f"{name}: more than was asked")
    if outcome in ("granted", "partly_granted") and asked is not None:
        need((amount == asked) == (outcome == "granted"), f"{name}: granted in part or in whole")
    check_outcome(name, row, found.rule)


def check_outcome(name: str, row: dict[str, str], rule: dict[str, Any]) -> None:
    """The outcome goes with its reasons, and with the moment at which it came in."""
    outcome, reasons = row["outcome"], set(row["reason_codes"].split())
    need(bool(reasons), f"{name}: there is no reason")
    told = {of for of, code in REASON_OF.items() if code in reasons}
    money = any(one.startswith("MONEY-") for one in reasons)
    need(told <= {outcome}, f"{name}: the outcome {outcome} does not go with its reasons")
    need(outcome in told or outcome not in REASON_OF, f"{name}: {outcome} has another reason")
    need(money == (outcome in BY_MONEY), f"{name}: {outcome} does not go with its reasons")
    if outcome in ("refused_late", "refused_early"):
        need(out_of_window(row, rule) == outcome, f"{name}: that is not when it came in")


def out_of_window(row: dict[str, str], rule: dict[str, Any]) -> str:
    """How it came in by the published window: ``refused_late``, ``refused_early`` or in time."""
    window, received = rule["windows"][row["instrument"]], row["received_at"]
    day, clock = date.fromisoformat(received[:10]), received[11:]
    closes = date.fromisoformat(window["closes"])
    if window["opens"] and day < date.fromisoformat(window["opens"]):
        return "refused_early"
    at = window["closes_at"]
    past = bool(at and clock) and time.fromisoformat(clock) > time.fromisoformat(at)
    return "refused_late" if day > closes or (day == closes and past) else ""


def homes_asked(row: dict[str, str], rule: dict[str, Any], segments: int) -> int:
    """The homes stated in the first so many segments; nought where they could not be read."""
    return sum(int(row[f"homes_asked_{key}"] or 0) for key in rule["segments"][:segments])


def sums_agree(found: Published) -> Said:
    """The totals as published, the payments and the standard for grants all say the same."""
    totals, rows = found.rule["totals"], found.rows
    added = sum(cents(row["amount_eur"]) for row in rows.values())
    need(added == totals["amount_cents"], "the awards are not the published total")
    asked = sum(cents(row["requested_eur"] or "0.00") for row in rows.values())
    need(asked == totals["requested_cents"], "what was asked is not the published total")
    homes = sum(homes_asked(row, found.rule, 4) for row in rows.values())
    need(homes == totals["homes_asked"], "the homes asked for are not the published total")
    granted = sum(1 for row in rows.values() if cents(row["amount_eur"]))
    need(granted == totals["granted"], "the number of awards is not the published one")
    outcomes = dict(Counter(row["outcome"] for row in rows.values()))
    need(outcomes == totals["by_outcome"], "the outcomes are not so many as is published")
    need(totals["objective_homes"] == totals["affordable_homes"],
         "two numbers of affordable homes are published")  # fmt: skip
    need(len(rows) == totals["applications"], "an application is missing, or there is one too many")
    need(set(found.payments) <= set(rows), "a payment is of no application")
    still = {
        name: row["still_committed_eur"]
        for name, row in rows.items()
        if cents(row["still_committed_eur"])
    }
    if found.giving is not None:
        stated = {
            str(one["id"]).removeprefix(found.rule["giving_prefix"]): str(one["amountAwarded"])
            for one in found.giving["grants"]
        }
        need(stated == still, f"{GIVING} has other awards")
    else:
        need(not still, f"{GIVING} is missing")
    return Said(
        f"Samen is {euros_nl(added)} verleend aan {granted} aanvragen; de betalingen en {GIVING} "
        "zeggen hetzelfde.",
        f"Together {euros_en(added)} was granted to {granted} applications; the payments and "
        f"{GIVING} say the same.",
    )
