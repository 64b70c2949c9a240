"""The packages themselves, with the wheels that the pins name: they need no network any more.

Making one downloads some 150 MB, so these run with ``make verify``.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ..io.cli.manual_pages import FIRST, commands_of, text_of
from ..wheels import ROOT

pytestmark = pytest.mark.slow

PYTHON = ".".join(map(str, sys.version_info[:2]))
PLAIN_MOST = 450_000_000  # bytes on the disk of what is installed, before Python compiles it

# pip holds markers against the computer it runs on. Here it is told that this is the other one, so
# that its own resolver, and not what gathered the package, says whether everything is there.
_RESOLVE = """
import sys
from pip._vendor.packaging import markers
there = {environment!r}
markers.default_environment = lambda: dict(there)
from pip._internal.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


def _made(target: str, python: str, out: Path) -> Path:
    done = subprocess.run(
        [sys.executable, "-m", "offline", "--platform", target, "--python", python,
         "--out", str(out)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (folder,) = (path for path in out.iterdir() if path.is_dir())
    assert Path(done.stdout.strip()) == folder.with_name(f"{folder.name}.zip")
    return folder


@pytest.mark.parametrize(("target", "python"), [("win_amd64", "3.13"), ("macosx_arm64", "3.12")])
def test_a_package_resolves_for_its_computer_without_a_network(
    target: str, python: str, tmp_path: Path
) -> None:
    from offline.targets import TARGETS

    package = _made(target, python, tmp_path / "dist")
    code = _RESOLVE.format(environment=TARGETS[target].environment(python))
    tags = [word for tag in TARGETS[target].tags for word in ("--platform", tag)]
    for requirements in ("requirements.txt", "requirements-plain.txt"):
        done = _offline(
            [sys.executable, "-c", code, "--isolated", "install", "--dry-run", "--no-index",
             "--ignore-installed", "--only-binary=:all:", "--find-links", package / "wheels",
             "--python-version", python, "--implementation", "cp", *tags,
             "--target", tmp_path / "there", "--require-hashes", "-r", package / requirements],
            tmp_path,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Would install" in done.stdout
        wanted = (package / requirements).read_text(encoding="utf-8").splitlines()
        told = done.stdout.partition("Would install ")[2].split()
        assert len(told) == len(wanted)


@pytest.mark.skipif(sys.platform != "linux", reason="the package of this test is for Linux")
def test_the_package_for_linux_brings_an_officer_to_letters_without_a_network(
    tmp_path: Path,
) -> None:
    package = _made("manylinux_x86_64", PYTHON, tmp_path / "dist")
    home = tmp_path / "home"
    home.mkdir()
    script = package / "install.sh"
    assert "Uw eerste ronde" in (package / "handleiding" / "index.html").read_text("utf-8")
    installed = _offline(["sh", script, "--target", home / "whole", "--no-path"], home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    demo = _offline([home / "whole" / "bin" / "verdeel", "demo", "--out", home / "demo"], home)
    assert demo.returncode == 0, demo.stdout + demo.stderr
    assert "geen grafieken" not in demo.stderr
    assert "<svg" in (home / "demo" / "report" / "report.html").read_text(encoding="utf-8")
    assert len(list((home / "demo" / "letters").glob("*.pdf"))) > 200

    desk = home / "desk"
    desk.mkdir()
    for line in commands_of(text_of(FIRST)):
        words = [str(home / "whole" / "bin" / "verdeel"), *shlex.split(line)[1:]]
        typed = _offline(words, home, desk)
        assert typed.returncode in (0, 1), f"{line}\n{typed.stdout}{typed.stderr}"
    assert len(list((desk / "brieven").glob("*.pdf"))) == 75

    plain = _offline(["sh", script, "--target", home / "plain", "--plain", "--no-path"], home)
    assert plain.returncode == 0, plain.stdout + plain.stderr
    round_ = ("--round", "2026-1", "--database", home / "demo" / "verdeel.db")
    report = _offline(
        [home / "plain" / "bin" / "verdeel", "report", *round_, "--out", home / "report"], home
    )
    assert report.returncode == 0, report.stderr
    assert "staan geen grafieken" in report.stderr
    (libraries,) = (home / "plain" / "lib").glob("python*/site-packages")
    of_python = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence")
    sizes = {
        path.name: _on_disk(path)
        for path in libraries.iterdir()
        if not path.name.startswith(of_python)
    }
    assert sum(sizes.values()) < PLAIN_MOST, sizes


def _on_disk(path: Path) -> int:
    files = (one for one in (path, *path.rglob("*")) if one.suffix != ".pyc")
    return sum(one.lstat().st_blocks * 512 for one in files)


def _offline(
    words: Sequence[str | Path], home: Path, desk: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run where there is no network at all, where this computer can make such a place."""
    apart = shutil.which("unshare")
    can = apart and subprocess.run([apart, "-rn", "true"], check=False).returncode == 0
    before = [str(apart), "-rn"] if can else []
    settled = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PIP_NO_INDEX": "1", "LANG": "C.UTF-8"}
    return subprocess.run(
        [*before, *map(str, words)],
        env=settled, cwd=desk or home, capture_output=True, text=True, check=False,
    )  # fmt: skip
