"""Which applications that were set aside still wait for their decision, and which have had it."""

from __future__ import annotations

from collections.abc import Mapping

from ....grants.decisions.allocation import Outcome
from ....grants.lives.decision import DecisionEvent
from ....grants.record import Record
from ...records.rounds.reader import RoundReader
from ..calendar.deadlines import deadline_of
from ..completing.term import Term
from ..completing.until import received_on, term_to_decide
from ..open_questions import OpenQuestion, questions_of_aside


class Waits(Record):
    """What an application that is set aside waits for, and by when the law wants its decision."""

    term: Term
    questions: tuple[OpenQuestion, ...] = ()


def waits_of(reader: RoundReader, schemes: Mapping[str, str]) -> dict[str, Waits]:
    """What each application waits for; ``schemes`` has the scheme of each."""
    open_ = questions_of_aside(reader)
    came = received_on(reader)
    return {
        number: Waits(
            term=term_to_decide(
                reader, number, deadline_of(reader.policy, scheme), came.get(number)
            ),
            questions=tuple(one for one in open_ if one.application_id == number),
        )
        for number, scheme in schemes.items()
    }


def waiting_aside(reader: RoundReader) -> tuple[str, ...]:
    """The applications that are set aside and not decided on yet, in order of number."""
    gone = {one.application_id for one in reader.withdrawals}
    decided = {
        number
        for number, award in reader.supplemented.items()
        if award.outcome is not Outcome.NEEDS_JUDGEMENT
    }
    return tuple(sorted(set(reader.set_aside) - decided - gone))


def sent_alone(reader: RoundReader) -> frozenset[str]:
    """The applications of supplements whose letters were written."""
    return frozenset(
        one.application_id for one in reader.life_events if one.event == DecisionEvent.SENT
    )
