"""What came free of a round since its decisions, and until when somebody else can have it.

Money goes back under its own ceiling. What was paid on an award that is no longer owed is not free
until it came back: it can be spent once. What came free is of the budget year of its ceiling, and
is gone after that, unless the ceiling holds over the years.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.ledger.ledger import WHOLE_FUND, Account, Cell, budget_year
from ....grants.money import ZERO, Euro
from ....grants.rounds.fund import Holds
from ....grants.rounds.policy import Policy
from ....instruments.instrument import instruments
from ....instruments.law.parameters import NotInForce
from ...records.rounds.reader import RoundReader


def released(reader: RoundReader, fund: str) -> dict[str, int]:
    """What came free, in cents by scheme; of schemes without a ceiling under the empty name."""
    now = reader.balances
    found: dict[str, int] = {}
    whole_fund = 0
    for cell in now.cells:
        if cell.fund != fund:
            continue
        cents = now.of(cell, Account.RELEASED).cents
        if cell.instrument == WHOLE_FUND:
            whole_fund += cents
        elif cents:
            found[cell.instrument] = found.get(cell.instrument, 0) + cents
    found |= {"": whole_fund - sum(found.values())}
    for cell, amount in paid_and_not_due(reader).items():
        if cell.fund == fund:
            at = cell.instrument if cell.instrument in found else ""
            found[at] = max(0, found[at] - amount.cents)
    return found


def paid_and_not_due(reader: RoundReader) -> dict[Cell, Euro]:
    """What was paid above what is still committed and did not come back, by cell.

    It is free for nobody, in this round or a later one, until it came back.
    """
    now = reader.balances
    found: dict[Cell, Euro] = {}
    out = (Account.RECLAIMED, Account.ADVANCED)
    for number in sorted({one for account in out for one in now.applications_on(account)}):
        parts = [now.part(account, number) for account in out]
        paid = Euro.total(amount for part in parts for amount in part.values())
        due = now.total(Account.COMMITTED, number) - now.total(Account.SETTLED, number)
        above = max(paid - due, ZERO)
        for cell, amount in (pair for part in parts for pair in reversed(list(part.items()))):
            taken = min(above, amount)
            above = above - taken
            if taken:
                found[cell] = found.get(cell, ZERO) + taken
    return found


def still_there(
    reader: RoundReader, policy: Policy, fund: str, came: Mapping[str, int]
) -> dict[str, int]:
    """What of it no later round took; ``policy`` is what other rounds left of this one by now."""
    now = reader.balances
    used: dict[str, int] = {}
    for cell in (one for one in now.cells if one.fund == fund):
        used[cell.instrument] = used.get(cell.instrument, 0) + now.of(cell, Account.COMMITTED).cents
    own = policy.funds[fund]
    raised: dict[str, int] = {}  # what decisions on objections took came on top
    for cell, amount in reader.raised_ceilings.items():
        if cell.fund == fund:
            raised[cell.instrument] = raised.get(cell.instrument, 0) + amount.cents
    room = (own.total - own.objection_reserve).cents + raised.get(WHOLE_FUND, 0)
    left = max(0, room - used.get(WHOLE_FUND, 0))
    found: dict[str, int] = {}
    for key, cents in came.items():
        ceiling = policy.instruments[key].ceiling if key else None
        own_room = ceiling.cents + raised.get(key, 0) if isinstance(ceiling, Euro) else None
        most = left if own_room is None else own_room - used.get(key, 0)
        found[key] = max(0, min(cents, most, left))
        left -= found[key]
    return found


def free_for(reader: RoundReader, policy: Policy, scheme: str) -> Euro:
    """What came free and this scheme can have; never what is kept for objections.

    ``policy`` is what other rounds left of this one by now.
    """
    fund = policy.instruments[scheme].fund
    there = still_there(reader, policy, fund, released(reader, fund))
    own = Cell(fund, scheme, budget_year(policy)) in reader.balances.ceilings
    return Euro(there.get(scheme if own else "", 0))


def last_day_to_give(policy: Policy, scheme: str) -> tuple[date, Bilingual] | None:
    """The last day on which somebody can have freed money of a scheme, with what sets it.

    ``None`` where nothing does. As :func:`lapsed`, which says so once that day is past.
    """
    chosen, own = policy.instruments[scheme], instruments()[scheme]
    found: list[tuple[date, Bilingual]] = []
    if chosen.reserve_until is not None:
        why = Bilingual(
            nl=f"de reservelijst geldt tot dan ({chosen.reserve_text})",
            en=f"the reserve list holds until then ({chosen.reserve_text})",
        )
        found.append((chosen.reserve_until, why))
    if own.catalogue.last_day is not None:
        why = Bilingual(nl="de laatste dag van de regeling", en="the last day of the regulation")
        found.append((own.catalogue.last_day, why))
    holds = chosen.ceiling_holds if chosen.ceiling is not None else policy.funds[chosen.fund].holds
    if holds is not Holds.TOTAL:
        why = Bilingual(
            nl="het begrotingsjaar van het plafond eindigt (artikel 105 Grondwet)",
            en="the budget year of the ceiling ends (article 105 Grondwet)",
        )
        found.append((date(budget_year(policy), 12, 31), why))
    return min(found, key=lambda one: one[0], default=None)


def lapsed(policy: Policy, scheme: str, on: date) -> str:
    """Why nobody can have freed money of a scheme on a day, in Dutch; empty where they can."""
    chosen, own = policy.instruments[scheme], instruments()[scheme]
    if chosen.reserve_until is not None and on > chosen.reserve_until:
        return (
            f"De reservelijst van {own.name_nl} gold tot en met {chosen.reserve_until:%d-%m-%Y} "
            f"({chosen.reserve_text})."
        )
    try:
        own.catalogue.law_on(on, chosen.parameters)
    except NotInForce:
        return f"De regels van {own.name_nl} gelden niet meer op {on:%d-%m-%Y}."
    year = budget_year(policy)
    holds = chosen.ceiling_holds if chosen.ceiling is not None else policy.funds[chosen.fund].holds
    if holds is not Holds.TOTAL and on.year > year:
        return (
            f"Wat vrijviel staat onder het plafond van begrotingsjaar {year}, en dat is voorbij "
            "(artikel 105 Grondwet en de Comptabiliteitswet 2016: een begroting geldt voor een "
            "jaar). Alleen een begrotingswet kan het opnieuw beschikbaar maken."
        )
    return ""
