"""The commands about a round as a whole, besides opening it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ....grants.notation import whole
from ....grants.policy import RoundKind
from ....instruments.instrument import instruments
from ...config.policy import load_policy
from ...records.rounds.reader import changing_round, reading_round
from ...rounds.actor import actor
from ...rounds.listing import ApplicationLine, lines_of
from ...rounds.status import next_line, standing, standing_lines, warning_lines
from ...steps.closing import close_intake
from ...steps.opening import open_round
from ...steps.publication import archive as archive_round
from ...wording.outcomes import outcome_in
from ..console import show, show_json, table
from ..invocation import Invocation
from .actor import acting, office_if_there
from .checking import tell_ahead
from .law import deadline_lines


def status(call: Invocation, round_id: str, on: date | None) -> int:
    """Where a round stands, what comes next, who may do it, and its dates."""
    with reading_round(call.database, round_id) as reader:
        told = standing(reader, on)
    if call.as_json:
        show_json(told.model_dump(mode="json"))
        return 0
    show(f"Ronde {round_id}: {told.state.dutch}; {whole(told.applications)} aanvragen.")
    show(f"Verzegeld beleid: {told.policy_hash}")
    for line in (*standing_lines(told), *deadline_lines(told.deadlines), *warning_lines(told)):
        show(line)
    show(next_line(told))
    return 0


def close(call: Invocation, round_id: str) -> int:
    """Close intake, before the applications are put to the rules."""
    with changing_round(call.database, round_id) as reader:
        new = close_intake(reader, acting(reader, call))
    if call.as_json:
        show_json({"round": round_id, "new": new})
    else:
        show(f"De inname van ronde {round_id} {'is' if new else 'was al'} gesloten.")
        show(f"Hierna: verdeel screen --round {round_id}")
    return 0


def archive(call: Invocation, round_id: str) -> int:
    """Archive a published round."""
    with changing_round(call.database, round_id) as reader:
        new = archive_round(reader, acting(reader, call))
    if call.as_json:
        show_json({"round": round_id, "new": new})
    else:
        show(f"Ronde {round_id} {'is' if new else 'was al'} gearchiveerd: er wijzigt niets meer.")
    return 0


def round_open(call: Invocation, round_id: str, policy: Path) -> int:
    """Open a round. Only an example policy makes an example database."""
    read, _text = load_policy(policy)
    known_office = office_if_there(
        call.office or policy.parent / "office.toml", named=call.office is not None
    )
    example = read.round.kind is RoundKind.EXAMPLE
    with changing_round(call.database, round_id, create_as=example) as reader:
        who = actor(reader, known_office, call.as_name)
        opened = open_round(reader, read, policy, who)
        tell_ahead(reader, call)
        row = reader.row
        told = {
            "round": row.id, "state": row.state, "policy_hash": row.policy_hash, "opened": opened,
            "example": example,
        }  # fmt: skip
    if call.as_json:
        show_json(told)
    else:
        done = "is geopend" if opened else "was al geopend met dit beleid"
        show(f"Ronde {round_id} {done}.")
        show(f"Verzegeld beleid: {told['policy_hash']}")
        show(f"Hierna: verdeel load <werkmap> --round {round_id}")
    return 0


def applications(
    call: Invocation, round_id: str, state: str | None, instrument: str | None, waiting: bool
) -> int:
    """All applications of a round, or those that are asked for."""
    with reading_round(call.database, round_id) as reader:
        every = lines_of(reader)
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
    rows = [_application_row(one) for one in chosen]
    headers = ("aanvraag", "regeling", "gemeente", "toestand", "ontvangen", "uitkomst", "open",
               "beslissen uiterlijk", "aan zet")  # fmt: skip
    show(table(headers, rows))
    for one in chosen:
        for found in (*one.faults, *one.later_faults):
            show(
                f"{one.application_id}  {found.cell or found.sheet}  {found.code}  {found.message}"
            )
    show(f"{whole(len(chosen))} van de {whole(len(every))} aanvragen.")
    return 0


_TIMELINESS = {"late": " (te laat)", "early": " (te vroeg)", "admitted": " (toegelaten)"}


def _application_row(one: ApplicationLine) -> tuple[str, ...]:
    received = "onbekend" if one.received_at is None else f"{one.received_at:%d-%m-%Y %H:%M}"
    still = [f"{len(one.faults)} fouten"] if one.faults else []
    still += [f"nieuwe versie: {len(one.later_faults)} fouten"] if one.later_faults else []
    still += [f"oordeel {', '.join(one.judgements)}"] if one.judgements else []
    still += [f"bevestigen {', '.join(one.to_confirm)}"] if one.to_confirm else []
    still += [f"{len(one.questions)} vragen"] if one.questions else []
    return (
        one.application_id,
        instruments()[one.instrument].name_nl,
        one.municipality or "onbekend",
        one.state.dutch,
        received + _TIMELINESS.get(one.timeliness, ""),
        "" if one.outcome is None else outcome_in(one.outcome, "nl"),
        "; ".join(still),
        "" if one.term is None else f"{one.term:%d-%m-%Y}",
        one.waits_for.dutch,
    )
