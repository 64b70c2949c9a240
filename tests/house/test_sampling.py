"""What is left to ``make verify`` has a sample that runs with ``make test``."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..sampling import in_the_sample

TESTS = Path(__file__).parents[1]
LONG = sorted(
    path.relative_to(TESTS).as_posix()
    for path in TESTS.rglob("test_*.py")
    if "@pytest.mark.slow" in path.read_text(encoding="utf-8") and path != Path(__file__)
)


def functions_of(file: str) -> dict[str, ast.FunctionDef]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    found = (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))
    return {one.name: one for one in found if one.name.startswith("test_")}


def slow(test: ast.FunctionDef) -> ast.expr | None:
    """The marker of a test that is left out whole."""
    marked = (one for one in test.decorator_list if _name(one) == "pytest.mark.slow")
    return next(marked, None)


def _name(marker: ast.expr) -> str:
    return ast.unparse(marker.func if isinstance(marker, ast.Call) else marker)


def own_functions(file: str) -> frozenset[str]:
    """The functions that a file of tests defines or has from its neighbours."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    defined = {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    near = (one for one in tree.body if isinstance(one, ast.ImportFrom) and one.level)
    return frozenset(defined | {name.asname or name.name for one in near for name in one.names})


def called(test: ast.FunctionDef, own: frozenset[str]) -> frozenset[str]:
    calls = (one.func for one in ast.walk(test) if isinstance(one, ast.Call))
    return own & {one.id for one in calls if isinstance(one, ast.Name)}


def without_sample(file: str) -> Iterator[str]:
    """The tests that are left out, and that no other test of every day stands in for."""
    tests, own = functions_of(file), own_functions(file)
    daily = [test for test in tests.values() if slow(test) is None]
    for name, test in tests.items():
        marker = slow(test)
        if isinstance(marker, ast.Call):
            (given,) = marker.keywords
            where, _, sample = str(ast.literal_eval(given.value)).rpartition("::")
            named = functions_of(where.removeprefix("tests/") or file).get(sample)
            if named is None or slow(named) is not None:
                yield name
        elif marker is not None:
            does = called(test, own)
            if not any(does & called(one, own) for one in daily):
                yield name


@pytest.mark.parametrize("file", LONG)
def test_a_test_that_is_left_out_has_another_in_its_place(file: str) -> None:
    """One that calls the same function, or the one that ``slow(sample="...")`` names."""
    assert list(without_sample(file)) == []


def test_there_are_such_files() -> None:
    assert len(LONG) > 30


def test_a_sample_is_each_of_so_many_of_those_with_the_words() -> None:
    names = ["sqlite-1", "sqlite-2", "sqlite-3", "postgresql-1"]
    assert in_the_sample(names, every=2) == [True, False, True, False]
    assert in_the_sample(names, only="sqlite") == [True, True, True, False]
    assert in_the_sample(names, only=("sqlite-2", "postgresql")) == [False, True, False, True]
    assert in_the_sample(names, only="sqlite", every=2) == [True, False, True, False]


def test_a_sample_is_never_empty() -> None:
    assert in_the_sample(["een", "twee"], only="drie") == [True, False]
    assert in_the_sample(["een", "twee"], every=9) == [True, False]
