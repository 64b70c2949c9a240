"""How an explanation begins: for every outcome, scheme, kind of round and rule, true and short."""

from __future__ import annotations

import re
from itertools import product

import pytest

from verdeelsleutel.grants.bilingual import LANGUAGES
from verdeelsleutel.grants.decisions.allocation import Award, Outcome, Reason, Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule, RoundKind
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.wording.opening import Opened, opening
from verdeelsleutel.io.wording.texts import read_texts
from verdeelsleutel.optimiser.solution import Why

GRANTED = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
_GIVES = (Why.FITS, Why.PRO_RATA, Why.FEWER_STEPS, Why.FIXED_IN, Why.MARGINAL)
_OPEN = (Why.LOTS_NEEDED, Why.WAITS, Why.BELOW_MINIMUM)
_SAID = {
    Outcome.REFUSED_RULE: ("WBI-01", "Het project telt netto 199 woningen; nodig zijn er 200"),
    Outcome.NEEDS_JUDGEMENT: ("WBI-16", "De score voor noodzaak ontbreekt."),
    Outcome.REFUSED_LATE: ("LATE", "De aanvraag kwam op 2 april."),
}


def _why(outcome: Outcome) -> list[str]:
    """The codes that an outcome can have: of the division of the money, or of itself."""
    own = _SAID.get(outcome, (outcome.value.upper(), "Een zin met de reden."))[0]
    if outcome in GRANTED:
        return [*(f"MONEY-{why.value.upper().replace('_', '-')}" for why in _GIVES), "RESERVE"]
    if outcome is Outcome.REFUSED_CEILING:
        whys = [why for why in Why if why not in (*_GIVES, *_OPEN)]
        return [*(f"MONEY-{why.value.upper().replace('_', '-')}" for why in whys), "SUPPLEMENT"]
    if outcome is Outcome.NEEDS_JUDGEMENT:
        return [own, *(f"MONEY-{why.value.upper().replace('_', '-')}" for why in _OPEN)]
    return [own]


def _award(scheme: str, outcome: Outcome, code: str) -> Award:
    nl = _SAID.get(outcome, ("", "Een zin met de reden."))[1]
    asked = Euro.euros(12_300_000)
    amount = {Outcome.GRANTED: asked, Outcome.PARTLY_GRANTED: Euro.euros(4_000_000)}
    return Award(
        application_id="A-1", instrument=scheme, project_id="P-1", municipality_code="GM0344",
        outcome=outcome, requested=asked, amount=amount.get(outcome, Euro(0)), rank=24,
        reasons=(Reason(code=code, article="art. 1", nl=nl, en="A sentence with the reason."),),
        reserved=Euro.euros(5) if outcome is Outcome.SET_ASIDE else Euro(0),
    )  # fmt: skip


def _opened(scheme: str, award: Award | None, **more: object) -> Opened:
    sent = instruments()[scheme].submission
    usual = {
        "award": award, "kind": RoundKind.REAL, "rule": DistributionRule.OPTIMISE,
        "names": ("Utrecht",), "noun": {lang: sent.one(lang) for lang in LANGUAGES},
        "nouns": {lang: sent.many(lang) for lang in LANGUAGES}, "placed": 117,
        "status": Status.PROVEN, "approved": True,
    }  # fmt: skip
    return Opened.model_validate({**usual, **more})


