"""Where the database is, unless a command is told otherwise."""

from __future__ import annotations

DEFAULT_DATABASE = "sqlite:///verdeel.db"
