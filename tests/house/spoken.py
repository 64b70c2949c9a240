"""What a module says: its texts, and not what it says about itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def spoken(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that are no docstrings."""
    about = {
        id(one.body[0].value)
        for one in ast.walk(tree)
        if isinstance(one, ast.Module | ast.ClassDef | ast.FunctionDef)
        and one.body
        and isinstance(one.body[0], ast.Expr)
    }
    for one in ast.walk(tree):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in about:
            yield one.value
