"""``report.html``: one self-contained page that loads nothing and works without a script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ...grants.applications.application import Application
from ...grants.decisions.allocation import Award, CheckedConstraint, Unit
from ...grants.dossier import Dossier
from ...grants.homes import SEGMENTS
from ...instruments.instrument import about_homes, instruments
from ..wording.limits import limit_told
from ..wording.places import placed_with
from .charts.drawing import can_draw
from .charts.flow import flow
from .charts.municipality_map import municipality_map, swatch, told
from .deep import Deep, deep_figures
from .divisions.told import divisions_told
from .figures import UNKNOWN, Figures
from .frames import known
from .national import national_goals, reached_text
from .over_years import years_tables
from .progress.picture import progress_figures
from .progress.told import progress_lead, progress_tables
from .settlement import beside, beside_tables
from .shares import share_texts
from .since.decided import since_tables
from .since.ended import ended_tables
from .story import Figure, Story
from .title import identity, mark, standing
from .words import Words

CARDS = 1_500
"""With more applications, the explanation of each is left to the workbook."""
CHANGES = 500
"""So many applications that the other rule pays otherwise are listed; the workbook has all."""


@dataclass(frozen=True, slots=True)
class Big:
    """A number that may be read from a distance, what it counts, and a remark."""

    number: str
    what: str
    note: str


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


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit or goal with what was measured, as text."""

    sentence: str
    source: str
    value: str
    limit: str
    slack: str
    holds: bool
    hard: bool


def report_page(dossier: Dossier, found: Figures, words: Words, deep: Deep | None = None) -> str:
    """The page, byte for byte the same for the same round; ``deep`` is what takes long."""
    script, style = packaged("page.js"), packaged("page.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    story = Story(dossier, found, words)
    context: dict[str, Any] = {
        "lang": words.lang,
        "words": words,
        "title": words("title", round=dossier.allocation.round),
        "heading": dossier.policy.round.title,
        "round": dossier.allocation.round,
        "mark": mark(dossier, words),
        "lead": lead(dossier, words),
        "bigs": big_numbers(dossier, words),
        "status": status(dossier, words),
        "identity": identity(dossier, words),
        "sections": _sections(story, deep),
        "drawn": can_draw(),
        "deep_absent": "" if deep else words("deep_absent", round=dossier.allocation.round),
        "goals": _goals(dossier, words),
        "national": [
            (goal, reached_text(goal, words)) for goal in national_goals(dossier, found, words)
        ],
        "provisional": _provisional(found, words),
        "divisions": divisions_told(dossier, words),
        "law": _law(dossier, found, words),
        "homes": about_homes(dossier.policy.instruments),
        "years": years_tables(dossier, words),
        "since": since_tables(dossier, words),
        "ended": ended_tables(dossier, words),
        "progress": progress_tables(dossier, words),
        "progress_lead": progress_lead(dossier, words),
        "progress_figures": progress_figures(story),
        "beside": beside_tables(beside(dossier), words),
        "rows": _rows(dossier, found, words),
        "total": len(found.applications),
        "cards": len(found.applications) <= CARDS,
        "codes": [] if len(found.applications) <= CARDS else _codes(found, words),
        "schemes": [words.scheme(key) for key in dossier.policy.instruments],
        "provinces": [name for name in found.provinces["province"] if name != UNKNOWN],
        "outcomes": [words(key) for key in dict.fromkeys(found.applications["outcome"])],
        "script": Markup(script),  # ours, from a file of this package
        "style": Markup(style),
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
        "picture": Markup,
        "swatch": swatch,
        "told": told,
    }
    environment = Environment(
        loader=DictLoader({"page": packaged("page.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page").render(context) + "\n"


def packaged(name: str) -> str:
    """The text of a file of this package, with the same line ends on every machine."""
    text = files("verdeelsleutel.io.reports").joinpath(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


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


def _sections(story: Story, deep: Deep | None) -> list[tuple[str, str, list[Figure]]]:
    words = story.words
    costs = story.costs() if story.homes else None
    homes = [story.segments(), *([costs] if costs else [])] if story.homes else []
    streams = flow(story)
    money = [story.schemes(), *([streams] if streams else [])]
    places = [story.provinces(), municipality_map(story), story.municipalities()]
    more = [("deep", words("section_deep"), deep_figures(deep, story))] if deep else []
    return [
        ("money", words("section_money"), money),
        ("places", words("section_places"), places),
        ("time", words("section_time"), story.years()),
        *([("homes", words("section_homes"), homes)] if homes else []),
        *more,
    ]


def _goals(dossier: Dossier, words: Words) -> dict[str, Any]:
    certificate = dossier.allocation.certificate
    checks = certificate.checks if certificate else ()
    met = sum(1 for check in checks if check.holds)
    # What is not met comes first, then the goals, then what the round could not have broken.
    ordered = sorted(checks, key=lambda check: (check.holds, check.hard))
    return {
        "sentence": words("fig_goals_sentence", met=met, all=len(checks)),
        "rows": [_goal(check, dossier, words) for check in ordered],
    }


def _goal(check: CheckedConstraint, dossier: Dossier, words: Words) -> Goal:
    shares = share_texts(check, dossier, words)
    value, limit = shares or (
        _measured(check, check.value, words),
        f"{_relation(check.relation)} {_measured(check, check.limit, words)}",
    )
    told = limit_told(check, dossier.policy, words.lang)
    return Goal(
        sentence=told.sentence,
        source=told.source,
        value=value,
        limit=limit,
        slack="" if shares else _measured(check, check.slack, words),
        holds=check.holds,
        hard=check.hard,
    )


def _provisional(found: Figures, words: Words) -> str:
    """How many applications were held to a rule that is provisional; empty where none was."""
    count = int((found.applications["provisional"] != "").sum())
    return words("provisional_note", count=words.number(count)) if count else ""


def _relation(relation: str) -> str:
    return {"<=": "≤", ">=": "≥"}.get(relation, relation)


def _measured(check: CheckedConstraint, value: int, words: Words) -> str:
    return words.money(value) if check.unit is Unit.CENTS else words.number(value)


def _law(dossier: Dossier, found: Figures, words: Words) -> dict[str, Any] | None:
    other = dossier.allocation.counterpart
    if other is None or not about_homes(dossier.policy.instruments):
        return None
    gain = dossier.allocation.totals.affordable_homes - other.affordable_homes
    key = "more" if gain > 0 else "less" if gain < 0 else "same"
    changed = found.comparison[found.comparison["difference"] != 0]
    rest = len(changed) - CHANGES
    return {
        "name": words.capital(other.name(words.lang)),
        "sentence": words(
            f"fig_law_sentence_{key}",
            name=words.capital(other.name(words.lang)),
            homes=words.number(other.affordable_homes),
            amount=words.millions(other.amount.cents),
            difference=words.number(abs(gain)),
        ),
        "count": words("law_changes", count=words.number(len(changed))),
        "rows": [
            (
                row["application_id"], row["project"], row["municipality"],
                words.money(int(row["amount"])), words.money(int(row["counterpart"])),
                words.money(int(row["difference"])),
            )
            for row in changed.head(CHANGES).to_dict("records")
        ],
        "rest": words("law_rest", count=words.number(rest)) if rest > 0 else "",
    }  # fmt: skip


def _rows(dossier: Dossier, found: Figures, words: Words) -> list[Row]:
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


def _codes(found: Figures, words: Words) -> list[tuple[str, str]]:
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
