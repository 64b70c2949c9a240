"""Decisions in a round with a typed basis for every scheme, and the words of their letters."""

from __future__ import annotations

from datetime import date
from typing import Any

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.pages.blocks import Letter

from .filed import wbi
from .reasons import WBI_NOT
from .rounds import decided, dossier, policy, sample_office, with_ceilings
from .test_content import words

REFUSED, GRANTED = Outcome.REFUSED_CEILING, Outcome.GRANTED
OWN = {"woningbouwimpuls": "rank", "gebiedsbudget": "closed_list",
       "realisatiestimulans": "pro_rata"}  # fmt: skip
BASIS = {
    "kind": "amvb", "title": "Besluit verdeling woningbouwmiddelen 2026",
    "reference": "Stb. 2026, 214", "article": "artikel 3", "published": date(2026, 2, 1),
    "in_force": date(2026, 3, 1),
}  # fmt: skip
FLOOR = {
    "code": "PROVINCIE-UT", "measure": "money", "at_least": "€ 40 mln", "hard": True,
    "source": "Besluit verdeling woningbouwmiddelen 2026, artikel 7",
    "sentence_nl": "Ten minste € 40 miljoen gaat naar Utrecht.",
    "sentence_en": "At least EUR 40 million goes to Utrecht.", "group": {"province": "Utrecht"},
}  # fmt: skip
GOAL = FLOOR | {
    "code": "DOEL", "hard": False, "importance": 2, "sentence_nl": "Doel van de proef.",
    "sentence_en": "Goal of the test.",
}  # fmt: skip


def round_of(rules: dict[str, str] | None = None, **other: Any) -> Policy:
    """The round of these tests with a typed basis for every scheme."""
    data = policy(**(rules or {})).model_dump(mode="json")
    for own in data["instruments"].values():
        own["basis"] = BASIS
    return with_ceilings(Policy.model_validate(data | other), 100)


def said(one: Decided, under: Policy, lang: str = "nl") -> str:
    return whole(letter(one, under, lang))


def letter(one: Decided, under: Policy, lang: str = "nl") -> Letter:
    return letter_of(one, dossier((one,), policy=under), sample_office(), lang)


def whole(made: Letter) -> str:
    return words(made.blocks) + " " + words(made.annex)


def refused(*binding: str, **more: Any) -> Decided:
    return decided(wbi(), REFUSED, reasons=WBI_NOT, rank=11, binding=binding, **more)
