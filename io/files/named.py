"""The files that a command line names: one by one, by a pattern, or by their folder.

The shells of Windows hand ``*.xlsx`` on as it is typed, where those of Linux and macOS write out
the files. So a pattern is written out here too, and a folder stands for the files in it.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..errors import Unreadable

_LEFT_BY_PROGRAMS = ("~$", ".")  # an open workbook has a file beside it, and some are hidden


def files_named(named: Sequence[Path], endings: Sequence[str]) -> tuple[Path, ...]:
    """The files that were named, each once, in the order in which they were named.

    A name that is a file is that file, whatever signs it has; a folder stands for the files in it
    with one of the ``endings``, and a pattern for all files that it fits. Both are sorted, and
    leave out what a spreadsheet program puts beside a workbook that is open. A name that is
    nothing of that is kept as it is: whoever opens it says so.

    Raises:
        Unreadable: a folder has no such file, or nothing fits a pattern.
    """
    found: dict[str, Path] = {}
    for one in named:
        for path in _meant(one, endings):
            found.setdefault(os.path.normcase(path.absolute()), path)
    return tuple(found.values())


def _meant(named: Path, endings: Sequence[str]) -> Iterator[Path]:
    if named.is_dir():
        inside = [
            path
            for path in _sorted(named.iterdir())
            if path.suffix.lower() in endings and path.is_file()
        ]
        if not inside:
            raise Unreadable(
                f"In de map {named} staat geen werkmap ({', '.join(endings)}). Controleer de map."
            )
        yield from inside
    elif glob.has_magic(str(named)) and not named.exists():
        written_out = glob.iglob(str(named))  # noqa: PTH207 - a pattern may begin at any folder
        fitting = [path for path in _sorted(map(Path, written_out)) if path.is_file()]
        if not fitting:
            raise Unreadable(
                f"Geen bestand past op {named}. Controleer de map en het patroon; * staat voor elk "
                "aantal tekens."
            )
        yield from fitting
    else:
        yield named


def _sorted(paths: Iterable[Path]) -> list[Path]:
    """Without the files of programs, in one order on every computer."""
    seen = [path for path in paths if not path.name.startswith(_LEFT_BY_PROGRAMS)]
    return sorted(seen, key=lambda path: (path.name.casefold(), path.as_posix()))
