"""The catalogue of one scheme: its rules and numbers, by the dates between which they hold.

The law is data, one TOML file an instrument in ``data/``: rules with a stable code, a question,
sentences for each answer, and dated versions that carry the article, the source and the
parameters. What a rule measures is code, in the module of its instrument; nothing else is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TypeVar

import tomli
from pydantic import ValidationError

from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.rounds.policy import EDITION
from .parameters import (
    FROM_POLICY,
    CatalogueError,
    Confidence,
    NotInForce,
    Parameter,
    PolicyParameterRefused,
    read_value,
)
from .quantity import CalendarYear, HomeCount, Quantity, Score, Share, Term, Words
from .written import (
    Sentence,
    WrittenCatalogue,
    WrittenParameter,
    WrittenRule,
    WrittenVersion,
)

_Kind = TypeVar("_Kind")


@frozen
class RuleVersion:
    """A rule as it reads between two dates."""

    code: str
    question: Sentence
    sentences: Mapping[str, Sentence]
    article: str
    source: str
    confidence: Confidence
    provisional: bool
    valid_from: date
    valid_to: date | None
    parameters: tuple[Parameter, ...]
    edition: int = 1

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Law:
    """The rules and parameters of an instrument on one day, with what the policy sets.

    ``carried`` has the codes of the rules that hold only because a what-if carries their text to
    a day on which it is not, or not known to be, in force. ``edition`` is that of the round. The typed readers (:meth:`euro`, :meth:`share` and so on) raise :class:`NotInForce` for a
    parameter that no text of this day has, and ``TypeError`` for one of another kind.
    """

    def __init__(
        self,
        name: str,
        day: date,
        rules: tuple[RuleVersion, ...],
        values: Mapping[str, Parameter],
        written: WrittenCatalogue,
        carried: frozenset[str] = frozenset(),
        edition: int = EDITION,
    ) -> None:
        self.name = name
        self.edition = edition
        self.day = day
        self.rules = rules
        self.values = values
        later = written.later_provisional if edition > 1 else None
        self.provisional_note = later or written.provisional
        self.policy_note = written.set_by_policy or self.provisional_note
        self.carried = carried
        self.carried_note = written.carried_on

    def _of(self, key: str) -> Quantity:
        try:
            return self.values[key].value
        except KeyError:
            raise NotInForce(
                f"the catalogue of {self.name} has no parameter {key} on {self.day}"
            ) from None

    def rule_of(self, code: str) -> RuleVersion | None:
        """The rule with that code, as it reads on this day; ``None`` where it has no text."""
        return next((rule for rule in self.rules if rule.code == code), None)

    def has(self, key: str) -> bool:
        """Whether the law of this day knows the parameter."""
        return key in self.values

    def euro(self, key: str) -> Euro:
        return _as(self._of(key), Euro, key)

    def share(self, key: str) -> Share:
        return _as(self._of(key), Share, key)

    def score(self, key: str) -> Score:
        return _as(self._of(key), Score, key)

    def homes(self, key: str) -> HomeCount:
        return _as(self._of(key), HomeCount, key)

    def number(self, key: str) -> int:
        return _as(self._of(key), int, key)

    def year(self, key: str) -> int:
        return _as(self._of(key), CalendarYear, key).value

    def text(self, key: str) -> str:
        return _as(self._of(key), str, key)

    def words(self, key: str) -> Words:
        """A text of the law in both languages."""
        return _as(self._of(key), Words, key)

    def amounts_of(self, code: str) -> Mapping[str, Parameter]:
        """The parameters of a rule by name, for a rule that holds a list, such as an annex."""
        prefix = f"{code}."
        return {k.removeprefix(prefix): p for k, p in self.values.items() if k.startswith(prefix)}

    def day_of(self, key: str) -> date:
        return _as(self._of(key), date, key)

    def term(self, key: str) -> Term:
        return _as(self._of(key), Term, key)


def _as(value: Quantity, kind: type[_Kind], key: str) -> _Kind:
    if not isinstance(value, kind):
        raise TypeError(f"{key} is a {type(value).__name__}, not a {kind.__name__}")
    return value


class Catalogue:
    """All versions of all rules of an instrument, as its data file states them."""

    def __init__(self, written: WrittenCatalogue) -> None:
        self.written = written
        self.name = written.instrument
        self.versions = tuple(
            _version(written, rule, version) for rule in written.rule for version in rule.version
        )
        self._replaced = frozenset(rule.code for rule in written.rule if rule.replaced_by)
        self._on: dict[tuple[date, tuple[tuple[str, str], ...], bool, int], Law] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all rules, each once, in the order of the file."""
        return tuple(dict.fromkeys(version.code for version in self.versions))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every version of every parameter."""
        return tuple(p for version in self.versions for p in version.parameters)

    @property
    def last_day(self) -> date | None:
        """The last day on which the scheme is in force; ``None`` where its text does not say."""
        return self.written.known_to

    def law_on(
        self,
        day: date,
        settings: Mapping[str, str] | None = None,
        *,
        carry: bool = False,
        edition: int = EDITION,
    ) -> Law:
        """The law of that day, with the provisional parameters that a policy sets.

        With ``carry``, for a what-if, a text whose dates do not reach the day is carried to it and
        marked (see :attr:`Law.carried`). ``edition`` is that of the round: texts of a later one
        are not read.

        Raises :class:`NotInForce` for a day on which the scheme was not, or is not known to be, in
        force, and :class:`PolicyParameterRefused` for a setting that is unknown, unreadable or law.
        """
        key = (day, tuple(sorted((settings or {}).items())), carry, edition)
        if key not in self._on:
            rules, carried = (
                self._carried(day, edition)
                if carry
                else (self._in_force(day, edition), frozenset[str]())
            )
            values = {p.key: p for version in rules for p in version.parameters}
            for name, text in key[1]:
                values[name] = _set(values, self.name, name, text)
            self._on[key] = Law(
                self.name, day, rules, MappingProxyType(values), self.written, carried, edition
            )
        return self._on[key]

    def _in_force(self, day: date, edition: int) -> tuple[RuleVersion, ...]:
        first, last = self.written.known_from, self.written.known_to
        if day < first or (last is not None and day > last):
            until = f" tot en met {last:%d-%m-%Y}" if last else ""
            raise NotInForce(
                f"de catalogus van {self.name} kent het recht vanaf {first:%d-%m-%Y}{until}, niet "
                f"op {day:%d-%m-%Y}; een verkenning trekt het door en merkt dat"
            )
        return tuple(
            holds
            for code in self.codes
            if (holds := _holding(self._read(code, edition), day)) is not None
        )

    def _read(self, code: str, edition: int) -> list[RuleVersion]:
        """The versions of a rule that a round of this edition reads, the newest edition first."""
        found = [v for v in self.versions if v.code == code and v.edition <= edition]
        return sorted(found, key=lambda version: -version.edition)

    def _carried(self, day: date, edition: int) -> tuple[tuple[RuleVersion, ...], frozenset[str]]:
        """The rules in force, and those that have no text for the day in their nearest one."""
        first, last = self.written.known_from, self.written.known_to or day
        nearest = min(max(day, first), max(first, last))
        unread = edition > 1 and self.written.unread_on(day) is not None
        rules: list[RuleVersion] = []
        carried: set[str] = set()
        for code in self.codes:
            versions = self._read(code, edition)
            holds = _holding(versions, nearest)
            ended = [v for v in versions if v.valid_to is not None and v.valid_to < nearest]
            if holds is None and ended and code not in self._replaced:
                holds = max(ended, key=lambda version: version.valid_from)
                carried.add(code)
            if holds is not None:
                rules.append(holds)
                if nearest != day or unread:
                    carried.add(code)
        return tuple(rules), frozenset(carried)


def _holding(versions: Sequence[RuleVersion], day: date) -> RuleVersion | None:
    return next((version for version in versions if version.holds_on(day)), None)


def _version(
    catalogue: WrittenCatalogue, rule: WrittenRule, version: WrittenVersion
) -> RuleVersion:
    parameters = tuple(
        _parameter(catalogue, f"{rule.code}.{name}", version, parameter)
        for name, parameter in version.parameters.items()
    )
    return RuleVersion(
        code=rule.code,
        question=(version.edition > 1 and rule.later_question) or rule.question,
        sentences=MappingProxyType({**rule.sentences, **rule.later_sentences, **version.sentences}),
        article=version.article,
        source=_source(catalogue, version.source, rule.code),
        confidence=version.confidence,
        provisional=version.provisional or _unverified(version.confidence),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        parameters=parameters,
        edition=version.edition,
    )


def _parameter(
    catalogue: WrittenCatalogue, key: str, version: WrittenVersion, parameter: WrittenParameter
) -> Parameter:
    confidence = parameter.confidence or version.confidence
    provisional = version.provisional or _unverified(confidence)
    try:
        value = read_value(parameter.value, parameter.unit)
    except ValueError as fault:
        raise CatalogueError(f"parameter {key} cannot be read: {fault}") from fault
    if isinstance(value, str) and parameter.en is not None:
        value = Words(value, parameter.en)
    return Parameter(
        key=key,
        value=value,
        unit=parameter.unit,
        article=parameter.article or version.article,
        source=_source(catalogue, parameter.source or version.source, key),
        confidence=confidence,
        provisional=provisional if parameter.provisional is None else parameter.provisional,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
    )


def _unverified(confidence: Confidence) -> bool:
    return confidence in (Confidence.RECALLED, Confidence.DERIVED)


def _source(catalogue: WrittenCatalogue, key: str, of: str) -> str:
    try:
        return catalogue.sources[key]
    except KeyError:
        raise CatalogueError(f"{of} names source {key!r}, which the catalogue lacks") from None


def _set(values: Mapping[str, Parameter], scheme: str, name: str, text: str) -> Parameter:
    """A parameter with the value that the policy gives it."""
    law = values.get(name)
    if law is None:
        known = ", ".join(sorted(key for key, p in values.items() if p.provisional)) or "niets"
        raise PolicyParameterRefused(
            f"het beleid zet {name}, en dat kent {scheme} niet; te zetten is: {known}"
        )
    if not law.provisional:
        raise PolicyParameterRefused(
            f"het beleid zet {name} van {scheme}, maar dat legt {law.article} vast"
        )
    try:
        value = read_value(text, law.unit)
    except (ValueError, ZeroDivisionError) as fault:
        raise PolicyParameterRefused(
            f"het beleid zet {name} op {text!r}, en dat is niet te lezen: {fault}"
        ) from fault
    return replace(law, value=value, source=FROM_POLICY)


def read_catalogue(text: str, name: str) -> Catalogue:
    """A catalogue from the text of its TOML file; ``name`` is the file, for the message."""
    try:
        return Catalogue(WrittenCatalogue.model_validate(tomli.loads(text)))
    except (tomli.TOMLDecodeError, ValidationError) as fault:
        raise CatalogueError(f"the catalogue {name} cannot be read: {fault}") from fault


@cache
def load_catalogue(name: str, package: str = "verdeelsleutel.instruments") -> Catalogue:
    """The catalogue in ``data/<name>.toml`` of a package; of this one, unless told otherwise."""
    text = files(package).joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return read_catalogue(text, f"{name}.toml")
