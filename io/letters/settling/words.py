"""What letters about the end of an award say in the same words: amounts, days, who was heard."""

from __future__ import annotations

from datetime import date

from ....grants import notation
from ....grants.money import Euro
from ...records.settling.stored import SettlingDetail
from ...rounds.after.revoking import NotHeard
from ...rounds.settling.hearing import told_when
from ..completing.author import Point


def amount(value: Euro, lang: str) -> str:
    """An amount in the language of the letter."""
    return notation.amount(value, lang)


def point(nl: str, en: str, value: Euro) -> Point:
    """A point of a list: what it is, and the amount."""
    return Point(nl=f"{nl}: {amount(value, 'nl')}", en=f"{en}: {amount(value, 'en')}")


def day(value: date | None, lang: str) -> str:
    """A day that stays on one line; empty where there is none."""
    return "" if value is None else notation.unbroken_day(value, lang)


def not_heard(detail: SettlingDetail, lang: str) -> str:
    """Why the municipality was not heard, and when it had been where that is why."""
    if not detail.not_heard:
        return ""
    told = NotHeard(detail.not_heard).told.text(lang)
    if detail.heard_before is None:
        return told
    return f"{told} {told_when(detail.heard_before).text(lang)}"
