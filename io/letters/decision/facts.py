"""The facts a decision rests on, as rows of label and value: general ones, and its scheme's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ....grants import notation
from ....grants.applications.assessment import Assessment
from ....grants.dossier import Decided
from ....grants.money import Euro
from ..clauses import library
from ..context import LetterContext
from .showing import label_of, papers_of, told

FactRow = tuple[str, str]


def plan_rows(decided: Decided, setting: LetterContext) -> tuple[FactRow, ...]:
    """The project, its works and its dates. What was left empty is left out."""
    application, papers = decided.application, papers_of(decided)
    rows: list[FactRow] = []
    if application.project_name:
        rows.append((setting.label("project"), application.project_name))
    rows += told(papers.plan(application), setting)
    for name in papers.dates:
        day: date | None = getattr(application, name, None)
        if day is not None:
            rows.append((setting.label(name), setting.day(day)))
    return tuple(rows)


def home_rows(decided: Decided, setting: LetterContext) -> tuple[FactRow, ...]:
    """The homes by segment and in total, between what the scheme tells of them."""
    application, papers = decided.application, papers_of(decided)
    homes = application.homes
    rows: list[FactRow] = told(papers.homes_first(application), setting)
    rows += [
        (setting.label(f"homes_{segment}"), setting.number(count))
        for segment, count in homes.by_segment().items()
    ]
    rows.append((setting.label("homes_total"), setting.number(homes.total)))
    rows.append((setting.label("homes_affordable"), setting.number(homes.affordable)))
    if homes.demolished:
        rows.append((setting.label("homes_demolished"), setting.number(homes.demolished)))
        rows.append((setting.label("homes_net"), setting.number(homes.net)))
    return (*rows, *told(papers.homes_last(application), setting))


def money_rows(decided: Decided, setting: LetterContext) -> tuple[FactRow, ...]:
    """The amounts that the scheme tells, and the requested one last."""
    application = decided.application
    amounts = [
        (label_of(row, setting), row.value)
        for row in papers_of(decided).money(application)
        if isinstance(row.value, Euro)
    ]
    if application.requested is not None:
        amounts.append((setting.label("requested"), application.requested))
    cents = notation.show_cents(value for _, value in amounts)
    return tuple(
        (label, notation.amount(value, setting.lang, cents=cents)) for label, value in amounts
    )


def score_rows(decided: Decided, setting: LetterContext) -> tuple[FactRow, ...]:
    """The scores that the scheme names, as far as they are known."""
    rows: list[FactRow] = []
    for name in papers_of(decided).scores:
        score: Decimal | None = getattr(decided.application, name, None)
        if score is not None:
            rows.append(
                (_score_label(name, decided, setting), notation.decimal(score, setting.lang))
            )
    return tuple(rows)


def _score_label(name: str, decided: Decided, setting: LetterContext) -> str:
    """What a score is called: in rounds that tell their grounds by its later name, if any."""
    later, labels = f"{name}_later", library(decided.award.instrument).labels[setting.lang]
    told = setting.dossier.policy.tells_its_grounds and later in labels
    return setting.label(later if told else name)


def compared(rule: Assessment, instrument: str, lang: str, *, by_ground: bool) -> tuple[str, str]:
    """What a rule asks and what was measured, in words that say what is counted.

    The words are those of the scheme ``instrument``. ``by_ground`` says whether the round tells its
    grounds: others keep the words they had.
    """
    required, measured = rule.threshold_in(lang), rule.measured_in(lang)
    fits = [
        one
        for one in library(instrument).compared
        if one.code == rule.code and rule.answer in one.answers
    ]
    for one in sorted(fits, key=lambda one: not one.by_ground):
        if by_ground or not one.by_ground:
            return one.required.around(required, lang), one.measured.around(measured, lang)
    return required, measured
