"""What is said of the sheet ``Woningen`` when it is held against a statement: INT-161 to INT-172.

INT-161 is a count that differs; the others are what a person has to look at, each said once a
statement, at its first home.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ...grants.applications.finding import Severity
from ...grants.money import Euro
from ...grants.notation import whole
from ..law.catalogue import Law
from ..listed import Compared, Difference, Listed, Remark
from .application import RealisatiestimulansStatement
from .homes_columns import (
    HomeKind,
    StartAct,
    StatedSegment,
    act_named,
    kind_named,
    segment_named,
)
from .homes_sheet import Doubt, Home, recount

DOUBTS = {
    Doubt.OTHER_SEGMENT: (
        "INT-162",
        "Woningen met een huur of prijs van een ander segment: {n}. Dit is de eerste.",
        "Verbeter het segment of de huur of prijs; geteld is naar huur of prijs.",
    ),
    Doubt.NO_PRICE: (
        "INT-163",
        "Woningen zonder huur of koopprijs: {n}. Dit is de eerste.",
        "Vul de huur of koopprijs in; geteld is het opgegeven segment.",
    ),
    Doubt.NO_LIMITS: (
        "INT-164",
        "Woningen met een startjaar zonder bekende prijsgrenzen: {n}. Dit is de eerste.",
        "Stel de grenzen van dat jaar vast; geteld is het opgegeven segment.",
    ),
    Doubt.OTHER_YEAR: (
        "INT-165",
        "Woningen die buiten het startjaar van de opgave begonnen: {n}. Dit is de eerste.",
        "Verplaats ze naar de opgave van hun jaar; zij zijn niet meegeteld.",
    ),
    Doubt.UNKNOWN_SCHEME: (
        "INT-166",
        "Woningen onder een regeling buiten artikel 2.1, derde lid: {n}. Dit is de eerste.",
        "Controleer de naam van de regeling; zij zijn als niet uitgesloten geteld.",
    ),
    Doubt.NOT_A_START: (
        "INT-171",
        "Woningen met een begin dat volgens artikel 1.1 geen begin van de bouw is: {n}. Dit is de "
        "eerste.",
        "Haal ze weg tot de bouw is begonnen, of verbeter het begin; zij zijn niet meegeteld.",
    ),
    Doubt.OTHER_ACT: (
        "INT-172",
        "Woningen met een begin van de bouw dat niet bij hun soort hoort: {n}. Dit is de eerste.",
        "Verbeter de soort of het begin van de bouw; zij zijn meegeteld.",
    ),
    Doubt.NO_GRANT_DATE: (
        "INT-167",
        "Woningen onder de Woningbouwimpuls zonder datum van verlening: {n}. Dit is de eerste.",
        "Vul de datum van verlening in: alleen een verlening vóór 01-01-2026 sluit uit.",
    ),
}
# Homes that are counted without what they need for it touch what is paid. The others are counted as
# the law has it, and INT-161 asks where the statement says otherwise.
_TAKEN_ON_TRUST = (
    Doubt.NO_PRICE, Doubt.NO_LIMITS, Doubt.UNKNOWN_SCHEME, Doubt.NO_GRANT_DATE, Doubt.OTHER_ACT,
)  # fmt: skip
WEIGHT = {
    doubt: Severity.QUESTION if doubt in _TAKEN_ON_TRUST else Severity.WARNING for doubt in Doubt
}
_COLUMN_OF = {
    Doubt.OTHER_SEGMENT: "segment",
    Doubt.NO_PRICE: "price",
    Doubt.NO_LIMITS: "start",
    Doubt.OTHER_YEAR: "start",
    Doubt.UNKNOWN_SCHEME: "funded_under",
    Doubt.NO_GRANT_DATE: "funded_on",
    Doubt.NOT_A_START: "start_act",
    Doubt.OTHER_ACT: "start_act",
}


def _home(read: Mapping[str, Any]) -> Home:
    price, start, funded_on = read.get("price"), read["start"], read.get("funded_on")
    act = read.get("start_act")
    assert isinstance(start, date)
    return Home(
        segment=StatedSegment(str(read["segment"])),
        kind=HomeKind(str(read["kind"])),
        price=price if isinstance(price, Euro) else None,
        start=start,
        funded_under=str(read.get("funded_under", "")),
        funded_on=funded_on if isinstance(funded_on, date) else None,
        act=act if isinstance(act, StartAct) else None,
    )


def _compare(statement: Any, homes: Sequence[Home], law: Law) -> Compared | None:
    """The homes of a statement, counted again; of another application nothing."""
    if not isinstance(statement, RealisatiestimulansStatement):
        return None
    found = recount(statement.start_year, homes, law)
    remarks: list[Remark] = []
    for doubt, places in found.doubts.items():
        code, message, cure = DOUBTS[doubt]
        home = homes[places[0]]
        remarks.append(
            Remark(
                code=code, severity=WEIGHT[doubt], message=message.format(n=whole(len(places))),
                cure=cure, at=places[0], field=_COLUMN_OF[doubt],
                value=home.funded_under if doubt is Doubt.UNKNOWN_SCHEME else "",
            )
        )  # fmt: skip
    return Compared(
        tuple(remarks),
        tuple(
            Difference(field=name, stated=stated, counted=counted)
            for name, stated, counted in found.differences(statement)
        ),
    )


def _shown(value: object) -> object:
    return value.name if isinstance(value, StartAct) else value


LISTED = Listed(
    meant={"segment": segment_named, "kind": kind_named, "start_act": act_named},
    shown=_shown,
    row=_home,
    compare=_compare,
)
"""How the homes of a statement are read and counted."""
