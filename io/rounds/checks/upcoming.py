"""What comes next in a round: the step its state waits for, or what has to be done before it."""

from __future__ import annotations

from datetime import date, timedelta

from ....grants.lives.round import (
    ANOTHER_APPROVER,
    APPROVERS,
    RoundState,
    Step,
    move_of,
    next_steps,
)
from ....grants.notation import counted
from ....grants.record import Record
from ...records.rounds.once import worked_out
from ...records.rounds.reader import RoundReader
from ..aside.over import replaced_by, standing_supplements
from ..aside.waiting import sent_alone, waiting_aside
from ..calendar.latest_day import latest_day
from ..incomplete import incomplete_of, waiting_corrections
from ..objections.terms import last_to_object
from ..open_questions import WAITS, open_questions, questions_of_aside
from ..state import next_step
from .answers import pending

MENDED = "met wat is verbeterd"
"""What a workbook holds that is taken in after one with faults, in Dutch."""


class Upcoming(Record):
    """The command that comes next, and the roles of who may give it; empty once archived."""

    command: str
    roles: tuple[str, ...]


@worked_out
def upcoming(reader: RoundReader) -> Upcoming:
    """What an office has to do next in a round as it stands, by the latest day it recorded."""
    return upcoming_on(reader, latest_day(reader))


def upcoming_on(reader: RoundReader, on: date | None) -> Upcoming:
    """What an office has to do next in a round as it stands on a day.

    Of a round whose letters went, that is what is open, and the archive once nothing is.
    """
    found = (
        _proposal(reader) or _intake(reader) or _asked(reader) or _judging(reader) or _again(reader)
        or _supplement(reader) or _open(reader, on)
    )  # fmt: skip
    if found is not None:
        return found
    archive = _archive(reader)
    if archive is not None:
        return archive
    waits = next_steps(reader.state)
    roles = move_of(waits[-1]).roles if waits else ()
    return Upcoming(command=next_step(reader.state, reader.id), roles=roles)


def _open(reader: RoundReader, on: date | None) -> Upcoming | None:
    """What is to be done about awards, their payment and objections comes before the archive."""
    if reader.state is not RoundState.PUBLISHED or on is None:
        return None
    from ..after.left_open import left_open  # late: before the letters nothing of it is there

    found = left_open(reader, on)
    return None if found is None else Upcoming(command=found[0], roles=found[1])


def _archive(reader: RoundReader) -> Upcoming | None:
    """A round goes to the archive once nobody can object to its decisions any more.

    The day is the earliest there is: a decree that equates a day with a holiday makes it later.
    """
    last = last_to_object(reader) if reader.state is RoundState.PUBLISHED else None
    if last is None:
        return None
    return Upcoming(
        command=f"verdeel round archive {reader.id} --date jjjj-mm-dd, niet vóór "
        f"{last.last + timedelta(days=1):%d-%m-%Y} (tot dan kan bezwaar worden gemaakt) en pas als "
        "betaling en bezwaar klaar zijn",
        roles=move_of(Step.ARCHIVE).roles,
    )


def _proposal(reader: RoundReader) -> Upcoming | None:
    """A change of the policy that somebody proposed stands in the way of everything else."""
    if reader.waiting_amendment is None or reader.state.decided:
        return None
    return Upcoming(
        command=f"verdeel round amend {reader.id} --confirm --date jjjj-mm-dd, door een ander "
        "(of --drop)",
        roles=move_of(Step.AMEND).roles,
    )


def _intake(reader: RoundReader) -> Upcoming | None:
    """An open round waits for workbooks: the first, those that were mended, or for no more."""
    if reader.state is not RoundState.OPEN:
        return None
    load = Upcoming(
        command=f"verdeel load <werkmap> --round {reader.id}", roles=move_of(Step.LOAD).roles
    )
    incomplete = incomplete_of(reader)
    if any(one.open for one in incomplete) or waiting_corrections(reader):
        return load.model_copy(update={"command": f"{load.command}, {MENDED}"})
    if not incomplete and not reader.application_numbers:
        return load
    return Upcoming(command=f"verdeel screen --round {reader.id}", roles=move_of(Step.SCREEN).roles)


