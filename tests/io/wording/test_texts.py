"""The tables of sentences: both languages, the same fields, and values in their notation."""

import re
from datetime import date
from string import Formatter

import pytest

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.bilingual import LANGUAGES, Bilingual
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.instruments.after.besides import Supplement
from verdeelsleutel.io.wording.outcomes import answer_in, outcome_in, rule_in
from verdeelsleutel.io.wording.texts import Texts, read_texts, sentences_in

TABLES = [
    ("verdeelsleutel.io.wording", "sentences.toml"),
    ("verdeelsleutel.io.wording", "reasons.toml"),
    ("verdeelsleutel.io.reports", "words.toml"),
    ("verdeelsleutel.io.cli", "words.toml"),
]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("package", "name"), TABLES)
def test_every_text_names_the_same_fields_in_both_languages(package: str, name: str) -> None:
    differing = {
        key: text
        for key, text in read_texts(package, name).items()
        if fields(text.nl) != fields(text.en)
    }
    assert differing == {}


@pytest.mark.parametrize(("package", "name"), TABLES)
def test_no_text_is_empty(package: str, name: str) -> None:
    texts = read_texts(package, name)
    assert texts
    assert [key for key, text in texts.items() if not text.nl or not text.en] == []


ONE_OF_MANY = re.compile(
    r"(?<![\d.,])(?<!van de )(?<!haar )(?<!of the )(?<!of )(?<!its )\b1 "
    r"(?:andere |betaalbare |afgewezen |other |more |affordable |refused )?"
    r"(?:aanvragen|woningen|gemeenten|opgaven|besluiten|"
    r"applications|homes|municipalities|statements|decisions)\b"
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("package", "name"), TABLES)
def test_one_of_something_is_told_in_the_singular(package: str, name: str, lang: str) -> None:
    texts = Texts(lang, read_texts(package, name))
    told = {
        key: texts(key, **dict.fromkeys(fields(text.text(lang)), "1"))
        for key, text in texts.table.items()
    }
    assert {key: said for key, said in told.items() if ONE_OF_MANY.search(said)} == {}


def test_a_word_follows_the_number_that_it_counts() -> None:
    table = {"line": Bilingual(nl="{n} {n:aanvraag krijgt|aanvragen krijgen} geld", en="{n}")}
    told = [Texts("nl", table).told("line", n=n) for n in (0, 1, 2, 1_001)]
    assert told == [
        "0 aanvragen krijgen geld", "1 aanvraag krijgt geld", "2 aanvragen krijgen geld",
        "1.001 aanvragen krijgen geld",
    ]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_outcome_answer_rule_and_supplement_has_a_name(lang: str) -> None:
    assert all(outcome_in(one, lang) for one in Outcome)
    assert all(answer_in(one, lang) for one in Answer)
    assert all(rule_in(one, lang) for one in DistributionRule)
    assert all(one.called.text(lang) for one in Supplement)


def test_a_value_is_filled_in_in_the_notation_of_the_language() -> None:
    table = {"line": Bilingual(nl="{sum} op {day}", en="{sum} on {day}")}
    values = {"sum": Euro(1_234_50), "day": date(2026, 9, 7)}
    assert Texts("nl", table).told("line", **values) == "€\u00a01.234,50 op 07-09-2026"
    assert Texts("en", table).told("line", **values) == "€1,234.50 on 7 September 2026"


def test_braces_in_a_value_mean_nothing() -> None:
    table = {"line": Bilingual(nl="Project {name}.", en="Project {name}.")}
    assert Texts("nl", table)("line", name="{name} {x}") == "Project {name} {x}."


@pytest.mark.parametrize("lang", ["de", "NL", ""])
def test_another_language_is_refused(lang: str) -> None:
    with pytest.raises(ValueError, match="nl or en"):
        sentences_in(lang)


def test_a_text_without_english_is_dutch() -> None:
    assert Bilingual(nl="ja", en="").text("en") == "ja"
