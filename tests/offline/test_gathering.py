"""The offline package holds what its computer needs, no more and no less, and vouches for it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from offline.gathering import gather
from offline.licences import licence_texts, write_licences
from offline.targets import TARGETS
from offline.wheels import CannotGather, Pins, Wheel, closure

from ..wheels import ROOT
from .small_wheels import Index, a_manual, wheel

PINS = """
kolom==2.0
lijst==1.5; python_version < "3.13"
lijst==1.6; python_version >= "3.13"
venster==3.1  # Windows alone
klok==4.0
tekening==0.9
"""
REQUIRES = {
    "kolom": [
        'venster>=3; platform_system == "Windows"',
        'klok; sys_platform == "darwin" and platform_machine == "arm64"',
        'nooit>=9; python_version < "3.11"',
    ],
    "lijst": ["kolom[snel]>=1.9"],
    "tekening": ["lijst"],
}
VERSIONS = {"kolom": "2.0", "lijst": "1.6", "venster": "3.1", "klok": "4.0", "tekening": "0.9"}
PROJECT = ["lijst>=1", 'tekening; extra == "charts"', 'kolom; extra == "solvers"']


def _closure(folder: Path, target: str, python: str, extras: tuple[str, ...]) -> list[str]:
    folder.mkdir(exist_ok=True)
    versions = {**VERSIONS, "lijst": "1.5" if python < "3.13" else "1.6"}
    index = Index(versions, REQUIRES, folder)
    project = Wheel(wheel(folder, "verdeelsleutel", "0.2.0", PROJECT))
    environment = TARGETS[target].environment(python)
    found = closure(project, extras, Pins(PINS, environment), environment, folder, index.download)
    return [f"{one.name} {one.version}" for one in found]


@pytest.mark.parametrize(
    ("target", "python", "extras", "expected"),
    [
        ("win_amd64", "3.13", (), ["kolom 2.0", "lijst 1.6", "venster 3.1"]),
        ("manylinux_x86_64", "3.13", (), ["kolom 2.0", "lijst 1.6"]),
        ("macosx_arm64", "3.12", (), ["klok 4.0", "kolom 2.0", "lijst 1.5"]),
        ("manylinux_x86_64", "3.14", ("charts",), ["kolom 2.0", "lijst 1.6", "tekening 0.9"]),
    ],
)
def test_what_is_gathered_is_what_that_computer_needs_not_this_one(
    target: str, python: str, extras: tuple[str, ...], expected: list[str], tmp_path: Path
) -> None:
    assert _closure(tmp_path, target, python, extras) == ["verdeelsleutel 0.2.0", *expected]


def test_what_is_not_pinned_stops_the_package_by_its_name(tmp_path: Path) -> None:
    index = Index(VERSIONS, {"kolom": ["vergeten>=1"]}, tmp_path)
    project = Wheel(wheel(tmp_path, "verdeelsleutel", "0.2.0", ["kolom"]))
    environment = TARGETS["win_amd64"].environment("3.13")
    with pytest.raises(CannotGather, match=r"kolom needs vergeten>=1, which .* does not pin"):
        closure(project, (), Pins(PINS, environment), environment, tmp_path, index.download)


def test_a_pin_that_a_wheel_does_not_take_stops_the_package(tmp_path: Path) -> None:
    index = Index(VERSIONS, {"lijst": ["kolom>=2.1"]}, tmp_path)
    project = Wheel(wheel(tmp_path, "verdeelsleutel", "0.2.0", ["lijst"]))
    environment = TARGETS["win_amd64"].environment("3.13")
    with pytest.raises(CannotGather, match=r"lijst needs kolom>=2\.1; constraints.txt has kolom"):
        closure(project, (), Pins(PINS, environment), environment, tmp_path, index.download)


def test_a_wheel_that_is_not_there_for_that_computer_stops_the_package(tmp_path: Path) -> None:
    index = Index({}, {}, tmp_path)
    project = Wheel(wheel(tmp_path, "verdeelsleutel", "0.2.0", ["kolom"]))
    environment = TARGETS["win_amd64"].environment("3.13")
    with pytest.raises(CannotGather, match=r"there is no wheel of kolom 2\.0"):
        closure(project, (), Pins(PINS, environment), environment, tmp_path, index.download)


def gathered(out: Path, target: str, python: str) -> Path:
    """A package of a small project, whose libraries are pinned in our own constraints."""
    out.mkdir()
    source = out / "source"
    source.mkdir()
    requires = ["click>=8", 'pulp; extra == "solvers"', 'tzdata; sys_platform == "win32"']
    texts = {"licenses/LICENSE": "EUPL", "LICENSE": "Another text"}
    project = wheel(
        source, "verdeelsleutel", "0.2.0", requires, command="verdeel", licences=texts,
        about=("License-Expression: EUPL-1.2", "Summary: Small"),
    )  # fmt: skip
    folder = out / f"verdeelsleutel-0.2.0-{target}-python{python}"
    pinned = dict(
        line.split(";")[0].strip().lower().split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    )
    index = Index(pinned, {}, folder / "wheels")
    assert gather(project, a_manual(source), TARGETS[target], python, out, index.download) == folder
    return folder


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gathered(tmp_path_factory.mktemp("offline") / "dist", "win_amd64", "3.13")


def test_every_file_is_in_the_list_of_hashes_and_in_the_zip(package: Path) -> None:
    files = {
        path.relative_to(package).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in package.rglob("*")
        if path.is_file()
    }
    listed = {
        name: digest
        for digest, _, name in (
            line.partition("  ")
            for line in (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        )
    }
    assert listed == {name: digest for name, digest in files.items() if name != "SHA256SUMS"}
    with zipfile.ZipFile(package.with_name(f"{package.name}.zip")) as archive:
        packed = {
            name.partition("/")[2]: hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
        }
    assert packed == files


def test_what_pip_installs_is_locked_with_its_hash(package: Path) -> None:
    for name, extras, libraries in (
        ("requirements.txt", "[charts,postgresql,solvers]", ["click", "pulp", "tzdata"]),
        ("requirements-plain.txt", "", ["click", "tzdata"]),
    ):
        lines = (package / name).read_text(encoding="utf-8").splitlines()
        assert [line.partition("==")[0] for line in lines] == [
            f"verdeelsleutel{extras}", *libraries,
        ]  # fmt: skip
        for line in lines:
            digest = line.partition("--hash=sha256:")[2]
            assert digest in (package / "SHA256SUMS").read_text(encoding="utf-8")


def test_the_bill_of_materials_is_cyclonedx_and_names_every_wheel(package: Path) -> None:
    text = (package / "sbom.cdx.json").read_text(encoding="utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    assert bill["metadata"]["component"]["licenses"] == [{"license": {"id": "EUPL-1.2"}}]
    assert {one["name"] for one in bill["components"]} == {"click", "pulp", "tzdata"}
    depends = {one["ref"].partition("==")[0]: one for one in bill["dependencies"]}
    assert [
        name.partition("==")[0] for name in depends["verdeelsleutel"]["dependsOn"]
    ] == ["click", "pulp", "tzdata"]  # fmt: skip


def test_every_licence_is_there_and_a_text_that_lacks_is_said(
    package: Path, tmp_path: Path
) -> None:
    listed = (package / "licenties" / "licenties.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(listed), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["verdeelsleutel", "click", "pulp", "tzdata"]
    for row in rows[1:]:
        for name in row[4].split():
            assert (package / "licenties" / name).is_file()
    # Two texts that bear one name are both there.
    texts = licence_texts(Wheel(package / "wheels" / "verdeelsleutel-0.2.0-py3-none-any.whl"))
    assert sorted(texts.values()) == [b"Another text", b"EUPL"]
    silent = Wheel(wheel(tmp_path, "stil", "1.0", (), licences={}, about=()))
    write_licences([silent], tmp_path / "licenties")
    said = (tmp_path / "licenties" / "licenties.csv").read_text(encoding="utf-8-sig")
    assert "stil;1.0;niet vermeld;staat niet in het pakket;" in said


def test_scripts_of_windows_are_ascii_with_its_line_ends_and_name_the_python(package: Path) -> None:
    """cmd reads the code page of the computer, and Windows PowerShell 5.1 a file without a mark."""
    for name in ("install.cmd", "install.ps1"):
        data = (package / name).read_bytes()
        assert data.isascii()
        assert data.count(b"\n") == data.count(b"\r\n") > 5
        assert b"3.13" in data
        assert b"@PYTHON@" not in data
    assert not (package / "install.sh").exists()


def test_the_script_for_cmd_quotes_its_folder_and_passes_the_exit_code_on(package: Path) -> None:
    """Read as cmd reads it: it cannot run here."""
    lines = (package / "install.cmd").read_text(encoding="ascii").splitlines()
    labels = {line[1:] for line in lines if line.startswith(":")}
    named = {found for line in lines for found in re.findall(r"\bgoto (\w+)", line)}
    assert named == labels == {"plain", "missing"}
    started = [at for at, line in enumerate(lines) if "install.py" in line]
    assert len(started) == 2
    for at in started:
        assert re.fullmatch(r'(py -3\.13|python) "%~dp0install\.py" %\*', lines[at])
        assert lines[at + 1] == "exit /b %errorlevel%"
    tried = [line for line in lines if " -c " in line]
    assert all(re.search(r">nul 2>nul \|\| goto \w+$", line) for line in tried)
    # A percent sign is doubled in a file of commands, and no quote stands within quotes.
    (asked,) = (line for line in tried if line.startswith("python"))
    code = asked.split('"')[1].replace("%%", "%")
    assert code == "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '3.13')"
    assert asked.count('"') == 2
    assert lines[-1] == "exit /b 1"
    assert lines.index('set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"') < lines.index(tried[0])


def test_the_script_for_powershell_passes_on_nothing_that_5_1_would_change(package: Path) -> None:
    text = (package / "install.ps1").read_text(encoding="ascii")
    lines = [line.strip() for line in text.splitlines() if not line.startswith("#")]
    assert lines[:2] == [
        "$ErrorActionPreference = 'Continue'", "$PSNativeCommandUseErrorActionPreference = $false",
    ]  # fmt: skip
    # An array of one stays an array only behind a comma: else [0] would be its first letter.
    assert "foreach ($try in @(@('py', '-3.13'), @('python'))) {" in lines
    calls = [line for line in lines if line.startswith("& ")]
    assert calls == [
        "& $try[0] @first -c $same *> $null", "& $try[0] @first $installer @args",
    ]  # fmt: skip
    (said,) = (line for line in lines if line.startswith("$same = "))
    assert said.count('"') == 2
    assert lines[lines.index(calls[1]) + 1] == "exit $LASTEXITCODE"
    assert lines[-1] == "exit 1"
    # A value of the script's own would hide the one that a program leaves.
    assert not re.search(r"^\s*\$LASTEXITCODE\s*=", text, re.MULTILINE)


def test_no_package_goes_without_a_pin_for_any_of_its_computers() -> None:
    """Every requirement of our own is pinned, on every computer and Python that is offered."""
    import tomllib

    from packaging.requirements import Requirement

    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = about["optional-dependencies"]
    stated = [*about["dependencies"], *extras["charts"], *extras["solvers"], *extras["postgresql"]]
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    project = Wheel(Path("verdeelsleutel-0.2.0-py3-none-any.whl"))
    for target in TARGETS.values():
        for python in ("3.11", "3.12", "3.13", "3.14"):
            environment = target.environment(python)
            pins = Pins(text, environment)
            for one in map(Requirement, stated):
                if one.marker is None or one.marker.evaluate(environment):
                    assert pins.version(one, project)
