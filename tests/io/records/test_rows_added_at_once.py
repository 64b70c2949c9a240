"""The trail tells of rows that were added many at once what it tells of each by itself."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from verdeelsleutel.io.records import audit, tables
from verdeelsleutel.io.records.adding import add_rows
from verdeelsleutel.io.records.database import transaction

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
        assert audit.verify(session) == ()
