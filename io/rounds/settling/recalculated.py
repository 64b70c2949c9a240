"""What a supplement would have been by what was spent after all (RS 3.4(4), 3.8(4)).

The regulation lets a municipality say that it spent more or less in a year, and the minister set
that off. What the difference comes to follows from the answers and the division of the round, which
is done over; nothing is kept. What an earlier reservation and ceiling still bear of more is in no
article.
"""

from __future__ import annotations

from typing import Any

from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ..completing.asking import life_of
from ..objections.fields import Corrected
from ..objections.replaying import replayed
from .claims import settling_of
from .correcting import claimed_of


class Recalculated(Record):
    """A supplement by other costs of its year, in cents.

    ``fixed`` is the award as it stands, of which ``claimed`` was claimed back already. ``would`` is
    what it would have been, of ``asked`` that follows from the costs. ``article`` lets the minister
    set the difference off, and ``reclaim`` claim it back.
    """

    round: str
    application_id: str
    year: int
    corrections: tuple[Corrected, ...]
    fixed: Euro
    claimed: Euro
    asked: Euro
    would: Euro
    article: str
    reclaim: str

    @property
    def less(self) -> Euro:
        """What of the award is more than that, and was not claimed back yet."""
        return max(self.fixed - self.claimed - self.would, ZERO)

    @property
    def more(self) -> Euro:
        """What it would have had more."""
        return max(self.would - self.fixed, ZERO)

    @property
    def lowered(self) -> bool:
        """Whether the ceiling lets it have only a part of what follows from its costs."""
        return self.would < self.asked


def recalculated(
    reader: RoundReader, number: str, costs: Euro | None, vat: Euro | None,
    seconds: int | None = None,
) -> Recalculated:  # fmt: skip
    """A supplement with other costs of its year, VAT included, or other compensable VAT in them.

    Raises:
        WrongUse: it is no such supplement, or neither is named.
        RefusedByProcess: the round was not decided, or what it would have been asks a judgement.
    """
    own = instruments()[life_of(reader, number).instrument]
    if not own.schedule.may_set_off:
        raise WrongUse(
            f"{number} is geen toeslag op kosten. De regels voor {own.name_nl} zeggen niet dat "
            "wat in een jaar meer of minder is uitgegeven, met een latere opgave kan worden "
            "verrekend."
        )
    named = {"costs": costs, "compensable_vat": vat}
    wanted = {key: str(amount) for key, amount in named.items() if amount is not None}
    if not wanted:
        raise WrongUse("Noem met --costs wat in het jaar is uitgegeven, en met --vat de btw erin.")
    told = replayed(reader, number, wanted, seconds=seconds)
    if told.asks_judgement:
        raise RefusedByProcess(
            f"Met deze bedragen vraagt {number} een oordeel dat er niet is: wat de toeslag was "
            "geweest, is uit de ronde niet af te leiden."
        )
    _, law = settling_of(reader, own.key)
    statement: Any = next(
        one.application
        for one in reader.judged_applications
        if one.application.application_id == number
    )
    return Recalculated(
        round=reader.id, application_id=number, year=statement.cost_year,
        corrections=told.corrections, fixed=told.before.amount,
        claimed=claimed_of(reader, number), asked=told.after.asked, would=told.after.amount,
        article=own.schedule.may_set_off, reclaim=law.reclaim,
    )  # fmt: skip
