"""Changes files at random, keeps what reaches new code, and looks for what reading cannot bear.

``python -m tests.io.workbooks.fuzzing --files 200 --seed 1 --found DIRECTORY``, on Linux, with
atheris (the driver of libFuzzer for Python). A file may end in findings or in one sentence. Any
other exception, a copy that reads otherwise than its original, more than five seconds of the
processor or two gigabytes is a find: the file is written to the directory, and the exit code is
not 0. The driver's own clock is that of the wall, which a busy machine stops; it is there for what
never ends.
"""

from __future__ import annotations

import argparse
import importlib
import io
import random
import shutil
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

atheris: Any = importlib.import_module("atheris")  # it has no types, and exists for Linux only

with atheris.instrument_imports(include=["verdeelsleutel.io.workbooks"]):
    from verdeelsleutel.io.errors import Unreadable
    from verdeelsleutel.io.workbooks.annotation.annotated import hand_back
    from verdeelsleutel.io.workbooks.formats.look import Malformed
    from verdeelsleutel.io.workbooks.formats.source import opened, read_part
    from verdeelsleutel.io.workbooks.intake.monitors import read_monitor
    from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook
    from verdeelsleutel.io.workbooks.templates.monitors import monitor_workbook

    from .binary_made import as_text, by_hand, sheet
    from .made import by_openpyxl, by_xlsxwriter, table
    from .odd_files import ODD, Parts
    from .scheme import BRIDGES, GOOD, MONITOR, good

FILES = Path(__file__).parent / "files"
COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
ROWS = [GOOD, good(2, requested="veel"), good(3, shortfall="#REF!", project_name=None), good(4)]
HEAVY = ("bomb", "million", "thousand")
ODDITIES = [odd for odd in ODD if not any(word in odd.name for word in HEAVY)]
LARGEST = 200_000  # bytes of a file, unpacked
SECONDS, MEGABYTES = 5, 2_000  # of the processor
NEVER = 120  # seconds after which a file is taken to have no end
SCRAPS = (
    b"<", b">", b'"', b"/", b' t="e"', b' t="s"', b"<c>", b"</c>", b"<v>", b"99999999999", b"-1",
    b'r="ZZZ9"', b"&amp;", b"&#0;", b"\xff", b"<row>", b"</row>", b"1e400", b"<f>", b"XFE1",
    b'<row r="7">', b'<c r="B7"/>', b"<sheetData>", b"</sheetData>", b"<legacyDrawing/>", b"x:",
    b' s="99"', b"<is><t>", b"<!--", b"]]>", b"rId1", b'hidden="1"', b"\x00", b"\xff\xff\xff\x7f",
    b"NaN", b"1900-02-29", b"-0", b"4294967296", b"../../x", b"\xe2\x80\xae", b";", b"\r\n",
)  # fmt: skip


def seeds(folder: Path) -> None:
    """Sound and faulty files of every kind."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {"Voorblad": {"A1": "x"}, "Bruggen": table(COLUMNS, ROWS, row=2)}
    by_openpyxl(folder / "1.xlsx", sheets, hidden_rows=[5], merged=["A1:C1"])
    by_xlsxwriter(folder / "2.xlsx", {"Bruggen": table(COLUMNS, ROWS)})
    again = read_workbook(folder / "1.xlsx", {"bruggen": BRIDGES})
    hand_back(folder / "1.xlsx", again.findings, folder)  # the copy is a seed too
    written = {place: as_text(value) for place, value in table(COLUMNS, ROWS).items()}
    by_hand(folder / "3.xlsb", "Bruggen", sheet(written, hidden=(3,)))
    for name in ("bruggen.xls", "bruggen.ods"):
        shutil.copy(FILES / name, folder / name)
    cells = table(COLUMNS, ROWS)
    lines = [";".join(str(cells.get(f"{chr(65 + at)}{row}", "")) for at in range(len(COLUMNS)))
             for row in range(1, len(ROWS) + 2)]  # fmt: skip
    (folder / "4.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    (folder / "5.csv").write_bytes(",".join(lines).replace(",", "\n").encode("utf-16"))
    (folder / "6.xlsx").write_bytes(monitor_workbook([MONITOR], ["Vul in."]))


def parts_in(data: bytes) -> Parts | None:
    """The parts of a package; ``None`` where it cannot be unpacked, or is large."""
    try:
        with opened(data) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                return None
            return {name: read_part(archive, name) for name in archive.namelist()}
    except Malformed:
        return None


def packed(parts: Parts) -> bytes:
    """Parts as a package, stored as they are, so that changed bytes are seen as such."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return content.getvalue()


