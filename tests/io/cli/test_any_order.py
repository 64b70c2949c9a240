"""Whatever several people do, in any order and with any dates: nothing rests on what is not there.

After each step that was taken the trail and the ledger are sound, and what the records say then is
held against rules that are worked out here by themselves. How many lives are drawn is set by
``VERDEEL_TEST_ORDERS``.
"""

import csv
import io
import json
import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from verdeelsleutel.io import cli
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.dossier import dossier

from .test_unknown import DECIDED, POLICY, ROUND, row, workbook

ORDERS = int(os.environ.get("VERDEEL_TEST_ORDERS", "4"))
PEOPLE = ("sanne.vermeulen", "bram.dekker", "yasmina.haddou", "carla.oostveen")
NUMBERS = ("A", "B", "C", "D")
FIRST_DAY, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
BECAUSE = ("--reason", "De gemeente heeft dit per brief toegelicht.")


@pytest.fixture(scope="session")
def prepared(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of four with its intake open: two the same, one that waits for a score."""
    folder = tmp_path_factory.mktemp("orders")
    shutil.copy(samples / "office.toml", folder)
    text = POLICY.format(decision=DECIDED).replace(
        'rule = "rank"',
        'rule = "optimise"\nbasis = "Voorbeeldbesluit (fictief)"\n'
        'authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]',
    )
    (folder / "policy.toml").write_text(text, encoding="utf-8")
    (folder / "minder.toml").write_text(text.replace("€ 6 mln", "€ 5 mln"), encoding="utf-8")
    later = datetime(2026, 3, 17, 11, 0)  # noqa: DTZ001 - as a workbook has it
    rows = [
        row("woningbouwimpuls", "A", Projectcode="P-1"),
        row("woningbouwimpuls", "B", Projectcode="P-1", Ontvangen_op=later),
        row("woningbouwimpuls", "C", Score_efficiëntie=None, Gevraagd_bedrag=1_000_000),
        row("woningbouwimpuls", "D", Gevraagd_bedrag=1_500_000, Start_bouw=date(2029, 5, 25)),
    ]
    workbook(folder / "aanvragen.xlsx", {"woningbouwimpuls": rows})
    desk = Desk(folder)
    for command in (
        ("round", "open", ROUND, "--policy", "policy.toml"),
        ("load", "aanvragen.xlsx", "--round", ROUND),
    ):
        assert desk.give(PEOPLE[0], *command) == 0, desk.said
    return folder


@dataclass
class Desk:
    """The folder of a round, and what was said last."""

    folder: Path
    said: str = ""
    taken: list[str] = field(default_factory=list[str])

    @property
    def url(self) -> str:
        return f"sqlite:///{(self.folder / 'verdeel.db').as_posix()}"

    def give(self, who: str, *arguments: str) -> int:
        files = (".toml", ".xlsx")
        line = [str(self.folder / one) if one.endswith(files) else one for one in arguments]
        common = ("--database", self.url, "--office", str(self.folder / "office.toml"))
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(out):
            code = cli.run([*line, *common, "--as", who])
        self.said = out.getvalue()
        if code in (0, 1):
            self.taken.append(" ".join(arguments[:2]))
        return code


DAYS = st.integers(0, 300).map(lambda more: (FIRST_DAY + timedelta(days=more)).isoformat())
NUMBER = st.sampled_from(NUMBERS)
# What is done, and how often it is drawn: what leads onwards more than what leads back.
STEPS: dict[str, int] = {
    "screen": 2, "allocate": 4, "approve": 5, "letters": 3, "judge": 2, "confirm": 3, "answer": 3,
    "withdraw": 1, "undo": 1, "undo confirm": 2, "amend": 1, "amend confirm": 1, "amend drop": 2,
}  # fmt: skip


def command_of(step: str, number: str, day: str, folder: Path) -> tuple[str, ...]:
    about, on = ("--round", ROUND), ("--date", day)
    rule = ("judge", "C", "--rule", "WBI-17")
    return {
        "screen": ("screen", *about),
        "allocate": ("allocate", *about),
        "approve": ("approve", *about, *on),
        "letters": ("letters", *about, "--out", str(folder / "brieven"), "--no-word", *on),
        "judge": (*rule, *about, *on, *BECAUSE, "--value", "Score efficiëntie=7", "--source",
                  "advies van de commissie"),
        "confirm": (*rule, *about, *on, "--confirm"),
        "answer": ("answer", "all", "INT-173", *about, *on, *BECAUSE),
        "withdraw": ("withdraw", number, *about, *on, *BECAUSE),
        "undo": ("withdraw", number, "--undo", *about, *on, *BECAUSE),
        "undo confirm": ("withdraw", number, "--undo", "--confirm", *about, *on),
        "amend": ("round", "amend", ROUND, "--policy", "minder.toml", *on, *BECAUSE),
        "amend confirm": ("round", "amend", ROUND, "--confirm", *on),
        "amend drop": ("round", "amend", ROUND, "--drop", *on, *BECAUSE),
    }[step]  # fmt: skip


def holds(desk: Desk) -> None:
    """What must be so of any round, by its records as they are."""
    told = desk.give(PEOPLE[0], "audit", "verify")
    assert told == 0, desk.said
    with reading_round(desk.url, ROUND) as reader:
        approval, sent = reader.approval, reader.published_on
        if approval is None:
            return
        before = [CLOSES]
        before += [one.confirmed_on for one in reader.judgements if one.confirmed_on]
        before += [one.on for one in reader.question_answers]
        before += [one.on for one in reader.withdrawals if not one.late]
        before += [date.fromisoformat(one.on) for one in reader.confirmations if one.on]
        assert approval.on >= max(before), (desk.taken, before)
        assert sent is None or sent >= approval.on, desk.taken
        assert reader.waiting_amendment is None or reader.proposals[-1].on >= str(approval.on)
        whole = dossier(reader)
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
        assert {one.application_id for one in whole.since} == late & {
            one.award.application_id for one in whole.decided
        }


def agree(desk: Desk) -> None:
    """The letters and the open data of a round say the same as its records."""
    with reading_round(desk.url, ROUND) as reader:
        if reader.published_on is None:
            return
        gone = {one.application_id for one in reader.withdrawals}
        sent = reader.published_on.isoformat()
    register = desk.folder / "brieven" / "letters.csv"
    rows = csv.DictReader(register.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    for line in rows:
        if line["bestand"]:
            assert line["datum"] == sent
            assert (desk.folder / "brieven" / line["bestand"]).is_file()
        else:
            assert line["aanvraagnummer"] in gone
    out = desk.folder / "rapport"
    assert desk.give(PEOPLE[0], "report", "--round", ROUND, "--out", str(out)) == 0, desk.said
    text = (out / "open_data" / "payments.csv").read_text(encoding="utf-8")
    assert not gone & {one["application_id"] for one in csv.DictReader(text.splitlines())}


def live(prepared: Path, folder: Path, drawn: Any) -> Desk:
    shutil.copytree(prepared, folder)
    desk = Desk(folder)
    names = [name for name, often in STEPS.items() for _ in range(often)]
    for _ in range(drawn.draw(st.integers(8, 24))):
        step = drawn.draw(st.sampled_from(names))
        who, day = drawn.draw(st.sampled_from(PEOPLE)), drawn.draw(DAYS)
        before = len(desk.taken)
        code = desk.give(who, *command_of(step, drawn.draw(NUMBER), day, folder))
        assert code in (0, 1, 2, 3), (desk.taken, step, desk.said)
        if len(desk.taken) > before:
            assert who != "carla.oostveen" or step in ("screen", "allocate"), step  # an auditor
            holds(desk)
    agree(desk)
    return desk


def _orders(count: int) -> Any:
    return settings(
        max_examples=count, deadline=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.large_base_example),
    )  # fmt: skip


@given(drawn=st.data())
@_orders(ORDERS)
def test_nothing_rests_on_what_is_not_there(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    live(prepared, tmp_path_factory.mktemp("leven") / "r", drawn)


@pytest.mark.slow
@given(drawn=st.data())
@_orders(100 * ORDERS)
def test_nothing_rests_on_what_is_not_there_in_many_lives(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    live(prepared, tmp_path_factory.mktemp("leven") / "r", drawn)


def test_a_life_can_come_to_its_end(prepared: Path, tmp_path: Path) -> None:
    """So that the lives that are drawn are not all stopped by the same refusal."""
    desk = Desk(tmp_path / "r")
    shutil.copytree(prepared, desk.folder)
    maker, second, approver = PEOPLE[:3]
    for who, step, day in (
        (maker, "screen", ""), (maker, "judge", "2026-05-04"), (second, "confirm", "2026-05-05"),
        (maker, "answer", "2026-05-06"), (maker, "allocate", ""),
        (approver, "approve", "2026-06-01"), (maker, "withdraw", "2026-06-02"),
        (maker, "letters", "2026-06-03"),
    ):  # fmt: skip
        code = desk.give(who, *command_of(step, "D", day or "2026-05-01", desk.folder))
        assert code in (0, 1), (step, desk.said)
        holds(desk)
    agree(desk)
    told = json.loads((desk.folder / "brieven" / "trail.json").read_text(encoding="utf-8"))
    assert told["round"] == ROUND
