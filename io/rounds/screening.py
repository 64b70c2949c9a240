"""What the rules say of the applications of a round, and which of them are candidates."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from ...grants.applications.assessment import Answer, Assessment, verdict
from ...grants.applications.candidate import Candidate
from ...grants.rounds.policy import DistributionRule, Policy
from ...grants.rounds.window import Window
from ...instruments.instrument import RuleContext, instruments
from ...instruments.law.catalogue import Catalogue
from ...instruments.screening.condition import CONDITION, absent_in
from ...instruments.screening.window import window_by
from ..records.rounds.applications import StoredApplication
from ..records.rounds.events import EventKind
from ..records.rounds.lots import DrawnLot
from ..records.rounds.reader import RoundReader

if TYPE_CHECKING:
    from ...instruments.screening.waiting import Waits

SCREENED = (EventKind.SCREENED, EventKind.AMENDED)
"""The events at which every application is put to the rules."""


def settings(
    policy: Policy,
    applications: Sequence[StoredApplication],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> dict[str, RuleContext]:
    """What the rules of each instrument may look at. The window binds the version of the law.

    ``laws`` are catalogues, by name, to read in place of those of this program.
    """
    return {
        key: RuleContext.within(
            policy, key, tuple(t.application for t in applications if t.instrument == key), laws
        )
        for key in policy.instruments
    }


def windows_held(policy: Policy) -> tuple[tuple[str, Window], ...]:
    """The window of each scheme of a round, by key, as far as its law has a rule about it."""
    found: list[tuple[str, Window]] = []
    for key, setting in settings(policy, ()).items():
        own = instruments()[key]
        rule = own.window_rule
        if rule and setting.law_of(own.catalogue).rule_of(rule) is not None:
            found.append((key, window_by(own.rules[rule], setting)))
    return tuple(found)


def kept_as(
    then: Mapping[str, Sequence[Assessment]], now: Mapping[str, tuple[Assessment, ...]]
) -> Mapping[str, tuple[Assessment, ...]]:
    """Answers made anew, without the notation in English where a round was kept without any."""
    if any(one.measured_en or one.threshold_en for answers in then.values() for one in answers):
        return now
    plain = {"measured_en": "", "threshold_en": ""}
    return {
        number: tuple(one.model_copy(update=plain) for one in answers)
        for number, answers in now.items()
    }


def screened_under(
    policy: Policy,
    applications: Sequence[StoredApplication],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> dict[str, tuple[Assessment, ...]]:
    """What the rules say of every application under a policy, by application number."""
    for_instrument = settings(policy, applications, laws)
    return {
        one.application.application_id: instruments()[one.instrument].screen(
            one.application, for_instrument[one.instrument]
        )
        for one in applications
    }


def as_screened(reader: RoundReader) -> tuple[StoredApplication, ...]:
    """The applications as they stood at the screening: what was withdrawn later still stood."""
    at = max((link.number for link in reader.events if link.kind in SCREENED), default=0)
    keys = {
        key
        for link in reader.events
        if link.number > at
        for name, key, _ in json.loads(link.detail_json)
        if name == "Withdrawal"
    }
    later = {one.application_id for one in reader.withdrawals if str(one.row_id) in keys}
    return tuple(
        one.model_copy(
            update={"application": one.application.model_copy(update={"withdrawn_on": None})}
        )
        if one.application.application_id in later
        else one
        for one in reader.applications
    )


def candidates_of(
    policy: Policy,
    applications: Sequence[StoredApplication],
    assessments: Mapping[str, tuple[Assessment, ...]],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> tuple[Candidate, ...]:
    """The applications that take part in the division, as the optimiser sees them."""
    return divided_and_waiting(policy, applications, assessments, laws)[0]


def divided_and_waiting(
    policy: Policy,
    applications: Sequence[StoredApplication],
    assessments: Mapping[str, tuple[Assessment, ...]],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
    answered: Collection[tuple[str, str]] = (),
    paid: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    aside: Collection[str] = (),
    undecided: Collection[str] = (),
) -> tuple[tuple[Candidate, ...], Mapping[str, Waits]]:
    """The candidates, and of the other applications that passed screening what they wait for.

    ``answered`` are the questions to which an officer said that both are right: the number of the
    application and the code; ``paid`` what an earlier round may have paid, by application.
    ``aside`` are those that take no part, whatever the rules say of them; ``undecided`` those of
    them about which is decided later, so that whoever needs one of them waits.
    """
    for_instrument = settings(policy, applications, laws)
    standing = [
        one
        for one in applications
        if one.application.withdrawn_on is None and one.application.application_id not in aside
    ]
    verdicts = {
        one.application.application_id: verdict(assessments[one.application.application_id])
        for one in standing
    }
    made = tuple(
        instruments()[one.instrument].candidate(one.application, for_instrument[one.instrument])
        for one in standing
        if verdicts[one.application.application_id] is Answer.MET
    )
    if not policy.asks:
        return made, {}
    # Late: what is told of a list that was made needs only the settings of the rules.
    from ...instruments.screening.waiting import waiting
    from .checks.counted_once import counted_once

    known = {one.application.application_id for one in applications}
    made = counted_once(
        tuple(_without_condition(one, assessments[one.application_id], known) for one in made)
    )
    waits = waiting(
        made,
        undecided={
            one.application.application_id: one.instrument
            for one in standing
            if verdicts[one.application.application_id] is Answer.NEEDS_JUDGEMENT
        }
        | {
            one.application.application_id: one.instrument
            for one in applications
            if one.application.application_id in undecided
        },
        known=known,
        decided={one.application for one in policy.fixed},
        ranked=() if policy.round.explores else _ranked(policy),
        doubles=_paid_twice(standing, verdicts, answered),
        paid=paid,
    )
    return tuple(one for one in made if one.application_id not in waits), waits


def _without_condition(
    one: Candidate, said: Sequence[Assessment], known: Collection[str]
) -> Candidate:
    """A candidate without what it needs and is not there, where two people said that this is met
    or fell away."""
    met = [a for a in said if a.code == CONDITION and a.answer is Answer.MET]
    if not met:
        return one
    absent = {number for answer in met for number in absent_in(answer)}
    kept = tuple(n for n in one.requires if n in known and n not in absent)
    return one.model_copy(update={"requires": kept})


def _paid_twice(
    standing: Sequence[StoredApplication],
    verdicts: Mapping[str, Answer],
    answered: Collection[tuple[str, str]],
) -> dict[str, tuple[str, ...]]:
    """By application, those that ask the same, came first and are not refused."""
    from ...instruments.findings.doubles import doubles

    found: dict[str, list[str]] = {}
    for one in doubles((one.instrument, one.application) for one in standing):
        if (one.asked_of, one.code) in answered or verdicts[one.first] is Answer.NOT_MET:
            continue
        found.setdefault(one.waits, []).append(one.first)
    return {number: tuple(first) for number, first in found.items()}


def _ranked(policy: Policy) -> tuple[str, ...]:
    """The schemes whose money goes out in the order of a ranking."""
    return tuple(k for k, own in policy.instruments.items() if own.rule is DistributionRule.RANK)


def with_lots(
    lots: Sequence[DrawnLot], candidates: Sequence[Candidate], *, asks: bool = True
) -> tuple[Candidate, ...]:
    """The candidates with the lots drawn for the round; a workbook's own lots give way to them.

    Lots of two draws say nothing of each other, so that those of workbooks are left out of a round
    with a draw of its own. In a round of the first edition (without ``asks``) they stood beside it.
    """
    drawn = {one.application_id: one.lot for one in lots}
    if drawn and asks:
        return tuple(
            candidate.model_copy(update={"lot": drawn.get(candidate.application_id)})
            for candidate in candidates
        )
    return tuple(
        candidate.model_copy(update={"lot": drawn[candidate.application_id]})
        if candidate.application_id in drawn
        else candidate
        for candidate in candidates
    )
