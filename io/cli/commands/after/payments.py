"""The command ``verdeel pay``: orders, what was carried out, corrections, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from .....grants.notation import counted
from ....config.office import Office
from ....errors import RefusedByProcess, WrongUse
from ....files.placing import place, ready
from ....records.after.orders import CorrectionKind, PaymentState, StoredOrder
from ....records.rounds.reader import RoundReader, changing_round, reading_round
from ....rounds.after.payment_file import Executed, orders_as_csv, read_payments
from ....rounds.after.payment_list import (
    ListedPayment,
    file_name,
    list_as_csv,
    order_lines,
    paid_in,
    payment_list,
    require_payers,
    totals_of,
)
from ....steps.after import payment as step
from ...console import show, show_findings, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...tables import table
from ...typed import amount_of, day_of
from ..actor import acting, by_another, mine, office_of


def order(
    call: Invocation,
    applications: tuple[str, ...],
    round_id: str,
    on: date | None,
    set_off: str | None,
    out: Path | None,
) -> int:
    """Give orders, and write those that wait to be carried out for the financial system."""
    day = day_of(on, "de opdracht")
    numbers = [number.upper() for number in applications]
    settled = None if set_off is None else amount_of(set_off, "--set-off")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        office = office_of(reader, call)
        given = step.order(reader, numbers, who, day, settled, office.days_equated_with_holidays)
        require_payers(reader, office, given.orders)
        files = _files(reader, office, round_id) if out is not None else {}
        second = by_another(reader, call)
    written = _place(out, files) if out is not None else []
    if call.as_json:
        show_json(
            {
                "round": round_id, "orders": [_told(one) for one in given.orders],
                "late": list(given.late), "left": list(given.left),
                "files": [str(path) for path in written],
            }
        )  # fmt: skip
        return 1 if given.late or given.left else 0
    for one in given.orders:
        show(
            f"{_line(one)} Uiterlijk {one.due:%d-%m-%Y} (artikel 4:87, eerste lid, Awb, binnen het "
            f"kasjaar {one.year})."
        )
    if not given.orders:
        show("Er was niets meer op te dragen; er is niets gewijzigd.")
    for sentence in (*given.late, *given.left):
        show(sentence)
    for path in written:
        show(str(path))
    typed = second(f"verdeel pay confirm --round {round_id} --file <bestand>")
    show(f"Hierna, door een ander: {typed}")
    return 1 if given.late or given.left else 0


def _files(reader: RoundReader, office: Office, round_id: str) -> dict[str, bytes]:
    """The orders that wait to be carried out, in a file for each ministry."""
    open_ = [
        one
        for one in reader.after.payment_orders
        if one.state is PaymentState.ORDERED and one.disputed is None
    ]
    return {
        file_name("betaalopdrachten", ministry): orders_as_csv(round_id, lines)
        for ministry, lines in order_lines(reader, office, open_).items()
    }


def _place(out: Path, files: dict[str, bytes]) -> list[Path]:
    ready([out / name for name in files])
    return [place(out / name, content) for name, content in files.items()]


def confirm(
    call: Invocation,
    application_id: str | None,
    round_id: str,
    on: date | None,
    amount: str | None,
    reference: str,
    answers: Path | None,
) -> int:
    """Take in what was paid: by hand of one award, or by a file; all of it, or nothing."""
    if (answers is None) == (application_id is None):
        raise WrongUse("Noem één aanvraag, of met --file het bestand van het financiële systeem.")
    said: tuple[Executed, ...] = ()
    if answers is not None:
        if on is not None or amount is not None or reference:
            raise WrongUse("Bij --file staan dag, bedrag en kenmerk in het bestand zelf.")
        said, findings = read_payments(answers, round_id)
        if findings:
            return _refused(call, round_id, step.Confirmed(findings=findings))
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if answers is None and application_id is not None:
            said = (_by_hand(reader, application_id.upper(), on, amount, reference.strip()),)
        told = step.confirm(reader, said, who)
        left = sum(one.state is PaymentState.ORDERED for one in reader.after.payment_orders)
    if told.findings and answers is None:
        one = told.findings[0]
        raise RefusedByProcess(f"{one.message} {one.cure} Er is niets bevestigd ({one.code}).")
    if told.findings:
        return _refused(call, round_id, told)
    if call.as_json:
        show_json(
            {
                "round": round_id, "confirmed": [_told(one) for one in told.orders],
                "before": told.before, "findings": [],
            }
        )  # fmt: skip
        return 0
    for one in told.orders:
        show(f"{_line(one)} Betaald op {one.paid.on:%d-%m-%Y}." if one.paid else _line(one))
    if told.before:
        what = counted(told.before, "betaling was", "betalingen waren")
        show(f"{what} al bevestigd; daaraan is niets gewijzigd.")
    if not told.orders and not told.before:
        show("In het bestand is nog niets uitgevoerd; er is niets gewijzigd.")
    if left:
        waits = counted(left, "opdracht wacht", "opdrachten wachten")
        typed = mine(call, f"verdeel pay confirm --round {round_id} --file <bestand>")
        show(f"Nog {waits} op bevestiging: {typed}")
    show(f"Hierna: {mine(call, f'verdeel round status {round_id} --date jjjj-mm-dd')}")
    return 0


def _by_hand(
    reader: RoundReader, number: str, on: date | None, amount: str | None, reference: str
) -> Executed:
    day = day_of(on, "de betaling")
    if amount is None:
        raise WrongUse('Noem met --amount wat er is betaald, bijvoorbeeld "€ 4.000.000".')
    return Executed(
        row_id=step.open_order(reader, number).row_id, application_id=number, on=day,
        amount=amount_of(amount, "--amount"), reference=reference,
    )  # fmt: skip


def _refused(call: Invocation, round_id: str, told: step.Confirmed) -> int:
    """Every finding of a file; nothing of it was kept."""
    if call.as_json:
        show_json(
            {
                "round": round_id, "confirmed": [], "before": 0,
                "findings": [one.model_dump(mode="json") for one in told.findings],
            }
        )  # fmt: skip
        return 1
    show_findings(told.findings)
    show("\nEr is niets bevestigd. Verbeter het bestand en geef dezelfde opdracht opnieuw.")
    return 1


def correct(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    cancelled: bool,
    returned: bool,
    confirm: bool,
) -> int:
    """Say what is wrong with a payment, or put the second name under that."""
    day, number = day_of(on, "de verbetering"), application_id.upper()
    if confirm and (reason or cancelled or returned):
        raise WrongUse("Bij --confirm hoort geen --reason, --cancelled of --returned.")
    if not confirm and cancelled == returned:
        raise WrongUse("Kies een van --cancelled en --returned.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            told = step.confirm_correction(reader, number, who, day)
        else:
            kind = CorrectionKind.CANCELLED if cancelled else CorrectionKind.RETURNED
            told = step.correct(reader, number, kind, who, day, (reason or "").strip())
        second = by_another(reader, call)
    if call.as_json:
        show_json({"round": round_id, **_told(told)})
        return 0
    if told.correction is not None:
        show(f"{_line(told)} Dit deel kan opnieuw worden opgedragen.")
    elif told.disputed is not None:
        said = told.disputed
        show(f"{_line(told)} {said.kind.dutch.capitalize()}, volgens {said.officer}.")
        typed = f"verdeel pay correct {number} --confirm --round {round_id} --date jjjj-mm-dd"
        show(f"Het telt pas mee als een ander het bevestigt: {second(typed)}")
    return 0


def list_all(call: Invocation, round_id: str, out: Path | None) -> int:
    """All payments, by ministry; also as files where a folder is named."""
    with reading_round(call.database, round_id) as reader:
        check_at_the_door(reader)
        lines = payment_list(reader, office_of(reader, call))
    by: dict[str, list[ListedPayment]] = {}
    for one in lines:
        by.setdefault(one.ministry, []).append(one)
    files = {file_name("betaallijst", name): list_as_csv(own) for name, own in by.items()}
    written = _place(out, files) if out is not None else []
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "ministries": [
                    {
                        "ministry": name, "paid": paid_in(own).cents,
                        "totals": {state: cents.cents for state, cents in totals_of(own).items()},
                        "payments": [
                            {**one.model_dump(mode="json"), "charged": one.charged.cents}
                            for one in own
                        ],
                    }
                    for name, own in by.items()
                ],
                "files": [str(path) for path in written],
            }
        )  # fmt: skip
        return 0
    for name, own in by.items():
        _show(name, own)
    if not by:
        show("In deze ronde is niets te betalen.")
    for path in written:
        show(str(path))
    return 0


def _show(ministry: str, own: Sequence[ListedPayment]) -> None:
    show(f"\n{ministry}")
    rows = [
        (
            one.application_id, one.municipality, str(one.year), one.state, str(one.payable),
            str(one.compensable_vat), str(one.set_off), str(one.charged),
        )
        for one in own
    ]  # fmt: skip
    heads = (
        "aanvraag",
        "gemeente",
        "kasjaar",
        "stand",
        "bedrag",
        "btw-fonds",
        "verrekend",
        "ten laste",
    )
    show(table(heads, rows, numbers=range(4, 8)))
    for state, total in totals_of(own).items():
        show(f"{state}: {total}")
    show(f"Betaald volgens het grootboek: {paid_in(own)}.")


def _line(one: StoredOrder) -> str:
    vat = f", {one.compensable_vat} naar het BTW-compensatiefonds" if one.compensable_vat else ""
    settled = f", {one.set_off} verrekend" if one.set_off else ""
    return (
        f"Opdracht {one.row_id}: {one.application_id}, deel {one.part}, kasjaar {one.year}: "
        f"{one.payable}{vat}{settled} ({one.state.dutch})."
    )


def _told(one: StoredOrder) -> dict[str, Any]:
    return {**one.model_dump(mode="json"), "state": one.state.value, "charged": one.charged.cents}
