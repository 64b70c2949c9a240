"""What is forged beside a decision on an objection passes no door: an advice, costs that are
refused, a penalty. Each is drawn from a seed, with a sound trail, beside what is as it should be.
"""

import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from verdeelsleutel.grants.after.objection import ObjectionOutcome, ObjectionStep
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.records.rounds import objections
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.objections import StoredObjectionDecision
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round, reading_round
from verdeelsleutel.io.records.trail import verification
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.checks.rederived_objections import objection_difference
from verdeelsleutel.io.rounds.objections.finding import objection_of
from verdeelsleutel.io.rounds.objections.terms import EQUATED, fixed_told
from verdeelsleutel.io.rounds.state import record
from verdeelsleutel.io.steps.objections.penalties import fix_penalty

from .objecting import DECIDER, HANDLER, OF, copied, decided_once, hears, opens
from .orders import MAKER, Desk
from .test_unknown import ROUND

FORGER = Actor(name="P. Wiersma", role="approver")
SEEDS = range(3)
RECEIVED, DECIDED, LATE = date(2026, 7, 1), date(2026, 10, 30), date(2026, 12, 7)
Draw = random.Random


class Act(NamedTuple):
    """An act as it is to be kept."""

    kind: ObjectionStep
    on: date
    reason: str
    officer: str
    detail: dict[str, str]


ADVISED = Act(
    ObjectionStep.ADVISED, date(2026, 8, 17), "Het advies is gevolgd.", FORGER.name,
    {"by": "Adviescommissie bezwaarschriften VRO"},
)  # fmt: skip
REFUSED = Act(ObjectionStep.COSTS_REFUSED, DECIDED, "Het besluit blijft gelden.", FORGER.name, {})
FIXED = Act(  # 42 days from 24 October: the amounts that the office named
    ObjectionStep.PENALTY_FIXED, LATE, fixed_told(Euro(144_200), 42), FORGER.name,
    {"cents": "144200", "days": "42"},
)  # fmt: skip
LOST = StoredObjectionDecision(
    outcome=ObjectionOutcome.UNFOUNDED, ground="", on=DECIDED, reason="Het besluit klopt.",
    departs="", corrections={}, award=None, from_reserve=ZERO, beyond=ZERO, costs=ZERO,
    approver=FORGER.name,
)  # fmt: skip


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, samples: Path) -> Desk:
    """The round with an objection of C on which a committee advises, heard, and late by October."""
    desk = copied(decided_once(shared_folder, samples), tmp_path_factory.mktemp("vervalst"))
    opens(desk, "C", RECEIVED.isoformat(), "--committee")
    hears(desk, "BZ-1")
    named = [part for each in ("€ 23", "€ 35", "€ 45") for part in ("--per-day", each)]
    notice = ("objection", "default", "BZ-1", *OF, "--date", "2026-10-09", *named)
    assert desk.give(HANDLER, *notice) == 0, desk.said
    return desk


class UndoneError(Exception):
    """What was kept is rolled back."""


@contextmanager
def kept(desk: Desk, *acts: Act, made: StoredObjectionDecision | None = LOST
) -> Generator[RoundReader]:  # fmt: skip
    """Acts as the program keeps them, with the decision that they go with; rolled back after it."""
    try:
        with changing_round(desk.url, ROUND) as reader:
            one = objection_of(reader, "BZ-1")
            for act in acts:
                objections.add_act(
                    reader, one, act.kind, on=act.on, reason=act.reason, officer=act.officer,
                    detail=act.detail,
                )  # fmt: skip
                teller = FORGER.model_copy(update={"name": act.officer})
                record(reader, EventKind.OBJECTION_ACT, teller)
            if made is not None:
                objections.add_decision(reader, one, made)
                record(reader, EventKind.OBJECTION_DECIDED, FORGER)
            assert verification.verify(reader.session) == ()
            yield reader
            raise UndoneError
    except UndoneError:
        pass


