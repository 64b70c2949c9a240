"""``verdeel`` alone: where you are, and what comes next, with the command to type."""

from __future__ import annotations

from pathlib import Path

from ....errors import WrongUse
from ....records.location import DEFAULT_DATABASE
from ...console import show

_MOST = 10  # rounds at once; an office has one or two a year
_DEFAULT_FILE = DEFAULT_DATABASE.removeprefix("sqlite:///")


def overview(database: str) -> int:
    """The rounds of the database with their next step; without one, how to begin.

    What a database needs is loaded only where there is one: whoever begins does not wait for it.
    """
    if database == DEFAULT_DATABASE and not Path(_DEFAULT_FILE).exists():
        show(f"In deze map is nog geen database ({_DEFAULT_FILE}).")
        _ways_to_begin(Path.cwd())
        return 0
    from .....grants.lives.round import RoundState
    from ....records.connecting import shown
    from ....records.database import reading
    from ....records.rounds import register
    from ....records.rounds.reader import RoundReader
    from ...invocation import Invocation
    from ..actor import next_here

    with reading(database) as session:
        rounds = register.states(session)
        call = Invocation(database, None, None, "nl", False)
        after = [next_here(RoundReader(session, number), call) for number, _ in rounds[-_MOST:]]
    show(f"Database: {shown(database)}")
    if not rounds:
        show("Er is nog geen ronde in.")
        _ways_to_begin(Path.cwd())
        return 0
    if len(rounds) > _MOST:
        show(f"De laatste {_MOST} van {len(rounds)} rondes:")
    for (number, state), command in zip(rounds[-_MOST:], after, strict=True):
        show(f"  {number}: {RoundState(state).dutch}.")
        if command:
            show(f"    Hierna: {command}")
    one = rounds[0][0] if len(rounds) == 1 else "<ronde>"
    show(f"Waar een ronde staat en wie aan zet is: verdeel round status {one}")
    show("Wat er dringt, in alle rondes: verdeel calendar")
    show("Alle opdrachten: verdeel --help")
    return 0


def _ways_to_begin(folder: Path) -> None:
    policies = sorted(folder.glob("*/policy.toml"))[:1] or sorted(folder.glob("policy.toml"))
    show("Zo begint u:")
    show("  Alles zien op voorbeelden:    verdeel demo")
    show("  Een ronde van uzelf beginnen: verdeel round new")
    if policies:
        policy = policies[0].relative_to(folder)
        show(f"  Verder met wat er ligt:       verdeel policy check {policy}")
    show("  Alle opdrachten:              verdeel --help")


def the_round(database: str, named: str | None) -> str:
    """The round that is meant: the one that is named, or the only one that there is.

    Raises:
        WrongUse: none is named, and there is none or more than one.
    """
    if named is not None:
        return named
    from ....records.database import reading  # late, as above
    from ....records.rounds import register

    with reading(database) as session:
        known = register.numbers(session)
    if len(known) == 1:
        return known[0]
    if not known:
        raise WrongUse('Er is nog geen ronde in deze database. Begin met "verdeel round new".')
    raise WrongUse(f"Er zijn {len(known)} rondes. Noem er een: {', '.join(known)}.")
