"""What does not agree within an application for the Gebiedsbudget (INT-131 and following)."""

from __future__ import annotations

from collections.abc import Iterator

from ...grants.applications.finding import Finding
from ...grants.municipality import municipalities
from ..findings.agreement import (
    ERROR,
    QUESTION,
    WARNING,
    every_scheme,
    finding,
    vat_exceeds,
    vat_missing,
)
from .annex import area_of, is_a_name, total_costs
from .application import GebiedsbudgetApplication


def checks(application: GebiedsbudgetApplication) -> Iterator[Finding]:
    """What does not agree within an application (INT-131 and following)."""
    yield from every_scheme(application)
    yield from vat_exceeds(
        application, "INT-133", application.compensable_vat, application.requested
    )
    if application.compensable_vat is None:
        yield vat_missing(application, "INT-136")
    yield from _check_costs(application)
    area = area_of(application)
    if area is None and is_a_name(application.area):
        yield finding(
            application, "INT-137", WARNING, "area", application.area,
            f"Het gebied {application.area} staat niet op de lijst van de bijlage. Alleen gebieden "
            "van de bijlage krijgen een specifieke uitkering.",
            "Kies de naam uit de lijst, of vraag de gemeente welk gebied is bedoeld.",
        )  # fmt: skip
    if area is not None and not set(application.participants) & set(area.municipalities):
        places = ", ".join(municipalities()[code].name for code in area.municipalities)
        yield finding(
            application, "INT-134", QUESTION, "area", application.area,
            f"Het gebied {area.name} ligt voor zover bekend in {places}, niet in "
            f"{application.place.name}.",
            "Controleer het gebied en de gemeentecode.",
        )  # fmt: skip


def _check_costs(application: GebiedsbudgetApplication) -> Iterator[Finding]:
    costs, asked = total_costs(application), application.requested
    if not costs:
        yield finding(
            application, "INT-131", ERROR, "costs.public_space", costs,
            "De aanvraag noemt geen kosten van maatregelen.",
            "Vul de kosten per maatregel in, inclusief btw.",
        )  # fmt: skip
    elif costs < asked:
        yield finding(
            application, "INT-132", WARNING, "requested", asked,
            f"De kosten van de maatregelen zijn samen {costs}, minder dan het gevraagde bedrag van "
            f"{asked}. De specifieke uitkering bedraagt ten hoogste de kosten.",
            "Controleer de kosten en het gevraagde bedrag.",
        )  # fmt: skip
    if asked > application.shortfall:
        yield finding(
            application, "INT-135", QUESTION, "shortfall", application.shortfall,
            f"Het gevraagde bedrag van {asked} is hoger dan het resterende tekort van "
            f"{application.shortfall}.",
            "Controleer het tekort en het gevraagde bedrag.",
        )  # fmt: skip
