"""What a request to report says, and a reminder: to whom, about which awards, by when and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ....grants import notation
from ....grants.after.obligation import Obligation, ObligationKind
from ....grants.applications.public_body import PublicBody, body_called
from ....grants.bilingual import in_language
from ....grants.municipality import Municipality, municipalities
from ...rounds.monitors.awarded import short_name
from ...rounds.monitors.reporting import Reporting
from ..completing.author import CompletingText, Matter, Point, letter_texts

REQUEST, REMINDER = "voortgangsverzoek", "voortgangsherinnering"
_ASKS = (ObligationKind.REPORT, ObligationKind.ON_REQUEST)


def monitoring_texts() -> Mapping[str, CompletingText]:
    """What letters that ask for a report say."""
    return letter_texts("monitoring")


def letter_number(code: str, prefix: str, body: str = "") -> str:
    """What the letter to a municipality, or a public body in its area, about a scheme is called."""
    return f"{code}-{prefix}-{short_name(body)}" if body else f"{code}-{prefix}"


def progress_letter(
    kind: str,
    number: str,
    reports: Sequence[Reporting],
    obligations: Sequence[Obligation],
    until: date,
    workbook: str,
    lang: str,
) -> Matter:
    """The letter to one municipality or public body about its awards of one scheme.

    ``obligations`` are those of the first of them: they have the same law.
    """
    asks = next((one for one in obligations if one.kind in _ASKS), None)
    notice = next((one for one in obligations if one.kind is ObligationKind.NOTICE), None)
    missed = asks if asks is not None and asks.missed_article else None
    dues = [one.due.day for one in reports if one.due is not None]
    was_due = max(dues, default=until)
    whys = [one.due for one in reports if one.due is not None and one.due.day == was_due]
    why = notation.reasons_of(was_due, whys[0].reasons, lang) if whys else ""
    remind = kind == REMINDER
    return Matter(
        kind=kind,
        number=number,
        instrument=reports[0].instrument,
        place=_reporter(reports[0]),
        points=tuple(_point(one) for one in reports),
        facts={
            "has_article": asks is not None,
            "has_notice": notice is not None,
            "has_missed": missed is not None,
        },
        fields={
            "until": notation.unbroken_day(until, lang),
            "was_due": notation.unbroken_day(was_due, lang),
            "was_due_reasons": why or in_language(lang, "zo is u gevraagd", "so you were asked"),
            "workbook": workbook,
            "article": "" if asks is None else notation.article_in(asks.article, lang),
            "notice": "" if notice is None else notation.article_in(notice.article, lang),
            "missed": "" if missed is None else missed.missed.text(lang),
            "missed_article": ""
            if missed is None
            else notation.article_in(missed.missed_article, lang),
        },
        dates=(until, *((was_due,) if remind else ())),
    )


def _reporter(one: Reporting) -> Municipality | PublicBody:
    return body_called(one.body) if one.body else municipalities()[one.reporter]


def _point(one: Reporting) -> Point:
    """An award; of a public body with the municipality that its homes are in."""
    said, place = f"{one.application_id}: {one.name}", one.municipality
    if not one.body:
        return Point(nl=said, en=said)
    return Point(
        nl=f"{said} (woningen in de gemeente {place})",
        en=f"{said} (homes in the municipality of {place})",
    )
