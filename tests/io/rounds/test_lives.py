"""Where each application of a round stands at every step, and what is done to one alone."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from verdeelsleutel.grants.lives.application import (
    ApplicationEvent,
    ApplicationState,
    Timeliness,
)
from verdeelsleutel.grants.lives.award import AwardEvent, AwardState
from verdeelsleutel.grants.lives.decision import DecisionEvent, DecisionState
from verdeelsleutel.grants.lives.life import Mover
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io import cli
from verdeelsleutel.io.errors import RefusedByProcess, WrongUse
from verdeelsleutel.io.records.database import engine_of, reading
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.trail import audit, verification
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.incomplete import incomplete_of
from verdeelsleutel.io.rounds.ledger import book_advance
from verdeelsleutel.io.rounds.lives import (
    ApplicationLives,
    Event,
    confirm_event,
    lives_of,
    record_event,
)
from verdeelsleutel.io.rounds.seal import program_version

from ..records.filled import ROUND as OLD_ROUND
from ..records.filled import write_filled
from ..records.rounds import (
    APPROVER,
    MAKER,
    OPEN_NORM,
    REASON,
    ROUND,
    SECOND,
    answer_waiting,
    number,
    write_round,
)

DAY = date(2026, 11, 20)
WHY = "Zo staat het in de brief van de gemeente, nummer 12."
SANNE, BRAM = Actor(name="S. Vermeulen"), Actor(name="B. Dekker")
FAULTY, LATE, JUDGED, WITHDRAWN = 1, 2, 3, 5
A, D = ApplicationState, DecisionState


@dataclass(frozen=True)
class Round:
    """A round of eight: one with a fault, one late, one without a number, two to be judged."""

    url: str
    folder: Path

    def give(self, *arguments: str | Path, by: str = MAKER) -> None:
        line = [*map(str, arguments), "--database", self.url]
        code = cli.run([*line, "--as", by, "--office", f"{self.folder / 'office.toml'}"])
        # A workbook with a fault in it is taken in, and says so.
        assert code == 0 or (code, arguments[0]) == (1, "load"), arguments

    def lives(self) -> dict[str, ApplicationLives]:
        with reading_round(self.url, ROUND) as reader:
            return {one.application_id: one for one in lives_of(reader)}

    def life(self, k: int) -> ApplicationLives:
        return self.lives()[number(k)]

    def states(self, *which: int) -> list[tuple[str, str, str]]:
        found = [self.life(k) for k in which]
        return [(one.application, one.decision, one.award or "") for one in found]

    def record(self, k: int, event: Event, who: Actor = SANNE) -> int:
        row_id = self.life(k).row_id
        with changing_round(self.url, ROUND) as reader:
            return record_event(reader, row_id, event, who, DAY, WHY)

    def confirm(self, event_id: int, who: Actor = BRAM) -> None:
        with changing_round(self.url, ROUND) as reader:
            confirm_event(reader, event_id, who, DAY)

    def pay(self, k: int) -> None:
        with changing_round(self.url, ROUND) as reader:
            book_advance(reader, number(k), Euro.euros(1), DAY)
            audit.append(reader.session, ROUND, "ledger.booked", SANNE.name, program_version())


def change(path: Path, header: str, cells: dict[int, str]) -> None:
    """Write into cells of a column, by the place of the application in the sheet."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    (column,) = [cell.column for cell in sheet[1] if cell.value == header]
    assert column is not None
    for k, value in cells.items():
        sheet.cell(row=k + 1, column=column, value=value)
    book.save(path)


def begin(url: str, folder: Path) -> Round:
    (book,) = write_round(folder, count=9, batches=1)
    change(book, "Gevraagd bedrag", {FAULTY: "veel geld"})
    change(book, "Ontvangen op", {LATE: "16-10-2026"})
    change(book, "Aanvraagnummer", {9: ""})
    made = Round(url, folder)
    made.give("round", "open", ROUND, "--policy", folder / "policy.toml")
    made.give("load", book, "--round", ROUND)
    return made


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Round:
    """The round as it was loaded; a test works on a copy of it."""
    folder = tmp_path_factory.mktemp("levens")
    return begin(f"sqlite:///{(folder / 'verdeel.db').as_posix()}", folder)


@pytest.fixture
def loaded(once: Round, tmp_path: Path) -> Round:
    shutil.copytree(once.folder, tmp_path / "ronde")
    return Round(f"sqlite:///{(tmp_path / 'ronde' / 'verdeel.db').as_posix()}", tmp_path / "ronde")


@pytest.fixture
def loaded_on_either(any_url: str, tmp_path: Path) -> Round:
    return begin(any_url, tmp_path)


@pytest.fixture
def screened(loaded: Round) -> Round:
    loaded.give("screen", "--close", "--round", ROUND)
    return loaded


