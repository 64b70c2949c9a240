"""A policy held against the law of its window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ...grants.municipality import canonical_code, municipality_by_name
from ...grants.notation import counted
from ...grants.rounds.fund import CeilingRange
from ...grants.rounds.policy import InstrumentPolicy, Policy, RoundKind
from ...instruments.after.schedule import article_of
from ...instruments.answers import answers_amiss
from ...instruments.gate import lacking
from ...instruments.instrument import Instrument, instruments
from ...instruments.law.parameters import CatalogueError
from ...instruments.terms.deadlines import retake_may_open
from ..config.policy import Amiss
from ..errors import InfeasiblePolicy, RefusedByProcess, Unreadable, WrongUse
from ..files.toml import Location
from .checks.groups import groups_amiss


def require_known(policy: Policy) -> None:
    """Refuse a policy that names a scheme nobody knows.

    Raises:
        WrongUse: with the schemes that there are.
    """
    unknown = [key for key in policy.instruments if key not in instruments()]
    if unknown:
        raise WrongUse(
            f"Het beleid noemt de regeling {unknown[0]}, die niet bestaat. "
            f"Bekend zijn: {', '.join(instruments())}."
        )


def check_law(policy: Policy) -> None:
    """The law of the window must be known, and its ceilings kept by the policy.

    Raises:
        Unreadable: the law is not known, or does not know a parameter that the policy sets.
        InfeasiblePolicy: a ceiling is missing or higher than the law allows.
    """
    for one in law_amiss(policy):
        raise one.failure


def law_amiss(policy: Policy) -> Iterator[Amiss]:
    """Everything in a policy that the law of its window does not know or allow."""
    yield from _of_cuts(policy)
    yield from groups_amiss(policy)
    for key, chosen in policy.instruments.items():
        yield from _of_law(policy, instruments()[key], chosen)


def _of_law(policy: Policy, own: Instrument, chosen: InstrumentPolicy) -> Iterator[Amiss]:
    day, explores, key = policy.round.window_opens, policy.round.explores, own.key
    place: Location = ("instruments", key)
    yield from _of_parameters(own, chosen, day, carry=explores)
    try:
        lawful = own.ceiling_on(day, carry=explores)
    except CatalogueError:
        return  # the law of that day is not known, which is told already
    if policy.tells_its_grounds and not own.ceiling_is_law(day):
        lawful = None  # one that was announced: see the gate of a real round
    unread = own.catalogue.written.unread_on(day)
    told_here = policy.tells_its_grounds and not explores and not policy.held_against_law
    if unread is not None and told_here:  # of a real round the gate tells it
        told = (
            f"De regels van {own.name_nl} van {day:%d-%m-%Y} zijn niet geraadpleegd: "
            f'{unread.why} Dit tijdvak kan alleen een verkenning zijn (kind = "what_if").'
        )
        yield Amiss(place, Unreadable(told))
    if policy.held_against_law and chosen.ceiling is None and own.ceiling_article:
        told = (
            f"Het beleid noemt geen plafond voor {own.name_nl}. Een tijdvak heeft er een nodig "
            f"({own.ceiling_article}); noem dat in ceiling."
        )
        yield Amiss(place, InfeasiblePolicy(told))
    yield from _of_retake(policy, own, chosen)
    decided = policy.round.decision_date
    for name, told in answers_amiss(own.leaves_open, chosen, lawful, own.name_nl, key, decided):
        at = (*place, name) if name == "answers" else (*place, "answers", name)
        yield Amiss(at, InfeasiblePolicy(told))
    ceiling = chosen.ceiling
    highest = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
    if lawful is not None and (highest is None or highest > lawful):
        has = "geen plafond" if highest is None else f"een plafond van {highest}"
        told = (
            f"Het beleid noemt {has} voor {own.name_nl}; de {own.regulation} staat op "
            f"{day:%d-%m-%Y} ten hoogste {lawful} toe. Noem een plafond tot dat bedrag."
        )
        yield Amiss((*place, "ceiling"), InfeasiblePolicy(told))


def _of_retake(policy: Policy, own: Instrument, chosen: InstrumentPolicy) -> Iterator[Amiss]:
    """A window only for projects refused before, where the law has none, or not so late."""
    if chosen.retake_closed is None:
        return
    opens, closed = policy.round.window_opens, chosen.retake_closed
    law = own.catalogue.law_on(opens, carry=True)
    article = article_of(law, own.retake_rule)
    place: Location = ("instruments", own.key, "retake_of")
    if not article:
        told = (
            f"De {own.name_nl} kent op {opens:%d-%m-%Y} geen tijdvak alleen voor afgewezen "
            "projecten (retake_of). Laat dat weg."
        )
        yield Amiss(place, InfeasiblePolicy(told))
    elif not retake_may_open(law, closed, opens):
        weeks = law.term(f"{own.retake_rule}.within").value
        last = closed + timedelta(weeks=weeks)
        told = (
            f"Een herkansing van de {own.name_nl} opent na de sluiting van het vorige tijdvak op "
            f"{closed:%d-%m-%Y} en uiterlijk {last:%d-%m-%Y} "
            f"({counted(weeks, 'week', 'weken')}, {article}), niet op {opens:%d-%m-%Y}."
        )
        yield Amiss((*place[:2], "retake_closed"), InfeasiblePolicy(told))


def _of_parameters(
    own: Instrument, chosen: InstrumentPolicy, day: date, *, carry: bool
) -> Iterator[Amiss]:
    """A law that is not known, or each parameter by itself that it does not take."""
    place: Location = ("instruments", own.key)
    try:
        own.catalogue.law_on(day, carry=carry)
    except CatalogueError as fault:
        yield Amiss(place, _does_not_fit(own, day, fault))
        return
    for name, value in chosen.parameters.items():
        try:
            own.catalogue.law_on(day, {name: value}, carry=carry)
        except CatalogueError as fault:
            yield Amiss((*place, "parameters", name), _does_not_fit(own, day, fault))


def _does_not_fit(own: Instrument, day: date, fault: CatalogueError) -> Unreadable:
    return Unreadable(
        f"Het beleid voor {own.name_nl} past niet bij de regels op {day:%d-%m-%Y}: {fault}."
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


def _of_cuts(policy: Policy) -> Iterator[Amiss]:
    """A cut for a municipality of no known name or code would be a cut for nobody."""
    for key, chosen in policy.instruments.items():
        for name in chosen.cut_for:
            if policy.asks and canonical_code(name) is None and municipality_by_name(name) is None:
                told = (
                    f"Het beleid noemt in cut_for van {instruments()[key].name_nl} {name}, en zo "
                    "heet geen gemeente. Schrijf de naam of de code van de gemeente."
                )
                yield Amiss(("instruments", key, "cut_for"), Unreadable(told))
