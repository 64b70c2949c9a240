"""The command ``verdeel reclaim``: what was paid too much is claimed back, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from .....grants.money import Euro
from ....errors import WrongUse
from ....letters.settling.matters import (
    arrangement_letter,
    claim_letter,
    intention_letter,
    reminder_letter,
)
from ....records.rounds.reader import changing_round
from ....records.settling.stored import Part, SettlingKind
from ....rounds.after.paying import paid_of
from ....rounds.after.revoking import NotHeard
from ....rounds.settling.deciding import taken_before
from ....steps.settling import claiming as step
from ....steps.settling import collecting
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


def intend(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    amount: str | None,
    until: date | None,
    other_homes: str | None,
    out: Path | None,
) -> int:
    """Announce a claim, and write the letter."""
    day, number, folder = day_of(on, "de brief"), application_id.upper(), require_letter(out)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = step.intend(
            reader, number, who, day, (reason or "").strip(), amount_of(amount, "--amount"), until,
            office_of(reader, call).days_equated_with_holidays, (other_homes or "").strip(),
        )  # fmt: skip
        paid, to = paid_of(reader, number), addressed(reader, call, number)
        coming = next_of(reader, call, number, day)
    matter = intention_letter(
        told.act, told.found, told.standing, to.application, to.place, paid, call.lang
    )
    write_letter(call, round_id, to, matter, folder, day)
    detail, notice = told.act.detail, told.found.term
    if call.as_json:
        more: dict[str, Any] = {
            "notice_by": None if notice is None else notice.last.isoformat(),
            "notice_reasons": [] if notice is None else [one.nl for one in notice.reasons],
            "view_until": told.viewing.last.isoformat(), "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, folder, coming, more)
    show(
        f"{number}: {detail.amount} terug te vorderen, aangekondigd op {day:%d-%m-%Y} "
        f"({told.act.article}). Zienswijze tot en met {told.viewing.last:%d-%m-%Y} "
        f"({told.viewing.text('nl')})."
    )
    if notice is not None:
        show(f"Het besluit moet er zijn uiterlijk {notice.last:%d-%m-%Y} ({notice.text('nl')}).")
    show(str(folder))
    show_next(coming, number)
    return 0


def view(
    call: Invocation, application_id: str, round_id: str, on: date | None, said: str | None
) -> int:
    """Record what the municipality said."""
    day, number = day_of(on, "de zienswijze"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        made = step.hear(reader, number, who, day, (said or "").strip())
        coming = next_of(reader, call, number, day)
    if call.as_json:
        return act_json(round_id, made, None, coming, {})
    show(f"{number}: zienswijze van {made.on:%d-%m-%Y} vastgelegd.")
    show_next(coming, number)
    return 0


def decide(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    amount: str | None,
    until: date | None,
    view: str | None,
    not_heard: str | None,
    despite: str | None,
    basis: str | None,
    other_homes: str | None,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose to claim back, or take the decision and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    only_confirming(confirm, reason, amount, until, view, not_heard, despite, basis, other_homes)
    folder = require_letter(out) if confirm else None
    asked = step.ClaimAsked(
        amount=amount_of(amount, "--amount"), until=until, view=(view or "").strip(),
        not_heard=NotHeard(not_heard) if not_heard else None, despite=(despite or "").strip(),
        basis=(basis or "").strip(), other_homes=(other_homes or "").strip(),
    )  # fmt: skip
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        done = taken_before(reader, number, SettlingKind.RECLAIMED, who, day) if confirm else None
        if done is not None:
            return told_before(call, round_id, done, next_of(reader, call, number, day))
        equated = office_of(reader, call).days_equated_with_holidays
        if confirm:
            told = step.approve_claim(reader, number, who, day, equated)
        else:
            why = (reason or "").strip()
            told = step.propose_claim(reader, number, who, day, why, asked, equated)
        paid = paid_of(reader, number)
        coming = next_of(reader, call, number, day)
        if folder is not None:  # before it is kept: a decision without its letter is not taken
            to = addressed(reader, call, number)
            matter = claim_letter(
                told.act, told.standing, to.application, to.place, told.paying, told.intention,
                paid, told.term, call.lang,
            )  # fmt: skip
            write_letter(call, round_id, to, matter, folder, day)
    detail = told.act.detail
    if call.as_json:
        more: dict[str, Any] = {
            "pay_by": told.paying.last.isoformat(),
            "pay_reasons": [one.nl for one in told.paying.reasons], "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, folder, coming, more)
    what = "teruggevorderd" if confirm else "voorgesteld terug te vorderen"
    show(
        f"{number}: {detail.amount} {what} ({told.act.article}): {detail.payable} van de gemeente "
        f"en {detail.vat} van het BTW-compensatiefonds."
    )
    if confirm:
        show(f"Te betalen uiterlijk {told.paying.last:%d-%m-%Y}: {told.paying.text('nl')}.")
        show(str(folder))
    show_next(coming, number)
    return 0


def arrange(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    parts: Sequence[str],
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose payment in parts, or take the decision and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    only_confirming(confirm, reason, parts)
    folder = require_letter(out) if confirm else None
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        done = taken_before(reader, number, SettlingKind.ARRANGED, who, day) if confirm else None
        if done is not None:
            return told_before(call, round_id, done, next_of(reader, call, number, day))
        equated = office_of(reader, call).days_equated_with_holidays
        if confirm:
            told = collecting.approve_arrangement(reader, number, who, day, equated)
        else:
            told = collecting.propose_arrangement(
                reader, number, who, day, (reason or "").strip(),
                [_part(one) for one in parts], equated,
            )  # fmt: skip
        instrument = next(
            o.instrument for o in reader.applications if o.application.application_id == number
        )
        coming = next_of(reader, call, number, day)
        if folder is not None:  # before it is kept, as above
            to = addressed(reader, call, number)
            matter = arrangement_letter(
                told.act, told.claim, instrument, to.application, to.place, call.lang
            )
            write_letter(call, round_id, to, matter, folder, day)
    if call.as_json:
        return act_json(round_id, told.act, folder, coming, {"new": told.new})
    for part in told.act.detail.parts:
        show(
            f"{number}: {part.amount} uiterlijk {part.by:%d-%m-%Y} (een dag die het kantoor stelt; "
            "artikel 4:94, eerste lid, Awb)"
        )
    if confirm:
        show(str(folder))
    show_next(coming, number)
    return 0


def _part(text: str) -> Part:
    day, _, amount = text.partition("=")
    try:
        return Part(by=date.fromisoformat(day.strip()), amount=Euro.parse(amount))
    except ValueError as fault:
        raise WrongUse(
            f"--part {text} is niet te lezen. Schrijf bijvoorbeeld --part '2031-03-01=€ 100.000'."
        ) from fault


def remind(
    call: Invocation, application_id: str, round_id: str, on: date | None, out: Path | None
) -> int:
    """Remind whoever is in default, and write the letter."""
    day, number, folder = day_of(on, "de aanmaning"), application_id.upper(), require_letter(out)
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        equated = office_of(reader, call).days_equated_with_holidays
        told = collecting.remind(reader, number, who, day, equated)
        instrument = next(
            o.instrument for o in reader.applications if o.application.application_id == number
        )
        to = addressed(reader, call, number)
        coming = next_of(reader, call, number, day)
    assert told.term is not None
    assert told.late is not None
    matter = reminder_letter(
        told.act, told.claim, told.term, told.late.by, instrument, to.application, to.place,
        call.lang,
    )  # fmt: skip
    write_letter(call, round_id, to, matter, folder, day)
    if call.as_json:
        more = {"pay_by": told.term.last.isoformat(), "late_by": told.late.by.isoformat()}
        return act_json(round_id, told.act, folder, coming, {**more, "new": told.new})
    show(
        f"{number}: aangemaand om {told.act.detail.amount} te betalen, uiterlijk "
        f"{told.term.last:%d-%m-%Y} ({told.term.text('nl')})."
    )
    show(str(folder))
    show_next(coming, number)
    return 0


def repaid(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    amount: str | None,
    reference: str,
    fund: bool,
    confirm: bool,
) -> int:
    """Record what came back, or confirm that another did."""
    day, number = day_of(on, "de ontvangst"), application_id.upper()
    only_confirming(confirm, amount, reference, fund)
    money = amount_of(amount, "--amount")
    if not confirm and money is None:
        raise WrongUse("Noem met --amount wat er is terugbetaald, bijvoorbeeld '€ 100.000'.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        done = taken_before(reader, number, SettlingKind.REPAID, who, day) if confirm else None
        if done is not None:
            return told_before(call, round_id, done, next_of(reader, call, number, day))
        equated = office_of(reader, call).days_equated_with_holidays
        if money is None:
            told = collecting.approve_repayment(reader, number, who, day, equated)
        else:
            told = collecting.propose_repayment(
                reader, number, who, day, money, reference.strip(), to_fund=fund, equated=equated
            )
        coming = next_of(reader, call, number, day)
    claim = told.claim
    if call.as_json:
        more = {
            "left": claim.left.cents, "left_of_fund": claim.left_of_fund.cents, "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, None, coming, more)
    if not confirm:
        show(f"{number}: {told.act.detail.amount} ontvangen op {told.act.on:%d-%m-%Y}, vastgelegd.")
    else:
        show(
            f"{number}: {told.act.detail.amount} terugbetaald op {told.act.on:%d-%m-%Y}. Er staat "
            f"nog {claim.left} van de gemeente open en {claim.left_of_fund} van het "
            "BTW-compensatiefonds."
        )
    show_next(coming, number)
    return 0
