"""The command ``verdeel reclaim``: what was paid too much is claimed back, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from .....grants.money import Euro
from ....errors import WrongUse
from ....letters.settling.matters import (
    arrangement_letter,
    claim_letter,
    intention_letter,
    reminder_letter,
)
from ....records.settling.stored import Part, SettlingKind
from ....rounds.after.paying import paid_of
from ....rounds.after.revoking import NotHeard
from ....steps.settling import claiming as step
from ....steps.settling import collecting
from ...invocation import Invocation
from ...typed import amount_of, day_of, euros
from .papers import (
    Doing,
    addressed,
    doing,
    only_confirming,
    require_letter,
    told_before,
    told_of,
    write_letter,
)


def _require_one(other_homes: str | None, *, carried: bool) -> None:
    if carried and other_homes:
        raise WrongUse(
            "--carried gaat over de woningen die een latere opgave verrekent, --other-homes over "
            "andere. Noem er een."
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
    carried: bool,
    out: Path | None,
) -> int:
    """Announce a claim, and write the letter."""
    day, number, folder = day_of(on, "de brief"), application_id.upper(), require_letter(out)
    _require_one(other_homes, carried=carried)
    with doing(call, round_id, number, day) as act:
        told = step.intend(
            act.reader, number, act.who, day, (reason or "").strip(),
            amount_of(amount, "--amount"), until, act.equated, (other_homes or "").strip(),
            carried=carried,
        )  # fmt: skip
        paid, to = paid_of(act.reader, number), addressed(act.reader, call, number)
    matter = intention_letter(
        told.act, told.found, told.standing, to.application, to.place, paid, call.lang
    )
    write_letter(call, round_id, to, matter, folder, day)
    detail, notice = told.act.detail, told.found.term
    more: dict[str, object] = {
        "notice_by": None if notice is None else notice.last.isoformat(),
        "notice_reasons": [] if notice is None else [one.nl for one in notice.reasons],
        "view_until": told.viewing.last.isoformat(), "new": told.new,
    }  # fmt: skip
    lines = [
        f"{number}: {detail.amount} terug te vorderen, aangekondigd op {day:%d-%m-%Y} "
        f"({told.act.article}). Zienswijze tot en met {told.viewing.last:%d-%m-%Y} "
        f"({told.viewing.text('nl')})."
    ]
    if notice is not None:
        lines.append(
            f"Het besluit moet er zijn uiterlijk {notice.last:%d-%m-%Y} ({notice.text('nl')})."
        )
    return told_of(act, told.act, folder, more, lines)


def view(
    call: Invocation, application_id: str, round_id: str, on: date | None, said: str | None
) -> int:
    """Record what the municipality said."""
    day, number = day_of(on, "de zienswijze"), application_id.upper()
    with doing(call, round_id, number, day) as act:
        made = step.hear(act.reader, number, act.who, day, (said or "").strip())
    said_on = f"{number}: zienswijze van {made.on:%d-%m-%Y} vastgelegd."
    return told_of(act, made, None, {}, [said_on])


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
    carried: bool,
    upon: str | None,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose to claim back, or take the decision and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    given = (until, view, not_heard, despite, basis, other_homes, carried or None)
    _require_one(other_homes, carried=carried)
    only_confirming(confirm, reason, amount, upon, *given)
    if upon and any(given):
        raise WrongUse("Bij --upon hoort alleen --amount: de rest staat in het eerste besluit.")
    folder = require_letter(out) if confirm else None
    asked = step.ClaimAsked(
        amount=amount_of(amount, "--amount"), until=until, view=(view or "").strip(),
        not_heard=NotHeard(not_heard) if not_heard else None, despite=(despite or "").strip(),
        basis=(basis or "").strip(), other_homes=(other_homes or "").strip(),
        carried=carried,
    )  # fmt: skip
    with doing(call, round_id, number, day) as act:
        done = act.taken(SettlingKind.RECLAIMED, day) if confirm else None
        if done is not None:
            return told_before(act, done, day)
        if confirm:
            told = step.approve_claim(act.reader, number, act.who, day, act.equated)
        elif upon:
            told = _lower(act, day, (reason or "").strip(), upon.strip().upper(), asked.amount)
        else:
            why = (reason or "").strip()
            told = step.propose_claim(act.reader, number, act.who, day, why, asked, act.equated)
        paid = paid_of(act.reader, number)
        if folder is not None:  # before it is kept: a decision without its letter is not taken
            to = addressed(act.reader, call, number)
            matter = claim_letter(
                told.act, told.standing, to.application, to.place, told.paying, told.intention,
                paid, told.term, call.lang,
            )  # fmt: skip
            write_letter(call, round_id, to, matter, folder, day)
    return _decided(act, told, folder)


def _lower(act: Doing, on: date, why: str, upon: str, amount: Euro | None) -> step.Claimed:
    """Propose the lower claim that takes the place of one upon an objection."""
    if amount is None:
        raise WrongUse('Noem met --amount wat u nog terugvordert; niets is "€ 0".')
    return step.propose_lower_claim(
        act.reader, act.number, act.who, on, why, upon, amount, act.equated
    )


def _decided(act: Doing, told: step.Claimed, folder: Path | None) -> int:
    """Tell what is claimed, of whom, and by when it has to be paid."""
    number, taken = act.number, bool(told.act.approver)
    detail = told.act.detail
    more: dict[str, object] = {
        "pay_by": told.paying.last.isoformat(),
        "pay_reasons": [one.nl for one in told.paying.reasons], "new": told.new,
    }  # fmt: skip
    what = "teruggevorderd" if taken else "voorgesteld terug te vorderen"
    lines = [
        f"{number}: {detail.amount} {what} ({told.act.article}): {detail.payable} van de gemeente "
        f"en {detail.vat} van het BTW-compensatiefonds."
    ]
    if told.replaces is not None:
        lines.append(
            f"Dit komt in de plaats van {told.replaces.detail.amount}, van "
            f"{told.replaces.done_on:%d-%m-%Y}, met de beslissing op {detail.upon}."
        )
    if taken:
        lines.append(f"Te betalen uiterlijk {told.paying.last:%d-%m-%Y}: {told.paying.text('nl')}.")
    return told_of(act, told.act, folder, more, lines)


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
    with doing(call, round_id, number, day) as act:
        done = act.taken(SettlingKind.ARRANGED, day) if confirm else None
        if done is not None:
            return told_before(act, done, day)
        if confirm:
            told = collecting.approve_arrangement(act.reader, number, act.who, day, act.equated)
        else:
            told = collecting.propose_arrangement(
                act.reader, number, act.who, day, (reason or "").strip(),
                [_part(one) for one in parts], act.equated,
            )  # fmt: skip
        instrument = act.instrument
        if folder is not None:  # before it is kept, as above
            to = addressed(act.reader, call, number)
            matter = arrangement_letter(
                told.act, told.claim, instrument, to.application, to.place, call.lang
            )
            write_letter(call, round_id, to, matter, folder, day)
    lines = [
        f"{number}: {part.amount} uiterlijk {part.by:%d-%m-%Y} (een dag die het kantoor stelt; "
        "artikel 4:94, eerste lid, Awb)"
        for part in told.act.detail.parts
    ]
    return told_of(act, told.act, folder, {"new": told.new}, lines)


def _part(text: str) -> Part:
    day, _, amount = text.partition("=")
    try:
        return Part(by=date.fromisoformat(day.strip()), amount=euros(amount))
    except ValueError as fault:
        raise WrongUse(
            f'--part {text} is niet te lezen. Schrijf bijvoorbeeld --part "2031-03-01=€ 100.000".'
        ) from fault


def remind(
    call: Invocation, application_id: str, round_id: str, on: date | None, out: Path | None
) -> int:
    """Remind whoever is in default, and write the letter."""
    day, number, folder = day_of(on, "de aanmaning"), application_id.upper(), require_letter(out)
    with doing(call, round_id, number, day) as act:
        told = collecting.remind(act.reader, number, act.who, day, act.equated)
        instrument = act.instrument
        to = addressed(act.reader, call, number)
    assert told.term is not None
    assert told.late is not None
    matter = reminder_letter(
        told.act, told.claim, told.term, told.late.by, instrument, to.application, to.place,
        call.lang,
    )  # fmt: skip
    write_letter(call, round_id, to, matter, folder, day)
    more: dict[str, object] = {
        "pay_by": told.term.last.isoformat(), "late_by": told.late.by.isoformat(),
        "new": told.new,
    }  # fmt: skip
    reminded = (
        f"{number}: aangemaand om {told.act.detail.amount} te betalen, uiterlijk "
        f"{told.term.last:%d-%m-%Y} ({told.term.text('nl')})."
    )
    return told_of(act, told.act, folder, more, [reminded])
