"""The clause library: complete in both languages, cited, and naming only what exists."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.notation import share
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.clauses import LETTER_OUTCOMES, Clause, Scope, library
from verdeelsleutel.io.letters.decision.conditions import facts_of
from verdeelsleutel.io.letters.decision.fields import fields_of
from verdeelsleutel.io.letters.decision.tables import BUILDERS
from verdeelsleutel.io.letters.setting import setting_of

from .rounds import dossier, every_decision, sample_office

INSTRUMENTS = tuple(instruments())
LIBRARIES = tuple(library(scheme) for scheme in INSTRUMENTS)
SCOPES: tuple[Scope, ...] = tuple(
    dict.fromkeys(scope for one in LIBRARIES for scope in (*one.subject, *one.clause))
)


def test_no_text_speaks_of_a_subsidie() -> None:
    written = [text for scope in SCOPES for text in (scope.nl, scope.en, scope.article)]
    labels = [said for one in LIBRARIES for said in one.labels.values()]
    written += [text for said in labels for text in said.values()]
    assert not [text for text in written if re.search("subsid", text, re.IGNORECASE)]


def test_letters_of_the_realisatiestimulans_speak_of_an_opgave_and_never_of_an_aanvraag() -> None:
    own = [
        scope.nl
        for scope in SCOPES
        if (not scope.instruments or "realisatiestimulans" in scope.instruments)
        and "!statement" not in scope.when
    ]
    assert not [text for text in own if re.search("aanvra", text, re.IGNORECASE)]


def test_every_text_has_both_languages_and_an_article() -> None:
    for scope in SCOPES:
        assert scope.nl.strip()
        assert scope.en.strip()
        assert re.search(r"artikel|afsprakenlijst|beleid van de ronde", scope.article), scope.nl


def test_both_languages_name_the_same_fields_and_set_the_same_words_in_bold() -> None:
    for scope in SCOPES:
        fields = [sorted(re.findall(r"\{(\w+)\}", text)) for text in (scope.nl, scope.en)]
        assert set(fields[0]) == set(fields[1]), scope.nl
        assert scope.nl.count("**") == scope.en.count("**") in (0, 2, 4)


def test_labels_are_the_same_in_both_languages_and_none_is_empty() -> None:
    for one in LIBRARIES:
        assert one.labels["nl"].keys() == one.labels["en"].keys()
        assert all(text for labels in one.labels.values() for text in labels.values())


def test_a_label_is_the_same_in_whichever_scheme_it_is_found() -> None:
    said = {
        (lang, name, text)
        for one in LIBRARIES
        for lang, labels in one.labels.items()
        for name, text in labels.items()
    }
    assert len({(lang, name) for lang, name, _ in said}) == len(said)


def test_a_letter_of_one_scheme_has_the_texts_of_no_other() -> None:
    for scheme, one in zip(INSTRUMENTS, LIBRARIES, strict=True):
        assert tuple(one.instrument) == (scheme,)
        assert {key for scope in (*one.subject, *one.clause) for key in scope.instruments} == {
            scheme
        }


@pytest.mark.parametrize("one", every_decision()[:16], ids=lambda d: d.award.application_id)
def test_every_field_and_fact_that_a_clause_names_exists(one: Decided) -> None:
    setting = setting_of(dossier(), sample_office(), "nl")
    fields, facts = fields_of(one, setting), facts_of(one, setting)
    for scope in SCOPES:
        if one.award.outcome in scope.outcomes and one.award.instrument in (
            scope.instruments or INSTRUMENTS
        ):
            assert set(scope.fields) <= fields.keys(), scope.nl
            assert {name.removeprefix("!") for name in scope.when} <= facts.keys(), scope.nl


def test_every_clause_belongs_to_a_section_and_names_known_instruments_and_tables() -> None:
    sections = {section.key for section in library().section}
    for scope in SCOPES:
        assert set(scope.instruments) <= set(INSTRUMENTS)
        assert set(scope.outcomes) <= set(LETTER_OUTCOMES)
        if isinstance(scope, Clause):
            assert scope.section in sections
            assert (scope.table in BUILDERS) == (scope.kind == "table"), scope.nl


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize("outcome", LETTER_OUTCOMES)
def test_every_instrument_and_outcome_has_one_subject(instrument: str, outcome: Outcome) -> None:
    found = [
        scope
        for scope in library(instrument).subject
        if instrument in scope.instruments
        and outcome in scope.outcomes
        and "corrected" not in scope.when
        and "!by_ground" not in scope.when
    ]
    assert len(found) == 1


def test_sentences_in_the_body_are_short() -> None:
    """At most thirty words a sentence: level B1 asks for short, active sentences."""
    for clause in SCOPES:
        if isinstance(clause, Clause) and clause.section not in ("basis", "accountability"):
            for sentence in re.split(r"[.:;?]\s", clause.nl):
                assert len(sentence.split()) <= 30, sentence


def test_a_share_is_written_with_at_most_two_decimals() -> None:
    assert share(Fraction(2, 3), "nl") == "66,67%"
    assert share(Fraction(1, 2), "en") == "50%"
    assert share(Fraction(33, 100), "nl") == "33%"
    assert share(Fraction(1, 1_000), "nl") == "0,1%"
    assert share(Fraction(12, 1), "nl") == "1.200%"
