"""The round in figures: tables with integer cents, re-added from the awards.

Every table comes from one frame with a row for each application, so that totals over any dimension
agree. Amounts are whole cents in int64 columns, counts whole homes; a cost a home or a limit that
does not exist is missing (Int64), never zero.

Homes: the tables by scheme, province and so on add the homes of the awards. A project that two
schemes support stands in two awards, while the totals of the round count it once, and count only
schemes that make homes possible; :attr:`Figures.uncounted` is the difference, by segment.

Ceilings: what is charged to the next window (``next_window``) is part of an award and not of what a
ceiling of this window has spent, so what is free adds it back. ``commitments`` is the round by cell
of its ledger, where nothing has come free since the decision.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...grants.applications.application import Application
from ...grants.applications.public_body import PublicBody
from ...grants.decisions.allocation import Award, IncompleteApplication, Outcome
from ...grants.dossier import Dossier
from ...grants.homes import NO_HOMES, SEGMENTS, Homes
from ...grants.money import Euro
from ...grants.municipality import municipalities, provinces
from ...grants.notation import counted
from ...grants.rounds.fund import CeilingRange
from ..errors import RefusedByProcess
from ..wording.places import placed_with
from .cash import fund_years, payments, scheme_years
from .commitments import commitments
from .frames import cost_a_home, frame

MONEY = ("requested", "amount", "compensable_vat", "payable", "next_window")
HOMES = (*SEGMENTS, "homes", "affordable")
OUTCOMES = tuple(outcome.value for outcome in Outcome)
SUMS = ("applications", "awarded", *MONEY, *HOMES)
UNKNOWN = "-"
_AREAS = ("nplv_area", "breakthrough_location", "large_scale_area")
_UNUSUAL = (
    Outcome.REFUSED_LATE,
    Outcome.REFUSED_EARLY,
    Outcome.COUNTED_ELSEWHERE,
    Outcome.INCOMPLETE,
    Outcome.NOT_TREATED,
    Outcome.SET_ASIDE,
)  # told where they occur
_GRANTED = (Outcome.GRANTED.value, Outcome.PARTLY_GRANTED.value)


class TotalsDisagree(RefusedByProcess):
    """The awards do not add up to the totals of the allocation, so nothing may be reported."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables of one round. ``years`` and ``scheme_years`` are cash; see the module."""

    applications: pd.DataFrame
    funds: pd.DataFrame
    schemes: pd.DataFrame
    provinces: pd.DataFrame
    municipalities: pd.DataFrame
    outcomes: pd.DataFrame
    areas: pd.DataFrame
    commitments: pd.DataFrame
    years: pd.DataFrame
    scheme_years: pd.DataFrame
    segments: pd.DataFrame
    comparison: pd.DataFrame
    amount: Euro
    uncounted: Homes


def figures(dossier: Dossier) -> Figures:
    """All figures of a round.

    Raises :class:`TotalsDisagree` where the awards do not add up to the allocation's own totals.
    """
    rows = _applications(dossier)
    placed = _by_place(dossier, rows)
    paid = payments(dossier, rows)
    found = Figures(
        applications=rows,
        funds=_funds(dossier, rows),
        schemes=_schemes(dossier, rows),
        provinces=_provinces(placed),
        municipalities=_grouped(placed, ["municipality_code", "municipality", "province"]),
        outcomes=_by_outcome(rows),
        areas=_areas(rows),
        commitments=commitments(dossier),
        years=fund_years(dossier, paid),
        scheme_years=scheme_years(dossier, paid),
        segments=_segments(dossier, rows),
        comparison=_comparison(dossier, rows),
        amount=Euro(int(rows["amount"].sum())),
        uncounted=_uncounted(dossier, rows),
    )
    _reconcile(dossier, found)
    return found


def _applications(dossier: Dossier) -> pd.DataFrame:
    asked: dict[str, Application | IncompleteApplication] = {
        decided.award.application_id: decided.application for decided in dossier.decided
    }
    asked |= {one.application_id: one for one in dossier.incomplete}
    unsure = provisional_rules(dossier)
    records: list[dict[str, Any]] = []
    for award in sorted(dossier.allocation.awards, key=lambda award: award.application_id):
        application = asked.get(award.application_id)
        named = application.project_name if application else None
        record = _award_record(award, named or award.project_id or UNKNOWN)
        policy = dossier.policy.instruments.get(award.instrument)
        body = body_of(application)
        if body is not None and not award.municipality_code:
            record["municipality"] = body.name
        record["body"] = body.name if body is not None else ""
        record["fund"] = policy.fund if policy else UNKNOWN
        record["provisional"] = ", ".join(unsure.get(award.application_id, ()))
        record["partners"] = "; ".join(p.name for p in application.partners) if application else ""
        for area in _AREAS:
            record[area] = getattr(application, area, None) or ""
        records.append(record)
    table = frame(records, (*SUMS, *OUTCOMES))
    for column in (*_TEXTS, *_AREAS):
        if column not in table.columns:
            table[column] = pd.Series(dtype="str")
    table["rank"] = pd.Series([record["rank"] for record in records], dtype="Int64")
    with_place = placed_with(dossier.policy, dossier.allocation.awards)
    among = [None if one["rank"] is None else with_place[one["scheme"]] for one in records]
    table["places"] = pd.Series(among, dtype="Int64")
    table["cost"] = cost_a_home(table)
    return table


