"""Bereikbaarheid: measures that open new homes up, paid from the Mobiliteitsfonds."""

from .scheme import INSTRUMENT

__all__ = ["INSTRUMENT"]
