"""Many officers at once: nothing is lost, nobody is deadlocked, and four eyes stay four."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, text
from sqlmodel import Session, col, select

from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.rounds.reader import readers
from verdeelsleutel.io.records.trail import verification

from ...postgresql import connected
from .conftest import Verdeel
from .rounds import MAKER, policy_of, rows, workbook_of, write_round
from .working import INTAKE, JUDGED, SHARED, Done, at_once

ON_POSTGRESQL = ("load",) * 4 + ("judge",) * 3 + ("approve",)
ON_SQLITE = ("load", "load", "judge", "approve")


@dataclass(frozen=True)
class Office:
    """A database with a round at intake and a round that is screened."""

    url: str
    folder: Path


@pytest.fixture
def office(verdeel: Verdeel, any_url: str, tmp_path: Path) -> Office:
    folder = tmp_path / "office"
    write_round(folder)
    few, many = list(rows(12)), list(rows(30))
    for name, of in ((INTAKE, few), (JUDGED, many)):
        policy = folder / f"{name}.toml"
        policy.write_text(policy_of(of, name), encoding="utf-8")
        opened = verdeel("round", "open", name, "--policy", policy, "--as", MAKER, on=any_url)
        assert opened.code == 0, opened.err
    book = workbook_of(folder / "alles.xlsx", many)
    for step in (("load", book), ("screen",)):
        assert verdeel(*step, "--round", JUDGED, "--as", MAKER, on=any_url).code == 0
    return Office(any_url, folder)


def seconds_for(url: str, *, slow: bool) -> float:
    if url.startswith("sqlite"):
        return 30 if slow else 3
    return 120 if slow else 5


def team_for(url: str) -> tuple[str, ...]:
    return ON_SQLITE if url.startswith("sqlite") else ON_POSTGRESQL


def check(session: Session, done: list[Done]) -> None:
    """Everything that was told to be done is there once, and nothing else."""
    assert verification.verify(session) == ()
    _no_update_is_lost(session, [one for one in done if one.what == "load"])
    _no_judgement_is_lost(session, [one for one in done if one.what == "judge"])
    _four_eyes_are_held(session, [one for one in done if one.what == "approve"])
    _sums_are_right(session)


def _no_update_is_lost(session: Session, loads: list[Done]) -> None:
    assert {one.code for one in loads} == {0}
    batches = select(func.count()).select_from(tables.Batch)
    assert session.exec(batches).one() == len(loads) + 1  # and the one of before
    for k in range(1, SHARED + 1):
        versions = session.exec(
            select(tables.Application.version)
            .where(tables.Application.application_id == f"WBI-SAMEN-{k}")
            .order_by(col(tables.Application.version))
        ).all()
        assert list(versions) == list(range(1, len(versions) + 1))


def _no_judgement_is_lost(session: Session, judged: list[Done]) -> None:
    assert {one.code for one in judged} <= {0, 2, 3}
    kept = session.exec(select(func.count()).select_from(tables.Judgement)).one()
    assert kept == sum(1 for one in judged if one.code == 0 and one.out["new"])
    rows_of = {row.id: row for row in session.exec(select(tables.Judgement)).all()}
    for row in rows_of.values():
        if row.confirms is not None:
            assert row.officer != rows_of[row.confirms].officer


def _four_eyes_are_held(session: Session, tried: list[Done]) -> None:
    own, others = tried[::2], tried[1::2]
    assert {one.code for one in own} == {3}
    assert all("kan de verdeling daarom niet vaststellen" in one.said for one in own) or all(
        "mag niet" in one.said for one in own
    )
    assert [one.said for one in others if one.code != 0] == []
    approvals = session.exec(select(tables.Approval)).all()
    assert len(approvals) == len(others)
    assert all(one.maker != one.approver for one in approvals)


def _sums_are_right(session: Session) -> None:
    for reader in readers(session):
        assert reader.balances.faults() == ()
    wrong = session.connection().execute(
        text(
            "SELECT count(*) FROM award WHERE amount_cents <> compensable_vat_cents + payable_cents"
        )
    )
    assert wrong.scalar() == 0


def figures(done: list[Done], seconds: float) -> str:
    counted = Counter(one.what for one in done if one.code == 0)
    refused = Counter(one.what for one in done if one.code != 0)
    times = sorted(one.seconds for one in done)
    return (
        f"{len(done)} commands in {seconds:.0f} s; done {dict(sorted(counted.items()))}; refused "
        f"{dict(sorted(refused.items()))}; half of them within {times[len(times) // 2]:.2f} s, "
        f"99% within {times[len(times) * 99 // 100]:.2f} s, the longest {times[-1]:.2f} s"
    )


def at_work(office: Office, seconds: float) -> None:
    done = at_once(team_for(office.url), office.url, office.folder, seconds)
    with reading(office.url) as session:
        check(session, done)
    if office.url.startswith("postgres"):
        with connected(office.url) as connection:
            told = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            assert connection.execute(told).scalar() == 0
    print(f"{team_for(office.url)}: {figures(done, seconds)}")  # noqa: T201


def test_many_officers_at_once_lose_nothing(office: Office) -> None:
    at_work(office, seconds_for(office.url, slow=False))


@pytest.mark.slow
def test_many_officers_at_once_lose_nothing_for_minutes(office: Office) -> None:
    at_work(office, seconds_for(office.url, slow=True))
