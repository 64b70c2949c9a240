"""Putting a package together: a folder, and the same as a zip."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from .licences import write_licences
from .materials import bill_of_materials
from .targets import Target
from .wheels import Download, Pins, Wheel, by_pip, closure

ROOT = Path(__file__).parents[1]
EXTRAS = ("charts", "postgresql", "solvers")
SUMS = "SHA256SUMS"
MANUAL = "handleiding"
_ALONG = Path(__file__).parent / "along"
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same files make the same zip


def gather(
    project: Path, manual: Path, target: Target, python: str, out: Path,
    download: Download | None = None,
) -> Path:  # fmt: skip
    """Gather the package of a built wheel in ``out``; the folder, beside which its zip stands.

    ``manual`` is the folder of the manual's site, which goes along.

    Raises:
        CannotGather: something is not pinned, or there is no wheel of it for that computer.
    """
    version = Wheel(project).version
    folder = out / f"verdeelsleutel-{version}-{target.name}-python{python}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    own = Wheel(Path(shutil.copy(project, wheels)))
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    environment = target.environment(python)
    pins = Pins(constraints, environment)
    bring = download or by_pip(target, python, wheels)
    plain = closure(own, (), pins, environment, wheels, bring)
    whole = closure(own, EXTRAS, pins, environment, wheels, bring)
    _write(folder / "constraints.txt", constraints)
    _write(folder / "requirements.txt", _locked(whole, EXTRAS))
    _write(folder / "requirements-plain.txt", _locked(plain, ()))
    _write(folder / "sbom.cdx.json", bill_of_materials(whole, EXTRAS, environment))
    write_licences(whole, folder / "licenties")
    _put_along(folder, target, python, version)
    shutil.copytree(manual, folder / MANUAL)
    _write(folder / SUMS, sums(folder))
    zipped(folder)
    return folder


def _locked(wheels: Sequence[Wheel], extras: Sequence[str]) -> str:
    """What pip installs, and nothing else: each version with its hash."""
    named = f"[{','.join(extras)}]" if extras else ""
    return "".join(
        f"{one.name}{named if one is wheels[0] else ''}=={one.version} --hash=sha256:{one.sha256}\n"
        for one in wheels
    )


def _put_along(folder: Path, target: Target, python: str, version: str) -> None:
    about = {
        "version": version, "python": python, "target": target.name, "title": target.title,
        "sys_platform": target.sys_platform, "machine": target.platform_machine,
    }  # fmt: skip
    _write(folder / "package.json", json.dumps(about, indent=2) + "\n")
    for name in (*target.scripts, "install.py"):
        text = (_ALONG / name).read_text(encoding="utf-8").replace("@PYTHON@", python)
        _write(folder / name, text, ends="\r\n" if name.endswith((".cmd", ".ps1")) else "\n")
    _write(folder / "LEESMIJ.md", (ROOT / "docs/handleiding/ict.md").read_text(encoding="utf-8"))


def _write(path: Path, text: str, ends: str = "\n") -> None:
    path.write_text(text, encoding="utf-8", newline=ends)
    if path.suffix == ".sh":
        path.chmod(0o755)


def sums(folder: Path) -> str:
    """A line for every file but the list itself, as ``sha256sum`` writes and checks it."""
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in _files(folder)
        if path.name != SUMS
    )


def zipped(folder: Path) -> Path:
    """The folder as a zip beside it; wheels are packed already and only stored."""
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for one in _files(folder):
            info = zipfile.ZipInfo(
                f"{folder.name}/{one.relative_to(folder).as_posix()}", _NO_MOMENT
            )
            info.external_attr = (0o755 if one.suffix == ".sh" else 0o644) << 16
            stored = zipfile.ZIP_STORED if one.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.writestr(info, one.read_bytes(), stored)
    return path


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
