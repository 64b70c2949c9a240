"""Which wheels an installation needs on another computer, and where they come from.

Everything is pinned, so nothing has to be chosen: the requirements of each wheel are held against
the computer that it is for, and what they name has the version of ``constraints.txt``.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from packaging.metadata import RawMetadata, parse_email
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename

from .targets import Target

Download = Callable[[Sequence[str]], None]
"""Puts the wheels of requirements (``name==version``) in the folder of the package."""


class CannotGather(Exception):
    """A package cannot be made: the sentence says what lacks."""


@dataclass(frozen=True)
class Wheel:
    """A wheel in a folder."""

    path: Path

    @cached_property
    def name(self) -> NormalizedName:
        return parse_wheel_filename(self.path.name)[0]

    @cached_property
    def version(self) -> str:
        return str(parse_wheel_filename(self.path.name)[1])

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    @cached_property
    def metadata(self) -> RawMetadata:
        with zipfile.ZipFile(self.path) as archive:
            (name,) = (
                one for one in archive.namelist()
                if one.count("/") == 1 and one.endswith(".dist-info/METADATA")
            )  # fmt: skip
            return parse_email(archive.read(name))[0]

    def requires(self, extras: Iterable[str], environment: dict[str, str]) -> list[Requirement]:
        """What it needs there, with these extras of it."""
        asked = ["", *extras]
        return [
            one for one in map(Requirement, self.metadata.get("requires_dist", []))
            if one.marker is None
            or any(one.marker.evaluate({**environment, "extra": extra}) for extra in asked)
        ]  # fmt: skip


class Pins:
    """The versions of ``constraints.txt``, as they hold on one computer."""

    def __init__(self, text: str, environment: dict[str, str]) -> None:
        self._pinned: dict[NormalizedName, Requirement] = {}
        for line in text.splitlines():
            stated = line.partition("#")[0].strip()
            if stated and (one := Requirement(stated)) and _holds(one, environment):
                self._pinned[canonicalize_name(one.name)] = one

    def version(self, wanted: Requirement, by: Wheel) -> str:
        """The pinned version of what a wheel requires.

        Raises:
            CannotGather: it is not pinned, or to a version that the wheel does not take.
        """
        pin = self._pinned.get(canonicalize_name(wanted.name))
        if pin is None:
            raise CannotGather(f"{by.name} needs {wanted}, which constraints.txt does not pin")
        (version,) = (one.version for one in pin.specifier)
        if not wanted.specifier.contains(version, prereleases=True):
            raise CannotGather(f"{by.name} needs {wanted}; constraints.txt has {pin}")
        return version


def _holds(one: Requirement, environment: dict[str, str]) -> bool:
    return one.marker is None or one.marker.evaluate({**environment, "extra": ""})


def closure(
    project: Wheel, extras: Sequence[str], pins: Pins, environment: dict[str, str],
    folder: Path, download: Download,
) -> tuple[Wheel, ...]:  # fmt: skip
    """All wheels that the project needs with these extras, itself first, then by name.

    What is not in the folder is downloaded into it.

    Raises:
        CannotGather: something is not pinned, or has no wheel there.
    """
    taken: dict[NormalizedName, set[str]] = {project.name: set(extras)}
    have = {project.name: project}
    waiting = {project.name}
    while waiting:
        versions: dict[NormalizedName, str] = {}
        asked: dict[NormalizedName, set[str]] = {}
        for name in sorted(waiting):
            for one in have[name].requires(sorted(taken[name]), environment):
                key = canonicalize_name(one.name)
                asked.setdefault(key, set()).update(one.extras)
                if key != project.name:  # an extra that is made of others
                    versions[key] = pins.version(one, have[name])
        missing = sorted(set(versions) - set(have))
        _bring(missing, versions, folder, download, have)
        waiting = {key for key in asked if key not in taken or asked[key] - taken[key]}
        for key in waiting:
            taken[key] = taken.get(key, set()) | asked[key]
    return project, *(have[name] for name in sorted(have) if name != project.name)


def _bring(
    missing: Sequence[NormalizedName], versions: dict[NormalizedName, str], folder: Path,
    download: Download, have: dict[NormalizedName, Wheel],
) -> None:  # fmt: skip
    there = wheels_in(folder)
    lacking = [f"{name}=={versions[name]}" for name in missing if name not in there]
    if lacking:
        download(lacking)
        there = wheels_in(folder)
    for name in missing:
        if name not in there:
            raise CannotGather(f"there is no wheel of {name} {versions[name]}")
        have[name] = there[name]


def wheels_in(folder: Path) -> dict[NormalizedName, Wheel]:
    """The wheels of a folder by name."""
    return {one.name: one for one in map(Wheel, sorted(folder.glob("*.whl")))}


def by_pip(target: Target, python: str, folder: Path) -> Download:
    """pip, which downloads for a computer that it does not run on."""
    tags = [word for tag in target.tags for word in ("--platform", tag)]

    def download(requirements: Sequence[str]) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
             "--no-deps", "--only-binary=:all:", "--implementation", "cp",
             "--python-version", python, *tags, "--dest", str(folder), *requirements],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CannotGather(f"pip found no wheel for {target.name}:\n{done.stderr.strip()}")

    return download


def built(root: Path, folder: Path) -> Wheel:
    """The wheel of the project, with the setuptools of this environment."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check",
         "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(root)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotGather(f"the wheel of the project cannot be built:\n{done.stderr.strip()}")
    (wheel,) = folder.glob("verdeelsleutel-*.whl")
    return Wheel(wheel)
