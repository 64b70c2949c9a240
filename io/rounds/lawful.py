"""A policy held against the law of its window."""

from __future__ import annotations

from ...grants.municipality import canonical_code, municipality_by_name
from ...grants.policy import CeilingRange, Policy, RoundKind
from ...instruments.gate import lacking
from ...instruments.instrument import instruments
from ...instruments.law.parameters import CatalogueError
from ..errors import InfeasiblePolicy, RefusedByProcess, Unreadable


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
            if policy.tells_its_grounds and not own.ceiling_is_law(day):
                lawful = None  # one that was announced: see the gate of a real round
        except CatalogueError as fault:
            raise Unreadable(
                f"Het beleid voor {own.name_nl} past niet bij de regels op {day:%d-%m-%Y}: {fault}."
            ) from fault
        unread = own.catalogue.written.unread_on(day)
        if unread is not None and policy.tells_its_grounds and not explores:
            raise Unreadable(
                f"De regels van {own.name_nl} van {day:%d-%m-%Y} zijn niet geraadpleegd: "
                f'{unread.why} Dit tijdvak kan alleen een verkenning zijn (kind = "what_if").'
            )
        if policy.held_against_law and chosen.ceiling is None and own.ceiling_article:
            raise InfeasiblePolicy(
                f"Het beleid noemt geen plafond voor {own.name_nl}. Een tijdvak heeft er een nodig "
                f"({own.ceiling_article}); noem dat in ceiling."
            )
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


def require_basis(policy: Policy) -> None:
    """Refuse a real round that rests on too little: to open it, to approve it and to send it.

    A round that was sealed before this was asked keeps its form.

    Raises:
        RefusedByProcess: with everything that the policy lacks.
    """
    lacks = lacking(policy) if policy.held_against_law else ()
    if lacks:
        raise RefusedByProcess(
            "Deze ronde is echt, en haar verdeling rust op te weinig: zij wordt niet geopend, "
            "vastgesteld of verzonden. " + " ".join(one.nl for one in lacks)
        )


def require_deciding(policy: Policy) -> None:
    """Refuse a decision, of any kind, in a round in which nothing is decided.

    Raises:
        RefusedByProcess: the round is a what-if or a planning, or real and rests on too little.
    """
    if policy.round.kind in (RoundKind.WHAT_IF, RoundKind.PLANNING):
        raise RefusedByProcess(
            "Deze ronde is een verkenning. Zij kan worden berekend en vergeleken, "
            "maar niet vastgesteld, en er gaat geen besluit uit."
        )
    require_basis(policy)


def _check_cuts(policy: Policy) -> None:
    """A cut for a municipality of no known name or code would be a cut for nobody."""
    for key, chosen in policy.instruments.items():
        for name in chosen.cut_for:
            if policy.asks and canonical_code(name) is None and municipality_by_name(name) is None:
                raise Unreadable(
                    f"Het beleid noemt in cut_for van {instruments()[key].name_nl} {name}, en zo "
                    "heet geen gemeente. Schrijf de naam of de code van de gemeente."
                )
