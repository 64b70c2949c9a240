"""The law as data: everything has a source, dates and sentences that can be filled in."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from string import Formatter

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.catalogue import Catalogue, Law, load_catalogue, read_catalogue
from verdeelsleutel.instruments.law.parameters import (
    CatalogueError,
    NotInForce,
    PolicyParameterRefused,
    Unit,
    read_value,
)
from verdeelsleutel.instruments.law.quantity import Share, Term

NAMES = ("woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid", "algemeen")
CODES = {
    "woningbouwimpuls": [f"WBI-{n:02d}" for n in range(1, 34)],
    "realisatiestimulans": [f"RS-{n:02d}" for n in range(1, 16)],
    "gebiedsbudget": [f"GB-{n:02d}" for n in (*range(1, 14), 18, *range(14, 18))],
    "bereikbaarheid": [f"BER-{n:02d}" for n in range(1, 10)],
    "algemeen": [
        *("AFF-01", "AFF-02", "AFF-03", "GEN-01", "GEN-02", "GEN-03", "GEN-04", "GOAL-01"),
        *("ODD-01", "ODD-02", "ODD-03", "ODD-04", "ALG-01", "ALG-02"),
    ],
}


@pytest.fixture(params=NAMES)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return load_catalogue(request.param)


def test_the_catalogue_has_every_code(catalogue: Catalogue) -> None:
    assert list(catalogue.codes) == CODES[catalogue.name]


def test_every_parameter_has_a_source_an_article_and_dates(catalogue: Catalogue) -> None:
    assert catalogue.parameters
    for parameter in catalogue.parameters:
        assert len(parameter.source) > 10, parameter.key
        assert len(parameter.article) > 5, parameter.key
        assert parameter.valid_from >= date(2020, 1, 1), parameter.key
        assert parameter.valid_to is None or parameter.valid_to >= parameter.valid_from


def test_no_rule_has_two_texts_on_one_day(catalogue: Catalogue) -> None:
    for code in catalogue.codes:
        every = [v for v in catalogue.versions if v.code == code]
        for edition in {v.edition for v in every}:
            versions = sorted(
                (v for v in every if v.edition == edition), key=lambda v: v.valid_from
            )
            for earlier, later in pairwise(versions):
                assert earlier.valid_to is not None, code
                assert earlier.valid_to < later.valid_from, code


def test_every_source_of_a_file_is_cited(catalogue: Catalogue) -> None:
    named = {v.source for v in catalogue.versions} | {p.source for p in catalogue.parameters}
    assert set(catalogue.written.sources.values()) <= named | {"niet nagelezen"}


def test_a_sentence_is_whole_and_has_the_same_values_in_both_languages(
    catalogue: Catalogue,
) -> None:
    for version in catalogue.versions:
        for name, sentence in version.sentences.items():
            assert sentence.nl[0].isupper() or sentence.nl.startswith("{"), (version.code, name)
            assert sentence.nl.endswith("."), (version.code, name)
            assert _names(sentence.nl) == _names(sentence.en), (version.code, name)


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_what_nobody_read_in_the_law_is_provisional(catalogue: Catalogue) -> None:
    for parameter in catalogue.parameters:
        if parameter.confidence.value in ("R", "D"):
            assert parameter.provisional, parameter.key


@pytest.mark.parametrize(
    ("day", "present", "absent"),
    [
        (date(2023, 12, 17), "WBI-02", "WBI-03"),
        (date(2023, 12, 18), "WBI-03", "WBI-02"),
        (date(2025, 12, 31), "WBI-03", "WBI-04"),
        (date(2026, 1, 1), "WBI-04", "WBI-03"),
        (date(2025, 12, 31), "WBI-11", "WBI-12"),
        (date(2026, 1, 1), "WBI-12", "WBI-11"),
        (date(2025, 7, 31), "WBI-14", "WBI-15"),
        (date(2025, 8, 1), "WBI-15", "WBI-14"),
    ],
)
def test_the_law_of_the_window_decides(day: date, present: str, absent: str) -> None:
    codes = {version.code for version in load_catalogue("woningbouwimpuls").law_on(day).rules}
    assert present in codes
    assert absent not in codes


@pytest.mark.parametrize("day", [date(2025, 7, 31), date(2025, 8, 1)])
def test_the_weights_of_the_criteria_add_up_to_one(day: date) -> None:
    law = load_catalogue("woningbouwimpuls").law_on(day)
    rule = "WBI-15" if law.has("WBI-15.urgency") else "WBI-14"
    shares = [p.value for p in law.amounts_of(rule).values()]
    assert sum(s.value for s in shares if isinstance(s, Share)) == 1


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("woningbouwimpuls", date(2022, 7, 8)),
        ("gebiedsbudget", date(2023, 11, 16)),
        ("gebiedsbudget", date(2040, 9, 30)),
        ("realisatiestimulans", date(2025, 12, 31)),
        ("realisatiestimulans", date(2031, 1, 1)),
        ("bereikbaarheid", date(2025, 11, 9)),
    ],
)
def test_a_date_outside_the_known_law_stops_the_round(name: str, day: date) -> None:
    with pytest.raises(NotInForce, match=f"{name} kent het recht vanaf"):
        load_catalogue(name).law_on(day)
    inside = day + timedelta(days=1 if day < date(2026, 1, 1) else -1)
    assert load_catalogue(name).law_on(inside).rules


def test_a_price_limit_is_never_carried_into_a_year_without_one() -> None:
    general = load_catalogue("algemeen")
    assert general.law_on(date(2026, 12, 31)).euro("AFF-01.monthly_rent") == Euro(93293)
    assert general.law_on(date(2025, 1, 1)).euro("AFF-03.price") == Euro.euros(405_000)
    with pytest.raises(NotInForce, match=r"no parameter AFF-01.monthly_rent on 2027-01-01"):
        general.law_on(date(2027, 1, 1)).euro("AFF-01.monthly_rent")


def test_the_policy_may_set_what_no_law_fixes() -> None:
    catalogue, day = load_catalogue("bereikbaarheid"), date(2026, 3, 1)
    law = catalogue.law_on(day, {"BER-04.regional_share": "40%"})
    assert law.share("BER-04.regional_share") == Share(Fraction(2, 5))
    assert catalogue.law_on(day).share("BER-04.regional_share") == Share(Fraction(1, 2))


@pytest.mark.parametrize(
    ("name", "key", "value", "why"),
    [
        ("bereikbaarheid", "BER-04.regional_shares", "40%", "dat kent bereikbaarheid niet"),
        ("bereikbaarheid", "BER-04.regional_share", "veel", "op 'veel'"),
        ("bereikbaarheid", "BER-04.regional_share", "1/0", "op '1/0'"),
        ("bereikbaarheid", "BER-02.latest_start", "2030-12-31", "not a date"),
        ("bereikbaarheid", "BER-03.minimum_inside", "12,5", "not a whole number"),
        ("woningbouwimpuls", "WBI-05.affordable_share", "40%", "artikel 3, eerste lid"),
    ],
)
def test_the_policy_may_not_set_what_is_law_or_cannot_be_read(
    name: str, key: str, value: str, why: str
) -> None:
    with pytest.raises(PolicyParameterRefused, match=why):
        load_catalogue(name).law_on(date(2026, 3, 1), {key: value})


def test_the_annexes_add_up_as_published() -> None:
    supplements = load_catalogue("realisatiestimulans").law_on(date(2026, 1, 1))
    assert _sum(supplements, "RS-10") == Euro.euros(204_425_169)
    assert _sum(supplements, "RS-11") == Euro.euros(59_683_000)
    first = load_catalogue("gebiedsbudget").law_on(date(2023, 12, 1))
    assert _sum(first, "GB-02") == Euro.euros(441_955_000) + Euro.euros(2 * 12_206_000 - 24_412_000)
    second = load_catalogue("gebiedsbudget").law_on(date(2026, 3, 1))
    assert len(second.amounts_of("GB-02")) == 21
    assert _sum(second, "GB-02") < second.euro("GB-01.ceiling")


def _sum(law: Law, code: str) -> Euro:
    rows = {name: p.value for name, p in law.amounts_of(code).items() if name != "ceiling"}
    return Euro.total(value for value in rows.values() if isinstance(value, Euro))


def test_every_instrument_knows_the_ceiling_of_its_law_but_takes_no_provisional_one() -> None:
    day = date(2026, 3, 1)
    assert {key: instrument.ceiling_on(day) for key, instrument in instruments().items()} == {
        "woningbouwimpuls": None,  # € 75 mln stands in one news digest only
        "gebiedsbudget": Euro.euros(1_017_500_000),
        "realisatiestimulans": Euro.euros(1_486_000_000),
        "bereikbaarheid": None,
        "nplv_ruimte": Euro.euros(180_000_000),
        "nplv_capaciteit": Euro.euros(50_000_000),
    }


def test_the_bounds_of_the_intake_are_those_of_the_law() -> None:
    task = {"minimum": Fraction(2), "maximum": Fraction(8)}
    law = load_catalogue("woningbouwimpuls").law_on(date(2026, 3, 1))
    assert {name: law.score(f"WBI-18.task_{name}").value for name in task} == task
    notes = {c.label: c.note for key in NAMES[:4] for c in instruments()[key].columns}
    assert notes["Score woningbouwopgave"].startswith("2-8, ")
    assert notes["Score noodzaak"].endswith(" 1-10.")
    assert notes["Startjaar"].endswith(" 2025-2029.")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("€ 7.000", Unit.EUROS, Euro.euros(7_000)),
        ("2/3", Unit.SHARE, Share(Fraction(2, 3))),
        ("33,5%", Unit.SHARE, Share(Fraction(67, 200))),
        ("31-12-2034", Unit.DAY, date(2034, 12, 31)),
        ("13", Unit.WEEKS, Term(13, "weeks")),
        ("100.000", Unit.NUMBER, 100_000),
        ("ja", Unit.TEXT, "ja"),
    ],
)
def test_a_value_is_read_exactly(text: str, unit: Unit, value: object) -> None:
    assert read_value(text, unit) == value


@pytest.mark.parametrize("unit", [Unit.SHARE, Unit.SCORE])
@pytest.mark.parametrize("text", ["1/0", "0/0%", "nan", "1e999999999", "", "veel"])
def test_what_a_policy_types_for_a_share_and_is_none_is_a_fault(text: str, unit: Unit) -> None:
    with pytest.raises(ValueError, match="schrijf een aandeel als tekst"):
        read_value(text, unit)


SMALL = """
instrument = "proef"
known_from = 2026-01-01
provisional = { nl = "Voorlopig.", en = "Provisional." }
sources = { wet = "Wet van de proef" }
[[rule]]
code = "PRO-01"
question = { nl = "Klopt het?", en = "Is it right?" }
[[rule.version]]
article = "artikel 1"
source = "wet"
confidence = "V1"
valid_from = 2026-01-01
parameters.limit = { value = "5", unit = "number" }
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('source = "wet"', 'source = "wat"'),
        ('source = "wet"', ""),
        ("valid_from = 2026-01-01", ""),
        ('confidence = "V1"', 'confidence = "V9"'),
        ('value = "5"', 'value = "vijf"'),
        ('value = "5"', "value = 5"),
        ('article = "artikel 1"', 'artikel = "artikel 1"'),
        ("[[rule]]", "[[rule]"),
    ],
)
def test_a_fault_in_a_catalogue_is_one_clear_error(old: str, new: str) -> None:
    assert read_catalogue(SMALL, "proef.toml").law_on(date(2026, 5, 1)).number("PRO-01.limit") == 5
    with pytest.raises(CatalogueError, match=r"proef\.toml|PRO-01"):
        read_catalogue(SMALL.replace(old, new), "proef.toml")


def test_a_parameter_of_another_kind_is_a_fault_of_the_program() -> None:
    law = read_catalogue(SMALL, "proef.toml").law_on(date(2026, 5, 1))
    with pytest.raises(TypeError, match=r"PRO-01\.limit is a int, not a Euro"):
        law.euro("PRO-01.limit")
