"""Running commands as officers do, in this process, on either database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from verdeelsleutel.io import cli

from .rounds import write_round


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line that a refused command says, without a traceback."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        assert self.out == ""
        assert len(lines) == 1, self.err
        assert lines[0].startswith("verdeel: ")
        return lines[0]


Verdeel = Callable[..., Result]


@pytest.fixture(autouse=True)
def pages(pages_once: None) -> None:
    """Pages are the subject of other tests."""


@pytest.fixture
def verdeel(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Verdeel:
    """Run a command line in this process, as the program would, on the database ``on``."""

    def run(*arguments: str | Path, on: str = "") -> Result:
        monkeypatch.setenv("VERDEEL_DATABASE", on)
        capfd.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@dataclass(frozen=True)
class Desk:
    """A folder with a small round to load, and nothing loaded yet."""

    folder: Path
    workbooks: tuple[Path, ...]

    @property
    def policy(self) -> Path:
        return self.folder / "policy.toml"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "desk"
    return Desk(folder, write_round(folder, unknown=(3,)))
