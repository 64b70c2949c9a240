"""Files appear whole, and a killed process leaves no half of them behind."""

import subprocess
import sys
from pathlib import Path

from verdeelsleutel.io.files.temporary import draft_beside

_HOLD = """
import sys
from pathlib import Path
from verdeelsleutel.io.files.temporary import draft_beside
with draft_beside(Path(sys.argv[1])) as draft:
    (draft / "half.pdf").write_bytes(b"half")
    print("held", flush=True)
    sys.stdin.readline()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_draft_is_gone_when_it_is_done(tmp_path: Path) -> None:
    with draft_beside(tmp_path / "letters") as draft:
        assert draft.parent == tmp_path
    assert names(tmp_path) == []


def test_the_draft_of_a_killed_process_is_taken_away_and_that_of_a_living_one_is_not(
    tmp_path: Path,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path / "letters")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    (left,) = names(tmp_path)
    with draft_beside(tmp_path / "letters"):
        assert left in names(tmp_path)
    process.kill()
    process.communicate()
    with draft_beside(tmp_path / "letters"):
        assert left not in names(tmp_path)
    assert names(tmp_path) == []
