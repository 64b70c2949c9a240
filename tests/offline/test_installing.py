"""Installing from the package: all or nothing, for one user, and only what was vouched for."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from offline.along import install
from offline.gathering import gather
from offline.targets import TARGETS

from .small_wheels import Index, a_manual, wheel

PYTHON = ".".join(map(str, sys.version_info[:2]))

pytestmark = pytest.mark.skipif(
    (sys.platform, platform.machine()) != ("linux", "x86_64"), reason="packages for Linux x86-64"
)


def _packed(out: Path, version: str, command: str = "verdeel") -> Path:
    """A package of a project without libraries, for this computer."""
    (out / "source").mkdir(parents=True, exist_ok=True)
    project = wheel(out / "source", "verdeelsleutel", version, (), command=command)
    nothing = Index({}, {}, out)
    manual = a_manual(out / "source")
    return gather(project, manual, TARGETS["manylinux_x86_64"], PYTHON, out, nothing.download)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _packed(tmp_path_factory.mktemp("installing"), "0.2.0")


def _installed(
    package: Path, home: Path, *options: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    # An index of the office's own must not be asked: it is set here, and does not exist.
    usual = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    settled = {**usual, "HOME": str(home), "PIP_INDEX_URL": "file:///nergens", **(more or {})}
    return subprocess.run(
        ["sh", str(package / "install.sh"), *options],
        env=settled, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _says(command: Path) -> str:
    return subprocess.run([command], capture_output=True, text=True, check=True).stdout


def test_it_installs_for_one_user_from_its_own_wheels(package: Path, tmp_path: Path) -> None:
    done = _installed(package, tmp_path)
    assert done.returncode == 0, done.stderr
    link = tmp_path / ".local" / "bin" / "verdeel"
    assert _says(link) == "verdeelsleutel 0.2.0\n"
    assert f"Zet {link.parent} in het zoekpad (PATH), of typ: {link}" in done.stdout


@pytest.mark.slow
def test_a_newer_package_takes_the_place_of_an_older_and_one_that_fails_does_not(
    package: Path, tmp_path: Path
) -> None:
    assert _installed(package, tmp_path).returncode == 0
    link = tmp_path / ".local" / "bin" / "verdeel"
    newer = _packed(tmp_path / "newer", "0.3.0")
    assert _installed(newer, tmp_path).returncode == 0
    assert _says(link) == "verdeelsleutel 0.3.0\n"
    broken = _packed(tmp_path / "broken", "0.4.0", command="iets")
    failed = _installed(broken, tmp_path)
    assert failed.returncode == 1
    assert "Wat is geïnstalleerd start niet: " in failed.stderr
    assert _says(link) == "verdeelsleutel 0.3.0\n"
    kept = sorted(path.name for path in (tmp_path / ".local" / "share").iterdir())
    assert kept == ["verdeelsleutel"]


@pytest.mark.parametrize("name", ["wheels/verdeelsleutel-0.2.0-py3-none-any.whl", "install.sh"])
@pytest.mark.parametrize("kind", ["changed", "missing"])
def test_a_package_that_is_not_whole_installs_nothing(
    name: str, kind: str, package: Path, tmp_path: Path
) -> None:
    copied = Path(shutil.copytree(package, tmp_path / "package"))
    if kind == "changed":
        (copied / name).write_bytes((copied / name).read_bytes() + b"\n")
    else:
        (copied / name).rename(tmp_path / "elsewhere.sh")
    started = copied / "install.py"
    done = subprocess.run(
        [sys.executable, started, "--target", tmp_path / "new"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert f"Het pakket is niet heel: {name}" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_of_something_else_is_left_alone(package: Path, tmp_path: Path) -> None:
    other = tmp_path / "boekhouding"
    other.mkdir()
    (other / "cijfers.txt").write_text("12", encoding="utf-8")
    done = _installed(package, tmp_path, "--target", str(other))
    assert done.returncode == 1
    assert f"In {other} staat al iets anders" in done.stderr
    assert [path.name for path in other.iterdir()] == ["cijfers.txt"]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"python": "3.10"}, "Dit pakket is voor Python 3.10; dit is Python"),
        ({"sys_platform": "win32"}, "Dit pakket is voor Windows (64-bits), en deze computer"),
        ({"machine": "aarch64"}, "Dit pakket is voor Windows (64-bits), en deze computer"),
    ],
)
def test_a_package_for_another_computer_is_refused(about: dict[str, str], said: str) -> None:
    here = {
        "python": PYTHON, "sys_platform": "linux", "machine": "x86_64",
        "title": "Windows (64-bits)",
    }  # fmt: skip
    install.check_computer(here)
    with pytest.raises(install.Stopped) as stopped:
        install.check_computer({**here, **about})
    assert str(stopped.value).startswith(said)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", r"C:\V\opdracht"),
        (r"C:\A;C:\B;", r"C:\A;C:\B;C:\V\opdracht"),
        (r"%USERPROFILE%\bin", r"%USERPROFILE%\bin;C:\V\opdracht"),
        (r"C:\A;c:\v\Opdracht\;C:\B", r"C:\A;c:\v\Opdracht\;C:\B"),
    ],
)
def test_a_search_path_of_windows_gets_the_folder_once_and_loses_nothing(
    before: str, after: str
) -> None:
    assert install.with_folder(before, r"C:\V\opdracht") == after
    assert install.with_folder(after, r"C:\V\opdracht") == after