def body_of(application: Application | IncompleteApplication | None) -> PublicBody | None:
    """The public body that applies where no municipality does."""
    if isinstance(application, IncompleteApplication):
        return application.body
    applicant = None if application is None else application.applicant
    return applicant if isinstance(applicant, PublicBody) else None


def _by_place(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    """The applications with their homes where they are built.

    A joint application that states homes by municipality has a row for each: money and number stand
    with who leads, who is paid. Of others nothing changes.
    """
    located = {one.application_id: one for one in dossier.allocation.awards if one.located}
    if not located:
        return rows
    records: list[dict[str, Any]] = []
    for row in rows.to_dict("records"):
        record = {str(column): value for column, value in row.items()}
        award = located.get(str(record["application_id"]))
        if award is None:
            records.append(record)
            continue
        places = dict(award.homes_by_place)
        records.append(record | _homes_of(places.pop(award.municipality_code, NO_HOMES)))
        nothing = dict.fromkeys((*SUMS, *OUTCOMES), 0)
        for code, homes in places.items():
            place = municipalities()[code]
            records.append(
                {
                    **record, **nothing, **_homes_of(homes), "municipality_code": code,
                    "municipality": place.name, "province": place.province,
                }
            )  # fmt: skip
    return frame(records, (*SUMS, *OUTCOMES))


def _homes_of(homes: Homes) -> dict[str, int]:
    return {"homes": homes.total, "affordable": homes.affordable, **homes.by_segment()}


_TEXTS = (
    "application_id", "scheme", "fund", "project_id", "project", "municipality_code",
    "municipality", "body", "partners", "province", "outcome", "reasons_nl", "reasons_en", "codes",
    "provisional",
)  # fmt: skip


def provisional_rules(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """By application, the rules put to it whose legal text could not be read or does not exist."""
    return {
        one.application.application_id: tuple(
            assessment.code for assessment in one.assessments if assessment.provisional
        )
        for one in dossier.decided
    }


def _award_record(award: Award, project: str) -> dict[str, Any]:
    place = municipalities().get(award.municipality_code)
    record: dict[str, Any] = {
        "application_id": award.application_id,
        "scheme": award.instrument,
        "project_id": award.project_id,
        "project": project,
        "municipality_code": award.municipality_code,
        "municipality": place.name if place else UNKNOWN,
        "province": place.province if place else UNKNOWN,
        "outcome": award.outcome.value,
        "applications": 1,
        "awarded": int(award.outcome.value in _GRANTED),
        "rank": award.rank,
        "codes": ", ".join(reason.code for reason in award.reasons),
        "reasons_nl": " ".join(reason.nl for reason in award.reasons),
        "reasons_en": " ".join(reason.en for reason in award.reasons),
        **_homes_of(award.homes),
        "requested": award.asked.cents,
        "asked": award.requested is not None,
        **{column: getattr(award, column).cents for column in MONEY if column != "requested"},
    }
    record.update({outcome: int(award.outcome.value == outcome) for outcome in OUTCOMES})
    return record


def _grouped(rows: pd.DataFrame, keys: list[str], extra: Iterable[str] = ()) -> pd.DataFrame:
    columns = [*SUMS, *extra]
    table = rows.groupby(keys, sort=True, as_index=False)[columns].sum()
    table["cost"] = cost_a_home(table)
    return table


def _completed(rows: pd.DataFrame, key: str, names: Iterable[str]) -> pd.DataFrame:
    """Sums by key with a row for each name, also where there is nothing, in that order."""
    table = _grouped(rows, [key], OUTCOMES).drop(columns="cost").set_index(key)
    present = [str(name) for name in table.index]
    listed = list(dict.fromkeys([*names, *present]))
    full = table.reindex(pd.Index(listed, name=key), fill_value=0).reset_index()
    full["cost"] = cost_a_home(full)
    return full


def _funds(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    table = _completed(rows, "fund", dossier.policy.funds)
    known = dossier.policy.funds
    zero = Euro(0)
    totals = [known[name].total if name in known else zero for name in table["fund"]]
    reserves = [known[name].objection_reserve if name in known else zero for name in table["fund"]]
    table["total"] = pd.Series([amount.cents for amount in totals], dtype="int64")
    table["reserve"] = pd.Series([amount.cents for amount in reserves], dtype="int64")
    table["free"] = table["total"] - table["reserve"] - table["amount"] + table["next_window"]
    return table


def _ceiling(dossier: Dossier, scheme: str) -> int | None:
    policy = dossier.policy.instruments.get(scheme)
    if policy is None or policy.ceiling is None:
        return None
    ceiling = policy.ceiling
    return ceiling.at_most.cents if isinstance(ceiling, CeilingRange) else ceiling.cents


def _schemes(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    table = _completed(rows, "scheme", dossier.policy.instruments)
    known = dossier.policy.instruments
    table["fund"] = [known[s].fund if s in known else UNKNOWN for s in table["scheme"]]
    table["rule"] = [known[s].rule.value if s in known else UNKNOWN for s in table["scheme"]]
    table["basis"] = [known[s].basis_text if s in known else "" for s in table["scheme"]]
    table["ceiling"] = pd.Series([_ceiling(dossier, s) for s in table["scheme"]], dtype="Int64")
    table["free"] = table["ceiling"] - (table["amount"] - table["next_window"]).astype("Int64")
    return table


def _provinces(rows: pd.DataFrame) -> pd.DataFrame:
    return _completed(rows, "province", provinces())


def _by_outcome(rows: pd.DataFrame) -> pd.DataFrame:
    there = set(rows["outcome"])
    usual = (one.value for one in Outcome if one not in _UNUSUAL or one.value in there)
    return _completed(rows, "outcome", usual)


def _areas(rows: pd.DataFrame) -> pd.DataFrame:
    records: list[dict[Hashable, Any]] = []
    for area in _AREAS:
        inside = rows[rows[area] != ""]
        records.append({"area": area, **{c: int(inside[c].sum()) for c in SUMS}})
    table = pd.DataFrame.from_records(records)
    table["cost"] = cost_a_home(table)
    return table


def _segments(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    """Homes by segment: in the awards, not counted again, each project once, and elsewhere."""
    once = dossier.allocation.totals.homes.by_segment()
    other = dossier.allocation.counterpart
    elsewhere = other.homes.by_segment() if other else dict.fromkeys(SEGMENTS, 0)
    again = {segment: int(rows[segment].sum()) - once[segment] for segment in SEGMENTS}
    table = pd.DataFrame.from_records(
        [
            {
                "segment": segment,
                "in_awards": once[segment] + again[segment],
                "uncounted": again[segment],
                "homes": once[segment],
                "counterpart": elsewhere[segment],
            }
            for segment in SEGMENTS
        ]
    )
    for scheme in dossier.policy.instruments:
        mine = rows[rows["scheme"] == scheme]
        table[scheme] = [int(mine[segment].sum()) for segment in SEGMENTS]
    return table


def _comparison(dossier: Dossier, rows: pd.DataFrame) -> pd.DataFrame:
    """Each application here and under the other rule, in cents."""
    columns = ["application_id", "scheme", "project", "municipality", "province", "outcome"]
    table = rows[[*columns, "requested", "amount"]].copy()
    other = dossier.allocation.counterpart
    amounts = other.amounts if other else {}
    there = [amounts.get(str(name), Euro(0)).cents for name in table["application_id"]]
    table["counterpart"] = pd.Series(there, index=table.index, dtype="int64")
    table["difference"] = table["amount"] - table["counterpart"]
    return table


def _uncounted(dossier: Dossier, rows: pd.DataFrame) -> Homes:
    """Homes in the awards less the homes of the round.

    Raises :class:`TotalsDisagree` where the round counts homes that stand in no award.
    """
    once = dossier.allocation.totals.homes.by_segment()
    again = {segment: int(rows[segment].sum()) - once[segment] for segment in SEGMENTS}
    for segment, homes in again.items():
        if homes < 0:
            more = counted(-homes, "woning", "woningen")
            raise TotalsDisagree(
                f"Ronde {dossier.allocation.round} telt {more} ({segment}) meer dan de "
                "toekenningen samen; laat de ronde opnieuw verdelen."
            )
    return Homes(**again)


def _reconcile(dossier: Dossier, found: Figures) -> None:
    stated = dossier.allocation.totals
    rows = found.applications
    sums = [
        ("het aantal aanvragen", stated.applications, len(rows)),
        ("het aantal toekenningen", stated.granted, int(rows["awarded"].sum())),
        ("het gevraagde bedrag in centen", stated.requested.cents, int(rows["requested"].sum())),
        ("het toegekende bedrag in centen", stated.amount.cents, found.amount.cents),
        ("het aantal betaalbare woningen", stated.affordable_homes, stated.homes.affordable),
    ]
    for name in ("funds", "schemes", "provinces", "municipalities", "outcomes", "years"):
        table: pd.DataFrame = getattr(found, name)
        sums.append((f"het bedrag in centen ({name})", stated.amount.cents, _sum(table)))
    charged = int(found.commitments.loc[found.commitments["scheme"] == "", "amount"].sum())
    sums.append(("het bedrag in centen (grootboek)", stated.amount.cents, charged))
    for what, expected, actual in sums:
        if expected != actual:
            raise TotalsDisagree(
                f"In ronde {dossier.allocation.round} is {what} volgens de verdeling {expected}, "
                f"maar opgeteld {actual}; laat de ronde opnieuw verdelen."
            )


def _sum(table: pd.DataFrame) -> int:
    return int(table["amount"].sum())
