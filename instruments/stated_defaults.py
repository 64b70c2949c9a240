"""Every default that is stated: what an empty cell or an absent key of the policy means.

Nothing else that is unknown is taken for a value. The template says what an empty cell means and a
policy what an absent key does, before anything is decided; a letter says it where it decided. The
list stands in ``docs/stated_defaults.md``, which a test holds against this.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from ..grants.applications.application import Application
from ..grants.columns import ColumnSpec, columns_of
from ..grants.homes import NO_HOMES
from ..grants.money import ZERO
from ..grants.notation import amount
from ..grants.record import Record
from ..grants.rounds.constraint import ConstraintPolicy, Group
from ..grants.rounds.fund import FundPolicy
from ..grants.rounds.policy import (
    FixedPolicy,
    InstrumentPolicy,
    OrderPolicy,
    RoundPolicy,
    SolverPolicy,
)
from .instrument import Instrument, instruments
from .screening.candidacy import AREA_FIELDS

LETTER = "brief, bij de gegevens"
RULE = "brief, bij de toetsing van de regel"
PAYMENT = "brief, bij de betaling"
MONEY = "brief, bij de verdeling van het geld"
SEALED = "het verzegelde beleid, dat voor het tijdvak vaststaat"
NOTHING = "leeg beslist niets"
NOBODY = "beslist niet over een aanvraag"


class StatedDefault(Record):
    """What stands for something that is not there, and where that is told.

    ``where`` is a sheet of the workbook, or a table of the policy.
    """

    where: str
    name: str
    value: str
    told: str


_TOLD: Mapping[str, str] = MappingProxyType(
    {
        "minimum": "brief, bij de gegevens, waar het geld op was",
        "all_homes_at_minimum": "brief, bij de woningen die met een deel van het bedrag komen",
        "payments": PAYMENT,
        "phases": "brief, bij de gegevens van het project",
        "excludes": NOTHING,
        "requires": NOTHING,
        "withdrawn_on": NOTHING,
        "started": RULE,
        "kinds": RULE,
        "costs": RULE,
        "already_subsidised": RULE,
    }
)
"""Where a letter tells a default of a column, by the first part of its field; else ``LETTER``."""

_POLICY: tuple[tuple[str, type[Record], Mapping[str, tuple[str, str]]], ...] = (
    ("[round]", RoundPolicy, {
        "window_closes_at": ("24.00 uur van de laatste dag van het tijdvak", RULE),
        "decision_date": (
            "onbekend: wat ervan afhangt, wordt gevraagd; betaald wordt vanaf het jaar waarin het "
            "tijdvak sluit", "vaststelling, die een ander jaar weigert",
        ),
        "completion_days": ("14 dagen", "brief, bij het verzoek om aanvulling"),
    }),
    ("[funds.*]", FundPolicy, {
        "cash": ("geen grens per jaar", SEALED),
        "carry_over": ("niets schuift door naar een volgend jaar", SEALED),
        "objection_reserve": (str(ZERO), SEALED),
        "source": ("niet genoemd", NOBODY),
        "name_en": ("de Nederlandse naam", NOBODY),
        "holds": ("voor deze ronde; wat eerdere rondes namen, telt niet mee", SEALED),
    }),
    ("[instruments.*]", InstrumentPolicy, {
        "ceiling": ("geen eigen plafond, behalve waar de regeling er een vraagt", MONEY),
        "when_it_does_not_fit": ("de rangschikking stopt bij de eerste die niet past", MONEY),
        "marginal_application": ("wie het plafond overschrijdt, krijgt niets", SEALED),
        "basis": ("de regeling zelf; een andere verdeelregel is dan een verkenning", MONEY),
        "authorised_by": ("niemand: een andere verdeelregel is dan een verkenning", SEALED),
        "step": (str(InstrumentPolicy.model_fields["step"].default), SEALED),
        "enables_homes": ("de woningen tellen als gesteund", NOBODY),
        "cash": ("geen grens per jaar", SEALED),
        "max_per_municipality": ("geen grens per gemeente", SEALED),
        "cut_for": ("geen korting wegens overprogrammering", RULE),
        "cut": ("geen korting wegens overprogrammering", RULE),
        "parameters": ("de waarde van de regels, met haar bron", RULE),
        "vat_note": ("geen opmerking over btw", NOBODY),
        "ceiling_source": ("geen; een plafond boven het bekende vraagt die in een echte ronde", SEALED),
        "ceiling_holds": ("voor deze ronde; wat eerdere rondes namen, telt niet mee", SEALED),
        "last_day": ("de laatste dag van het tijdvak van de ronde", RULE),
        "reserve": ("geen: wat vrijkomt, gaat naar niemand van de lijst", SEALED),
        "retake_of": ("het tijdvak is geen herkansing", RULE),
        "retake_closed": ("het tijdvak is geen herkansing", RULE),
        "retake_projects": ("het tijdvak is geen herkansing", RULE),
        "answers": ("geen: een regeling die iets openlaat, opent de ronde dan niet", SEALED),
        "reserve_until": ("het einde van het begrotingsjaar van de ronde", SEALED),
    }),
    ("[[constraint]]", ConstraintPolicy, {
        "at_least": ("geen ondergrens; een van beide is nodig", SEALED),
        "at_most": ("geen bovengrens; een van beide is nodig", SEALED),
        "group": ("alle aanvragen", SEALED),
        "of": ("geen deel van een geheel", SEALED),
        "of_group": ("alle aanvragen", SEALED),
        "importance": ("het belangrijkst", SEALED),
        "weight": ("even zwaar", SEALED),
        "sentence_en": ("de Nederlandse zin", NOBODY),
    }),
    ("[constraint.group]", Group, dict.fromkeys(
        ("instrument", "fund", "province", "municipality", "tag", "without_tag"),
        ("geen onderscheid hierop", SEALED),
    )),
    ("[[fixed]]", FixedPolicy, {"amount": ("het gevraagde bedrag", MONEY)}),
    ("[order]", OrderPolicy, {
        "keys": ("regeling, score, ontvangst, lot", SEALED),
        "instruments": ("op naam", SEALED),
    }),
    ("[solver]", SolverPolicy, {
        "time_limit_seconds": ("tien minuten; wat dan niet is bewezen, is een ontwerp", NOBODY),
        "unproven_may_be_approved": ("een ontwerp wordt niet vastgesteld", NOBODY),
    }),
)  # fmt: skip


def of_columns(instrument: Instrument) -> tuple[StatedDefault, ...]:
    """The defaults that the template of a scheme states, its further sheets included."""
    sheets = [(instrument.sheet, instrument.columns)]
    sheets += [(sheet.name, sheet.columns) for sheet in instrument.sheets]
    found: dict[tuple[str, str], StatedDefault] = {}
    for sheet, columns in sheets:
        for column in columns:
            if column.if_empty:
                label = column.label.replace(str(column.year), "jjjj")
                told = _TOLD.get(column.path[0], LETTER)
                found[sheet, label] = StatedDefault(
                    where=sheet, name=label, value=column.if_empty, told=told
                )
    return tuple(found.values())


def of_policy() -> tuple[StatedDefault, ...]:
    """The defaults of keys that a policy may leave out."""
    return tuple(
        StatedDefault(where=table, name=key, value=value, told=told)
        for table, _, keys in _POLICY
        for key, (value, told) in keys.items()
    )


def keys_of_policy() -> Mapping[type[Record], Collection[str]]:
    """The keys with a stated default, by table of the policy."""
    return {model: keys.keys() for _, model, keys in _POLICY}


def every_default() -> tuple[StatedDefault, ...]:
    """All of them, the schemes first."""
    schemes = (one for instrument in instruments().values() for one in of_columns(instrument))
    return (*schemes, *of_policy())


def markdown() -> str:
    """The list as a table, as it stands in the documentation."""
    lines = ["| Waar | Kolom of sleutel | Leeg of afwezig betekent | Waar het wordt gezegd |"]
    lines.append("| --- | --- | --- | --- |")
    lines += [
        f"| {one.where} | {one.name} | {one.value} | {one.told} |".replace("\u00a0", " ")
        for one in every_default()
    ]
    return "\n".join(lines) + "\n"


_ENGLISH: Mapping[str, str] = MappingProxyType(
    {"nee": "no", "alles of niets": "all or nothing", "0": "0", str(ZERO): amount(ZERO, "en")}
)
ENGLISH_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "minimum": "minimum amount",
        "homes.demolished": "homes to be demolished",
        "nplv_area": "NPLV area",
        "large_scale_area": "large-scale area",
        "breakthrough_location": "breakthrough location",
        "industrialised": "industrialised building",
        "ineligible_costs": "ineligible costs",
        "third_party": "contributions by third parties",
        "public_revenue": "public revenue",
    }
)
"""What an English letter calls the columns that a letter can tell of; the form is Dutch."""


class ToldDefault(Record):
    """A stated default as a letter tells it: the column and its value, in Dutch and in English."""

    nl: str
    en: str
    value_nl: str
    value_en: str


def decided_by_default(
    application: Application,
    instrument: Instrument,
    tags: Collection[str],
    *,
    no_money: bool,
    on: date,
) -> tuple[ToldDefault, ...]:
    """The stated defaults that bear on an application, for its letter.

    ``tags`` are those by which the policy counts, ``no_money`` whether the application got nothing
    for want of it, and ``on`` the day of which the law is applied. A scheme that is installed beside these has no English names of its
    columns: there the header of the form stands.
    """
    found: list[ToldDefault] = []
    for column in columns_of(type(application)):
        if not column.if_empty or column.year is not None:
            continue
        bears = bears_on_decisions(column, instrument, tags, no_money=no_money, on=on)
        if bears and _is_default(application, column):
            value = column.if_empty.partition(",")[0]
            found.append(
                ToldDefault(
                    nl=column.label,
                    en=ENGLISH_NAMES.get(column.field, column.label),
                    value_nl=value,
                    value_en=_ENGLISH.get(value, value),
                )
            )
    return tuple(found)


def bears_on_decisions(
    column: ColumnSpec,
    instrument: Instrument,
    tags: Collection[str],
    *,
    no_money: bool,
    on: date,
) -> bool:
    """Whether the division reads the column, or a rule of the scheme as it is on that day."""
    if column.field in instrument.reads_if_empty:
        since = instrument.reads_since.get(column.field)
        if since is None or on >= since:
            return True
    if column.field == "minimum":
        return no_money
    if column.field == "industrialised":
        return "industrialised" in tags
    of = dict(AREA_FIELDS).get(column.field)
    return of is not None and any(t == of.value or t.startswith(f"{of.value}:") for t in tags)


def _is_default(application: Application, column: ColumnSpec) -> bool:
    value: Any = application
    for part in column.path:
        value = getattr(value, part)
    return value in (None, False, 0, ZERO, (), NO_HOMES)
