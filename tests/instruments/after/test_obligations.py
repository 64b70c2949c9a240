"""What each scheme asks after the award: its day, what set and moved it, what it costs to miss."""

from datetime import date

import pytest

from verdeelsleutel.grants.after.obligation import Obligation, ObligationKind
from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.instruments.after.obligations import obligations_of
from verdeelsleutel.instruments.instrument import instruments

KINDS = ObligationKind


def owed(
    key: str, opens: date, decided: date, moved: dict[KINDS, tuple[date, Bilingual]] | None = None
) -> dict[KINDS, Obligation]:
    own = instruments()[key]
    found = obligations_of(
        own.key, own.obligations, own.catalogue.law_on(opens), decided, moved or {}
    )
    return {one.kind: one for one in found}


@pytest.mark.parametrize(
    ("decided", "first", "last"),
    [
        (date(2026, 12, 14), date(2029, 12, 14), date(2036, 12, 14)),
        (date(2026, 2, 28), date(2029, 2, 28), date(2036, 2, 28)),
        (date(2028, 2, 29), date(2031, 2, 28), date(2038, 2, 28)),  # no 29 February then
        (date(2026, 12, 19), date(2029, 12, 19), date(2036, 12, 19)),  # no weekend moves a year
    ],
)
def test_the_impulse_asks_a_start_in_three_years_and_the_last_in_ten(
    decided: date, first: date, last: date
) -> None:
    found = owed("woningbouwimpuls", date(2026, 9, 1), decided)
    assert list(found) == [
        KINDS.FIRST_START, KINDS.LAST_START, KINDS.AFFORDABLE, KINDS.ON_REQUEST, KINDS.NOTICE,
    ]  # fmt: skip
    assert (found[KINDS.FIRST_START].day, found[KINDS.LAST_START].day) == (first, last)
    assert found[KINDS.FIRST_START].reasons[1].nl == (
        "niet verschoven: een termijn in jaren (artikel 4, onderdeel a, Algemene termijnenwet)"
    )
    assert found[KINDS.AFFORDABLE].share == (1, 2)
    assert found[KINDS.LAST_START].article == (
        "artikel 3, tweede lid, van de Regeling Woningbouwimpuls 2020"
    )
    assert found[KINDS.LAST_START].missed_article == (
        "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020"
    )


@pytest.mark.parametrize(
    ("opens", "asked", "told"),
    [
        (date(2022, 8, 19), "artikel 9 van het Besluit", "artikel 4 van de Regeling"),
        (date(2025, 12, 31), "artikel 9 van het Besluit", "artikel 4 van de Regeling"),
        (date(2026, 1, 1), "artikel 9, eerste en tweede lid,", "artikel 4, achtste lid,"),
    ],
)
def test_an_award_of_before_2026_is_asked_by_no_paragraph_of_the_text_of_2026(
    opens: date, asked: str, told: str
) -> None:
    found = owed("woningbouwimpuls", opens, date(2026, 3, 2))
    assert found[KINDS.ON_REQUEST].article.startswith(asked)
    assert found[KINDS.NOTICE].article.startswith(told)


@pytest.mark.parametrize(
    ("opens", "last", "ready"),
    [
        (date(2023, 12, 1), date(2030, 12, 31), date(2035, 12, 31)),
        (date(2025, 11, 27), date(2030, 12, 31), date(2035, 12, 31)),
        (date(2025, 11, 28), date(2034, 12, 31), date(2039, 12, 31)),
        (date(2026, 3, 2), date(2034, 12, 31), date(2039, 12, 31)),
    ],
)
def test_the_area_budget_asks_the_days_of_its_edition(opens: date, last: date, ready: date) -> None:
    found = owed("gebiedsbudget", opens, date(2026, 6, 1))
    assert (found[KINDS.LAST_START].day, found[KINDS.MEASURES_READY].day) == (last, ready)
    assert "vaste datum" in found[KINDS.LAST_START].reasons[1].nl
    report = found[KINDS.REPORT]
    assert report.days_between(date(2026, 6, 1), date(2028, 7, 1)) == (
        date(2026, 7, 1), date(2027, 7, 1), date(2028, 7, 1),
    )  # fmt: skip
    assert report.days_between(date(2026, 7, 1), date(2027, 6, 30)) == ()
    assert "artikel 6, zesde lid" in found[KINDS.NOTICE].article
    assert {one.missed_article for one in found.values()} == {
        "artikel 10, vijfde lid, van de Tijdelijke regeling specifieke uitkering gebiedsbudget"
    }


def test_a_later_decision_moves_a_day_and_the_reason_says_so() -> None:
    by = Bilingual(nl="gewijzigd bij besluit van 01-03-2030", en="changed")
    moved = {KINDS.LAST_START: (date(2036, 12, 31), by)}
    found = owed("gebiedsbudget", date(2026, 3, 2), date(2026, 6, 1), moved)
    assert found[KINDS.LAST_START].day == date(2036, 12, 31)
    assert [one.nl for one in found[KINDS.LAST_START].reasons][::2] == [
        "31-12-2034 volgens artikel 6, derde lid, van de Tijdelijke regeling specifieke uitkering "
        "gebiedsbudget",
        "gewijzigd bij besluit van 01-03-2030",
    ]
    assert found[KINDS.MEASURES_READY].day == date(2039, 12, 31)


def test_a_scheme_that_asks_nothing_by_the_day_says_why() -> None:
    own = instruments()["realisatiestimulans"]
    stimulus = owed("realisatiestimulans", date(2027, 1, 4), date(2027, 12, 1))
    assert [(one.kind, one.day, one.article) for one in stimulus.values()] == [
        (
            KINDS.ON_REQUEST, None,
            "artikel 4.1, eerste en tweede lid, van de Tijdelijke regeling realisatiestimulans",
        )
    ]  # fmt: skip
    assert own.obligations.none is not None
    assert "geen termijn" in own.obligations.none.nl
    access = owed("bereikbaarheid", date(2026, 3, 2), date(2026, 6, 1))
    assert [one.day for one in access.values()] == [None]


@pytest.mark.parametrize("key", sorted(instruments()))
def test_every_duty_names_a_rule_of_its_catalogue_or_an_article_with_its_source(key: str) -> None:
    own = instruments()[key]
    for duty in own.obligations.duty:
        if duty.rule:
            assert duty.rule in own.catalogue.codes
            assert not duty.article
        else:
            assert duty.article
            assert duty.source
            assert duty.confidence in {"V1", "V2", "R", "D"}
        assert bool(duty.missed_article) != ("geen artikel" in duty.missed.nl)
