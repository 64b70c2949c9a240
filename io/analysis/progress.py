"""How far a search is, on one line that changes: in a notebook, or on a terminal."""

from __future__ import annotations

import sys
from html import escape
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ...optimiser.solution import Progress


class ShownProgress:
    """Shows each stage as it goes by; give it to ``Model.solve`` as ``progress``.

    In a notebook the line is an output of the cell that is written over, elsewhere it goes to
    standard error.
    """

    def __init__(self) -> None:
        self._handle: Any = None
        self._notebook = _in_a_notebook()

    def __call__(self, progress: Progress) -> None:
        line = f"{progress.stage} ({progress.done} of {progress.total})"
        if progress.value is not None:
            line += f": {progress.value:,}"
        if progress.bound is not None and progress.value is not None:
            line += f", no list passes {progress.bound:,}"
        if self._notebook:
            self._show(f"<code>{escape(line)}</code>")
        else:
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()

    def _show(self, text: str) -> None:
        display: Any = import_module("IPython.display")
        if self._handle is None:
            self._handle = display.display(display.HTML(text), display_id=True)
        else:
            self._handle.update(display.HTML(text))


def _in_a_notebook() -> bool:
    if find_spec("IPython") is None:
        return False
    shell: Any = import_module("IPython").get_ipython()
    return shell is not None and shell.__class__.__name__ == "ZMQInteractiveShell"
