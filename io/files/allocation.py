"""An allocation as data for other programs: ``allocation.json`` and ``allocation.csv``.

Amounts are integer cents. Rows stand in the order of their application numbers. Nothing here is
personal data: contact persons are no part of an award.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...grants.decisions.allocation import Allocation, Award, Comparison, Totals
from ...grants.homes import SEGMENTS
from .placing import place
from .signs import visible

# A spreadsheet program reads a cell that begins so as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")  # a tab or a return is written out before


def allocation_json(allocation: Allocation) -> str:
    """The allocation as JSON with a stable order of keys, ending in a newline.

    Amounts are integer cents; ``inputs`` are the files read, with the SHA-256 of each;
    ``explanation`` spells out the ``reasons``; ``counterpart`` within the totals is the same money
    under the other rule; ``divisions`` are the three that stand side by side.
    """
    document: dict[str, Any] = {
        "round": allocation.round,
        "policy_hash": allocation.policy_hash,
        "status": allocation.status.value,
        "totals": _totals(allocation.totals, allocation.counterpart),
        **({"divisions": _divisions(allocation)} if allocation.divisions else {}),
        "certificate": (
            allocation.certificate.model_dump(mode="json") if allocation.certificate else None
        ),
        "inputs": [{"file": name, "sha256": digest} for name, digest in sorted(allocation.inputs)],
        "awards": [_award(award) for award in _in_order(allocation.awards)],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def allocation_csv(allocation: Allocation) -> str:
    """The awards as a flat table, separated by semicolons; amounts are integer cents.

    Each calendar year in which anything is paid has a column. Text that a spreadsheet program
    would read as a formula is preceded by an apostrophe; the JSON has it as it was.
    """
    awards = _in_order(allocation.awards)
    years = sorted({payment.year for award in awards for payment in award.payments})
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(_header(years))
    writer.writerows([harmless(cell) for cell in _flat(award, years)] for award in awards)
    return buffer.getvalue()


def write_allocation(allocation: Allocation, out: Path) -> tuple[Path, Path]:
    """Write ``allocation.json`` and ``allocation.csv`` in a folder, which is made if need be.

    Raises ``Unreadable`` where a file cannot be written.
    """
    return (
        place(out / "allocation.json", allocation_json(allocation).encode("utf-8")),
        place(out / "allocation.csv", allocation_csv(allocation).encode("utf-8-sig")),
    )


def _in_order(awards: Iterable[Award]) -> list[Award]:
    return sorted(awards, key=lambda award: award.application_id)


def _totals(totals: Totals, counterpart: Comparison | None) -> dict[str, Any]:
    written: dict[str, Any] = {
        "applications": totals.applications,
        "granted": totals.granted,
        "requested": totals.requested.cents,
        "amount": totals.amount.cents,
        "homes": totals.homes.by_segment(),
        "affordable_homes": totals.affordable_homes,
        "counterpart": None,
    }
    if counterpart is not None:
        written["counterpart"] = {
            "name_nl": counterpart.name_nl,
            "name_en": counterpart.name_en,
            "amount": counterpart.amount.cents,
            "homes": counterpart.homes.by_segment(),
            "affordable_homes": counterpart.affordable_homes,
        }
    return written


def _divisions(allocation: Allocation) -> list[dict[str, Any]]:
    """The three divisions that stand side by side, with the amount of each application."""
    return [
        {
            "kind": one.kind.value,
            "name_nl": one.name_nl,
            "name_en": one.name_en,
            "amount": one.amount.cents,
            "homes": one.homes.by_segment(),
            "affordable_homes": one.affordable_homes,
            "proven": one.proven,
            "payable": one.payable,
            "broken": [
                {"code": b.code, "unit": b.unit.value, "short": b.short} for b in one.broken
            ],
            **(
                {"missed": [{"code": g.code, "short": g.short} for g in one.missed]}
                if one.missed
                else {}
            ),
            "marginal": one.marginal or None,
            "next_window": one.next_window.cents,
            "price_of_the_rule": one.price,
            "amounts": {number: cents.cents for number, cents in one.amounts.items()},
        }
        for one in allocation.divisions
    ]


def _award(award: Award) -> dict[str, Any]:
    written: dict[str, Any] = {
        "application_id": award.application_id,
        "instrument": award.instrument,
        "project_id": award.project_id,
        "municipality_code": award.municipality_code or None,
        "outcome": award.outcome.value,
        "requested": None if award.requested is None else award.requested.cents,
        "amount": award.amount.cents,
        "compensable_vat": award.compensable_vat.cents,
        "payable": award.payable.cents,
        "homes": award.homes.by_segment(),
        "affordable_homes": award.affordable_homes,
        "rank": award.rank,
        "reasons": [reason.code for reason in award.reasons],
        "explanation": [reason.model_dump(mode="json") for reason in award.reasons],
        "payments": [{"year": paid.year, "amount": paid.amount.cents} for paid in award.payments],
        **({"reserved": award.reserved.cents} if award.reserved else {}),
        **({"homes_by_municipality": _located(award)} if award.located else {}),
        **({} if award.bound_at is None else {"bound_at": award.bound_at.cents}),
    }
    return written if award.binding is None else {**written, "binding": list(award.binding)}


def _located(award: Award) -> list[dict[str, Any]]:
    return [
        {"municipality_code": code, "homes": homes.by_segment()}
        for code, homes in award.homes_by_place
    ]


def _header(years: list[int]) -> list[str]:
    return [
        "application_id",
        "instrument",
        "project_id",
        "municipality_code",
        "outcome",
        "requested",
        "amount",
        "compensable_vat",
        "payable",
        *(f"homes_{segment}" for segment in SEGMENTS),
        "affordable_homes",
        "rank",
        "reasons",
        *(f"payment_{year}" for year in years),
        "explanation_nl",
        "explanation_en",
    ]


def _flat(award: Award, years: list[int]) -> list[str | int | None]:
    by_segment = award.homes.by_segment()
    paid = dict.fromkeys(years, 0)
    for payment in award.payments:
        paid[payment.year] += payment.amount.cents
    return [
        award.application_id,
        award.instrument,
        award.project_id,
        award.municipality_code,
        award.outcome.value,
        None if award.requested is None else award.requested.cents,
        award.amount.cents,
        award.compensable_vat.cents,
        award.payable.cents,
        *(by_segment[segment] for segment in SEGMENTS),
        award.affordable_homes,
        award.rank,
        " ".join(reason.code for reason in award.reasons),
        *(paid[year] for year in years),
        " ".join(reason.nl for reason in award.reasons),
        " ".join(reason.en for reason in award.reasons),
    ]


def harmless(cell: str | int | None) -> str | int | None:
    """A cell of a CSV that no spreadsheet program reads as a formula, with no sign hidden in it."""
    if not isinstance(cell, str):
        return cell
    plain = visible(cell)
    return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain
