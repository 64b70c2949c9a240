"""A supplement: deciding on applications that were set aside, after the round was approved.

It has a list, an approval, letters and entries in the ledger of its own. As for the round itself,
dividing can take minutes and stands between two short transactions.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ...grants.decisions.allocation import Allocation, Status
from ...grants.lives.decision import DecisionEvent
from ...grants.lives.round import APPROVERS, Step
from ...grants.names import is_among
from ...optimiser.solution import Solution
from ..errors import RefusedByProcess, WrongUse
from ..records.claims import claimed
from ..records.retry import retry_on_conflict
from ..records.rounds import supplements
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader, changing_round, reading_round
from ..records.rounds.supplements import StoredSupplement, digest_of
from ..rounds.actor import Actor, require_admitted, require_role
from ..rounds.aside.over import replaced_by, standing_supplements
from ..rounds.aside.supplementing import (
    rests_on,
    standing_before,
    supplement_case,
    supplementary,
    totals_with,
)
from ..rounds.aside.waiting import sent_alone
from ..rounds.checks.chronology import require_after, under_a_supplement
from ..rounds.checks.decision_date import paid_before
from ..rounds.dividing.case import RoundCase
from ..rounds.division import divide
from ..rounds.groundless import require_grounds
from ..rounds.lawful import require_deciding
from ..rounds.ledger import book_supplement
from ..rounds.lives import lives_of, record_event
from ..rounds.state import permit, record, require_seal, require_state


def make_supplement(
    url: str, round_id: str, who: Actor, on: date, time_limit_seconds: int | None = None
) -> tuple[StoredSupplement, bool]:
    """Do the round over with what was set aside in it; ``False`` where that stood already.

    Raises:
        RefusedByProcess: the round is not approved, nothing is set aside or all of it still waits,
            the list is not proven, or the role or the seal forbids it.
    """
    with claimed(url, round_id, Step.SUPPLEMENT.value, who.name):
        with reading_round(url, round_id) as reader:
            permit(reader, Step.SUPPLEMENT, who)
            require_seal(reader)
            case, ready = supplement_case(reader, on)
            require_after("Een aanvullende lijst", on, under_a_supplement(reader, ready))
            found = _same(reader, case, on)
            seal = reader.seal
        if found is not None:
            return found, False
        done_over, solution = divide(case, seal, time_limit_seconds=time_limit_seconds)
        if done_over.status is not Status.PROVEN:
            raise RefusedByProcess(
                "De ronde met wat was aangehouden erin is in de tijd die er was niet bewezen. Geef "
                "meer tijd met --time-limit."
            )
        return retry_on_conflict(
            lambda: (_kept(url, round_id, case, ready, (done_over, solution), who, on), True)
        )


def _same(reader: RoundReader, case: RoundCase, on: date) -> StoredSupplement | None:
    wanted = rests_on(reader, case, on)
    return next((one for one in reader.supplements if one.input_hash == wanted), None)


def _kept(
    url: str, round_id: str, case: RoundCase, ready: tuple[str, ...],
    found: tuple[Allocation, Solution], who: Actor, on: date,
) -> StoredSupplement:  # fmt: skip
    with changing_round(url, round_id) as reader:
        require_state(reader, Step.SUPPLEMENT)
        now, still = supplement_case(reader, on)
        wanted = rests_on(reader, now, on)
        if still != ready or wanted != rests_on(reader, case, on):
            raise RefusedByProcess(
                f"Tijdens het verdelen is ronde {round_id} gewijzigd; er is niets bewaard. Geef "
                "dezelfde opdracht opnieuw."
            )
        done_over, solution = found
        before = standing_before(reader, ready)
        awards = supplementary(case, before, done_over, ready, on)
        assert reader.allocation_id is not None
        made = StoredSupplement(
            row_id=0, allocation_id=reader.allocation_id, input_hash=wanted,
            digest=digest_of(awards), made_by=who.name, on=on, awards=awards,
            totals=totals_with(case, before, awards), done_over=done_over, solution=solution,
        )  # fmt: skip
        supplements.add(reader, made)
        record(reader, EventKind.SUPPLEMENT_MADE, who)
        return reader.supplements[-1]


def open_supplement(reader: RoundReader) -> StoredSupplement:
    """The supplementary list that waits for its approval.

    Raises:
        WrongUse: there is none.
    """
    found = [one for one in reader.supplements if not one.approver]
    if not found:
        raise WrongUse(
            f"Ronde {reader.id} heeft geen aanvullende lijst om vast te stellen. Maak haar met "
            f'"verdeel round supplement {reader.id} --date jjjj-mm-dd".'
        )
    return found[-1]


def approve_supplement(
    reader: RoundReader, who: Actor, on: date, check: Callable[[StoredSupplement], None]
) -> tuple[StoredSupplement, bool]:
    """Approve the supplementary list, by somebody who had no part in it; ``False`` where they did
    so before, on that day, and no other list waits.

    ``check`` looks at the list itself, once nothing else stands in the way of its approval.

    Raises:
        WrongUse: there is none, or it is of a later day.
        RefusedByProcess: whoever made it or judged on it cannot approve it, something changed
            since, or the state or role forbids it.
    """
    permit(reader, Step.SUPPLEMENT, who)
    require_deciding(reader.policy)
    require_role(who, APPROVERS, "een tweede naam zetten onder een aanvullende lijst")
    require_admitted(who)
    last = reader.supplements[-1] if reader.supplements else None
    if last is not None and (last.approver, last.approved_on) == (who.name, on):
        return last, False
    one = open_supplement(reader)
    judged = {j.officer for j in reader.judgements if j.application_id in one.numbers}
    aside = {e.officer for n, e in reader.set_aside.items() if n in one.numbers}
    if is_among(who.name, (one.made_by, *judged, *aside)):
        raise RefusedByProcess(
            f"{who.name} heeft deze lijst gemaakt, of over een aanvraag erin geoordeeld. Laat een "
            "ander haar vaststellen."
        )
    if on < one.on:
        raise WrongUse(f"De lijst is van {one.on:%d-%m-%Y}; zij kan niet eerder zijn vastgesteld.")
    require_after("Het aanvullende besluit", on, under_a_supplement(reader, one.numbers))
    if on.year != one.on.year:
        raise RefusedByProcess(
            f"De lijst is van {one.on.year} en betaalt vanaf dat jaar; een besluit van {on.year} "
            f'niet. Maak haar opnieuw met "verdeel round supplement {reader.id} --date '
            f'{on.isoformat()}".'
        )
    case, ready = supplement_case(reader, one.on)
    if ready != one.numbers or rests_on(reader, case, one.on) != one.input_hash:
        raise RefusedByProcess(
            "Sinds de aanvullende lijst is een oordeel of een aanvraag gewijzigd. Maak haar "
            f'opnieuw met "verdeel round supplement {reader.id} --date {on.isoformat()}".'
        )
    require_grounds(reader, one.awards)
    check(one)
    _lead(reader, one, (DecisionEvent.SUPPLEMENTED, DecisionEvent.TAKEN), who, on)
    supplements.approve(reader, one, who.name, on)
    book_supplement(reader, one.awards, on, over=replaced_by(reader, one) is not None)
    record(reader, EventKind.SUPPLEMENT_APPROVED, who)
    return next(two for two in reader.supplements if two.row_id == one.row_id), True


def _lead(
    reader: RoundReader,
    one: StoredSupplement,
    events: tuple[DecisionEvent, ...],
    who: Actor,
    on: date,
) -> None:
    """Lead the decisions of a supplement on."""
    rows = {life.application_id: life.row_id for life in lives_of(reader)}
    for number in one.numbers:
        for event in events:
            reason = f"Aanvullende lijst {one.digest[:12]} van {one.on:%d-%m-%Y}."
            record_event(reader, rows[number], event, who, on, reason)


def to_send(reader: RoundReader, who: Actor, on: date) -> StoredSupplement:
    """The approved supplementary list whose letters are to be written on a day: the first not yet
    sent, or the newest, whose letters can be made again.

    Raises:
        WrongUse: none was approved, or the day is before its approval.
        RefusedByProcess: the state or role forbids it, or a payment is in a year that is over.
    """
    permit(reader, Step.SUPPLEMENT, who)
    require_deciding(reader.policy)
    found = standing_supplements(reader)
    if not found:
        raise WrongUse(f"Ronde {reader.id} heeft geen vastgestelde aanvullende lijst.")
    sent = sent_alone(reader)
    made = next((one for one in found if not sent.issuperset(one.numbers)), found[-1])
    if made.approved_on is not None and on < made.approved_on:
        raise WrongUse(f"De lijst is vastgesteld op {made.approved_on:%d-%m-%Y}.")
    past = () if sent.issuperset(made.numbers) else paid_before(made.awards, on)
    if past:
        raise RefusedByProcess(
            f"Een brief van {on:%d-%m-%Y} zou betaling beloven in een jaar dat voorbij is: "
            f"{', '.join(past)}. De aanvullende lijst is van {made.on:%d-%m-%Y}; haar brieven gaan "
            f"uit met een dag in {made.on.year}. Kan dat niet meer, beslis dan opnieuw, met "
            f'betaling vanaf {on.year}: "verdeel round supplement {reader.id} --date '
            f'{on.isoformat()}", en '
            "laat een ander die lijst vaststellen."
        )
    return made


def sent_supplement(reader: RoundReader, one: StoredSupplement, who: Actor, on: date) -> bool:
    """Record that the letters of a supplement were written; ``False`` where they were before."""
    if sent_alone(reader).issuperset(one.numbers):
        return False
    _lead(reader, one, (DecisionEvent.SENT,), who, on)
    record(reader, EventKind.SUPPLEMENT_SENT, who)
    return True
