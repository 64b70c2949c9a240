"""No number of a regulation stands in code: each number there is has its reason here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from verdeelsleutel.instruments.law import catalogue

FOLDER = Path(str(catalogue.__file__)).parents[1]
MODULES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.py"))
ALWAYS = {0, 1}  # nothing, one, the first place
# By module and top-level statement: the numbers that may stand there, and why.
ALLOWED: Mapping[tuple[str, str], tuple[frozenset[int], str]] = {
    ("areas/areas.py", "area_named"): (frozenset({4096}), "the size of a cache"),
    ("terms/deadlines.py", "_LONGEST"): (
        frozenset({12}), "a limit of a general act, for its words; terms stand in data",
    ),
    ("findings/doubles.py", "_pairs"): (frozenset({2}), "two applications make a pair"),
    ("gate.py", "_SHORTEST_SOURCE"): (frozenset({10}), "a text that says something"),
    ("gate.py", "_TWO_PEOPLE"): (frozenset({2}), "four eyes"),
    ("gebiedsbudget/names.py", "LIST_OF_TODAY"): (
        frozenset({2025, 11, 28}), "since when areas bear their names; decides nothing",
    ),
    ("areas/goals.py", "_as_stated"): (frozenset({100}), "whether a share is a whole percentage"),
    ("realisatiestimulans/homes_columns.py", "HOME_EXAMPLE"): (
        frozenset({850, 2027, 5}), "an invented row",
    ),
    ("realisatiestimulans/homes_sheet.py", "_LONGEST_ABBREVIATION"): (
        frozenset({7}), "how names are compared",
    ),
    ("realisatiestimulans/homes_sheet.py", "_granted_by"): (
        frozenset({2, 3, 12, 31}), "parts of a date; a year's end",
    ),
    ("screening/measures.py", "years_after"): (frozenset({28}), "the last day of February"),
    ("terms/objections.py", "_TO_OBJECT"): (frozenset({6}), "weeks of Awb 6:7"),
    ("terms/objections.py", ""): (
        frozenset({6, 10, 12}), "weeks of Awb 7:10, days of Awb 7:4, a general act",
    ),
    ("terms/statutory_interest.py", "LEAST"): (
        frozenset({2000}), "cents of Awb 4:98, a general act",
    ),
    ("terms/statutory_interest.py", "_HIGHEST"): (
        frozenset({2000}), "above all: a slip of the pen",
    ),
    ("terms/statutory_interest.py", "with_named"): (frozenset({7}), "half years begin in July"),
    ("terms/statutory_interest.py", "_lines"): (
        frozenset({365, 366, 10_000}), "days of a year, and parts of a rate",
    ),
    ("terms/settling.py", "TO_VIEW"): (frozenset({2}), "weeks that the office gives"),
    ("terms/settling.py", "_TO_PAY"): (frozenset({6}), "weeks of Awb 4:87"),
    ("terms/settling.py", "_REMINDER"): (frozenset({2}), "weeks of Awb 4:112"),
    ("terms/settling.py", "_SUSPENSION"): (frozenset({26}), "weeks of Fvw 17b, a general act"),
    ("terms/settling.py", "accounts_due"): (frozenset({7, 15}), "a date of Fvw 17a, a general act"),
    ("terms/settling.py", "suspended_until"): (frozenset({26}), "weeks of Fvw 17b, for its words"),
    ("terms/settling.py", "to_fix"): (frozenset({12, 31}), "the end of a year"),
    ("terms/settling.py", "years_later"): (frozenset({28}), "the last day of February"),
    ("terms/settling.py", "_LIMITATION"): (frozenset({5}), "years of Awb 4:104"),
    ("terms/objections.py", "LONGEST_ADJOURNMENT"): (frozenset({6}), "weeks of Awb 7:10"),
    ("terms/objections.py", "TO_ANSWER"): (frozenset({2}), "weeks that the office gives"),
    ("woningbouwimpuls/scheme.py", "INSTRUMENT"): (
        frozenset({8, 2025, 2026}), "since when rules read a cell, for what a letter tells of it",
    ),
    ("terms/penalty.py", "_TO_FIX"): (frozenset({2}), "weeks of Awb 4:18"),
    ("terms/penalty.py", "_DEFAULT"): (frozenset({2}), "weeks of Awb 4:17"),
    ("terms/penalty.py", ""): (frozenset({3, 14}), "three periods of fourteen days, Awb 4:17"),
    ("findings/oddities.py", "CODES"): (frozenset({151, 161}), "the numbers of findings"),
    ("findings/overlap.py", "Pair"): (frozenset({2}), "two schemes make a pair"),
    ("findings/overlap.py", "same_homes"): (frozenset({2}), "two applications share a home"),
    ("findings/overlap.py", "similar_name"): (frozenset({2}), "two names are compared"),
    ("findings/overlap.py", "_stacking"): (frozenset({2}), "two schemes make a pair"),
    ("findings/overlap.py", "_trigrams"): (frozenset({2, 3}), "groups of three letters"),
    ("law/parameters.py", "_day"): (frozenset({2, 3}), "parts of a date"),
    ("law/quantity.py", "_MOST_DECIMALS"): (frozenset({14}), "notation"),
    ("law/quantity.py", "_SCORE_DECIMALS"): (frozenset({4}), "notation"),
    ("law/quantity.py", "_REMEMBERED"): (frozenset({8_192}), "the size of a cache"),
    ("law/quantity.py", "_fraction"): (frozenset({10, 100}), "notation"),
    ("law/quantity.py", "cut_off"): (frozenset({10, 1_000}), "tenths of a percent"),
    ("law/quantity.py", "_rounded"): (frozenset({2, 10}), "a half rounded up"),
    ("realisatiestimulans/supplements.py", "SUPPLEMENT_EXAMPLE"): (
        frozenset({2027, 1_210_000, 210_000}), "an invented row",
    ),
    ("realisatiestimulans/supplements.py", "CORRECTION_EXAMPLE"): (
        frozenset({2027, 300, 290, 7_000}), "an invented row",
    ),
    ("woningbouwimpuls/application.py", "_DECIMALS"): (frozenset({2}), "notation"),
    ("woningbouwimpuls/application.py", "_MOST_PEOPLE"): (
        frozenset({2_000_000}), "more people than any municipality has: a slip of the pen",
    ),
}  # fmt: skip
# An amount, a percentage, a number with thousands, or a year, written in a text.
_WRITTEN = re.compile(r"€\s?\d|\d\s?%|\b\d{1,3}(?:\.\d{3})+\b|\b(?:19|20)\d\d\b")
# Names of schemes, the words of two columns for windows that are over, and how a date is written.
_NAMES = re.compile(
    r"(?i)woningbouwimpuls 2020|aanvraagtijdvakken vóór 2026|vóór 01-01-2026|SFT 2023"
    r"|as in 31-12-2034"
)


def numbers(module: ast.Module) -> Iterator[tuple[str, int | float, int]]:
    """Each number in the code with the statement of the module that it stands in, and its line."""
    for statement in module.body:
        for part in ast.walk(statement):
            if isinstance(part, ast.Constant) and type(part.value) in (int, float):
                assert isinstance(part.value, int | float)
                yield _name(statement), part.value, part.lineno


def _name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
        case _:
            return ""


def texts(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Each text in the code that is no docstring, with its line."""
    documentation = {
        id(part.value)
        for part in ast.walk(module)
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
    }
    for part in ast.walk(module):
        if not isinstance(part, ast.Constant) or id(part) in documentation:
            continue
        if isinstance(part.value, str):
            yield part.value, part.lineno


