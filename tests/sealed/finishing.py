"""A kept round brought to its end by the program of now, and what came of it."""

import csv
import hashlib
import json
import lzma
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from verdeelsleutel.io import cli

from .lives import LETTERS, PROPOSE, ROUND, WRITE_LETTERS, Command, go_on, rest_of

SEALED = Path(__file__).parent
_DATABASE = "verdeel.db"
_REPORT, _BUNDLE, _LEDGER = "rapport", "ronde.zip", "grootboek.journal"
# Of a bundle: what was decided, and the receipts. Its rows and trail hold moments and salts.
_OF_BUNDLE = ("allocation.json", "receipts.json")
_NOT_DECIDED = ("open", "closed", "screened", "allocated", "amended")
_WRONG_USE = 2
_AS_VERSION = """
import sys
from importlib import metadata
told, real = sys.argv.pop(1), metadata.version
metadata.version = lambda name: told if name == "verdeelsleutel" else real(name)
from verdeelsleutel.io.cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A copy of the folder of the kept round, and the database that its commands work on.

    ``version`` is what the program is told to be; what it is, where that is empty.
    """

    folder: Path
    url: str
    version: str = ""

    @staticmethod
    def copied(kept: Path, folder: Path, url: str = "", version: str = "") -> "Desk":
        """A new desk; its database is a file in it where no other is named."""
        shutil.copytree(kept / "desk", folder)
        return Desk(folder, url or f"sqlite:///{(folder / _DATABASE).as_posix()}", version)

    def takes(self, kept: Path, state: str) -> None:
        """Put the kept database of a state where the database of this desk, a file, is."""
        packed = (kept / "databases" / f"{state}.db.xz").read_bytes()
        (self.folder / _DATABASE).write_bytes(lzma.decompress(packed))

    def tried(self, command: Command) -> tuple[int, str]:
        """Run a command as an officer would; its exit code, and what it printed."""
        with patch.dict(os.environ, VERDEEL_DATABASE=self.url):
            if self.version:
                return self._in_a_process(command)
            out, err = StringIO(), StringIO()
            with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
                code = cli.run(list(command.arguments))
            return code, out.getvalue() or err.getvalue()

    def _in_a_process(self, command: Command) -> tuple[int, str]:
        run = subprocess.run(
            [sys.executable, "-c", _AS_VERSION, self.version, *command.arguments],
            cwd=self.folder, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return run.returncode, run.stdout or run.stderr

    def told(self, command: Command) -> str:
        """Run a command that has to give its exit code; what it printed."""
        code, printed = self.tried(command)
        assert code == command.code, (command.arguments, code, printed)
        return printed

    def does(self, *arguments: str) -> str:
        """Run a command that is no part of a life and has to succeed; what it printed."""
        return self.told(Command(arguments))


def standing(desk: Desk) -> dict[str, Any]:
    """Where the round stands, as ``verdeel round status`` tells it."""
    return json.loads(desk.does("round", "status", ROUND, "--json"))


def carry_over(desk: Desk, state: str) -> bool:
    """Let this program go on with a round that another sealed, as its own refusals ask.

    A round that is decided goes on as it is, and so does one of this very program: ``False``. What
    was proposed under the other program is proposed anew.
    """
    if standing(desk)["state"] not in _NOT_DECIDED:
        return False
    code, printed = desk.tried(go_on(state))
    if code == _WRONG_USE:  # this is the program that the round is sealed with
        return False
    assert code == 0, printed
    if state == "amendment_proposed":
        desk.told(PROPOSE)
    return True


def finish(desk: Desk, life: str, state: str) -> dict[str, str]:
    """Take every step that is left, write what leaves the office, and give the hash of each file.

    An archived round is sent already: its letters are not written again.
    """
    for command in rest_of(life, state):
        desk.told(command)
    if state != "archived":
        desk.told(WRITE_LETTERS)
    desk.does("report", "--round", ROUND, "--out", _REPORT, "--office", "office.toml")
    desk.does("ledger", "--round", ROUND, "--out", _LEDGER)
    desk.does("bundle", "--round", ROUND, "--out", _BUNDLE)
    return dict(sorted(_hashes(desk.folder).items()))


def decided(desk: Desk) -> dict[str, Any]:
    """``allocation.json`` as it stands in the bundle of a finished round."""
    with zipfile.ZipFile(desk.folder / _BUNDLE) as bundle:
        return json.loads(bundle.read("allocation.json"))


def _hashes(folder: Path) -> dict[str, str]:
    files = [folder / _LEDGER]
    for name in (LETTERS, _REPORT):
        files += [path for path in (folder / name).rglob("*") if path.is_file()]
    found = {
        path.relative_to(folder).as_posix(): _sha(_told(path))
        for path in files
        # letters.xlsx is the same as letters.csv, for reading; trail.json names this very database.
        if path.name not in ("letters.xlsx", "trail.json")
    }
    with zipfile.ZipFile(folder / _BUNDLE) as bundle:
        return found | {name: _sha(bundle.read(name)) for name in _OF_BUNDLE}


def _told(path: Path) -> bytes:
    """The bytes of a file, but of the register of letters the part that no code decides.

    Its column ``inhoud_sha256`` is over the source of the program: it changes with every line of
    that, and nothing that left the office does.
    """
    if path.name != "letters.csv":
        return path.read_bytes()
    with path.open(encoding="utf-8-sig", newline="") as register:
        rows = list(csv.DictReader(register, delimiter=";"))
    return json.dumps([{**row, "inhoud_sha256": ""} for row in rows]).encode()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
