"""The wording of the letters: read from ``clauses.toml``, chosen by facts, filled with fields."""

import re
from collections.abc import Mapping
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
    """The whole clause library."""

    words: dict[str, Words]
    instrument: dict[str, InstrumentName]
    labels: dict[str, dict[str, str]]
    term: tuple[Term, ...]
    compared: tuple[Compared, ...]
    subject: tuple[Scope, ...]
    section: tuple[Section, ...]
    clause: tuple[Clause, ...]


@cache
def library() -> Library:
    """The clauses as they were shipped, and those that installed schemes bring.

    A fault in them is a fault of the program, and raised.
    """
    text = files("verdeelsleutel.io.letters").joinpath("clauses.toml").read_text(encoding="utf-8")
    written: dict[str, Any] = {"instrument": {}, "term": [], "subject": [], "compared": []}
    written |= tomli.loads(text)
    for scheme in instruments().values():
        own = tomli.loads(scheme.letter_texts)
        written["instrument"].update(own.get("instrument", {}))
        for lang, labels in own.get("labels", {}).items():
            written["labels"][lang] = {**labels, **written["labels"][lang]}
        for text_ in (*own.get("subject", ()), *own.get("clause", ())):
            text_.setdefault("instruments", [scheme.key])
        for kind in ("subject", "term", "compared"):
            written[kind] += own.get(kind, [])
        for clause in own.get("clause", ()):
            _put(clause, written["clause"])
    return Library.model_validate(written)


def _put(clause: dict[str, Any], among: list[dict[str, Any]]) -> None:
    """Put a scheme's clause before the common one that it names, or after all of its section.

    Raises:
        ValueError: no common clause has that name.
    """
    before = clause.pop("before", "")
    places = [at for at, one in enumerate(among) if one.get("name") == before] if before else []
    if before and not places:
        raise ValueError(f"no clause is called {before}")
    among.insert(places[0] if places else len(among), clause)


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
