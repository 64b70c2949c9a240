"""One run of ``verdeel why-not``: what everybody without the full amount would have needed.

It is worked out once, after a list is kept, and stays with that list. What was answered is kept as
it comes, so that a run that was cut short goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...grants.applications.candidate import Candidate
from ...grants.decisions.allocation import Allocation
from ...grants.lives.round import Step
from ...grants.rounds.policy import Policy
from ...optimiser.questions.application.explain import explain
from ...optimiser.questions.application.facts import Explanation
from ...optimiser.questions.many import as_done
from ...optimiser.solution import Progress, Solution
from ..errors import RefusedByProcess
from ..records.claims import claimed
from ..records.retry import retry_on_conflict
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader, changing_round, reading_round
from ..records.rounds.why_not import add_answers, add_deep_answers
from ..reports.deep_answers import DEEP_MINUTES, as_kept, deep_of
from ..rounds.actor import Actor
from ..rounds.cluster import solving
from ..rounds.questions import Counted, solved
from ..rounds.state import permit, record
from ..rounds.why_not import WITHOUT_FULL_AMOUNT

ANSWER_SECONDS = 120  # for one application; where it ends, the answer is an interval
_TOGETHER = 8  # answers that are kept at once


def without_full_amount(allocation: Allocation, candidates: Sequence[str]) -> tuple[str, ...]:
    """The applications of a list that took part and did not get all they asked for."""
    known = frozenset(candidates)
    return tuple(
        award.application_id
        for award in allocation.awards
        if award.outcome in WITHOUT_FULL_AMOUNT and award.application_id in known
    )


def answer_round(
    url: str,
    round_id: str,
    who: Actor,
    *,
    workers: int,
    scheduler: str | None = None,
    seconds_each: int = ANSWER_SECONDS,
    done: Callable[[int, int], None] | None = None,
) -> int:
    """Work out and keep what is not answered yet; how many that were.

    Raises:
        RefusedByProcess: the round has no list, another list was kept meanwhile, the actor is an
            auditor, or somebody else is answering.
        WrongUse: the scheduler does not answer.
    """
    with claimed(url, round_id, Step.WHY_NOT.value, who.name):
        with reading_round(url, round_id) as reader:
            permit(reader, Step.WHY_NOT, who)
            case, allocation, solution = solved(reader)
            listed, kept = reader.allocation_id, reader.why_not
        numbers = [one.application_id for one in case.candidates]
        asked = [one for one in without_full_amount(allocation, numbers) if one not in kept]
        if not asked:
            return 0
        jobs = [(case.candidates, case.policy, solution, name, seconds_each) for name in asked]
        waiting: dict[str, str] = {}
        with solving(workers, scheduler, candidates=len(numbers)) as executor:
            for count, found in enumerate(as_done(_answer, jobs, executor), 1):
                waiting[found.application_id] = found.model_dump_json()
                if done is not None:
                    done(count, len(jobs))
                if len(waiting) == _TOGETHER or count == len(jobs):
                    _keep(url, round_id, who, listed, waiting)
                    waiting = {}
        return len(asked)


def answer_deeply(
    url: str,
    round_id: str,
    who: Actor,
    *,
    minutes: int = DEEP_MINUTES,
    told: Callable[[str], Counted],
    watch: Callable[[Progress], None] | None = None,
) -> bool:
    """Work out and keep what a deep report says of the list; whether that was still to be done.

    Raises:
        RefusedByProcess: as :func:`answer_round`.
    """
    with claimed(url, round_id, Step.WHY_NOT.value, who.name):
        with reading_round(url, round_id) as reader:
            permit(reader, Step.WHY_NOT, who)
            if reader.deep_answers is not None:
                return False
            listed = reader.allocation_id
            found = as_kept(deep_of(reader, minutes, told=told, watch=watch))

        def kept() -> None:
            with changing_round(url, round_id) as reader:
                permit(reader, Step.WHY_NOT, who)
                _check_same_list(reader, listed)
                add_deep_answers(reader, found)
                record(reader, EventKind.WHY_NOT_KEPT, who)

        retry_on_conflict(kept)
        return True


def _answer(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_id: str,
    seconds: int,
) -> Explanation:
    return explain(
        candidates, policy, solution, application_id, resolve=True, time_limit_seconds=seconds
    )


def _keep(url: str, round_id: str, who: Actor, listed: int | None, answers: dict[str, str]) -> None:
    def kept() -> None:
        with changing_round(url, round_id) as reader:
            permit(reader, Step.WHY_NOT, who)
            _check_same_list(reader, listed)
            add_answers(reader, answers)
            record(reader, EventKind.WHY_NOT_KEPT, who)

    retry_on_conflict(kept)


def _check_same_list(reader: RoundReader, listed: int | None) -> None:
    if reader.allocation_id != listed:
        raise RefusedByProcess(
            f"Terwijl de antwoorden werden uitgerekend is ronde {reader.id} opnieuw verdeeld. Wat "
            "bij de vorige lijst is bewaard blijft daarbij; geef dezelfde opdracht opnieuw."
        )
