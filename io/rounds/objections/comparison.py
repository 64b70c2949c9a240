"""The comparison file for an objector: what decided about the others, and nothing that is secret.

What is shown is named, field by field; all else is masked (Awb 7:4, sixth paragraph; Woo 5.1):
what a municipality wrote about its shortfall, its costs and its contributions may be a business
secret or a negotiating position. Contact persons, names of projects and free text are never in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from fractions import Fraction

from ....grants.applications.assessment import Answer
from ....grants.applications.candidate import Candidate
from ....grants.columns import columns_of
from ....grants.decisions.allocation import Award
from ....grants.money import Euro
from ....grants.notation import exactly
from ....grants.record import Record
from ....grants.rounds.policy import DistributionRule
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess
from ...files.allocation import harmless
from ...records.rounds.applications import StoredApplication
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ..dividing.case import RoundCase, case_of_round

# What the division and the rules publish of everybody: the order can be checked by it.
SHOWN: tuple[str, ...] = (
    "aanvraag", "gemeente", "regeling", "uitkomst", "plaats", "gevraagd", "toegekend",
    "sociale huur", "middenhuur", "betaalbare koop", "overige woningen", "betaalbare woningen",
    "per betaalbare woning", "score", "rangsleutels", "kenmerken", "ontvangen op", "lot",
    "minimaal bedrag", "sluit uit", "vereist", "niet voldaan",
)  # fmt: skip
# The fields of an application that these come from; any other is masked.
_FROM = (
    "application_id", "municipality_code", "requested", "homes.social_rent", "homes.mid_rent",
    "homes.affordable_purchase", "homes.other", "nplv_area", "large_scale_area",
    "breakthrough_location", "received_at", "lot", "municipality", "minimum", "excludes",
    "requires",
)  # fmt: skip
_SCORES = "score_"
MASKED = "afgeschermd (artikel 7:4, zesde lid, Awb)"


class Comparison(Record):
    """The file, and for its log what it shows of whom and which fields it masks."""

    name: str
    content: bytes
    shown: dict[str, tuple[str, ...]]
    masked: tuple[str, ...]


def comparison(reader: RoundReader, one: StoredObjection) -> Comparison:
    """What decided about all that were in one order with the application of an objection.

    Raises:
        RefusedByProcess: the round was not decided, or it did not take part in it.
    """
    if not reader.state.decided:
        raise RefusedByProcess(f"Ronde {reader.id} is nog niet vastgesteld.")
    case = case_of_round(reader)
    applications = {a.application.application_id: a for a in reader.judged_applications}
    if one.application_id not in applications:
        raise RefusedByProcess(
            f"Over {one.application_id} is niet met de verdeling beslist; er is niets te "
            "vergelijken."
        )
    schemes = _together(case, applications[one.application_id].instrument)
    beside = [a for a in applications.values() if a.instrument in schemes]
    candidates = {c.application_id: c for c in case.candidates}
    awards = {award.application_id: award for award in reader.allocation.awards}
    awards |= reader.supplemented
    scores = tuple(dict.fromkeys(name for a in beside for name in _score_labels(a)))
    rows = [
        _row(a, awards[a.application.application_id], candidates, reader, scores)
        for a in sorted(beside, key=lambda a: _place(awards[a.application.application_id]))
    ]
    masked = tuple(dict.fromkeys(label for a in beside for label in _masked(a)))
    heads = (*SHOWN, *scores, *masked)
    return Comparison(
        name=f"vergelijking_{one.name}.csv",
        content=_as_csv(heads, ([*row, *(MASKED for _ in masked)] for row in rows)),
        shown={str(row[0]): (*SHOWN, *scores) for row in rows},
        masked=masked,
    )


def _together(case: RoundCase, instrument: str) -> tuple[str, ...]:
    """The schemes that share one order with this one: those that are optimised over one fund."""
    own = case.policy.instruments[instrument]
    if own.rule is not DistributionRule.OPTIMISE:
        return (instrument,)
    return tuple(
        key
        for key, rules in case.policy.instruments.items()
        if rules.rule is DistributionRule.OPTIMISE and rules.fund == own.fund
    )


def _place(award: Award) -> tuple[int, str]:
    last = 1_000_000
    return (last if award.rank is None else award.rank, award.application_id)


def _score_labels(one: StoredApplication) -> list[str]:
    return [c.label for c in columns_of(type(one.application)) if c.field.startswith(_SCORES)]


def _masked(one: StoredApplication) -> list[str]:
    return [
        column.label
        for column in columns_of(type(one.application))
        if column.field not in _FROM and not column.field.startswith(_SCORES)
        if not column.personal and column.year is None
    ]


def _row(
    one: StoredApplication,
    award: Award,
    candidates: dict[str, Candidate],
    reader: RoundReader,
    scores: tuple[str, ...],
) -> list[str | int | None]:
    application, number = one.application, one.application.application_id
    candidate = candidates.get(number)
    homes = application.homes_by_segment
    per_home = award.asked.per(homes.affordable)
    own = {c.label: getattr(application, c.path[0]) for c in columns_of(type(application))
           if c.field.startswith(_SCORES)}  # fmt: skip
    return [
        number,
        application.applicant.name,
        instruments()[one.instrument].name_nl,
        award.outcome.value,
        award.rank,
        _euros(award.asked),
        _euros(award.amount),
        homes.social_rent,
        homes.mid_rent,
        homes.affordable_purchase,
        homes.other,
        homes.affordable,
        None if per_home is None else _euros(per_home),
        None if candidate is None or candidate.score is None else _fraction(candidate.score),
        None
        if candidate is None
        else "; ".join(
            f"{k.name}={'onbekend' if k.value is None else _fraction(Fraction(k.value))}"
            for k in candidate.rank_keys
        ),
        None if candidate is None else "; ".join(candidate.tags),
        f"{application.received_at:%d-%m-%Y %H:%M}",
        None if candidate is None else candidate.lot,
        None if application.minimum is None else _euros(application.minimum),
        "; ".join(application.excludes),
        "; ".join(application.requires),
        "; ".join(a.code for a in reader.assessments.get(number, ()) if a.answer is Answer.NOT_MET),
        *(str(own[name]) if own.get(name) is not None else None for name in scores),
    ]


def _euros(amount: Euro) -> str:
    return f"{amount.cents // 100},{amount.cents % 100:02d}"


def _fraction(value: Fraction) -> str:
    negative = "-" if value < 0 else ""
    return negative + exactly(abs(value), 4, "nl").replace(".", "")


def _as_csv(heads: Iterable[str], rows: Iterable[Iterable[str | int | None]]) -> bytes:
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    table.writerow(heads)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")
