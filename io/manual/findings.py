"""What every finding says, read from the code that makes it.

Findings of cells, files and reports stand in registers. Those of the schemes, of versions, of
accounts and of payments are made where they are found, with their sentences beside the code: these
are read from the source, with ``…`` for what is filled in.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from ...grants.applications.finding import Severity
from ...instruments.instrument import instruments
from ..rounds.monitors.codes import CODES
from ..workbooks.intake.codes import REGISTER
from .marks import code, page, section, table, text

_PACKAGES = ("grants", "instruments", "io")
_CODE = re.compile(r"^(?:INT|MON|ACC|PAY)-[0-9]{3}$")
_WRITTEN = re.compile(r"\b(?:INT|MON|ACC|PAY)-[0-9]{3}\b")
_GIVEN = re.compile(r"\bcode\b")  # the name of an argument
_FILLED = re.compile(r"\{[^{}]*\}")
_LATER = re.compile(r"\. ?…$")
_WEIGHTS = {one.name: one for one in Severity}
_IN_DUTCH = {
    Severity.ERROR: "fout",
    Severity.WARNING: "waarschuwing",
    Severity.QUESTION: "vraag",
}
_WHOLE = 6  # characters from which a text with a space is a sentence, and not the name of a field


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding says: what is wrong, and what to do; and how much it weighs."""

    weights: tuple[Severity, ...]
    message: str
    cure: str


@cache
def findings() -> Mapping[str, Told]:
    """Every code that the program can give about a file that came in, with what it says."""
    found = {
        number: Told((one.severity,), _shown(one.message), _shown(one.cure))
        for number, one in (*REGISTER.items(), *CODES.items())
    }
    for number, told in _in_the_source():
        before = found.get(number)
        if before is None or not before.message:
            found[number] = told
        else:
            weights = dict.fromkeys((*before.weights, *told.weights))
            found[number] = Told(tuple(weights), before.message, before.cure)
    return dict(sorted(found.items()))


def finding_page() -> str:
    """The page of all findings, by where they come from."""
    groups = (
        ("bestanden", "In cellen, bladen en bestanden", "INT-0"),
        ("regelingen", "In en tussen aanvragen", "INT-1"),
        ("verslagen", "In verslagen over de woningen", "MON-"),
        ("verantwoordingen", "In het bestand met verantwoordingen", "ACC-"),
        ("betalingen", "In het bestand met betalingen", "PAY-"),
    )
    parts = [
        section(
            f"bevindingen-{label}", title,
            table(
                ("code", "gewicht", "wat er staat", "wat u doet"),
                [
                    (code(number), " of ".join(_IN_DUTCH[w] for w in one.weights),
                     text(one.message), text(one.cure))
                    for number, one in findings().items()
                    if number.startswith(start)
                ],
            ),
        )
        for label, title, start in groups
    ]  # fmt: skip
    return page(
        "naslag-bevindingen",
        "Bevindingen",
        "Wat een werkmap mankeert, komt terug met een code, een blad en een cel. Een *fout* houdt "
        "de regel tegen tot zij is hersteld. Een *vraag* gaat over geld en wacht op een antwoord "
        "van een medewerker. Een *waarschuwing* is een opmerking. Waar hier … staat, noemt de "
        "bevinding zelf een naam, een bedrag of een cel.",
        *parts,
    )


def _in_the_source() -> Iterator[tuple[str, Told]]:
    sources = [
        one.read_text(encoding="utf-8")
        for name in _PACKAGES
        for one in _modules(files(f"verdeelsleutel.{name}"))
    ]
    named = dict(pair for tree in _parsed(sources, _WRITTEN) for pair in _constants(tree))
    passing = dict(pair for tree in _parsed(sources, _GIVEN) for pair in _passing(tree))
    about = re.compile("|".join((_WRITTEN.pattern, *(rf"\b{name}\b" for name in named))))
    for tree in _parsed(sources, about):
        for node in ast.walk(tree):
            parts = _parts(node)
            for number in _codes(parts, named):
                told = _told(parts)
                through = passing.get(_called(node), Told((), "", ""))
                yield (
                    number,
                    Told(
                        told.weights or through.weights,
                        told.message or through.message,
                        told.cure or through.cure,
                    ),
                )
    for number, weight in _weighed_in_tables():
        yield number, Told((weight,), "", "")


