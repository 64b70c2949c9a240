"""The office's own look: a logo and clauses from the folder that the office file names.

The folder holds data only. A logo is a drawing or a picture, read as bytes and checked; a clause is
text with fields. Nothing in the folder is run, and no file outside it is read: a name in it that
leads elsewhere, also through a link, is refused.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ValidationError

from ..config.office import HouseStyle
from ..errors import Unreadable
from ..pages.logo import bytes_within
from .clauses import Clause, library

CLAUSES = "clauses.toml"


def clauses_of(style: HouseStyle) -> tuple[Clause, ...]:
    """The office's own clauses, from ``clauses.toml`` in its folder; none without that file.

    Raises:
        Unreadable: the file is no TOML, or a clause in it has a key or value it cannot have.
    """
    if style.folder is None or not (Path(style.folder) / CLAUSES).exists():
        return ()
    try:
        written = tomllib.loads(bytes_within(Path(style.folder), CLAUSES).decode("utf-8-sig"))
        found = tuple(Clause.model_validate(one) for one in written.pop("clause", []))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise Unreadable(f"{CLAUSES} van de huisstijl is geen geldig TOML-bestand.") from fault
    except ValidationError as fault:
        keys = ", ".join(sorted({".".join(map(str, e["loc"])) for e in fault.errors()}))
        raise Unreadable(f"In {CLAUSES} van de huisstijl klopt dit niet: {keys}.") from fault
    sections = {section.key for section in library().section}
    wrong = [f"het deel {c.section} bestaat niet" for c in found if c.section not in sections]
    wrong += [f"een eigen tabel in {c.section} kan niet" for c in found if c.kind == "table"]
    wrong += [f"{key} is onbekend" for key in sorted(written)]
    if wrong:
        raise Unreadable(f"In {CLAUSES} van de huisstijl klopt dit niet: {'; '.join(wrong)}.")
    return found
