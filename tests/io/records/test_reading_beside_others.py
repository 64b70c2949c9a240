"""Reading workbooks and putting a round to the rules leave the database free for others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session, select

from verdeelsleutel.grants.lives.round import RoundState
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.steps.intake import load_files
from verdeelsleutel.io.steps.screening import screen_round

from .conftest import Desk, Verdeel
from .rounds import MAKER, ROUND, SECOND, number, rows, workbook_of

WHO = Actor(name="S. Vermeulen", role="officer")
MANY = 1_000  # of so many rows it is told that they were read


@pytest.fixture
def opened(verdeel: Verdeel, desk: Desk, any_url: str) -> str:
    policy = ("--policy", desk.policy)
    assert verdeel("round", "open", ROUND, *policy, "--as", MAKER, on=any_url).code == 0
    return any_url


@pytest.fixture
def loaded(verdeel: Verdeel, desk: Desk, opened: str) -> str:
    """One of the two workbooks is in."""
    given = ("load", desk.workbooks[0], "--round", ROUND, "--as", MAKER)
    assert verdeel(*given, on=opened).code == 0
    return opened


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = list(rows(MANY))
    for k, row in enumerate(made):
        row["application_id"] = f"WBI-9{k:04d}"
    return workbook_of(tmp_path_factory.mktemp("groot") / "groot.xlsx", made)


def once(act: Callable[[], None]) -> Callable[[object], None]:
    """Do something the first time that the work is told to be under way."""
    waiting = [act]

    def watch(_told: object) -> None:
        if waiting:
            waiting.pop()()

    return watch


def files_in(session: Session) -> set[str]:
    return set(session.exec(select(tables.Batch.file)).all())


def kept(url: str) -> tuple[str, set[str], int]:
    """The state of the round, its workbooks, and how many applications were screened."""
    with reading(url) as session:
        screened = session.exec(select(tables.Screening.id)).all()
        return RoundReader(session, ROUND).state, files_in(session), len(screened)


@pytest.mark.sample(only="sqlite")
def test_another_workbook_is_taken_in_while_a_large_one_is_read(
    verdeel: Verdeel, desk: Desk, opened: str, large: Path
) -> None:
    small = desk.workbooks[0]

    def another() -> None:
        done = verdeel("load", small, "--round", ROUND, "--as", SECOND, on=opened)
        assert done.code == 0, done.err

    (one,) = load_files(opened, ROUND, (large,), WHO, once(another))
    assert one.new == MANY
    assert kept(opened) == (RoundState.OPEN, {small.name, large.name}, 0)
    assert verdeel("audit", "verify", on=opened).code == 0


@pytest.mark.sample(only="sqlite")
def test_a_workbook_that_is_read_when_the_intake_closes_is_not_taken_in(
    verdeel: Verdeel, opened: str, large: Path
) -> None:
    def close() -> None:
        assert verdeel("round", "close", ROUND, "--as", SECOND, on=opened).code == 0

    with pytest.raises(RefusedByProcess, match="De inname van ronde 2026-9 is gesloten"):
        load_files(opened, ROUND, (large,), WHO, once(close))
    assert kept(opened) == (RoundState.CLOSED, set(), 0)


@pytest.mark.sample(only="sqlite")
def test_a_workbook_that_came_in_while_a_round_was_screened_is_screened_too(
    verdeel: Verdeel, desk: Desk, loaded: str
) -> None:
    def another() -> None:
        late = ("load", desk.workbooks[1], "--round", ROUND, "--as", SECOND)
        done = verdeel(*late, on=loaded)
        assert done.code == 0, done.err

    screened = screen_round(loaded, ROUND, WHO, once(another))
    assert list(screened.assessments) == [number(k) for k in range(1, 13)]
    assert kept(loaded)[::2] == (RoundState.SCREENED, 12)
    assert screen_round(loaded, ROUND, WHO) == screened
    assert verdeel("audit", "verify", on=loaded).code == 0


@pytest.mark.sample(only="sqlite")
def test_a_round_in_which_workbooks_keep_coming_is_not_screened_and_a_sentence_says_what_to_do(
    verdeel: Verdeel, desk: Desk, loaded: str
) -> None:
    coming = iter(range(1, 100))

    def another(_count: int) -> None:
        more = next(coming)
        path = workbook_of(desk.folder / f"telkens_{more}.xlsx", list(rows(more)))
        assert verdeel("load", path, "--round", ROUND, "--as", SECOND, on=loaded).code == 0

    with pytest.raises(RefusedByProcess, match=r"een werkmap geladen.*round close 2026-9"):
        screen_round(loaded, ROUND, WHO, another)
    assert kept(loaded)[::2] == (RoundState.OPEN, 0)


@pytest.mark.sample(only="postgresql")
def test_a_second_screening_at_once_is_refused_with_who_is_at_it(
    verdeel: Verdeel, loaded: str
) -> None:
    told: list[str] = []

    def second() -> None:
        result = verdeel("screen", "--round", ROUND, "--as", SECOND, on=loaded)
        assert result.code == 3
        told.append(result.sentence)

    screen_round(loaded, ROUND, WHO, once(second))
    (sentence,) = told
    assert 'S. Vermeulen is bezig met "verdeel screen"' in sentence
    assert verdeel("screen", "--round", ROUND, "--as", SECOND, on=loaded).code == 0
