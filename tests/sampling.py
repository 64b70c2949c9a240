"""What takes part in ``make test`` of tests that are whole only in ``make verify``.

There is one marker for what is left out, ``slow``, and two ways to get it. A test that is long
bears it itself, and another test is its sample: one that calls the same function of their file, or
the one that ``slow(sample="its name")`` names. Of a test with many cases ``sample`` says which of
them are enough for every day, and the others get the marker here::

    @pytest.mark.sample(every=4)            # the first, the fifth, ...
    @pytest.mark.sample(only="sqlite")      # those with this in their name, or with one of these
    @pytest.mark.parametrize(...)

Of what hypothesis draws a quarter is taken every day, and all by ``make verify``, which says so in
the environment: ``VERDEEL_TEST_EXAMPLES`` is how many of a hundred.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import pytest

_OF_A_HUNDRED = int(os.environ.get("VERDEEL_TEST_EXAMPLES", "25"))


def examples(whole: int) -> int:
    """How many examples of so many hypothesis is to draw in this run; one at least."""
    return max(1, whole * _OF_A_HUNDRED // 100)


def mark_what_is_left_out(items: Iterable[pytest.Item]) -> None:
    """Mark as slow each case of a sampled test that is not in its sample; one is always in it."""
    cases: dict[tuple[str, str], list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sample") is not None:
            test = (item.nodeid.partition("::")[0], getattr(item, "originalname", item.name))
            cases.setdefault(test, []).append(item)
    for of_one in cases.values():
        marker = of_one[0].get_closest_marker("sample")
        assert marker is not None
        kept = in_the_sample([item.name for item in of_one], **marker.kwargs)
        for item, stays in zip(of_one, kept, strict=True):
            if not stays:
                item.add_marker(pytest.mark.slow)


def in_the_sample(
    names: Sequence[str], *, every: int = 1, only: str | tuple[str, ...] = ""
) -> list[bool]:
    """Of each case whether it is in the sample: of those with these words, each of so many."""
    words = (only,) if isinstance(only, str) else only
    meant = [at for at, name in enumerate(names) if any(word in name for word in words)]
    chosen = meant[::every] or [0]
    return [at in chosen for at in range(len(names))]
