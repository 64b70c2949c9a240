"""The catalogue as a list: every rule with its article, source, dates and parameters.

For people who check the law behind a round, and for other programs. One entry a version of a rule;
a day chooses the versions in force on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..grants.bilingual import said
from ..grants.record import Record
from .instrument import instruments
from .law.catalogue import Catalogue, RuleVersion, load_catalogue
from .law.parameters import Parameter, exact, shown


class ListedParameter(Record):
    """A parameter as it is shown: its value in Dutch notation, and how sure it is.

    ``exact`` is the value for other programs: cents, a whole number, a day as ``2029-12-31``, or a
    share or score as a fraction such as ``1/2``.
    """

    value: str
    exact: int | str
    unit: str
    article: str
    source: str
    confidence: str
    provisional: bool


class ListedRule(Record):
    """A version of a rule. ``valid_to`` is its last day; ``None`` while it has no end."""

    code: str
    instrument: str
    question: str
    question_en: str
    article: str
    source: str
    confidence: str
    provisional: bool
    valid_from: date
    valid_to: date | None
    parameters: dict[str, ListedParameter]

    def asks(self, lang: str) -> str:
        """The question of the rule, in ``nl`` or ``en``."""
        return said(lang, self.question, self.question_en)


class ListedCode(ListedRule):
    """A rule with the text that counts, and the others, oldest first."""

    other_versions: tuple[ListedRule, ...]


def general() -> Catalogue:
    """What holds for every scheme: price limits (AFF), general law (GEN) and goals (GOAL)."""
    return load_catalogue("algemeen")


def catalogues() -> tuple[Catalogue, ...]:
    """The catalogue of every installed instrument, in order of its key, and the general one."""
    return (*(instrument.catalogue for instrument in instruments().values()), general())


def listed(of: Sequence[Catalogue], day: date | None = None) -> tuple[ListedRule, ...]:
    """The rules of some catalogues, all versions or those in force on a day, by code and date."""
    return tuple(
        _listed(catalogue, version)
        for catalogue in of
        for version in sorted(catalogue.versions, key=lambda v: (v.code, v.valid_from))
        if day is None or version.holds_on(day)
    )


def by_code(of: Sequence[Catalogue], day: date | None = None) -> tuple[ListedCode, ...]:
    """One entry a code: the text in force on a day, or the newest one where no day is given."""
    found: list[ListedCode] = []
    for catalogue in of:
        for code in sorted(catalogue.codes):
            versions = [rule for rule in listed((catalogue,)) if rule.code == code]
            chosen = [rule for rule in versions if _in_force(rule, day)][-1:]
            for rule in chosen:
                others = tuple(other for other in versions if other is not rule)
                found.append(ListedCode(**dict(rule), other_versions=others))
    return tuple(found)


def _in_force(rule: ListedRule, day: date | None) -> bool:
    if day is None:
        return True
    return rule.valid_from <= day and (rule.valid_to is None or day <= rule.valid_to)


def _listed(catalogue: Catalogue, version: RuleVersion) -> ListedRule:
    prefix = f"{version.code}."
    return ListedRule(
        code=version.code,
        instrument=catalogue.name,
        question=version.question.nl,
        question_en=version.question.en,
        article=version.article,
        source=version.source,
        confidence=version.confidence.value,
        provisional=version.provisional,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        parameters={p.key.removeprefix(prefix): _parameter(p) for p in version.parameters},
    )


def _parameter(parameter: Parameter) -> ListedParameter:
    return ListedParameter(
        value=shown(parameter),
        exact=exact(parameter),
        unit=parameter.unit.value,
        article=parameter.article,
        source=parameter.source,
        confidence=parameter.confidence.value,
        provisional=parameter.provisional,
    )


def markdown(rules: Sequence[ListedRule]) -> str:
    """A table in Markdown, one row a version of a rule, with Dutch headings."""
    lines = [
        "| Code | Vraag | Artikel | Geldig van | Geldig tot en met | Waarden | Zekerheid |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for rule in rules:
        values = "; ".join(f"{name}: {p.value}" for name, p in rule.parameters.items())
        until = f"{rule.valid_to:%d-%m-%Y}" if rule.valid_to else ""
        sure = f"{rule.confidence}, voorlopig" if rule.provisional else rule.confidence
        cells = (
            rule.code, rule.question, rule.article, f"{rule.valid_from:%d-%m-%Y}", until, values,
            sure,
        )  # fmt: skip
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines) + "\n"
