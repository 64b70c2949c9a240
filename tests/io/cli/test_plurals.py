"""What a screen counts is told in the singular where there is one of it."""

import re
from pathlib import Path

import verdeelsleutel.io

from .conftest import ROUND, Verdeel
from .test_fates import FIRST

SOURCE = Path(verdeelsleutel.io.__file__).parent
MANY = "punten|fouten|rijen|concepten|brieven|vragen|bevindingen|gebeurtenissen"
BARE = re.compile(rf"(whole|len)\([^{{}}]*\)\}} ({MANY})\b")


def test_no_command_or_step_writes_a_bare_plural_behind_a_number() -> None:
    found = [
        f"{path.relative_to(SOURCE)}: {line.strip()}"
        for folder in ("cli", "steps", "rounds", "letters")
        for path in sorted((SOURCE / folder).rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if BARE.search(line) and "van de {" not in line
    ]
    assert found == []


def test_one_letter_and_one_concept_are_one(stages: dict[str, Path], verdeel: Verdeel) -> None:
    at = f"sqlite:///{stages['approved'].as_posix()}"
    number = "BER-2026-0002"
    told = verdeel(
        "letters", "--round", ROUND, "--out", "voorbeeld", "--preview", number, "--no-word",
        "--database", at, "--as", FIRST,
    )  # fmt: skip
    assert told.code == 0, told.err
    assert "1 concept in voorbeeld" in told.out
