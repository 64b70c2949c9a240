"""A forged decision on an objection, with a sound trail and ledger, passes no door.

The forger calls the program's own functions: rows, bookings and event are those of the program,
and only what was decided is another. Forgeries are drawn from a seed over all that a decision says.
"""

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.after.objection import ObjectionOutcome
from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.grants.lives.decision import DecisionEvent
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.records.rounds import objections
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.objections import StoredObjectionDecision
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.trail import verification
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.balance import ledger_faults
from verdeelsleutel.io.rounds.completing.asking import life_of
from verdeelsleutel.io.rounds.ledger import book_objection
from verdeelsleutel.io.rounds.lives import record_event
from verdeelsleutel.io.rounds.objections.finding import objection_of
from verdeelsleutel.io.rounds.objections.granting import Asked, award_on_objection, gained
from verdeelsleutel.io.rounds.objections.replaying import replayed, stands
from verdeelsleutel.io.rounds.state import record

from .objecting import DECIDER, OF, WHY, copied, decided_once, hears, opens
from .orders import MAKER, Desk
from .test_unknown import ROUND

DAY = date(2026, 8, 20)
FORGER = Actor(name="P. Wiersma", role="approver")
WON = {"homes.social_rent": "120"}
Draw = random.Random
Forgery = Callable[[StoredObjectionDecision, Draw], StoredObjectionDecision]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, samples: Path) -> Desk:
    """The round with an objection of C that was heard; it is only copied."""
    desk = copied(decided_once(shared_folder, samples), tmp_path_factory.mktemp("vervalst"))
    opens(desk, "C")
    hears(desk, "BZ-1")
    return desk


@pytest.fixture
def desk(heard: Desk, tmp_path: Path) -> Desk:
    return copied(heard, tmp_path)


def of_award(made: StoredObjectionDecision, **changes: object) -> StoredObjectionDecision:
    assert made.award is not None
    return made.model_copy(update={"award": made.award.model_copy(update=changes)})


def with_amount(made: StoredObjectionDecision, amount: Euro) -> StoredObjectionDecision:
    """Another amount, with all that goes with it."""
    award = made.award
    assert award is not None
    payments = tuple(o.model_copy(update={"amount": amount}) for o in award.payments[:1])
    made = of_award(made, amount=amount, payable=amount - award.compensable_vat, payments=payments)
    taken = min(amount, Euro(300_000_000))
    return made.model_copy(update={"from_reserve": taken, "beyond": amount - taken})


