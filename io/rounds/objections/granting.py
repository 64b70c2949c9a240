"""What a decision on an objection grants: the award from then on, and what of it the reserve bears.

It is worked out here when the decision is taken, and again at every door from the sealed round,
the corrections and the award as it stood (``checks/rederived_objections``).
"""

from __future__ import annotations

from datetime import date

from ....grants.after.objection import ObjectionOutcome, Objector
from ....grants.applications.application import Payment
from ....grants.decisions.allocation import Award, Outcome, Reason
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ....optimiser.model.ladder import homes_at, homes_of, payments_at, places_at
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...wording.texts import sentences_in
from ..screening import settings
from .replaying import Replayed, paid_from

_ARTICLE = "artikel 7:11, tweede lid, van de Algemene wet bestuursrecht"


class Asked(Record):
    """How an objection is decided, as far as the award follows from it.

    ``amount`` is the award from then on, and left out it stays or follows from ``over``, the round
    done over with the corrections.
    """

    outcome: ObjectionOutcome
    amount: Euro | None
    over: Replayed | None


def award_on_objection(
    reader: RoundReader, one: StoredObjection, asked: Asked, before: Award | None, on: date
) -> Award | None:
    """The award from now on; ``None`` where it stays as it is.

    Raises:
        WrongUse: the amount is more than was asked, there is nothing to base it on, or the outcome
            leaves the award as it is.
        RefusedByProcess: the outcome does not follow, the objection is of somebody else, or it
            would bring no more than there was.
    """
    over, number = asked.over, one.application_id
    asks_more = asked.amount is not None or over is not None
    if asked.outcome.revises and asks_more and one.kind is not Objector.APPLICANT:
        raise RefusedByProcess(
            f"{one.name} is van {one.kind.dutch}: een bezwaar van een ander wijzigt het bedrag van "
            f"{number} niet. Wie zelf is afgewezen, maakt bezwaar tegen het eigen besluit."
        )
    _follows(number, asked)
    if not asked.outcome.revises and asked.amount is not None:
        raise WrongUse(
            f"Bij {asked.outcome.dutch} blijft de toekenning van {number} zoals zij is. Laat "
            "--amount weg, of kies een andere uitkomst."
        )
    if not asked.outcome.revises or not asks_more:
        return None
    if before is None:
        raise RefusedByProcess(
            f"Ronde {reader.id} is nog niet vastgesteld; er is nog geen bedrag om te wijzigen."
        )
    if over is not None and over.treated and not over.wins:
        return None  # it is treated and refused: that is told of it, and no award follows
    made = over.after if over is not None else _amounting(reader, before, asked.amount or ZERO)
    if made.amount <= before.amount:
        raise RefusedByProcess(
            f"{number} heeft al {before.amount}. Een beslissing op bezwaar maakt het niet "
            "slechter voor wie bezwaar maakt, en bij hetzelfde bedrag hoort geen --amount."
        )
    return _paid(before, made, on)


def gained(before: Award | None, after: Award | None, left: Euro) -> tuple[Euro, Euro]:
    """What a decision adds: out of what is ``left`` in the reserve, and beyond it."""
    if after is None:
        return ZERO, ZERO
    more = after.amount - (before.amount if before is not None else ZERO)
    taken = min(more, left)
    return taken, more - taken


def undecided(number: str) -> RefusedByProcess:
    """The refusal of an outcome on a correction that a rule asks a judgement of."""
    return RefusedByProcess(
        f"Met deze correctie vraagt {number} een oordeel dat er niet is: wat zij had gekregen, is "
        "uit de ronde niet af te leiden. Beslis zonder --set, en leg dat oordeel uit in --reason; "
        "krijgt zij iets, noem dan het bedrag met --amount."
    )


def _follows(number: str, asked: Asked) -> None:
    """Refuse an outcome that the round done over contradicts."""
    over, outcome = asked.over, asked.outcome
    if over is None:
        return
    if asked.amount is not None and asked.amount != over.after.amount:
        raise RefusedByProcess(
            f"De ronde met deze correctie geeft {over.after.amount}, niet {asked.amount}. Laat "
            "--amount weg, of leg het bedrag zonder --set uit in --reason."
        )
    if outcome.revises and over.asks_judgement:
        raise undecided(number)
    if outcome.revises and not over.wins and not over.treated:
        raise RefusedByProcess(
            f"Ook met deze correctie had {number} niet meer gekregen dan "
            f"{over.before.amount}. Bij {outcome.dutch} hoort dan geen --set."
        )
    if not outcome.revises and over.wins:
        raise RefusedByProcess(
            f"Met deze correctie had {number} {over.after.amount} gekregen in plaats "
            f"van {over.before.amount}. Bij {outcome.dutch} past dat niet."
        )


def _amounting(reader: RoundReader, before: Award, amount: Euro) -> Award:
    """An award of that amount, for what its application asks."""
    number = before.application_id
    own = next(
        (o for o in reader.judged_applications if o.application.application_id == number), None
    )
    if own is None:
        raise WrongUse(f"{number} is niet in te lezen; er valt geen bedrag bij te bepalen.")
    asked = own.application.requested or before.asked
    if amount > asked:
        raise WrongUse(f"{number} vraagt {asked}; meer dan dat kan zij niet krijgen.")
    scheme, within = instruments()[own.instrument], settings(reader.policy, reader.applications)
    claim = scheme.candidate(own.application, within[own.instrument])
    split = scheme.split_vat(own.application, amount)
    most = min(amount.cents, claim.requested.cents)
    return before.model_copy(
        update={
            "outcome": Outcome.GRANTED if amount >= asked else Outcome.PARTLY_GRANTED,
            "amount": amount, "compensable_vat": split.compensable, "payable": split.payable,
            "homes": homes_of(homes_at(claim, most)),
            "located": places_at(claim, homes_at(claim, most), most),
            "binding": None, "bound_at": None, "next_window": ZERO,
            "payments": tuple(
                Payment(year=year, amount=Euro(cents)) for year, cents in payments_at(claim, most)
            ),
        }
    )  # fmt: skip


def _paid(before: Award, made: Award, on: date) -> Award:
    """With what it adds paid from that year on, and the reason of it in place of the former."""
    if before.amount:
        paid = {one.year: one.amount for one in before.payments}
        paid[on.year] = paid.get(on.year, ZERO) + made.amount - before.amount
        made = made.model_copy(
            update={
                "payments": tuple(
                    Payment(year=year, amount=paid[year]) for year in sorted(paid) if paid[year]
                )
            }
        )
    else:
        made = paid_from(made, on)
    nl, en = (sentences_in(lang).told("objection.revised", day=on) for lang in ("nl", "en"))
    reason = Reason(code="OBJECTION", article=_ARTICLE, nl=nl, en=en)
    told = {"reasons": (reason,), "binding": None, "bound_at": None, "rank": before.rank}
    return made.model_copy(update=told)
