"""Findings about what does not agree within one application of a scheme, or is odd in a round.

A question touches money, and waits for the answer of an officer; of all else no more is asked than to
look. ``docs/findings.md`` says of each code which it is, and why. INT-161 to INT-172 are given while
the sheet of homes is read. The codes from INT-101 on, each with the module that gives it:

========  ===========================================================================
INT-101   the NPLV area is not on the list of the programme (every scheme)
INT-102   the NPLV area lies in another municipality (every scheme)
INT-103   payments start before the year in which the application came in (every scheme)
INT-104   an amount of zero is asked (every scheme)
INT-105   the municipality has no breakthrough location on the list (asked of a round)
INT-106   the project code says that there is none, or that nobody knows it (every scheme)
INT-107   the phases are not known yet (every scheme)
INT-108   which application cannot go together with it is not known (every scheme)
INT-109   a municipality with homes does not take part (located)
INT-110   a municipality stands twice with homes (located)
INT-111   Woningbouwimpuls: contributions and revenue cover the whole shortfall
INT-112   Woningbouwimpuls: construction starts before the application came in
INT-113   Woningbouwimpuls: costs by activity add up to less than is asked
INT-114   the homes by municipality are not those that are stated (located)
INT-117   the public body that applies is a municipality
INT-118   a public body applies in the place of a municipality
INT-121   Realisatiestimulans: a kind of home exceeds the homes stated
INT-122   Realisatiestimulans: the kinds together exceed the homes stated
INT-123   Realisatiestimulans: construction starts in another year than the statement's
INT-124   Realisatiestimulans: the statement came in before its year ended
INT-125   NPLV supplements: more compensable VAT than costs
INT-126   NPLV supplements: no costs are stated
INT-131   Gebiedsbudget: no costs are stated
INT-132   Gebiedsbudget: costs by measure add up to less than is asked
INT-133   Gebiedsbudget: more compensable VAT than is asked
INT-134   Gebiedsbudget: the municipality may not belong to the area
INT-135   Gebiedsbudget: more is asked than the shortfall
INT-136   Gebiedsbudget: the compensable VAT is not stated
INT-137   Gebiedsbudget: the area is not on the list of the annex
INT-141   Bereikbaarheid: the regional share exceeds the total cost
INT-142   Bereikbaarheid: what is asked and the regional share exceed the total cost
INT-143   Bereikbaarheid: more compensable VAT than is asked
INT-144   Bereikbaarheid: the works start before the application came in
INT-145   Bereikbaarheid: the compensable VAT is not stated
INT-151   a project code stands in several schemes (overlap)
INT-152   a project of a similar name, in one municipality, stands in another scheme (overlap)
INT-153   something lies a hair on the right side of a limit (oddities)
INT-154   the amount a home is far from what is usual (oddities)
INT-155   the usual amount a home does not fit this round, said once a scheme (oddities)
INT-156   the same project name stands in several applications of a scheme (oddities)
INT-157   the same amount and homes stand in several applications of a scheme (oddities)
INT-158   BAG-ids of an application stand in another one of the round too (overlap)
INT-159   BAG-ids of an application stand in one of another round too (overlap)
INT-160   an application that it excludes takes no part in the round (oddities)
INT-162   homes of another segment by their rent or price (realisatiestimulans)
INT-163   homes without a rent or price (realisatiestimulans)
INT-164   homes of a year without known limits of price (realisatiestimulans)
INT-165   homes that were begun outside the year of the statement (realisatiestimulans)
INT-166   homes under a scheme that excludes nothing (realisatiestimulans)
INT-167   a home whose grant has no date (realisatiestimulans)
INT-171   homes of which building has not begun by art. 1.1 (realisatiestimulans)
INT-172   homes with a beginning that is not of their kind (realisatiestimulans)
INT-173   another application of the scheme asks the very same (doubles)
INT-174   applications for the same homes state other segments (doubles)
INT-175   a project code stands in several municipalities (doubles)
INT-176   an earlier round decided on the start year of a statement (overlap)
INT-177   an earlier round paid the project in the same scheme (overlap)
INT-178   a project code names a project that nobody applied for (doubles)
INT-179   a correction does not go with what an earlier round decided on its year (overlap)
INT-180   a statement of costs does not go with what earlier rounds granted its area (overlap)
========  ===========================================================================
"""

from __future__ import annotations

from collections.abc import Iterator

from ...grants.applications.application import Application, BodyApplication
from ...grants.applications.finding import Finding, Severity, finding_in
from ...grants.money import Euro
from ...grants.municipality import code_of, municipalities
from ...grants.said import Said, said
from ..areas.areas import AreaList, Lies, area_named, areas, lies_in, listed_municipalities
from ..law.quantity import Quantity, written

ERROR, WARNING, QUESTION = Severity.ERROR, Severity.WARNING, Severity.QUESTION


def finding(
    application: Application, code: str, severity: Severity, field: str, value: Quantity,
    message: str, cure: str,
) -> Finding:  # fmt: skip
    """A finding at a field of an application, its value as a Dutch sentence has it."""
    return finding_in(application, code, severity, field, written(value), message, cure)


def every_scheme(application: Application) -> Iterator[Finding]:
    """What can be asked about any application with the lists of areas at hand."""
    yield from _nplv(application)
    yield from _project(application)
    yield from _exclusions(application)
    yield from _payments(application)
    yield from _body(application)
    if application.requested is not None and not application.requested:
        yield finding(
            application, "INT-104", WARNING, "requested", Euro(0),
            f"Het gevraagde bedrag is {Euro(0)}.",
            "Vul het gevraagde bedrag in.",
        )  # fmt: skip


OTHER_BODY = "INT-118"