EVERY = [
    (scheme, outcome, code, kind, rule)
    for scheme, outcome, kind, rule in product(instruments(), Outcome, RoundKind, DistributionRule)
    for code in _why(outcome)
]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_scheme_and_kind_of_policy_begins_with_two_true_sentences(lang: str) -> None:
    assert len(EVERY) > 2_000
    for scheme, outcome, code, kind, rule in EVERY:
        about = _opened(scheme, _award(scheme, outcome, code), kind=kind, rule=rule)
        what, why = opening(about, lang)
        case = (scheme, outcome, code, kind, rule, what, why)
        for said in (what, why):
            assert said.endswith("."), case
            assert not re.search(r"[{}_]|\.\.", said), case
            assert said.count(". ") == 0, case
        assert "Utrecht" in what, case
        gives = "12.300.000" if lang == "nl" else "12,300,000"
        assert (gives in what) == (outcome in GRANTED), case
        nothing = ("geen geld", "no money")[lang == "en"]
        assert (nothing in what) == (outcome.on_a_rule or outcome in (
            Outcome.REFUSED_CEILING, Outcome.COUNTED_ELSEWHERE)), case  # fmt: skip
        decides = ("niets wordt besloten", "nothing is decided")[lang == "en"]
        assert (decides in what) == (kind is not RoundKind.REAL), case
        # A place is told only where an order decided (lawful.md: nowhere else).
        placed = "117" in why
        ordered = code in ("MONEY-BELOW-THE-LINE", "MONEY-FITS") and rule is DistributionRule.RANK
        assert placed == (ordered or code == "MONEY-BELOW-THE-LINE"), case
        # Only what the optimiser chose is called part of a division, or not.
        divided = ("de verdeling die", "the division that")[lang == "en"]
        chosen = code == "MONEY-NOT-CHOSEN" or (
            rule is DistributionRule.OPTIMISE and code in ("MONEY-FITS", "MONEY-FEWER-STEPS")
        )
        assert (divided in why) == chosen, case


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_want_of_money_is_told_and_no_list_is_the_best_unless_that_is_proven(lang: str) -> None:
    for scheme, outcome, code, kind, rule in EVERY:
        award = _award(scheme, outcome, code)
        for status in (Status.NOT_PROVED, Status.PROVEN):
            _, why = opening(_opened(scheme, award, kind=kind, rule=rule, status=status), lang)
            best = ("de meeste betaalbare", "the most affordable")[lang == "en"]
            assert not (status is Status.NOT_PROVED and best in why), why
            assert not re.search("geld (is )?op|niet genoeg geld|not enough money", why), why


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Volgens de vastgestelde verdeling krijgt gemeente Utrecht het volledige bedrag: "
             "€\u00a012.300.000. De aanvraag hoort bij de verdeling die binnen de voorwaarden van "
             "deze ronde, na haar doelen, de meeste betaalbare woningen steunt."),
        ({"approved": False, "rule": DistributionRule.RANK},
         "Volgens de verdeling, die nog niet is vastgesteld, krijgt gemeente Utrecht het volledige "
         "bedrag: €\u00a012.300.000. In de rangschikking staat zij op plaats 24 van de 117 die aan "
         "de regels voldeden, en daar past zij nog binnen het plafond."),
        ({"changed": True, "names": ("Utrecht", "Houten"), "rule": DistributionRule.PRO_RATA},
         "Volgens de vastgestelde verdeling, waarin voor deze aanvraag later iets veranderde, "
         "krijgen de gemeenten Utrecht en Houten samen het volledige bedrag: €\u00a012.300.000. "
         "Het plafond is genoeg voor alle aanvragen samen."),
        ({"changed": True, "upon_objection": Euro.parse("€ 14 mln")},
         "Volgens de vastgestelde verdeling, waarin voor deze aanvraag later iets veranderde, "
         "krijgt gemeente Utrecht na bezwaar €\u00a014.000.000 voor deze aanvraag. Bij de "
         "verdeling was het €\u00a012.300.000; een gegrond bezwaar veranderde dat."),
    ],
)  # fmt: skip
def test_what_a_mayor_reads_first(more: dict[str, object], said: str) -> None:
    award = _award("woningbouwimpuls", Outcome.GRANTED, "MONEY-FITS")
    assert " ".join(opening(_opened("woningbouwimpuls", award, **more), "nl")) == said


def test_before_the_money_is_divided_nothing_is_settled() -> None:
    for scheme, kind, lang in product(instruments(), RoundKind, LANGUAGES):
        about = _opened(scheme, None, kind=kind, status=None, approved=False, names=())
        what, why = opening(about, lang)
        assert ("nog niets bepaald", "nothing is settled")[lang == "en"] in what
        assert why == ("Dat gebeurt als de ronde wordt verdeeld.",
                       "That happens when the round is divided.")[lang == "en"]  # fmt: skip


def test_each_why_and_each_outcome_has_its_own_sentence() -> None:
    keys = set(read_texts("verdeelsleutel.io.wording", "opening.toml"))
    for why in Why:
        assert any(key == f"why.{why.value}" or key.startswith(f"why.{why.value}_") for key in keys)
    assert {f"what.{outcome.value}" for outcome in Outcome} <= keys
