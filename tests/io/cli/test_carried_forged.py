"""What a correction leaves for a later statement, written with this program's own functions.

The trail of such a row is sound and the ledger agrees with it; what it says does not follow.
"""

import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round
from verdeelsleutel.io.records.settling import stored
from verdeelsleutel.io.records.settling.stored import (
    SettlingDetail,
    SettlingKind,
    StoredAct,
    digested,
)
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.checks.rederived_settling import settling_difference
from verdeelsleutel.io.rounds.settling.booking import book_claim, book_repayment
from verdeelsleutel.io.rounds.state import record

from .after import quietly
from .conftest import MAKER, Verdeel
from .test_corrected_years import FIRST, LAST, LATER, OWN, THIRD, Years, carried_on

FORGER, OTHER = "S. Vermeulen", "Y. Haddou"
ON = date(2029, 11, 1)
LEFT = 4_200_000  # cents of the € 70,000 that ten homes are, of which € 28,000 came back
HOME = 700_000


class _NotKept(Exception):
    """Leaves a transaction without keeping anything of it."""


@pytest.fixture(scope="module")
def years(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Years:
    """A statement of which ten homes fewer came; what the next one could not settle is left."""
    folder = tmp_path_factory.mktemp("doorgeschoven")
    at = ("--database", f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
    made = Years(folder, samples, lambda *command: quietly(*command, *at))
    made.stated(FIRST, OWN, 2026, 300)
    made.sent(FIRST, OWN, 2027)
    carried_on(made)
    return made


def url_of(years: Years) -> str:
    return f"sqlite:///{(years.desk / 'verdeel.db').as_posix()}"


def correction(reader: RoundReader, **said: Any) -> SettlingDetail:
    """What follows of the statement of 2029, which settles all that is left, with changes."""
    granted = reader.after.settling_acts_of[OWN][-1].detail.granted
    own: dict[str, Any] = {
        "granted": granted, "amount": Euro(LEFT), "payable": Euro(LEFT), "lowered": Euro(LEFT),
        "stated": 290, "actual": 290, "statement": LAST, "settled_in": THIRD,
    }  # fmt: skip
    return SettlingDetail(**{**own, **said})


def came(reader: RoundReader, detail: SettlingDetail) -> None:
    """Kept as a correction by two people, and booked as it says."""
    if detail.amount.cents > 0:
        book_claim(reader, OWN, detail.amount, detail.lowered, ON)
        book_repayment(reader, OWN, detail.amount, ON)
    keep(reader, SettlingKind.CORRECTED, detail)


def apart(reader: RoundReader, amount: int, of_that: int) -> None:
    """A claim of an amount, which claims so much of what was left."""
    detail = SettlingDetail(
        granted=Euro(200_000_000), amount=Euro(amount), payable=Euro(amount),
        lowered=Euro(amount), carried=Euro(of_that),
    )  # fmt: skip
    book_claim(reader, OWN, detail.amount, detail.lowered, ON)
    keep(reader, SettlingKind.RECLAIMED, detail)


def keep(reader: RoundReader, kind: SettlingKind, detail: SettlingDetail) -> None:
    made = digested(
        StoredAct(
            row_id=0, application_id=OWN, kind=kind, on=ON, article="artikel 2.4, vijfde lid",
            reason="Zo is het", detail=detail, made_by=FORGER,
        )
    )  # fmt: skip
    kept = stored.add_act(reader, made)
    record(reader, EventKind.SETTLING_PROPOSED, Actor(name=FORGER))
    stored.approve_act(reader, kept, OTHER, ON)
    record(reader, EventKind.SETTLING_DECIDED, Actor(name=OTHER))


def forged(reader: RoundReader, draw: random.Random) -> Iterator[str]:
    """Something about what was carried on that does not follow, and what the door says of it."""
    more = draw.randrange(1, 300) * 1_000
    homes = draw.randrange(1, 280)
    match draw.randrange(9):
        case 0:  # more is left for a later statement than was left before
            came(reader, correction(reader, carried=Euro(more)))
            yield "niet het deel van de toekenning"
        case 1:  # less came back, and the rest is gone
            part = Euro(LEFT - more)
            came(reader, correction(reader, amount=part, payable=part, lowered=part))
            yield "niet het deel van de toekenning"
        case 2:  # less than nought is left, so that more came back than is owed
            whole = Euro(LEFT + more)
            came(reader, correction(
                reader, amount=whole, payable=whole, lowered=whole, carried=Euro(-more)
            ))  # fmt: skip
            yield "niet die van woningen die er minder zijn"
        case 3:  # other homes were stated than there are by the correction before
            came(reader, correction(reader, stated=290 - homes, actual=290 - homes))
            yield "niet die van woningen die er minder zijn"
        case 4:  # more homes than that
            came(reader, correction(reader, actual=290 + homes))
            yield "niet die van woningen die er minder zijn"
        case 5:  # the same statement a second time
            came(reader, correction(reader, statement=LATER))
            yield "de opgave is twee keer verrekend"
        case 6:  # a third one, once nothing is left
            came(reader, correction(reader))
            came(reader, correction(
                reader, amount=Euro(0), payable=Euro(0), lowered=Euro(0), carried=Euro(0),
                statement="RS-2030-0001",
            ))  # fmt: skip
            yield "de opgave is twee keer verrekend"
        case 7:  # more is claimed apart than was left
            apart(reader, LEFT + more, LEFT + more)
            yield "meer apart teruggevorderd dan een verrekening overliet"
        case _:  # a claim that says less of what was left than it claims, so that it stays owed
            apart(reader, LEFT, more % LEFT)
            yield "meer apart teruggevorderd dan een verrekening overliet"


@pytest.mark.parametrize("seed", range(30))
def test_what_was_carried_on_and_does_not_follow_is_told(years: Years, seed: int) -> None:
    with suppress(_NotKept), changing_round(url_of(years), FIRST) as reader:
        for said in forged(reader, random.Random(seed)):
            assert said in settling_difference(reader)
        raise _NotKept


def test_the_same_functions_with_what_does_follow_say_nothing(years: Years) -> None:
    part, home = Euro(LEFT - 1_000_000), Euro(LEFT + HOME)
    for detail in (
        {}, {"carried": Euro(0)},
        {"amount": part, "payable": part, "lowered": part, "carried": Euro(1_000_000)},
        {"amount": home, "payable": home, "lowered": home, "actual": 289},
    ):  # fmt: skip
        with suppress(_NotKept), changing_round(url_of(years), FIRST) as reader:
            came(reader, correction(reader, **detail))
            assert settling_difference(reader) == ""
            raise _NotKept
    for amount in (LEFT, 1):
        with suppress(_NotKept), changing_round(url_of(years), FIRST) as reader:
            apart(reader, amount, amount)
            assert settling_difference(reader) == ""
            raise _NotKept


def test_a_forged_row_of_it_stops_the_next_step(
    years: Years, desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    shutil.copytree(years.desk, desk, dirs_exist_ok=True)
    copy = Years(desk, samples, verdeel)
    with changing_round(url_of(copy), FIRST) as reader:
        came(reader, correction(reader, carried=Euro(LEFT)))
    told = copy.refused(
        "reclaim", "intend", OWN, "--round", FIRST, "--date", "2029-12-01", "--carried",
        "--reason", "De gemeente doet geen opgave meer over een later jaar.",
        "--out", str(copy.desk / "afrekening"), *MAKER,
    )  # fmt: skip
    assert "niet het deel van de toekenning" in told
