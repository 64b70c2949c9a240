"""How far the end of each award is, as open data: what was not done is empty, never nought."""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.decisions.allocation import Award
from ....grants.dossier import Dossier


def settlement_rows(dossier: Dossier, published: Sequence[Award]) -> list[dict[str, object]]:
    """A row for each published award of which something was accounted for, fixed or claimed."""
    found: list[dict[str, object]] = []
    for award in published:
        since = dossier.since_decided(award.application_id)
        ending = None if since is None else since.ending
        if ending is None:
            continue
        known = ending.accounted_to is not None
        found.append(
            {
                "round": dossier.allocation.round,
                "application_id": award.application_id,
                "instrument": award.instrument,
                "accounted_to": ending.accounted_to if known else "",
                "last_account": str(ending.last).lower() if known else "",
                "lawful_eur": "" if ending.lawful is None else ending.lawful,
                "final_eur": "" if ending.fixed is None else ending.fixed,
                "claimed_back_eur": ending.claimed,
                "repaid_eur": ending.repaid,
                "open_eur": ending.open,
                "interest_eur": ending.interest,
                "interest_received_eur": ending.interest_received,
                "settled_later_eur": ending.corrected,
                "carried_on_eur": ending.carried,
            }
        )
    return found
