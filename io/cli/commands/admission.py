"""The command ``verdeel round admit``: who may decide on a round, and who came to it later."""

from __future__ import annotations

from ...records.rounds.reader import changing_round, reading_round
from ...steps.admission import admit as admit_person
from ...steps.admission import used_offices, waiting
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting


def admit(call: Invocation, round_id: str, login: str | None) -> int:
    """Put a name under an admission; without a login, tell who was there and who waits."""
    if login is None:
        return _tell(call, round_id)
    with changing_round(call.database, round_id) as reader:
        done = admit_person(reader, login, acting(reader, call))
    if call.as_json:
        show_json({"round": round_id, **done.model_dump(mode="json")})
        return 0
    person = done.person
    show(f"{person.name} ({person.user}, {person.role}): toegelaten door {' en '.join(done.by)}.")
    show(
        "Vanaf nu telt dat bij deze ronde."
        if done.complete
        else "Dat telt zodra een tweede het ook doet."
    )
    return 0


def _tell(call: Invocation, round_id: str) -> int:
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        used, waits = used_offices(reader), waiting(reader)
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "offices": [one.model_dump(mode="json") for one in used],
                "waiting": [one.model_dump(mode="json") for one in waits],
            }
        )
        return 0
    for one in used:
        show(f"Kantoorbestand {one.sha256 or '(geen)'}, door {one.officer} ({one.login})")
        for change in one.changes:
            show(f"  {change}")
    for one in waits:
        show(f"Wacht op toelating: {one.name} ({one.user}, {one.role})")
    if not used:
        show(f"Bij ronde {round_id} is geen kantoorbestand vastgelegd.")
    return 0