def test_what_follows_is_no_difference(desk_of: Desk) -> None:
    for acts, made in (
        ((ADVISED,), LOST), ((ADVISED, REFUSED), LOST), ((), None), ((FIXED,), None),
        ((FIXED, ADVISED), LOST.model_copy(update={"on": LATE})),
    ):  # fmt: skip
        with kept(desk_of, *acts, made=made) as reader:
            assert objection_difference(reader) == "", acts


@pytest.fixture
def desk_of(heard: Desk) -> Desk:
    """The desk itself: nothing of what is kept there stays."""
    return heard


def _other_day(draw: Draw, first: date, last: date) -> date:
    """A day before the first or after the last."""
    far = timedelta(days=draw.randint(1, 90))
    return draw.choice((first - far, last + far))


def advised_on_another_day(draw: Draw) -> Act:
    return ADVISED._replace(on=_other_day(draw, RECEIVED, DECIDED))


def advised_by_nobody(draw: Draw) -> Act:
    return ADVISED._replace(detail=draw.choice(({}, {"by": ""}, {"by": "  "}, {"van": "VRO"},
                                                {"by": "p. wiersma"})))  # fmt: skip


def advised_otherwise(draw: Draw) -> Act:
    words = ("Het advies is niet gevolgd.", "Het advies is gevolgd", "")
    return ADVISED._replace(reason=draw.choice(words))


def advised_to_another(draw: Draw) -> Act:
    return ADVISED._replace(officer=draw.choice(("S. Vermeulen", "B. Dekker")))


def refused_on_another_day(draw: Draw) -> Act:
    return REFUSED._replace(on=_other_day(draw, DECIDED, DECIDED))


def refused_without_a_reason(draw: Draw) -> Act:
    return REFUSED._replace(reason=draw.choice(("", " ")))


def refused_by_another(draw: Draw) -> Act:
    return REFUSED._replace(officer=draw.choice(("S. Vermeulen", "B. Dekker")))


def _of(cents: int, days: int) -> Act:
    return FIXED._replace(
        reason=fixed_told(Euro(cents), days), detail={"cents": str(cents), "days": str(days)}
    )


def fixed_on_another_amount(draw: Draw) -> Act:
    return _of(draw.choice((0, 1, 144_199, 144_201, 189_000, draw.randint(1, 144_000))), 42)


def fixed_over_other_days(draw: Draw) -> Act:
    days = draw.randint(1, 41)
    rates = (2_300,) * 14 + (3_500,) * 14 + (4_500,) * 14
    return _of(sum(rates[:days]), days)


def fixed_while_it_ran(draw: Draw) -> Act:
    return FIXED._replace(on=date(2026, 10, 9) + timedelta(days=draw.randint(0, 56)))


def fixed_in_other_words(draw: Draw) -> Act:
    words = (fixed_told(Euro(244_200), 42), "Kwijtgescholden.", "")
    return FIXED._replace(reason=draw.choice(words))


def fixed_by_days_that_are_none(draw: Draw) -> Act:
    days = draw.choice(("morgen", "2026-13-01", "2026-10-23"))  # the last moves the term
    short = FIXED._replace(on=date(2026, 12, 5)) if days == "2026-10-23" else FIXED
    return short._replace(detail=FIXED.detail | {EQUATED: days})


WITH_DECISION: tuple[Callable[[Draw], Act], ...] = (
    advised_on_another_day, advised_by_nobody, advised_otherwise, advised_to_another,
    refused_on_another_day, refused_without_a_reason, refused_by_another,
)  # fmt: skip
PENALTIES: tuple[Callable[[Draw], Act], ...] = (
    fixed_on_another_amount, fixed_over_other_days, fixed_while_it_ran, fixed_in_other_words,
    fixed_by_days_that_are_none,
)  # fmt: skip


