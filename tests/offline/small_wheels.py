"""An index of small wheels, by hand: libraries whose names do not exist, for every computer."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SAYS = "import sys\ndef main():\n    print('{name} {version}')\n    return 0\n"


@dataclass
class Index:
    """What can be downloaded: for each name its version, and what it requires. Counts what was."""

    versions: Mapping[str, str]
    requires: Mapping[str, Sequence[str]]
    folder: Path
    asked: list[str] = field(default_factory=list[str])

    def download(self, requirements: Sequence[str]) -> None:
        """Put wheels in the folder, as pip does with ``name==version``."""
        for one in requirements:
            self.asked.append(one)
            name, version = one.split("==")
            if self.versions.get(name) == version:
                wheel(self.folder, name, version, self.requires.get(name, ()))


def wheel(
    folder: Path, name: str, version: str, requires: Sequence[str], *, command: str = "",
    licences: Mapping[str, str] | None = None, about: Sequence[str] = ("License-Expression: MIT",),
) -> Path:  # fmt: skip
    """A wheel of one module, with a command where one is named."""
    module = name.replace("-", "_")
    info = f"{module}-{version}.dist-info"
    texts = {"licenses/LICENSE": f"Licence of {name}"} if licences is None else licences
    extras = sorted({one.split("extra == ")[1].strip("'\"") for one in requires if "extra" in one})
    head = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *about]
    head += [f"Provides-Extra: {one}" for one in extras]
    head += [f"Requires-Dist: {one}" for one in requires]
    files = {
        f"{module}/__init__.py": _SAYS.format(name=name, version=version),
        f"{info}/METADATA": "\n".join(head) + "\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
        **{f"{info}/{place}": text for place, text in texts.items()},
    }
    if command:
        files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{command} = {module}:main\n"
    record = f"{info}/RECORD"
    files[record] = "".join(f"{place},,\n" for place in (*files, record))
    path = folder / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in files.items():
            archive.writestr(place, text)
    return path


def a_manual(folder: Path) -> Path:
    """The site of a manual of one page."""
    site = folder / "site"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text("<title>Handleiding</title>\n", encoding="utf-8")
    return site
