"""What every command on a database is told besides its own arguments."""

from __future__ import annotations

from pathlib import Path

from ...grants.frozen import frozen


@frozen
class Invocation:
    """The options that every command takes. ``lang`` is ``nl`` or ``en``."""

    database: str
    office: Path | None = None
    as_name: str | None = None
    lang: str = "nl"
    as_json: bool = False
