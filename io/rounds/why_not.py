"""Why an application did not get its full amount: as it was kept with the list, or worked out."""

from __future__ import annotations

from ...optimiser.questions.facts import Explanation
from ..records.rounds.reader import RoundReader
from ..records.rounds.why_not import kept_answer


def why_not(reader: RoundReader, application_id: str) -> Explanation | None:
    """The facts behind one outcome, with what forcing it in would cost; ``None`` if no candidate.

    What ``verdeel why-not`` kept with the list is read, and is the same for ever.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    kept = kept_answer(reader, application_id)
    if kept is not None:
        return Explanation.model_validate_json(kept)
    # Imported late: who reads what was kept waits for no solver.
    from ...optimiser.questions.explain import explain
    from .questions import solved

    case, _, solution = solved(reader)
    if application_id not in {candidate.application_id for candidate in case.candidates}:
        return None
    return explain(case.candidates, case.policy, solution, application_id, resolve=True)
