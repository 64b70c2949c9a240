"""The facts a decision rests on, as rows of label and value, by instrument."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ...grants import notation
from ...grants.application import Application
from ...grants.assessment import Assessment
from ...grants.money import Euro
from ...instruments.bereikbaarheid.scheme import BereikbaarheidApplication
from ...instruments.gebiedsbudget.scheme import GebiedsbudgetApplication
from ...instruments.realisatiestimulans.scheme import RealisatiestimulansStatement
from ...instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication
from .clauses import library
from .setting import LetterContext

Row = tuple[str, str]


def plan_rows(application: Application, setting: LetterContext) -> tuple[Row, ...]:
    """The project, its works and its dates. What was left empty is left out."""
    rows: list[Row] = []
    if application.project_name:
        rows.append((setting.label("project"), application.project_name))
    if isinstance(application, GebiedsbudgetApplication):
        rows.append((setting.label("area"), application.area))
    if isinstance(application, BereikbaarheidApplication):
        rows += _works(application, setting)
    for name in ("first_start", "last_start", "measures_ready"):
        day: date | None = getattr(application, name, None)
        if day is not None:
            rows.append((setting.label(name), setting.day(day)))
    return tuple(rows)


def home_rows(application: Application, setting: LetterContext) -> tuple[Row, ...]:
    """The homes by segment and in total; for a statement also the year and the kinds."""
    homes = application.homes
    rows: list[Row] = []
    if isinstance(application, RealisatiestimulansStatement):
        rows.append((setting.label("start_year"), str(application.start_year)))
    rows += [
        (setting.label(f"homes_{segment}"), setting.number(count))
        for segment, count in homes.by_segment().items()
    ]
    rows.append((setting.label("homes_total"), setting.number(homes.total)))
    rows.append((setting.label("homes_affordable"), setting.number(homes.affordable)))
    if homes.demolished:
        rows.append((setting.label("homes_demolished"), setting.number(homes.demolished)))
        rows.append((setting.label("homes_net"), setting.number(homes.net)))
    if isinstance(application, RealisatiestimulansStatement):
        rows += _kinds(application, setting)
    return tuple(rows)


def money_rows(application: Application, setting: LetterContext) -> tuple[Row, ...]:
    """The amounts, the requested one last. Amounts of zero are left out, but for what must be 0."""
    amounts: list[tuple[str, Euro]] = []
    if isinstance(application, WoningbouwimpulsApplication):
        amounts += _woningbouwimpuls(application, setting)
    if isinstance(application, GebiedsbudgetApplication):
        amounts += _gebiedsbudget(application, setting)
    if isinstance(application, BereikbaarheidApplication):
        amounts.append((setting.label("total_cost"), application.total_cost))
        amounts.append((_capital(setting.label("regional_share")), application.regional_share))
    if application.requested is not None:
        amounts.append((setting.label("requested"), application.requested))
    cents = notation.show_cents(value for _, value in amounts)
    return tuple(
        (label, notation.amount(value, setting.lang, cents=cents)) for label, value in amounts
    )


def score_rows(application: Application, setting: LetterContext) -> tuple[Row, ...]:
    """The committee's scores and the fixed score of the housing task, as far as they are known."""
    rows: list[Row] = []
    for name in ("necessity", "effectiveness", "efficiency", "housing_task"):
        score: Decimal | None = getattr(application, f"score_{name}", None)
        if score is not None:
            rows.append((setting.label(f"score_{name}"), notation.decimal(score, setting.lang)))
    return tuple(rows)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _kinds(application: RealisatiestimulansStatement, setting: LetterContext) -> Iterator[Row]:
    for name in type(application.kinds).model_fields:
        count: int = getattr(application.kinds, name)
        if count:
            yield setting.label(f"kinds_{name}"), setting.number(count)
    if application.already_subsidised:
        yield (
            _capital(setting.label("excluded_homes")),
            setting.number(application.already_subsidised),
        )


def _woningbouwimpuls(
    application: WoningbouwimpulsApplication, setting: LetterContext
) -> Iterator[tuple[str, Euro]]:
    for name in type(application.costs).model_fields:
        cost: Euro = getattr(application.costs, name)
        if cost:
            yield setting.label(f"costs_{name}"), cost
    yield setting.label("shortfall"), application.shortfall
    for name in ("own_contribution", "third_party", "public_revenue"):
        value: Euro = getattr(application, name)
        if value or name == "own_contribution":
            yield _capital(setting.label(name)), value


def _gebiedsbudget(
    application: GebiedsbudgetApplication, setting: LetterContext
) -> Iterator[tuple[str, Euro]]:
    for name in type(application.costs).model_fields:
        cost: Euro = getattr(application.costs, name)
        if cost:
            yield setting.label(f"measure_{name}"), cost
    yield setting.label("remaining_shortfall"), application.shortfall


def _works(application: BereikbaarheidApplication, setting: LetterContext) -> Iterator[Row]:
    yield setting.label("works"), setting.label(f"works_{application.works.value}")
    yield (
        setting.label("inside_large_scale_area"),
        setting.yes_no(application.inside_large_scale_area),
    )
    yield setting.label("works_start"), setting.day(application.works_start)
    yield setting.label("homes_opened_up"), setting.number(application.homes_opened_up)


def compared(rule: Assessment, lang: str) -> tuple[str, str]:
    """What a rule asks and what was measured, in words that say what is counted."""
    required, measured = rule.threshold_in(lang), rule.measured_in(lang)
    for one in library().compared:
        if one.code == rule.code and rule.answer in one.answers:
            return one.required.around(required, lang), one.measured.around(measured, lang)
    return required, measured
