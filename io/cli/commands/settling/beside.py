"""The command ``verdeel reclaim``, beside the claim itself.

Interest on what came too late, and what a later statement settles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from .....grants.lives.round import ANOTHER_APPROVER
from .....grants.notation import counted, share
from .....instruments.terms.rate import Rate
from ....errors import WrongUse
from ....letters.settling.interest import interest_letter
from ....records.settling.stored import SettlingKind
from ....steps.settling import correcting
from ....steps.settling import interest as step
from ...invocation import Invocation
from ...typed import amount_of, day_of
from .papers import (
    addressed,
    doing,
    only_confirming,
    require_letter,
    told_before,
    told_of,
    write_letter,
)

_PERCENT = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?")


def interest(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    rates: Sequence[str],
    source: str | None,
    amount: str | None,
    upon: str | None,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose the interest, or take the decision and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    only_confirming(confirm, reason, rates, source, amount, upon)
    against = (upon or "").strip().upper()
    asked = amount_of(amount, "--amount")
    folder = require_letter(out) if confirm else None
    with doing(call, round_id, number, day) as act:
        done = act.taken(SettlingKind.INTEREST, day) if confirm else None
        if done is not None:
            return told_before(act, done, day)
        equated = act.equated
        if confirm:
            told = step.approve_interest(act.reader, number, act.who, day, equated)
        else:
            named = [_rate(one, (source or "").strip()) for one in rates]
            why = (reason or "").strip()
            told = step.propose_interest(
                act.reader, number, act.who, day, why, named, equated, asked, against
            )
        instrument = act.instrument
        if folder is not None:  # before it is kept: a decision without its letter is not taken
            to = addressed(act.reader, call, number)
            matter = interest_letter(
                told.act, told.claim, told.lines, told.before, told.paying, instrument,
                to.application, to.place, call.lang, upon=told.upon,
            )  # fmt: skip
            write_letter(call, round_id, to, matter, folder, day)
    more: dict[str, object] = {
        "lines": [one.model_dump(mode="json") for one in told.lines],
        "pay_by": told.paying.last.isoformat(), "new": told.new,
    }  # fmt: skip
    return told_of(act, told.act, folder, more, _interest_told(told, confirm=confirm))


def _interest_told(told: step.InterestFixed, *, confirm: bool) -> Iterator[str]:
    one = told.act
    for line in told.lines:
        rate = share(Fraction(line.hundredths, 10_000), "nl")
        yield (
            f"    {line.since:%d-%m-%Y} tot {line.until:%d-%m-%Y}: {rate} over "
            f"{line.base} is {line.interest}"
        )
    done = "vastgesteld" if confirm else "voorgesteld"
    yield f"{one.application_id}: {one.detail.amount} wettelijke rente {done} ({one.article})."
    yield "Rente is geen deel van de uitkering; zij staat er in het grootboek naast (Rente)."
    if confirm and one.detail.amount:
        yield f"Te betalen uiterlijk {told.paying.last:%d-%m-%Y}: {told.paying.text('nl')}."
    if told.replaces is not None:
        yield (
            f"Dit komt in de plaats van het besluit van {told.replaces.done_on:%d-%m-%Y} over "
            f"{told.replaces.detail.amount}, na bezwaar {one.detail.upon}".rstrip()
            + "."
        )


def _rate(text: str, source: str) -> Rate:
    day, _, percent = text.partition("=")
    found = _PERCENT.fullmatch(percent.strip().rstrip("%").strip())
    try:
        if found is None:
            raise ValueError(percent)
        hundredths = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
        return Rate(since=date.fromisoformat(day.strip()), hundredths=hundredths, source=source)
    except ValueError as fault:
        raise WrongUse(
            f"--rate {text} is niet te lezen. Schrijf bijvoorbeeld --rate 2031-01-01=4."
        ) from fault


def correct(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    statement: str | None,
    other_homes: str | None,
    basis: str | None,
    confirm: bool,
) -> int:
    """Propose to keep what a later statement settles, or confirm that another did."""
    day, number = day_of(on, "de verrekening"), application_id.upper()
    only_confirming(confirm, reason, statement, other_homes, basis)
    if not confirm and not (statement or "").strip():
        raise WrongUse("Noem met --statement de latere opgave die dit verrekent.")
    with doing(call, round_id, number, day) as act:
        done = act.taken(SettlingKind.CORRECTED, day) if confirm else None
        if done is not None:
            return told_before(act, done, day)
        if confirm:
            told = correcting.approve_correction(act.reader, number, act.who, day)
        else:
            told = correcting.propose_correction(
                act.reader, number, act.who, day, (reason or "").strip(),
                (statement or "").strip().upper(), (other_homes or "").strip(),
                (basis or "").strip(),
            )  # fmt: skip
    found = told.found
    more: dict[str, object] = {
        "statement": found.statement, "settled_in": found.round, "stated": found.stated,
        "actual": found.actual, "carried": found.carried.cents, "new": told.new,
    }  # fmt: skip
    done = "verrekend" if confirm else f"te verrekenen als {ANOTHER_APPROVER} het bevestigt"
    corrected = (
        f"{number}: {counted(found.actual, 'woning', 'woningen')} in plaats van {found.stated}; "
        f"{found.lower} {done} met "
        f"{found.statement} van ronde {found.round} ({told.act.article})."
    )
    lines = [corrected]
    if found.carried:
        lines.append(
            f"{found.carried} kon {found.statement} niet verrekenen: dat blijft staan voor een "
            f"volgende opgave, of voor verdeel reclaim intend {number} --carried."
        )
    return told_of(act, told.act, None, more, lines)
