"""The gate of a real round: what its distribution may rest on (lawful level, dates, two people)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.rounds.basis import BasisKind, LegalBasis
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy
from verdeelsleutel.instruments.gate import lacking

OPENS = date(2026, 9, 1)
LEVELS = {
    "woningbouwimpuls": BasisKind.AMVB,
    "gebiedsbudget": BasisKind.MINISTERIAL_REGULATION,
    "bereikbaarheid": BasisKind.MINISTERIAL_REGULATION,
}
CEILINGS = {
    "woningbouwimpuls": "€ 75 mln",
    "gebiedsbudget": "€ 1.017,5 mln",
    "realisatiestimulans": "€ 1.486 mln",
}
OWN_RULES = {
    "woningbouwimpuls": "rank", "gebiedsbudget": "closed_list", "realisatiestimulans": "pro_rata",
}  # fmt: skip
PEOPLE = ("A. van Rijnsoever", "M. Oudekerk")
FICTIONAL = ("fictief", "Fictieve", "FICTIEF", "fictional", "Voorbeeldregeling", "verzonnen")


def text(kind: BasisKind, **other: object) -> dict[str, Any]:
    """A text of law of that level, in force before the window."""
    sound = {
        "kind": kind.value,
        "title": "Besluit verdeling woningbouwmiddelen 2026",
        "reference": f"{kind.journal}. 2026, 214",
        "article": "artikel 3",
        "published": date(2026, 6, 30),
        "in_force": date(2026, 7, 1),
    }
    return sound | other


def policy(instruments: Mapping[str, Mapping[str, Any]], kind: str = "real") -> Policy:
    """A round with these schemes, by the optimiser unless they say otherwise."""
    return Policy.model_validate(
        {
            "round": {
                "id": "2026-1", "title": "Ronde 2026-1", "kind": kind, "window_opens": OPENS,
                "window_closes": date(2026, 10, 15), "decision_date": date(2026, 11, 30),
            },
            "funds": {"vro": {"name_nl": "VRO", "name_en": "VRO", "total": "€ 5 mld"}},
            "instruments": {
                key: {"fund": "vro", "rule": "optimise"}
                | ({"ceiling": CEILINGS[key]} if key in CEILINGS else {})
                | dict(own)
                for key, own in instruments.items()
            },
        }
    )  # fmt: skip


def with_basis(key: str, basis: object, people: tuple[str, ...] = PEOPLE) -> Policy:
    return policy({key: {"basis": basis, "authorised_by": people}})


@pytest.mark.parametrize("key", LEVELS)
@pytest.mark.parametrize("kind", BasisKind)
def test_a_basis_suffices_from_the_level_of_what_it_departs_from(key: str, kind: BasisKind) -> None:
    lacks = lacking(with_basis(key, text(kind)))
    assert bool(lacks) is not kind.reaches(LEVELS[key])
    assert all(one.instrument == key and "kan alleen een" in one.nl for one in lacks)


def test_an_amvb_is_needed_for_the_woningbouwimpuls_and_a_regulation_is_not_enough() -> None:
    (lacks,) = lacking(with_basis("woningbouwimpuls", text(BasisKind.MINISTERIAL_REGULATION)))
    assert lacks.nl == (
        "Besluit verdeling woningbouwmiddelen 2026 is een ministeriële regeling. Van artikel 5 van "
        "het Besluit Woningbouwimpuls 2020 en artikel 6 van de Regeling Woningbouwimpuls 2020 kan "
        "alleen een algemene maatregel van bestuur of een hogere regeling afwijken."
    )


@pytest.mark.parametrize("key", OWN_RULES)
def test_a_schemes_own_rule_needs_no_other_basis_and_nobody_to_allow_it(key: str) -> None:
    assert lacking(policy({key: {"rule": OWN_RULES[key]}})) == ()


@pytest.mark.parametrize("kind", BasisKind)
@pytest.mark.parametrize(
    "rule", [r for r in DistributionRule if r is not DistributionRule.PRO_RATA]
)
def test_an_entitlement_is_never_refused_for_want_of_money_in_a_real_round(
    rule: DistributionRule, kind: BasisKind
) -> None:
    chosen = {"rule": rule.value, "basis": text(kind), "authorised_by": PEOPLE}
    told = [one.nl for one in lacking(policy({"realisatiestimulans": chosen}))]
    assert any("en nooit niets omdat het geld op is" in one for one in told)
    assert lacking(policy({"realisatiestimulans": {"rule": "pro_rata"}})) == ()


def test_any_payment_for_bereikbaarheid_needs_a_regulation() -> None:
    (basis, people) = lacking(policy({"bereikbaarheid": {"rule": "optimise"}}))
    assert "[instruments.bereikbaarheid.basis]" in basis.nl
    assert "authorised_by" in people.nl


@given(st.integers(min_value=-400, max_value=400), st.sampled_from(sorted(LEVELS)))
def test_it_is_published_before_the_window_opens_and_in_force_when_it_does(
    days: int, key: str
) -> None:
    day = OPENS + timedelta(days=days)
    kind = LEVELS[key]
    published = text(kind, published=day, in_force=OPENS)
    published["reference"] = f"{kind.journal}. {day.year}, 214"
    assert bool(lacking(with_basis(key, published))) is (day >= OPENS)
    in_force = text(kind, in_force=day)
    assert bool(lacking(with_basis(key, in_force))) is (day > OPENS)


@given(
    st.sampled_from(["title", "article", "reference"]),
    st.sampled_from(FICTIONAL),
    st.sampled_from(["{}", "Besluit verdeling ({})", "{} woningbouwmiddelen 2026"]),
)
def test_a_fictional_basis_opens_no_real_round(field: str, word: str, shape: str) -> None:
    for key, kind in LEVELS.items():
        lacks = lacking(with_basis(key, text(kind, **{field: shape.format(word)})))
        assert any("is fictief" in one.nl for one in lacks)


@pytest.mark.parametrize("words", ["", "x", "B", "Besluit verdeling, artikel 3", "n.v.t."])
@pytest.mark.parametrize("key", LEVELS)
def test_a_free_text_is_no_basis(key: str, words: str) -> None:
    (lacks,) = lacking(with_basis(key, words))
    assert f"[instruments.{key}.basis]" in lacks.nl


@pytest.mark.parametrize("words", ["x", "Voorbeeldbesluit", "artikel 3 (fictief)"])
def test_a_basis_that_says_nothing_is_refused_under_a_schemes_own_rule_too(words: str) -> None:
    assert lacking(policy({"woningbouwimpuls": {"rule": "rank", "basis": words}}))
    sound = {"rule": "rank", "basis": "Besluit Woningbouwimpuls 2020, art. 5"}
    assert lacking(policy({"woningbouwimpuls": sound})) == ()


@pytest.mark.parametrize(
    "other",
    [{"title": "x"}, {"article": "3"}, {"reference": "Stb. 2026"}, {"reference": "Stb. 2025, 214"},
     {"reference": "Stcrt. 2026, 214"}, {"reference": "nog niet bekend"}],
    ids=str,
)  # fmt: skip
def test_what_it_says_of_itself_can_be_found_in_the_journal(other: dict[str, str]) -> None:
    (lacks,) = lacking(with_basis("woningbouwimpuls", text(BasisKind.AMVB, **other)))
    assert lacks.instrument == "woningbouwimpuls"


@pytest.mark.parametrize(
    "people",
    [(), ("A. van Rijnsoever",), ("A. van Rijnsoever", " a. van rijnsoever "), ("A", "B"),
     ("A. van Rijnsoever", "M. Oudekerk (fictief)")],
    ids=len,
)  # fmt: skip
def test_two_real_people_stand_under_it(people: tuple[str, ...]) -> None:
    (lacks,) = lacking(with_basis("gebiedsbudget", text(BasisKind.AMVB), people))
    assert "authorised_by" in lacks.nl


def test_a_ceiling_above_the_one_that_is_known_asks_for_its_source() -> None:
    higher = {"rule": "rank", "ceiling": "€ 75.000.000,01"}
    (lacks,) = lacking(policy({"woningbouwimpuls": higher}))
    assert "ceiling_source" in lacks.nl
    assert "75.000.000" in lacks.nl
    found = higher | {"ceiling_source": "Stcrt. 2026, 31882, besluit uitkeringsplafond 2026"}
    assert lacking(policy({"woningbouwimpuls": found})) == ()
    made_up = higher | {"ceiling_source": "Stcrt. 2026, 0 (fictief)"}
    assert lacking(policy({"woningbouwimpuls": made_up}))


def test_a_hard_limit_with_a_source_that_does_not_exist_opens_no_real_round() -> None:
    sound = policy({"woningbouwimpuls": {"rule": "rank"}}).model_dump(mode="json")
    limit = {
        "code": "NPLV", "measure": "money", "at_least": "€ 1 mln", "hard": True,
        "source": "Voorbeeldregeling, artikel 6 (fictief)", "sentence_nl": "x", "sentence_en": "x",
    }  # fmt: skip
    (lacks,) = lacking(Policy.model_validate(sound | {"constraint": [limit]}))
    assert "NPLV" in lacks.nl
    soft = limit | {"hard": False}
    assert lacking(Policy.model_validate(sound | {"constraint": [soft]})) == ()


def test_every_lack_is_told_in_english_too() -> None:
    lacks = lacking(with_basis("woningbouwimpuls", text(
        BasisKind.DECISION, title="Besluit", article="3 (fictief)", published=OPENS
    ), ()))  # fmt: skip
    assert len(lacks) == 4
    for one in lacks:
        assert one.sentence("nl") != one.sentence("en")
        assert one.sentence("en")[0].isupper()


def test_only_real_rounds_of_this_edition_are_held_to_it() -> None:
    for kind in ("example", "what_if", "planning"):
        assert not policy({"woningbouwimpuls": {}}, kind).held_against_law
    real = policy({"woningbouwimpuls": {}})
    assert real.held_against_law
    assert not Policy.sealed(
        real.model_copy(update={"edition": 1}).model_dump_json()
    ).held_against_law


def test_a_policy_of_before_keeps_its_text_and_its_seal() -> None:
    before = with_basis("gebiedsbudget", "Besluit verdeling 2026, artikel 3")
    written = before.instruments["gebiedsbudget"].model_dump(mode="json")
    assert written["basis"] == "Besluit verdeling 2026, artikel 3"
    assert "ceiling_source" not in written
    typed = with_basis("gebiedsbudget", text(BasisKind.AMVB)).instruments["gebiedsbudget"]
    assert isinstance(typed.basis, LegalBasis)
    assert typed.basis_text == (
        "Besluit verdeling woningbouwmiddelen 2026 (Stb. 2026, 214), artikel 3"
    )


@pytest.mark.parametrize(
    ("key", "rule", "day", "unread"),
    [
        ("gebiedsbudget", "closed_list", date(2023, 11, 17), "De bijlage bij de regels"),
        ("gebiedsbudget", "closed_list", date(2025, 11, 27), "De bijlage bij de regels"),
        ("gebiedsbudget", "closed_list", date(2025, 11, 28), ""),
        ("woningbouwimpuls", "rank", date(2022, 12, 31), ""),
        ("woningbouwimpuls", "rank", date(2023, 1, 1), "De regels"),
        ("woningbouwimpuls", "rank", date(2025, 7, 31), "De regels"),
        ("woningbouwimpuls", "rank", date(2025, 8, 1), ""),
    ],
)
def test_a_window_of_which_text_or_annex_was_not_read_carries_no_real_round(
    key: str, rule: str, day: date, unread: str
) -> None:
    data = policy({key: {"rule": rule, "ceiling": "\u20ac 1 mln"}}).model_dump(mode="json")
    data["round"] |= {
        "window_opens": day, "window_closes": day + timedelta(days=14), "decision_date": None,
    }  # fmt: skip
    found = lacking(Policy.model_validate(data))
    assert [(one.instrument, one.place) for one in found] == (
        [(key, ("round", "kind"))] if unread else []
    )
    for one in found:
        assert one.nl.startswith(f"{unread} van ")
        assert one.nl.endswith('Dit tijdvak kan alleen een verkenning zijn (kind = "what_if").')
        assert one.en.endswith('This window can only be a what-if (kind = "what_if").')
