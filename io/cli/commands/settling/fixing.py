"""The command ``verdeel settle``: an award is fixed by its accounts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .....grants.money import Euro
from .....instruments.terms.settling import to_pay_back
from ....letters.settling.fixing import settlement_letter
from ....records.rounds.reader import changing_round
from ....records.settling.stored import SettlingKind, StoredAct
from ....rounds.after.paying import paid_of
from ....rounds.after.revoking import NotHeard
from ....rounds.settling.deciding import taken_before
from ....rounds.settling.upcoming import Upcoming
from ....steps.settling import fixing as step
from ...console import show, show_json
from ...invocation import Invocation
from ...typed import amount_of, day_of
from ..actor import acting, office_of
from .papers import (
    addressed,
    before_in_words,
    next_json,
    next_of,
    only_confirming,
    require_letter,
    show_next,
    write_letter,
)


def settle(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    final: str | None,
    obligations: bool,
    early: str | None,
    unmet: str | None,
    foreseen: str | None,
    heard: date | None,
    view: str | None,
    not_heard: str | None,
    despite: str | None,
    basis: str | None,
    upon: str | None,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose at what an award is fixed, or take the decision and write its letter."""
    day, number = day_of(on, "het besluit"), application_id.upper()
    only_confirming(
        confirm, reason, final, obligations, early, unmet, foreseen, heard, view, not_heard,
        despite, basis, upon,
    )  # fmt: skip
    folder = require_letter(out) if confirm else None
    asked = step.Asked(
        final=amount_of(final, "--final"), obligations=obligations, early=(early or "").strip(),
        unmet=(unmet or "").strip(),
        foreseen=amount_of(foreseen, "--foreseen"), heard_on=heard, view=(view or "").strip(),
        not_heard=NotHeard(not_heard) if not_heard else None, despite=(despite or "").strip(),
        basis=(basis or "").strip(), upon=(upon or "").strip().upper(),
    )  # fmt: skip
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        settled = SettlingKind.SETTLED
        done = taken_before(reader, number, settled, who, day) if confirm else None
        if done is not None:
            return _told_before(call, round_id, done, next_of(reader, call, number, day))
        if confirm:
            told = step.approve_settlement(reader, number, who, day)
        else:
            why = (reason or "").strip()
            told = step.propose_settlement(reader, number, who, day, why, asked)
        paid = paid_of(reader, number)
        coming = next_of(reader, call, number, day)
        if folder is not None:  # before it is kept: a decision without its letter is not taken
            to = addressed(reader, call, number)
            matter = settlement_letter(
                told.act, told.fixable, told.standing, to.application, to.place, paid, told.above,
                told.unmet, call.lang, before=told.before, missing=told.missing,
                paying=to_pay_back(
                    day, None, office_of(reader, call).days_equated_with_holidays
                ),
            )  # fmt: skip
            write_letter(call, round_id, to, matter, folder, day)
    return _tell(call, round_id, number, told, paid, folder, coming)


def _told_before(
    call: Invocation, round_id: str, one: StoredAct, coming: Upcoming | None
) -> int:  # fmt: skip
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": one.application_id, "new": False,
                "on": one.on.isoformat(), "final": one.detail.final.cents,
                "made_by": one.made_by, "approver": one.approver, "next": next_json(coming),
            }
        )  # fmt: skip
        return 0
    show(before_in_words(one))
    show_next(coming, one.application_id)
    return 0


def _tell(
    call: Invocation, round_id: str, number: str, told: step.Settled, paid: Euro,
    out: Path | None, coming: Upcoming | None,
) -> int:  # fmt: skip
    one, term = told.act, told.fixable.term if told.before is None else None
    detail = one.detail
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": number, "on": one.on.isoformat(),
                "article": one.article, "reason": one.reason, "granted": detail.granted.cents,
                "final": detail.final.cents, "most": detail.most.cents,
                "foreseen": None if detail.foreseen is None else detail.foreseen.cents,
                "real": None if detail.real is None else detail.real.cents,
                "ground": detail.ground, "released": (detail.granted - detail.final).cents,
                "paid": paid.cents, "above": told.above.whole.cents,
                "missing": told.missing.cents,
                "replaces": None if told.before is None else told.before.done_on.isoformat(),
                "above_payable": told.above.payable.cents, "above_vat": told.above.vat.cents,
                "term": None if term is None else term.last.isoformat(),
                "term_reasons": [] if term is None else [why.nl for why in term.reasons],
                "made_by": one.made_by, "approver": one.approver, "new": told.new,
                "folder": None if out is None else str(out), "next": next_json(coming),
            }
        )  # fmt: skip
        return 0
    done = "vastgesteld" if one.approver else "voorgesteld vast te stellen"
    by = f"{one.made_by} en {one.approver}" if one.approver else one.made_by
    show(
        f"{number}: {done} op {detail.final}, van {detail.granted}, door {by}, op "
        f"{one.done_on:%d-%m-%Y} ({one.article})."
    )
    show(told.why.told.nl)
    if detail.foreseen is not None and detail.real is not None:
        show(
            f"Ten hoogste {detail.most}: het deel dat {detail.shared or detail.granted} was van "
            f"{detail.foreseen}, van het werkelijke tekort van {detail.real}."
        )
    if told.before is not None:
        show(
            f"Dit komt in de plaats van de vaststelling van {told.before.done_on:%d-%m-%Y} op "
            f"{told.before.detail.final}, na bezwaar"
            + ("." if told.upon is None else f" {told.upon.objection}, met de beslissing daarop.")
        )
    if told.missing:
        show(f"Hierop is {told.missing} nog te betalen, na dit besluit: verdeel pay order {number}")
    if term is not None:
        late = " Dat is te laat." if one.done_on > term.last else ""
        show(f"Uiterlijk {term.last:%d-%m-%Y}: {term.text('nl')}.{late}")
    if told.above.whole:
        show(
            f"Er is {told.above.whole} te veel betaald, waarvan {told.above.vat} aan het "
            "BTW-compensatiefonds. Tot het terug is, kan niemand het krijgen."
        )
    if one.approver:
        show(str(out))
    show_next(coming, number)
    return 0
