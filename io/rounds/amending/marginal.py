"""The marginal application: who crosses the ceiling, granted by a decision after the window.

A ranking stops at the application that does not fit under the ceiling any more. RWbi art. 6(3) lets
it be granted all the same, in full: what lies above the ceiling is charged to the next window, and
paid in a second part. It is the only thing that the law leaves to choose once the window has
closed, and it is about one application, which the decision names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ....grants.lives.round import RoundState, Step
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.policy import MarginalDecision, Policy
from ....instruments.instrument import instruments
from ....optimiser.model.choices import IN_ORDER
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ..actor import Actor
from ..checks.chronology import Ground, require_after
from ..checks.earlier_rounds import next_window, readers_beside
from ..dividing.case import RoundCase, case_of_round
from ..incomplete import no_application
from ..state import require_may


class Crossing(Record):
    """An application that crosses the ceiling of its scheme, and what granting it comes to.

    ``amount`` is the whole award: ``here`` is what is left under the ceiling, ``ahead`` what the
    next window bears, which is that of round ``window`` where one is open. ``homes`` are those of
    the application, ``affordable`` those among them.
    """

    application: str
    instrument: str
    article: str
    amount: Euro
    here: Euro
    ahead: Euro
    homes: int
    affordable: int
    window: str = ""


class NotThere(Record):
    """Why nothing can be granted so under a scheme, in Dutch."""

    instrument: str
    why: str


def crossings(reader: RoundReader) -> Iterator[Crossing | NotThere]:
    """For each scheme whose law knows it: who crosses the ceiling, or why nobody does.

    A round that was not divided has none.
    """
    case = case_of_round(reader, opening=reader.opening)
    for key in case.policy.instruments:
        if instruments()[key].marginal_article:
            why = _closed(case.policy, key)
            yield NotThere(instrument=key, why=why) if why else _crossing(reader, case, key)


def _closed(policy: Policy, key: str) -> str:
    """Why the policy of a round leaves nothing to decide here; empty where it does."""
    rules = policy.instruments[key]
    if rules.rule not in IN_ORDER:
        return (
            "het geld wordt niet in een volgorde verdeeld, dus geen aanvraag overschrijdt als "
            "eerste het plafond"
        )
    if rules.when_it_does_not_fit == "skip":
        return (
            'het beleid slaat over wie niet past (when_it_does_not_fit = "skip") en geeft het '
            "geld aan de volgenden. Er is dan geen aanvraag waarbij de rangschikking stopt, en die "
            "keuze stond vóór het tijdvak vast: zij wordt na het tijdvak niet meer gemaakt"
        )
    if rules.marginal_application:
        return (
            "het beleid kent de aanvraag die het plafond overschrijdt al toe "
            "(marginal_application = true)"
        )
    if any(one.instrument == key for one in policy.marginal):
        (made,) = (one.application for one in policy.marginal if one.instrument == key)
        return f"over {made} is dat al besloten"
    return ""


def _crossing(reader: RoundReader, case: RoundCase, key: str) -> Crossing | NotThere:
    # Imported here, because what only reads a list states no problem.
    from ....optimiser.model.case import case_of
    from ....optimiser.solution import Why

    rules = case.policy.instruments[key].model_copy(update={"marginal_application": True})
    stated = {**case.policy.instruments, key: rules}
    made = case_of(case.candidates, case.policy.model_copy(update={"instruments": stated}))
    for item in made.items:
        grant = item.constant
        if item.candidate.instrument == key and item.why is Why.MARGINAL and grant is not None:
            window = next_window(reader, key, readers_beside(reader))
            return Crossing(
                application=item.candidate.application_id,
                instrument=key,
                article=instruments()[key].marginal_article,
                amount=Euro(grant.cents),
                here=Euro(grant.charged),
                ahead=Euro(grant.cents - grant.charged),
                homes=item.candidate.homes.total,
                affordable=item.candidate.homes.affordable,
                window="" if window is None else window.id,
            )
    return NotThere(
        instrument=key,
        why="geen aanvraag overschrijdt het plafond: alles past, of het is tot de cent besteed",
    )


def decided_so(
    reader: RoundReader, application: str, reason: str, who: Actor, on: date | None
) -> tuple[Policy, Crossing]:
    """The policy of a round with the decision to grant this application, and what it comes to.

    Raises:
        RefusedByProcess: the round has no list that waits for its approval, the window has not
            closed, this application does not cross a ceiling, its law or the policy does not allow
            it, or the next window was decided on already.
        WrongUse: there is no such application, or no date.
    """
    _require_list(reader, application, who)
    if on is None:
        raise WrongUse("Noem met --date de dag van dit besluit: die ligt na het tijdvak.")
    found = _found(reader, application)
    closed = reader.policy.window_of(found.instrument).closes
    ground = Ground(day=closed + timedelta(days=1), dutch="de dag na het tijdvak")
    require_after("Een besluit over wie het plafond overschrijdt", on, (ground,))
    _require_room(reader, found)
    made = MarginalDecision(
        instrument=found.instrument, application=application, reason=reason.strip(),
        article=found.article,
    )  # fmt: skip
    now = reader.policy
    return now.model_copy(update={"marginal": (*now.marginal, made)}), found


def taken_back(reader: RoundReader, application: str, who: Actor) -> Policy:
    """The policy of a round without the decision to grant this application.

    Raises:
        RefusedByProcess: the list was approved, or the role forbids it.
        WrongUse: nothing was decided on it.
    """
    _require_list(reader, application, who, also=(RoundState.AMENDED, RoundState.SCREENED))
    now = reader.policy
    left = tuple(one for one in now.marginal if one.application != application)
    if len(left) == len(now.marginal):
        raise WrongUse(f"Over {application} is zo niet besloten; er valt niets terug te nemen.")
    return now.model_copy(update={"marginal": left})


def _require_list(
    reader: RoundReader, application: str, who: Actor, also: tuple[RoundState, ...] = ()
) -> None:
    require_may(who, Step.AMEND)
    state = reader.state
    if not reader.policy.asks:
        raise RefusedByProcess(
            f"Ronde {reader.id} is geopend met een eerdere uitgave van het programma; daarin is "
            'dit een sleutel van het beleid (marginal_application), die met "verdeel round amend" '
            "wordt gewijzigd."
        )
    if state is RoundState.ALLOCATED or state in also:
        return
    if state.decided:
        raise RefusedByProcess(
            f"De lijst van ronde {reader.id} is vastgesteld; wat er over {application} in staat is "
            "een besluit. Dat wordt alleen nog anders na bezwaar, of door het beleid te wijzigen "
            "voordat de brieven uitgaan."
        )
    raise RefusedByProcess(
        f"Ronde {reader.id} is {state.dutch}. Welke aanvraag het plafond overschrijdt, staat pas "
        f"vast als het tijdvak is gesloten en er is verdeeld: verdeel allocate --round {reader.id}."
    )


def _found(reader: RoundReader, application: str) -> Crossing:
    key = next(
        (
            one.instrument
            for one in reader.applications
            if one.application.application_id == application
        ),
        "",
    )
    if not key:
        raise no_application(reader, application)
    name = instruments()[key].name_nl
    if not instruments()[key].marginal_article:
        raise RefusedByProcess(
            f"De regeling {name} kent geen aanvraag die boven het plafond wordt toegekend; "
            f"{application} kan dat niet worden."
        )
    one = next(found for found in crossings(reader) if found.instrument == key)
    if isinstance(one, NotThere):
        raise RefusedByProcess(
            f"{application} kan niet boven het plafond van {name} worden toegekend: {one.why}."
        )
    if one.application != application:
        raise RefusedByProcess(
            f"Niet {application} maar {one.application} overschrijdt het plafond van {name}, en "
            "alleen wie het als eerste overschrijdt kan worden toegekend."
        )
    return one


def _require_room(reader: RoundReader, found: Crossing) -> None:
    """The next window has to be able to bear it: not decided on yet, with a ceiling of so much."""
    later = next((one for one in readers_beside(reader) if one.id == found.window), None)
    if later is None:
        return
    ceiling = later.policy.instruments[found.instrument].ceiling
    if later.state.decided:
        raise RefusedByProcess(
            f"Ronde {later.id}, het volgende tijdvak, is al vastgesteld; haar plafond kan "
            f"{found.ahead} niet meer dragen."
        )
    if isinstance(ceiling, Euro) and ceiling < found.ahead:
        raise RefusedByProcess(
            f"Het plafond van ronde {later.id}, het volgende tijdvak, is {ceiling}, en "
            f"{found.application} neemt daarvan {found.ahead}."
        )
