"""Opening a round: its policy checked against the law of its window, and sealed."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import Session

from ...grants.municipality import canonical_code, municipality_by_name
from ...grants.policy import CeilingRange, Policy, RoundKind
from ...grants.rounds import RoundState, Step
from ...instruments.instrument import instruments
from ...instruments.law.parameters import CatalogueError
from ..errors import InfeasiblePolicy, RefusedByProcess, Unreadable, WrongUse
from ..records import audit, tables
from ..records.database import is_example
from ..rounds.actor import Actor
from ..rounds.ledger import book_opening
from ..rounds.seal import policy_hash, program_version
from ..rounds.state import newest_seal, policy_of, require_may


def open_round(
    session: Session, round_id: str, policy: Policy, policy_file: Path, who: Actor
) -> bool:
    """Open a round and seal its policy. ``False`` if it was open already with the same policy.

    Raises:
        WrongUse: the policy is of another round, or names an instrument nobody knows.
        Unreadable: the law is not known on the first day of the window, or the policy sets a
            parameter that it may not.
        InfeasiblePolicy: a ceiling is missing or higher than the law allows.
        RefusedByProcess: the round is open with another policy, or real in an example database.
    """
    if policy.round.id != round_id:
        raise WrongUse(
            f"Het beleid is van ronde {policy.round.id}, niet van {round_id}. "
            f"Schrijf 'verdeel round open {policy.round.id}'."
        )
    unknown = [key for key in policy.instruments if key not in instruments()]
    if unknown:
        raise WrongUse(
            f"Het beleid noemt de regeling {unknown[0]}, die niet bestaat. "
            f"Bekend zijn: {', '.join(instruments())}."
        )
    require_may(who, Step.OPEN)
    check_law(policy)
    if is_example(session) and policy.round.kind is RoundKind.REAL:
        raise RefusedByProcess("Een voorbeelddatabase kan geen echte ronde bevatten.")
    sealed = policy_hash(policy)
    existing = session.get(tables.Round, round_id)
    if existing is not None:
        edition = policy_of(session, existing).edition
        same = policy_hash(policy.model_copy(update={"edition": edition}))
        if newest_seal(session, existing) == same:
            return False
        raise RefusedByProcess(
            f"Ronde {round_id} is al geopend met een ander beleid of een andere versie van het "
            "programma. Een verzegeld beleid wijzigt alleen met een wijzigingsbesluit: "
            f"'verdeel round amend {round_id}'."
        )
    opened = tables.Round(
        id=round_id,
        state=RoundState.OPEN,
        policy_json=policy.model_dump_json(),
        policy_hash=sealed,
        policy_file=str(policy_file.resolve()),
        program_version=program_version(),
        opened_by=who.name,
    )
    session.add(opened)
    session.flush()
    book_opening(session, opened)
    audit.append(session, round_id, "round.opened", who.name, program_version())
    return True


def check_law(policy: Policy) -> None:
    """The law of the window must be known, and its ceilings kept by the policy.

    Raises:
        Unreadable: the law is not known, or does not know a parameter that the policy sets.
        InfeasiblePolicy: a ceiling is missing or higher than the law allows.
    """
    _check_cuts(policy)
    day = policy.round.window_opens
    explores = policy.round.explores
    for key, chosen in policy.instruments.items():
        own = instruments()[key]
        try:
            own.catalogue.law_on(day, chosen.parameters, carry=explores)
            lawful = own.ceiling_on(day, carry=explores)
        except CatalogueError as fault:
            raise Unreadable(
                f"Het beleid voor {own.name_nl} past niet bij de regels op {day:%d-%m-%Y}: {fault}."
            ) from fault
        if lawful is None:
            continue
        ceiling = chosen.ceiling
        highest = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
        if highest is None or highest > lawful:
            has = "geen plafond" if highest is None else f"een plafond van {highest}"
            raise InfeasiblePolicy(
                f"Het beleid noemt {has} voor {own.name_nl}; de {own.regulation} staat op "
                f"{day:%d-%m-%Y} ten hoogste {lawful} toe. Noem een plafond tot dat bedrag."
            )


def _check_cuts(policy: Policy) -> None:
    """A cut for a municipality of no known name or code would be a cut for nobody."""
    for key, chosen in policy.instruments.items():
        for name in chosen.cut_for:
            if policy.asks and canonical_code(name) is None and municipality_by_name(name) is None:
                raise Unreadable(
                    f"Het beleid noemt in cut_for van {instruments()[key].name_nl} {name}, en zo "
                    "heet geen gemeente. Schrijf de naam of de code van de gemeente."
                )
