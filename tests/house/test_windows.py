"""What an office's Windows asks of the program, as far as any computer can tell.

What only Windows can tell is run there by the workflow in ``.github/workflows``; that every call is
one that Windows has, ``make lint`` asks of the types.
"""

import ast
import codecs
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath

import pytest

from verdeelsleutel.io.cli.page import READABLE, Reader, encoding_for, readable
from verdeelsleutel.io.files.signs import written_out

from ..windows import amiss
from .spoken import spoken
from .test_documents import texts

ROOT = Path(__file__).parents[2]
codecs.register_error(READABLE, readable)
FOLDERS = ("grants", "instruments", "optimiser", "io", "sample_applications")
_TEXT = {"read_text", "write_text", "open"}
_PIPED = {"run", "Popen", "check_output"}
# What has none of these words opens no text; most modules need not be parsed for it.
_MAY_OPEN = re.compile(r"\b(?:read_text|write_text|open)\b|\btext\s*=")


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
    if not _MAY_OPEN.search(source):
        return
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


@pytest.mark.parametrize(
    ("page", "read_as", "amount"),
    [
        ("cp1252", "cp1252", "€\u00a05.000.000.000"),
        ("cp850", "cp850", "EUR\u00a05.000.000.000"),
        ("ascii", "utf-8", "€\u00a05.000.000.000"),
    ],
)
def test_whoever_reads_in_an_old_code_page_gets_every_letter(
    page: str, read_as: str, amount: str
) -> None:
    """In that page, with what it lacks in other signs; nobody asks for ASCII by itself."""
    done = subprocess.run(
        [Path(sys.executable).parent / "verdeel", "policy", "show",
         ROOT / "sample_applications" / "policy.toml"],
        env={**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0"},
        capture_output=True, check=True,
    )  # fmt: skip
    told = done.stdout.decode(read_as)
    assert "Fryslân" in told
    assert amount in told


# Signs that are read, and never said: look-alikes of letters, and what other encodings have.
_READ = ("grants/names.py", "io/files/signs.py", "io/workbooks/formats/encodings.py")
# WGL4, which the fonts of a console of Windows have: these of it, and all of Windows 1252.
_OF_CONSOLES = frozenset("→−≈≠≤≥")


def test_no_sign_is_said_that_a_console_of_windows_cannot_show() -> None:
    """Neither by the fonts of a console, nor by a pipe in the code page of the Netherlands.

    What only reads workbooks knows signs of all the world.
    """
    unknown: dict[str, str] = {}
    for folder in ("grants", "instruments", "optimiser", "io/cli", "io/rounds", "io/steps",
                   "io/wording", "io/records", "io/config"):  # fmt: skip
        for path in sorted((ROOT / folder).rglob("*")):
            where = path.relative_to(ROOT).as_posix()
            if path.suffix not in (".py", ".toml") or where in _READ:
                continue
            text = path.read_text(encoding="utf-8")
            if text.isascii() and "\\" not in text:
                continue
            told = spoken(ast.parse(text)) if path.suffix == ".py" else [text]
            for sign in {one for each in told for one in each if ord(one) > 127}:
                narrow = sign.encode("cp850", errors=READABLE).decode("cp850")
                drawn = sign.encode("cp1252", errors="ignore") or sign in _OF_CONSOLES
                if not drawn or narrow == written_out(sign):
                    unknown.setdefault(sign, where)
    assert unknown == {}


@pytest.mark.parametrize(
    ("sign", "told"),
    [("€ 12", "EUR 12"), ("a → b", "a -> b"), ("ș", "s"), ("汉", "[U+6C49]"), ("‘ja’…", "'ja'..."),
     ("⅓", "1/3"), ("1⅓ ⅝", "1 1/3 5/8"), ("3 ≮ 4", "3 [U+226E] 4"), ("10⁻⁵", "10^-^5"),
     ("Ǆ", "DZ"), ("e\u0302", "e[U+0302]")],
)  # fmt: skip
def test_a_sign_that_a_code_page_lacks_is_said_in_others(sign: str, told: str) -> None:
    assert sign.encode("cp850", errors=READABLE).decode("cp850") == told


@pytest.mark.parametrize("page", ["cp437", "cp850", "cp1252"])
def test_no_sign_of_a_code_page_is_told_as_another_number_or_as_its_contrary(page: str) -> None:
    """Whatever a sign means as a number is what is written, and a stroke through it stays."""
    for sign in map(chr, range(0xA0, 0x3000)):
        told = sign.encode(page, errors=READABLE).decode(page)
        value = unicodedata.numeric(sign, None)
        if told != sign and value is not None and not told.startswith("[U+"):
            plain = told.strip("()^.") if unicodedata.category(sign) in ("No", "Nd") else ""
            assert not plain or abs(Fraction(plain.rstrip("/") or 0) - Fraction(value)) < 0.001, (
                sign, told
            )  # fmt: skip
        if "\u0338" in unicodedata.normalize("NFKD", sign) and sign != "≠":
            assert told in (sign, written_out(sign))


@pytest.mark.parametrize(
    ("reader", "page", "environment", "encoding"),
    [
        (Reader.CONSOLE, 850, {}, "utf-8"),  # which Python hands on as it is
        (Reader.DISK, 850, {}, "utf-8"),
        (Reader.PIPE, 850, {}, "cp850"),
        (Reader.PIPE, 1252, {}, "cp1252"),
        (Reader.PIPE, 65001, {}, "utf-8"),
        (Reader.PIPE, 0, {}, "utf-8"),  # a program without a console reads along
        (Reader.PIPE, 99999, {}, "utf-8"),
        (Reader.PIPE, 850, {"PYTHONIOENCODING": "utf-8"}, "utf-8"),
        (Reader.UNKNOWN, 0, {"PYTHONIOENCODING": "cp850:strict"}, "cp850"),
        (Reader.UNKNOWN, 0, {"PYTHONIOENCODING": "onzin"}, "utf-8"),
    ],
)
def test_a_pipe_of_windows_gets_the_code_page_that_powershell_reads_in(
    reader: Reader, page: int, environment: dict[str, str], encoding: str
) -> None:
    assert encoding_for(reader, page, environment) == encoding
