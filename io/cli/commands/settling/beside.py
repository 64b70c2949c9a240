"""The command ``verdeel reclaim``, beside the claim itself.

A repayment undone, interest on what came too late, and what a later statement settles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .....grants.notation import counted
from .....instruments.statutory_interest import Rate
from ....errors import WrongUse
from ....letters.settling.interest import interest_letter
from ....records.rounds.reader import changing_round
from ....records.settling.stored import SettlingKind
from ....rounds.settling.deciding import taken_before
from ....steps.settling import collecting, correcting
from ....steps.settling import interest as step
from ...console import show
from ...invocation import Invocation
from ..actor import acting, office_of
from .papers import (
    act_json,
    addressed,
    amount_of,
    day_of,
    next_of,
    only_confirming,
    require_letter,
    show_next,
    told_before,
    write_letter,
)

_PERCENT = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?")


def undo(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reference: str | None,
    reason: str | None,
    confirm: bool,
) -> int:
    """Propose to undo a repayment, or confirm that another did."""
    day, number = day_of(on, "het ongedaan maken"), application_id.upper()
    only_confirming(confirm, reference, reason)
    if not confirm and not (reference or "").strip():
        raise WrongUse("Noem met --reference het kenmerk van de terugbetaling die niet kwam.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        done = taken_before(reader, number, SettlingKind.UNDONE, who, day) if confirm else None
        if done is not None:
            return told_before(call, round_id, done, next_of(reader, call, number, day))
        equated = office_of(reader, call).days_equated_with_holidays
        if confirm:
            told = collecting.approve_undoing(reader, number, who, day, equated)
        else:
            typed = ((reason or "").strip(), (reference or "").strip())
            told = collecting.propose_undoing(reader, number, who, day, *typed, equated)
        coming = next_of(reader, call, number, day)
    claim = told.claim
    if call.as_json:
        more = {
            "left": claim.left.cents, "left_of_fund": claim.left_of_fund.cents, "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, None, coming, more)
    done = (
        "is ongedaan gemaakt" if confirm else "wordt ongedaan gemaakt als een ander het bevestigt"
    )
    show(
        f"{number}: de terugbetaling van {told.act.detail.amount} ({told.act.detail.reference}) "
        f"{done}. Er staat {claim.left} van de gemeente open en {claim.left_of_fund} van het "
        "BTW-compensatiefonds."
    )
    show_next(coming, number)
    return 0


def interest(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    rates: Sequence[str],
    amount: str | None,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose the interest, or take the decision and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    only_confirming(confirm, reason, rates, amount)
    asked = amount_of(amount, "--amount")
    folder = require_letter(out) if confirm else None
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        done = taken_before(reader, number, SettlingKind.INTEREST, who, day) if confirm else None
        if done is not None:
            return told_before(call, round_id, done, next_of(reader, call, number, day))
        equated = office_of(reader, call).days_equated_with_holidays
        if confirm:
            told = step.approve_interest(reader, number, who, day, equated)
        else:
            named, why = [_rate(one) for one in rates], (reason or "").strip()
            told = step.propose_interest(reader, number, who, day, why, named, equated, asked)
        instrument = next(
            o.instrument for o in reader.applications if o.application.application_id == number
        )
        coming = next_of(reader, call, number, day)
        if folder is not None:  # before it is kept: a decision without its letter is not taken
            to = addressed(reader, call, number)
            matter = interest_letter(
                told.act, told.claim, told.lines, told.before, told.paying, instrument,
                to.application, to.place, call.lang, upon=told.upon, equated=equated,
            )  # fmt: skip
            write_letter(call, round_id, to, matter, folder, day)
    if call.as_json:
        lines = [one.model_dump(mode="json") for one in told.lines]
        more = {"lines": lines, "pay_by": told.paying.last.isoformat(), "new": told.new}
        return act_json(round_id, told.act, folder, coming, more)
    for line in told.lines:
        show(
            f"    {line.since:%d-%m-%Y} tot {line.until:%d-%m-%Y}: {line.hundredths / 100:g}% over "
            f"{line.base} is {line.interest}"
        )
    done = "vastgesteld" if confirm else "voorgesteld"
    show(f"{number}: {told.act.detail.amount} wettelijke rente {done} ({told.act.article}).")
    show("Rente is geen deel van de uitkering; zij staat niet in het grootboek van de ronde.")
    if folder is not None and told.act.detail.amount:
        show(f"Te betalen uiterlijk {told.paying.last:%d-%m-%Y}: {told.paying.text('nl')}.")
    if told.replaces is not None:
        show(
            f"Dit komt in de plaats van het besluit van {told.replaces.done_on:%d-%m-%Y} over "
            f"{told.replaces.detail.amount}, na bezwaar {told.act.detail.upon}."
        )
    if folder is not None:
        show(str(folder))
    show_next(coming, number)
    return 0


def _rate(text: str) -> Rate:
    day, _, percent = text.partition("=")
    found = _PERCENT.fullmatch(percent.strip().rstrip("%").strip())
    try:
        if found is None:
            raise ValueError(percent)
        hundredths = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
        return Rate(since=date.fromisoformat(day.strip()), hundredths=hundredths)
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
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        done = taken_before(reader, number, SettlingKind.CORRECTED, who, day) if confirm else None
        if done is not None:
            return told_before(call, round_id, done, next_of(reader, call, number, day))
        if confirm:
            told = correcting.approve_correction(reader, number, who, day)
        else:
            told = correcting.propose_correction(
                reader, number, who, day, (reason or "").strip(),
                (statement or "").strip().upper(), (other_homes or "").strip(),
                (basis or "").strip(),
            )  # fmt: skip
        coming = next_of(reader, call, number, day)
    found = told.found
    if call.as_json:
        more = {
            "statement": found.statement, "settled_in": found.round, "stated": found.stated,
            "actual": found.actual, "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, None, coming, more)
    done = "verrekend" if confirm else "te verrekenen als een ander het bevestigt"
    show(
        f"{number}: {counted(found.actual, 'woning', 'woningen')} in plaats van {found.stated}; "
        f"{found.lower} {done} met "
        f"{found.statement} van ronde {found.round} ({told.act.article})."
    )
    show_next(coming, number)
    return 0
