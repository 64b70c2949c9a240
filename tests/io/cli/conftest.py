"""A finished demo, run once, and a fresh round for each test that needs one."""

import json
import os
import shutil
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.io import cli

from ...sharing import made_once
from ...typesetting import KeptPages
from .patches import PATCHES, put_by, tables_of
from .remembered import Remembered, Result
from .timeless import save_timeless

ROUND = "2026-1"
BY_LAW = f"{ROUND}-wettelijk"
_OF_LAW = ("--round", BY_LAW)
AS_IT_IS = cli.run
MAKER, SECOND = ("--as", "sanne.vermeulen"), ("--as", "bram.dekker")
APPROVER = ("--as", "yasmina.haddou")

# The amounts a home that are far from the usual in the sample round, answered on the last day of
# its window, or once what came in too late is there as well.
ANSWERED = (
    "answer", "all", "INT-154", "--round", ROUND, "--date", "2026-10-15",
    "--reason", "De gemeente heeft het bedrag toegelicht.",
)  # fmt: skip
ANSWERED_LATER = tuple("2026-10-20" if part == "2026-10-15" else part for part in ANSWERED)


Verdeel = Callable[..., Result]


@pytest.fixture(autouse=True)
def pages(pages_once: None) -> None:
    """Pages are the subject of other tests."""


@pytest.fixture(scope="session", autouse=True)
def timeless() -> Iterator[None]:
    """The same rows make the same workbook for each test."""
    with pytest.MonkeyPatch.context() as patch:
        save_timeless(patch)
        yield


@pytest.fixture(scope="session")
def remembered(tmp_path_factory: pytest.TempPathFactory) -> Remembered:
    """What tests of this process did before, on a desk that is at the same place for each."""
    folder = tmp_path_factory.mktemp("opdrachten")
    return Remembered(folder / "bureau", folder / "bestanden")


@pytest.fixture
def tmp_path(remembered: Remembered) -> Path:
    """An empty folder; a round knows where its files lie, so that it is always the same one."""
    return remembered.begin()


@pytest.fixture(scope="session")
def patched_by_all(kept_pages: KeptPages) -> Counter[tuple[int, str]]:
    """What is put in the place of a part of the program for every test."""
    with pytest.MonkeyPatch.context() as patch:
        kept_pages.serve(patch)
        save_timeless(patch)
        seat = "getlogin" if sys.platform == "win32" else "getuid"
        return put_by(patch) + Counter([(id(os), seat)])


@pytest.fixture
def unpatched(patched_by_all: Counter[tuple[int, str]]) -> Callable[[], bool]:
    """Whether the program is as it is for every test, but for the environment."""

    def told() -> bool:
        made = list(PATCHES)
        put = sum((put_by(one) for one in made), Counter[tuple[int, str]]())
        tables = [table for one in made for table in tables_of(one)]
        same = put <= patched_by_all and cli.run is AS_IT_IS
        return same and all(table is os.environ for table in tables)

    return told


