"""The check that goes with the open data: one file made of the modules for outsiders."""

from __future__ import annotations

import ast
from functools import cache
from importlib.resources import files

# In this order each finds what it needs above it.
_PARTS = (
    ("verdeelsleutel.optimiser.proof", "check_proof.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "amounts.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "claims.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "dividing.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "adding.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "since.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "weighed.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "besides.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "published.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "adding_rows.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "optimum.py"),
    ("verdeelsleutel.io.reports.open_data.outside", "recompute.py"),
)
_FUTURE = "from __future__ import annotations\n"
_RULE = "# " + "-" * 98


@cache
def recompute_script() -> str:
    """The text of ``recompute.py``: it runs on a bare Python 3.11 and needs no other file."""
    sources = [(name, _source(package, name)) for package, name in _PARTS]
    heading = ast.get_docstring(ast.parse(sources[-1][1]), clean=False)
    parts = ["#!/usr/bin/env python3\n", f'"""{heading}"""\n\n', _FUTURE]
    for place, (name, source) in enumerate(sources):
        last = place == len(sources) - 1
        parts.append(f"\n\n{_RULE}\n# {name}\n{_RULE}\n\n{_body(source, keeps_main=last)}\n")
    return "".join(parts)


def _source(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")


def _body(source: str, *, keeps_main: bool) -> str:
    """A module without its docstring, its imports of the others, and its command line."""
    tree = ast.parse(source)
    lines = source.splitlines()
    dropped = set[int]()
    for place, node in enumerate(tree.body):
        docstring = place == 0 and isinstance(node, ast.Expr)
        other = isinstance(node, ast.ImportFrom) and (node.level or node.module == "__future__")
        command = (isinstance(node, ast.FunctionDef) and node.name == "main") or (
            isinstance(node, ast.If) and "__main__" in ast.unparse(node.test)
        )
        if docstring or other or (command and not keeps_main):
            assert node.end_lineno is not None
            dropped |= set(range(node.lineno, node.end_lineno + 1))
    kept = [line for at, line in enumerate(lines, 1) if at not in dropped]
    return "\n".join(kept).removeprefix("#!/usr/bin/env python3\n").strip()
