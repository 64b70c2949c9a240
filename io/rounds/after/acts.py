"""What can be done next about the awards of a decided round, each with the command to type.

About the end of an award, an objection, and a decision on an award that was asked for, intended or
proposed. ``round status`` names all of them and ``explain`` those of one application, so that
whoever reads neither the step before nor the calendar finds what comes next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.notation import short_day
from ...records.after.award_decisions import DecisionKind, StoredAwardDecision
from ...records.rounds.reader import RoundReader
from ..settling.upcoming import Upcoming, all_upcoming
from .changing import open_request
from .standing import Ended, StandingAward, standing_awards

Days = Collection[date]
_CONFIRMED_BY = {
    DecisionKind.RESERVE: "reserve award", DecisionKind.CHANGED: "change decide",
    DecisionKind.CHANGE_REFUSED: "change decide", DecisionKind.REVOKED: "revoke",
}  # fmt: skip


def acts_next(reader: RoundReader, on: date, equated: Days = ()) -> tuple[Upcoming, ...]:
    """What somebody can do now about each award, by application; the end of it comes first."""
    if not reader.state.decided:
        return ()
    found = [one for one in all_upcoming(reader, on, equated) if one.presses]
    return (*found, *beside_the_end(reader, on, equated))


def beside_the_end(reader: RoundReader, on: date, equated: Days = ()) -> tuple[Upcoming, ...]:
    """The same, but for what is about the end of an award."""
    found = [
        one
        for one in (*_of_objections(reader, on, equated), *_of_decisions(reader, on))
        if one.presses
    ]
    return tuple(sorted(found, key=lambda one: one.application_id))


def _of_objections(reader: RoundReader, on: date, equated: Days) -> Iterator[Upcoming]:
    if not reader.objections:
        return
    from ..objections.following import following  # late: to most rounds nobody objected
    from ..objections.terms import terms_of

    for one in reader.objections:
        after = following(reader.id, one, terms_of(reader, one, equated, on))
        if after is not None and after.command:
            yield Upcoming(
                application_id=one.application_id,
                what=Bilingual(nl=f"{one.name}, {after.nl}", en=f"{one.name}, {after.en}"),
                command=after.command, presses=after.presses,
            )  # fmt: skip


def _of_decisions(reader: RoundReader, on: date) -> Iterator[Upcoming]:
    """What waits for a second name, else what was asked or announced and not decided on."""
    after = reader.after
    made = dict.fromkeys(one.application_id for one in after.award_decisions)
    asked = dict.fromkeys(one.application_id for one in after.change_requests)
    intended = dict.fromkeys(one.application_id for one in after.revocation_intentions)
    when = f"--round {reader.id} --date jjjj-mm-dd"
    if not (made or asked or intended):
        return
    from .deciding import waiting  # late, as for objections
    from .revoking import SAID, SILENT, intention_for, to_decide

    proposed = {n: one for n in made if (one := waiting(reader, n, tuple(DecisionKind)))}
    yield from (_second_name(one, when) for one in proposed.values())
    for number in asked:
        if number not in proposed and open_request(reader, number) is not None:
            yield Upcoming(
                application_id=number,
                what=Bilingual(nl="beslissen op het verzoek tot wijziging",
                               en="decide on the request to change the award"),
                command=f'verdeel change decide {number} {when} --reason "..."',
            )  # fmt: skip
    standings: Mapping[str, StandingAward] = standing_awards(reader) if intended else {}
    for number in intended:
        one = intention_for(reader, number)
        if number in proposed or one is None or standings[number].ended is not Ended.NOT:
            continue
        yield Upcoming(
            application_id=number,
            what=Bilingual(
                nl="besluit over de intrekking, na de zienswijze (tot en met "
                f"{one.until:%d-%m-%Y})",
                en=f"decide on the revocation, after the view (until {short_day(one.until, 'en')})",
            ),
            command=to_decide(one, reader.id, SILENT if on > one.until else SAID),
            presses=on > one.until,
        )  # fmt: skip


def _second_name(one: StoredAwardDecision, when: str) -> Upcoming:
    return Upcoming(
        application_id=one.application_id,
        what=Bilingual(
            nl=f"een tweede naam onder het voorstel van {one.made_by} ({one.kind.dutch})",
            en=f"a second name under the proposal of {one.made_by}",
        ),
        command=f"verdeel {_CONFIRMED_BY[one.kind]} {one.application_id} {when} --confirm "
        "--out <map>",
    )
