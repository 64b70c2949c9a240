"""Supplementary lists, worked out again from the round: as the list that they come to is.

Each was divided anew over who was set aside and ready then; what came before it stays as it was.
The round done over is certified with its proof, each award made anew of it, and all that was
decided added up together once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from ....instruments.law.catalogue import Catalogue
from ...records.rounds.reader import RoundReader
from ...records.rounds.supplements import StoredSupplement, digest_of
from ..aside.exclusions import fell_away, never_withdrawn, without_exclusions
from ..aside.supplementing import (
    case_done_over,
    rests_on,
    standing_before,
    supplementary,
    totals_with,
)
from ..differences import as_told, first_difference
from ..dividing.awards import awards_of
from ..dividing.case import RoundCase
from ..dividing.planning import under_proposal

Laws = Mapping[str, Catalogue]


def supplement_difference(
    reader: RoundReader, laws: Laws = MappingProxyType({}), *, words: bool = True
) -> str:
    """The first difference of a supplementary list with what follows from the round, in Dutch.

    One that nobody approved counts as long as the round is as it was: else it is made again.
    """
    for one in reader.supplements:
        before = {
            number
            for other in reader.supplements
            if other.approver and other.row_id < one.row_id
            for number in other.numbers
        }
        case = case_done_over(reader, {*before, *one.numbers}, laws)
        fell = fell_away(one.done_over.inputs)
        stayed = never_withdrawn(reader, fell)
        if stayed:
            return f"{', '.join(stayed)} is nooit ingetrokken, en haar uitsluiting telde niet mee"
        case, _ = without_exclusions(case, one.numbers, fell)
        if not one.approver and rests_on(reader, case, one.on) != one.input_hash:
            continue
        difference = _difference(reader, case, one, words=words)
        if difference:
            return f"de lijst van {one.on:%d-%m-%Y}: {difference}"
    return ""


def _difference(reader: RoundReader, case: RoundCase, one: StoredSupplement, *, words: bool) -> str:
    done_over, solution = one.done_over, one.solution
    if one.digest != digest_of(one.awards):
        return "de hash is niet die van de lijst"
    if done_over.certificate is None:
        return "de ronde die over is gedaan, heeft geen certificaat"
    policy = under_proposal(case.policy, done_over.certificate)
    from ....optimiser.proof.certificate import certify  # with the checker of trees

    again = certify(case.candidates, policy, solution)
    if again.faults:
        return again.faults[0]
    if words and again != done_over.certificate:
        return first_difference(
            done_over.certificate.model_dump(mode="json"), again.model_dump(mode="json")
        )
    before = standing_before(reader, one.numbers, one)
    made = awards_of(replace(case, policy=policy), solution)
    anew = supplementary(case, before, done_over, one.numbers, one.on)
    return (
        first_difference(as_told(done_over.awards, words), as_told(made, words))
        or first_difference(as_told(one.awards, words), as_told(anew, words))
        or first_difference(
            one.totals.model_dump(mode="json"),
            totals_with(case, before, anew).model_dump(mode="json"),
        )
    )
