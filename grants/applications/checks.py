"""What must agree within any application: checks that return findings, never exceptions.

A finding made here has a ``field``; the reader of the workbook adds file, sheet and cell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from ..columns import columns_of
from ..money import Euro
from ..municipality import is_called, municipalities, successions
from ..notation import counted
from .application import Application
from .finding import Finding, Severity, finding_in

_MOST_HOMES = 50_000  # of one project: more is a typing error


def check_application(application: Application) -> Iterator[Finding]:
    """Everything that does not agree in an application, whatever its scheme."""
    for check in _CHECKS:
        found = check(application)
        if found is not None:
            yield found


def _place(application: Application) -> Finding | None:
    stated = application.municipality
    if stated is None or _belongs(stated, application.municipality_code):
        return None
    belongs = application.place
    return finding_in(
        application, "INT-020", Severity.ERROR, "municipality", stated,
        f"De gemeente {stated} hoort niet bij code {belongs.code}; dat is {belongs.name}.",
        "Verbeter de gemeente of de gemeentecode.",
    )  # fmt: skip


@lru_cache(maxsize=4096)  # the same places come back, a sheet through
def _belongs(name: str, code: str) -> bool:
    return is_called(municipalities()[code], name)


def _ended(application: Application) -> Finding | None:
    """A code that is not in use any more on the day that the application came in."""
    ended = next(
        (
            one
            for code in application.participants
            if (one := successions().get(code)) is not None
            and one.since <= application.received_at.date()
        ),
        None,
    )
    if ended is None:
        return None
    new = municipalities()[ended.successor]
    unsure = "" if ended.certain else " als het wetsvoorstel daarvoor is aangenomen"
    return finding_in(
        application, "INT-088", Severity.ERROR if ended.certain else Severity.QUESTION,
        _FIELDS[ended.code != application.municipality_code], ended.code,
        f"{ended.name} is op {ended.since:%d-%m-%Y} opgegaan in {new.name} ({new.code}){unsure}.",
        f"Vul {new.code} in, de gemeente die er op de dag van de aanvraag was.",
    )  # fmt: skip


_FIELDS = ("municipality_code", "municipality_codes")  # of who leads, and of who joins


def _lead(application: Application) -> Finding | None:
    """Who leads a joint application is one of those that apply (*penvoerder*)."""
    stated: tuple[str, ...] = getattr(application, "municipality_codes", ())
    if not stated or application.municipality_code in stated:
        return None
    named = ", ".join(municipalities()[code].name for code in stated)
    lead = application.place.name
    return finding_in(
        application, "INT-089", Severity.ERROR, "municipality_codes", "; ".join(stated),
        f"De aanvraag is gezamenlijk, van {named}, maar de penvoerder {lead} staat daar niet bij. "
        "Zo is niet zeker wie aanvraagt en aan wie wordt betaald.",
        "Vul bij Gemeentecode de gemeente in die penvoerder is, en noem haar bij de deelnemende "
        "gemeenten.",
    )  # fmt: skip


def _minimum(application: Application) -> Finding | None:
    minimum, requested = application.minimum, application.requested
    if minimum is None or requested is None or minimum <= requested:
        return None
    return finding_in(
        application, "INT-021", Severity.ERROR, "minimum", minimum,
        f"Het minimale bedrag {minimum} is hoger dan het gevraagde bedrag {requested}.",
        "Verlaag het minimale bedrag of verhoog het gevraagde bedrag.",
    )  # fmt: skip


def _payments(application: Application) -> Finding | None:
    if not application.payments or application.requested is None:
        return None
    total = Euro.total(payment.amount for payment in application.payments)
    if total == application.requested:
        return None
    return finding_in(
        application, "INT-022", Severity.ERROR, f"payments.{application.payments[0].year}", total,
        f"De betalingen per jaar zijn samen {total}, maar gevraagd is {application.requested}.",
        "Laat de betalingen optellen tot het gevraagde bedrag, of laat alle jaren leeg.",
    )  # fmt: skip


def _dates(application: Application) -> Finding | None:
    first, last = application.first_start, application.last_start
    if first is None or last is None or first <= last:
        return None
    return finding_in(
        application, "INT-023", Severity.ERROR, "last_start", f"{last:%d-%m-%Y}",
        f"De laatste woning start op {last:%d-%m-%Y}, vóór de eerste op {first:%d-%m-%Y}.",
        "Verbeter een van beide datums.",
    )  # fmt: skip


def _excludes_itself(application: Application) -> Finding | None:
    return _refers_to_itself(application, "excludes", application.excludes)


def _requires_itself(application: Application) -> Finding | None:
    return _refers_to_itself(application, "requires", application.requires)


def _refers_to_itself(
    application: Application, field: str, others: Collection[str]
) -> Finding | None:
    if not others or application.application_id not in others:
        return None
    return finding_in(
        application, "INT-024", Severity.ERROR, field, application.application_id,
        "De aanvraag verwijst hier naar zichzelf.",
        "Haal het eigen aanvraagnummer weg.",
    )  # fmt: skip


def _homes(application: Application) -> Finding | None:
    count = application.homes.total
    if count == 0 and not any(one.path[0] == "homes" for one in columns_of(type(application))):
        return None  # its sheet does not ask for homes
    if count == 0:
        return finding_in(
            application, "INT-025", Severity.WARNING, "homes.social_rent", 0,
            "De aanvraag telt geen enkele woning.",
            "Controleer de aantallen per soort woning.",
        )  # fmt: skip
    if count <= _MOST_HOMES:
        return None
    return finding_in(
        application, "INT-026", Severity.ERROR, "homes.social_rent", count,
        f"De aanvraag telt {counted(count, 'woning', 'woningen')} in één project; dat kan niet.",
        "Controleer de aantallen per soort woning.",
    )  # fmt: skip


_CHECKS: tuple[Callable[[Application], Finding | None], ...] = (
    _place,
    _ended,
    _lead,
    _minimum,
    _payments,
    _dates,
    _excludes_itself,
    _requires_itself,
    _homes,
)
