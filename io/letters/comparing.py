"""Letters on disk held against what the office writes: each is made anew, byte for byte.

The register beside the letters is no witness: whoever changes a letter can change its line too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...grants.dossier import Dossier
from ..config.office import Office
from ..errors import Unreadable, why_not
from ..files.privacy import without_contacts
from ..pages.logo import logo_of
from .after.anew import LATER_LETTERS
from .authors import Author
from .completing.author import CompletingAuthor, Matter
from .making import Formats, Job, make_letters
from .register import files_of, is_letter_file, registered
from .writing import Beside, LetterOptions, Progress, author_of, matters_of

OF_OBJECTIONS = "bezwaren.csv"
"""The register of letters about objections."""
_COVER = "aanbieding_"
_ON_OBJECTION = "bezwaar_besluit_"
_LATER = tuple(f"{kind}_" for kind in LATER_LETTERS)
OF_RESERVE = "reserve.csv"
"""The register of letters of awards from the reserve."""


def not_of_the_office(
    written: Sequence[tuple[Dossier, LetterOptions, Beside]],
    office: Office,
    folder: Path,
    lang: str,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Each decision letter in a folder that is not the one that the office writes, in Dutch.

    ``written`` are the lists of which letters were sent. A letter that is missing, or that stands
    there beside them, is told too; letters before a decision are not looked at.

    Raises:
        Unreadable: the folder, or a file in it, cannot be read.
    """
    try:
        there = {path.name: path for path in folder.iterdir() if is_letter_file(path.name)}
        made = _made(written, office, folder, lang, progress)
        told = [f"{name} ontbreekt in {folder}." for name in sorted(set(made) - set(there))]
        for name, path in sorted(there.items()):
            if name in made and path.read_bytes() != made[name]:
                told.append(f"{name} is niet de brief die het kantoor schrijft.")
            elif name not in made and _is_decision(name):
                told.append(f"{name} is geen brief van het kantoor: dat besluit is er niet.")
    except OSError as fault:
        raise _unreadable(folder, fault) from fault
    return tuple(told)


def objections_not_of_the_office(
    decisions: Sequence[tuple[Author, Any]], office: Office, folder: Path
) -> tuple[str, ...]:
    """Each letter of a decision on an objection in a folder that the office does not write so.

    One that is missing is told where the folder has a register of objections.

    Raises:
        Unreadable: the folder, or a file in it, cannot be read.
    """
    try:
        names = {path.name for path in folder.iterdir()}
        there = {name for name in names if name.startswith(_ON_OBJECTION) and is_letter_file(name)}
        formats, style = _formats(names), office.house_style
        made: dict[str, bytes] = {}
        for author, matter in decisions:
            with tempfile.TemporaryDirectory(prefix="verdeel-") as draft:
                job = Job(author, style, logo_of(style), formats, Path(draft))
                (one,) = make_letters([matter], job, None)
                made |= {name: (Path(draft) / name).read_bytes() for name in one.files}
        expected = set(made) if OF_OBJECTIONS in names else set[str]()
        return (
            *(f"{name} ontbreekt in {folder}." for name in sorted(expected - there)),
            *(
                f"{name} is niet de brief die het kantoor schrijft."
                if name in made
                else f"{name} is geen brief van het kantoor: die beslissing op bezwaar is er niet."
                for name in sorted(there)
                if made.get(name) != (folder / name).read_bytes()
            ),
        )
    except OSError as fault:
        raise _unreadable(folder, fault) from fault


