"""Tables that most rounds have no row in: told where there is one, and loaded late."""

import ast
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Integer, Table, insert, inspect, text
from sqlmodel import Session, SQLModel, create_engine

import verdeelsleutel.io.records as records
from verdeelsleutel.io.records.rounds import register
from verdeelsleutel.io.records.trail import audit

ROUND = "2026-1"
HOME = Path(str(records.__file__)).parent
# These have what most rounds have rows in.
AT_ONCE = {"tables.py", "ledger.py"}
# Asked of all rounds at once.
OF_ALL_ROUNDS = {"approval_answer", "reserve_ladder", "why_not"}
KEPT = {str(inspect(one).local_table) for one in audit.COVERED}


def row_of(table: Table) -> dict[str, Any]:
    """A row with a value of its type in every column; it is of the round where it can be."""
    numbers = (Integer, Boolean)
    values: dict[str, Any] = {
        one.name: 1 if isinstance(one.type, numbers) else "1" for one in table.columns
    }
    return values | ({"round_id": ROUND} if "round_id" in table.columns else {})


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("name", sorted(register.SELDOM))
def test_a_row_in_a_seldom_table_is_told_of_its_round(name: str) -> None:
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        assert register.with_rows(session, ROUND) == frozenset()
        session.connection().execute(text("PRAGMA ignore_check_constraints = ON"))
        table = SQLModel.metadata.tables[name]
        session.connection().execute(insert(table).values(row_of(table)))
        assert register.with_rows(session, ROUND) == {name}
        asked_of_all = name in OF_ALL_ROUNDS
        assert register.with_rows(session, "2026-2") == ({name} if asked_of_all else set())
    engine.dispose()


def test_every_seldom_table_is_one_that_is_kept() -> None:
    assert sorted(register.SELDOM - KEPT) == []


def test_every_module_of_tables_but_those_of_every_round_is_loaded_late() -> None:
    late: set[str] = set()
    holding: set[str] = set()
    for file in HOME.rglob("*.py"):
        written = file.read_text(encoding="utf-8")
        if "table=True" in written and file.parent.name != "versions":
            holding.add(file.relative_to(HOME).as_posix())
        if "load_late" not in written:
            continue
        for call in (one for one in ast.walk(ast.parse(written)) if isinstance(one, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "load_late":
                names = [one.value for one in call.args if isinstance(one, ast.Constant)]
                late |= {(file.parent / f"{n}.py").relative_to(HOME).as_posix() for n in names}
    assert sorted(holding - AT_ONCE - late) == []
    assert sorted(late - holding) == ["trail/audit.py", "trail/verification.py"]
