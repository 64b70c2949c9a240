"""The dictionary of ``distribution_rule.json`` has every key that is published, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from verdeelsleutel.grants.rounds.constraint import Group
from verdeelsleutel.io.manual.rule_file import rule_file_page, rule_keys

OPEN_DATA = Path(__file__).parents[3] / "io/reports/open_data"
# Where the file is put together: every literal key of these is one of it.
MADE_IN = {
    "rule.py": {"published_rule", "_totals", "_window", "_fund", "_scheme", "_answers", "_limit",
                "_choice", "published_claim", "_located"},
    "later.py": {"today"},
    "weighed.py": {"published_weighings"},
    "publishing.py": {"_checkable"},
}  # fmt: skip


def literal_keys(path: Path, within: set[str]) -> set[str]:
    """The keys of dictionaries that these functions write out."""
    return {
        key.value
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and function.name in within
        for one in ast.walk(function)
        if isinstance(one, ast.Dict)
        for key in one.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def test_the_dictionary_has_every_key_that_the_program_writes() -> None:
    keys, kinds = rule_keys()
    assert len({one.path for one in keys}) == len(keys)
    assert {one.kind for one in keys} <= set(kinds)
    told = {
        part.removesuffix("[]")
        for one in keys
        for part in one.path.split(".")
        if not part.startswith("<")
    }
    written = set[str]()
    for name, within in MADE_IN.items():
        written |= literal_keys(OPEN_DATA / name, within)
    assert told == written


def test_the_dictionary_says_by_what_a_limit_chooses_applications() -> None:
    (group,) = (one for one in rule_keys()[0] if one.path == "limits[].group")
    assert set(re.findall(r"`(\w+)`", group.nl)) == set(Group.model_fields)


def test_the_page_has_every_path() -> None:
    (page,) = rule_file_page().values()
    for one in rule_keys()[0]:
        assert f"| `{one.path}` |" in page
