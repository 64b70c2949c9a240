"""The limits of a round in a letter: those that left no room, and all of them with their result."""

from __future__ import annotations

from collections.abc import Callable

from ....grants import notation
from ....grants.dossier import Decided
from ....grants.rounds.constraint import ConstraintPolicy
from ...pages.blocks import Block, Bullets, Cell, Run, Table, TableColumn
from ...wording.grounds import LimitTold, limit_in
from ..clauses import filled, instrument_name
from ..context import LetterContext
from .values import limits_told


def binding(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The limits within which an application does not fit, a point each, with their source."""
    named = {
        key: instrument_name(key).text(setting.lang) for key in setting.dossier.policy.instruments
    }
    told = [limit_in(setting.dossier, code, setting.lang, named) for code in limits_told(decided)]
    return Bullets(items=tuple((Run(text=_with_source(one)),) for one in told))


def _with_source(told: LimitTold) -> str:
    """A limit with its source in brackets, unless that stands in brackets of its own."""
    if not told.source:
        return told.sentence
    own = told.source.startswith("(")
    return f"{told.sentence} {told.source if own else f'({told.source})'}"


def limits(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """Every condition and goal of the policy in its order, and whether it was met."""
    words, whole = setting.words, setting.dossier
    certificate = whole.allocation.certificate
    holds = {check.code: check.holds for check in certificate.checks} if certificate else {}
    ordered = sorted(
        enumerate(whole.policy.constraint),
        key=lambda one: (not one[1].hard, 0 if one[1].hard else one[1].importance, one[0]),
    )
    rows = [
        (
            Cell(text=one.sentence(setting.lang), note=notation.cited(one.source, setting.lang)),
            Cell(text=_kind(one, setting)),
            Cell(text=_result(holds.get(one.code), setting)),
        )
        for _, one in ordered
    ]
    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.limit, share=14),
            TableColumn(head=words.limit_kind, share=5),
            TableColumn(head=words.result, share=4),
        ),
        rows=tuple(rows),
    )


def _kind(one: ConstraintPolicy, setting: LetterContext) -> str:
    if one.hard:
        return setting.words.limit_hard
    return filled(setting.words.limit_goal, {"importance": setting.number(one.importance)})


def _result(holds: bool | None, setting: LetterContext) -> str:
    if holds is None:
        return setting.words.unknown
    return setting.words.limit_met if holds else setting.words.limit_missed


BUILDERS: dict[str, Callable[[Decided, LetterContext, str], Block]] = {
    "binding": binding,
    "limits": limits,
}
