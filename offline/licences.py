"""The licences of all that is in a package: their texts, and a list of who has which."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from .wheels import Wheel

_TEXT = re.compile(r"(licen[cs]es?|copying|notice|authors|ofl|eupl)\b.*", re.IGNORECASE)
_CODE = (".py", ".pyi", ".pyc", ".so", ".pyd", ".json", ".pxd", ".h")
_CLASSIFIER = "License :: "


def stated_licence(wheel: Wheel) -> str:
    """What a wheel says its licence is: an SPDX expression, or its classifiers, or its text."""
    about = wheel.metadata
    expression = about.get("license_expression")
    if expression:
        return expression
    classified = [
        one.rpartition(" :: ")[2] for one in about.get("classifiers", [])
        if one.startswith(_CLASSIFIER) and one != "License :: OSI Approved"
    ]  # fmt: skip
    if classified:
        return "; ".join(classified)
    return next(iter(about.get("license", "").strip().splitlines()), "")


def licence_texts(wheel: Wheel) -> dict[str, bytes]:
    """The texts in a wheel by a name, also those of what it brings along; each once."""
    texts: dict[str, bytes] = {}
    with zipfile.ZipFile(wheel.path) as archive:
        for place in sorted(archive.namelist()):
            if place.endswith(("/", *_CODE)):
                continue
            if _TEXT.fullmatch(PurePosixPath(place).name) or ".dist-info/licenses/" in place:
                text, name = archive.read(place), _short(place)
                while texts.get(name, text) != text:  # two places, shortened to one name
                    name = f"{name}.2"
                texts[name] = text
    return texts


def write_licences(wheels: Sequence[Wheel], folder: Path) -> None:
    """Write every text, and ``licenties.csv``, which says where one lacks."""
    rows = [("pakket", "versie", "licentie", "tekst", "bestanden")]
    for wheel in wheels:
        own = folder / f"{wheel.name}-{wheel.version}"
        texts = licence_texts(wheel)
        for name, text in texts.items():
            path = own / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
        rows.append((
            wheel.name, wheel.version, stated_licence(wheel) or "niet vermeld",
            "bijgevoegd" if texts else "staat niet in het pakket",
            " ".join(f"{own.name}/{name}" for name in texts),
        ))  # fmt: skip
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=";").writerows(rows)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "licenties.csv").write_bytes(b"\xef\xbb\xbf" + made.getvalue().encode("utf-8"))


def _short(place: str) -> str:
    """A name without the folder of the distribution: paths on Windows end at 260 signs."""
    return re.sub(r"^[^/]+\.dist-info/(licenses/)?", "", place)
