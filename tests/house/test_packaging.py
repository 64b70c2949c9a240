"""What is in the distribution, and that the program starts from it without developer tools."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    packages_distributions,
)
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from ..wheels import FOLDERS, ROOT, copied

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


@pytest.mark.slow(
    sample="tests/offline/test_installing.py::test_it_installs_for_one_user_from_its_own_wheels"
)
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
        "import verdeelsleutel.io.cli.commands.allocation, verdeelsleutel.io.cli.commands.report\n"
        f"assert cli.__file__.startswith({str(site)!r}), cli.__file__\n"
        "sys.exit(cli.run(['template', 'all', '--out', 'templates']))\n"
    )
    done = subprocess.run(
        [python, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "templates").glob("*.xlsx"))) == 6


def site_of_tests() -> str:
    """Where the libraries of the environment that runs the tests are."""
    import click

    return str(Path(click.__file__).parents[1])


def test_every_library_that_is_imported_is_a_dependency_of_its_own() -> None:
    """What another library brings along today may be gone tomorrow."""
    about = project()["project"]
    stated = list(about["dependencies"])
    for extra in ("charts", "cluster", "postgresql", "solvers"):
        stated += about["optional-dependencies"][extra]
    declared = {re.split(r"[^\w-]", one)[0].lower().replace("_", "-") for one in stated}
    declared.add("pydantic-core")  # pydantic's own half, which it pins to the version
    brought_by = packages_distributions()
    missing = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for name in _imported(path)
        if name not in sys.stdlib_module_names
        and not {one.lower().replace("_", "-") for one in brought_by[name]} & declared
    }
    assert missing == set()


def test_every_command_in_a_document_that_installs_is_pinned() -> None:
    pages = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").glob("handleiding/*.md"),
    ]
    commands = [
        line
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if re.match(r"\S*(pip3?|python3? -m pip) install ", line)
    ]
    assert commands
    for line in commands:
        assert " --constraint constraints.txt " in line, line


@pytest.mark.slow(sample="test_every_file_of_the_folders_is_in_the_wheel_and_nothing_else")
def test_the_constraints_and_the_sources_are_in_the_sdist(tmp_path: Path) -> None:
    sources = copied(tmp_path)
    shutil.copy(ROOT / "constraints.txt", sources)
    shutil.copy(ROOT / "MANIFEST.in", sources)
    code = f"from setuptools.build_meta import build_sdist; print(build_sdist({str(tmp_path)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=sources, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with tarfile.open(tmp_path / done.stdout.splitlines()[-1]) as archive:
        packed = {name.partition("/")[2] for name in archive.getnames()}
    assert shipped_files() | {"constraints.txt", "pyproject.toml", "LICENSE"} <= packed


def test_what_an_extra_brings_is_imported_only_where_it_is_used() -> None:
    """A plain installation lacks it, and starts all the same."""
    lazily = {"vl_convert", "pulp", "pyscipopt", "psycopg", "distributed"}
    early = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if any(name in (written := path.read_text(encoding="utf-8")) for name in lazily)
        for node in ast.parse(written).body
        for name in _named(node) & lazily
    }
    assert early == set()


def _imported(path: Path) -> set[str]:
    """The libraries that a module names, also within a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        found |= _named(node)
    return found - {"verdeelsleutel"}


def _named(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {one.name.partition(".")[0] for one in node.names}
    if isinstance(node, ast.ImportFrom) and not node.level and node.module:
        return {node.module.partition(".")[0]}
    return set()


# The first of each minor version that `requires-python` names.
PYTHONS = ("3.11.0", "3.12.0", "3.13.0", "3.14.0")


def pins() -> list[Requirement]:
    """What ``constraints.txt`` pins, markers included."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [Requirement(line) for line in text.splitlines()]


def installed_under(pin: Requirement) -> Distribution | None:
    """What is installed by that name here, if anything."""
    try:
        return distribution(pin.name)
    except PackageNotFoundError:
        return None


def test_what_is_pinned_says_that_it_installs_on_every_python_from_the_first_on() -> None:
    refused = [
        f"{pin} on {python}"
        for pin in pins()
        for python in PYTHONS
        if pin.marker is None or pin.marker.evaluate({"python_version": python[:4]})
        if (here := installed_under(pin)) is not None and here.version in pin.specifier
        if python not in SpecifierSet(here.metadata["Requires-Python"] or "")
    ]
    assert refused == []


def test_all_that_is_pinned_for_this_python_is_installed_as_pinned() -> None:
    """So that the test above has looked at all of it."""
    other = {
        str(pin)
        for pin in pins()
        if pin.marker is None or pin.marker.evaluate()
        if (here := installed_under(pin)) is None or here.version not in pin.specifier
    }
    assert other == set()
