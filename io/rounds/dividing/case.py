"""A screened round as the division takes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time
from types import MappingProxyType

from ....grants.applications.assessment import Answer, Assessment
from ....grants.applications.candidate import Candidate
from ....grants.bilingual import LANGUAGES
from ....grants.decisions.allocation import (
    IncompleteApplication,
)
from ....grants.frozen import frozen
from ....grants.ledger.opening import NOTHING_TAKEN, OpeningBalance, left_of
from ....grants.rounds.policy import Policy
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Catalogue
from ....instruments.screening.waiting import Waits
from ...records.rounds.applications import StoredApplication
from ...records.rounds.judgements import RecordedJudgement, as_judged, confirmed
from ...records.rounds.once import worked_out
from ...records.rounds.reader import RoundReader
from ...wording.texts import sentences_in
from ..aside.reserving import Reserved, claims_of, less_reserved, reserved_for
from ..checks.answers import both_right, waits_as_paid
from ..incomplete import incomplete_of
from ..screening import divided_and_waiting, screened_under, with_lots
from ..state import in_edition_of


@frozen
class RoundCase:
    """A screened round as the division takes it: its policy, applications and candidates.

    ``said_met`` are the rules, by application number, that two people said are met, where that
    holds; not those that they found a value for.
    """

    round_id: str
    policy: Policy
    applications: tuple[StoredApplication, ...]
    assessments: Mapping[str, tuple[Assessment, ...]]
    candidates: tuple[Candidate, ...]
    inputs: tuple[tuple[str, str], ...]
    waits: Mapping[str, Waits] = field(default_factory=dict[str, Waits])
    incomplete: tuple[IncompleteApplication, ...] = ()
    opening: OpeningBalance = NOTHING_TAKEN
    untreated: Mapping[str, date] = field(default_factory=dict[str, date])
    reserved: Mapping[str, Reserved] = field(default_factory=dict[str, Reserved])
    said_met: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


OPENING = "openingsbalans"
"""What the opening balance is called among the inputs of an allocation."""


def case_of_round(
    reader: RoundReader,
    policy: Policy | None = None,
    screened: Mapping[str, tuple[Assessment, ...]] | None = None,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
    opening: OpeningBalance | None = None,
    decided: Collection[str] = (),
    filed: Sequence[StoredApplication] | None = None,
    treated: str = "",
) -> RoundCase:
    """A round under its own policy, or under another one as a what-if.

    ``opening`` is what earlier rounds have taken; as it was when the round was last divided where
    it is left out.

    Under another policy the rules are put again, since its window may have another law;
    ``screened`` is what they said of every application, where that is known already. ``laws`` are
    catalogues, by name, to read in place of those of this program. What is set aside takes no part,
    and what is reserved for it is left out of the policy; but for those ``decided`` on now.
    ``filed`` are the applications where they are others than those of the list that stands, and
    ``treated`` is one that takes part upon an objection although it was not treated or came late.
    """
    others = (policy, screened, opening, filed)
    if all(one is None for one in others) and not (laws or decided or treated):
        return _as_it_stands(reader)
    return _stated(reader, policy, screened, laws, opening, decided, filed, treated)


@worked_out
def _as_it_stands(reader: RoundReader) -> RoundCase:
    return _stated(reader)


def _stated(
    reader: RoundReader,
    policy: Policy | None = None,
    screened: Mapping[str, tuple[Assessment, ...]] | None = None,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
    opening: OpeningBalance | None = None,
    decided: Collection[str] = (),
    filed: Sequence[StoredApplication] | None = None,
    treated: str = "",
) -> RoundCase:
    chosen = reader.policy if policy is None else in_edition_of(reader, policy)
    filed, answers = reader.applications if filed is None else filed, reader.answers
    if policy is not None:
        filed = tuple(one for one in filed if one.instrument in chosen.instruments)
        answers = screened_under(chosen, filed, laws) if screened is None else screened
    if treated:
        answers = {**answers, treated: admitted_on_objection(filed, treated, answers[treated])}
    applications, assessments = as_judged(chosen, filed, answers, reader.judgements, laws)
    left = {number: one.confirmed_on or one.on for number, one in reader.untreated.items()}
    left.pop(treated, None)
    later = frozenset(reader.set_aside) - set(decided) - set(left)
    made, waits = divided_and_waiting(
        chosen, applications, assessments, laws,
        answered=both_right(reader), paid=waits_as_paid(reader),
        aside={*left, *later}, undecided=later,
    )  # fmt: skip
    made = _from_completeness(made, {one.number: one.on for one in reader.completions})
    candidates = with_lots(reader.lots, made, asks=chosen.asks)
    opening = reader.opening if opening is None else opening
    chosen = left_of(chosen, opening)
    inputs = tuple(sorted((one.file, one.sha256) for one in reader.batches))
    if opening.taken:
        inputs = (*inputs, (OPENING, opening.sha256))
    incomplete = tuple(
        one
        for one in incomplete_of(reader)
        if one.instrument in chosen.instruments and one.application_id != treated
    )
    kept = _reserved(chosen, filed, later, made)
    return RoundCase(
        reader.id, less_reserved(chosen, kept), applications, assessments, candidates, inputs,
        waits, incomplete, opening, left, {one.application_id: one for one in kept},
        _said_met(assessments, reader.judgements),
    )  # fmt: skip


def _said_met(
    assessments: Mapping[str, tuple[Assessment, ...]], given: Sequence[RecordedJudgement]
) -> dict[str, tuple[str, ...]]:
    newest = {(number, one.rule): one for number, own in confirmed(given).items() for one in own}
    said = {at for at, one in newest.items() if one.answer is Answer.MET and not one.values}
    found = {
        number: tuple(
            one.code
            for one in own
            if one.judged_by and one.answer is Answer.MET and (number, one.code) in said
        )
        for number, own in assessments.items()
    }
    return {number: codes for number, codes in found.items() if codes}


_ON_OBJECTION = "artikel 7:11, tweede lid, van de Algemene wet bestuursrecht"


def admitted_on_objection(
    filed: Sequence[StoredApplication], number: str, said: tuple[Assessment, ...]
) -> tuple[Assessment, ...]:
    """What the rules say of an application that an objection puts within the window."""
    scheme = next(o.instrument for o in filed if o.application.application_id == number)
    rule = instruments()[scheme].window_rule
    nl, en = (sentences_in(lang).told("objection.admitted") for lang in LANGUAGES)
    return tuple(
        one.model_copy(
            update={
                "answer": Answer.MET, "set_aside_under": _ON_OBJECTION,
                "sentence_nl": f"{one.sentence_nl} {nl}", "sentence_en": f"{one.sentence_en} {en}",
            }
        )
        if one.code == rule and one.answer is Answer.NOT_MET
        else one
        for one in said
    )  # fmt: skip


def _reserved(
    policy: Policy,
    filed: Sequence[StoredApplication],
    later: Collection[str],
    among: Sequence[Candidate],
) -> tuple[Reserved, ...]:
    """What is kept for who is set aside, by what they filed: what is found later adds nothing."""
    standing = {
        one.application.application_id for one in filed if one.application.withdrawn_on is None
    }
    claims = claims_of(policy, filed, standing.intersection(later)) if later else ()
    return reserved_for(policy, claims, among)


def _from_completeness(
    candidates: Sequence[Candidate], completed: Mapping[str, date]
) -> tuple[Candidate, ...]:
    """The candidates, each as of when it was complete; of a completion only the day is known."""
    return tuple(
        one.model_copy(
            update={"received_at": datetime.combine(completed[one.application_id], time.min)}
        )
        if one.application_id in completed
        else one
        for one in candidates
    )
