"""Commitments: what the round charges to each cell of its ledger, beside the ceiling of that cell.

A cell is a fund or one of its schemes, in a budget year. These are the balances of the ledger at
the decision; what comes free or is settled later is in ``verdeel ledger``.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...grants.dossier import Dossier
from ...grants.ledger.ledger import WHOLE_FUND, Cell, ceilings_of, charges_of
from .frames import frame


def commitments(dossier: Dossier) -> pd.DataFrame:
    """Each cell with its ceiling, what is charged to it, kept aside and free, in cents.

    ``scheme`` is empty for a fund as a whole, whose ceiling is its total less the objection
    reserve. A cell without a ceiling of its own has neither a ceiling nor anything free.
    """
    ceilings = ceilings_of(dossier.policy)
    known = dossier.policy.instruments
    awards = [award for award in dossier.allocation.awards if award.instrument in known]
    charged: dict[Cell, int] = {}
    kept: dict[Cell, int] = {}
    aside = {award.application_id for award in awards if award.reserved}
    for charge in charges_of(dossier.policy, awards):
        own, counted = charge.cell, kept if charge.application_id in aside else charged
        for cell in (own, Cell(own.fund, WHOLE_FUND, own.year)):
            counted[cell] = counted.get(cell, 0) + charge.amount.cents
    records: list[dict[str, Any]] = []
    for cell in sorted({*ceilings, *charged, *kept}):
        amount, ceiling, reserved = charged.get(cell, 0), ceilings.get(cell), kept.get(cell, 0)
        records.append(
            {
                "fund": cell.fund,
                "scheme": cell.instrument,
                "year": cell.year,
                "ceiling": None if ceiling is None else ceiling.cents,
                "amount": amount,
                "kept_aside": reserved,
                "free": None if ceiling is None else ceiling.cents - amount - reserved,
            }
        )
    table = frame(records, ("year", "amount", "kept_aside"))
    for column in ("ceiling", "free"):
        table[column] = pd.Series([record[column] for record in records], dtype="Int64")
    for column in ("fund", "scheme"):
        if column not in table.columns:
            table[column] = pd.Series(dtype="str")
    return table
