"""The command ``verdeel reserve award``: what came free, to whoever is next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .....grants.lives.round import ANOTHER_APPROVER, APPROVERS
from ....config.office import load_office
from ....errors import WrongUse
from ....letters.making import Formats
from ....letters.writing import Beside, LetterOptions, write_letters
from ....records.rounds.reader import changing_round
from ....rounds.actor import office_path
from ....rounds.after.reserve_dossier import reserve_dossier
from ....rounds.ledger import committed_to
from ....rounds.receipts import receipts_of, write_receipts
from ....steps.after import reserve_award as step
from ...console import Counter, show, show_json
from ...invocation import Invocation
from ..actor import acting, second_name


def award(
    call: Invocation,
    application_id: str | None,
    round_id: str,
    on: date | None,
    instrument: str | None,
    reason: str | None,
    confirm: bool,
    out: Path | None,
) -> int:
    """Propose an award from the reserve, or decide on it and write its letter."""
    if on is None:
        raise WrongUse("Noem de datum met --date jjjj-mm-dd.")
    number = application_id.upper() if application_id else None
    if not confirm:
        with changing_round(call.database, round_id) as reader:
            who = acting(reader, call)
            told = step.propose_award(reader, number, instrument, who, on, (reason or "").strip())
        return _tell(call, round_id, told, None)
    if number is None or reason is not None or out is None:
        raise WrongUse("Bij --confirm horen de aanvraag, --date en --out, en geen --reason.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = step.approve_award(reader, number, who, on)
        whole = reserve_dossier(reader, told.decision, on)
        receipts = [o for o in receipts_of(reader, whole) if o.application_id == number]
        office = load_office(office_path(reader, call.office))
        beside = Beside(committed=committed_to(reader, (number,)))
    options = LetterOptions(
        formats=Formats(word=True), others_stay=True, register="reserve.csv", only=(number,)
    )
    write_letters(
        whole, office, out, lang=call.lang, progress=Counter("brieven"), options=options,
        beside=beside,
    )  # fmt: skip
    write_receipts(receipts, out, "reserve_receipts.json")
    return _tell(call, round_id, told, out)


def _tell(call: Invocation, round_id: str, told: step.FromReserveDecision, out: Path | None) -> int:
    one = told.decision
    given = one.detail.after
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": one.application_id,
                "amount": given.amount.cents, "outcome": given.outcome.value,
                "payments": [p.model_dump(mode="json") for p in given.payments],
                "freed": one.detail.freed.cents, "article": one.article,
                "made_by": one.made_by, "approver": one.approver,
                "approved_on": one.approved_on.isoformat() if one.approved_on else None,
                "new": told.new, "folder": None if out is None else str(out),
            }
        )  # fmt: skip
        return 0
    by = f"{one.made_by} en {one.approver}" if one.approver else one.made_by
    done = "toegekend" if one.approver else "voorgesteld toe te kennen"
    show(
        f"{one.application_id}: {done} uit de reserve, door {by}, op "
        f"{one.approved_on or one.on:%d-%m-%Y}: {given.amount} van {one.detail.freed} die vrij was "
        f"({one.article})."
    )
    if not one.approver:
        typed = second_name(call, round_id, APPROVERS)(
            f"verdeel reserve award {one.application_id} --confirm --round {round_id} "
            "--date jjjj-mm-dd --out <map>"
        )
        show(f"Het is besloten als {ANOTHER_APPROVER} het vaststelt: {typed}")
    elif out is not None:
        show(str(out))
    return 0