@pytest.mark.parametrize("name", MODULES)
def test_no_number_of_a_regulation_stands_in_code(name: str) -> None:
    module = ast.parse((FOLDER / name).read_text(encoding="utf-8"))
    for where, number, line in numbers(module):
        allowed = ALLOWED.get((name, where), (frozenset[int](), ""))[0]
        assert number in ALWAYS or number in allowed, f"{name}, line {line}: {number}"


@pytest.mark.parametrize("name", MODULES)
def test_no_number_of_a_regulation_stands_in_a_text_of_the_code(name: str) -> None:
    module = ast.parse((FOLDER / name).read_text(encoding="utf-8"))
    for text, line in texts(module):
        assert not _WRITTEN.search(_NAMES.sub("", text)), f"{name}, line {line}: {text}"


def test_every_number_that_is_allowed_stands_there_and_has_a_reason() -> None:
    found: dict[tuple[str, str], set[int | float]] = {}
    for name in MODULES:
        for where, number, _ in numbers(ast.parse((FOLDER / name).read_text(encoding="utf-8"))):
            if number not in ALWAYS:
                found.setdefault((name, where), set()).add(number)
    assert found == {place: set(of) for place, (of, _) in ALLOWED.items()}
    assert all(len(reason) > 5 for _, reason in ALLOWED.values())


@pytest.mark.parametrize(
    "written",
    ["limit = 500", "limit = Euro.euros(7_000)", "def f():\n    return x * 0.5", "a = -3"],
)
def test_a_number_that_slips_in_is_found(written: str) -> None:
    assert [n for _, n, _ in numbers(ast.parse(written)) if n not in ALWAYS]


@pytest.mark.parametrize("written", ["€ 7.000", "ten minste 50%", "tot 1.486.000", "vanaf 2026"])
def test_a_number_that_slips_into_a_text_is_found(written: str) -> None:
    assert _WRITTEN.search(written)
