"""A round as the letter of an award from the reserve tells it: as its awards stood by then.

What was decided after it is left out, so that the letter can be made anew at any time.
"""

from __future__ import annotations

from datetime import date

from ....grants.decisions.allocation import Award
from ....grants.dossier import Dossier, FromReserve
from ....grants.money import ZERO
from ...records.after.award_decisions import DecisionKind, StoredAwardDecision
from ...records.rounds.reader import RoundReader
from ..aside.supplementing import totals_with
from ..dividing.case import case_of_round
from ..dossier import dossier
from .awards_now import later_awards


def reserve_dossier(reader: RoundReader, one: StoredAwardDecision, sent_on: date) -> Dossier:
    """Everything about a round, with an award from the reserve in the place of its refusal.

    What was withdrawn or revoked gives nothing in it, so that what it adds up to is what stands.
    """
    whole = dossier(reader, sent_on=sent_on, supplemented=True)
    now, ended = _by_then(reader, one)
    for number in ended:
        if number in now:
            nothing: dict[str, object] = {
                "amount": ZERO, "compensable_vat": ZERO, "payable": ZERO, "next_window": ZERO,
                "payments": (),
            }  # fmt: skip
            now[number] = now[number].model_copy(update=nothing)
    case = case_of_round(reader, decided=set(reader.supplemented))
    allocation = whole.allocation.model_copy(
        update={
            "awards": tuple(now[award.application_id] for award in whole.allocation.awards),
            "totals": totals_with(case, now, ()),
        }
    )
    approval = whole.approval
    assert approval is not None
    assert one.approved_on is not None
    return whole.model_copy(
        update={
            "allocation": allocation,
            "decided": tuple(
                decided.model_copy(update={"award": now[decided.award.application_id]})
                for decided in whole.decided
            ),
            "approval": approval.model_copy(
                update={
                    "maker": one.made_by, "approver": one.approver, "on": one.approved_on,
                    "first": "",
                }
            ),
            "from_reserve": {
                one.application_id: FromReserve(
                    refused_on=approval.on, freed=one.detail.freed, basis=one.article
                )
            },
        }
    )  # fmt: skip


def _by_then(reader: RoundReader, one: StoredAwardDecision) -> tuple[dict[str, Award], set[str]]:
    """Every award as a decision from the reserve found it, with that decision; and what ended."""
    assert one.approved_on is not None
    found = {award.application_id: award for award in reader.allocation.awards}
    found |= {
        award.application_id: award
        for supplement in reader.supplements
        if supplement.approved_on is not None and supplement.approved_on <= one.approved_on
        for award in supplement.awards
    }
    ended: set[str] = set()
    for number, later in later_awards(reader):
        kept = later.decision is not None and later.decision.kind is DecisionKind.CHANGE_REFUSED
        if not kept:
            found[number] = later.award
            ended.discard(number)
        if later.decision is not None and later.decision.ends:
            ended.add(number)
        if later.decision == one:
            break
    ended |= {o.application_id for o in reader.withdrawals if o.late and o.on <= one.approved_on}
    return found, ended
