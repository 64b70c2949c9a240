"""What was weighed of the publication of a round, as it is published itself.

The reason in words stays in the records: it may hold what is kept back. Its ground, its day and how
many people it rests on are told, and where a claim stands in the place of a field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ....grants.after.weighing import Matter, Publicity, Weighing
from ....grants.applications.application import Application
from ....grants.decisions.allocation import IncompleteApplication
from ....grants.dossier import Dossier
from ....instruments.instrument import instruments
from ...files.privacy import Redactor
from ...rounds.after.publicity import OPEN_FIELDS, value_of, withheld_of

_TWO = 2  # whoever weighed it, and whoever confirmed that


def withheld_fields(dossier: Dossier, number: str, instrument: str) -> tuple[str, ...]:
    """The fields of an application that are not published."""
    scheme = instruments().get(instrument)
    return withheld_of(scheme, dossier.weighings, number) if scheme else ()


def columns_withheld(withheld: Collection[str]) -> dict[str, str]:
    """The columns that are left empty where these fields are withheld."""
    return {
        column: "" for field, columns in OPEN_FIELDS.items() if field in withheld
        for column in columns
    }  # fmt: skip


def of_letter(dossier: Dossier, number: str, document: str) -> dict[str, str]:
    """What becomes of a letter: all of it published, unless that was weighed."""
    about = (number, Matter.LETTER, document)
    one = next((each for each in dossier.weighings if each.about == about), None)
    return {
        "publication": (one.outcome if one else Publicity.PUBLISHED).value,
        "ground": _ground(one),
        "weighed_on": _day(one),
    }


def weighed_rows(
    dossier: Dossier,
    listed: Mapping[str, Application | IncompleteApplication],
    letters: Collection[tuple[str, str]],
    claimed: Collection[str],
    clean: Redactor,
) -> Iterator[dict[str, object]]:
    """A row for each weighing that counts, of what is ``listed`` and of ``letters``.

    ``claimed`` are the applications of which a claim is published.
    """
    for one in dossier.weighings:
        number, field = one.application_id, one.matter is Matter.FIELD
        application = listed.get(number)
        known = application is not None if field else (number, one.subject) in letters
        if not known:
            continue
        kept = field and one.outcome is Publicity.WITHHELD
        shown = field and not kept and isinstance(application, Application)
        yield {
            "application_id": number,
            "matter": one.matter.value,
            "subject": one.subject,
            "outcome": one.outcome.value,
            "ground": _ground(one),
            "article": one.ground.article if one.ground else "",
            "weighed_on": _day(one),
            "people": _TWO,
            "in_its_place": "claim" if kept and number in claimed else "",
            "value": clean(value_of(application, one.subject))
            if shown and isinstance(application, Application)
            else "",
        }


def published_weighings(dossier: Dossier, rows: Collection[Mapping[str, object]]) -> dict[str, Any]:
    """What is withheld by default, by scheme, and each weighing, as the rule has them."""
    return {
        "withheld_by_default": {
            key: list(instruments()[key].withheld) for key in dossier.policy.instruments
        },
        "weighed": [{key: row[key] for key in row} for row in rows],
    }


def _ground(one: Weighing | None) -> str:
    return one.ground.value if one is not None and one.ground else ""


def _day(one: Weighing | None) -> str:
    return one.confirmed_on.isoformat() if one is not None and one.confirmed_on else ""
