"""Rules put to an application with their answers, and reasons of an allocation."""

from __future__ import annotations

from verdeelsleutel.grants.allocation import Reason
from verdeelsleutel.grants.assessment import Answer, Assessment


def rule(
    code: str,
    article: str,
    threshold: str,
    measured: str,
    sentence: str,
    answer: Answer = Answer.MET,
    *,
    provisional: bool = False,
) -> Assessment:
    return Assessment(
        code=code,
        answer=answer,
        article=article,
        source="wetten.overheid.nl",
        measured=measured,
        threshold=threshold,
        sentence_nl=sentence,
        sentence_en=f"{sentence} (English)",
        provisional=provisional,
    )


WBI_RULES = (
    rule(
        "WBI-04",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 200 woningen",
        "412 woningen",
        "Het project voegt netto 412 woningen toe; nodig zijn er ten minste 200.",
    ),
    rule(
        "WBI-05",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 50%",
        "69,9%",
        "Van de toegevoegde woningen is 69,9% betaalbaar; nodig is ten minste 50%.",
    ),
    rule(
        "WBI-06",
        "artikel 3, derde lid, Regeling Woningbouwimpuls 2020",
        "ten minste 50%",
        "52,4%",
        "De eigen bijdrage is 52,4% van het tekort; nodig is ten minste 50%.",
    ),
    rule(
        "WBI-08",
        "artikel 3, tweede lid, Regeling Woningbouwimpuls 2020",
        "uiterlijk 07-09-2029",
        "01-03-2027",
        "De bouw begint op 01-03-2027; dat moet uiterlijk op 07-09-2029.",
    ),
)
WBI_UNMET = (
    rule(
        "WBI-04",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 200 woningen",
        "199 woningen",
        "Het project voegt netto 199 woningen toe; nodig zijn er ten minste 200.",
        Answer.NOT_MET,
    ),
    *WBI_RULES[1:],
)
GB_RULES = (
    rule(
        "GB-02",
        "artikel 3, tweede lid, Tijdelijke regeling specifieke uitkering gebiedsbudget",
        "gebied in de bijlage",
        "Zwolle Spoorzone",
        "Het gebied Zwolle Spoorzone staat in de bijlage.",
    ),
    rule(
        "GB-07",
        "artikel 6, vijfde lid, Tijdelijke regeling specifieke uitkering gebiedsbudget",
        "ten minste 50%",
        "66,7%",
        "Van de woningen is 66,7% betaalbaar; nodig is ten minste 50%.",
    ),
)
RS_RULES = (
    rule(
        "RS-02",
        "artikel 2.1, tweede lid, Tijdelijke regeling realisatiestimulans",
        "2025 tot en met 2029",
        "2025",
        "De bouw begon in 2025; dat moet in de jaren 2025 tot en met 2029.",
    ),
)
BER_RULES = (
    rule(
        "BER-03",
        "beleid van de ronde, naar Stcrt. 2023, 27298",
        "ten minste 500 woningen",
        "1.850 woningen",
        "Het werk maakt 1.850 woningen bereikbaar; nodig zijn er ten minste 500.",
        provisional=True,
    ),
    rule(
        "BER-04",
        "beleid van de ronde",
        "ten minste 50%",
        "50%",
        "De regio betaalt 50% van de kosten; nodig is ten minste 50%.",
        provisional=True,
    ),
)
CEILING_REASONS = (
    Reason(
        code="ALL-01",
        article="artikel 6, eerste lid, onderdeel c, Besluit Woningbouwimpuls 2020",
        nl="Met dit project erbij zouden met hetzelfde geld 214 betaalbare woningen minder "
        "mogelijk zijn.",
        en="With this project the same money would make 214 fewer affordable homes possible.",
    ),
    Reason(
        code="ALL-02",
        article="beleid van de ronde",
        nl="Bij een gevraagd bedrag van ten hoogste € 3.900.000 was het project wel gekozen.",
        en="At a requested amount of at most €3,900,000 the project would have been chosen.",
    ),
)


PRO_RATA = Reason(
    code="RS-04",
    article="artikel 2.2, tweede lid, Tijdelijke regeling realisatiestimulans",
    nl="Het beschikbare bedrag is 87,5% van wat alle opgaven samen vragen.",
    en="The money available is 87.5% of what all statements ask together.",
)


LOW_SCORE = rule(
    "WBI-17",
    "artikel 7, eerste lid, onderdeel b, van de Regeling Woningbouwimpuls 2020",
    "5,5",
    "5,2",
    "De score voor efficiëntie is 5,2. Noodzaak, effectiviteit en efficiëntie moeten elk ten "
    "minste 5,5 zijn.",
    Answer.NOT_MET,
)
ALL_PRO_RATA = Reason(
    code="MONEY-PRO-RATA",
    article="artikel 2.2, tweede lid, Tijdelijke regeling realisatiestimulans",
    nl="Alle opgaven samen zijn hoger dan het plafond van € 1.486.000.000.",
    en="All statements together exceed the ceiling of €1,486,000,000.",
)
