"""What an amendment does to a round: on whom the rules turn, who wins and who loses by it."""

from __future__ import annotations

from collections.abc import Mapping

from ....grants.applications.assessment import Answer, Assessment, verdict
from ....grants.decisions.allocation import Allocation, Outcome
from ....grants.frozen import frozen
from ....grants.lives.round import RoundState
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ...errors import WrongUse
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader
from ...records.rounds.screenings import as_json
from ..dividing.case import RoundCase, case_of_round
from ..division import divide
from ..questions import Change, Watched, changes
from ..screening import kept_as, screened_under
from ..seal import policy_hash, program_version

SCREENED = (RoundState.SCREENED, RoundState.ALLOCATED, RoundState.APPROVED, RoundState.AMENDED)
Answers = Mapping[str, tuple[Assessment, ...]]


class Flip(Record):
    """An application on which the rules now say something else."""

    application_id: str
    before: Answer
    after: Answer


class Given(Record):
    """What an application would get where nothing was divided yet."""

    application_id: str
    amount: Euro
    outcome: Outcome


class Effect(Record):
    """What an amendment does to the round as it stands: who wins, who loses.

    ``allocation_id`` is the list that it was held against; without one nobody had anything to lose,
    and ``first`` is what everybody would get under the policy: of a round that could not be divided
    too.
    """

    allocation_id: int | None = None
    homes_gained: int = 0
    changes: tuple[Change, ...] = ()
    turned: tuple[Flip, ...] = ()
    first: tuple[Given, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nobody gains or loses anything by it."""
        return not (self.changes or self.turned or self.homes_gained or self.first)


def effect_of(reader: RoundReader, policy: Policy, *, watch: Watched | None = None) -> Effect:
    """Who wins and who loses when this policy takes the place of the one that holds; long work.

    Raises:
        InfeasiblePolicy: no allocation keeps every hard constraint of the other policy.
    """
    screened = _screened(reader, policy)
    return Effect() if screened is None else _effect(reader, policy, screened, watch)


def _screened(reader: RoundReader, policy: Policy) -> Answers | None:
    """What the rules say under a policy; ``None`` where nothing was put to them yet."""
    if reader.state not in SCREENED:
        return None
    return screened_under(policy, _as_amended(reader))


def _as_amended(reader: RoundReader) -> tuple[StoredApplication, ...]:
    """The applications as an amendment finds them: it puts the list aside, and with it what stood.

    What was withdrawn after the list was approved still bears its grant; it takes no part in the
    next list, and no place of others before the rules.
    """
    gone = {one.application_id: one.on for one in reader.withdrawals}
    return tuple(
        one.model_copy(
            update={
                "application": one.application.model_copy(
                    update={"withdrawn_on": gone[one.application.application_id]}
                )
            }
        )
        if one.application.application_id in gone and one.application.withdrawn_on is None
        else one
        for one in reader.applications
    )


def _effect(
    reader: RoundReader, policy: Policy, screened: Answers, watch: Watched | None
) -> Effect:
    turned = _turned(reader.applications, reader.answers, screened)
    if reader.allocation_id is None and policy.tells_its_grounds:
        return _first(reader, policy, screened, turned, watch)
    if reader.allocation_id is None or reader.state is RoundState.AMENDED:
        return Effect(turned=turned)
    case = case_of_round(reader, policy, screened, filed=_as_amended(reader))
    after, _ = divide(case, policy_hash(policy), progress=watch)
    return _difference(reader, after, turned)


def _first(
    reader: RoundReader, policy: Policy, screened: Answers, turned: tuple[Flip, ...],
    watch: Watched | None,
) -> Effect:  # fmt: skip
    """What everybody would get, of a round without a list: the first one, or none that could be."""
    case = case_of_round(reader, policy, screened, filed=_as_amended(reader))
    after, _ = divide(case, policy_hash(policy), progress=watch)
    return Effect(
        turned=turned,
        homes_gained=after.totals.affordable_homes,
        first=tuple(
            Given(application_id=one.application_id, amount=one.amount, outcome=one.outcome)
            for one in after.awards
        ),
    )


def _difference(reader: RoundReader, after: Allocation, turned: tuple[Flip, ...]) -> Effect:
    before = reader.allocation
    return Effect(
        allocation_id=reader.allocation_id,
        homes_gained=after.totals.affordable_homes - before.totals.affordable_homes,
        changes=changes(before, after),
        turned=turned,
    )


def _turned(
    applications: tuple[StoredApplication, ...], before: Answers, after: Answers
) -> tuple[Flip, ...]:
    found: list[Flip] = []
    for one in applications:
        number = one.application.application_id
        then, now = verdict(before.get(number, ())), verdict(after[number])
        if then is not now:
            found.append(Flip(application_id=number, before=then, after=now))
    return tuple(found)


def replayed(reader: RoundReader, watch: Watched | None = None) -> tuple[bool, Effect]:
    """The round done over by this program: whether it gives the same bytes, and what differs.

    Raises:
        WrongUse: this is the program that the round is sealed with.
    """
    policy, state = reader.policy, reader.state
    if policy_hash(policy) == reader.newest_seal:
        raise WrongUse(
            f"Ronde {reader.id} is verzegeld met dit programma, versie {program_version()}; er "
            "valt niets vast te leggen."
        )
    if state not in SCREENED:
        return True, Effect()
    applications, then = reader.applications, reader.answers
    now = kept_as(then, screened_under(policy, applications))
    numbers = [one.application.application_id for one in applications]
    same = all(as_json(then.get(number, ())) == as_json(now[number]) for number in numbers)
    turned = _turned(applications, then, now)
    stored = reader.newest_allocation
    if stored is None or state not in (RoundState.ALLOCATED, RoundState.APPROVED):
        return same, Effect(turned=turned)
    case = case_of_round(reader, policy)
    after, _ = divide(case, reader.allocation.policy_hash, progress=watch)
    same = same and _same_list(reader, case, after)
    return same, _difference(reader, after, turned)


def _same_list(reader: RoundReader, case: RoundCase, after: Allocation) -> bool:
    """Whether a list made anew has the bytes of the one that is kept.

    An earlier program may have proven the same list in another way. That proof goes on to count
    where it stands when it is checked again, so that of the new one no more is asked.
    """
    from ..checks.rederivation import certificate_difference  # late: who only reads does without

    stored = reader.allocation_row
    proven_so = after.model_copy(update={"certificate": reader.allocation.certificate})
    return (
        proven_so.model_dump_json() == stored.allocation_json
        and certificate_difference(case, stored) == ""
    )


@frozen
class WorkedOut:
    """An amendment that waits, reckoned at this moment: what the rules say, who wins and loses."""

    answers: Answers | None
    effect: Effect


def worked_out_again(reader: RoundReader, watch: Watched | None = None) -> WorkedOut | None:
    """The amendment that waits, reckoned over the round as it stands now; long work.

    ``None`` where nothing waits.
    """
    waits = reader.waiting_amendment
    if waits is None:
        return None
    policy = Policy.sealed(waits.policy_json)
    answers = _screened(reader, policy)
    if waits.kind == "program":
        return WorkedOut(answers, replayed(reader, watch)[1])
    effect = Effect() if answers is None else _effect(reader, policy, answers, watch)
    return WorkedOut(answers, effect)
