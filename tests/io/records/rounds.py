"""Rounds for the tests of the database: as large as asked, divided in a second when small.

The applications are those for the Woningbouwimpuls of the sample round that is kept as it was
(``benchmarks/rounds``), without what ties them together. Every third lacks a score of the
committee, and so waits for the judgement of a person, unless it is said which ones do.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import shutil
from collections.abc import Collection, Iterator
from functools import cache
from importlib.resources import as_file, files
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io import cli
from verdeelsleutel.io.workbooks.formats.writing import (
    Formats,
    open_workbook,
    write_headers,
    write_rows,
)
from verdeelsleutel.io.workbooks.intake.reading import read_workbook
from verdeelsleutel.sample_applications.cases import CASES
from verdeelsleutel.sample_applications.rows import DEMOLISHED, Row, homes_of

ROUND = "2026-9"
MAKER, SECOND, APPROVER = "sanne.vermeulen", "bram.dekker", "yasmina.haddou"
AUDITOR, ADMINISTRATOR = "carla.oostveen", "tom.rademaker"
FOUND = ("--value", "Score efficiëntie=7", "--source", "advies van de commissie")
OPEN_NORM = "WBI-17"  # efficiency, for which the committee gives a score
REASON = "De commissie heeft de efficiëntie alsnog met een zeven gewaardeerd."
_TIES = {"excludes", "requires", "withdrawn_on", "phases", "lot"}
_SCHEME = instruments()["woningbouwimpuls"]


def number(k: int) -> str:
    """The number of the k-th application, from 1."""
    return f"WBI-{k:05d}"


def write_round(
    folder: Path, count: int = 12, batches: int = 2, unknown: Collection[int] | None = None
) -> tuple[Path, ...]:
    """A policy, an office and workbooks in ``folder``; the workbooks, in order of their numbers.

    There is money for a quarter of what is asked. ``unknown`` are those that lack a score.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = list(rows(count, unknown))
    (folder / "policy.toml").write_text(policy_of(made), encoding="utf-8")
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        shutil.copyfile(samples / "office.toml", folder / "office.toml")
        style = samples / "huisstijl"
        if style.is_dir():
            shutil.copytree(style, folder / style.name, dirs_exist_ok=True)
    each = -(-count // batches)
    return tuple(
        workbook_of(folder / f"aanvragen_{k + 1:02d}.xlsx", made[k * each : (k + 1) * each])
        for k in range(batches)
    )


def rows(count: int, unknown: Collection[int] | None = None) -> Iterator[Row]:
    """The first so many applications, again from the start where there are not so many."""
    lacking = range(3, count + 1, 3) if unknown is None else unknown
    special = {case.where for case in CASES if case.prefix == "WBI"}
    plain = [row for row in _kept_rows() if row["municipality"] not in special and _is_usual(row)]
    for k, row in enumerate(islice(cycle(plain), count), start=1):
        own = {key: value for key, value in row.items() if key not in _TIES}
        own |= {"application_id": number(k), "project_id": f"P-{k:05d}"}
        own |= {"project_name": f"{row['project_name']} {k}"}  # a project of its own
        own |= {"score_efficiency": None} if k in lacking else {}
        yield own


@cache
def _kept_rows() -> tuple[Row, ...]:
    """The applications for the scheme in the round that is kept, by number."""
    kept = Path(__file__).parents[3] / "benchmarks" / "rounds" / "before_2026_12"
    found = [
        _row_of(read.application)
        for book in sorted(kept.glob("*.xlsx"))
        for read in read_workbook(book, instruments()).rows
        if read.instrument == _SCHEME.key and read.application is not None
    ]
    return tuple(sorted(found, key=lambda row: str(row["application_id"])))


def _row_of(application: Any) -> Row:
    """An application as the row that states it."""
    row: Row = {}
    for column in _SCHEME.columns:
        value: Any = application
        if column.year is not None:
            value = next((p.amount for p in application.payments if p.year == column.year), None)
        else:
            for name in column.path:
                value = getattr(value, name)
        row[column.field] = None if value == () else value
    return row


def _is_usual(row: Row) -> bool:
    """Whether the amount a home is near enough to the others that nobody has to be asked of it."""
    asked, homes = row["requested"], homes_of(row)
    assert isinstance(asked, Euro)
    built = sum(homes.values()) - homes.get(DEMOLISHED, 0)
    return 17_000 <= asked.cents // 100 // built <= 50_000


def answer_waiting(url: str, folder: Path, round_id: str = ROUND) -> None:
    """Answer every open question of a round with a seven: by one officer, confirmed by another."""
    book = folder / f"vragen_{round_id}.xlsx"
    do = ("judge", "--round", round_id, "--database", url, "--office", f"{folder / 'office.toml'}")
    assert cli.run([*do, "--template", str(book)]) == 0
    opened: Any = load_workbook(book)
    sheet = opened.worksheets[0]
    place = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, place["Waarde"]).value = 7
        sheet.cell(row, place["Bron"]).value = "advies van de commissie"
        sheet.cell(row, place["Motivering"]).value = REASON
    opened.save(book)
    if sheet.max_row > 1:
        answered = [*do, "--file", str(book), "--date", "2026-11-02"]
        assert cli.run([*answered, "--as", MAKER]) == 0
        assert cli.run([*answered, "--confirm", "--as", SECOND]) == 0


def workbook_of(path: Path, applications: list[Row]) -> Path:
    """Write applications as an office sends them."""
    workbook = open_workbook(path, title="Aanvragen")
    formats = Formats(workbook)
    formats.of_kind[Kind.MONEY] = workbook.add_format({"num_format": '"€" #,##0.00'})
    sheet = workbook.add_worksheet(_SCHEME.sheet)
    write_headers(sheet, _SCHEME.columns, formats, row=0)
    write_rows(sheet, _SCHEME.columns, applications, formats, first_row=1)
    workbook.close()
    return path


def policy_of(applications: list[Row], name: str = ROUND) -> str:
    """A policy with money for a quarter of what these applications ask, or for one of them."""
    asked = [row["requested"].cents for row in applications if isinstance(row["requested"], Euro)]
    euros = max(sum(asked) // 400, min(asked) // 100 + 1_000_000)
    return f"""
[round]
id = "{name}"
title = "Ronde voor de proeven met de database"
kind = "example"
window_opens = 2026-09-01
window_closes = 2026-10-15
decision_date = 2026-11-30

[funds.vro]
name_nl = "Ministerie van VRO, woningbouw"
name_en = "Ministry of Housing and Spatial Planning, housing"
total = "€ {euros // 1_000_000} mln"
source = "voorbeeld"

[instruments.woningbouwimpuls]
fund = "vro"
rule = "optimise"
authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]
step = "€ 1.000"
vat_note = "Bedragen exclusief btw."

[instruments.woningbouwimpuls.basis]
kind = "amvb"
title = "Voorbeeldbesluit (fictief)"
reference = "Stb. 2026, 0 (fictief)"
article = "artikel 3"
published = 2026-07-01
in_force = 2026-08-01
"""