def take_back(made: Round) -> None:
    """The municipalities take back what is incomplete, so that nothing of it waits."""
    with reading_round(made.url, ROUND) as reader:
        numbers = [one.application_id for one in incomplete_of(reader)]
    for one in numbers:
        gone = ("withdraw", one, "--round", ROUND, "--date", "2026-11-20")
        made.give(*gone, "--reason", "brief 11")


def decide(made: Round) -> None:
    take_back(made)
    answer_waiting(made.url, made.folder)
    made.give("allocate", "--round", ROUND)
    made.give("approve", "--round", ROUND, "--date", "2026-11-30", by=APPROVER)


def test_every_application_that_came_in_is_there_once(loaded: Round) -> None:
    found = loaded.lives()
    assert list(found) == ["", *(number(k) for k in range(1, 9))]
    assert found[""].application is A.INCOMPLETE
    assert found[""].timeliness is None
    assert [found[number(k)].application for k in (FAULTY, LATE)] == [A.INCOMPLETE, A.COMPLETE]
    assert found[number(FAULTY)].waits_for is Mover.OFFICER
    assert {one.decision for one in found.values()} == {D.OPEN}
    assert {one.award for one in found.values()} == {None}


def test_who_came_late_is_told_beside_the_state(loaded: Round) -> None:
    found = {k: loaded.life(k).timeliness for k in (FAULTY, LATE, JUDGED)}
    assert found == {FAULTY: None, LATE: Timeliness.LATE, JUDGED: Timeliness.IN_TIME}


@pytest.mark.sample(only="sqlite")
def test_a_round_leads_its_applications_from_step_to_step(loaded_on_either: Round) -> None:
    made = loaded_on_either
    made.give("screen", "--close", "--round", ROUND)
    assert made.states(JUDGED, 6) == [("complete", "to_judge", ""), ("complete", "to_judge", "")]
    judged = ("judge", number(JUDGED), "--rule", OPEN_NORM, "--round", ROUND)
    found = ("--value", "Score efficiëntie=7", "--source", "advies van 1-11-2026")
    made.give(*judged, *found, "--reason", REASON, "--date", "2026-11-02")
    assert made.life(JUDGED).decision is D.TO_JUDGE
    made.give(*judged, "--confirm", "--date", "2026-11-03", by=SECOND)
    assert made.states(JUDGED, 6) == [("complete", "open", ""), ("complete", "to_judge", "")]
    made.give("allocate", "--round", ROUND)
    winner = next(k for k in range(2, 9) if made.life(k).award)
    assert made.states(winner, FAULTY, 6) == [
        ("complete", "proposed", "reserved"), ("incomplete", "open", ""),
        ("complete", "to_judge", ""),
    ]  # fmt: skip
    decide(made)
    assert made.states(winner) == [("complete", "taken", "committed")]
    made.give("letters", "--round", ROUND, "--out", made.folder / "brieven", "--date", "2026-12-01")
    assert made.states(winner) == [("complete", "sent", "committed")]
    assert made.life(6).decision is D.SENT  # nothing is decided over a question that is open
    made.pay(winner)
    assert made.states(winner) == [("complete", "sent", "advanced")]
    withdrawn = ("withdraw", number(winner), "--round", ROUND, "--date", "2026-12-02")
    made.give(*withdrawn, "--reason", "brief 12")
    assert made.states(winner) == [("withdrawn", "sent", "released")]


def test_a_faulty_correction_replaces_nothing_and_a_sound_one_completes(loaded: Round) -> None:
    again = loaded.folder / "verbeterd.xlsx"
    (book,) = write_round(loaded.folder / "anders", count=2, batches=1)
    book.rename(again)
    change(again, "Gevraagd bedrag", {LATE: "veel geld"})
    loaded.give("load", again, "--round", ROUND)
    assert [loaded.life(k).application for k in (FAULTY, LATE)] == [A.COMPLETE, A.COMPLETE]
    assert loaded.life(LATE).timeliness is Timeliness.LATE


def test_what_is_asked_counts_for_the_version_that_there_was(loaded: Round) -> None:
    loaded.record(FAULTY, ApplicationEvent.ASKED)
    assert loaded.life(FAULTY).application is A.COMPLETING
    assert loaded.life(FAULTY).waits_for is Mover.APPLICANT
    (book,) = write_round(loaded.folder / "anders", count=1, batches=1)
    loaded.give("load", book, "--round", ROUND)
    assert loaded.life(FAULTY).application is A.COMPLETE


def test_what_asks_two_people_counts_once_another_confirmed_it(loaded: Round) -> None:
    loaded.record(FAULTY, ApplicationEvent.ASKED)
    event = loaded.record(FAULTY, ApplicationEvent.LEFT_UNTREATED)
    waiting = loaded.life(FAULTY)
    assert waiting.application is A.COMPLETING
    assert [one.row_id for one in waiting.open_events] == [event]
    with pytest.raises(RefusedByProcess, match="Laat een ander het bevestigen"):
        loaded.confirm(event, SANNE)
    loaded.confirm(event)
    assert loaded.life(FAULTY).application is A.NOT_TREATED
    assert loaded.life(FAULTY).open_events == ()
    with pytest.raises(WrongUse, match=f"wacht niets met nummer {event} op een tweede naam"):
        loaded.confirm(event)


