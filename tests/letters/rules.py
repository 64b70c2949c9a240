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
    english: str,
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
        sentence_en=english,
        provisional=provisional,
    )


WBI_RULES = (
    rule(
        "WBI-04",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 200 woningen",
        "412 woningen",
        "Het project voegt netto 412 woningen toe; nodig zijn er ten minste 200.",
        "The project adds 412 homes net; at least 200 are needed.",
    ),
    rule(
        "WBI-05",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 50%",
        "69,9%",
        "Van de toegevoegde woningen is 69,9% betaalbaar; nodig is ten minste 50%.",
        "Of the homes added 69.9% is affordable; at least 50% is needed.",
    ),
    rule(
        "WBI-06",
        "artikel 3, derde lid, Regeling Woningbouwimpuls 2020",
        "ten minste 50%",
        "52,4%",
        "De eigen bijdrage is 52,4% van het tekort; nodig is ten minste 50%.",
        "The own contribution is 52.4% of the shortfall; at least 50% is needed.",
    ),
    rule(
        "WBI-08",
        "artikel 3, tweede lid, Regeling Woningbouwimpuls 2020",
        "uiterlijk 07-09-2029",
        "01-03-2027",
        "De bouw begint op 01-03-2027; dat moet uiterlijk op 07-09-2029.",
        "Construction starts on 01-03-2027; it must on 07-09-2029 at the latest.",
    ),
)
WBI_UNMET = (
    rule(
        "WBI-04",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 200 woningen",
        "199 woningen",
        "Het project voegt netto 199 woningen toe; nodig zijn er ten minste 200.",
        "The project adds 199 homes net; at least 200 are needed.",
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
        "Het gebied Zwolle Spoorzone staat in de bijlage bij de regeling.",
        "The area Zwolle Spoorzone stands in the annex of the regulation.",
    ),
    rule(
        "GB-07",
        "artikel 6, vijfde lid, Tijdelijke regeling specifieke uitkering gebiedsbudget",
        "ten minste 50%",
        "66,7%",
        "Van de woningen is 66,7% betaalbaar; nodig is ten minste 50%.",
        "Of the homes 66.7% is affordable; at least 50% is needed.",
    ),
)
RS_RULES = (
    rule(
        "RS-02",
        "artikel 2.1, tweede lid, Tijdelijke regeling realisatiestimulans",
        "2025 tot en met 2029",
        "2025",
        "De bouw begon in 2025; dat moet in de jaren 2025 tot en met 2029.",
        "Construction started in 2025; it must in the years 2025 to 2029.",
    ),
)
BER_RULES = (
    rule(
        "BER-03",
        "beleid van de ronde, naar Stcrt. 2023, 27298",
        "ten minste 500 woningen",
        "1.850 woningen",
        "Het werk maakt 1.850 woningen bereikbaar; nodig zijn er ten minste 500.",
        "The works make 1,850 homes accessible; at least 500 are needed.",
        provisional=True,
    ),
    rule(
        "BER-04",
        "beleid van de ronde",
        "ten minste 50%",
        "50%",
        "De regio betaalt 50% van de kosten; nodig is ten minste 50%.",
        "The region pays 50% of the costs; at least 50% is needed.",
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
    "The score for efficiency is 5.2. Necessity, effectiveness and efficiency must each be at "
    "least 5.5.",
    Answer.NOT_MET,
)
GB_UNMET = (
    rule(
        "GB-02",
        "artikel 3, tweede lid, Tijdelijke regeling specifieke uitkering gebiedsbudget",
        "gebied in de bijlage",
        "Zwolle Voorst",
        "Het gebied Zwolle Voorst staat niet in de bijlage bij de regeling.",
        "The area Zwolle Voorst does not stand in the annex of the regulation.",
        Answer.NOT_MET,
    ),
    GB_RULES[1],
)
RS_UNMET = (
    *RS_RULES,
    rule(
        "RS-06",
        "artikel 2.1, derde lid, Tijdelijke regeling realisatiestimulans",
        "1 woning",
        "0 woningen",
        "Alle 1.244 betaalbare woningen kregen al geld uit een uitgesloten regeling.",
        "All 1,244 affordable homes were funded already under an excluded scheme.",
        Answer.NOT_MET,
    ),
)
RS_NONE = (
    *RS_RULES,
    rule(
        "RS-01",
        "artikel 2.2, eerste lid, Tijdelijke regeling realisatiestimulans",
        "1 woning",
        "0 woningen",
        "De opgave telt geen betaalbare woningen.",
        "The statement counts no affordable homes.",
        Answer.NOT_MET,
    ),
)
BER_UNMET = (
    BER_RULES[0],
    rule(
        "BER-04",
        "beleid van de ronde",
        "ten minste 50%",
        "40%",
        "De regio betaalt 40% van de kosten; nodig is ten minste 50%.",
        "The region pays 40% of the costs; at least 50% is needed.",
        Answer.NOT_MET,
        provisional=True,
    ),
)
NO_START = rule(
    "WBI-08",
    "artikel 3, tweede lid, Regeling Woningbouwimpuls 2020",
    "uiterlijk 07-09-2029",
    "niet ingevuld",
    "De aanvraag noemt geen datum waarop de bouw begint.",
    "The application names no date on which construction starts.",
    Answer.NEEDS_JUDGEMENT,
)
ALL_PRO_RATA = Reason(
    code="MONEY-PRO-RATA",
    article="artikel 2.2, tweede lid, Tijdelijke regeling realisatiestimulans",
    nl="Alle opgaven samen zijn hoger dan het plafond van € 1.486.000.000.",
    en="All statements together exceed the ceiling of €1,486,000,000.",
)

RS_LATER = (
    rule(
        "RS-02",
        "artikel 2.1, tweede lid, Tijdelijke regeling realisatiestimulans",
        "2025 tot en met 2029",
        "2026",
        "De bouw begon in 2026; dat moet in de jaren 2025 tot en met 2029.",
        "Construction started in 2026; it must in the years 2025 to 2029.",
    ),
)
BELOW_THE_LINE = Reason(
    code="MONEY-BELOW-THE-LINE",
    article="artikel 6, eerste lid, onderdeel c, Besluit Woningbouwimpuls 2020",
    nl="De aanvraag staat op plaats 31 van 44 in de rangschikking. Het plafond van € 75.000.000 "
    "is toereikend tot en met plaats 17.",
    en="The application is number 31 of 44 in the ranking. The ceiling of €75,000,000 is enough "
    "up to and including number 17.",
)
