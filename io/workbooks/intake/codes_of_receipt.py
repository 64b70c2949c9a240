"""What can be odd about when an application came in, and about what came in to complete one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ....grants.applications.finding import Severity
from .entry import Entry

_E, _W = Severity.ERROR, Severity.WARNING

CODES_OF_RECEIPT: Mapping[str, Entry] = MappingProxyType({
    "INT-090": Entry(
        _W,
        "De aanvraag is ontvangen op {received}. Dat is te laat: het tijdvak sloot op {last}.",
        "Controleer het moment van ontvangst. Klopt het, dan wordt de aanvraag afgewezen, tenzij "
        "twee personen haar met redenen toelaten (\"verdeel judge {number} --admit\").",
    ),
    "INT-091": Entry(
        _W,
        "De aanvraag is ontvangen op {received}. Dat is te vroeg: het tijdvak begint op {first}.",
        "Controleer het moment van ontvangst. Klopt het, dan wordt de aanvraag afgewezen, tenzij "
        "twee personen haar met redenen toelaten (\"verdeel judge {number} --admit\").",
    ),
    "INT-092": Entry(
        _W,
        "De aanvraag is ontvangen op {received}, de dag waarop het tijdvak sluit ({last}), en "
        "een tijd ontbreekt.",
        "Vul aan hoe laat de aanvraag is ontvangen.",
    ),
    "INT-093": Entry(
        _W,
        "De aanvraag is ontvangen op {received}; toen ging de klok om en bestond die tijd niet, "
        "of twee keer.",
        "Controleer het tijdstip in het ontvangstregister.",
    ),
    "INT-094": Entry(
        _E,
        "De aanvulling kwam na {until}, de laatste dag van de termijn.",
        "Twee medewerkers kunnen haar met redenen aanvaarden (\"verdeel complete accept "
        "{number}\"); anders wordt de aanvraag niet behandeld "
        "(\"verdeel complete close {number}\").",
    ),
    "INT-095": Entry(
        _E,
        "De waarde bij {label} is gewijzigd, en daar is niet om gevraagd.",
        "Weiger de wijziging (\"verdeel complete refuse {number}\"), dan geldt de eerdere waarde; "
        "of aanvaard haar met twee namen (\"verdeel complete accept {number}\").",
    ),
    "INT-096": Entry(
        _E,
        "De waarde bij {label} is na de sluiting van het tijdvak verduidelijkt, en telt mee voor "
        "score, plaats, bedrag of woningen.",
        "Ga na of zij volgt uit wat op tijd is ingediend. Zo ja, aanvaard haar met twee namen "
        "(\"verdeel complete accept {number}\"); zo nee, weiger haar (\"verdeel complete refuse "
        "{number}\").",
    ),
    "INT-097": Entry(
        _E,
        "De waarde bij {label} ontbrak toen het tijdvak sloot, en telt mee voor score, plaats, "
        "bedrag of woningen. Zij kan niet meer worden aangevuld.",
        "De aanvraag blijft zonder deze waarde. Kan zij zo niet worden beoordeeld, neem haar dan "
        "niet in behandeling (\"verdeel complete close {number}\").",
    ),
    "INT-098": Entry(
        _W,
        "De waarde bij {label} is na de sluiting van het tijdvak gewijzigd, en telt mee voor "
        "score, plaats, bedrag of woningen.",
        "De eerdere waarde blijft gelden; laat dat de gemeente weten.",
    ),
    "INT-100": Entry(
        _E,
        "Het blad {other} van aanvraag {value} kwam niet terug, en wat daarop stond, was nog niet "
        "te lezen.",
        "Voeg het verbeterde blad {other} aan de werkmap toe en laad haar opnieuw.",
    ),
})  # fmt: skip
