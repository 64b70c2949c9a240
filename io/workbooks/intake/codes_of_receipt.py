"""What can be odd about the moment at which an application came in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ....grants.finding import Severity
from .entry import Entry

_W, _Q = Severity.WARNING, Severity.QUESTION

CODES_OF_RECEIPT: Mapping[str, Entry] = MappingProxyType({
    "INT-090": Entry(
        _W,
        "De aanvraag is ontvangen op {received}. Dat is te laat: het tijdvak sloot op {last}.",
        "Controleer het moment van ontvangst. Klopt het, dan wordt de aanvraag afgewezen, tenzij "
        "twee personen haar met redenen toelaten ('verdeel judge {number} --admit').",
    ),
    "INT-091": Entry(
        _W,
        "De aanvraag is ontvangen op {received}. Dat is te vroeg: het tijdvak begint op {first}.",
        "Controleer het moment van ontvangst. Klopt het, dan wordt de aanvraag afgewezen, tenzij "
        "twee personen haar met redenen toelaten ('verdeel judge {number} --admit').",
    ),
    "INT-092": Entry(
        _Q,
        "De aanvraag is ontvangen op {received}, de dag waarop het tijdvak sluit ({last}), en "
        "een tijd ontbreekt.",
        "Vul aan hoe laat de aanvraag is ontvangen.",
    ),
    "INT-093": Entry(
        _Q,
        "De aanvraag is ontvangen op {received}; toen ging de klok om en bestond die tijd niet, "
        "of twee keer.",
        "Controleer het tijdstip in het ontvangstregister.",
    ),
})  # fmt: skip
