"""Putting the rules of a scheme to an application.

A rule is a pure function that measures: it takes the application, the setting and the law of the
window, and says what it found and which sentence fits. The catalogue has the sentence, the
article and the limits. ``None`` means that the rule has nothing to say of this application.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache
from string import Formatter
from typing import Any

from ...grants.applications.assessment import Answer, Assessment
from ...grants.frozen import frozen
from ...grants.rounds.policy import UNKNOWN_IS_ASKED
from .catalogue import Catalogue, Law, RuleVersion
from .parameters import CatalogueError
from .quantity import UNKNOWN, Quantity, written
from .setting import RuleContext


@frozen
class Measured:
    """What a rule found. ``sentence`` names the catalogue's sentence; empty is that of the answer.

    ``more`` holds further values for the sentence, beside ``measured`` and ``threshold``.
    """

    answer: Answer
    measured: Quantity
    threshold: Quantity
    sentence: str = ""
    more: Mapping[str, Quantity] = field(default_factory=dict[str, Quantity])
    provisional: bool = False  # a provisional parameter decided, though the rule itself is law
    by_policy: bool = False  # the policy of the round gave that parameter
    told: bool = False  # the sentence says itself what is provisional
    asks: tuple[str, ...] = ()  # fields whose value is needed, not merely an answer
    found: bool = False  # people found the value that is provisional in the rule as it was written


Rule = Callable[[Any, RuleContext, Law], Measured | None]


def met_if(
    holds: bool, measured: Quantity, threshold: Quantity, sentence: str = "", **more: Quantity
) -> Measured:
    """Met or not met. A ``sentence`` is taken only where it is not met."""
    if holds:
        return Measured(Answer.MET, measured, threshold, more=more)
    return Measured(Answer.NOT_MET, measured, threshold, sentence, more)


def undecided(
    threshold: Quantity, sentence: str = "", *, asks: tuple[str, ...] = (), **more: Quantity
) -> Measured:
    """A person has to judge, because a fact is not there or the law leaves it open.

    ``asks`` are the fields of the application whose value decides more than this rule.
    """
    return Measured(Answer.NEEDS_JUDGEMENT, UNKNOWN, threshold, sentence, more, asks=asks)


def measure(
    catalogue: Catalogue, rules: Mapping[str, Rule], application: Any, setting: RuleContext
) -> tuple[tuple[RuleVersion, Measured], ...]:
    """What every rule of the law of the window finds in one application, in the catalogue's order."""
    return tuple(_measured(setting.law_of(catalogue), rules, application, setting))


def _measured(
    law: Law, rules: Mapping[str, Rule], application: Any, setting: RuleContext
) -> list[tuple[RuleVersion, Measured]]:
    found: list[tuple[RuleVersion, Measured]] = []
    for version in law.rules:
        rule = rules.get(version.code)
        measured = rule(application, setting, law) if rule is not None else None
        if measured is not None:
            found.append((version, measured))
    return found


def screen(
    catalogue: Catalogue, rules: Mapping[str, Rule], application: Any, setting: RuleContext
) -> tuple[Assessment, ...]:
    """Every rule of the law of the window, put to one application, in the catalogue's order."""
    return put(setting.law_of(catalogue), rules, application, setting)


def put(
    law: Law, rules: Mapping[str, Rule], application: Any, setting: RuleContext
) -> tuple[Assessment, ...]:
    """The rules of a law put to one application, in the order of its catalogue."""
    return tuple(
        _assessment(version, law, measured)
        for version, measured in _measured(law, rules, application, setting)
    )


def _assessment(version: RuleVersion, law: Law, found: Measured) -> Assessment:
    name = found.sentence or found.answer.value
    sentence = version.sentences.get(name)
    if sentence is None:
        raise CatalogueError(f"rule {version.code} has no sentence {name!r}")
    provisional = (version.provisional and not found.found) or found.provisional
    carried = version.code in law.carried
    notes = [law.policy_note if found.by_policy else law.provisional_note] if provisional else []
    notes = [] if found.told else notes
    notes += [law.carried_note] if carried else []
    measured = written(found.measured, beside=found.threshold)
    threshold = written(found.threshold)
    measured_en = written(found.measured, beside=found.threshold, lang="en")
    threshold_en = written(found.threshold, lang="en")
    return Assessment(
        code=version.code,
        answer=found.answer,
        article=version.article,
        source=version.source,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        measured=measured,
        threshold=threshold,
        measured_en="" if measured_en == measured else measured_en,
        threshold_en="" if threshold_en == threshold else threshold_en,
        sentence_nl=_filled(sentence.nl, found, {"measured": measured, "threshold": threshold})
        + "".join(f" {note.nl}" for note in notes),
        sentence_en=_filled(
            sentence.en, found, {"measured": measured_en, "threshold": threshold_en}, lang="en"
        )
        + "".join(f" {note.en}" for note in notes),
        provisional=provisional or carried,
        asks=found.asks if law.edition >= UNKNOWN_IS_ASKED else (),
    )


def _filled(template: str, found: Measured, ready: Mapping[str, str], *, lang: str = "nl") -> str:
    """A sentence with its values; ``ready`` has those that are written already."""
    parts: list[str] = []
    for text, name in _pieces(template):
        parts.append(text)
        if name:
            value = ready.get(name)
            parts.append(
                written(found.more[name], beside=found.threshold, lang=lang)
                if value is None
                else value
            )
    return "".join(parts)


@cache
def _pieces(template: str) -> tuple[tuple[str, str], ...]:
    """The text of a sentence and the names between, in turn."""
    return tuple((text, name or "") for text, name, _, _ in Formatter().parse(template))
