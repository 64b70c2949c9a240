"""A finished demo, run once, and a fresh round for each test that needs one."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from verdeelsleutel.io import cli

ROUND = "2026-1"


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


Verdeel = Callable[..., Result]


@pytest.fixture
def verdeel(capfd: pytest.CaptureFixture[str]) -> Verdeel:
    """Run a command line in this process, as the program would."""

    def run(*arguments: str | Path) -> Result:
        capfd.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample round as files in a folder."""
    folder = tmp_path_factory.mktemp("samples") / "samples"
    with as_file(files("verdeelsleutel.sample_applications")) as shipped:
        shutil.copytree(shipped, folder, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return folder


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that has run."""
    out = tmp_path_factory.mktemp("finished") / "demo"
    assert cli.run(["demo", "--out", str(out)]) == 0
    return out


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with no database named in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VERDEEL_DATABASE", raising=False)
    return tmp_path


@pytest.fixture
def opened(desk: Path, samples: Path, verdeel: Verdeel) -> Path:
    """A desk with the sample round open in ``verdeel.db``."""
    result = verdeel("round", "open", ROUND, "--policy", samples / "policy.toml")
    assert result.code == 0, result.err
    return desk
