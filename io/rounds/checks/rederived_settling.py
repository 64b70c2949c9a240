"""Settlements and claims, worked out again: each follows from an account, and the ledger agrees."""

from __future__ import annotations

from collections.abc import Iterator

from ....grants.ledger import Account
from ....grants.money import ZERO, Euro
from ....instruments.settling import most_by_shortfall
from ...records.ledger import RECLAIMED
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct, digest_of
from ..settling.booking import REPAID


def settling_difference(reader: RoundReader) -> str:
    """The first settlement or claim that does not follow, in Dutch; empty where all do."""
    for one in reader.settling_acts:
        if one.digest != digest_of(one.detail):
            return f"{one.application_id}: de hash is niet die van wat is gedaan"
        difference = _differs(reader, one) if one.counts else ""
        if difference:
            return f"{one.application_id}: {difference}"
    return next(_against_the_ledger(reader), "")


def _differs(reader: RoundReader, one: StoredAct) -> str:
    detail = one.detail
    if detail.about is not None and not any(
        other.row_id == detail.about and other.application_id == one.application_id
        for other in reader.settling_acts
    ):
        return f"waar dit op volgt ({one.kind.dutch}), is er niet"
    if one.kind is SettlingKind.RECLAIMED and detail.payable + detail.vat != detail.amount:
        return "de delen van de terugvordering zijn samen niet het geheel"
    if one.kind is not SettlingKind.SETTLED:
        return ""
    account = next((o for o in reader.account_versions if o.row_id == detail.account_id), None)
    if account is None or account.application_id != one.application_id:
        return "de vaststelling rust op geen verantwoording"
    if (account.lawful, account.shortfall) != (detail.lawful, detail.real or account.shortfall):
        return "de vaststelling noemt andere bedragen dan de verantwoording"
    most = detail.granted
    if detail.foreseen is not None and detail.real is not None:
        most = min(most, most_by_shortfall(detail.granted, detail.foreseen, detail.real))
    if most != detail.most or detail.final > most:
        return "de vaststelling is hoger dan de regeling toelaat"
    return ""


def _against_the_ledger(reader: RoundReader) -> Iterator[str]:
    """Where the ledger has other amounts settled, claimed and repaid than the acts say."""
    counting = [one for one in reader.settling_acts if one.counts]
    if not counting and not reader.has_ledger:
        return
    freed = reader.lowered
    said: dict[str, Euro] = {}
    claimed: dict[str, Euro] = {}
    repaid: dict[str, Euro] = {}
    for one in counting:
        number, detail = one.application_id, one.detail
        if one.kind is SettlingKind.SETTLED:
            said[number] = said.get(number, ZERO) + detail.granted - detail.final
        elif one.kind is SettlingKind.RECLAIMED:
            said[number] = said.get(number, ZERO) + detail.lowered
            claimed[number] = claimed.get(number, ZERO) + detail.amount
        elif one.kind is SettlingKind.REPAID:
            repaid[number] = repaid.get(number, ZERO) + detail.amount
    posted_claims = _posted(reader, RECLAIMED, Account.RECLAIMED)
    posted_back = _posted(reader, REPAID, Account.TREASURY)
    for what, wanted, booked in (
        ("vrijgevallen door vaststelling of terugvordering", said, freed),
        ("teruggevorderd", claimed, posted_claims),
        ("terugbetaald", repaid, posted_back),
    ):
        for number in sorted({*wanted, *booked}):
            told, there = wanted.get(number, ZERO), booked.get(number, ZERO)
            if told != there:
                yield f"{number}: {what} is in het grootboek {there}, de besluiten zeggen {told}"


def _posted(reader: RoundReader, kind: str, target: Account) -> dict[str, Euro]:
    found: dict[str, Euro] = {}
    for entry in reader.entries:
        if entry.kind != kind:
            continue
        for one in entry.postings:
            if one.application_id and one.target is target:
                number = one.application_id
                found[number] = found.get(number, ZERO) + one.amount
    return found
