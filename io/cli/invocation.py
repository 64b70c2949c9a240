"""What every command on a database is told besides its own arguments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options that every command takes. ``lang`` is ``nl`` or ``en``."""

    database: str
    office: Path | None = None
    as_name: str | None = None
    lang: str = "nl"
    as_json: bool = False