def another_amount(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    return with_amount(made, Euro(draw.choice((1, 199_999_999, 200_000_001, 450_000_000))))


def another_year(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    assert made.award is not None
    later = draw.randint(1, 9)
    paid = tuple(o.model_copy(update={"year": o.year + later}) for o in made.award.payments)
    return of_award(made, payments=paid)


def another_split(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    assert made.award is not None
    cents = Euro(draw.randint(1, 1000))
    return of_award(made, payable=made.award.payable - cents,
                    compensable_vat=made.award.compensable_vat + cents)  # fmt: skip


def other_homes(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    assert made.award is not None
    more = made.award.homes.social_rent + draw.randint(1, 500)
    return of_award(made, homes=made.award.homes.model_copy(update={"social_rent": more}))


def another_reason(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    assert made.award is not None
    told = made.award.reasons[0].model_copy(update={"article": f"artikel {draw.randint(1, 99)}"})
    return of_award(made, reasons=(told,))


def another_reserve(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    moved = Euro(draw.randint(1, made.from_reserve.cents))
    drawn = {"from_reserve": made.from_reserve - moved, "beyond": made.beyond + moved}
    return made.model_copy(update=drawn)


def another_correction(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    field = draw.choice(("homes.social_rent", "homes.other", "large_scale_area"))
    value = {"large_scale_area": ""}.get(field, str(draw.randint(0, 100)))
    return made.model_copy(update={"corrections": {field: value or "nee"}})


def no_correction(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    """By an amount alone, and more than was asked."""
    bare = made.model_copy(update={"corrections": {}, "evidence": ""})
    return with_amount(bare, Euro(draw.randint(200_000_001, 290_000_000)))


def another_outcome(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    lost = draw.choice((ObjectionOutcome.UNFOUNDED, ObjectionOutcome.INADMISSIBLE))
    return made.model_copy(update={"outcome": lost})


def a_refusal(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    """It is told that it would not have won, with the corrections by which it wins."""
    lost = {"outcome": ObjectionOutcome.UNFOUNDED, "award": None}
    return made.model_copy(update=lost | {"from_reserve": ZERO, "beyond": ZERO})


def a_ground(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    return made.model_copy(update={"ground": draw.choice(("late", "no_party", "premature"))})


def other_evidence(made: StoredObjectionDecision, draw: Draw) -> StoredObjectionDecision:
    told = json.loads(made.evidence)
    levels = [[name, 1 - level] for name, level in told["level"]["levels"]]
    told["level"]["levels"] = levels
    return made.model_copy(update={"evidence": json.dumps(told)})


FORGERIES: tuple[Forgery, ...] = (
    another_amount, another_year, another_split, other_homes, another_reason, another_reserve,
    another_correction, no_correction, another_outcome, a_refusal, a_ground, other_evidence,
)  # fmt: skip


def as_it_should(desk: Desk) -> StoredObjectionDecision:
    """The decision that follows, with its evidence."""
    with reading_round(desk.url, ROUND) as reader:
        one = objection_of(reader, "BZ-1")
        over = replayed(reader, "C", WON)
        upon = stands(reader, "C")
        asked = Asked(outcome=ObjectionOutcome.FOUNDED, amount=None, over=over)
        award = award_on_objection(reader, one, asked, upon.award, DAY)
        drawn = gained(upon.award, award, upon.left)
        return StoredObjectionDecision(
            outcome=ObjectionOutcome.FOUNDED, ground="", on=DAY, reason="De aantallen zijn hoger.",
            departs="", corrections=WON, award=award, from_reserve=drawn[0], beyond=drawn[1],
            costs=ZERO, approver=FORGER.name, evidence=over.evidence.model_dump_json(),
        )  # fmt: skip


def kept(desk: Desk, made: StoredObjectionDecision) -> None:
    """Keep a decision as the program would: its row, its life, its bookings, its event."""
    with changing_round(desk.url, ROUND) as reader:
        one = objection_of(reader, "BZ-1")
        objections.add_decision(reader, one, made)
        life = life_of(reader, "C")
        record_event(reader, life.row_id, DecisionEvent.REVISED, FORGER, DAY, "Bezwaar BZ-1.")
        award: Award | None = made.award
        if award is not None:
            drawn = made.from_reserve, made.beyond
            book_objection(reader, award, drawn, DAY, anew=True)
        record(reader, EventKind.OBJECTION_DECIDED, FORGER)


def decides_again(desk: Desk) -> tuple[str, ...]:
    out = str(desk.folder / "bezwaar")
    return (
        "objection", "decide", "BZ-1", *OF, "--outcome", "founded", "--set",
        "homes.social_rent=120", "--date", "2026-08-20", *WHY, "--out", out,
    )  # fmt: skip


def doors(desk: Desk) -> dict[str, tuple[str, tuple[str, ...]]]:
    out = desk.folder
    return {
        "letter": (DECIDER, decides_again(desk)),
        "pay": (MAKER, ("pay", "order", "C", *OF, "--date", "2026-08-25")),
        "report": (MAKER, ("report", *OF, "--out", str(out / "rapport"))),
        "ledger": (MAKER, ("ledger", *OF, "--out", str(out / "grootboek.journal"))),
        "bundle": (MAKER, ("bundle", *OF, "--out", str(out / "ronde.zip"))),
        "verify": (MAKER, ("audit", "verify")),
    }


def passes_no_door(desk: Desk, forgery: Forgery, seed: int, through: tuple[str, ...]) -> None:
    made = forgery(as_it_should(desk), random.Random(seed))
    kept(desk, made)
    with reading_round(desk.url, ROUND) as reader:
        assert verification.verify(reader.session) == ()
        assert ledger_faults(reader.session) == ()
    before = sorted(desk.folder.iterdir())
    every = doors(desk)
    for name in through:
        who, command = every[name]
        assert desk.give(who, *command) == 3, (name, desk.said)
        assert "De beslissing op bezwaar: BZ-1 (C): " in desk.said, (name, desk.said)
        assert "verdeel objection replay" in desk.said
    assert sorted(desk.folder.iterdir()) == before


EVERY = ("letter", "pay", "report", "ledger", "bundle", "verify")


def test_a_decision_that_follows_passes_every_door(desk: Desk) -> None:
    kept(desk, as_it_should(desk))
    for who, command in doors(desk).values():
        if command[:2] != ("objection", "decide"):  # another reason stands in this one
            assert desk.give(who, *command) in (0, 1), desk.said


def test_a_forged_amount_passes_no_door(desk: Desk) -> None:
    passes_no_door(desk, another_amount, 1, EVERY)


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("forgery", FORGERIES[1:], ids=lambda one: one.__name__)
def test_nothing_forged_in_a_decision_is_paid(desk: Desk, forgery: Forgery) -> None:
    passes_no_door(desk, forgery, 1, ("pay",))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.__name__)
def test_nothing_forged_in_a_decision_passes_any_door(
    desk: Desk, forgery: Forgery, seed: int
) -> None:
    passes_no_door(desk, forgery, seed, EVERY)
