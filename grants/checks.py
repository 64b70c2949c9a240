"""What must agree within any application: checks that return findings, never exceptions.

A finding made here has a ``field``; the reader of the workbook adds file, sheet and cell.
"""

from __future__ import annotations

from collections.abc import Iterator

from .application import Application
from .finding import Finding, Severity
from .money import Euro
from .municipality import municipality_by_name


def check_application(application: Application) -> Iterator[Finding]:
    """Everything that does not agree in an application, whatever its scheme."""
    yield from _place(application)
    yield from _minimum(application)
    yield from _payments(application)
    yield from _dates(application)
    yield from _references(application)
    yield from _homes(application)


def _finding(
    application: Application, code: str, severity: Severity, field: str, value: object,
    message: str, cure: str,
) -> Finding:  # fmt: skip
    return Finding(
        code=code,
        severity=severity,
        message=message,
        cure=cure,
        field=field,
        value=str(value),
        application_id=application.application_id,
    )


def _place(application: Application) -> Iterator[Finding]:
    stated = application.municipality
    if stated is None:
        return
    named = municipality_by_name(stated)
    if named is None or named.code != application.municipality_code:
        belongs = application.place
        yield _finding(
            application, "INT-020", Severity.ERROR, "municipality", stated,
            f"De gemeente {stated} hoort niet bij code {belongs.code}; dat is {belongs.name}.",
            "Verbeter de gemeente of de gemeentecode.",
        )  # fmt: skip


def _minimum(application: Application) -> Iterator[Finding]:
    minimum, requested = application.minimum, application.requested
    if minimum is not None and requested is not None and minimum > requested:
        yield _finding(
            application, "INT-021", Severity.ERROR, "minimum", minimum,
            f"Het minimale bedrag {minimum} is hoger dan het gevraagde bedrag {requested}.",
            "Verlaag het minimale bedrag of verhoog het gevraagde bedrag.",
        )  # fmt: skip


def _payments(application: Application) -> Iterator[Finding]:
    if not application.payments or application.requested is None:
        return
    total = Euro.total(payment.amount for payment in application.payments)
    if total != application.requested:
        yield _finding(
            application, "INT-022", Severity.ERROR,
            f"payments.{application.payments[0].year}", total,
            f"De betalingen per jaar zijn samen {total}, maar gevraagd is {application.requested}.",
            "Laat de betalingen optellen tot het gevraagde bedrag, of laat alle jaren leeg.",
        )  # fmt: skip


def _dates(application: Application) -> Iterator[Finding]:
    first, last = application.first_start, application.last_start
    if first and last and last < first:
        yield _finding(
            application, "INT-023", Severity.ERROR, "last_start", f"{last:%d-%m-%Y}",
            f"De laatste woning start op {last:%d-%m-%Y}, vóór de eerste op {first:%d-%m-%Y}.",
            "Verbeter een van beide datums.",
        )  # fmt: skip


def _references(application: Application) -> Iterator[Finding]:
    for field, others in (("excludes", application.excludes), ("requires", application.requires)):
        if application.application_id in others:
            yield _finding(
                application, "INT-024", Severity.ERROR, field, application.application_id,
                "De aanvraag verwijst hier naar zichzelf.",
                "Haal het eigen aanvraagnummer weg.",
            )  # fmt: skip


def _homes(application: Application) -> Iterator[Finding]:
    if application.homes.total == 0:
        yield _finding(
            application, "INT-025", Severity.WARNING, "homes.social_rent", 0,
            "De aanvraag telt geen enkele woning.",
            "Controleer de aantallen per soort woning.",
        )  # fmt: skip
    elif application.homes.total > 50_000:
        yield _finding(
            application, "INT-026", Severity.ERROR, "homes.social_rent", application.homes.total,
            f"De aanvraag telt {application.homes.total} woningen in één project; dat kan niet.",
            "Controleer de aantallen per soort woning.",
        )  # fmt: skip
