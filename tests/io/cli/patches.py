"""Everything that any test has put in the place of something else, whichever way pytest gave it.

A fixture can patch before another looks, and ``MonkeyPatch.context()`` makes one of its own; so
each is noted as it is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from weakref import WeakSet

import pytest

PATCHES: WeakSet[pytest.MonkeyPatch] = WeakSet()
"""Those that are there."""

_made = pytest.MonkeyPatch.__init__


def _noted(patch: pytest.MonkeyPatch) -> None:
    _made(patch)
    PATCHES.add(patch)


pytest.MonkeyPatch.__init__ = _noted  # pyright: ignore[reportAttributeAccessIssue]


def put_by(patch: pytest.MonkeyPatch) -> Counter[tuple[int, str]]:
    """What it has put in the place of attributes now, but for those of pytest itself: how often, by
    whose and which."""
    put = patch._setattr  # pyright: ignore[reportPrivateUsage]
    return Counter(
        (id(target), name) for target, name, _ in put if not isinstance(target, pytest.Config)
    )


def tables_of(patch: pytest.MonkeyPatch) -> list[Mapping[Any, Any]]:
    """The mappings of which it has changed an item."""
    return [table for table, *_ in patch._setitem]  # pyright: ignore[reportPrivateUsage]