def test_nothing_is_confirmed_once_another_version_came_in(loaded: Round) -> None:
    loaded.record(FAULTY, ApplicationEvent.ASKED)
    event = loaded.record(FAULTY, ApplicationEvent.LEFT_UNTREATED)
    (book,) = write_round(loaded.folder / "anders", count=1, batches=1)
    loaded.give("load", book, "--round", ROUND)
    with pytest.raises(RefusedByProcess, match="kwam sindsdien een nieuwe versie binnen"):
        loaded.confirm(event)


def test_who_came_late_is_admitted_by_two(screened: Round) -> None:
    admit = ("judge", number(LATE), "--admit", "--round", ROUND, "--date", "2026-11-20")
    screened.give(*admit, "--reason", WHY)
    assert screened.life(LATE).timeliness is Timeliness.LATE
    screened.give(*admit, "--confirm", by=SECOND)
    assert screened.life(LATE).timeliness is Timeliness.ADMITTED


def test_what_is_set_aside_stays_aside_while_its_round_is_decided(screened: Round) -> None:
    screened.confirm(screened.record(6, DecisionEvent.SET_ASIDE))
    decide(screened)
    assert screened.states(6) == [("complete", "set_aside", "reserved")]
    assert screened.life(JUDGED).decision is D.TAKEN


@pytest.mark.slow(sample="test_a_round_leads_its_applications_from_step_to_step")
def test_an_objection_comes_after_the_letter_and_a_change_after_the_award(screened: Round) -> None:
    decide(screened)
    winner = next(k for k in range(2, 9) if screened.life(k).award)
    with pytest.raises(RefusedByProcess, match="is genomen; een bezwaarschrift ontvangen kan"):
        screened.record(winner, DecisionEvent.OBJECTED)
    letters = ("letters", "--round", ROUND, "--out", screened.folder / "brieven")
    screened.give(*letters, "--date", "2026-12-01")
    screened.record(winner, DecisionEvent.OBJECTED)
    screened.record(winner, DecisionEvent.REVISED)
    screened.record(winner, AwardEvent.CHANGED)
    assert screened.states(winner) == [("complete", "revised", "changed")]
    screened.pay(winner)
    assert screened.states(winner) == [("complete", "revised", "advanced")]


@pytest.mark.parametrize(
    ("k", "event", "said"),
    [
        (FAULTY, ApplicationEvent.LEFT_UNTREATED, "is onvolledig; niet in behandeling genomen kan"),
        (LATE, ApplicationEvent.ASKED, "is volledig; om aanvulling gevraagd kan dan niet"),
        (LATE, DecisionEvent.OBJECTED, "is nog niet beslist; een bezwaarschrift ontvangen"),
        (LATE, AwardEvent.CHANGED, "is er nog niet; gewijzigd kan dan niet"),
    ],
)
def test_what_the_table_does_not_allow_is_refused(
    loaded: Round, k: int, event: Event, said: str
) -> None:
    with pytest.raises(RefusedByProcess, match=said):
        loaded.record(k, event)


@pytest.mark.sample(only="postgresql")
def test_the_trail_covers_what_is_recorded_and_the_database_refuses_to_change_it(
    loaded_on_either: Round,
) -> None:
    loaded = loaded_on_either
    loaded.confirm(loaded.record(LATE, DecisionEvent.SET_ASIDE))
    with reading(loaded.url) as session:
        assert verification.verify(session) == ()
    for act in (
        "UPDATE life_event SET reason = ''", "DELETE FROM life_event",
        "UPDATE life_event_confirmation SET officer = ''", "DELETE FROM life_event_confirmation",
        "INSERT INTO life_event_confirmation (life_event_id, officer, \"on\", after_event, "
        "after_entry) SELECT id, officer, \"on\", 0, 0 FROM life_event",
    ):  # fmt: skip
        engine = engine_of(loaded.url)
        with engine.connect() as connection, pytest.raises(DatabaseError):
            connection.execute(text(act))
        engine.dispose()


def test_a_round_of_before_there_were_lives_has_them_all(tmp_path: Path) -> None:
    """An approved round of schema 1: nothing was filled, everything is read."""
    with reading_round(write_filled(tmp_path / "verdeel.db"), OLD_ROUND) as reader:
        found = lives_of(reader)
        assert verification.verify(reader.session) == ()
    assert [(one.application_id, one.application, one.decision, one.award) for one in found] == [
        (f"BER-2026-000{k}", A.COMPLETE, D.TAKEN, AwardState.COMMITTED) for k in (2, 5, 8)
    ]
