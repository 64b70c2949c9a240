"""Makes the states of the kept round with the program of now: ``v<its version>/``.

``python -m tests.sealed.make_states`` keeps the database of every state; of some a backup, and a
bundle where the round can be packed. Beside them stand what finishing the round gives
(``outcome_*.json``, ``allocation_*.json``) and by which program all was made (``made_with.json``).
What was kept once is never made again: a later version adds a folder of its own, with a ``desk/``
of its own. ``--outcomes v0.1.0`` writes only the outcomes anew, by finishing the kept databases:
after a change of what leaves the office that is meant, such as a sentence in a letter.

The databases name the folder in which the policy was sealed, so that it is the same each time; the
clock and the salts of the audit trail stand still (``pinned.py``). Made twice, every byte is the
same.
"""

import argparse
import json
import lzma
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from .finishing import SEALED, Desk, decided, finish
from .lives import FINISHED, LETTERS, LIVES, ROUND

ROOT = SEALED.parents[1]
WORK = Path(tempfile.gettempdir()) / "verdeel-sealed"
# Of some only, to keep the folder small.
_BACKED_UP = ("opened", "loaded", "screened", "allocated", "amended", "approved", "sent")
_BUNDLED = ("allocated", "approved", "sent", "archived", "amended_sent")


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Keep the states of a round.")
    parser.add_argument("--outcomes", metavar="FOLDER", help="only the outcomes of v..., anew")
    chosen = parser.parse_args(arguments).outcomes
    if chosen is None:
        kept = SEALED / f"v{version('verdeelsleutel')}"
        if (kept / "databases").exists():
            sys.exit(f"{kept} is kept already, and stays as it is.")
        _make(kept)
    else:
        kept = SEALED / chosen
    _write_outcomes(kept)


def _make(kept: Path) -> None:
    for name in ("databases", "backups", "bundles"):
        (kept / name).mkdir()
    done: set[str] = set()
    for life, parts in LIVES.items():
        shutil.rmtree(WORK, ignore_errors=True)
        shutil.copytree(kept / "desk", WORK)
        for part in parts:
            for command in part.commands:
                _verdeel(*command.arguments, code=command.code)
            if part.state not in done:
                done.add(part.state)
                _keep(kept, part.state)
        sys.stdout.write(f"{life}: {', '.join(part.state for part in parts)}\n")
    shutil.rmtree(WORK)
    _write_json(kept / "made_with.json", _made_with())


def _keep(kept: Path, state: str) -> None:
    database = (WORK / "verdeel.db").read_bytes()
    (kept / "databases" / f"{state}.db.xz").write_bytes(lzma.compress(database, preset=9))
    if state in _BACKED_UP:
        _verdeel("backup", "--out", "kopie.zip")
        shutil.move(WORK / "kopie.zip", kept / "backups" / f"{state}.zip")
    if state in _BUNDLED:
        letters = ("--letters", LETTERS) if state in FINISHED else ()
        _verdeel("bundle", "--round", ROUND, "--out", "ronde.zip", *letters)
        shutil.move(WORK / "ronde.zip", kept / "bundles" / f"{state}.zip")


def _verdeel(*arguments: str, code: int = 0) -> None:
    """The program, its trail held still, in the folder that the databases name."""
    run = subprocess.run(
        [sys.executable, SEALED / "pinned.py", *arguments],
        cwd=WORK, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if run.returncode != code:
        sys.exit(f"verdeel {' '.join(arguments)} gave {run.returncode}:\n{run.stdout}{run.stderr}")


def _write_outcomes(kept: Path) -> None:
    for life in LIVES:
        with tempfile.TemporaryDirectory() as temporary:
            desk = Desk.copied(kept, Path(temporary) / "desk")
            desk.takes(kept, "opened")
            _write_json(kept / f"outcome_{life}.json", finish(desk, life, "opened"))
            _write_json(kept / f"allocation_{life}.json", decided(desk))


def _made_with() -> dict[str, str]:
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {
        "version": version("verdeelsleutel"),
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
    }


def _write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
