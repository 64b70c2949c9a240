"""A round in a sentence, in four numbers, and how it stands: for the page and the summary."""

from __future__ import annotations

from dataclasses import dataclass

from ...grants.dossier import Dossier
from ...instruments.instrument import about_homes
from .title import identity, standing
from .words import Words


@dataclass(frozen=True, slots=True)
class Big:
    """A number that may be read from a distance, what it counts, and a remark."""

    number: str
    what: str
    note: str


def lead(dossier: Dossier, words: Words) -> str:
    """The round in a sentence or two."""
    totals = dossier.allocation.totals
    if not totals.amount:
        return words(
            "page_lead_nothing",
            applications=words.number(totals.applications),
            requested=words.millions(totals.requested.cents),
        )
    money = {
        "requested": words.millions(totals.requested.cents),
        "amount": words.millions(totals.amount.cents),
        "granted": words.number(totals.granted),
        "applications": words.number(totals.applications),
    }
    if not totals.homes.total:  # a round with supplements alone
        return words("page_lead_no_homes", **money)
    return words(
        "page_lead",
        **money,
        affordable=words.number(totals.affordable_homes),
        homes=words.number(totals.homes.total),
        share=words.percent(totals.affordable_homes, totals.homes.total),
    )


def big_numbers(dossier: Dossier, words: Words) -> list[Big]:
    """The round in four or five numbers."""
    totals, other = dossier.allocation.totals, dossier.allocation.counterpart
    homes, affordable = totals.homes, totals.affordable_homes
    cost = totals.amount.per(affordable)
    found = [
        Big(
            words.millions(totals.amount.cents),
            words("big_amount"),
            words("big_amount_note", requested=words.millions(totals.requested.cents)),
        ),
    ]
    if not about_homes(dossier.policy.instruments):
        return found
    found += [
        Big(
            words.number(affordable), words("big_homes"),
            words("big_homes_note", homes=words.number(homes.total)),
        ),
        Big(
            words.percent(affordable, homes.total), words("big_share"),
            words("big_share_note", social=words.percent(homes.social_rent, homes.total)),
        ),
        Big(words.euros(cost.cents) if cost else "–", words("big_cost"), words("big_cost_note")),
    ]  # fmt: skip
    if other is not None:
        name = words.capital(other.name(words.lang))
        gain = affordable - other.affordable_homes
        there = words(
            "big_gain_note",
            name=name,
            homes=words.number(other.affordable_homes),
            amount=words.millions(other.amount.cents),
        )
        sign = "+" if gain > 0 else ""
        found.append(Big(f"{sign}{words.number(gain)}", words("big_gain"), there))
    return found


def status(dossier: Dossier, words: Words) -> str:
    """How the list stands and who approved it, in a sentence."""
    lines = dict(identity(dossier, words))
    approval = lines[words("approval")]
    return words(
        "status_sentence", status=standing(dossier, words), approval=words.capital(approval)
    )