def _again(reader: RoundReader) -> Upcoming | None:
    """A list that something changed under since is divided again before it is approved."""
    stored = reader.newest_allocation
    if reader.state is not RoundState.ALLOCATED or stored is None:
        return None
    from ..division import is_current  # late: once decided nothing is divided any more

    if is_current(reader, stored):
        return None
    return Upcoming(
        command=f"verdeel allocate --round {reader.id}, want sinds de verdeling is iets gewijzigd",
        roles=move_of(Step.ALLOCATE).roles,
    )


def _asked(reader: RoundReader) -> Upcoming | None:
    """Questions that touch money are answered before the list is approved."""
    if reader.state is not RoundState.ALLOCATED or not pending(reader):
        return None
    return Upcoming(
        command=f"verdeel answer --template vragen.xlsx --round {reader.id}, want vragen over geld "
        "wachten op een antwoord",
        roles=move_of(Step.ANSWER).roles,
    )


_JUDGED_IN = (RoundState.SCREENED, RoundState.AMENDED, RoundState.ALLOCATED)


def _judging(reader: RoundReader) -> Upcoming | None:
    """What waits for a judgement is judged, or set aside, before a list can be approved.

    A round of the first edition was approved without.
    """
    if reader.state not in _JUDGED_IN or not reader.policy.asks:
        return None
    open_ = open_questions(reader)
    if not open_:
        return None
    roles = move_of(Step.JUDGE).roles
    asked = {(one.application_id, one.code) for one in open_}
    newest = {(one.application_id, one.rule): one for one in reader.judgements}
    given = {key for key, one in newest.items() if not one.confirmed_by}
    if asked <= given:
        number, rule = min(asked)
        return Upcoming(
            command=f"verdeel judge {number} --rule {rule} --confirm --round {reader.id} "
            "--date jjjj-mm-dd, door een ander",
            roles=roles,
        )
    of_rules = {number for number, code in asked - given if code != WAITS}
    if of_rules:
        many = counted(len(of_rules), "aanvraag wacht", "aanvragen wachten")
        return Upcoming(
            command=f"verdeel judge --template oordelen.xlsx --round {reader.id}, want {many} op "
            "een oordeel",
            roles=roles,
        )
    # What waits for a ranking alone has no answer of its own: what that waits for comes first.
    waits = min((one for one in open_ if one.code == WAITS), key=lambda one: not one.waits_on)
    return Upcoming(
        command=f"verdeel round status {reader.id}, want {waits.application_id} {waits.named}: "
        f"{waits.who}",
        roles=roles,
    )


def _supplement(reader: RoundReader) -> Upcoming | None:
    """What was set aside is decided, approved and sent before the round goes to the archive."""
    if reader.state is not RoundState.PUBLISHED:
        return None
    of, roles = f"verdeel round supplement {reader.id}", move_of(Step.SUPPLEMENT).roles
    newest = reader.supplements[-1:]
    if (
        newest
        and not newest[0].approver
        and (set(newest[0].numbers) <= set(waiting_aside(reader)) or replaced_by(reader, newest[0]))
    ):
        return Upcoming(
            command=f"{of} --approve --date jjjj-mm-dd, door {ANOTHER_APPROVER}", roles=APPROVERS
        )
    sent = sent_alone(reader)
    if any(not sent.issuperset(one.numbers) for one in standing_supplements(reader)):
        return Upcoming(command=f"{of} --letters --out <map> --date jjjj-mm-dd", roles=roles)
    waiting = waiting_aside(reader)
    if not waiting:
        return None
    open_ = {one.application_id for one in questions_of_aside(reader)}
    if set(waiting) <= open_:
        return Upcoming(
            command=f"verdeel judge --template oordelen.xlsx --round {reader.id}, over wat is "
            "aangehouden",
            roles=move_of(Step.JUDGE).roles,
        )
    return Upcoming(command=f"{of} --date jjjj-mm-dd", roles=roles)
