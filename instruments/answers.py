"""What the law of a scheme leaves open, in words, and what a policy lacks of the answers to it.

An answer is given to the office by who may give it; the policy names it with where it stands. The
values of each point are a closed set, so that a round computes with an answer and with no guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from ..grants.bilingual import Bilingual, in_language
from ..grants.frozen import frozen
from ..grants.money import Euro
from ..grants.notation import share
from ..grants.rounds.answers import Answers
from ..grants.rounds.basis import is_fictional, says_something
from ..grants.rounds.fund import Holds
from ..grants.rounds.policy import InstrumentPolicy


@frozen
class Point:
    """A point that a law leaves open: what is asked, and the answers that there are, by key."""

    asks: Bilingual
    answers: Mapping[str, Bilingual]


_REST = Bilingual(
    nl="ten hoogste wat van de reservering over is",
    en="at most what is left of the reservation",
)
POINTS: Mapping[str, Point] = MappingProxyType(
    {
        "amount": Point(
            Bilingual(nl="welk bedrag wordt verleend", en="which amount is granted"),
            {
                "costs": Bilingual(nl="de werkelijke kosten", en="the actual costs"),
                "part_of_costs": Bilingual(
                    nl=f"{{part}} van de werkelijke kosten, {_REST.nl}",
                    en=f"{{part}} of the actual costs, {_REST.en}",
                ),
                "costs_up_to_reservation": Bilingual(
                    nl=f"de werkelijke kosten, {_REST.nl}", en=f"the actual costs, {_REST.en}"
                ),
                "reservation": Bilingual(
                    nl="alles wat van de reservering over is",
                    en="all that is left of the reservation",
                ),
            },
        ),
        "compensable_vat": Point(
            Bilingual(
                nl="of compensabele btw de reservering opmaakt",
                en="whether compensable VAT uses the reservation up",
            ),
            {
                "uses_reservation": Bilingual(
                    nl="compensabele btw maakt de reservering mee op",
                    en="compensable VAT uses the reservation up as well",
                ),
                "leaves_reservation": Bilingual(
                    nl="compensabele btw maakt de reservering niet op",
                    en="compensable VAT does not use the reservation up",
                ),
            },
        ),
        "in_a_year": Point(
            Bilingual(nl="hoeveel er in een jaar is", en="what there is in a year"),
            {
                "rest_of_ceiling": Bilingual(
                    nl="in een jaar is er wat van het hele plafond over is",
                    en="in a year there is what is left of the whole ceiling",
                ),
                "amount_of_the_year": Bilingual(
                    nl="in een jaar is er het bedrag dat voor dat jaar bekend is gemaakt",
                    en="in a year there is the amount that was published for that year",
                ),
            },
        ),
        "reservation_of": Point(
            Bilingual(nl="van wie de reservering is", en="whose reservation it is"),
            {
                "area": Bilingual(
                    nl="een reservering is van een gebied", en="a reservation is of an area"
                ),
                "municipality": Bilingual(
                    nl="een reservering is van een gemeente, voor al haar gebieden samen",
                    en="a reservation is of a municipality, for all of its areas together",
                ),
            },
        ),
        "paid": Point(
            Bilingual(nl="wanneer wordt betaald", en="when it is paid"),
            {
                "within_six_weeks": Bilingual(
                    nl="betaald wordt binnen zes weken (artikel 4:87, eerste lid, Awb)",
                    en="it is paid within six weeks (article 4:87, first paragraph, Awb)",
                ),
                "on_day_of_decision": Bilingual(
                    nl="betaald wordt op de dag die het besluit noemt",
                    en="it is paid on the day that the decision names",
                ),
            },
        ),
    }
)
"""The points that chapter 3 of the Tijdelijke regeling realisatiestimulans leaves open, in order."""


@frozen
class LeftOpen:
    """That the law of a scheme leaves points open: which articles do, as a sentence names them."""

    articles: Bilingual


def answer_told(answers: Answers, point: str, lang: str) -> str:
    """One answer in words, in ``nl`` or ``en``."""
    text = POINTS[point].answers[getattr(answers, point).value].text(lang)
    if answers.part is not None:
        text = text.replace("{part}", share(answers.part, lang))
    return text


def asked_in(lang: str) -> str:
    """All points in a row, for a sentence that says what is not answered."""
    asks = [point.asks.text(lang) for point in POINTS.values()]
    return f"{', '.join(asks[:-1])} {in_language(lang, 'en', 'and')} {asks[-1]}"


def answers_amiss(
    left_open: LeftOpen | None,
    chosen: InstrumentPolicy,
    ceiling: Euro | None,
    name: str,
    key: str,
    decided: date | None = None,
) -> Iterator[tuple[str, str]]:
    """What of the answers in a policy is lacking or does not go together: a key, and a sentence.

    ``ceiling`` is that of the law; ``name`` and ``key`` are those of the scheme. ``decided`` is the
    day on which the round is to be decided, where the policy has one.
    """
    found = chosen.answers
    if left_open is None:
        if found is not None:
            yield (
                "answers",
                f"De {name} laat niets open dat answers kan beantwoorden; laat die tabel weg.",
            )
        return
    if found is None:
        points = "; ".join(
            f"{name_} ({point.asks.nl}): {' of '.join(point.answers)}"
            for name_, point in POINTS.items()
        )
        yield (
            "answers",
            f"Van de {name} zegt de regeling niet: {asked_in('nl')} ({left_open.articles.nl}). Zonder "
            f"de antwoorden wordt zij niet verdeeld of betaald. Zet ze in [instruments.{key}.answers] "
            f"- {points} - met in basis van wie het antwoord is (by), waar het staat (reference), "
            "van welke dag (dated) en wanneer het bekend is gemaakt (published).",
        )
        return
    yield from _of_ceiling(found, chosen, ceiling, name)
    if found.pay_on is not None and decided is not None and found.pay_on < decided:
        yield (
            "pay_on",
            f"Betaald wordt op {found.pay_on:%d-%m-%Y}, en het besluit dat die dag noemt is pas van "
            f"{decided:%d-%m-%Y} (decision_date). Noem in pay_on die dag of een latere.",
        )


def _of_ceiling(
    found: Answers, chosen: InstrumentPolicy, ceiling: Euro | None, name: str
) -> Iterator[tuple[str, str]]:
    if found.in_a_year.value == "rest_of_ceiling":
        whole = not isinstance(chosen.ceiling, Euro) or ceiling is None or chosen.ceiling == ceiling
        if not whole or (
            isinstance(chosen.ceiling, Euro) and chosen.ceiling_holds is not Holds.TOTAL
        ):
            yield (
                "in_a_year",
                f'in_a_year = "rest_of_ceiling" vraagt van de {name} het hele plafond van {ceiling}, '
                'met ceiling_holds = "total"; wat eerdere rondes namen, gaat daar dan af.',
            )
    elif isinstance(chosen.ceiling, Euro) and chosen.ceiling_holds is not Holds.YEAR:
        yield (
            "in_a_year",
            f'in_a_year = "amount_of_the_year" vraagt van de {name} in ceiling het bedrag van het '
            'jaar, met ceiling_holds = "year".',
        )


def basis_lacks(found: Answers, opens: date) -> Iterator[tuple[str, Bilingual]]:
    """Why a real round cannot rest on the answers: a key of their basis, and a sentence."""
    basis = found.basis
    for key, text in (("by", basis.by), ("reference", basis.reference)):
        if is_fictional(text) or not says_something(text):
            yield (
                key,
                Bilingual(
                    nl=f"De antwoorden rusten op '{text}'. Noem voluit wie ze gaf en waar ze staan.",
                    en=f"The answers rest on '{text}'. Name in full who gave them and where they are.",
                ),
            )
    if basis.published >= opens:
        yield (
            "published",
            Bilingual(
                nl=f"De antwoorden zijn bekendgemaakt op {basis.published:%d-%m-%Y}. Het tijdvak "
                f"opent op {opens:%d-%m-%Y}, en wie opgave doet, moet ze dan kennen.",
                en=f"The answers were published on {basis.published:%d-%m-%Y}. The window opens on "
                f"{opens:%d-%m-%Y}, and who makes a statement must know them by then.",
            ),
        )
