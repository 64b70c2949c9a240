"""What a page or the program has people type is the same in cmd, in PowerShell and in sh.

cmd knows double quotes alone, and no comments; PowerShell takes an unquoted comma apart, and puts
a value where a text between double quotes has a dollar.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from verdeelsleutel.io.cli import speaking
from verdeelsleutel.io.cli.program import verdeel as program

from .manual_pages import ROOT, runs_of

_OURS = re.compile(r"(?:verdeel|python|pip) |--[a-z]")
_IN_SINGLE_QUOTES = re.compile(r"(?<!\w)'(?!report )[^'\n]*[ =][^'\n]*'")
_COMMAND_IN_SINGLE_QUOTES = re.compile(
    r"(?<![\w'])'((?:verdeel|python|pip|--[a-z][\w-]*) [^'\n]*)'(?!\w)"
)
# A module without any of these says no command, and need not be parsed for it.
_MAY_SAY = re.compile(r"verdeel|python|pip|--[a-z]")
_SPAN = re.compile(r"(?<!`)`((?:(?:verdeel|python|pip) |--[a-z])[^`]+)`(?!`)")
# What one of the shells reads as something else, outside of double quotes and within them.
_OUTSIDE = frozenset("'’‘“”`$%^&|;(){},#@!\\")
_WITHIN = frozenset("“”`$%!\\")
_TWO_ROWS = re.compile(r"[\\^`]\s*$")


def amiss(line: str, *, pattern: bool = False) -> str:
    """What a shell reads otherwise in a line that is typed; ``pattern`` has places to fill in."""
    if _TWO_ROWS.search(line):
        return "goes on in the next line"
    outside, within = line.split('"')[::2], line.split('"')[1::2]
    if len(within) == len(outside):
        return "a quote that is not closed"
    wrong = {sign for part in outside for sign in part} & (
        _OUTSIDE if pattern else _OUTSIDE | {"<", ">"}
    )
    # One percent sign is a percent sign; of two cmd makes the name of a value.
    wrong |= {sign for part in within for sign in part if sign != "%" or part.count("%") > 1} & (
        _WITHIN
    )
    return "".join(sorted(wrong))


def pages() -> list[Path]:
    found = [path for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts]
    return sorted([*found, ROOT / "README.md"])


def typed_on(page: Path) -> Iterator[tuple[str, bool]]:
    """Each command of ours on a page: those of blocks, and those that a sentence or table has."""
    text = page.read_text(encoding="utf-8")
    for run in runs_of(text):
        for block in run.blocks:
            if block.kind != "bat":  # for Windows alone
                yield from ((line.strip(), False) for line in block.lines)
    without = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    yield from ((re.sub(r"\s+", " ", said), True) for said in _SPAN.findall(without))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('verdeel round new a --fund "vro=€ 2 mld"', ""),
        ('verdeel judge GB-1 --reason "Het aandeel blijft 45%; zie (4.2)."', ""),
        ("verdeel pay confirm WBI-1 --amount '€ 4 mln'", "'"),
        ("verdeel change request GB-1 --with a,b,c", ","),
        ("verdeel pay list --out lijsten/   # for each ministry", "#"),
        ("verdeel revoke GB-1 --reason x \\", "goes on in the next line"),
        ('verdeel judge GB-1 --reason "Het is $2 waard."', "$"),
        ("verdeel judge GB-1 --reason “Ja.”", "“”"),
        ("verdeel explain GB-1 > uitleg.txt", ">"),
        ('verdeel judge GB-1 --reason "Ja.', "a quote that is not closed"),
    ],
)
def test_what_a_shell_reads_otherwise_is_recognised(line: str, why: str) -> None:
    assert amiss(line) == why


def test_every_command_on_every_page_is_the_same_in_every_shell() -> None:
    every = [
        (page.relative_to(ROOT).as_posix(), line, pattern)
        for page in pages()
        for line, pattern in typed_on(page)
        if _OURS.match(line)
    ]
    wrong = [(where, line, why) for where, line, pattern in every
             if (why := amiss(line, pattern=pattern))]  # fmt: skip
    assert wrong == []
    assert len(every) > 300


def test_every_command_that_the_help_names_is_the_same_in_every_shell() -> None:
    lines = [
        line.strip()
        for text in speaking.spoken_texts(program)
        for line in text.splitlines()
        if line.strip().startswith("verdeel ")
    ]
    assert [(line, why) for line in lines if (why := amiss(line, pattern=True))] == []
    assert len(lines) > 3
    values = [one for text in speaking.spoken_texts(program)
              for one in _IN_SINGLE_QUOTES.findall(text)]  # fmt: skip
    assert values == []


def said_in(path: Path) -> Iterator[str]:
    """Each text that a module writes out, with what is filled in as X; docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            told.update(id(part) for part in node.values)
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values
            )
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Zie 'verdeel audit verify'.", ["verdeel audit verify"]),
        ("haar met 'verdeel pay correct A --cancelled'", ["verdeel pay correct A --cancelled"]),
        ("geef '--as NAAM'", ["--as NAAM"]),
        ('Zie "verdeel audit verify".', []),
        ("de foto's, en 'verdeeld' niet", []),
    ],
)  # fmt: skip
def test_a_command_in_single_quotes_is_recognised(said: str, found: list[str]) -> None:
    assert _COMMAND_IN_SINGLE_QUOTES.findall(said) == found


def test_every_command_that_the_program_says_stands_in_double_quotes() -> None:
    modules = [
        path for folder in ("grants", "instruments", "optimiser", "io", "offline")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]  # fmt: skip
    told = [
        path for folder in ("io", "instruments") for ending in ("toml", "j2", "po")
        for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
    ]  # fmt: skip
    texts = [
        (path, said) for path in modules
        if _MAY_SAY.search(path.read_text(encoding="utf-8")) for said in said_in(path)
    ]  # fmt: skip
    texts += [(path, path.read_text(encoding="utf-8")) for path in [*told, *pages()]]
    wrong = [
        (path.relative_to(ROOT).as_posix(), command)
        for path, said in texts
        for command in _COMMAND_IN_SINGLE_QUOTES.findall(said)
    ]
    assert wrong == []
    assert sum(1 for _, said in texts if '"verdeel ' in said) > 80
