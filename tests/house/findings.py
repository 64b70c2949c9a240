"""The weight of each finding about an application, as the source has it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.io.workbooks.intake.codes import REGISTER

_ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"^INT-[0-9]{3}$")
_WEIGHTS = {one.name for one in Severity}


@cache
def weights() -> Mapping[str, set[str]]:
    """By code, every weight that a call with that code gives; registered ones included."""
    trees = [
        ast.parse(path.read_text(encoding="utf-8"))
        for folder in ("grants", "instruments", "io")
        for path in sorted((_ROOT / folder).rglob("*.py"))
    ]
    named = dict(pair for tree in trees for pair in _constants(tree))
    passing = dict(pair for tree in trees for pair in _passing(tree))
    found: dict[str, set[str]] = defaultdict(set)
    for code, entry in REGISTER.items():
        found[code].add(entry.severity.name)
    for tree in trees:
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            given = _weights_in(call) or passing.get(_name(call.func), set())
            for code in _codes_in(call, named):
                found[code] |= given
    return {code: given for code, given in found.items() if given}


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of codes: ``SAME_ASKED = "INT-173"``, also several at once."""
    for node in tree.body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        pairs: list[tuple[ast.expr, ast.expr]] = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        for name, code in pairs:
            if isinstance(name, ast.Name) and (text := _text(code)):
                yield name.id, text


def _passing(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """Functions that are given a code, each with the weight that they give it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or "code" not in {a.arg for a in node.args.args}:
            continue
        for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
            given = _weights_in(call)
            if given and any(isinstance(a, ast.Name) and a.id == "code" for a in _values(call)):
                yield node.name, given


def _values(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _weights_in(call: ast.Call) -> set[str]:
    found: set[str] = set()
    for value in _values(call):
        both = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
        found |= {name for one in both if (name := _name(one)) in _WEIGHTS}
    return found


def _codes_in(call: ast.Call, named: Mapping[str, str]) -> Iterator[str]:
    for value in _values(call):
        code = _text(value) or (named.get(value.id, "") if isinstance(value, ast.Name) else "")
        if code:
            yield code


def _text(value: ast.expr) -> str:
    if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return ""
    return value.value if _CODE.match(value.value) else ""


def _name(value: ast.expr) -> str:
    if isinstance(value, ast.Attribute):
        return value.attr
    return value.id if isinstance(value, ast.Name) else ""