def _body(application: Application) -> Iterator[Finding]:
    """Who applies in the place of a municipality is none itself; what the scheme says of it is a
    rule. Rounds of the first edition, which have no such rule, take only municipalities."""
    if not isinstance(application, BodyApplication) or application.other_body is None:
        return
    name = application.other_body
    code = code_of(name)
    if code is not None:
        yield finding(
            application, "INT-117", ERROR, "public_body", name,
            f"{name} is een gemeente ({code}), geen ander openbaar lichaam.",
            "Laat deze cel leeg, en vul bij Gemeentecode de gemeente in die aanvraagt.",
        )  # fmt: skip
        return
    yield finding(
        application, OTHER_BODY, WARNING, "public_body", name,
        f"{name} vraagt aan in plaats van een gemeente, voor woningen in {application.place.name}.",
        "Klopt dat niet, laat deze cel dan leeg.",
    )  # fmt: skip


def _nplv(application: Application) -> Iterator[Finding]:
    name = application.nplv_area or ""
    if said(name) in (Said.NO, Said.YES):
        return
    area = area_named(AreaList.NPLV, name)
    if area is None:
        yield finding(
            application, "INT-101", WARNING, "nplv_area", name,
            f"{name} staat niet op de lijst van NPLV-gebieden.",
            "Controleer de naam van het gebied, of laat de cel leeg.",
        )  # fmt: skip
    elif not set(application.participants) & set(area.municipalities):
        places = ", ".join(municipalities()[code].name for code in area.municipalities)
        yield finding(
            application, "INT-102", QUESTION, "nplv_area", name,
            f"Het NPLV-gebied {area.name} ligt in {places}, niet in {application.place.name}.",
            "Controleer het gebied en de gemeentecode.",
        )  # fmt: skip


def _project(application: Application) -> Iterator[Finding]:
    """A word such as *n.v.t.* is no code: two projects would have the same one, and one's homes."""
    code = application.project_id
    if code is not None and said(code) is not Said.NAME:
        yield finding(
            application, "INT-106", QUESTION, "project_id", code,
            f"{code} is geen projectcode. Zonder code staat de aanvraag op zichzelf: haar woningen "
            "tellen apart.",
            "Vul de code van het project in, of laat de cel leeg waar dat mag.",
        )  # fmt: skip
    unknown = [phase for phase in application.phases if said(phase) in (Said.UNKNOWN, Said.YES)]
    if unknown:
        yield finding(
            application, "INT-107", WARNING, "phases", unknown[0],
            f"Bij Deelplan staat {unknown[0]}. Daardoor is niet bekend van welke deelplannen de "
            "woningen zijn; zij tellen als die van het hele project.",
            "Vul de namen van de deelplannen in, of laat de cel leeg voor het hele project.",
        )  # fmt: skip


def _exclusions(application: Application) -> Iterator[Finding]:
    """Which application cannot go together with this one is not known: it excludes nobody."""
    unknown = [one for one in application.excludes if said(one) in (Said.UNKNOWN, Said.YES)]
    if unknown:
        yield finding(
            application, "INT-108", QUESTION, "excludes", unknown[0],
            f"Bij Sluit uit aanvraag staat {unknown[0]}. Daardoor is niet bekend welke aanvraag niet "
            "samen met deze kan; deze sluit er geen uit.",
            "Vul het aanvraagnummer in, of laat de cel leeg.",
        )  # fmt: skip


def breakthrough(application: Application, *, counted: bool) -> Iterator[Finding]:
    """The sites of few locations were published, so what is compared is the municipality.

    ``counted``: whether the policy of the round gives money by it.
    """
    if lies_in(AreaList.BREAKTHROUGH, application.breakthrough_location) is Lies.OUTSIDE:
        return
    listed = listed_municipalities(AreaList.BREAKTHROUGH)
    if not set(application.participants) & set(listed):
        known = areas(AreaList.BREAKTHROUGH)
        yield finding(
            application, "INT-105", QUESTION if counted else WARNING, "breakthrough_location",
            application.breakthrough_location or "",
            f"{application.place.name} heeft geen doorbraaklocatie op de lijst van "
            f"{known[0].valid_from:%d-%m-%Y}.",
            "Controleer de doorbraaklocatie, of laat de cel leeg.",
        )  # fmt: skip


def _payments(application: Application) -> Iterator[Finding]:
    if not application.payments:
        return
    filed = application.received_at.year
    early = [p for p in application.payments if p.year < filed and p.amount > Euro(0)]
    if early:
        first = min(early, key=lambda payment: payment.year)
        yield finding(
            application, "INT-103", WARNING, f"payments.{first.year}", first.amount,
            f"De aanvraag kwam binnen in {filed}, maar rekent op een betaling in {first.year}.",
            "Zet de betaling in een later jaar. Zonder wijziging schuift zij door naar het jaar "
            "van het besluit.",
        )  # fmt: skip


def vat_missing(application: Application, code: str) -> Finding:
    """No word on compensable VAT: what is paid follows from it, which a rule asks."""
    return finding(
        application, code, WARNING, "compensable_vat", "",
        "De aanvraag noemt geen compensabele btw. Daardoor is niet bekend welk deel via het "
        "BTW-compensatiefonds gaat en welk deel wordt uitbetaald.",
        "Vul het bedrag in; 0 als er geen compensabele btw is.",
    )  # fmt: skip


def vat_exceeds(
    application: Application, code: str, vat: Euro | None, asked: Euro
) -> Iterator[Finding]:
    """More compensable VAT than is asked in all."""
    if vat is not None and vat > asked:
        yield finding(
            application, code, ERROR, "compensable_vat", vat,
            f"De compensabele btw van {vat} is hoger dan het gevraagde bedrag van {asked}.",
            "Verbeter een van beide bedragen.",
        )  # fmt: skip
