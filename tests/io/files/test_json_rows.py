"""Rows written column by column are, to the sign, what each is by itself."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.io.files.json_rows import rows_as_json

TEXTS = st.one_of(st.text(), st.sampled_from(["%s", "%", '"', "\\", "\u2028", "a\nb", "\x1f", "é"]))
NAMES = st.lists(TEXTS, min_size=1, max_size=5, unique=True)


@given(data=st.data(), names=NAMES, count=st.integers(1, 9))
def test_rows_are_written_as_each_is_by_itself(
    data: st.DataObject, names: list[str], count: int
) -> None:
    kinds = [data.draw(st.sampled_from([TEXTS, st.integers(), st.just("same")])) for _ in names]
    columns: dict[str, list[Any]] = {
        name: data.draw(st.lists(kind, min_size=count, max_size=count))
        for name, kind in zip(names, kinds, strict=True)
    }
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    assert rows_as_json(columns, count) == [json.dumps(row, ensure_ascii=False) for row in rows]


def test_a_column_of_anything_else_is_not_written() -> None:
    for odd in (True, None, 1.0, b"x"):
        assert rows_as_json({"text": ["a", "b"], "odd": [1, odd]}, 2) is None
    assert rows_as_json({"mixed": [1, "1"]}, 2) is None
