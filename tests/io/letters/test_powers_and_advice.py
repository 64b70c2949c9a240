"""May is may, nothing was chosen only where nothing could be, and what the committee advised."""

from __future__ import annotations

import re

import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import Euro

from . import reasons as why
from .filed import gb, rs, wbi
from .grounds import (
    GRANTED,
    OWN,
    REFUSED,
    refused,
    round_of,
    said,
)
from .reasons import RS_FEWER, WBI_FITS
from .rounds import FEW_HOMES, decided

# May is may, and nothing was chosen only where nothing could be.


def test_what_the_minister_may_do_is_told_as_a_power_that_was_used() -> None:
    one = decided(rs(), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000), reasons=RS_FEWER,
                  requested=Euro.euros(8_400_000))  # fmt: skip
    told = said(one, round_of(OWN))
    assert "dan kan ik de bedragen aanpassen naar rato" in told
    assert "verlaag ik alle bedragen" not in told


def test_a_power_that_was_left_is_told_to_the_first_that_crosses_the_ceiling() -> None:
    crossing = decided(wbi(), REFUSED, reasons=why.CROSSES, rank=3)
    assert "Van die bevoegdheid heb ik bij uw aanvraag geen gebruik gemaakt" in said(
        crossing, round_of(OWN)
    )
    below = decided(wbi(), REFUSED, reasons=why.BELOW_THE_LINE, rank=4)
    assert "geen gebruik gemaakt" not in said(below, round_of(OWN))


def test_no_letter_says_that_nothing_was_left_to_choose() -> None:
    for key in OWN:
        one = decided({"woningbouwimpuls": wbi, "gebiedsbudget": gb, "realisatiestimulans": rs}
                      [key](), GRANTED)  # fmt: skip
        for lang, claim in (("nl", "niets te kiezen"), ("en", "othing was left to choose")):
            assert claim not in said(one, round_of(OWN), lang)


def test_what_may_be_reclaimed_is_not_said_to_be_reclaimed() -> None:
    for one in (decided(wbi(), GRANTED), decided(gb(), GRANTED), decided(rs(), GRANTED)):
        told = said(one, round_of(OWN))
        assert re.search("kan ik (?:dat deel )?terugvragen", told)
        assert not re.search(r"vraag ik terug\b", told)


# The committee.


def test_an_advice_that_is_followed_is_annexed_and_a_departure_is_explained() -> None:
    one = decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1)
    own, other = said(one, round_of(OWN)), said(one, round_of())
    for told in (own, other):
        assert "het advies van de commissie" in told
        assert "gaat als apart stuk bij deze brief" in told
    assert "wijk ik af" not in own
    assert re.search(r"Daarvan wijk ik af, omdat .* \(artikel 3:50 Awb\)", other)
    assert "artikel 3:50" not in said(decided(gb(), GRANTED), round_of())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_reasons_of_the_committee_are_no_part_of_a_refusal_on_a_requirement(lang: str) -> None:
    part = {"nl": "zijn een deel van de redenen van dit besluit",
            "en": "are part of the reasons of this decision"}[lang]  # fmt: skip
    few = decided(wbi(homes=FEW_HOMES), Outcome.REFUSED_RULE)
    late = decided(wbi(), Outcome.REFUSED_LATE)
    for one in (few, late):
        told = said(one, round_of(OWN), lang)
        assert part not in told
        assert ("apart stuk bij deze brief" if lang == "nl" else "document of its own") in told
    for one in (decided(wbi(), GRANTED), refused("CEILING-woningbouwimpuls")):
        assert part in said(one, round_of(OWN), lang)
