"""Reasons of the money in the words of the program, for letters built by hand."""

from __future__ import annotations

from verdeelsleutel.grants.bilingual import in_language
from verdeelsleutel.grants.decisions.allocation import Reason
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.law.quantity import Quantity, written
from verdeelsleutel.io.wording.reasons import COUNTED_ELSEWHERE, sentences
from verdeelsleutel.io.wording.texts import filled_in


def proven(claim: str, lang: str, application: str) -> str:
    """What may be said of a list that was proven."""
    return sentences()[f"proven_in_order.{claim}"].text(lang).replace("{application}", application)


NOUNS = {
    "aanvraag": ("aanvraag", "aanvragen", "application", "applications"),
    "opgave": ("opgave", "opgaven", "statement", "statements"),
}
LAW = {
    "woningbouwimpuls": "artikel 5 van het Besluit Woningbouwimpuls 2020 en artikel 6 van de "
    "Regeling Woningbouwimpuls 2020",
    "realisatiestimulans": "artikel 2.2, tweede lid, van de Tijdelijke regeling "
    "realisatiestimulans",
}
BASIS = "Voorbeeldbesluit verdeling 2026, artikel 3"


def reason(
    why: str, which: str, article: str = BASIS, noun: str = "aanvraag", **facts: Quantity
) -> Reason:
    """A sentence of the program about the money, filled in."""
    sentence = sentences()[f"{why}.{which}"]
    one, many, one_en, many_en = NOUNS[noun]

    def said(lang: str) -> str:
        application = in_language(lang, one, one_en)
        return filled_in(
            sentence.text(lang),
            application=application,
            applications=in_language(lang, many, many_en),
            floors="",
            **{claim: proven(claim, lang, application) for claim in ("division", "no_more")},
            **{key: written(value, lang=lang) for key, value in facts.items()},
        )

    return Reason(
        code=f"MONEY-{why.upper().replace('_', '-')}", article=article, nl=said("nl"), en=said("en")
    )


def _fits(cents: int, noun: str = "aanvraag") -> tuple[Reason, ...]:
    return (reason("fits", "optimise", noun=noun, granted_price=Euro(cents)),)


def _fewer(amount: Euro, claim: int, noun: str = "aanvraag") -> tuple[Reason, ...]:
    which = "by_home" if noun == "opgave" else "in_order"  # nobody names a minimum for a statement
    return (reason("fewer_steps", which, noun=noun, amount=amount, claim=Euro.euros(claim)),)


def _not_chosen(which: str, noun: str = "aanvraag", **facts: Quantity) -> tuple[Reason, ...]:
    return (reason("not_chosen", which, BASIS, noun, **facts),)


WBI_FITS, WBI_FEWER = _fits(1_510_416), _fewer(Euro.euros(3_200_000), 4_350_000)
WBI_NOT = _not_chosen("alike_in_order", own_price=Euro(1_510_416))
WBI_DEARER = _not_chosen(
    "dearer_than_granted", own_price=Euro(1_510_416), average_price=Euro(833_333)
)  # fmt: skip
GB_FITS, GB_FEWER = _fits(1_840_000), _fewer(Euro(1_500_000_033), 18_400_000)
GB_ANNEX = (reason("fits", "closed_list", "artikel 3, tweede lid, van de Tijdelijke regeling "
                   "specifieke uitkering gebiedsbudget"),)  # fmt: skip
GB_NOT = _not_chosen("alone_in_order", own_price=Euro.euros(18_400))
RS_FITS, RS_FEWER = _fits(700_000, "opgave"), _fewer(Euro.euros(7_350_000), 8_400_000, "opgave")
RS_NOT = _not_chosen("alike_in_order", "opgave", own_price=Euro.euros(7_000))
BER_FITS, BER_FEWER = _fits(1_944_444), _fewer(Euro.euros(20_000_000), 24_500_000)
COUNTED, RS_COUNTED = (
    tuple(
        one.model_copy(update={"code": COUNTED_ELSEWHERE})
        for one in _not_chosen("counted_elsewhere", noun, others="WBI-2026-0042")
    )
    for noun in ("aanvraag", "opgave")
)
BER_NOT = _not_chosen("adds_fewer", added=420, homes=1_260, added_price=Euro.euros(58_333))

MARGINAL = (
    reason("marginal", "any", LAW["woningbouwimpuls"], next_window=Euro.euros(700_000)),
)  # fmt: skip
BELOW_THE_LINE = (
    reason(
        "below_the_line", "beyond", LAW["woningbouwimpuls"], rank=3, of=3, line=2,
        ceiling=Euro.euros(8_000_000),
    ),
)  # fmt: skip
CROSSES = (
    reason(
        "ceiling", "any", LAW["woningbouwimpuls"], ceiling=Euro.euros(8_000_000),
        left=Euro.euros(1_000_000), claim=Euro.euros(4_350_000),
    ),
)  # fmt: skip
FITS_RANK = (
    reason(
        "fits", "rank", LAW["woningbouwimpuls"], rank=1, of=3, ceiling=Euro.euros(8_000_000)
    ),
)  # fmt: skip
PRO_RATA = (
    reason(
        "pro_rata", "any", LAW["realisatiestimulans"], "opgave",
        ceiling=Euro.euros(14_700_000), amount=Euro.euros(7_350_000), claim=Euro.euros(8_400_000),
    ),
)  # fmt: skip
RS_WHOLE = (reason("fits", "no_part", LAW["realisatiestimulans"], "opgave"),)
