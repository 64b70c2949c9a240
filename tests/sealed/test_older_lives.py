"""Every application of a round that an older program kept has its lives, in each state of it."""

import lzma
from collections import Counter
from pathlib import Path

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.lives import lives_of

from .lives import ROUND, kept_states
from .test_older_states import KEPT

LISTED = {
    "allocated": ("proposed", "reserved"),
    "amendment_proposed": ("proposed", "reserved"),
    "amended": ("open", "released"),
    "approved": ("taken", "committed"),
    "sent": ("sent", "committed"),
    "archived": ("sent", "committed"),
}
AMENDED = {
    "amended_allocated": ("proposed", "reserved"),
    "amended_approved": ("taken", "committed"),
    "amended_sent": ("sent", "committed"),
}
Lives = Counter[tuple[str, str, str]]


def expected(state: str) -> Lives:
    """Application, decision and award, and how many of the twenty stand so."""
    if state == "opened":
        return Counter()
    if state in LISTED:
        decision, award = LISTED[state]
        return Counter(
            {
                ("complete", decision, award): 11,
                ("complete", decision, ""): 7,
                ("withdrawn", decision, ""): 2,
            }
        )
    if state in AMENDED:  # less money: of eleven three lost, and two won
        decision, award = AMENDED[state]
        return Counter(
            {
                ("complete", decision, award): 10,
                ("complete", decision, "released"): 3,
                ("complete", decision, ""): 5,
                ("withdrawn", decision, ""): 2,
            }
        )
    waiting = 1 if state in ("screened", "judged") else 0
    return +Counter(
        {
            ("complete", "open", ""): 19 - waiting,
            ("complete", "to_judge", ""): waiting,
            ("withdrawn", "open", ""): 1,
        }
    )


@pytest.mark.sample(every=7)
@pytest.mark.parametrize("state", list(kept_states()))
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_every_application_has_its_lives(kept: Path, state: str, tmp_path: Path) -> None:
    path = tmp_path / "verdeel.db"
    path.write_bytes(lzma.decompress((kept / "databases" / f"{state}.db.xz").read_bytes()))
    with reading_round(f"sqlite:///{path.as_posix()}", ROUND) as reader:
        found = lives_of(reader)
    told: Lives = Counter((one.application, one.decision, one.award or "") for one in found)
    assert told == expected(state)
