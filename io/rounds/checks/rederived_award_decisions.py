"""Decisions on awards, worked out again: each rests on the award as it stood, and follows from what
was asked."""

from __future__ import annotations

from ....grants.decisions.allocation import Award
from ...errors import VerdeelError
from ...records.after.award_decisions import DecisionKind, StoredAwardDecision, digest_of
from ...records.rounds.reader import RoundReader
from ..after.changing import changed_award
from ..after.reserve import ladder_of, reserve_difference
from ..after.revoking import heard_difference, revoked_award
from ..after.standing import StandingAward, before_decision, standing_versions
from ..objections.made import judged_since


def award_decision_difference(reader: RoundReader) -> str:
    """The first decision on an award that does not follow, in Dutch; empty where all do."""
    if reader.after.reserve_ladder and dict(reader.after.reserve_ladder) != dict(ladder_of(reader)):
        return "de reservelijst is niet die van de vastgestelde lijst"
    if not reader.after.award_decisions:
        return ""
    versions = standing_versions(reader)
    filed = {one.application.application_id: one for one in judged_since(reader)}
    for one in reader.after.award_decisions:
        if one.digest != digest_of(one):
            return f"{one.application_id}: de hash is niet die van het besluit"
        if not one.approver:
            continue
        if one.kind is DecisionKind.RESERVE:
            difference = reserve_difference(reader, one)
        else:
            before = before_decision(versions.get(one.application_id, ()), one)
            application = filed[one.application_id].application
            difference = _difference(one, before, application)
        difference = difference or heard_difference(reader, one)
        if difference:
            return f"{one.application_id}: {difference}"
    return ""


def _difference(one: StoredAwardDecision, before: StandingAward | None, application: object) -> str:
    if before is None or before.award != one.detail.before:
        return "het besluit rust op een andere toekenning dan er was"
    wanted: Award | None = one.detail.before
    if one.kind is DecisionKind.CHANGED:
        assert one.detail.asked is not None
        try:
            wanted = changed_award(before, application, one.detail.asked)
        except VerdeelError:
            wanted = None
    elif one.kind is DecisionKind.REVOKED:
        after = one.detail.after
        if after != revoked_award(before, application, after.amount):
            return "wat na de intrekking overblijft, volgt niet uit de toekenning"
        return "" if after.amount < before.award.amount else "er is niets ingetrokken"
    if one.detail.after != wanted:
        return "de gewijzigde toekenning volgt niet uit het verzoek"
    if one.detail.after.amount > one.detail.before.amount:
        return "de toekenning werd hoger"
    return ""
