"""The command ``verdeel round marginal``: the application that crosses a ceiling, by a decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ....grants.lives.round import RoundState
from ....grants.notation import AFFORDABLE, counted
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import events
from ...records.rounds.reader import changing_round, reading_round
from ...rounds.amending.effects import effect_of
from ...rounds.amending.marginal import Crossing, NotThere, crossings, decided_so, taken_back
from ...steps.amendment import Amended, Proposal, check_reason, propose, waiting
from ..console import Stages, show, show_json
from ..invocation import Invocation
from .actor import acting, keep_office, second_name
from .amendment import confirmed_now, say_who_can_approve, show_amended


def marginal(
    call: Invocation,
    round_id: str,
    application: str | None,
    reason: str | None,
    confirmed: bool,
    undo: bool,
    on: date | None,
) -> int:
    """Propose that decision, confirm or undo it; without an application, what can be decided."""
    if confirmed and (application or reason or undo):
        raise WrongUse("Bevestigen gaat met --confirm alleen: wat wordt beslist staat al vast.")
    if confirmed:
        _require_waiting(call, round_id)
        told, new = confirmed_now(call, round_id, on)
    elif application is None:
        return _listed(call, round_id)
    else:
        told, new = _proposed(call, round_id, application, reason or "", undo, on)
    if call.as_json:
        show_json({**told.model_dump(mode="json", exclude={"row_id"}), "new": new})
    else:
        show_amended(told, new=new, command="round marginal", second=second_name(call, round_id))
    if not told.holds:
        say_who_can_approve(call, round_id, told.officer)
    return 0


def _require_waiting(call: Invocation, round_id: str) -> None:
    """Confirm here only what was proposed here, not another change of the policy."""
    with reading_round(call.database, round_id) as reader:
        waits = waiting(reader)
    if waits is not None and not all(one.key.startswith("marginal") for one in waits.changes):
        raise WrongUse(
            f'Voor ronde {round_id} wacht een andere wijziging. Bevestig die met "verdeel round '
            f'amend {round_id} --confirm".'
        )


def _proposed(
    call: Invocation, round_id: str, application: str, reason: str, undo: bool, on: date | None
) -> tuple[Amended, bool]:
    """Reckon what it does with the database free, and record it if nothing changed since."""
    stages = Stages()
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
        seen = events.count(reader)
        check_reason(reason)
        found: Crossing | None = None
        if undo:
            policy = taken_back(reader, application, who)
        else:
            policy, found = decided_so(reader, application, reason, who, on)
        effect = effect_of(reader, policy, watch=stages)
    stages.end()
    if found is not None and not call.as_json:
        for line in _lines((found,)):
            show(line)
    with changing_round(call.database, round_id) as reader:
        if events.count(reader) != seen:
            raise RefusedByProcess(
                f"Terwijl de gevolgen werden berekend is er aan ronde {round_id} gewerkt. Er is "
                "niets vastgelegd; geef dezelfde opdracht opnieuw."
            )
        what = Proposal(
            kind="policy", policy=policy, policy_file=Path(), reason=reason, same=False,
            effect=effect,
        )  # fmt: skip
        return propose(reader, what, acting(reader, call), on)


def _listed(call: Invocation, round_id: str) -> int:
    with reading_round(call.database, round_id) as reader:
        divided = reader.state is RoundState.ALLOCATED or reader.state.decided
        found = tuple(crossings(reader)) if divided else ()
    if call.as_json:
        show_json([one.model_dump(mode="json") for one in found])
        return 0
    if not divided:
        show(
            f"Ronde {round_id} is nog niet verdeeld: welke aanvraag het plafond overschrijdt, is "
            "nog niet bekend."
        )
    elif not found:
        show(f"In ronde {round_id} is geen regeling die een aanvraag boven het plafond kent.")
    for line in _lines(found):
        show(line)
    return 0


def _lines(found: Sequence[Crossing | NotThere]) -> list[str]:
    """Who crosses each ceiling, what granting it buys, and what it takes of the next window."""
    lines: list[str] = []
    for one in found:
        name = instruments()[one.instrument].name_nl
        if isinstance(one, NotThere):
            lines.append(f"{name}: {one.why}.")
            continue
        window = f"ronde {one.window}" if one.window else "het volgende, dat nog niet open is"
        lines += [
            f"{name}: {one.application} overschrijdt het plafond ({one.article}).",
            f"  Dat koopt: {one.amount} in plaats van niets, voor "
            f"{counted(one.homes, 'woning', 'woningen')}, waarvan "
            f"{counted(one.affordable, *AFFORDABLE)}.",
            f"  Dat kost: {one.here} dat onder dit plafond over is, en {one.ahead} van het "
            f"plafond van een later tijdvak ({window}).",
        ]
    return lines
