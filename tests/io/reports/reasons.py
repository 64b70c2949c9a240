"""One reason of each outcome, for the round that reports are made of."""

from __future__ import annotations

from verdeelsleutel.grants.decisions.allocation import (
    Outcome,
    Reason,
)

_CEILING = Reason(
    code="ALLOC-CEILING",
    article="BWbi art. 6, tweede lid",
    nl="Het uitkeringsplafond is bereikt. De aanvraag staat onder de streep.",
    en="The ceiling has been reached. The application stands below the line.",
)
_RULE = Reason(
    code="WBI-04",
    article="BWbi art. 5, eerste lid",
    nl="Het project telt netto 199 woningen; nodig zijn er 200.",
    en="The project adds 199 homes; 200 are needed.",
)
_GRANTED = Reason(
    code="ALLOC-AWARD",
    article="BWbi art. 6, eerste lid",
    nl="De aanvraag hoort bij de meeste betaalbare woningen voor dit geld.",
    en="The application belongs to the most affordable homes for this money.",
)
_JUDGE = Reason(
    code="WBI-16",
    article="BWbi art. 7",
    nl="De commissie heeft nog geen score gegeven.",
    en="The committee has not scored this yet.",
)
_OUTSIDE = Reason(
    code="WBI-29",
    article="BWbi art. 3",
    nl="De aanvraag is buiten het tijdvak ontvangen.",
    en="The application was received outside the window.",
)
_FAULT = Reason(
    code="INT-011",
    article="Awb art. 4:5, eerste lid",
    nl="Woningbouwimpuls!P4: deze datum is niet te lezen.",
    en="Woningbouwimpuls!P4: this cannot be read or does not agree (INT-011).",
)
_UNTREATED = Reason(
    code="NOT_TREATED",
    article="Awb art. 4:5, eerste en vierde lid",
    nl="De aanvraag is niet binnen de termijn aangevuld en wordt niet in behandeling genomen.",
    en="The application was not completed in its term and is not treated.",
)
_LATER = Reason(
    code="SET_ASIDE",
    article="Awb art. 4:13",
    nl="Over de aanvraag wordt later beslist.",
    en="The application is decided on later.",
)
_COUNTED = Reason(
    code="COUNTED-ELSEWHERE",
    article="BWbi art. 6, eerste lid",
    nl="Alle betaalbare woningen van het project tellen al mee door een andere uitkering.",
    en="All affordable homes of the project count through another grant already.",
)
REASONS = {
    Outcome.GRANTED: _GRANTED,
    Outcome.PARTLY_GRANTED: _GRANTED,
    Outcome.REFUSED_RULE: _RULE,
    Outcome.REFUSED_CEILING: _CEILING,
    Outcome.COUNTED_ELSEWHERE: _COUNTED,
    Outcome.REFUSED_LATE: _OUTSIDE,
    Outcome.REFUSED_EARLY: _OUTSIDE,
    Outcome.NEEDS_JUDGEMENT: _JUDGE,
    Outcome.INCOMPLETE: _FAULT,
    Outcome.NOT_TREATED: _UNTREATED,
    Outcome.SET_ASIDE: _LATER,
    Outcome.WITHDRAWN: Reason(
        code="WITHDRAWN",
        article="",
        nl="De gemeente heeft de aanvraag ingetrokken.",
        en="The municipality withdrew the application.",
    ),
}
