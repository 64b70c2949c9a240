"""A supplement that the program would not have made is refused wherever it is used."""

from collections.abc import Callable
from datetime import date

import pytest

from verdeelsleutel.grants.decisions.allocation import Award, Reason
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.rounds import supplements
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.records.rounds.supplements import StoredSupplement
from verdeelsleutel.io.records.trail import verification
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.aside.supplementing import (
    rests_on,
    standing_before,
    supplement_case,
    supplementary,
    totals_with,
)
from verdeelsleutel.io.rounds.division import divide
from verdeelsleutel.io.rounds.ledger import book_supplement
from verdeelsleutel.io.rounds.state import record

from .orders import (
    OTHER_APPROVER,
    Desk,
)
from .supplementing import DECIDED, OF, Begin, approved, begin, refused
from .test_unknown import ROUND

__all__ = ["approved", "begin"]  # fixtures


FORGER = Actor(name="S. Vermeulen", role="officer")


def less_money(award: Award) -> Award:
    """A hundred euros less, in the first year, with everything else to match."""
    less = award.amount - Euro(10_000)
    first = award.payments[0]
    paid = first.model_copy(update={"amount": first.amount - Euro(10_000)})
    later = (paid, *award.payments[1:])
    return award.model_copy(update={"amount": less, "payable": less, "payments": later})


def another_reason(award: Award) -> Award:
    said = Reason(code="SUPPLEMENT", article="artikel 1", nl="Dat is zo.", en="It is so.")
    return award.model_copy(update={"reasons": (said,)})


def forged(desk: Desk, change: Callable[[Award], Award]) -> StoredSupplement:
    """Keep a changed supplement as the program would: its rows and its event."""
    with changing_round(desk.url, ROUND) as reader:
        on = date(2026, 6, 12)
        case, ready = supplement_case(reader, on)
        done_over, solution = divide(case, reader.seal)
        before = standing_before(reader, ready)
        awards = tuple(map(change, supplementary(case, before, done_over, ready, on)))
        made = StoredSupplement(
            row_id=0, allocation_id=reader.allocation_id or 0,
            input_hash=rests_on(reader, case, on), digest=supplements.digest_of(awards),
            made_by=FORGER.name, on=on, awards=awards,
            totals=totals_with(case, before, awards), done_over=done_over, solution=solution,
        )  # fmt: skip
        supplements.add(reader, made)
        record(reader, EventKind.SUPPLEMENT_MADE, FORGER)
        assert verification.verify(reader.session) == ()
        return reader.supplements[-1]


@pytest.mark.parametrize(
    "change", [less_money, pytest.param(another_reason, marks=pytest.mark.slow)]
)
def test_a_forged_supplement_is_refused_at_every_door(
    begin: Begin, change: Callable[[Award], Award]
) -> None:
    desk = begin({}, *DECIDED, "letters", "judge", "judge confirm")
    forged(desk, change)
    on, out = ("--date", "2026-06-15"), str(desk.folder / "uit")
    before = sorted(desk.folder.rglob("*"))
    doors = (
        (*OF, "--approve", *on), (*OF, "--list", "--out", "lijst.pdf"),
        ("report", "--round", ROUND, "--out", out),
        ("ledger", "--round", ROUND, "--out", str(desk.folder / "grootboek.journal")),
        ("bundle", "--round", ROUND, "--out", "ronde.zip"),
    )  # fmt: skip
    for door in doors:
        said = refused(desk, *door, by=OTHER_APPROVER)
        assert "De aanvullende lijst: de lijst van 12-06-2026: " in said, door
    assert desk.asks("audit", "verify") == 3
    assert sorted(desk.folder.rglob("*")) == before
    with changing_round(desk.url, ROUND) as reader:  # the forger puts a name under it too
        (made,) = reader.supplements
        supplements.approve(reader, made, "P. Wiersma", date(2026, 6, 15))
        book_supplement(reader, made.awards, date(2026, 6, 15))
        record(reader, EventKind.SUPPLEMENT_APPROVED, Actor(name="P. Wiersma", role="approver"))
    for door in (*doors[2:], (*OF, "--letters", "--out", out, *on)):
        assert "De aanvullende lijst: " in refused(desk, *door), door
    assert sorted(desk.folder.rglob("*")) == before
