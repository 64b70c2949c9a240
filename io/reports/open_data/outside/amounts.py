"""Amounts as they are published, and sentences in two languages."""

from __future__ import annotations

import re
from typing import NamedTuple

from .....optimiser.proof.check_proof import Wrong

AMOUNT = re.compile(r"(-?)(0|[1-9][0-9]*)\.([0-9]{2})", re.ASCII)


class Said(NamedTuple):
    """A sentence in Dutch and English."""

    nl: str
    en: str

    def text(self, lang: str) -> str:
        return str(getattr(self, lang))


def cents(text: str) -> int:
    """An amount such as ``1234567.89`` in whole cents."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        raise Wrong(f"no amount in euros with two decimals: {text!r}")
    amount = int(found[2]) * 100 + int(found[3])
    return -amount if found[1] else amount


def grouped(count: int, mark: str) -> str:
    return f"{count:,}".replace(",", mark)


def euros_nl(amount: int) -> str:
    return f"€ {grouped(amount // 100, '.')},{amount % 100:02d}"


def euros_en(amount: int) -> str:
    return f"EUR {grouped(amount // 100, ',')}.{amount % 100:02d}"
