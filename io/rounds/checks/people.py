"""Who counts as whom in a real round: the office file recorded with it, and who came since.

Whoever keeps the office file writes in it who somebody is. So the people of the first one that was
used for a round stand; a login keeps the name that it had then; and who came, was given another
name or became an approver since decides on nothing until two who stood before admit them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....grants.lives.round import APPROVERS
from ....grants.names import comparable, is_same_person
from ....grants.record import Record
from ...config.office import Office
from ...records.rounds.people import Person, StoredAdmission, StoredOffice

_TWO = 2


class Known(Record):
    """Somebody who gives a command in a real round.

    ``held_back`` says in Dutch why this person decides on nothing yet; empty where nothing does.
    """

    name: str
    role: str
    held_back: str = ""


def people_of(office: Office | None) -> tuple[Person, ...]:
    """The people of an office file, by login."""
    officers = office.officers if office is not None else ()
    told = (Person(user=one.user, name=one.name, role=one.role.value) for one in officers)
    return tuple(sorted(told, key=lambda one: one.user.casefold()))


def standing(
    offices: Sequence[StoredOffice], admissions: Sequence[StoredAdmission]
) -> Mapping[str, Person]:
    """Who may decide, by login: the people of the first office file that has any, and the admitted.

    An admission counts under two names, and two logins, of people who stood when they gave it.
    """
    first: tuple[Person, ...] = next((one.people for one in offices if one.people), ())
    known = {one.user.casefold(): one for one in first}
    given: dict[tuple[str, str, str], list[StoredAdmission]] = {}
    for one in admissions:
        if not _stands(known, one):
            continue
        person = one.person
        names = given.setdefault((person.user.casefold(), person.name, person.role), [])
        names.append(one)
        people = {comparable(each.officer) for each in names}
        if len(people) >= _TWO and len({each.login.casefold() for each in names}) >= _TWO:
            known[person.user.casefold()] = person
    return known


def _stands(known: Mapping[str, Person], one: StoredAdmission) -> bool:
    by = known.get(one.login.casefold())
    return (
        by is not None
        and is_same_person(by.name, one.officer)
        and one.login.casefold() != one.person.user.casefold()
        and not is_same_person(one.officer, one.person.name)
    )


def known_as(
    login: str, used: Sequence[Person], known: Mapping[str, Person], *, names_held: bool = False
) -> Known | None:
    """Who a login is, by the office file that is used and by who stands; ``None`` if nobody.

    ``known`` is empty where no office file with people was recorded yet; then the used one counts.
    ``names_held`` says that the server knows the name of each login, and refuses any other.
    """
    now = next((one for one in used if one.user.casefold() == login.casefold()), None)
    before = known.get(login.casefold())
    if now is None:
        return None if before is None else Known(name=before.name, role="")
    if not known:
        return Known(name=now.name, role=now.role)
    if before is None:
        taken = next((one for one in known.values() if is_same_person(one.name, now.name)), None)
        if taken is not None:
            return Known(
                name=login,
                role="",
                held_back=f"De naam {now.name} hoort bij de gebruiker {taken.user}, niet bij "
                f"{login}.",
            )
        return Known(name=now.name, role=now.role, held_back=_waits(now, "kwam er later bij"))
    if not is_same_person(before.name, now.name):
        if names_held:
            return Known(name=now.name, role=now.role)  # which the server refuses by itself
        renamed = f"heette {before.name} toen de ronde werd gemaakt"
        return Known(name=before.name, role=now.role, held_back=_waits(now, renamed))
    if now.role != before.role and now.role in APPROVERS:
        return Known(name=before.name, role=now.role, held_back=_waits(now, "kreeg die rol later"))
    return Known(name=before.name, role=now.role)


def _waits(one: Person, why: str) -> str:
    return (
        f"{one.name} ({one.user}, {one.role}) {why} en stelt niets vast voordat twee anderen, die "
        f'al bij de ronde hoorden, dat hebben toegelaten: "verdeel round admit", met {one.user}.'
    )


def changes_between(before: Sequence[Person], after: Sequence[Person]) -> tuple[str, ...]:
    """What another office file changes about people, in Dutch."""
    old = {one.user.casefold(): one for one in before}
    new = {one.user.casefold(): one for one in after}
    told: list[str] = []
    for user in sorted({*old, *new}):
        was, now = old.get(user), new.get(user)
        if was is None and now is not None:
            told.append(f"{now.name} ({now.user}, {now.role}) kwam erbij")
        elif now is None and was is not None:
            told.append(f"{was.name} ({was.user}, {was.role}) ging eruit")
        elif was is not None and now is not None and was.name != now.name:
            told.append(f"{now.user} heette {was.name} en heet nu {now.name}")
        elif was is not None and now is not None and was.role != now.role:
            told.append(f"{now.name} ({now.user}) was {was.role} en is nu {now.role}")
    return tuple(told)
