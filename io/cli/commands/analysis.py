"""The commands that answer questions about a round, and show the answers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ....grants.decisions.allocation import Status
from ....grants.money import Euro
from ....grants.notation import counted, whole
from ....grants.record import Record
from ...config.policy import load_policy
from ...errors import WrongUse
from ...records.rounds.reader import RoundReader, reading_round
from ...rounds.questions import came_free, frontier_of, prices_of, reserve_of
from ...rounds.questions import compare as compare_round
from ...rounds.state import as_decided
from ...wording.divisions import division_lines
from ...wording.grounds import binding_in
from ...wording.limits import limit_sentence
from ..console import Counter, Stages, show, show_json
from ..invocation import Invocation
from ..tables import table
from ..typed import euros

_DEFAULT_RUNGS = ("€ 1 mln", "€ 5 mln", "€ 10 mln", "€ 25 mln", "€ 50 mln")


def compare(call: Invocation, round_id: str, policy: Path) -> int:
    """The same round under another policy."""
    read, _text = load_policy(policy)
    with reading_round(call.database, round_id) as reader:
        found = compare_round(reader, as_decided(reader, read), watch=Stages())
        mine = reader.policy
    before, after = found.before.totals, found.after.totals
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "policy": policy.name,
                "status": found.after.status.value,
                "before": {
                    "amount": before.amount.cents,
                    "affordable_homes": before.affordable_homes,
                },
                "after": {"amount": after.amount.cents, "affordable_homes": after.affordable_homes},
                "homes_gained": found.homes_gained,
                "changes": [
                    {**one.model_dump(mode="json"), "difference": one.difference.cents}
                    for one in found.changes
                ],
            }
        )
        return 0 if found.after.status is Status.PROVEN else 1
    rows = [
        (label, whole(total.affordable_homes), str(total.amount), whole(total.granted))
        for label, total in (("deze ronde", before), (policy.name, after))
    ]
    show(
        table(("beleid", "betaalbare woningen", "toegekend", "aanvragen"), rows, numbers=(1, 2, 3))
    )
    homes = "woning" if abs(found.homes_gained) == 1 else "woningen"
    show(f"\nVerschil: {_signed(found.homes_gained)} betaalbare {homes}.")
    if found.after.status is not Status.PROVEN:
        show("Het andere beleid is niet bewezen; de uitkomst is een ontwerp.")
    show(
        "Het andere beleid kan andere grenzen hebben; dit verschil is daarom geen prijs van de wet."
    )
    for line in division_lines(found.before, mine, "nl"):
        show(line)
    show(
        f"{counted(len(found.changes), 'aanvraag krijgt', 'aanvragen krijgen')} een ander bedrag "
        "of een andere uitkomst.\n"
    )
    show(
        table(
            ("aanvraag", "nu", "anders", "verschil"),
            [
                (one.application_id, str(one.before), str(one.after), str(one.difference))
                for one in found.changes
            ],
            numbers=(1, 2, 3),
        )
    )
    return 0 if found.after.status is Status.PROVEN else 1


def frontier(
    call: Invocation,
    round_id: str,
    fund: str | None,
    points: int,
    rules: bool,
    scheduler: str | None = None,
) -> int:
    """Homes against budget, or what each rule costs."""
    if rules:
        return _prices(call, round_id, scheduler)
    with reading_round(call.database, round_id) as reader:
        chosen = fund or _first_fund(reader)
        found = frontier_of(
            reader,
            chosen,
            points,
            workers=_workers(),
            done=Counter("budgetten"),
            scheduler=scheduler,
        )
        policy = reader.policy
    rows = [
        (
            str(Euro(one.cents)),
            "-" if one.homes is None else whole(one.homes),
            "uitgerekend" if one.status is Status.PROVEN else "niet uitgerekend",
            binding_in(policy, one.binding, "nl"),
        )
        for one in found
    ]
    _answer(
        call, found, rows, ("budget", "betaalbare woningen", "status", "knelt"), numbers=(0, 1),
        above=f"Geldbron {chosen}: betaalbare woningen bij elk budget, en wat meer tegenhoudt.",
    )  # fmt: skip
    _what_it_rests_on(call)
    return 0 if all(one.status is Status.PROVEN for one in found) else 1


def _prices(call: Invocation, round_id: str, scheduler: str | None) -> int:
    with reading_round(call.database, round_id) as reader:
        policy = reader.policy
        found = prices_of(
            reader,
            workers=_workers(),
            done=Counter("regels doorgerekend"),
            scheduler=scheduler,
        )
    rows = [
        (
            one.code,
            "niet uitgerekend" if one.homes_gained is None else _signed(one.homes_gained),
            limit_sentence(one, policy, call.lang),
        )
        for one in found
    ]
    _answer(call, found, rows, ("regel", "woningen erbij zonder", "wat hij zegt"), numbers=(1,))
    _what_it_rests_on(call)
    return 1 if any(one.homes_gained is None for one in found) else 0


def _what_it_rests_on(call: Invocation) -> None:
    """No tree is grown for a what-if: that it is the most is the word of a solver."""
    if not call.as_json:
        show(
            "\nElk aantal heeft een verdeling die tot op de cent is nagerekend; dat er geen betere "
            "is, zegt één rekenprogramma en is niet bewezen."
        )


def reserve(
    call: Invocation,
    round_id: str,
    fund: str | None,
    amounts: tuple[str, ...],
    scheduler: str | None = None,
) -> int:
    """Who is next for each amount that may come free."""
    wanted = [_amount(text) for text in amounts or _DEFAULT_RUNGS]
    with reading_round(call.database, round_id) as reader:
        chosen = fund or _first_fund(reader)
        found = reserve_of(
            reader,
            chosen,
            wanted,
            workers=_workers(),
            done=Counter("bedragen"),
            scheduler=scheduler,
        )
        free = None if amounts else came_free(reader, chosen)
    found = found if free is None else (free, *found)
    rows = [
        (
            str(Euro(one.freed)) + (" *" if one.came_free else ""),
            whole(one.homes_gained),
            ", ".join(f"{number} ({Euro(cents)})" for number, cents in one.awards) or "niemand",
        )
        for one in found
    ]
    _answer(
        call, found, rows, ("vrij", "woningen erbij", "aan de beurt"), numbers=(0, 1),
        above=f"Geldbron {chosen}: wie er aan de beurt is als er geld vrijkomt.",
    )  # fmt: skip
    if free is not None and not call.as_json:
        show(
            "\n* Dit is vrijgevallen sinds het besluit. Het blijft onder het plafond en binnen de "
            "kasjaren waar het vandaan komt."
        )
    return 0 if all(one.status is Status.PROVEN for one in found) else 1


def _first_fund(reader: RoundReader) -> str:
    return next(iter(reader.policy.funds))


def _answer(
    call: Invocation,
    found: Sequence[Record],
    rows: Sequence[Sequence[str]],
    headers: tuple[str, ...],
    *,
    numbers: tuple[int, ...],
    above: str = "",
) -> None:
    """The same answers as a table, or as data."""
    if call.as_json:
        show_json([one.model_dump(mode="json") for one in found])
        return
    if above:
        show(f"{above}\n")
    show(table(headers, rows, numbers=numbers))


def _amount(text: str) -> Euro:
    try:
        return euros(text)
    except ValueError as fault:
        raise WrongUse(f'{fault}. Schrijf bijvoorbeeld --amount "€ 5 mln".') from fault


def _signed(number: int) -> str:
    return f"{'+' if number >= 0 else '-'}{whole(abs(number))}"


def _workers() -> int:
    return os.cpu_count() or 1
