"""Numbers as Dutch writes them."""

from __future__ import annotations


def whole(number: int) -> str:
    """A whole number in Dutch notation."""
    return f"{number:,}".replace(",", ".")
