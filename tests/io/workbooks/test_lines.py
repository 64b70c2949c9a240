"""Files with a line for each payment or account: how many at most, and what is no such file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.rounds.after.payment_file import FILLED, ORDERED, read_payments
from verdeelsleutel.io.rounds.settling.account_file import NEEDED, read_accounts
from verdeelsleutel.io.workbooks.formats.limits import MAX_FINDINGS, MAX_LINES

Read = Callable[[Path], object]
READERS: dict[str, tuple[Read, str]] = {
    "payments": (lambda path: read_payments(path, "r"), ";".join((*ORDERED, *FILLED))),
    "accounts": (lambda path: read_accounts(path, {}), ";".join(NEEDED)),
}
each_reader = pytest.mark.parametrize(("read", "head"), READERS.values(), ids=READERS)


def written(folder: Path, head: str, lines: list[str]) -> Path:
    path = folder / "regels.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    return path


@each_reader
def test_as_many_lines_as_any_office_has_are_read_and_one_more_is_refused(
    tmp_path: Path, read: Read, head: str
) -> None:
    empty = ";" * head.count(";")
    read(written(tmp_path, head, [empty] * (MAX_LINES - 1)))
    with pytest.raises(Unreadable, match=r"^regels\.csv heeft meer dan 50\.000 regels"):
        read(written(tmp_path, head, [empty] * MAX_LINES))


@each_reader
def test_a_file_in_which_nearly_everything_is_wrong_is_refused(
    tmp_path: Path, read: Read, head: str
) -> None:
    wrong = ";".join("x" for _ in head.split(";"))
    count = MAX_FINDINGS // 3  # each line has more faults than three
    with pytest.raises(Unreadable, match=r"heeft meer dan 100\.000 bevindingen"):
        read(written(tmp_path, head, [wrong] * count))


@each_reader
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is leeg"), (b"a;b\n" * 1_400_000, "groter dan 5 MB"),
        (b"PK\x03\x04", "is geen CSV"), (b"a\0b", "is geen CSV"),
    ],
    ids=["empty", "large", "zip", "binary"],
)  # fmt: skip
def test_what_is_no_such_file_is_told_in_a_sentence(
    tmp_path: Path, read: Read, head: str, data: bytes, said: str
) -> None:
    path = tmp_path / "regels.csv"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=said):
        read(path)
    with pytest.raises(Unreadable, match="bestaat niet"):
        read(tmp_path / "er-niet.csv")
