"""The command ``verdeel ledger``: the balances of a round, and its journal as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from ....grants.ledger.ledger import WHOLE_FUND, Account, Balances, Cell, Posting
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess
from ...files.placing import place
from ...records.ledger import Entry
from ...records.rounds.reader import reading_round
from ..console import show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from ..tables import table

_EVENTS = {
    "opened": "plafonds volgens het verzegelde beleid",
    "requested": "gevraagd",
    "reserved": "gereserveerd bij de verdeling",
    "committed": "verplicht bij de vaststelling",
    "released": "vrijgevallen na intrekking of aanvullend besluit",
    "amended": "teruggedraaid door een wijziging van het beleid",
    "objection": "na bezwaar uit de bezwaarreserve",
    "cover": "na bezwaar, boven de bezwaarreserve: dekking nodig",
    "advanced": "voorschot betaald",
    "returned": "een betaling teruggekomen",
    "changed": "gewijzigd door een later besluit",
    "claim_revised": "terugvordering verlaagd na bezwaar",
    "settled": "vastgesteld",
    "reclaimed": "teruggevorderd",
    "repaid": "terugbetaald",
    "interest": "wettelijke rente vastgesteld, naast de uitkering",
    "interest_received": "wettelijke rente ontvangen",
    "interest_undone": "een ontvangst van rente die ten onrechte was vastgelegd, ongedaan gemaakt",
    "unpaid": "een terugbetaling die ten onrechte was vastgelegd, ongedaan gemaakt",
}
# Accounts by what they are about; the first is where the others come from.
_SIDES = {
    "Ruimte": (
        Account.CEILING, Account.FREE, Account.RELEASED, Account.RESERVED, Account.COMMITTED,
    ),
    "Aanvragen": (Account.APPLICANTS, Account.REQUESTED),
    "Kas": (Account.TREASURY, Account.ADVANCED, Account.SETTLED, Account.RECLAIMED),
    "Rente": (Account.INTEREST_INCOME, Account.INTEREST_DUE, Account.INTEREST_RECEIVED),
}  # fmt: skip
_SIDE_OF = {account: side for side, accounts in _SIDES.items() for account in accounts}
_SHOWN = (
    Account.REQUESTED, Account.RESERVED, Account.COMMITTED, Account.FREE, Account.RELEASED,
    Account.ADVANCED, Account.SETTLED, Account.RECLAIMED,
    Account.INTEREST_DUE, Account.INTEREST_RECEIVED,
)  # fmt: skip


def ledger(call: Invocation, round_id: str, out: Path | None) -> int:
    """Show the balances; also write the journal where a file is named.

    Raises:
        RefusedByProcess: the ledger does not balance, or the round is of before there was one.
        Unreadable: the file cannot be written.
    """
    with reading_round(call.database, round_id) as reader:
        policy = reader.policy
        if not reader.has_ledger:
            raise RefusedByProcess(
                f"Ronde {round_id} is van voor het grootboek; het begint bij de eerstvolgende stap "
                "die geld verplaatst."
            )
        now, faults = reader.balances, reader.balances.faults()
        if not faults:
            check_at_the_door(reader)
        text = journal(round_id, reader.entries, policy.round.window_opens)
    if faults:
        raise RefusedByProcess(
            f"Het grootboek van ronde {round_id} klopt niet: {' '.join(faults[:10])} "
            'Zie "verdeel audit verify".'
        )
    if out is not None:
        _write(out, text)
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "balances": [_as_json(now, cell) for cell in now.cells],
                "journal": None if out is None else str(out),
            }
        )
    else:
        _show(now, {key: one.name("nl") for key, one in policy.funds.items()})
        if out is not None:
            show(f"\n{out}")
    return 0


def _write(out: Path, text: str) -> None:
    place(out, text.encode())


def _as_json(now: Balances, cell: Cell) -> dict[str, object]:
    return {
        "fund": cell.fund,
        "instrument": cell.instrument or None,
        "year": cell.year,
        "own_ceiling": cell in now.ceilings,
        "ceiling": now.ceiling(cell).cents,
        **{account.value: now.of(cell, account).cents for account in _SHOWN},
    }


def _show(now: Balances, funds: Mapping[str, str]) -> None:
    """The balances of each fund under its name; what is asked stands with the schemes alone."""
    for fund, cells in groupby(now.cells, key=lambda cell: cell.fund):
        own = tuple(cells)
        show(f"{funds.get(fund, fund)}\n")
        rows = [
            (
                *_named(cell),
                *(_amount(now, cell, account) for account in _SHOWN[:5]),
                str(now.ceiling(cell)) + ("" if cell in now.ceilings else " *"),
            )
            for cell in own
        ]
        _draw(rows, (*_SHOWN[:5], Account.CEILING))
        show()
        paid = [
            (*_named(cell), *(str(now.of(cell, account)) for account in _SHOWN[5:]))
            for cell in own
            if any(now.of(cell, account) for account in _SHOWN[5:])
        ]
        if paid:
            _draw(paid, _SHOWN[5:])
            show()
    if any(cell not in now.ceilings for cell in now.cells):
        show("* geen eigen plafond: hier staat wat eruit is gehaald.")


def _draw(rows: Sequence[Sequence[str]], accounts: Sequence[Account]) -> None:
    heads = ("regeling", "jaar", *(account.dutch.lower() for account in accounts))
    show(table(heads, rows, numbers=range(2, len(heads)), keys=2))


def _named(cell: Cell) -> tuple[str, str]:
    """The scheme and the year of a cell as an office knows them."""
    scheme = instruments()[cell.instrument].name_nl if cell.instrument else "hele geldbron"
    return scheme, str(cell.year)


def _amount(now: Balances, cell: Cell, account: Account) -> str:
    """A balance; nothing where the account has none by its nature, as what is asked of a fund."""
    if account is Account.REQUESTED and cell.instrument == WHOLE_FUND:
        return ""
    return str(now.of(cell, account))


def journal(round_id: str, entries: tuple[Entry, ...], first: date) -> str:
    """The ledger as plain text that hledger reads, every balance asserted after every entry.

    An entry bears its own date, or that of the entry before it where it has none or an earlier
    one, so that the journal runs in the order in which things were recorded.
    """
    lines = [
        f"; Grootboek van ronde {round_id}",
        "; Ruimte: gereserveerd + verplicht + vrij + vrijgevallen = plafond, in elke bron,",
        "; elke regeling en elk begrotingsjaar. Na te gaan met: hledger check -s -f dit-bestand",
        "decimal-mark .",
        "commodity 1000.00 EUR",
        "",
    ]
    names = sorted({name for entry in entries for one in entry.postings for name in _names(one)})
    lines += [f"account {name}" for name in names]
    day = first
    running: dict[str, int] = {}
    for entry in entries:
        day = max(day, entry.on or day)
        lines += ["", *_entry_lines(entry, day, running)]
    return "\n".join(lines) + "\n"


def _names(one: Posting) -> tuple[str, str]:
    """The accounts of a posting, source first; applications have one of their own."""
    where = f"{one.cell.fund}:{one.cell.instrument or 'geldbron'}:{one.cell.year}"
    source, target = (
        f"{_SIDE_OF[account]}:{where}:{account.dutch}"
        + (f":{one.application_id}" if _is_per_application(one, account) else "")
        for account in (one.source, one.target)
    )
    return source, target


def _is_per_application(one: Posting, account: Account) -> bool:
    own = (
        Account.CEILING, Account.FREE, Account.RELEASED, Account.APPLICANTS, Account.TREASURY,
        Account.INTEREST_INCOME,
    )  # fmt: skip
    return bool(one.application_id) and account not in own


def _entry_lines(entry: Entry, day: date, running: dict[str, int]) -> Iterator[str]:
    """One transaction: what changes on each account, and what is on it afterwards."""
    moved: dict[str, int] = {}
    for one in entry.postings:
        source, target = _names(one)
        moved[source] = moved.get(source, 0) - one.amount.cents
        moved[target] = moved.get(target, 0) + one.amount.cents
    own = f"  ; gebeurde op {entry.on.isoformat()}" if entry.on and entry.on != day else ""
    yield f"{day.isoformat()} * ({entry.number}) {_EVENTS.get(entry.kind, entry.kind)}{own}"
    for name, cents in moved.items():
        running[name] = running.get(name, 0) + cents
        yield f"    {name}  {_plain(cents)} EUR = {_plain(running[name])} EUR"


def _plain(cents: int) -> str:
    """An amount with a point and two decimals, exactly."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros}.{rest:02d}"
