"""A round with one of each fate: at its end every application has a decision that was sent.

After each step the ledger balances, and at the end each letter has its ground, dates and articles.
"""

import csv
import json
import shutil
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.calendar import next_working_day
from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.grants.lives.application import ApplicationState, Timeliness
from verdeelsleutel.grants.lives.decision import DecisionState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.notation import day
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.lives import ApplicationLives, lives_of

from ..letters.pages import flat, page_texts
from .conftest import ROUND, Verdeel
from .editing import Rows, edit
from .test_bad_input import one_sentence
from .test_completing import completed, nameless
from .test_fates import FIRST, SECOND, THIRD
from .test_setting_aside import answer, filled

LATE, EARLY, EXCUSED = "BER-2026-0002", "BER-2026-0005", "BER-2026-0008"
COMPLETED, TOO_LATE = "BER-2026-0009", "BER-2026-0012"
JUDGED, LATER = "BER-2026-0018", "BER-2026-0011"
NUMBERLESS, GONE, UNDONE = "BER-2026-0015", "BER-2026-0019", "BER-2026-0024"
MERGED, JOINT = "BER-2026-0047", "BER-2026-0040"
SAME, DOUBLE = "BER-2026-0038", "BER-2026-0050"
CODE, SAME_CODE = "BER-2026-0048", "BER-2026-0049"
ITSELF = "BER-2026-0036"  # its workbook says that it was withdrawn
FOURTH = "pieter.wiersma"
WHY = "Het loket van het ministerie was op de laatste dag gestoord; zie het logboek."
_CELLS: dict[str, dict[str, object]] = {
    LATE: {"Ontvangen op": datetime.fromisoformat("2026-10-16T08:30:00")},
    EARLY: {"Ontvangen op": datetime.fromisoformat("2026-08-31T12:00:00")},
    EXCUSED: {"Ontvangen op": datetime.fromisoformat("2026-10-16T00:10:00")},
    COMPLETED: {"Start uitvoering": "volgend jaar"},
    TOO_LATE: {"Start uitvoering": None},
    JUDGED: {"Compensabele btw": None},
    LATER: {"Compensabele btw": None},
    NUMBERLESS: {"Start uitvoering": "onbekend", "Aanvraagnummer": None},
    MERGED: {"Gemeentecode": "GM0501", "Gemeente": "Brielle"},
    SAME_CODE: {"Projectcode": "GM0184-B48"},
    JOINT: {"Deelnemende gemeenten": "Leiden; GM0537; gemeente Noordwijk"},
}


def fates(headers: list[str], rows: Rows) -> Rows:
    at = {name: place for place, name in enumerate(headers)}
    by_number = {row[at["Aanvraagnummer"]]: row for row in rows}
    same, twice = by_number[SAME], by_number[DOUBLE]
    own = (at["Aanvraagnummer"], at["Ontvangen op"])
    twice[:] = [twice[k] if k in own else value for k, value in enumerate(same)]
    twice[own[1]] = same[own[1]] + timedelta(hours=1)
    for number, cells in _CELLS.items():
        for label, value in cells.items():
            by_number[number][at[label]] = value
    return rows


class Story:
    """A round to which things are done, each followed by a look at its ledger."""

    def __init__(self, desk: Path, verdeel: Verdeel) -> None:
        self.desk, self.verdeel = desk, verdeel
        self.hledger = shutil.which("hledger")

    def __call__(self, *command: str | Path, by: str = FIRST, code: int = 0) -> Any:
        """Take a step; what it says with ``--json``, or in the sentence that refuses it."""
        of = () if command[0] == "round" else ("--round", ROUND)
        told = self.verdeel(*command, *of, "--as", by, "--json")
        assert told.code == code, (command, told.err, told.out)
        self.balanced()
        return json.loads(told.out) if code in (0, 1) else one_sentence(told)

    def twice(self, *command: str | Path, on: str, then: str, **more: Any) -> None:
        """An act that takes two names, on two days."""
        self(*command, "--date", on, "--reason", WHY)
        self(*command, "--date", then, "--confirm", *more.get("out", ()), by=SECOND)

    def balanced(self) -> None:
        """The ledger: each ceiling in its parts, and every entry by an accountant's own program."""
        journal = self.desk / "grootboek.journal"
        told = self.verdeel("ledger", "--round", ROUND, "--out", journal, "--json")
        assert told.code == 0, told.err
        for cell in json.loads(told.out)["balances"]:
            parts = [cell[name] for name in ("reserved", "committed", "free", "released")]
            assert sum(parts) == cell["ceiling"] or not cell["own_ceiling"], cell
            assert min(parts) >= 0
        if self.hledger:
            checked = subprocess.run(
                [self.hledger, "check", "-s", "-f", str(journal)], capture_output=True, text=True,
                check=False,
            )  # fmt: skip
            assert checked.returncode == 0, checked.stderr


