"""The commands about a round as a whole.

What opens, closes and archives one is loaded when it is done: whoever asks where a round stands
waits for none of it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ....grants.lives.decision import DecisionState
from ....grants.notation import counted, whole
from ....grants.rounds.policy import RoundKind
from ....instruments.instrument import instruments
from ...config.office import OFFICE
from ...records.rounds.reader import changing_round, reading_round
from ...rounds.actor import actor
from ...rounds.state import ARCHIVED
from ...rounds.status import standing
from ..console import show, show_json
from ..invocation import Invocation
from ..words import words_in
from .actor import acting, as_typed, next_here, office_if_there, office_of
from .over_rounds.calendar import as_json, next_said, pressing_on
from .starting.overview import the_round
from .starting.standing import standing_lines

if TYPE_CHECKING:
    from ...rounds.listing import ApplicationLine


def status(call: Invocation, round_id: str | None, on: date | None) -> int:
    """Where a round stands, what comes next, who may do it, and its dates."""
    round_id = the_round(call.database, round_id)
    with reading_round(call.database, round_id) as reader:
        told = standing(reader, on)
        presses = pressing_on(call, reader, on)
        after = as_typed(reader, call, told.next, told.next_by)
    if call.as_json:
        show_json(told.model_dump(mode="json") | as_json(presses))
        return 0
    for line in standing_lines(told, next_said(presses, words_in("nl")), after):
        show(line)
    return 0


def close(call: Invocation, round_id: str) -> int:
    """Close intake, before the applications are put to the rules."""
    from ...steps.opening import close_intake

    with changing_round(call.database, round_id) as reader:
        new = close_intake(reader, acting(reader, call))
        after = next_here(reader, call)
    if call.as_json:
        show_json({"round": round_id, "new": new})
    else:
        show(f"De inname van ronde {round_id} {'is' if new else 'was al'} gesloten.")
        show(f"Hierna: {after}")
    return 0


def archive(call: Invocation, round_id: str, on: date | None) -> int:
    """Archive a published round."""
    from ...steps.publication import archive as archive_round

    with changing_round(call.database, round_id) as reader:
        equated = office_of(reader, call).days_equated_with_holidays
        new = archive_round(reader, acting(reader, call), on, equated)
    if call.as_json:
        show_json({"round": round_id, "new": new})
    else:
        show(f"Ronde {round_id} {'is' if new else 'was al'} gearchiveerd. {ARCHIVED}")
    return 0


def round_open(call: Invocation, round_id: str, policy: Path) -> int:
    """Open a round. Only an example policy makes an example database."""
    from ...config.policy import load_policy
    from ...steps.admission import record_office
    from ...steps.opening import open_round
    from .checking import tell_ahead

    read, _text = load_policy(policy)
    known_office = office_if_there(
        call.office or policy.parent / OFFICE, named=call.office is not None
    )
    example = read.round.kind is RoundKind.EXAMPLE
    with changing_round(call.database, round_id, create_as=example) as reader:
        who = actor(reader, known_office, call.as_name)
        opened = open_round(reader, read, policy, who)
        if opened:
            record_office(reader, known_office, who)
        tell_ahead(reader, call)
        row = reader.row
        told = {
            "round": row.id, "state": row.state, "policy_hash": row.policy_hash, "opened": opened,
            "example": example,
        }  # fmt: skip
        after = next_here(reader, call)
    if call.as_json:
        show_json(told)
    else:
        done = "is geopend" if opened else "was al geopend met dit beleid"
        show(f"Ronde {round_id} {done}.")
        show(f"Verzegeld beleid: {told['policy_hash']}")
        for line in _after_opening(after, policy.parent / OFFICE, call.office):
            show(line)
    return 0


def _after_opening(after: str, beside: Path, office: Path | None) -> Iterator[str]:
    """What comes next; an office file elsewhere has to be named each time."""
    if office is None or office.resolve() == beside.resolve():
        yield f"Hierna: {after}"
        return
    from .starting.policy import typed

    first, told = after.partition(",")[::2]
    yield f"Hierna: {first} --office {typed(office)}" + (f",{told}" if told else "")
    yield (
        "Noem dit kantoorbestand ook bij iedere volgende opdracht over deze ronde, of zet het als "
        f"{beside} naast het beleid."
    )


def applications(
    call: Invocation, round_id: str | None, state: str | None, instrument: str | None,
    waiting: bool, on: date | None = None,
) -> int:  # fmt: skip
    """All applications of a round, or those that are asked for."""
    from ...rounds.listing import lines_of  # late: where a round stands lists none of them

    round_id = the_round(call.database, round_id)
    with reading_round(call.database, round_id) as reader:
        every = lines_of(reader, on)
    chosen = [
        one
        for one in every
        if (state is None or one.state.value == state)
        and (instrument is None or one.instrument == instrument.lower())
        and (not waiting or one.waits_for.value)
    ]
    if call.as_json:
        show_json([one.model_dump(mode="json") for one in chosen])
        return 0
    for one in chosen:
        for shown in _application_lines(one):
            show(shown)
    show(f"{whole(len(chosen))} van de {counted(len(every), 'aanvraag', 'aanvragen')}.")
    return 0


_TIMELINESS = {"late": " (te laat)", "early": " (te vroeg)", "admitted": " (toegelaten)"}
_TO_DECIDE = (
    DecisionState.OPEN, DecisionState.TO_JUDGE, DecisionState.SET_ASIDE, DecisionState.PROPOSED,
)  # fmt: skip
_CONTESTED = (DecisionState.OBJECTED, DecisionState.REVISED, DecisionState.FINAL)
_WIDTH = 80  # columns of a terminal


def _application_lines(one: ApplicationLine) -> Iterator[str]:
    """An application within the width of a terminal: what it is, where it stands, what is open."""
    from ....instruments.screening.window import moment  # late, as the list itself
    from ...wording.outcomes import outcome_in
    from .settling.standing import told_lines

    place = one.municipality or "gemeente onbekend"
    place += f" (penvoerder, met {', '.join(one.partners)})" if one.partners else ""
    head = f"{one.application_id}  {instruments()[one.instrument].name_nl}, {place}"
    yield from textwrap.wrap(head, _WIDTH, subsequent_indent="    ")
    received = "onbekend" if one.received_at is None else moment(one.received_at).nl
    stands = [one.state.dutch, f"ontvangen {received}{_TIMELINESS.get(one.timeliness, '')}"]
    stands += [outcome_in(one.outcome, "nl")] if one.outcome is not None else []
    stands += [f"besluit {one.decision.dutch}"] if one.decision in _CONTESTED else []
    stands += [f"bezwaar {two.name}" for two in one.objections]
    if one.standing:
        standing = words_in("nl")(f"standing.{one.standing}")
        stands.append(f"{standing}, verplicht {one.committed}, betaald {one.paid}")
    if one.settling is not None:
        stands += told_lines(one.settling)
    yield from _wrapped("; ".join(stands))
    if one.reported_as_of is not None:
        yield from _wrapped(
            f"woningen op {one.reported_as_of:%d-%m-%Y}: begonnen {one.homes_started}, klaar "
            f"{one.homes_completed}, in gevaar {one.homes_at_risk}"
        )
    still = _still_open(one)
    if still:
        yield from _wrapped(f"open: {'; '.join(still)}")
    if one.complete_by is not None:
        why = "; ".join(reason.nl for reason in one.complete_by_reasons)
        yield from _wrapped(f"aanvullen uiterlijk {one.complete_by:%d-%m-%Y} ({why})")
    if one.term is not None and one.decision in _TO_DECIDE:
        why = "; ".join(reason.nl for reason in one.term_reasons)
        yield from _wrapped(f"beslissen uiterlijk {one.term:%d-%m-%Y} ({why})")
    if one.waits_for.dutch:
        yield from _wrapped(f"aan zet: {one.waits_for.dutch}")
    for found in (*one.faults, *one.later_faults):
        yield from _wrapped(f"{found.cell or found.sheet}  {found.code}  {found.message}")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _still_open(one: ApplicationLine) -> list[str]:
    faults, later = len(one.faults), len(one.later_faults)
    still = [counted(faults, "fout", "fouten")] if faults else []
    still += [f"nieuwe versie met {counted(later, 'fout', 'fouten')}"] if later else []
    still += ["over de aanvulling is nog niet beslist"] if one.completion else []
    still += [f"oordeel {', '.join(one.judgements)}"] if one.judgements else []
    still += [f"bevestigen {', '.join(one.to_confirm)}"] if one.to_confirm else []
    still += [counted(len(one.questions), "vraag", "vragen")] if one.questions else []
    return still
