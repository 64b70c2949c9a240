"""The wording of the letters: read from ``clauses.toml``, chosen by facts, filled with fields."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

import tomli
from pydantic import Field

from ...grants import notation
from ...grants.applications.assessment import Answer
from ...grants.bilingual import Bilingual
from ...grants.decisions.allocation import Outcome
from ...grants.record import Record
from ...instruments.instrument import instruments
from ..pages.blocks import Run, Text

LETTER_OUTCOMES = (
    Outcome.GRANTED,
    Outcome.PARTLY_GRANTED,
    Outcome.REFUSED_RULE,
    Outcome.REFUSED_CEILING,
    Outcome.REFUSED_LATE,
    Outcome.REFUSED_EARLY,
    Outcome.COUNTED_ELSEWHERE,
)
_FIELD = re.compile(r"\{([a-z_]+)(?::([^{}|]*)\|([^{}|]*))?\}")
_Sentence = Annotated[str, Field(min_length=1)]


class Words(Record):
    """Small words of a letter in one language: labels, months, the mark of an example."""

    date: str
    reference: str
    your_reference: str
    annexes: str
    contact: str
    salutation: str
    salutation_to_others: str
    closing: str
    for_whom: str
    mandate: str
    page: str
    page_of: str
    mark: str
    mark_concept: str
    mark_concept_example: str
    title: str
    article: str
    rule: str
    required: str
    measured: str
    result: str
    met: str
    not_met: str
    needs_judgement: str
    provisional: str
    provisional_value: str
    limit: str
    limit_kind: str
    limit_hard: str
    limit_goal: str
    limit_met: str
    limit_missed: str
    fact: str
    value: str
    plan: str
    homes: str
    number: str
    money: str
    scores: str
    score: str
    part: str
    amount: str
    year: str
    total: str
    measure: str
    costs_gross: str
    granted_gross: str
    charged: str
    compensable: str
    paid_out: str
    paid_by: str
    less: str
    plus: str
    annex: str
    and_word: str
    step: str
    how: str
    code: str
    in_force: str
    version: str
    in_force_window: str
    in_force_from: str
    in_force_until: str
    in_force_between: str
    stated: str
    actual: str
    difference: str
    a_home: str
    granted_year: str
    settled: str
    yes: str
    no: str
    unknown: str
    one_application: str
    many_applications: str
    one_statement: str
    many_statements: str
    one_application_kept: str
    many_applications_kept: str
    one_statement_kept: str
    many_statements_kept: str
    some_statements: str
    some_statements_kept: str
    all_asked: str
    all_stated: str
    least_asked: str
    even_least: str
    policy_sources: dict[str, str] = {}  # what is no article of a law, in this language


class Scope(Bilingual):
    """When a text is taken: for which instruments, outcomes, facts and application windows.

    ``article`` is what the text rests on. ``valid_from`` and ``valid_to`` are the first and last
    opening date of the windows it is for, since the law of the window applies.
    """

    instruments: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = LETTER_OUTCOMES
    when: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    article: _Sentence
    nl: _Sentence
    en: _Sentence

    def fits(
        self, instrument: str, outcome: Outcome, facts: Mapping[str, bool], window: date
    ) -> bool:
        """Whether the text belongs in a letter. A fact that is not known is a ``KeyError``."""
        return (
            (not self.instruments or instrument in self.instruments)
            and outcome in self.outcomes
            and self.holds_for(window)
            and self.holds_by(facts)
        )

    def holds_by(self, facts: Mapping[str, bool]) -> bool:
        """Whether its facts are so. A fact that is not known is a ``KeyError``."""
        return all(facts[name.removeprefix("!")] != name.startswith("!") for name in self.when)

    def holds_for(self, window: date) -> bool:
        """Whether it is for the law of a window that opened on that day."""
        return (self.valid_from is None or self.valid_from <= window) and (
            self.valid_to is None or window <= self.valid_to
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the text names, in either language."""
        return tuple(sorted({found[1] for found in _FIELD.finditer(self.nl + self.en)}))


class Clause(Scope):
    """A text in a section: a paragraph, a point of a list, or a table with its summary."""

    section: str
    name: str = ""  # by which a scheme puts clauses of its own before it
    kind: Literal["paragraph", "item", "table"] = "paragraph"
    table: str = ""
    cite: bool = True  # for an item: the article stands behind it


class Section(Bilingual):
    """A part of the letter under one heading; without a heading where it is empty."""

    key: str
    annex: bool = False


class Term(Record):
    """A number of years from the date of the decision."""

    name: str
    years: Annotated[int, Field(ge=1)]
    article: _Sentence


class Wording(Bilingual):
    """A text in both languages around a value, ``{value}``."""

    nl: _Sentence = "{value}"
    en: _Sentence = "{value}"

    def around(self, value: str, lang: str) -> str:
        return filled(self.text(lang), {"value": value})


class Compared(Record):
    """How the table of rules writes what a rule compares, where a bare value would not say it.

    It is for the ``answers`` named; where a person has to judge, a value may be *onbekend*. With
    ``by_ground`` it is for rounds that tell their grounds, and goes before one that is for all.
    """

    code: str
    by_ground: bool = False
    answers: tuple[Answer, ...] = (Answer.MET, Answer.NOT_MET)
    required: Wording = Wording()
    measured: Wording = Wording()


