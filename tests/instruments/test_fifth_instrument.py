"""A scheme from another distribution: installed beside the program, used from sheet to letter."""

# openpyxl is not typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sysconfig
import venv
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ..wheels import build, install

EXAMPLE = Path(__file__).parents[2] / "docs" / "fifth_instrument"
Run = Callable[..., str]
ROWS: list[dict[str, object]] = [
    {"Aanvraagnummer": "SBI-1", "Sociale huurwoningen": 8, "Gevraagd bedrag": 137_500},
    {"Aanvraagnummer": "SBI-2", "Sociale huurwoningen": 6, "Gevraagd bedrag": 112_500},
    {"Aanvraagnummer": "SBI-3", "Sociale huurwoningen": 8, "Gevraagd bedrag": 137_500.01},
    {"Aanvraagnummer": "SBI-4", "Sociale huurwoningen": 8, "Oorzaak vertraging": None},
    {"Aanvraagnummer": "SBI-5", "Sociale huurwoningen": 3, "Overige woningen": 7},
]
ORDINARY: dict[str, object] = {
    "Gemeentecode": "0363", "Projectcode": "P-1", "Projectnaam": "Kade",
    "Ontvangen op": "05-09-2023", "Gevraagd bedrag": 100_000,
    "Middenhuurwoningen": 3, "Betaalbare koopwoningen": 0,
    "Overige woningen": 0, "Oorzaak vertraging": "De rente is gestegen.",
}  # fmt: skip


# A process that says where it found the program and the example, and takes commands line by line.
COMMANDS = """
import contextlib, io, json, sys
import verdeelsleutel.io, verdeel_startbouwimpuls
from verdeelsleutel.io import cli
print(json.dumps([verdeelsleutel.io.__file__, verdeel_startbouwimpuls.__file__]), flush=True)
for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run(json.loads(line))
    print(json.dumps([code, out.getvalue(), err.getvalue()]), flush=True)
"""


