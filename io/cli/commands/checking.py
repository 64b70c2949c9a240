"""The command ``verdeel round check``, and what other commands tell of it beforehand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ....grants.lives.round import move_of
from ....grants.notation import counted
from ...records.rounds.reader import RoundReader, reading_round
from ...rounds.checks.ahead import decided_too_late
from ...rounds.checks.readiness import Obstacle, What, obstacles
from ...rounds.open_questions import in_short
from ..console import say, show, show_json
from ..invocation import Invocation
from .actor import office_of
from .starting.overview import the_round

_AHEAD = (What.OFFICE, What.PEOPLE, What.DATE)


def check(call: Invocation, round_id: str | None, on: date | None) -> int:
    """Show everything in the way of the next steps; 1 where there is anything."""
    round_id = the_round(call.database, round_id)
    with reading_round(call.database, round_id) as reader:
        found = obstacles(reader, office_of(reader, call), on)
    if call.as_json:
        show_json([one.model_dump(mode="json") for one in found])
        return 1 if found else 0
    if not found:
        show(f"Ronde {round_id}: niets staat een volgende stap in de weg.")
        return 0
    step = ""
    for one, also in _alike(found):
        if one.step.value != step:
            step = one.step.value
            show(f"{move_of(one.step).dutch[:1].upper()}{move_of(one.step).dutch[1:]} ({step}):")
        show(f"  {'moet' if one.stops else 'let op'}: {one.sentence}")
        if also:
            show(f"    Zo ook bij {in_short(also)}.")
    stops = sum(1 for one in found if one.stops)
    points = counted(len(found), "punt", "punten")
    if stops:
        show(f"{points}, waarvan {counted(stops, 'een stap tegenhoudt', 'een stap tegenhouden')}.")
    else:
        show(f"{points}; niets daarvan houdt een stap tegen.")
    return 1


def _alike(found: Sequence[Obstacle]) -> list[tuple[Obstacle, tuple[str, ...]]]:
    """What says the same of several applications, once: the first, and the numbers of the others.

    What an application has twice, such as a question at two of its cells, is told once as well.
    """
    told: dict[tuple[object, ...], list[Obstacle]] = {}
    for one in found:
        number = one.application_id
        said = re.sub(rf"\b{re.escape(number)}\b", "", one.sentence) if number else one.sentence
        told.setdefault((one.step, one.what, one.stops, said), []).append(one)
    return [
        (first, tuple(dict.fromkeys(o.application_id for o in rest if o != first)))
        for first, *rest in told.values()
    ]


def tell_ahead(reader: RoundReader, call: Invocation) -> None:
    """Tell on stderr what an office has to mend before the end: people, mandate and dates."""
    for one in obstacles(reader, office_of(reader, call)):
        if one.stops and one.what in _AHEAD:
            say(f"moet: {one.sentence}")


def tell_too_late(reader: RoundReader, on: date | None) -> None:
    """Tell on stderr of which schemes the law wanted a decision by an earlier day."""
    for sentence in decided_too_late(reader.policy, on, decided=reader.state.decided):
        say(f"Let op: {sentence}")
