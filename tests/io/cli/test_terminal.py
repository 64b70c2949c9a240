"""What an applicant or a file wrote reaches the terminal and a CSV with every sign in sight."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from pathlib import Path

import pytest

from verdeelsleutel.io import cli
from verdeelsleutel.io.cli.console import Timed, say, show, show_json
from verdeelsleutel.io.files.allocation import harmless

SIGNS = (
    "\x00", "\x07", "\x08", "\x1b[2J", "\x1b]0;weg\x07", "\x7f", "\x9b31m", "\r", "\u202e",
    "\u2066", "\u200f", "\u200b", "\ufeff", "\u2028", "\u2029", "\U000e0041", "\ue000", "\t",
)  # fmt: skip
HIDDEN = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def raw_signs(text: str) -> list[str]:
    return [sign for sign in text if sign != "\n" and unicodedata.category(sign) in HIDDEN]


def planted(draw: random.Random) -> str:
    words = ["Plan", "Brug", "toegekend", "=1+1", "Oost", "€ 12"]
    for _ in range(draw.randint(1, 4)):
        words.insert(draw.randrange(len(words)), draw.choice(SIGNS))
    return "".join(words)


def test_no_sign_is_hidden_on_the_terminal_or_in_a_csv(capfd: pytest.CaptureFixture[str]) -> None:
    for at in range(200):
        text = planted(random.Random(at))
        capfd.readouterr()
        show(text)
        say(text)
        show_json({text: [text]})
        told = capfd.readouterr()
        assert raw_signs(told.out + told.err) == [], at
        assert json.loads(told.out[told.out.index("\n{") :]) == {text: [text]}
        assert raw_signs(str(harmless(text))) == []


def test_a_name_of_a_file_and_a_wrong_argument_are_shown_too(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / "kopie\x1b[31m\u202e.zip"
    name.write_bytes(b"geen kopie")
    capfd.readouterr()
    assert cli.run(["restore", str(name), "--database", f"sqlite:///{tmp_path}/nieuw.db"]) == 5
    told = capfd.readouterr()
    assert raw_signs(told.out + told.err) == []
    assert "[U+001B][31m[U+202E]" in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_how_long_working_out_again_took_is_told_in_a_terminal_only(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Timed("Wat van ronde 2026-1 is bewaard, is nagerekend"):
        pass
    assert capfd.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Timed("Wat van ronde 2026-1 is bewaard, is nagerekend"):
        pass
    last = capfd.readouterr().err.split("\x1b[K")[-1]
    assert re.fullmatch(r"Wat van ronde 2026-1 is bewaard, is nagerekend: 0,[0-9] s\n", last)
