"""Memory while very many values are made, none of which refers to itself."""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Generator[None]:
    """Let nobody look for cycles meanwhile: rows have none, and looking takes a third longer.

    What was made counts as old afterwards, so that it is not looked through at once either; in a
    process that keeps things aside for good, as a command does, it is one of those. What was left
    behind before is looked for first, since among what is old nobody would look for it again.
    """
    was_on = gc.isenabled()
    if was_on and gc.get_freeze_count() == 0:
        gc.collect(1)
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            for_good = gc.get_freeze_count() > 0
            gc.freeze()
            if not for_good:
                gc.unfreeze()
            gc.enable()