def text_of(pdf: Path) -> str:
    return flat(" ".join(page_texts(pdf.read_bytes())))


def register(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return {row["aanvraagnummer"]: row for row in csv.DictReader(file, delimiter=";")}


def told_right(pdf: Path, award: Award, sent: date) -> None:
    """A decision as it was taken: amount or ground with article, day, and last day to object."""
    text = text_of(pdf)
    assert award.application_id in text
    assert flat(day(sent, "nl")) in text, text
    last_day = flat(day(next_working_day(sent + timedelta(weeks=6)), "nl"))
    assert f"De laatste dag is {last_day}" in text, text
    assert "artikel 6:7 Awb" in text, text
    assert "artikel 6:8, eerste lid, Awb" in text, text
    if award.amount:
        assert flat(str(award.amount)) in text
    for reason in award.reasons:
        assert flat(reason.article) in text, (award.application_id, reason.article, text)
        if award.outcome.on_a_rule:  # why there was no money is in words of the letter's own
            assert reason.code in text, (award.application_id, reason.code, text)


def brought_to_decision(story: Story, small_samples: Path) -> None:
    """Everything until the list is approved, with one of each fate."""
    desk, of_day = story.desk, "2026-11-0{}".format
    book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", fates)
    story("load", book, code=1)
    story("screen", "--close")
    story("answer", "all", "INT-154", "--date", "2026-10-19", "--reason", WHY)
    linked = ("complete", "link", nameless(story.verdeel), "--number", NUMBERLESS)
    story(*linked, "--date", "2026-10-19", "--reason", "Nummer 15 in het register.")
    ask = ("--date", "2026-10-20", "--out", desk / "brieven", "--no-word")
    story("complete", "request", COMPLETED, TOO_LATE, NUMBERLESS, *ask)
    assert "--municipality" in story("complete", "request", MERGED, *ask, code=2)
    story("complete", "request", MERGED, *ask, "--municipality", "GM1992")
    for number, cells in (
        (COMPLETED, {"Start_uitvoering": "01-03-2028"}),
        (NUMBERLESS, {"Start_uitvoering": "01-06-2028"}),
        (MERGED, {"Gemeentecode": "GM1992", "Gemeente": "Voorne aan Zee"}),
    ):
        story("load", completed(desk, number, **cells), "--date", "2026-10-27")
    late = completed(desk, TOO_LATE, Start_uitvoering="01-03-2028")
    story("load", late, "--date", "2026-11-10", code=1)
    no = ("--date", "2026-11-11", "--reason", "De aanvulling kwam een week na de termijn.")
    story("complete", "refuse", TOO_LATE, *no)
    shut = ("complete", "close", TOO_LATE, "--out", desk / "niet", "--no-word")
    story.twice(*shut, on="2026-11-11", then="2026-11-12")
    story.twice("judge", EXCUSED, "--admit", on=of_day(2), then=of_day(3))
    answers = filled(desk, story.verdeel, {JUDGED: answer(1_000_000)})
    story("judge", "--file", answers, "--date", of_day(3))
    story("judge", "--file", answers, "--confirm", "--date", of_day(3), by=SECOND)
    aside = ("judge", LATER, "--set-aside")
    story.twice(*aside, on=of_day(2), then=of_day(2), out=("--out", desk / "berichten"))
    for number in (GONE, UNDONE):
        story("withdraw", number, "--date", of_day(4), "--reason", "Brief nummer 12.")
    story.twice("withdraw", UNDONE, "--undo", on=of_day(5), then=of_day(6))
    story("allocate")
    assert f"{SAME} (INT-173)" in story("approve", by=THIRD, code=3)
    for question in ("INT-173", "INT-175"):
        told = story.verdeel("answer", "all", question, "--date", of_day(6), "--reason", WHY,
                             "--round", ROUND, "--as", FIRST)  # fmt: skip
        assert told.code in (0, 2), told.err  # not each of them has to be answered
        story.balanced()
    story("allocate")
    story("approve", by=THIRD)


def decided_later(story: Story) -> None:
    """What was set aside, once its question is answered."""
    answers = filled(story.desk, story.verdeel, {LATER: answer(500_000)})
    story("judge", "--file", answers, "--date", "2026-12-08")
    story("judge", "--file", answers, "--confirm", "--date", "2026-12-09", by=SECOND)
    of = ("round", "supplement", ROUND)
    story(*of, "--date", "2026-12-10")
    story(*of, "--approve", "--date", "2026-12-11", by=FOURTH)
    story(*of, "--letters", "--out", story.desk / "later", "--date", "2026-12-14")


def test_every_application_gets_its_decision(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    desk = opened_small
    story = Story(desk, verdeel)
    brought_to_decision(story, small_samples)
    assert verdeel("audit", "verify").code == 0
    story("letters", "--out", desk / "besluiten", "--no-word")
    decided_later(story)
    assert verdeel("audit", "verify").code == 0
    with reading_round(f"sqlite:///{(desk / 'verdeel.db').as_posix()}", ROUND) as reader:
        lives = {one.application_id: one for one in lives_of(reader)}
        awards = {one.application_id: one for one in reader.allocation.awards}
        sent = reader.published_on
        later = reader.supplemented
    assert sent is not None
    assert len(lives) == 39
    everybody_has_a_decision(desk, lives)
    for number in register(desk / "besluiten", "letters.csv"):
        told_right(desk / "besluiten" / f"{number}.pdf", awards[number], sent)
    told_right(desk / "later" / f"{LATER}.pdf", later[LATER], date(2026, 12, 14))
    outcomes_are_those_of_the_fates(awards)
    grounds_of_what_is_no_award(desk)
    told: Any = verdeel("round", "archive", ROUND, "--date", "2027-02-01", "--as", THIRD)
    assert told.code == 0, told.err


def everybody_has_a_decision(desk: Path, lives: dict[str, ApplicationLives]) -> None:
    gone = {n for n, one in lives.items() if one.application is ApplicationState.WITHDRAWN}
    assert gone == {GONE, ITSELF}
    assert {n for n, one in lives.items() if one.decision is not DecisionState.SENT} == set()
    assert lives[EXCUSED].timeliness is Timeliness.ADMITTED
    assert lives[TOO_LATE].application is ApplicationState.NOT_TREATED
    besluiten = set(register(desk / "besluiten", "letters.csv"))
    niet = set(register(desk / "niet", "nietbehandeld.csv"))
    later = set(register(desk / "later", "aanvullend_besluit.csv"))
    assert niet == {TOO_LATE}
    assert later == {LATER}
    assert besluiten | niet | later | gone == set(lives)
    assert not (besluiten & (niet | later | gone))


def outcomes_are_those_of_the_fates(awards: dict[str, Award]) -> None:
    found = {number: award.outcome.value for number, award in awards.items()}
    wanted = {
        LATE: "refused_late", EARLY: "refused_early", TOO_LATE: "not_treated",
        LATER: "set_aside", GONE: "withdrawn",
    }  # fmt: skip
    assert {n: found[n] for n in wanted} == wanted
    assert found[DOUBLE] == "counted_elsewhere"  # its homes, which are those of the first
    given = (EXCUSED, COMPLETED, JUDGED, NUMBERLESS, UNDONE, MERGED, JOINT, SAME, CODE, SAME_CODE)
    for number in given:
        assert found[number] in ("granted", "refused_ceiling"), (number, found[number])
    assert awards[MERGED].municipality_code == "GM1992"
    assert awards[CODE].project_id == awards[SAME_CODE].project_id
    spent = Euro.total(award.amount for award in awards.values())
    assert spent <= Euro.parse("2500000000")


def grounds_of_what_is_no_award(desk: Path) -> None:
    """The letters that are made by something else than the list."""
    late = text_of(desk / "besluiten" / f"{LATE}.pdf")
    assert "op 16-10-2026 om 08.30 uur. Dat is te laat" in late
    assert "sloot op 15-10-2026" in late
    early = text_of(desk / "besluiten" / f"{EARLY}.pdf")
    assert "op 31-08-2026 om 12.00 uur. Dat is te vroeg" in early
    assert "begon op 01-09-2026" in early
    niet = text_of(desk / "niet" / f"{TOO_LATE}.pdf")
    assert "12 november 2026" in niet
    assert "3 november 2026" in niet  # the term that had ended
    assert "10 november 2026" in niet  # the day on which it came
    assert "4:5" in niet
    assert "bezwaar" in niet
    aside = text_of(desk / "berichten" / f"aanhouding_{LATER}.pdf")
    assert "2 november 2026" in aside
    assert "bezwaar" not in aside
    joint = text_of(desk / "besluiten" / f"{JOINT}.pdf")
    assert "als penvoerder, samen met Katwijk en Noordwijk" in joint
    assert register(desk / "besluiten", "letters.csv")[JOINT]["samen_met"] == "Katwijk; Noordwijk"
    asked = text_of(desk / "brieven" / f"aanvulling_{MERGED}.pdf")
    assert "GM1992" in asked
    assert "3 november 2026" in asked
