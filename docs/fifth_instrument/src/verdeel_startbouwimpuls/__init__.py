"""The Startbouwimpuls of 2023 as a scheme from outside: sheet, rules, candidate, letter texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Annotated

from verdeelsleutel.grants.applications.application import ProjectApplication
from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.columns import Column
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.instruments.findings.agreement import every_scheme
from verdeelsleutel.instruments.instrument import HOUSING, Instrument, no_vat
from verdeelsleutel.instruments.law.catalogue import Law, load_catalogue
from verdeelsleutel.instruments.law.quantity import HomeCount, Words
from verdeelsleutel.instruments.law.rule import Measured, Rule, met_if, undecided
from verdeelsleutel.instruments.law.setting import RuleContext
from verdeelsleutel.instruments.papers import Paper, Papers, Row, Sheet, Shown
from verdeelsleutel.instruments.screening.candidacy import cut_of, make, payments_of

_CATALOGUE = load_catalogue("startbouwimpuls", "verdeel_startbouwimpuls")


class StartbouwimpulsApplication(ProjectApplication):
    """An application for a project that is ready to build but halted."""

    cause_of_delay: Annotated[
        str | None, Column("Oorzaak vertraging", "Waardoor de bouw niet start.")
    ] = None


def _per_home(application: StartbouwimpulsApplication, setting: RuleContext, law: Law) -> Measured:
    """SBI-01. Rounded up, so that a part of a cent above the limit is above it."""
    limit = law.euro("SBI-01.per_home")
    homes = max(application.homes.total, 1)
    asked = type(limit)(-(-application.requested.cents // homes))
    return met_if(asked <= limit, asked, limit)


def _homes(application: StartbouwimpulsApplication, setting: RuleContext, law: Law) -> Measured:
    """SBI-02: from the number on."""
    homes, least = HomeCount(application.homes.total), law.homes("SBI-02.least")
    return met_if(homes.value >= least.value, homes, least)


def _affordable(
    application: StartbouwimpulsApplication, setting: RuleContext, law: Law
) -> Measured:
    """SBI-05: a part of all homes, rounded up to whole ones."""
    share, homes = law.share("SBI-05.affordable").value, application.homes
    least = -(-homes.total * share.numerator // share.denominator)
    affordable = HomeCount(homes.affordable)
    return met_if(affordable.value >= least, affordable, HomeCount(least))


def _delay(application: StartbouwimpulsApplication, setting: RuleContext, law: Law) -> Measured:
    """SBI-04: an open norm; what the municipality writes is an answer, silence is a question."""
    asked = Words("een oorzaak", "a cause")
    cause = application.cause_of_delay
    return undecided(asked) if cause is None else Measured(Answer.MET, cause, asked)


RULES: dict[str, Rule] = {
    "SBI-01": _per_home,
    "SBI-02": _homes,
    "SBI-04": _delay,
    "SBI-05": _affordable,
}


def candidate(application: StartbouwimpulsApplication, setting: RuleContext) -> Candidate:
    """The candidate: what is asked, whole, or scalable where a minimum is stated."""
    amount = application.requested
    return make(
        application,
        "startbouwimpuls",
        requested=amount,
        **cut_of(application, amount, setting),
        payments=payments_of(application, amount, setting),
    )


def _plan(application: StartbouwimpulsApplication) -> Iterator[Row]:
    """What its letters show of the project, besides name and dates."""
    yield Row("cause_of_delay", application.cause_of_delay)


def _worksheet(sheet: Sheet, application: StartbouwimpulsApplication, paper: Paper) -> None:
    """The calculation line by line: what may be granted at most, and what was."""
    homes = sheet.given(Row("homes_total", application.homes.total))
    limit = paper.law().euro("SBI-01.per_home")
    each = sheet.add(Row("most_per_home", limit), "from_rules")
    sheet.add(Row("most_for_project", limit * application.homes.total), f"{homes} × {each}")
    sheet.homes(sheet.granted())


def _fields(application: StartbouwimpulsApplication, paper: Paper) -> Mapping[str, Shown]:
    """What its own clauses fill in."""
    most = paper.law().euro("SBI-01.per_home") * application.homes.total
    return {"most_for_project": most, "cause_of_delay": application.cause_of_delay}


def _facts(application: StartbouwimpulsApplication, paper: Paper) -> Mapping[str, bool]:
    """What its own clauses ask for."""
    return {
        "below_the_most": paper.award.amount
        < paper.law().euro("SBI-01.per_home") * application.homes.total
    }


PAPERS = Papers(
    plan=_plan,
    worksheet=_worksheet,
    fields=_fields,
    fact_names=("below_the_most",),
    by_the_office=frozenset({"SBI-04"}),
    facts=_facts,
)

INSTRUMENT = Instrument(
    key="startbouwimpuls",
    prefix="SBI",
    sheet="Startbouwimpuls",
    name_nl="Startbouwimpuls",
    name_en="Construction Start Impulse",
    regulation="Startbouwimpuls 2023",
    model=StartbouwimpulsApplication,
    own_rule=DistributionRule.FIRST_COME,
    own_rule_article="Startbouwimpuls 2023",
    catalogue=_CATALOGUE,
    rules=RULES,
    candidate=candidate,
    split_vat=no_vat,
    checks=every_scheme,
    ceiling_parameter="SBI-03.ceiling",
    papers=PAPERS,
    funder=HOUSING,
    letter_texts=files("verdeel_startbouwimpuls")
    .joinpath("data", "letters.toml")
    .read_text(encoding="utf-8"),
)