@pytest.fixture(scope="module")
def verdeel(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The program as installed from its wheel and the example's, in an environment of their own.

    What they depend on comes from the environment of the tests, without its links to the sources
    and without a network: the folder of its libraries comes last on the path.
    """
    desk = tmp_path_factory.mktemp("desk")
    python = _environment(desk / "environment")
    shutil.copytree(EXAMPLE, desk / "example")
    install(python, wheel, build(desk / "example", desk / "wheels"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with subprocess.Popen(
        [python, "-c", COMMANDS], cwd=desk, env={**kept, "PYTHONUTF8": "1"}, text=True,
        encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        given, told = process.stdin, process.stdout
        places = json.loads(told.readline())
        assert all(str(desk / "environment") in place for place in places)

        def run(*arguments: str | Path, code: int = 0) -> str:
            given.write(json.dumps([str(one) for one in arguments]) + "\n")
            given.flush()
            found, out, err = json.loads(told.readline())
            assert found == code, err
            return out

        yield run
        given.close()


def _environment(folder: Path) -> Path:
    """A virtual environment without pip, with the libraries of this one last on its path."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    names = {"base": str(folder), "platbase": str(folder)}
    own = Path(sysconfig.get_path("purelib", sysconfig.get_default_scheme(), vars=names))
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (own / "libraries.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def filled(template: Path) -> Path:
    """The template as a municipality fills it in, below its header."""
    workbook = openpyxl.load_workbook(template)
    sheet: Any = workbook["Startbouwimpuls"]
    header = {str(cell.value): place for place, cell in enumerate(sheet[1], start=1)}
    for at, changes in enumerate(ROWS, start=3):
        row = {**ORDINARY, "Projectcode": f"P-{at}", "Projectnaam": f"Kade {at}", **changes}
        for label, value in row.items():
            sheet.cell(at, header[label]).value = value
    path = template.with_name("gevuld.xlsx")
    workbook.save(path)
    return path


def test_a_scheme_from_another_distribution_works_from_its_sheet_to_its_letters(
    verdeel: Run, tmp_path: Path
) -> None:
    rules = json.loads(verdeel("rules", "--instrument", "SBI", "--json"))
    assert [rule["code"] for rule in rules] == ["SBI-01", "SBI-02", "SBI-03", "SBI-04", "SBI-05"]
    assert rules[0]["parameters"]["per_home"]["value"] == "€\u00a012.500"
    assert "Startbouwimpuls" not in verdeel("rules", "--instrument", "WBI")

    database = ("--database", f"sqlite:///{(tmp_path / 'v.db').as_posix()}")
    maker, other = ("--as", "sanne.vermeulen"), ("--as", "yasmina.haddou")
    round_ = ("--round", "sbi-2023", *database)
    verdeel("template", "startbouwimpuls", "--out", tmp_path)
    workbook = filled(tmp_path / "startbouwimpuls.xlsx")
    policy = EXAMPLE / "example" / "policy.toml"
    verdeel("round", "open", "sbi-2023", "--policy", policy, *database, *maker)
    loaded = json.loads(verdeel("load", workbook, *round_, *maker, "--json"))
    assert (loaded[0]["new"], loaded[0]["faulty"]) == (5, 0)
    screened = json.loads(verdeel("screen", *round_, *maker, "--json"))
    answers = {
        number: [a["code"] for a in found if a["answer"] != "met"]
        for number, found in screened["assessments"].items()
    }
    assert answers == {"SBI-1": [], "SBI-2": ["SBI-02"], "SBI-3": ["SBI-01"], "SBI-4": ["SBI-04"],
                       "SBI-5": ["SBI-05"]}  # fmt: skip
    allocated = json.loads(verdeel("allocate", *round_, *maker, "--json"))
    assert {a["application_id"]: a["outcome"] for a in allocated["awards"]} == {
        "SBI-1": "granted", "SBI-2": "refused_rule", "SBI-3": "refused_rule",
        "SBI-4": "needs_judgement", "SBI-5": "refused_rule",
    }  # fmt: skip
    norm = ("judge", "SBI-4", "--rule", "SBI-04", "--date", "2023-09-05", *round_)
    verdeel(*norm, "--answer", "not_met", "--reason", "De kade ligt buiten de bebouwing.", *maker)
    verdeel(*norm, "--confirm", "--as", "bram.dekker")
    verdeel("allocate", *round_, *maker)
    verdeel("approve", *round_, *other)
    verdeel("letters", *round_, *maker, "--out", tmp_path / "brieven")
    _shows_its_own_facts(tmp_path / "brieven")
    written = sorted(path.name for path in (tmp_path / "brieven").glob("SBI-*.pdf"))
    assert written[:3] == ["SBI-1.pdf", "SBI-2.pdf", "SBI-3.pdf"]
    assert "Dit besluit berust op de Startbouwimpuls van 2023." in _text(
        tmp_path / "brieven" / "SBI-1.docx"
    )
    verdeel("report", *round_, "--out", tmp_path / "rapport")
    assert "Startbouwimpuls" in (tmp_path / "rapport" / "report.html").read_text(encoding="utf-8")
    giving = (tmp_path / "rapport" / "open_data" / "360giving.json").read_text(encoding="utf-8")
    (grant,) = json.loads(giving)["grants"]
    assert grant["fundingOrganization"][0]["id"] == "360G-verdeelsleutel-vro"  # as it says itself


def _shows_its_own_facts(letters: Path) -> None:
    """A row, a line of the calculation, a field and a fact that only this scheme has."""
    granted = _text(letters / "SBI-1.docx")
    for words in ("Oorzaak van de vertraging", "De rente is gestegen.",
                  "Hoogste bedrag voor dit project", "€\u00a0137.500"):  # fmt: skip
        assert words in granted
    assert "U vroeg minder." not in granted  # it asked the most there is for eleven homes
    own = granted.index(
        "Ik heb beoordeeld of uw project stilligt en met deze uitkering kan beginnen"
    )
    assert granted.index("Hieronder staan mijn besluit en de redenen.") < own
    assert own < granted.index("Wat de regel vraagt en wat ik heb vastgesteld")
    refused = _text(letters / "SBI-2.docx")
    assert "ten minste 10 woningen" in refused


def _text(letter: Path) -> str:
    with zipfile.ZipFile(letter) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


@pytest.mark.slow(
    sample="test_a_scheme_from_another_distribution_works_from_its_sheet_to_its_letters"
)
def test_without_the_distribution_the_scheme_is_unknown() -> None:
    from verdeelsleutel.instruments.instrument import instruments

    assert "startbouwimpuls" not in instruments()