@pytest.fixture
def verdeel(
    capfd: pytest.CaptureFixture[str], remembered: Remembered, unpatched: Callable[[], bool]
) -> Verdeel:  # fmt: skip
    """Run a command line in this process, as the program would."""

    def run(*arguments: str | Path) -> Result:
        words = [str(argument) for argument in arguments]

        def give() -> Result:
            capfd.readouterr()
            code = cli.run(words)
            captured = capfd.readouterr()
            return Result(code, captured.out, captured.err)

        return remembered.given(words, give) if unpatched() else give()

    return run


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample round as files in a folder."""
    folder = tmp_path_factory.mktemp("samples") / "samples"
    with as_file(files("verdeelsleutel.sample_applications")) as shipped:
        shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


@pytest.fixture(scope="session")
def finished(shared_folder: Path) -> Path:
    """The folder of a demo that has run, once for all; it is only read."""

    def make(out: Path) -> None:
        assert cli.run(["demo", "--out", str(out)]) == 0

    return made_once(shared_folder, "demo", make)


@pytest.fixture(scope="session")
def by_law(shared_folder: Path, samples: Path) -> Path:
    """The sample round under the schemes' own rules, screened and with its questions answered:
    a folder with its policy, its office and its database, made once for all, to copy."""

    def make(out: Path) -> None:
        out.mkdir()
        shutil.copy(samples / "policies" / "wettelijk.toml", out / "policy.toml")
        shutil.copy(samples / "office.toml", out)
        does = _by_commands(out)
        books = sorted(samples.glob("*.xlsx"))
        does("round", "open", BY_LAW, "--policy", out / "policy.toml")
        does("load", *books, *_OF_LAW)
        does("screen", *_OF_LAW)
        answers = samples / "answers" / "vragen_over_geld.xlsx"
        does("answer", "--file", answers, *_OF_LAW, "--date", "2026-11-02")

    return made_once(shared_folder, "by_law", make)


def _by_commands(folder: Path) -> Callable[..., None]:
    of = ("--database", f"sqlite:///{(folder / 'verdeel.db').as_posix()}")

    def does(*command: str | Path, who: tuple[str, str] = MAKER) -> None:
        assert cli.run([*(str(one) for one in command), *who, *of]) == 0, command

    return does


@pytest.fixture(scope="session")
def statutory(shared_folder: Path, by_law: Path) -> Path:
    """The folder of the sample round under the schemes' own rules, reported, once for all.

    What waits for a score gets one below the minimum, and what else waits is judged not to meet its
    rule: a ranking waits for all.
    """

    def make(out: Path) -> None:
        shutil.copytree(by_law, out)
        does, asked = _by_commands(out), out / "vragen.xlsx"
        judged = ("judge", "--file", str(asked), *_OF_LAW)
        does("judge", "--template", asked, *_OF_LAW)
        _judged_not_met(asked)
        does(*judged, "--date", "2026-11-04")
        does(*judged, "--confirm", "--date", "2026-11-05", who=SECOND)
        does("allocate", *_OF_LAW, "--out", out)
        does("approve", *_OF_LAW, who=APPROVER)
        does("report", *_OF_LAW, "--out", out / "report")

    return made_once(shared_folder, "statutory", make)


def _judged_not_met(file: Path) -> None:
    book: Any = openpyxl.load_workbook(file)
    sheet = book["Oordelen"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        asked = sheet.cell(row, at["Gevraagd gegeven"]).value
        if asked:
            low = [f"{name}=5" for name in str(asked).split("; ")]
            sheet.cell(row, at["Waarde"]).value = "; ".join(low)
            sheet.cell(row, at["Bron"]).value = "advies van de commissie"
        else:
            sheet.cell(row, at["Oordeel"]).value = "voldoet niet"
        sheet.cell(row, at["Motivering"]).value = "De commissie heeft dit niet kunnen vaststellen."
    book.save(file)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with no database named in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VERDEEL_DATABASE", raising=False)
    return tmp_path


Prepared = Callable[..., Path]
"""Bring the desk as far as a preparation does, which is done once and copied after that."""


@pytest.fixture(scope="session")
def desks_of_before(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Path]:
    """The desks that were prepared in this process, to copy."""
    return {}


@pytest.fixture
def prepared(
    desk: Path,
    desks_of_before: dict[tuple[str, ...], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Prepared:
    """The desk, prepared by a function, or by a copy of what it left on another desk.

    ``by`` is what the preparation depends on beside its own text. A round knows where its policy
    lay, and looks for the office file there: open it with a policy that lies elsewhere.
    """

    def made(prepare: Callable[[Path], object], *by: str) -> Path:
        key = (prepare.__module__, prepare.__qualname__, *by)
        if key in desks_of_before:
            return Path(shutil.copytree(desks_of_before[key], desk, dirs_exist_ok=True))
        assert list(desk.iterdir()) == [], "a desk is prepared before anything lies on it"
        prepare(desk)
        desks_of_before[key] = tmp_path_factory.mktemp("bureau") / "desk"
        shutil.copytree(desk, desks_of_before[key])
        return desk

    return made


@pytest.fixture
def opened(desk: Path, samples: Path, verdeel: Verdeel) -> Path:
    """A desk with the sample round open in ``verdeel.db``."""
    result = verdeel("round", "open", ROUND, "--policy", samples / "policy.toml")
    assert result.code == 0, result.err
    return desk


@pytest.fixture(scope="session")
def small_samples(samples: Path, shared_folder: Path) -> Path:
    """The sample round with one fund and one instrument: allocated in a second."""
    data = tomllib.loads((samples / "policy.toml").read_text(encoding="utf-8"))
    keep = "bereikbaarheid"
    fund = data["instruments"][keep]["fund"]
    lines = [
        "[round]",
        *(f"{key} = {_toml(value)}" for key, value in data["round"].items()),
        f"[funds.{fund}]",
        *(f"{k} = {_toml(v)}" for k, v in data["funds"][fund].items() if not isinstance(v, dict)),
        f"[instruments.{keep}]",
        *(
            f"{k} = {_toml(v)}"
            for k, v in data["instruments"][keep].items()
            if not isinstance(v, dict)
        ),
        f"[instruments.{keep}.basis]",
        *(f"{k} = {_toml(v)}" for k, v in data["instruments"][keep]["basis"].items()),
    ]

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "policy.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        shutil.copy(samples / "office.toml", folder)
        shutil.copytree(samples / "huisstijl", folder / "huisstijl")
        shutil.copy(samples / "bereikbaarheid.xlsx", folder)

    return made_once(shared_folder, "small", make)


def _toml(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def opened_small(desk: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    """A desk with the small round open."""
    result = verdeel("round", "open", ROUND, "--policy", small_samples / "policy.toml")
    assert result.code == 0, result.err
    return desk


@pytest.fixture(scope="session")
def stages(small_samples: Path, shared_folder: Path) -> Path:
    """A small round as it stood after each of its steps, in databases to copy, by their names."""
    book = str(small_samples / "bereikbaarheid.xlsx")
    steps = {
        "opened": ("round", "open", ROUND, "--policy", str(small_samples / "policy.toml"), *MAKER),
        "loaded": ("load", book, "--round", ROUND, *MAKER),
        "screened": ("screen", "--round", ROUND, *MAKER),
        "allocated": ("allocate", "--round", ROUND, *MAKER),
        "approved": ("approve", "--round", ROUND, *APPROVER),
    }

    def make(folder: Path) -> None:
        folder.mkdir()
        database = folder / "verdeel.db"
        common = ("--database", f"sqlite:///{database.as_posix()}")
        for name, step in steps.items():
            assert cli.run([*step, *common]) == 0, name
            if name == "screened":
                assert cli.run([*ANSWERED, *MAKER, *common]) == 0
            shutil.copy(database, folder / f"{name}.db")

    return made_once(shared_folder, "stages", make)


@pytest.fixture
def at(desk: Path, stages: Path) -> Any:
    """Put the database of a step on the desk."""

    def place(name: str) -> Path:
        return Path(shutil.copy(stages / f"{name}.db", desk / "verdeel.db"))

    return place


@pytest.fixture
def less_money(small_samples: Path, desk: Path) -> Path:
    """The policy of the round with less money, beside the office file of the round."""
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    assert "€ 2,5 mld" in text
    changed = desk / "minder.toml"
    changed.write_text(text.replace("€ 2,5 mld", "€ 0,5 mld"), encoding="utf-8")
    return changed
