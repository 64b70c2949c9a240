"""Every fact that was read in the law itself has a case, a number, a test, or a reason why not."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from .applications import HERE
from .test_cases import CASES
from .test_cases import FACTS as NUMBERS

FACTS: list[dict[str, Any]] = tomllib.loads((HERE / "facts.toml").read_text(encoding="utf-8"))[
    "fact"
]
WAYS = ("rules", "cases", "numbers", "tests", "left_out")


@cache
def known() -> dict[str, frozenset[str]]:
    """What a fact can point at, by the way in which it does."""
    return {
        "rules": frozenset(case["rule"] for case in CASES if case["answer"]),
        "cases": frozenset(case["name"] for case in CASES),
        "numbers": frozenset(number["key"] for number in NUMBERS if number["is"]),
        "tests": frozenset(_tests()),
        "left_out": frozenset(_left_out()),
    }


def _tests() -> Iterator[str]:
    """The name of every test function of the project."""
    for path in sorted(HERE.parent.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


def _left_out() -> Iterator[str]:
    """The facts that the documentation leaves out, each with a reason."""
    page = (Path(__file__).parents[2] / "docs" / "law.md").read_text(encoding="utf-8")
    rows = page.split("## What is left out, and why")[1]
    yield from re.findall(r"^\| (?!fact|---)([^|]+) \| [^|]{10,} \|$", rows, re.MULTILINE)


@pytest.mark.parametrize("fact", FACTS, ids=[f["id"] for f in FACTS])
def test_a_fact_that_was_read_in_the_law_is_held(fact: dict[str, Any]) -> None:
    held = [(way, fact[way]) for way in WAYS if way in fact]
    assert held, fact["says"]
    for way, named in held:
        if way == "left_out":
            assert any(row.startswith(named) for row in known()[way]), named
        else:
            assert set(named) <= known()[way], (way, named)


def test_the_facts_are_told_once_each_and_cover_the_three_regulations() -> None:
    ids = [fact["id"] for fact in FACTS]
    assert len(ids) == len(set(ids))
    assert len({fact["says"] for fact in FACTS}) == len(FACTS)
    sections = {identity.split("-")[0] for identity in ids}
    assert sections == {
        *(f"1.{n}" for n in range(1, 8)), *(f"2.{n}" for n in range(1, 6)), "3.1", "3.2", "3.3",
    }  # fmt: skip
    only_left_out = [f for f in FACTS if "left_out" in f and len(f.keys() & set(WAYS)) == 1]
    assert len(only_left_out) < len(FACTS) // 6