def changed(data: bytes, most: int, seed: int) -> bytes:
    """A file like this one: another part, an oddity, a scrap, or other bytes."""
    rng = random.Random(seed)
    parts = parts_in(data) if data[:2] == b"PK" and rng.random() < 0.95 else None
    if parts is None or not parts:
        return scrapped(data, most, rng)
    way = rng.random()
    if way < 0.3:
        parts = with_oddity(parts, rng)
    name = rng.choice(list(parts))
    if way > 0.9:
        del parts[name]
    elif way > 0.8:
        parts[name] = parts[rng.choice(list(parts))]
    elif way > 0.2:
        parts[name] = scrapped(parts[name], LARGEST, rng)
    file = packed(parts)
    return file if len(file) <= most else data


def with_oddity(parts: Parts, rng: random.Random) -> Parts:
    try:
        return rng.choice(ODDITIES).change(parts)
    except (AssertionError, KeyError, IndexError):  # what it changes is not there
        return parts


def scrapped(data: bytes, most: int, rng: random.Random) -> bytes:
    """Bytes with scraps put in and pieces taken out, or changed by the fuzzer."""
    if rng.random() < 0.4:
        return atheris.Mutate(data, most)[:most] if data else b"<"
    content = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(content) + 1)
        content[at : at + rng.choice((0, 0, 1, 6, 40))] = rng.choice(SCRAPS)
    return bytes(content[:most])


def said(workbook: ReadWorkbook) -> list[tuple[str, str, str]]:
    return [(found.code, found.sheet, found.cell) for found in workbook.findings]


def hold(data: bytes, folder: Path) -> None:
    """Read a file and its annotated copy, within its time; an exception is a find."""
    began = time.process_time()
    read_with_copy(data, folder)
    read_as_monitor(data, folder)
    took = time.process_time() - began
    assert took < SECONDS, f"{took:.1f} seconds of the processor"


def read_with_copy(data: bytes, folder: Path) -> None:
    """Read a file and its annotated copy, which has to say the same."""
    path = folder / ("vreemd.xlsx" if data[:2] in (b"PK", b"\xd0\xcf") else "vreemd.csv")
    path.write_bytes(data)
    try:
        workbook = read_workbook(path, {"bruggen": BRIDGES})
    except Unreadable:
        return
    back = hand_back(path, workbook.findings, folder / "terug")
    if not back.why_separate:
        copy = read_workbook(back.path, {"bruggen": BRIDGES})
        assert said(copy) == said(workbook)
        assert [dict(row.raw) for row in copy.rows] == [dict(row.raw) for row in workbook.rows]
    back.path.unlink()


def read_as_monitor(data: bytes, folder: Path) -> None:
    """Read a file as the report of a municipality, which has rows with findings, or a sentence."""
    path = folder / ("verslag.xlsx" if data[:2] in (b"PK", b"\xd0\xcf") else "verslag.csv")
    path.write_bytes(data)
    try:
        read = read_monitor(path)
    except Unreadable:
        return
    assert all(row.findings or row.made is not None for row in read.rows)


def main() -> None:
    """Fuzz as many files as are asked for; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200, help="how many are tried")
    parser.add_argument("--seconds", type=int, default=0, help="ends then, whatever was tried")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--found", type=Path, required=True, help="where finds are written")
    parser.add_argument("--corpus", type=Path, help="what reached new code, kept for the next run")
    chosen = parser.parse_args()
    found: Path = chosen.found
    found.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="verdeelsleutel-"))
    corpus: Path = chosen.corpus or folder / "corpus"
    seeds(corpus)
    one: Callable[[bytes], None] = lambda data: hold(data, folder)  # noqa: E731
    atheris.Setup(
        [
            sys.argv[0], f"-runs={chosen.files}", f"-seed={chosen.seed}",
            f"-max_total_time={chosen.seconds}", f"-timeout={NEVER}", f"-report_slow_units={NEVER}",
            f"-rss_limit_mb={MEGABYTES}", f"-max_len={LARGEST}",
            f"-artifact_prefix={found}/", "-print_final_stats=1", str(corpus),
        ],
        one,
        custom_mutator=changed,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
