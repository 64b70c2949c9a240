"""What was typed with a command, read further; asked for where it lacks."""

from __future__ import annotations

from datetime import date
from typing import overload

from ...grants.money import ZERO, Euro
from ...grants.rounds.written import in_bounds
from ..errors import WrongUse


def day_of(on: date | None, what: str) -> date:
    """The date of an act: ``what`` is the act, with its article.

    Raises:
        WrongUse: none was given.
    """
    if on is None:
        raise WrongUse(f"Noem de datum van {what} met --date jjjj-mm-dd.")
    return on


def euros(text: str) -> Euro:
    """An amount as it is typed; none is below zero, or more than a ledger can add up.

    Raises:
        ValueError: it is no amount, or no such one.
    """
    amount = in_bounds(Euro.parse(text))
    if amount < ZERO:
        raise ValueError(f"{text!r} is minder dan nul")
    return amount


@overload
def amount_of(text: str, option: str) -> Euro: ...
@overload
def amount_of(text: str | None, option: str) -> Euro | None: ...
def amount_of(text: str | None, option: str) -> Euro | None:
    """An amount; ``None`` where none was given.

    Raises:
        WrongUse: it is no amount, is below zero, or more than a ledger can add up.
    """
    if text is None:
        return None
    try:
        return euros(text)
    except ValueError as fault:
        raise WrongUse(f'{fault}. Schrijf bijvoorbeeld {option} "€ 4.000.000".') from fault
