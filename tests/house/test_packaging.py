"""What is in the distribution, and that the program starts from it without developer tools."""

import os
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("grants", "instruments", "optimiser", "io", "sample_applications")
NOT_SHIPPED = {"__pycache__"}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def shipped_files() -> set[str]:
    """Every file of the folders that git knows, or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *FOLDERS],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so what should be shipped is not known")
    return {line for line in listed.stdout.splitlines() if (ROOT / line).is_file()}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources in the environment that runs the tests."""
    pytest.importorskip("setuptools", reason="setuptools, which builds the wheel, is not installed")
    sources = tmp_path_factory.mktemp("sources")
    for name in (*shipped_files(), "pyproject.toml", "README.md", "LICENSE"):
        target = sources / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", str(out), str(sources)],
        check=True,
    )  # fmt: skip
    return next(out.glob("*.whl"))


def test_the_list_of_packages_is_the_folders_with_code() -> None:
    listed = set(project()["tool"]["setuptools"]["packages"])
    with_code = {
        "verdeelsleutel." + Path(name).parent.as_posix().replace("/", ".")
        for name in shipped_files()
        if name.endswith("/__init__.py")
    }
    assert listed == with_code


def test_every_file_of_the_folders_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {f"verdeelsleutel/{name}" for name in shipped_files()}


def test_the_program_starts_from_the_wheel_without_developer_tools(
    wheel: Path, tmp_path: Path
) -> None:
    """Installed beside the libraries it names; pytest, hypothesis and the linters stay out."""
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    bin_folder = environment / ("Scripts" if os.name == "nt" else "bin")
    python = bin_folder / ("python.exe" if os.name == "nt" else "python")
    with zipfile.ZipFile(wheel) as archive:
        site = Path(
            subprocess.run(
                [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
                capture_output=True, text=True, check=True,
            ).stdout.strip()
        )  # fmt: skip
        archive.extractall(site)
    hidden = ["pytest", "hypothesis", "ruff", "pyright", "importlinter"]
    code = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({hidden!r}))\n"
        f"sys.path.append({site_of_tests()!r})\n"
        "from verdeelsleutel.io import cli\n"
        "import verdeelsleutel.io.commands\n"
        f"assert cli.__file__.startswith({str(site)!r}), cli.__file__\n"
        "sys.exit(cli.run(['template', 'all', '--out', 'templates']))\n"
    )
    done = subprocess.run(
        [python, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "templates").glob("*.xlsx"))) == 4


def site_of_tests() -> str:
    """Where the libraries of the environment that runs the tests are."""
    import click

    return str(Path(click.__file__).parents[1])
