"""The trail tells of rows that were added many at once what it tells of each by itself."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.adding import add_rows
from verdeelsleutel.io.records.after import payments
from verdeelsleutel.io.records.database import reading, transaction
from verdeelsleutel.io.records.trail import audit, verification

from .rounds import ROUND

ODD = ("", "a", "%s", '"', "\\", "\u2028", "regel\nregel", "\x1f", "é")


@pytest.mark.parametrize("seed", range(3))
def test_an_event_covers_rows_that_were_added_at_once(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    asked = [("",), ("open",), ("", "open")][seed]  # a column left out, told of, and both
    with transaction(
        f"sqlite:///{(tmp_path / 'verdeel.db').as_posix()}", create_as=True
    ) as session:
        session.add(
            tables.Round(
                id=ROUND, state="open", policy_json="{}", policy_hash="h", policy_file="p",
                program_version="1", opened_by="S. Vermeulen",
            )
        )  # fmt: skip
        session.flush()
        batch = tables.Batch(round_id=ROUND, file="a.xlsx", sha256="s", loaded_by="S. Vermeulen")
        session.add(batch)
        session.flush()
        keys = add_rows(
            session, tables.Application,
            [
                {
                    "round_id": ROUND, "batch_id": batch.id, "application_id": f"WBI-{number}",
                    "version": 1, "instrument": "woningbouwimpuls", "sheet": rng.choice(ODD),
                    "row": number, "application_json": rng.choice(ODD),
                    "cells_json": rng.choice(ODD), "raw_json": "".join(rng.choices(ODD, k=3)),
                }
                for number in range(1_100)
            ],
        )  # fmt: skip
        add_rows(
            session, tables.Judgement,
            [
                {
                    "round_id": ROUND, "application_row_id": key, "rule": "WBI-01", "answer": "met",
                    "reason": rng.choice(ODD), "officer": "S. Vermeulen", "on": "2026-10-01",
                    "article": "", "confirms": None, "question_json": rng.choice(asked),
                }
                for key in keys
            ],
        )  # fmt: skip
        add_rows(
            session, tables.Contact,
            [
                {
                    "round_id": ROUND, "application_row_id": key, "contact": rng.choice(ODD),
                    "email": "", "beside_json": rng.choice(ODD), "purged_on": "", "salt": "z",
                }
                for key in keys
            ],
        )  # fmt: skip
        audit.append(session, ROUND, "workbook.loaded", "S. Vermeulen", "1")
        assert verification.verify(session) == ()


class Stopped(Exception):
    """Whoever works here stops in the middle."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_came_to_nothing_leaves_no_gap_in_the_numbers(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue("server") if kind == "postgresql" else None
    path = tmp_path / "verdeel.db"
    url = f"sqlite:///{path.as_posix()}" if server is None else server.fresh()
    rng = random.Random(kind)
    with transaction(url, create_as=True) as session:
        session.add(
            tables.Round(
                id=ROUND, state="open", policy_json="{}", policy_hash="h", policy_file="p",
                program_version="1", opened_by="S. Vermeulen",
            )
        )  # fmt: skip
        audit.append(session, ROUND, "round.opened", "S. Vermeulen", "1")
    kept, people = 0, 1
    for stops in (True, False, True, True, False, True, False):
        singly, many, who = rng.randint(1, 4), rng.randint(1, 4), f"Iemand {kept} {stops}"
        try:
            with transaction(url) as session:
                orders = [_order(number, who) for number in range(singly)]
                session.add_all(payments.PaymentOrder(**one) for one in orders)
                keys = add_rows(session, payments.PaymentOrder, [_order(9, who)] * many)
                assert list(keys) == list(range(kept + singly + 1, kept + singly + many + 1))
                audit.append(session, ROUND, "payment.ordered", who, "1")
                if stops:
                    raise Stopped
        except Stopped:
            continue
        kept += singly + many
        people += 1
    with reading(url) as session:
        numbers = session.exec(select(payments.PaymentOrder.id)).all()
        assert sorted(one or 0 for one in numbers) == list(range(1, kept + 1))
        acted = session.exec(select(tables.Person.number)).all()
        assert sorted(one or 0 for one in acted) == list(range(1, people + 1))
        assert verification.verify(session) == ()


def _order(number: int, officer: str) -> dict[str, Any]:
    return {
        "round_id": ROUND, "application_id": f"WBI-{number}", "part": 1, "year": 2026,
        "cents": 100, "vat_cents": 0, "set_off_cents": 0, "article": "RWbi 9", "due": "2026-12-31",
        "on": "2026-12-04", "officer": officer,
    }  # fmt: skip
