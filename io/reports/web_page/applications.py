"""The table of applications on the page, and what the card of each shows besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....grants.applications.application import Application
from ....grants.decisions.allocation import Award
from ....grants.dossier import Dossier
from ....grants.homes import SEGMENTS
from ....instruments.instrument import instruments
from ...wording.places import placed_with
from ..figures import Figures
from ..frames import known
from ..words import Words

CARDS = 1_500
"""With more applications, the explanation of each is left to the workbook."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of applications; the integers are what its columns sort by."""

    number: str
    scheme: str
    project: str
    municipality: str
    province: str
    outcome: str
    outcome_key: str
    requested: int
    requested_text: str
    amount: int
    amount_text: str
    affordable: int
    affordable_text: str
    cost: int
    cost_text: str
    codes: str
    reasons: tuple[tuple[str, str], ...]  # sentence and article
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What cards are held against: the amounts under the other rule, how many have a place, and
    the applications that could be read."""

    amounts: Mapping[str, int] | None
    places: Mapping[str, int]
    stated: Mapping[str, Application]


def rows(dossier: Dossier, found: Figures, words: Words) -> list[Row]:
    """Every application of the round, in the order of its figures."""
    stated = {one.award.application_id: one.application for one in dossier.decided}
    awards = {one.application_id: one for one in dossier.allocation.awards}
    other = dossier.allocation.counterpart
    amounts = {key: amount.cents for key, amount in other.amounts.items()} if other else None
    beside = _Beside(amounts, placed_with(dossier.policy, dossier.allocation.awards), stated)
    cards = len(found.applications) <= CARDS
    return [
        _row(row, awards[str(row["application_id"])] if cards else None, beside, words)
        for row in found.applications.to_dict("records")
    ]


def _row(
    row: Any, award: Award | None, beside: _Beside, words: Words
) -> Row:  # fmt: skip
    cost, codes = known(row["cost"]), [code for code in row["codes"].split(", ") if code]
    who: list[str] = [row["body"], row["municipality"], row["partners"]]
    return Row(
        number=row["application_id"],
        scheme=words.scheme(row["scheme"]),
        project=row["project"],
        municipality="; ".join(dict.fromkeys(one for one in who if one)),
        province=row["province"],
        outcome=words(row["outcome"]),
        outcome_key=row["outcome"],
        requested=int(row["requested"]),
        requested_text=words.money_or_dash(int(row["requested"]) if row["asked"] else None),
        amount=int(row["amount"]),
        amount_text=words.money(int(row["amount"])),
        affordable=int(row["affordable"]),
        affordable_text=words.number(int(row["affordable"])),
        cost=-1 if cost is None else cost,
        cost_text=words.money_or_dash(cost),
        codes=words.reasons(codes, row["outcome"]) if award else row["codes"],
        reasons=_reasons(award, words),
        details=_details(row, award, beside, words),
    )


def codes(found: Figures, words: Words) -> list[tuple[str, str]]:
    """Every code of the round with its words, for a table that is too large to repeat them."""
    table = found.applications
    met = sorted(set(zip(table["codes"], table["outcome"], strict=True)))
    told = {
        code: words.code(code, str(outcome))
        for codes, outcome in met
        for code in str(codes).split(", ")
        if code
    }
    return sorted(told.items())


def _reasons(award: Award | None, words: Words) -> tuple[tuple[str, str], ...]:
    reasons = award.reasons if award else ()
    return tuple((reason.text(words.lang), reason.article) for reason in reasons)


def _details(
    row: Any, award: Award | None, beside: _Beside, words: Words
) -> tuple[tuple[str, str], ...]:
    """What the card of an application shows besides its line in the table.

    One that could not be read states no homes that are known.
    """
    if award is None:
        return ()
    lines: list[tuple[str, str]] = [(words("project_id"), award.project_id)]
    application = beside.stated.get(award.application_id)
    if application is not None and instruments()[award.instrument].for_homes:
        homes = application.homes_by_segment.by_segment()
        lines.append((words("homes_stated"), _listed(homes, words)))
    if award.amount:
        if instruments()[award.instrument].for_homes:
            lines.append((words("homes_supported"), _listed(award.homes.by_segment(), words)))
        lines.append((words("compensable_vat"), words.money(award.compensable_vat.cents)))
        lines.append((words("payable"), words.money(award.payable.cents)))
        paid = [f"{p.year}: {words.money(p.amount.cents)}" for p in award.payments if p.amount]
        lines.append((words("cash"), "; ".join(paid)))
    if award.rank is not None:
        of = beside.places[award.instrument]
        told = words("rank_of", rank=words.number(award.rank), of=words.number(of))
        lines.append((words("rank"), told))
    if award.next_window:
        lines.append((words("next_window"), words.money(award.next_window.cents)))
    if row["provisional"]:
        lines.append((words("provisional"), row["provisional"]))
    if beside.amounts is not None:
        there = words.money(beside.amounts.get(award.application_id, 0))
        lines.append((words("counterpart"), there))
    return tuple(lines)


def _listed(homes: dict[str, int], words: Words) -> str:
    present: Sequence[str] = [key for key in SEGMENTS if homes[key]]
    return ", ".join(f"{words.number(homes[key])} {words(key).lower()}" for key in present) or "–"
