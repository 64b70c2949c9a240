"""Why an application got what it got: rules, measured values, cells, place and line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from ...grants.after.progress import ProjectProgress
from ...grants.applications.assessment import Assessment
from ...grants.applications.located_homes import LocatedHomes
from ...grants.applications.public_body import PublicBody
from ...grants.bilingual import LANGUAGES
from ...grants.decisions.allocation import Allocation, Award, IncompleteApplication
from ...grants.decisions.divisions import DivisionKind
from ...grants.dossier import Objected
from ...grants.homes import Homes
from ...grants.lives.decision import DecisionState
from ...grants.lives.round import RoundState
from ...grants.money import ZERO, Euro
from ...grants.municipality import municipalities
from ...grants.record import Record
from ...grants.rounds.answers import Answers
from ...grants.rounds.policy import DistributionRule, Policy
from ...instruments.after.besides import NOTHING_BESIDE, Besides
from ...instruments.instrument import instruments
from ..records.rounds.applications import StoredApplication
from ..records.rounds.reader import RoundReader
from ..rounds.after.told import AwardTold, awards_told
from ..rounds.completing.closing import not_counting
from ..rounds.incomplete import incomplete_of, no_application, waiting_corrections
from ..rounds.lives import lives_of
from ..rounds.monitors.progress import project_in
from ..rounds.objections.standing import objected_of
from ..rounds.screening import settings
from ..rounds.settling.told import SettlingTold, settlings_told
from ..wording.opening import Opened
from ..wording.places import placed_with


def _is_nothing(listed: object) -> bool:
    return not listed


class Explanation(Record):
    """Everything that made one application's outcome. ``award`` is absent before allocation.

    ``besides`` is what the decision settles and grants beside the award. ``withdrawn_later`` is the
    day of a withdrawal that came after the decision, and leaves the award as it was decided.
    ``divisions`` is what it would get in each of the three that stand beside the list.
    ``decision`` is where the decision stands, ``objections`` those to it; ``amount_now`` is the
    award as a decision on an objection changed it.
    ``told`` is where its decision and award stand now, once that was decided, and ``settling`` how
    the award ends: accounted for, fixed, claimed back; ``progress`` is how far its homes are, where
    somebody reported that. ``opened`` is what the first two sentences are made of. ``homes_in`` is
    the municipality of the homes, where another public body applies. ``answers`` are those of the
    policy to what the law of the scheme leaves open.
    """

    application_id: str
    instrument: str
    municipality: str
    project_name: str
    homes: Homes
    file: str
    sheet: str
    cells: dict[str, str]
    version: int
    distribution_rule: DistributionRule
    basis: str
    assessments: tuple[Assessment, ...]
    award: Award | None
    ranked: int
    besides: Besides = NOTHING_BESIDE
    withdrawn_later: date | None = None
    told: AwardTold | None = None
    settling: SettlingTold | None = None
    partners: tuple[str, ...] = ()
    located: Annotated[tuple[LocatedHomes, ...], Field(exclude_if=_is_nothing)] = ()
    homes_in: Annotated[str, Field(exclude_if=_is_nothing)] = ""
    divisions: Annotated[dict[DivisionKind, Euro], Field(exclude_if=_is_nothing)] = {}
    decision: DecisionState = DecisionState.OPEN
    objections: tuple[Objected, ...] = ()
    amount_now: Euro | None = None
    progress: Annotated[ProjectProgress | None, Field(exclude_if=_is_nothing)] = None
    answers: Annotated[Answers | None, Field(exclude_if=_is_nothing)] = None
    opened: Annotated[Opened | None, Field(exclude=True)] = None


class IncompleteExplanation(Record):
    """An application that could not be taken in whole, with its faults at their cells.

    ``not_counting`` are the fields that were sent upon a request and do not count. ``told`` is what
    became of it since, where somebody objected to that it was not treated.
    """

    application: IncompleteApplication
    award: Award | None
    not_counting: tuple[str, ...] = ()
    told: Annotated[AwardTold | None, Field(exclude_if=_is_nothing)] = None
    opened: Annotated[Opened | None, Field(exclude=True)] = None


def explained_incomplete(reader: RoundReader, application_id: str) -> IncompleteExplanation | None:
    """Why an application is incomplete; ``None`` where it is not."""
    for one in incomplete_of(reader):
        if one.application_id == application_id:
            allocation = _standing(reader)
            awards = allocation.awards if allocation is not None else ()
            award = next((a for a in awards if a.application_id == application_id), None)
            code = one.municipality_code or ""
            here = code in municipalities() and one.body is None
            names = [municipalities()[code].name] if here else []
            names += [partner.name for partner in one.partners]
            return IncompleteExplanation(
                application=one,
                award=award,
                not_counting=not_counting(reader, application_id),
                told=awards_told(reader).get(application_id) if reader.state.decided else None,
                opened=_opened(
                    reader,
                    one.instrument,
                    award,
                    names,
                    one.body,
                    withdrawn=one.withdrawn_on is not None,
                ),
            )
    return None


def _opened(
    reader: RoundReader, instrument: str, award: Award | None, names: Sequence[str],
    body: PublicBody | None = None, *, withdrawn: bool,
) -> Opened:  # fmt: skip
    policy, allocation = reader.policy, _standing(reader)
    sent = instruments()[instrument].submission
    awards = allocation.awards if allocation is not None else ()
    return Opened(
        award=award,
        kind=policy.round.kind,
        rule=policy.instruments[instrument].rule,
        names=tuple(names),
        noun={lang: sent.one(lang) for lang in LANGUAGES},
        nouns={lang: sent.many(lang) for lang in LANGUAGES},
        placed=placed_with(policy, awards)[instrument],
        status=allocation.status if allocation is not None else None,
        in_order=policy.tells_its_grounds,
        approved=reader.state.decided,
        body=body,
        withdrawn=withdrawn,
    )


def _standing(reader: RoundReader) -> Allocation | None:
    """The newest list; ``None`` before the first, and where an amendment put it aside."""
    if reader.allocation_id is None or reader.state is RoundState.AMENDED:
        return None
    return reader.allocation


def faulty_correction(reader: RoundReader, application_id: str) -> IncompleteApplication | None:
    """A newer version with a fault, which does not replace the one that stands."""
    for one in waiting_corrections(reader):
        if one.application_id == application_id:
            return one
    return None


def explanation(reader: RoundReader, application_id: str) -> Explanation:
    """Why an application of a round got what it got.

    Raises:
        WrongUse: there is no such round, or it has no application of that number.
    """
    stored = {one.application.application_id: one for one in reader.judged_applications}
    one = stored.get(application_id)
    if one is None:
        raise no_application(reader, application_id)
    made = _worked_out(reader, one)
    since = made.told.since if made.told is not None else ()
    ended = made.settling is not None and bool(made.settling.settled_on or made.settling.claimed)
    changed = bool(made.withdrawn_later or made.amount_now or since or ended)
    to = one.application.applicant
    opened = _opened(
        reader, made.instrument, made.award, (made.municipality, *made.partners),
        to if isinstance(to, PublicBody) else None,
        withdrawn=one.application.withdrawn_on is not None,
    )  # fmt: skip
    more = {"changed": changed, "upon_objection": _raised(made) if not (since or ended) else None}
    return made.model_copy(update={"opened": opened.model_copy(update=more)})


def _raised(made: Explanation) -> Euro | None:
    """What an objection made of an award, where that is more and nobody withdrew since."""
    award, now = made.award, made.amount_now
    if award is None or now is None or made.withdrawn_later or now <= award.amount:
        return None
    return now


def _worked_out(reader: RoundReader, one: StoredApplication) -> Explanation:
    """All of an explanation but how it begins."""
    policy, application_id = reader.policy, one.application.application_id
    allocation = _standing(reader)
    award = allocation.award_of(application_id) if allocation is not None else None
    award = reader.supplemented.get(application_id, award)
    awards = allocation.awards if allocation is not None else ()
    chosen = policy.instruments[one.instrument]
    own = instruments()[one.instrument]
    to = one.application.applicant
    body = to if isinstance(to, PublicBody) else None
    return Explanation(
        application_id=application_id,
        instrument=one.instrument,
        municipality=to.name,
        project_name=one.application.project_name or "",
        partners=tuple(partner.name for partner in one.application.partners),
        homes=one.application.homes.counts(),
        located=one.application.located if policy.asks else (),
        homes_in="" if body is None else one.application.place.name,
        file=one.file,
        sheet=one.sheet,
        cells=one.cells,
        version=one.version,
        distribution_rule=chosen.rule,
        basis=own.rests_on(chosen),
        assessments=reader.assessments.get(application_id, ()),
        award=award,
        ranked=placed_with(policy, awards)[one.instrument],
        besides=besides_of(policy, reader.judged_applications, one, award),
        divisions={
            other.kind: other.amounts.get(application_id, ZERO)
            for other in (allocation.divisions if allocation is not None else ())
        },
        withdrawn_later=_withdrawn_later(reader, application_id),
        decision=next(
            life.decision for life in lives_of(reader) if life.application_id == application_id
        ),
        objections=objected_of(reader).get(application_id, ()),
        amount_now=(revised := reader.revised.get(application_id)) and revised.amount,
        told=awards_told(reader).get(application_id) if reader.state.decided else None,
        settling=settlings_told(reader).get(application_id) if reader.state.decided else None,
        progress=project_in(reader, application_id),
        answers=chosen.answers,
    )


def _withdrawn_later(reader: RoundReader, application_id: str) -> date | None:
    """The day on which it was withdrawn after the list that stands was drawn."""
    gone = (one for one in reader.withdrawals if one.application_id == application_id)
    return next((one.on for one in gone if one.late), None)


def besides_of(
    policy: Policy,
    applications: Sequence[StoredApplication],
    one: StoredApplication,
    award: Award | None,
) -> Besides:
    """What a decision settles and grants beside an award; nothing where the scheme knows none."""
    own = instruments()[one.instrument]
    if own.beside is None or award is None or one.application.withdrawn_on is not None:
        return NOTHING_BESIDE
    return own.beside(one.application, settings(policy, applications)[one.instrument], award.amount)
