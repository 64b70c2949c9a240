"""What became of the findings of an earlier version of a file: mended, new, or still open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from ....grants.applications.finding import Finding
from ....grants.municipality import plain_name
from ....grants.record import Record

_Subject = tuple[str, str, str, str]
_HANDED_BACK = re.compile(r"\.bevindingen(?:-[0-9]+)?$", re.IGNORECASE)


class SinceEarlier(Record):
    """The findings of a file against those of its earlier version, ``earlier_file``."""

    earlier_file: str
    fixed: tuple[Finding, ...]
    new: tuple[Finding, ...]
    still_open: tuple[Finding, ...]


def file_key(name: str) -> str:
    """What the versions of one file have in common: an annotated copy counts as its original.

    >>> file_key("Batch 1.bevindingen-2.xlsx") == file_key("batch 1.XLSM")
    True
    """
    return own_stem(name).casefold()


def own_stem(name: str) -> str:
    """The name of a file without its extension, and without what a copy handed back adds.

    >>> own_stem("Batch 1.bevindingen-2.xlsx")
    'Batch 1'
    """
    return _HANDED_BACK.sub("", PurePath(name).stem)


def compare(earlier_file: str, before: Sequence[Finding], now: Sequence[Finding]) -> SinceEarlier:
    """Tell findings apart by what they are about, not by their row, which may have moved."""
    earlier = Counter(map(_subject, before))
    return SinceEarlier(
        earlier_file=earlier_file,
        fixed=tuple(_without(before, Counter(map(_subject, now)))),
        new=tuple(_without(now, earlier)),
        still_open=tuple(_within(now, earlier)),
    )


def _subject(found: Finding) -> _Subject:
    place = (found.field or found.cell) if found.application_id else (found.field or found.value)
    return (found.code, plain_name(found.sheet), found.application_id, place)


def _without(findings: Sequence[Finding], others: Counter[_Subject]) -> Iterator[Finding]:
    left = Counter(others)
    for found in findings:
        if left[_subject(found)] > 0:
            left[_subject(found)] -= 1
        else:
            yield found


def _within(findings: Sequence[Finding], others: Counter[_Subject]) -> Iterator[Finding]:
    left = Counter(others)
    for found in findings:
        if left[_subject(found)] > 0:
            left[_subject(found)] -= 1
            yield found
