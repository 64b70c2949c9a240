"""Whatever several people do, in any order and with any dates: nothing rests on what is not there.

After each step that was taken the trail and the ledger are sound, the dates are in order, and every
output is made and held against the records. How many lives are drawn is set by
``VERDEEL_TEST_ORDERS``.
"""

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from verdeelsleutel.io.records.rounds.reader import RoundReader, reading_round
from verdeelsleutel.io.rounds.dossier import dossier

from ...postgresql import Server
from .orders import (
    APPROVER,
    AUDITOR,
    CLOSES,
    FIRST_DAY,
    MAKER,
    NUMBERS,
    OTHER_APPROVER,
    PEOPLE,
    SECOND,
    STEPS,
    Desk,
    Fresh,
    command_of,
    day_after,
    on_postgresql,
    on_sqlite,
    written,
)
from .standing import Records, hold_every_output
from .test_unknown import ROUND

ORDERS = int(os.environ.get("VERDEEL_TEST_ORDERS", "1"))
RESERVE = "artikel 5 van de Voorbeeldregeling (fictief)"
READS = ("screen", "allocate", "load", "archive")  # what whoever may not decide may still do


@pytest.fixture(scope="session")
def sqlite(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Fresh:
    folder = tmp_path_factory.mktemp("orders") / "sqlite"
    prepared(folder, samples)
    return on_sqlite(folder)


@pytest.fixture(scope="session")
def postgresql(samples: Path, tmp_path_factory: pytest.TempPathFactory, server: Server) -> Fresh:
    folder = tmp_path_factory.mktemp("orders") / "postgresql"
    prepared(folder, samples)
    return on_postgresql(folder, server)


def prepared(folder: Path, samples: Path) -> None:
    """The files of the round, whose policies let money that came free go to who is next."""
    written(folder, samples)
    for name in ("policy.toml", "minder.toml"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        told = text.replace('rule = "optimise"', f'rule = "optimise"\nreserve = "{RESERVE}"')
        assert told != text
        path.write_text(told, encoding="utf-8")


def holds(desk: Desk) -> Records:
    """What must be so of any round, by its records as they are, and every output with it."""
    assert desk.asks("audit", "verify") == 0, (desk.taken, desk.said)
    with reading_round(desk.url, ROUND) as reader:
        if reader.approval is not None:
            _dates_in_order(reader, desk)
            _nothing_given_wrongly(reader, desk)
    return hold_every_output(desk)


def _dates_in_order(reader: RoundReader, desk: Desk) -> None:
    approval, sent = reader.approval, reader.published_on
    assert approval is not None
    before = [CLOSES]
    before += [
        one.confirmed_on
        for one in reader.judgements
        if one.confirmed_on and one.application_id not in reader.set_aside
    ]
    before += [one.on for one in reader.question_answers]
    before += [one.on for one in reader.withdrawals if not one.late]
    before += [date.fromisoformat(one.on) for one in reader.confirmations if one.on]
    assert approval.on >= max(before), (desk.taken, before)
    assert sent is None or sent >= approval.on, desk.taken
    assert reader.waiting_amendment is None or reader.proposals[-1].on >= str(approval.on)
    for one in reader.supplements:
        judged = [j for j in reader.judgements if j.application_id in one.numbers]
        assert one.on >= max(j.confirmed_on or j.on for j in judged), desk.taken
        assert one.on >= approval.on
        assert one.approved_on is None or one.approved_on >= one.on


def _nothing_given_wrongly(reader: RoundReader, desk: Desk) -> None:
    approval = reader.approval
    assert approval is not None
    whole = dossier(reader, supplemented=True)
    given = {one.award.application_id: one for one in whole.decided if one.award.amount}
    if {"A", "B"} <= set(given):
        assert reader.question_answers, desk.taken  # both only where somebody said so
    for one in given.values():
        start = one.application.first_start
        assert start is not None
        assert start <= approval.on.replace(year=approval.on.year + 3)
        assert min(p.year for p in one.award.payments) >= approval.on.year
        assert one.award.application_id not in {
            gone.application_id for gone in reader.withdrawals if not gone.late
        }
    late = {one.application_id for one in reader.withdrawals if one.late}
    listed = {one.application_id for one in whole.allocation.awards}
    touched = {one.application_id for one in reader.after.payment_orders}
    touched |= {one.application_id for one in reader.after.award_decisions if one.approver}
    touched |= {one.application_id for one in reader.objections}
    assert {one.application_id for one in whole.since} == (late | touched) & listed, desk.taken


DAYS = st.integers(0, 300).map(lambda more: FIRST_DAY + timedelta(days=more))
NUMBER = st.sampled_from(NUMBERS)
NAMES = [name for name, often in STEPS.items() for _ in range(often)]
# What a round needs to come to its end, with who does it; a life goes on here, or elsewhere.
ONWARD: tuple[tuple[str, str], ...] = (
    ("screen", MAKER), ("request", MAKER), ("come in", MAKER), ("leave", MAKER),
    ("leave confirm", SECOND), ("aside", MAKER), ("aside confirm", SECOND), ("answer", MAKER),
    ("allocate", MAKER), ("approve", APPROVER), ("judge", MAKER), ("judge confirm", SECOND),
    ("supplement", MAKER), ("supplement approve", OTHER_APPROVER), ("letters", MAKER),
    ("pay order", MAKER), ("pay confirm", SECOND), ("supplement letters", MAKER),
    ("change request", MAKER), ("change", MAKER), ("change confirm", APPROVER), ("revoke", MAKER),
    ("revoke confirm", APPROVER), ("reserve", MAKER), ("reserve confirm", APPROVER),
    ("pay order", MAKER), ("pay confirm", SECOND), ("object", MAKER), ("hear", SECOND),
    ("founded", OTHER_APPROVER), ("object", MAKER), ("unfounded", OTHER_APPROVER),
    ("object gone", MAKER), ("archive", OTHER_APPROVER),
)  # fmt: skip


# How many of them a life has behind it when it begins.
BEGINNINGS = (0, 8, 10, 15, 15)


def live(fresh: Fresh, folder: Path, drawn: Any) -> Desk:
    """A life: steps onwards by who may take them, and any others by anybody on any day."""
    desk, today = fresh(folder), CLOSES
    ahead: int = drawn.draw(st.sampled_from(BEGINNINGS))
    for step, who in ONWARD[:ahead]:
        today = day_after(today, 1)
        desk.give(who, *command_of(step, "A", today.isoformat(), folder))
    for _ in range(drawn.draw(st.integers(6, 14))):
        if drawn.draw(st.booleans()):
            step, who = ONWARD[ahead % len(ONWARD)]
            ahead += drawn.draw(st.sampled_from((1, 1, 1, 2, 5)))
            today = day_after(today, drawn.draw(st.integers(0, 4)))
            day = today
        else:
            step = str(drawn.draw(st.sampled_from(NAMES)))
            who = str(drawn.draw(st.sampled_from(PEOPLE)))
            day = drawn.draw(DAYS)
        before = len(desk.taken)
        command = command_of(step, drawn.draw(NUMBER), day.isoformat(), folder)
        code = desk.give(who, *command)
        assert code in (0, 1, 2, 3), (desk.taken, step, desk.said)
        if len(desk.taken) > before:
            assert who != AUDITOR or step in READS, step
            holds(desk)
    return desk


def _orders(count: int) -> Any:
    return settings(
        max_examples=count, deadline=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.large_base_example),
    )  # fmt: skip


@given(drawn=st.data())
@_orders(ORDERS)
def test_nothing_rests_on_what_is_not_there(
    sqlite: Fresh, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    live(sqlite, tmp_path_factory.mktemp("leven") / "r", drawn)


@pytest.mark.slow(sample="test_nothing_rests_on_what_is_not_there")
@given(drawn=st.data())
@_orders(1)
def test_nor_on_postgresql(
    postgresql: Fresh, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    live(postgresql, tmp_path_factory.mktemp("leven") / "r", drawn)


@pytest.mark.slow
@given(drawn=st.data())
@_orders(200 * ORDERS)
def test_nothing_rests_on_what_is_not_there_in_many_lives(
    sqlite: Fresh, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    live(sqlite, tmp_path_factory.mktemp("leven") / "r", drawn)


@pytest.mark.slow
@given(drawn=st.data())
@_orders(50 * ORDERS)
def test_nor_on_postgresql_in_many_lives(
    postgresql: Fresh, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    live(postgresql, tmp_path_factory.mktemp("leven") / "r", drawn)


@pytest.mark.slow(sample="test_nothing_rests_on_what_is_not_there")
@pytest.mark.parametrize("each_step", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_life_can_come_to_its_end(sqlite: Fresh, tmp_path: Path, *, each_step: bool) -> None:
    """So that the lives that are drawn are not all stopped by the same refusal."""
    records: Records | None = None
    desk, day = sqlite(tmp_path / "r"), date(2026, 5, 1)
    for step, who in (
        ("load", MAKER), ("screen", MAKER), ("request", MAKER), ("leave", MAKER),
        ("leave confirm", SECOND), ("aside", MAKER), ("aside confirm", SECOND), ("admit", MAKER),
        ("admit confirm", SECOND), ("answer", MAKER), ("allocate", MAKER), ("approve", APPROVER),
        ("withdraw", MAKER), ("letters", MAKER), ("judge", MAKER), ("judge confirm", SECOND),
        ("supplement", MAKER), ("supplement approve", OTHER_APPROVER),
        ("supplement letters", MAKER), ("object", MAKER), ("hear", SECOND),
        ("founded", OTHER_APPROVER), ("pay order", MAKER), ("pay confirm", SECOND),
        ("change request", MAKER), ("change", MAKER), ("change confirm", APPROVER),
        ("archive", OTHER_APPROVER), ("intend", MAKER), ("silent", MAKER),
        ("revoke confirm", APPROVER),
    ):  # fmt: skip
        day += timedelta(days=20 if step in ("leave", "silent") else 1)
        number = "D" if step in ("withdraw", "judge", "judge confirm") else "C"
        number = "B" if step in ("object", "hear", "founded") else number
        code = desk.give(who, *command_of(step, number, day.isoformat(), desk.folder))
        assert code in (0, 1), (step, desk.said)
        if each_step or step == "revoke confirm":
            records = holds(desk)
    assert records is not None
    assert records.outcome("C") == "granted"
    assert records.outcome("E") == "not_treated"
    assert (records.paid("C"), records.changed["C"]) == (0, 0)
    assert records.paid("B") == 70_000_000  # on objection
    told = json.loads((desk.folder / "brieven" / "trail.json").read_text(encoding="utf-8"))
    assert told["round"] == ROUND
