"""The life of a round (*ronde*)."""

from __future__ import annotations

from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands. Each state follows the one before; none is gone back to."""

    OPEN = "open"  # the policy is sealed; applications come in
    SCREENED = "screened"  # intake is closed; every application has been put to the rules
    ALLOCATED = "allocated"  # the money is divided, with its certificate
    APPROVED = "approved"  # decided by someone other than who made it; letters may be sent

    @property
    def dutch(self) -> str:
        """The state in words an office uses."""
        return {
            RoundState.OPEN: "open voor inname",
            RoundState.SCREENED: "getoetst, inname gesloten",
            RoundState.ALLOCATED: "verdeeld, nog niet vastgesteld",
            RoundState.APPROVED: "vastgesteld",
        }[self]