def _parsed(sources: Sequence[str], about: re.Pattern[str]) -> Iterator[ast.Module]:
    """The modules that hold some words; most speak of no finding, and are not parsed."""
    return (ast.parse(one) for one in sources if about.search(one))


def _weighed_in_tables() -> Iterator[tuple[str, Severity]]:
    """Findings of a scheme that stand in a table ``DOUBTS``, each with its weight in ``WEIGHT``."""
    tuple(instruments().values())  # loads the schemes
    for name, module in sorted(sys.modules.items()):
        doubts: Mapping[Any, tuple[str, str, str]] = getattr(module, "DOUBTS", {})
        if name.startswith("verdeelsleutel.instruments."):
            weights: Mapping[Any, Severity] = getattr(module, "WEIGHT", {})
            yield from ((told[0], weights[doubt]) for doubt, told in doubts.items())


def _parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        return [*node.args, *(one.value for one in node.keywords)]
    return list(node.elts) if isinstance(node, ast.Tuple) else []


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _passing(tree: ast.Module) -> Iterator[tuple[str, Told]]:
    """Functions that are given a code, each with what they say with it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef) or "code" not in {a.arg for a in node.args.args}:
            continue
        for call in (inner for inner in ast.walk(node) if isinstance(inner, ast.Call)):
            parts = _parts(call)
            if any(isinstance(one, ast.Name) and one.id == "code" for one in parts):
                told = _told(parts, _locals(node))
                if told.weights:
                    yield node.name, told


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for one in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if one.is_dir():
            yield from _modules(one)
        elif one.name.endswith(".py"):
            yield one


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names of codes, also several at once: ``SAME_ASKED = "INT-173"``."""
    for node in tree.body:
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        pairs: list[tuple[ast.expr, ast.expr]] = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts, strict=True))
        for name, given in pairs:
            if isinstance(name, ast.Name) and _CODE.match(_said(given)):
                yield name.id, _said(given)


def _codes(parts: list[ast.expr], named: Mapping[str, str]) -> Iterator[str]:
    for one in parts:
        number = named.get(one.id, "") if isinstance(one, ast.Name) else _said(one)
        if _CODE.match(number):
            yield number


def _locals(function: ast.FunctionDef) -> dict[str, str]:
    """The texts that a function gives a name, the first that it gives each."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, _said(node.value))
    return found


def _told(parts: list[ast.expr], named: Mapping[str, str] = MappingProxyType({})) -> Told:
    """The first sentence of a call says what is wrong, the last what to do."""
    weights = dict.fromkeys(_WEIGHTS[name] for one in parts for name in _names(one))
    said = [_said(one, named) for one in parts if not isinstance(one, ast.Tuple)]
    sentences = [one for one in said if len(one) > _WHOLE and " " in one]
    message, cure = (sentences[0], sentences[-1]) if len(sentences) > 1 else ("", "")
    return Told(tuple(weights), _shown(message), _shown(cure))


def _names(value: ast.expr) -> Iterator[str]:
    both = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    for one in both:
        name = one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "")
        if name in _WEIGHTS:
            yield name


def _said(value: ast.expr, named: Mapping[str, str] = MappingProxyType({})) -> str:
    """A text as it is written, with ``…`` for what is filled in."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.JoinedStr):
        return "".join(_said(one, named) for one in value.values)
    if isinstance(value, ast.FormattedValue):
        within = value.value
        return (named.get(within.id, "") if isinstance(within, ast.Name) else "") or "…"
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return _said(value.left, named) + _said(value.right, named)
    return ""


def _shown(sentence: str) -> str:
    """A sentence with ``…`` for what is filled in; what may follow the last one is left out."""
    return _LATER.sub(".", _FILLED.sub("…", sentence)).strip()
