"""Memory while very many values are made, none of which refers to itself."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Generator[None]:
    """Let nobody look for cycles meanwhile: rows have none, and looking takes a third longer.

    What was made counts as old afterwards, so that it is not looked through at once either.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_freeze_count() == 0:  # else somebody keeps things aside by this means
                gc.freeze()
                gc.unfreeze()
            gc.enable()