class InstrumentName(Bilingual):
    """What an instrument is called; ``statement`` where a municipality files an *opgave*."""

    nl: _Sentence
    en: _Sentence
    statement: bool


class Library(Record):
    """The texts that all letters have, and those of a scheme where one was asked for."""

    words: dict[str, Words]
    instrument: dict[str, InstrumentName] = {}
    labels: dict[str, dict[str, str]]
    term: tuple[Term, ...] = ()
    compared: tuple[Compared, ...] = ()
    subject: tuple[Scope, ...] = ()
    section: tuple[Section, ...]
    clause: tuple[Clause, ...]


class _Brought(Record):
    """The texts of one scheme. ``before`` has for each clause the common one it stands before."""

    instrument: dict[str, InstrumentName] = {}
    labels: dict[str, dict[str, str]] = {}
    term: tuple[Term, ...] = ()
    compared: tuple[Compared, ...] = ()
    subject: tuple[Scope, ...] = ()
    clause: tuple[Clause, ...] = ()
    before: tuple[str, ...] = ()


@cache
def library(scheme: str = "") -> Library:
    """The clauses as they were shipped, and those that an installed scheme brings.

    A letter is of one scheme, so that no other is read for it. A fault in them is a fault of the
    program, and raised.
    """
    if not scheme:
        written = files("verdeelsleutel.io.letters").joinpath("clauses.toml")
        return Library.model_validate(tomli.loads(written.read_text(encoding="utf-8")))
    common = library()
    if scheme not in instruments():
        return common
    brought = _brought(scheme)
    return common.model_copy(
        update={
            "instrument": brought.instrument,
            "labels": {
                lang: {**brought.labels.get(lang, {}), **labels}
                for lang, labels in common.labels.items()
            },
            "term": (*common.term, *brought.term),
            "compared": (*common.compared, *brought.compared),
            "subject": (*common.subject, *brought.subject),
            "clause": _put(brought, common.clause),
        }
    )


_read: dict[str, dict[str, Any]] = {}


def _written(scheme: str) -> dict[str, Any]:
    if scheme not in _read:
        _read[scheme] = tomli.loads(instruments()[scheme].letter_texts)
    return _read[scheme]


def _brought(scheme: str) -> _Brought:
    written = {
        key: value for key, value in _written(scheme).items() if key in _Brought.model_fields
    }
    for kind in ("subject", "clause"):
        written[kind] = [{"instruments": (scheme,), **text} for text in written.get(kind, ())]
    written["before"] = [text.pop("before", "") for text in written["clause"]]
    return _Brought.model_validate(written)


def _put(brought: _Brought, common: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Put each clause of a scheme before the common one that it names, or after all of them.

    Raises:
        ValueError: no common clause has that name.
    """
    among = list(common)
    for clause, before in zip(brought.clause, brought.before, strict=True):
        places = [at for at, one in enumerate(among) if before and one.name == before]
        if before and not places:
            raise ValueError(f"no clause is called {before}")
        among.insert(places[0] if places else len(among), clause)
    return tuple(among)


@cache
def instrument_name(scheme: str) -> InstrumentName:
    """What a scheme is called in letters. One that brings no letters is a ``KeyError``."""
    return InstrumentName.model_validate(_written(scheme)["instrument"][scheme])


def has_letters(scheme: str) -> bool:
    """Whether a scheme brings what it is called in letters."""
    return scheme in _written(scheme).get("instrument", {})


def label_in(name: str, lang: str, schemes: Iterable[str]) -> str:
    """A label of all letters or of one of these schemes. One of neither is a ``KeyError``.

    No two schemes say a label of one name otherwise: those that were read already come first.
    """
    common = library().labels[lang]
    if name in common:
        return common[name]
    for scheme in sorted(schemes, key=lambda one: one not in _read):
        own = library(scheme).labels[lang]
        if name in own:
            return own[name]
    raise KeyError(name)


def filled(text: str, fields: Mapping[str, str]) -> str:
    """A text with its fields filled in. Braces in a value mean nothing; an unknown field raises.

    ``{count:aanvraag|aanvragen}`` is the first word where it is one of it, as in other sentences.

    >>> filled("{a} en {b} {b:dag|dagen}", {"a": "{b}", "b": "2"})
    '{b} en 2 dagen'
    """
    return _FIELD.sub(
        lambda found: (
            fields[found[1]]
            if found[2] is None
            else found[2]
            if fields[found[1]] == "1"
            else found[3]
        ),
        text,
    )


def runs(text: str, fields: Mapping[str, str]) -> Text:
    """A text in runs, ``**...**`` bold, filled after it was split: a value is never markup."""
    return tuple(
        Run(text=filled(part, fields), strong=bool(place % 2))
        for place, part in enumerate(text.split("**"))
        if part
    )


def source_in(article: str, lang: str) -> str:
    """What a text rests on: a law by its own Dutch name, the policy of a round in the language."""
    return library().words[lang].policy_sources.get(article, article)


def cited_in(article: str, lang: str) -> str:
    """As :func:`source_in`, with article and paragraph in the language too."""
    return notation.article_in(source_in(article, lang), lang)
