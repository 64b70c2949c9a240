"""A rate of statutory interest, as it is known or was named."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ...grants.record import Record


class Rate(Record):
    """A rate in hundredths of a percent a year, from a day on until the next one.

    ``source`` is where it stands, with what ``confidence`` it was read.
    """

    since: date
    hundredths: int
    source: str = ""
    confidence: Annotated[str, Field(exclude_if=lambda own: not own)] = ""
