"""Decisions that no real round may take: without a ground, or by what is not known to be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...grants.decisions.allocation import Award, Outcome
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ...instruments.doubt import Doubt
from ...instruments.gate import needs_basis
from ...instruments.instrument import instruments
from ..errors import RefusedByProcess
from ..records.rounds.applications import StoredApplication
from ..records.rounds.reader import RoundReader
from .open_questions import who_answers
from .screening import settings

_SHOWN = 10
_WITHHELD = (Outcome.REFUSED_CEILING, Outcome.COUNTED_ELSEWHERE)
_BY_FORM = {
    "MONEY-EXCLUDED": (
        "niet samengaat met een aanvraag die wel geld krijgt.",
        "Laat de gemeente een van beide intrekken",
    ),
    "MONEY-REQUIRES": (
        "alleen doorgaat met een aanvraag die geen geld krijgt.",
        "Laat de gemeente haar intrekken",
    ),
}
"""By the code of the reason: what the form says of another application, and what would mend it."""


class Groundless(Record):
    """A decision that cannot be signed, and in a sentence why, with what would mend it."""

    application_id: str
    sentence: str


def groundless(reader: RoundReader, awards: Sequence[Award]) -> tuple[Groundless, ...]:
    """The decisions among these awards that a real round may not take."""
    return (
        *_by_form(reader.policy, awards), *_of_entitled(awards), *_in_doubt(reader, awards),
    )  # fmt: skip


def require_grounds(reader: RoundReader, awards: Sequence[Award]) -> None:
    """Refuse to decide on such a list in a real round.

    Raises:
        RefusedByProcess: with the first of them.
    """
    found = groundless(reader, awards) if reader.policy.held_against_law else ()
    if found:
        more = f" En nog {len(found) - _SHOWN}." if len(found) > _SHOWN else ""
        raise RefusedByProcess(" ".join(one.sentence for one in found[:_SHOWN]) + more)


def _by_form(policy: Policy, awards: Sequence[Award]) -> Iterator[Groundless]:
    """Who is refused only because of what became of another.

    Another with which it cannot go together got money, or one that it needs got none. A
    regulation's own rule has no such ground: only a basis of the round itself that says so can
    carry that refusal.
    """
    for one in awards:
        own = instruments()[one.instrument]
        told = [_BY_FORM[reason.code] for reason in one.reasons if reason.code in _BY_FORM]
        if not told or needs_basis(own, policy.instruments[one.instrument]):
            continue
        said, mend = told[0]
        yield Groundless(
            application_id=one.application_id,
            sentence=f"{one.application_id} wordt alleen afgewezen omdat zij volgens het formulier "
            f"{said} Daarvoor heeft {own.own_rule_article} geen grond. {mend}, of verdeel op een "
            "grondslag die dit regelt.",
        )


def _of_entitled(awards: Sequence[Award]) -> Iterator[Groundless]:
    """Who meets the conditions of an entitlement and yet gets nothing of it."""
    for one in awards:
        own = instruments()[one.instrument]
        if own.entitlement and one.outcome in _WITHHELD and not _on_form(one):
            yield Groundless(
                application_id=one.application_id,
                sentence=f"{one.application_id} voldoet aan de voorwaarden van {own.name_nl} en "
                f"wordt toch afgewezen. Dat is een aanspraak: volgens {own.own_rule_article} kan "
                "het bedrag naar evenredigheid lager zijn, maar niet nihil. Neem het besluit dat "
                "haar afwijst uit het beleid.",
            )


def _on_form(one: Award) -> bool:
    return any(reason.code in _BY_FORM for reason in one.reasons)


def _in_doubt(reader: RoundReader, awards: Sequence[Award]) -> Iterator[Groundless]:
    """Who is decided on by a value that is not known to be right."""
    stored = {one.application.application_id: one for one in reader.judged_applications}
    for key in reader.policy.instruments:
        tells = instruments()[key].doubts
        if tells is None:
            continue
        said = reader.assessments
        own = {number: one.application for number, one in stored.items() if one.instrument == key}
        of_scheme = [one for one in awards if one.instrument == key and one.application_id in own]
        setting = settings(reader.policy, tuple(stored.values()))[key]
        for doubt in tells(own, said, of_scheme, setting):
            if doubt.by_policy and not reader.policy.held_against_law:
                continue  # papers of an example say that its amounts are provisional
            yield Groundless(
                application_id=doubt.application_id,
                sentence=f"{doubt.nl} {_mended(reader, stored, doubt)} Verdeel daarna opnieuw.",
            )


def _mended(reader: RoundReader, stored: Mapping[str, StoredApplication], doubt: Doubt) -> str:
    """What to do about a value that is not known to be right, in Dutch."""
    if doubt.by_policy:
        return (
            f'Neem het over in het beleid, als "{doubt.by_policy}", met "verdeel round amend '
            f'{reader.id}".'
        )
    first, *others = doubt.of
    rule = next(a for a in reader.assessments[first] if a.code == doubt.rule)
    how = who_answers(reader.id, stored[first], rule)
    also = f" Doe dat ook voor {', '.join(others)}." if others else ""
    return f"Laat haar uitwerken en leg haar vast door {how}.{also}"
