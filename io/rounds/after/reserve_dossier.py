"""A round as the letter of an award from the reserve tells it: as its awards stand now."""

from __future__ import annotations

from datetime import date

from ....grants.allocation import Dossier, FromReserve
from ....grants.money import ZERO
from ...records.rounds.award_decisions import StoredAwardDecision
from ...records.rounds.reader import RoundReader
from ..aside.supplementing import totals_with
from ..division import case_of_round
from ..dossier import dossier
from .awards_now import awards_now
from .standing import Ended, standing_awards


def reserve_dossier(reader: RoundReader, one: StoredAwardDecision, sent_on: date) -> Dossier:
    """Everything about a round, with an award from the reserve in the place of its refusal.

    What was withdrawn or revoked gives nothing in it, so that what it adds up to is what stands.
    """
    whole = dossier(reader, sent_on=sent_on, supplemented=True)
    standing = standing_awards(reader)
    now = awards_now(reader)
    for number, kept in standing.items():
        if kept.ended is not Ended.NOT:
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
