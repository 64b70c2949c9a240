"""How a letter writes what a scheme shows: its rows, its own facts and fields, its sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ....grants import notation
from ....grants.dossier import Decided
from ....grants.money import Euro
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Law
from ....instruments.papers import LabelKey, Paper, Papers, Row, Shown, Sign
from ..clauses import filled
from ..context import LetterContext, instrument_policy


def papers_of(decided: Decided) -> Papers:
    """What the scheme of a decision shows in its letters."""
    return instruments()[decided.award.instrument].papers


def paper_of(decided: Decided, setting: LetterContext) -> Paper:
    """A decision as its scheme sees it."""
    policy = setting.dossier.policy

    def law() -> Law:
        catalogue = instruments()[decided.award.instrument].catalogue
        return catalogue.law_on(
            policy.round.window_opens, carry=policy.round.explores, edition=policy.edition
        )

    return Paper(
        award=decided.award,
        policy=instrument_policy(decided, setting),
        law=law,
        correction=setting.corrections.get(decided.award.application_id),
        later=policy.tells_its_grounds,
        judged=frozenset(one.code for one in decided.assessments if one.judged_by),
    )


def own_facts(decided: Decided, setting: LetterContext) -> dict[str, bool]:
    """The facts of the scheme of a decision."""
    papers = papers_of(decided)
    own = papers.facts(decided.application, paper_of(decided, setting))
    return {**dict.fromkeys(papers.fact_names, False), **own}


def facts_of_others(known: Collection[str], setting: LetterContext) -> dict[str, bool]:
    """The facts of other schemes, which are not so, where a clause of the office asks for any.

    A clause of the program comes with the scheme whose facts it asks for; without one of the
    office no other scheme is loaded.
    """
    asked = (name.removeprefix("!") for one in setting.own_clauses for name in one.when)
    if all(name in known for name in asked):
        return {}
    others = (name for scheme in instruments().values() for name in scheme.papers.fact_names)
    return {name: False for name in others if name not in known}


def own_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """The fields that only letters of one scheme have."""
    shown = papers_of(decided).fields(decided.application, paper_of(decided, setting))
    return {name: written(value, setting) for name, value in shown.items()}


def written(value: Shown, setting: LetterContext) -> str:
    """A value in the notation of the letter."""
    match value:
        case Euro():
            return setting.amount(value)
        case bool():
            return setting.yes_no(value)
        case int():
            return setting.number(value)
        case Decimal():
            return notation.decimal(value, setting.lang)
        case Fraction():
            return notation.share(value, setting.lang)
        case date():
            return setting.day(value)
        case LabelKey():
            return setting.label(value)
        case str():
            return value
        case _:
            return setting.words.unknown


def label_of(row: Row, setting: LetterContext) -> str:
    """The label of a row, with what is filled in and what it does to a sum."""
    fill = {name: written(value, setting) for name, value in row.fill.items()}
    text = filled(setting.label(row.label), fill) if fill else setting.label(row.label)
    if row.sign is not Sign.NONE:
        word = setting.words.less if row.sign is Sign.LESS else setting.words.plus
        text = filled(word, {"what": text})
    return text[:1].upper() + text[1:] if row.capital else text


def told(rows: Iterable[Row], setting: LetterContext) -> list[tuple[str, str]]:
    """Rows as label and value; what is not there is left out."""
    return [
        (label_of(row, setting), written(row.value, setting))
        for row in rows
        if row.value is not None
    ]
