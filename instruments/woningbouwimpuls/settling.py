"""How the Woningbouwimpuls ends: it is not fixed; what was not well spent can be claimed back."""

from __future__ import annotations

from datetime import date

from ..settling import Manner, Settling, SettlingLaw

_BWBI = "van het Besluit Woningbouwimpuls 2020"

SETTLING = Settling(
    texts=(
        SettlingLaw(
            valid_from=date(2020, 7, 1),
            valid_to=None,
            manner=Manner.UNSPENT,
            article=f"artikel 10 {_BWBI}",
            reclaim=f"artikel 10, tweede lid, {_BWBI}",
            notice_years=1,
        ),
    )
)
