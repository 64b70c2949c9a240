"""What an office's Windows asks of the program, as far as any computer can tell.

What only Windows can tell is run there by the workflow in ``.github/workflows``; that every call is
one that Windows has, ``make lint`` asks of the types.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from ..windows import amiss
from .test_documents import texts

ROOT = Path(__file__).parents[2]
FOLDERS = ("grants", "instruments", "optimiser", "io", "sample_applications")
_TEXT = {"read_text", "write_text", "open"}
_PIPED = {"run", "Popen", "check_output"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a/nul.txt", "the name of a device"),
        ("COM1", "the name of a device"),
        ("brief: een.pdf", "a sign that a name cannot have"),
        ("map./x", "ends with a point or a space"),
        ("x" * 201, "too long"),
    ],
)
def test_a_name_that_windows_does_not_take_is_recognised(name: str, why: str) -> None:
    assert [one.rpartition(": ")[2] for one in amiss([PurePosixPath(name)])] == [why]


def test_two_names_that_differ_by_capitals_are_one_file_on_windows() -> None:
    assert len(amiss([PurePosixPath("A.txt"), PurePosixPath("a.TXT")])) == 1
    assert amiss([PurePosixPath("consent.txt"), PurePosixPath("communes.csv")]) == []


def test_every_file_of_the_project_can_be_on_windows() -> None:
    paths = [PurePosixPath(path.relative_to(ROOT).as_posix()) for path in texts()]
    assert len(paths) > 500
    assert amiss(paths) == []


def without_encoding(source: str) -> Iterator[int]:
    """The lines that open a file as text and do not say in which encoding."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            name = "open"
        said = {one.arg for one in node.keywords}
        if name in _PIPED and "text" in said and "encoding" not in said:
            yield node.lineno
        if name not in _TEXT or "encoding" in said:
            continue
        modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
        modes += [one.value.value for one in node.keywords
                  if one.arg == "mode" and isinstance(one.value, ast.Constant)]  # fmt: skip
        if name == "open" and (any("b" in str(one) for one in modes) or _is_own(node)):
            continue
        yield node.lineno


def _is_own(node: ast.Call) -> bool:
    """``os.open`` gives no text, and neither does the entry of a package that is copied."""
    own = node.func.value if isinstance(node.func, ast.Attribute) else None
    return isinstance(own, ast.Name) and own.id in ("os", "archive", "target")


@pytest.mark.parametrize(
    "line",
    ["p.read_text()", "open(p)", "p.open('w')", "p.write_text(t)", "subprocess.run(a, text=True)"],
)
def test_a_file_without_an_encoding_is_recognised(line: str) -> None:
    """On Windows it would be the code page of the office, which has no place for many letters."""
    assert list(without_encoding(line)) == [1]
    said = line.replace(")", ", encoding='utf-8')").replace("(, ", "(")
    assert list(without_encoding(said)) == []


def test_every_text_is_read_and_written_in_an_encoding_that_is_said() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line in without_encoding(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("page", ["cp1252", "cp850", "ascii"])
def test_a_console_with_an_old_code_page_gets_every_letter(page: str) -> None:
    """As UTF-8, which is what the program says it writes, whatever the console was set to."""
    done = subprocess.run(
        [Path(sys.executable).parent / "verdeel", "policy", "show",
         ROOT / "sample_applications" / "policy.toml"],
        env={**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0"},
        capture_output=True, check=True,
    )  # fmt: skip
    told = done.stdout.decode("utf-8")
    assert "Fryslân" in told
    assert "€\u00a05.000.000.000" in told
