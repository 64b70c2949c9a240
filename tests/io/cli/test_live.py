"""What a terminal shows while a round is being divided."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from .conftest import ROUND, Verdeel

if sys.platform != "win32":
    import pty

_ALLOCATE = """
import sys
from verdeelsleutel.io.cli.running import main
sys.argv = ["verdeel", "allocate", "--round", sys.argv[1]]
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal for this")
def test_a_terminal_shows_stage_homes_bound_and_gap_while_it_divides(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    assert verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND).code in (0, 1)
    assert verdeel("screen", "--round", ROUND).code in (0, 1)
    shown = bytearray()

    def read(terminal: int) -> bytes:
        piece = os.read(terminal, 65_536)
        shown.extend(piece)
        return piece

    assert pty.spawn([sys.executable, "-c", _ALLOCATE, ROUND], read) == 0
    lines = re.split(r"\r\x1b\[K|\r?\n", shown.decode("utf-8"))
    number = r"[0-9.]+"
    assert any(
        re.fullmatch(
            rf"de meeste betaalbare woningen, [0-9] van [0-9]: {number} gevonden, "
            rf"ten hoogste {number}, verschil {number}",
            line,
        )
        for line in lines
    ), lines
    assert any(
        re.fullmatch(
            r"het minste geld, [0-9] van [0-9]: €.* gevonden, ten minste €.*, verschil €.*", line
        )
        for line in lines
    ), lines
