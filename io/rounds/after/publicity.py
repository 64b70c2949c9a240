"""What of an application can be published or kept back, field by field, with what stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from ....grants.after.weighing import Matter, Publicity, Weighing
from ....grants.applications.application import Application
from ....grants.columns import columns_of
from ....grants.money import Euro
from ....grants.municipality import plain_name
from ....grants.record import Record
from ....instruments.instrument import Instrument, instruments
from ...records.rounds.reader import RoundReader
from ..objections.made import applications_since

OPEN_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "project_name": ("project",),
        "requested": ("requested_eur",),
        "homes": (
            "homes_asked_social_rent", "homes_asked_mid_rent", "homes_asked_affordable_purchase",
            "homes_asked_other", "affordable_homes_asked",
        ),
    }
)  # fmt: skip
"""The fields of an application that are published, unless they are weighed, by their columns.

What follows from the decision itself (who got what, where, for how many homes) is not among them:
that is what the law has published.
"""


class Field(Record):
    """A field of an application that can be weighed. ``label`` is what its workbook calls it."""

    key: str
    label: str
    value: str
    withheld: bool


def weighable(application: Application, law: Instrument) -> tuple[Field, ...]:
    """The fields of an application that can be weighed, those withheld by default first."""
    keys = [*law.withheld, *(key for key in OPEN_FIELDS if key not in law.withheld)]
    return tuple(
        Field(
            key=key,
            label=field_label(law, key),
            value=value_of(application, key),
            withheld=key in law.withheld,
        )
        for key in keys
    )


def named(fields: Sequence[Field], text: str) -> Field | None:
    """The field with that key or label, whatever its case and accents."""
    wanted = plain_name(text)
    return next((f for f in fields if wanted in (plain_name(f.key), plain_name(f.label))), None)


def value_of(application: Application, key: str) -> str:
    """What a field says, as it is published: one value, or ``Kolom=waarde; Kolom=waarde``."""
    told = [(label, text) for label, text in _values(application, key) if text]
    if len(told) == 1 and _columns(application, key) == 1:
        return told[0][1]
    return "; ".join(f"{label}={text}" for label, text in told)


def field_label(law: Instrument, key: str) -> str:
    """What a field is called in the workbook of its scheme, in Dutch."""
    labels = [column.label for column in law.columns if column.path[0] == key]
    return labels[0] if len(labels) == 1 else _LABELS.get(key, key)


def called(reader: RoundReader, one: Weighing) -> str:
    """What is weighed, as an officer reads it: the label of a field, or the file of a letter."""
    if one.matter is Matter.LETTER:
        return one.subject
    schemes = {
        each.application.application_id: each.instrument for each in applications_since(reader)
    }
    return field_label(instruments()[schemes[one.application_id]], one.subject)


_LABELS = MappingProxyType({"costs": "Kosten", "homes": "Woningen"})


def _columns(application: Application, key: str) -> int:
    return sum(1 for column in columns_of(type(application)) if column.path[0] == key)


def _values(application: Application, key: str) -> Iterator[tuple[str, str]]:
    for column in columns_of(type(application)):
        if column.path[0] != key:
            continue
        value: object = application
        for part in column.path:
            value = getattr(value, part, None)
        yield column.label, _text(value)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case Euro():
            whole, cents = divmod(value.cents, 100)
            return f"{whole}.{cents:02d}"
        case bool():
            return "ja" if value else "nee"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def withheld_of(law: Instrument, weighings: Sequence[Weighing], number: str) -> tuple[str, ...]:
    """The fields of an application that are not published, after what was weighed of it."""
    own = {
        one.subject: one.outcome
        for one in weighings
        if one.application_id == number and one.matter is Matter.FIELD
    }
    kept = [key for key in law.withheld if own.get(key) is not Publicity.PUBLISHED]
    kept += [key for key in OPEN_FIELDS if own.get(key) is Publicity.WITHHELD and key not in kept]
    return tuple(kept)
