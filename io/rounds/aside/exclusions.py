"""Exclusions that fell away: by an application that was withdrawn after the round was decided.

A refusal rests on facts as they are when it is taken (Awb art. 3:2 and 3:46; on an objection art.
7:11). That something cannot go together with what nobody asks for any more refuses it no longer.
Nor can anything go ahead together with it any more. All else of who withdrew since stays as it was
on the day of the decision: its place and its money.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ....grants.applications.candidate import Candidate
from ....instruments.screening.waiting import Waits
from ...records.rounds.reader import RoundReader
from ..dividing.case import RoundCase

_INPUT = "ingetrokken na het besluit"
"""What such a withdrawal is named among the inputs of a list, as files of applications are."""


def withdrawn_since(reader: RoundReader) -> tuple[str, ...]:
    """Who withdrew after the decision, by number."""
    return tuple(sorted({one.application_id for one in reader.withdrawals if one.late}))


def without_exclusions(
    case: RoundCase, decided: Collection[str], gone: Collection[str]
) -> tuple[RoundCase, tuple[str, ...]]:
    """The round without what excludes those decided on now and who withdrew, and who those are.

    The same round where nothing does. They are named among its inputs, so that it can be worked
    out again once others withdrew.
    """
    fell: set[str] = set()
    made: list[Candidate] = []
    for one in case.candidates:
        off = gone if one.application_id in decided else ()
        off = decided if one.application_id in gone else off
        kept = tuple(number for number in one.excludes if number not in off)
        if kept != one.excludes:
            fell |= {one.application_id, *one.excludes}.intersection(gone)
            one = one.model_copy(update={"excludes": kept})
        made.append(one)
    if not fell:
        return case, ()
    names = tuple(sorted(fell))
    inputs = (*case.inputs, (_INPUT, " ".join(names)))
    return replace(case, candidates=tuple(made), inputs=inputs), names


def without_what_it_needs(
    case: RoundCase, number: str, gone: Collection[str]
) -> tuple[RoundCase, tuple[str, ...]]:
    """The round in which it waits, where it needs who withdrew since; and who those are.

    Nothing can go ahead together with what nobody asks for any more. Whether it can without, only
    its applicant knows.
    """
    own = next((one for one in case.candidates if one.application_id == number), None)
    absent = () if own is None else tuple(n for n in own.requires if n in gone)
    if not absent or not case.policy.asks:
        return case, ()
    left = tuple(one for one in case.candidates if one.application_id != number)
    waits = {**case.waits, number: Waits(withdrawn=absent)}
    return replace(case, candidates=left, waits=waits), absent


def fell_away(inputs: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """Whose exclusions a list left out, by its inputs."""
    return tuple(number for name, said in inputs if name == _INPUT for number in said.split(" "))


def never_withdrawn(reader: RoundReader, numbers: Collection[str]) -> tuple[str, ...]:
    """Those of whom no withdrawal was ever recorded, be it one that was struck since."""
    known = {one.application_id for one in (*reader.withdrawals, *reader.strikes)}
    return tuple(sorted(set(numbers) - known))
