"""What is kept in Dutch and English is data, and one module chooses between the two."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("grants", "instruments", "optimiser", "io")
HOME = "grants/bilingual.py"
_LANGUAGES = frozenset({"nl", "en", "dutch", "english"})
# What has neither of these chooses nothing by a language; most modules need not be parsed for it.
_MAY_CHOOSE = re.compile(
    r"""["'](?:nl|en)["']|\b(?:el)?if[\s(]*(?:not[\s(]*)?(?:nl|en|dutch|english)\b"""
)


def modules() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
    )


def choices(source: str) -> Iterator[int]:
    """The lines of conditions and comparisons that look at the language."""
    if not _MAY_CHOOSE.search(source):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if any(isinstance(one, ast.Constant) and one.value in ("nl", "en") for one in sides):
                yield node.lineno
        elif isinstance(node, ast.IfExp | ast.If):
            test = node.test.operand if isinstance(node.test, ast.UnaryOp) else node.test
            if isinstance(test, ast.Name) and test.id in _LANGUAGES:
                yield node.lineno


def test_no_module_chooses_between_languages_by_a_condition() -> None:
    found = [
        f"{module}:{line}"
        for module in modules()
        if module != HOME
        for line in choices((ROOT / module).read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_one_place_that_chooses_is_known() -> None:
    assert list(choices((ROOT / HOME).read_text(encoding="utf-8"))) != []


@pytest.mark.parametrize(
    "choice",
    [
        'text = nl if lang == "nl" else en',
        'if lang != "en":\n    pass',
        "text = nl if dutch else en",
        "if not english:\n    pass",
        'wide = 10 if setting.lang in ("x",) or "nl" == setting.lang else 11',
    ],
)
def test_a_choice_by_a_condition_is_found(choice: str) -> None:
    assert list(choices(choice)) != []
