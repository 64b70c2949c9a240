"""The same homes in the reports about two awards: by an object of the BAG, or by the project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ....grants.after.progress import Lot
from ....grants.record import Record
from .awarded import Awarded

Elsewhere = Mapping[str, str]
"""Objects of the BAG that reports in other rounds name, each with where."""


class Double(Record):
    """Homes that two reports are about. ``what`` is an object of the BAG, or a project code.

    ``others`` are where they stand besides: application numbers, with their round where it is
    another. ``same_object`` tells objects from projects.
    """

    application_id: str
    what: str
    others: tuple[str, ...]
    same_object: bool


def doubles(
    lots: Mapping[str, Sequence[Lot]], awarded: Mapping[str, Awarded], elsewhere: Elsewhere
) -> tuple[Double, ...]:
    """What the newest reports about awards have in common, by application number.

    ``lots`` are those of each award with a report that counts.
    """
    return (*_objects(lots, elsewhere), *_projects(lots, awarded))


def _objects(lots: Mapping[str, Sequence[Lot]], elsewhere: Elsewhere) -> Iterator[Double]:
    where: dict[str, list[str]] = {}
    for number in sorted(lots):
        for one in dict.fromkeys(o for lot in lots[number] for o in lot.bag_ids):
            where.setdefault(one, []).append(number)
    for one, numbers in where.items():
        for number in numbers:
            others = [other for other in numbers if other != number]
            others += [elsewhere[one]] if one in elsewhere else []
            if others:
                yield Double(
                    application_id=number, what=one, others=tuple(others), same_object=True
                )


def _projects(
    lots: Mapping[str, Sequence[Lot]], awarded: Mapping[str, Awarded]
) -> Iterator[Double]:
    by: dict[str, list[str]] = {}
    for number in sorted(lots):
        if number in awarded and awarded[number].promise.project_id:
            by.setdefault(awarded[number].promise.project, []).append(number)
    for numbers in by.values():
        for number in numbers if len(numbers) > 1 else ():
            yield Double(
                application_id=number,
                what=awarded[number].promise.project_id,
                others=tuple(other for other in numbers if other != number),
                same_object=False,
            )
