"""A round with one of each fate: at its end every application has a decision that was sent."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.lives.application import ApplicationState, Timeliness
from verdeelsleutel.grants.lives.decision import DecisionState
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.lives import lives_of

from .conftest import ANSWERED, ROUND, Verdeel
from .editing import Rows, edit
from .test_completing import ask, completed, give, line, load, nameless
from .test_fates import FIRST, SECOND, THIRD
from .test_setting_aside import answer, filled, set_aside

LATE, EARLY, EXCUSED = "BER-2026-0002", "BER-2026-0005", "BER-2026-0008"
COMPLETED, TOO_LATE = "BER-2026-0009", "BER-2026-0012"
JUDGED, LATER = "BER-2026-0018", "BER-2026-0011"
NUMBERLESS, GONE = "BER-2026-0015", "BER-2026-0019"
FOURTH = "pieter.wiersma"
WHY = "Het loket van het ministerie was op de laatste dag gestoord; zie het logboek."
_CELLS: dict[str, tuple[str, object]] = {
    LATE: ("Ontvangen op", datetime.fromisoformat("2026-10-16T08:30:00")),
    EARLY: ("Ontvangen op", datetime.fromisoformat("2026-08-31T12:00:00")),
    EXCUSED: ("Ontvangen op", datetime.fromisoformat("2026-10-16T00:10:00")),
    COMPLETED: ("Start uitvoering", "volgend jaar"),
    TOO_LATE: ("Start uitvoering", None),
    JUDGED: ("Compensabele btw", None),
    LATER: ("Compensabele btw", None),
    NUMBERLESS: ("Aanvraagnummer", None),
}


def fates(headers: list[str], rows: Rows) -> Rows:
    number = headers.index("Aanvraagnummer")
    for row in rows:
        label, value = _CELLS.get(row[number], ("", None))
        if row[number] == NUMBERLESS:
            row[headers.index("Start uitvoering")] = "onbekend"
        if label:
            row[headers.index(label)] = value
    return rows


def sent(folder: Path, register: str) -> set[str]:
    with (folder / register).open(encoding="utf-8-sig", newline="") as file:
        return {row["aanvraagnummer"] for row in csv.DictReader(file, delimiter=";")}


def test_every_application_gets_its_decision(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    desk = opened_small
    book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", fates)
    assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code == 1
    assert verdeel("screen", "--close", "--round", ROUND, "--as", FIRST).code == 0
    assert verdeel(*ANSWERED, "--as", FIRST).code == 0
    linked = ("complete", "link", nameless(verdeel), "--number", NUMBERLESS)
    give(verdeel, *linked, "--date", "2026-10-19", "--reason", "Nummer 15 in het register.")
    ask(verdeel, desk, COMPLETED, TOO_LATE, NUMBERLESS)
    load(verdeel, completed(desk, COMPLETED, Start_uitvoering="01-03-2028"))
    load(verdeel, completed(desk, NUMBERLESS, Start_uitvoering="01-06-2028"))
    load(verdeel, completed(desk, TOO_LATE, Start_uitvoering="01-03-2028"), "2026-11-10", code=1)
    no = ("--date", "2026-11-11", "--reason", "De aanvulling kwam een week na de termijn.")
    give(verdeel, "complete", "refuse", TOO_LATE, *no)
    shut = ("complete", "close", TOO_LATE, "--out", desk / "niet", "--no-word")
    give(verdeel, *shut, *no)
    give(verdeel, *shut, "--confirm", "--date", "2026-11-12", by=SECOND)
    admitted = ("judge", EXCUSED, "--admit", "--date", "2026-11-02")
    give(verdeel, *admitted, "--reason", WHY)
    give(verdeel, *admitted, "--confirm", by=SECOND)
    answers = filled(desk, verdeel, {JUDGED: answer(1_000_000)})
    give(verdeel, "judge", "--file", answers, "--date", "2026-11-03")
    give(verdeel, "judge", "--file", answers, "--confirm", "--date", "2026-11-03", by=SECOND)
    set_aside(verdeel, LATER)
    give(verdeel, "withdraw", GONE, "--date", "2026-11-04", "--reason", "Brief nummer 12.")
    give(verdeel, "allocate")
    give(verdeel, "approve", by=THIRD)
    assert verdeel("audit", "verify").code == 0
    give(verdeel, "letters", "--out", desk / "besluiten", "--no-word")
    answers = filled(desk, verdeel, {LATER: answer(500_000)})
    give(verdeel, "judge", "--file", answers, "--date", "2026-12-08")
    give(verdeel, "judge", "--file", answers, "--confirm", "--date", "2026-12-09", by=SECOND)
    of = ("round", "supplement", ROUND)

    def supplement(*more: str | Path, by: str = FIRST) -> None:
        assert verdeel(*of, *more, "--as", by).code == 0

    supplement("--date", "2026-12-10")
    supplement("--approve", "--date", "2026-12-11", by=FOURTH)
    supplement("--letters", "--out", desk / "later", "--date", "2026-12-14")
    assert verdeel("audit", "verify").code == 0

    assert line(verdeel, TOO_LATE)["state"] == "not_treated"
    with reading_round(f"sqlite:///{(desk / 'verdeel.db').as_posix()}", ROUND) as reader:
        lives = {one.application_id: one for one in lives_of(reader)}
    assert len(lives) == 39
    gone = {n for n, one in lives.items() if one.application is ApplicationState.WITHDRAWN}
    assert GONE in gone
    undecided = {n for n, one in lives.items() if one.decision is not DecisionState.SENT}
    assert undecided == set()
    assert lives[EXCUSED].timeliness is Timeliness.ADMITTED
    besluiten = sent(desk / "besluiten", "letters.csv")
    niet = sent(desk / "niet", "nietbehandeld.csv")
    later = sent(desk / "later", "aanvullend_besluit.csv")
    assert niet == {TOO_LATE}
    assert later == {LATER}
    assert besluiten | niet | later | gone == set(lives)
    assert not (besluiten & (niet | later | gone))
    told: Any = verdeel("round", "archive", ROUND, "--as", THIRD)
    assert told.code == 0, told.err
