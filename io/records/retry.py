"""Doing again what another command crossed: nothing of it was written, so nothing is doubled."""

from __future__ import annotations

from collections.abc import Callable
from random import random
from time import sleep
from typing import TypeVar

from ..errors import CrossedByAnother

_TIMES = 5
Result = TypeVar("Result")


def retry_on_conflict(action: Callable[[], Result]) -> Result:
    """The result of ``action``, which is begun again at most four times.

    Raises:
        CrossedByAnother: it was crossed the last time too.
    """
    for _ in range(_TIMES - 1):
        try:
            return action()
        except CrossedByAnother:
            # Apart from each other by chance, so that the same two do not cross again.
            sleep(random() / 2)
    return action()