@pytest.mark.parametrize("forgery", WITH_DECISION + PENALTIES, ids=lambda one: one.__name__)
def test_nothing_forged_beside_a_decision_follows(
    desk_of: Desk, forgery: Callable[[Draw], Act]
) -> None:
    for seed in SEEDS:
        act = forgery(random.Random(seed))
        beside = () if act.kind is ObjectionStep.ADVISED else (ADVISED,)
        acts, made = ((act,), None) if forgery in PENALTIES else ((*beside, act), LOST)
        with kept(desk_of, *acts, made=made) as reader:
            assert objection_difference(reader).startswith("BZ-1 (C): "), act


@pytest.mark.parametrize(
    ("acts", "changes"),
    [
        ((), {}),
        ((ADVISED, ADVISED), {}),
        ((ADVISED,), {"departs": "zij ging uit van een ouder ontwerp"}),
        ((ADVISED,), {"costs": Euro(50_000)}),
        ((ADVISED,), {"costs": Euro(-1), "outcome": ObjectionOutcome.FOUNDED}),
        ((ADVISED, REFUSED, REFUSED), {}),
        ((ADVISED, REFUSED), {"costs": Euro(50_000), "outcome": ObjectionOutcome.FOUNDED}),
        ((FIXED, FIXED._replace(on=date(2026, 12, 8)), ADVISED), {"on": date(2026, 12, 9)}),
        ((FIXED, ADVISED), {}),  # it ended on 30 October
    ],
)  # fmt: skip
def test_what_does_not_go_with_the_decision_does_not_follow(
    desk_of: Desk, acts: tuple[Act, ...], changes: dict[str, object]
) -> None:
    with kept(desk_of, *acts, made=LOST.model_copy(update=changes)) as reader:
        assert objection_difference(reader).startswith("BZ-1 (C): ")


@pytest.mark.parametrize("act", [ADVISED, REFUSED], ids=["advice", "costs"])
def test_no_advice_and_no_refusal_of_costs_is_kept_without_a_decision(
    desk_of: Desk, act: Act
) -> None:
    with kept(desk_of, act, made=None) as reader:
        assert "er is nog niet beslist" in objection_difference(reader)


def test_a_penalty_stands_whatever_comes_after_it_and_with_the_days_of_a_decree(
    heard: Desk, tmp_path: Path
) -> None:
    desk = copied(heard, tmp_path)
    moved = [date(2026, 10, 23), date(2027, 5, 7)]  # the first moves the end of the two weeks
    with changing_round(desk.url, ROUND) as reader:
        assert fix_penalty(reader, "BZ-1", FORGER, LATE + timedelta(days=1), moved).new
    later = ("objection", "adjourn", "BZ-1", *OF, "--consent", "--until", "2027-02-01")
    why = ("--reason", "De gemeente stemt daarmee in.", "--date", "2026-12-10")
    assert desk.give(HANDLER, *later, *why) == 0, desk.said
    with reading_round(desk.url, ROUND) as reader:
        (fixed,) = objection_of(reader, "BZ-1").of_kind(ObjectionStep.PENALTY_FIXED)
        assert fixed.detail == {"cents": "144200", "days": "42", EQUATED: "2026-10-23"}
        assert objection_difference(reader) == ""


def test_a_forged_penalty_passes_no_door(heard: Desk, tmp_path: Path) -> None:
    desk = copied(heard, tmp_path)
    with changing_round(desk.url, ROUND) as reader:
        act = _of(1_442_000, 42)
        objections.add_act(
            reader, objection_of(reader, "BZ-1"), act.kind, on=act.on, reason=act.reason,
            officer=act.officer, detail=act.detail,
        )  # fmt: skip
        record(reader, EventKind.OBJECTION_ACT, FORGER)
    out = str(desk.folder / "b")
    for who, command in (
        (DECIDER, ("objection", "penalty", "BZ-1", *OF, "--out", out, "--date", "2026-12-07")),
        (MAKER, ("ledger", *OF, "--out", str(desk.folder / "grootboek.journal"))),
        (MAKER, ("audit", "verify")),
    ):
        assert desk.give(who, *command) == 3, command
        assert "volgt niet uit de ingebrekestelling" in desk.said
