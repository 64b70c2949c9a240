"""The office's own look: a logo and clauses from the folder that the office file names.

The folder holds data only. A logo is a drawing or a picture, read as bytes and checked; a clause is
text with fields. Nothing in the folder is run, and no file outside it is read: a name in it that
leads elsewhere, also through a link, is refused.
"""

from __future__ import annotations

from pathlib import Path

from ...grants.record import Record
from ..config.office import HouseStyle
from ..errors import Unreadable
from ..files.text import decoded
from ..files.toml import read_toml, validated
from ..pages.logo import bytes_within
from .clauses import Clause, library

CLAUSES = "clauses.toml"
_WHAT = "bestand met eigen clausules"


class OwnClauses(Record):
    """The file of an office's own clauses."""

    clause: tuple[Clause, ...] = ()


def clauses_of(style: HouseStyle) -> tuple[Clause, ...]:
    """The office's own clauses, from ``clauses.toml`` in its folder; none without that file.

    Raises:
        Unreadable: the file is no TOML, or a clause in it has a key or value it cannot have.
    """
    if style.folder is None or not (Path(style.folder) / CLAUSES).exists():
        return ()
    try:
        text = decoded(bytes_within(Path(style.folder), CLAUSES))
    except UnicodeDecodeError as fault:
        raise Unreadable(f"Het {_WHAT} {CLAUSES} is geen tekst in UTF-8. Sla het zo op.") from fault
    data = read_toml(text, CLAUSES, _WHAT)
    found = validated(OwnClauses, data, text, CLAUSES, _WHAT).clause
    sections = {section.key for section in library().section}
    wrong = [f"het deel {c.section} bestaat niet" for c in found if c.section not in sections]
    wrong += [f"een eigen tabel in {c.section} kan niet" for c in found if c.kind == "table"]
    if wrong:
        raise Unreadable(f"In {CLAUSES} van de huisstijl klopt dit niet: {'; '.join(wrong)}.")
    return found