def later_not_of_the_office(
    letters: Iterable[tuple[CompletingAuthor, Matter]], office: Office, folder: Path
) -> tuple[str, ...]:
    """Each letter of a change, a revocation or an intention to revoke in a folder that the office
    does not write so.

    ``letters`` are all that such a letter can be. One that the register beside it names and that is
    not there is told too.

    Raises:
        Unreadable: the folder, or a file in it, cannot be read.
    """
    try:
        names = {path.name for path in folder.iterdir()}
        formats, style = _formats(names), office.house_style
        made: dict[str, set[bytes]] = {}
        for author, matter in letters:
            stem = f"{matter.kind}_{matter.number}"
            if any(name.startswith(f"{stem}.") for name in names):
                with tempfile.TemporaryDirectory(prefix="verdeel-") as draft:
                    job = Job(author, style, logo_of(style), formats, Path(draft))
                    (one,) = make_letters([matter], job, None)
                    for name in one.files:
                        made.setdefault(name, set()).add((Path(draft) / name).read_bytes())
        there = sorted(o for o in names if is_letter_file(o) and o.startswith(_LATER))
        return (
            *(told for kind in LATER_LETTERS for told in _missing(folder, f"{kind}.csv")),
            *(
                f"{name} is niet de brief die het kantoor schrijft."
                if name in made
                else f"{name} is geen brief van het kantoor: dat besluit is er niet."
                for name in there
                if (folder / name).read_bytes() not in made.get(name, set())
            ),
        )
    except OSError as fault:
        raise _unreadable(folder, fault) from fault


def reserve_not_of_the_office(
    written: Sequence[tuple[Dossier, LetterOptions, Beside]],
    office: Office,
    folder: Path,
    lang: str,
) -> tuple[str, ...]:
    """Each letter of an award from the reserve in its folder that the office does not write so.

    Raises:
        Unreadable: the folder, or a file in it, cannot be read.
    """
    try:
        there = {path.name: path for path in folder.iterdir() if is_letter_file(path.name)}
        there = {name: path for name, path in there.items() if _is_decision(name)}
        numbers = {number for _, options, _ in written for number in options.only or ()}
        known = [
            one
            for one in written
            if any(name.split(".")[0] in (one[1].only or ()) for name in there)
        ]
        made = _made(known, office, folder, lang, None)
        return (
            *_missing(folder, OF_RESERVE),
            *(
                f"{name} is niet de brief die het kantoor schrijft."
                if name.split(".")[0] in numbers
                else f"{name} is geen brief van het kantoor: die toekenning is er niet."
                for name, path in sorted(there.items())
                if made.get(name) != path.read_bytes()
            ),
        )
    except OSError as fault:
        raise _unreadable(folder, fault) from fault


def _missing(folder: Path, register: str) -> list[str]:
    """The files that a register names and that are not in its folder."""
    return [
        f"{file} ontbreekt in {folder}."
        for row in registered(folder / register)
        for file in files_of(row)
        if not (folder / file).is_file()
    ]


def _unreadable(folder: Path, fault: OSError) -> Unreadable:
    return Unreadable(
        f"De brieven in {folder} zijn niet te lezen ({why_not(fault)}). Controleer de map."
    )


def _formats(names: Collection[str]) -> Formats:
    """The formats that stand in a folder."""
    return Formats(
        word=any(name.endswith(".docx") for name in names),
        metadata=any(name.endswith(".mdto.xml") for name in names),
    )


def _made(
    written: Sequence[tuple[Dossier, LetterOptions, Beside]],
    office: Office,
    folder: Path,
    lang: str,
    progress: Progress | None,
) -> dict[str, bytes]:
    """The letters as the office writes them, in the formats that stand in the folder."""
    names = [path.name for path in folder.iterdir()]
    formats = _formats(names)
    covers = any(name.startswith(_COVER) for name in names)
    style, found = office.house_style, dict[str, bytes]()
    for dossier, options, beside in written:
        bare, asked = without_contacts(dossier), replace(options, formats=formats, covers=covers)
        author = author_of(bare, office, lang, asked, beside)
        with tempfile.TemporaryDirectory(prefix="verdeel-") as draft:
            job = Job(author, style, logo_of(style), formats, Path(draft))
            for one in make_letters(matters_of(bare, office, asked), job, progress):
                found |= {name: (Path(draft) / name).read_bytes() for name in one.files}
    return found


def _is_decision(name: str) -> bool:
    """Whether a file is named as a letter about a decision; others begin with what they are."""
    return "_" not in name or name.startswith(_COVER)
