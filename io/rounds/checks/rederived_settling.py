"""Settlements and claims, worked out again: each follows from an account, and the ledger agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ....grants.ledger.ledger import Account
from ....grants.money import ZERO, Euro
from ....grants.names import is_among, is_same_person
from ....instruments.after.settling import Manner, most_by_shortfall
from ....instruments.terms.statutory_interest import LEAST, RateRefused, RateUnknown, total_of
from ...errors import VerdeelError
from ...records.ledger import CLAIM_REVISED, RECLAIMED
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAccount, StoredAct, digest_of
from ..after.revoking import NotHeard
from ..after.standing import standing_versions
from ..objections.finding import contested_still, takers_of
from ..objections.made import applications_since
from ..settling.anew import Overturned, given_back
from ..settling.booking import REPAID, UNPAID
from ..settling.carried import carried_of
from ..settling.claiming import lower_claim
from ..settling.claims import Claim, acts_of, claim_before, claims_of, settling_of
from ..settling.fixing import Why
from ..settling.hearing import was_heard
from ..settling.lateness import interest_lines

_RECEIPTS = (SettlingKind.REPAID, SettlingKind.INTEREST_RECEIVED)


def settling_difference(reader: RoundReader) -> str:
    """The first settlement or claim that does not follow, in Dutch; empty where all do."""
    granted = _ever_granted(reader)
    for one in reader.after.settling_acts:
        if one.digest != digest_of(one):
            return f"{one.application_id}: de hash is niet die van wat is gedaan"
        difference = _differs(reader, one, granted) if one.counts else ""
        if difference:
            return f"{one.application_id}: {difference}"
    return next(_against_the_ledger(reader), "")


def _ever_granted(reader: RoundReader) -> Mapping[str, frozenset[Euro]]:
    """What each award that was fixed came to, by any decision on it."""
    kinds = {one.kind for one in reader.after.settling_acts if one.counts}
    if SettlingKind.SETTLED not in kinds:
        return {}
    return {
        number: frozenset(version.award.amount for version in versions)
        for number, versions in standing_versions(reader).items()
    }


def _differs(reader: RoundReader, one: StoredAct, granted: Mapping[str, frozenset[Euro]]) -> str:
    detail = one.detail
    if one.kind.by_two and is_same_person(one.made_by, one.approver):
        return f"{one.approver} deed het voorstel ({one.kind.dutch}) zelf"
    if detail.about is not None and not any(
        other.row_id == detail.about and other.application_id == one.application_id
        for other in reader.after.settling_acts
    ):
        return f"waar dit op volgt ({one.kind.dutch}), is er niet"
    if detail.not_heard == NotHeard.HEARD_BEFORE and not was_heard(
        reader, one.application_id, detail.heard_before, one.on
    ):
        return "er is geen eerdere gelegenheid waarbij de gemeente is gehoord"
    if one.kind is SettlingKind.RECLAIMED:
        return _claim_differs(reader, one)
    if one.kind in (SettlingKind.REPAID, SettlingKind.UNDONE):
        return _repayment_differs(reader, one)
    if one.kind is SettlingKind.INTEREST_RECEIVED:
        return _receipt_differs(reader, one)
    if one.kind is SettlingKind.CORRECTED:
        return _correction_differs(reader, one)
    if one.kind is SettlingKind.INTEREST:
        return _interest_differs(reader, one)
    if one.kind is SettlingKind.SETTLED:
        return _fixing_differs(reader, one, granted)
    return ""


def _receipt_differs(reader: RoundReader, one: StoredAct) -> str:
    claim = claim_before(reader, one)
    more = claim is None or one.detail.amount > claim.interest_left
    return "er is meer rente ontvangen dan was vastgesteld" if more else ""


def _fixing_differs(
    reader: RoundReader, one: StoredAct, granted: Mapping[str, frozenset[Euro]]
) -> str:
    """Whether a fixing does not follow from the grant, the account or the fixing before it."""
    detail = one.detail
    if detail.granted not in granted.get(one.application_id, frozenset()):
        return f"de vaststelling noemt {detail.granted} als verleend, en dat is het nooit geweest"
    account = _account(reader, one)
    if account is None:
        return "de vaststelling rust op geen verantwoording"
    if detail.ground == Why.OBLIGATIONS and not detail.unmet:
        return "de vaststelling is lager zonder te noemen aan welke verplichting niet is voldaan"
    if (account.lawful, account.shortfall) != (
        detail.lawful,
        account.shortfall if detail.real is None else detail.real,
    ):
        return "de vaststelling noemt andere bedragen dan de verantwoording"
    earlier = acts_of(reader, one.application_id, SettlingKind.SETTLED)
    before = [other for other in earlier[: earlier.index(one)] if other.counts]
    upon = _upon_differs(reader, one, before) if detail.upon else ""
    if upon:
        return upon
    if (
        before
        and not detail.upon
        and not (
            detail.granted > before[-1].detail.granted and detail.final >= before[-1].detail.final
        )
    ):
        return "er is opnieuw vastgesteld zonder dat een bezwaar de toekenning verhoogde, of lager"
    return _amount_differs(one, before, granted[one.application_id])


def _amount_differs(one: StoredAct, before: Sequence[StoredAct], granted: frozenset[Euro]) -> str:
    """Whether it is fixed at more than the shortfall, or the fixing before it, lets it be."""
    detail = one.detail
    most = detail.granted
    if detail.foreseen is not None and detail.real is not None:
        shared = detail.shared or detail.granted
        if shared < detail.granted or shared not in granted:
            return f"de vaststelling rekent met een deel van {shared}, en dat is nooit verleend"
        most = min(most, most_by_shortfall(shared, detail.foreseen, detail.real))
    if detail.upon:
        most = max(most, before[-1].detail.final)
    fits = detail.most <= most if before and not detail.upon else detail.most == most
    if not fits or detail.final > detail.most:
        return "de vaststelling is hoger dan de regeling toelaat"
    return ""


def _upon_differs(reader: RoundReader, one: StoredAct, before: Sequence[StoredAct]) -> str:
    """Whether a decision that takes the place of another rests on no founded objection to that, is
    worse for whoever objected, or was taken by who took the first."""
    detail = one.detail
    found = next((o for o in reader.objections if o.name == detail.upon), None)
    made = None if found is None else found.decision
    act = None if found is None else contested_still(reader, found)
    if (
        found is None or made is None or act is None or not made.outcome.revises
        or found.application_id != one.application_id or made.on > one.done_on
        or act.row_id != detail.replaces or act not in before
        or any(other.detail.replaces == detail.replaces for other in before)
    ):  # fmt: skip
        return "er is opnieuw beslist zonder gegrond bezwaar tegen het eerdere besluit"
    if is_among(one.approver, takers_of(reader, found)):
        return f"{one.approver} nam ook het besluit waarvoor dit in de plaats komt"
    lower = detail.final < act.detail.final
    more = detail.amount > act.detail.amount
    if lower if one.kind is SettlingKind.SETTLED else more:
        return "na een gegrond bezwaar is slechter beslist dan ervoor"
    if detail.stood is not None and detail.stood not in _ever_stood(reader, one):
        return f"de vaststelling noemt {detail.stood} als betaald, en dat was het nooit"
    return ""


def _ever_stood(reader: RoundReader, one: StoredAct) -> frozenset[Euro]:
    """What was paid of an award and not claimed back at any time until a day, by the ledger."""
    found, total = {ZERO}, ZERO
    paid = (Account.ADVANCED, Account.SETTLED)
    for entry in reader.entries:
        if entry.on is not None and entry.on > one.done_on:
            continue
        for posting in entry.postings:
            if posting.application_id == one.application_id:
                total += posting.amount if posting.target in paid else ZERO
                total -= posting.amount if posting.source in paid else ZERO
        found.add(total)
    return frozenset(found)


def _account(reader: RoundReader, one: StoredAct) -> StoredAccount | None:
    """The account that an act rests on."""
    return next(
        (
            account for account in reader.after.account_versions
            if account.row_id == one.detail.account_id
            and account.application_id == one.application_id
        ),
        None,
    )  # fmt: skip


def _claim_differs(reader: RoundReader, one: StoredAct) -> str:
    detail = one.detail
    if detail.payable + detail.vat != detail.amount or min(detail.payable, detail.vat) < ZERO:
        return "de delen van de terugvordering zijn samen niet het geheel"
    scheme = next(
        o.instrument for o in applications_since(reader)
        if o.application.application_id == one.application_id
    )  # fmt: skip
    _, law = settling_of(reader, scheme)
    own = acts_of(reader, one.application_id, SettlingKind.RECLAIMED)
    if detail.upon:
        found = _upon_differs(reader, one, own[: own.index(one)])
        return found or _lower_claim_differs(one, own)
    if detail.carried is not None:
        return _apart_differs(reader, one)
    if not detail.lowered or law.manner is not Manner.UNSPENT:
        return ""
    account = _account(reader, one)
    if account is None:
        return "de terugvordering rust op geen verantwoording"
    most = detail.granted - account.lawful if account.last else account.unlawful
    earlier = own[: own.index(one) + 1]
    gone = {act.detail.replaces for act in earlier}
    lowered = Euro.total(act.detail.lowered for act in earlier if act.row_id not in gone)
    if lowered > most:
        return f"teruggevorderd is {lowered}, en uit de verantwoording volgt ten hoogste {most}"
    return ""


def _lower_claim_differs(one: StoredAct, own: Sequence[StoredAct]) -> str:
    """Whether what takes the place of a claim is another than that claim at its lower amount."""
    act = next(act for act in own if act.row_id == one.detail.replaces)
    upon = Overturned(act=act, objection=one.detail.upon, on=one.on)
    try:
        wanted = lower_claim(upon, one.detail.amount)
    except VerdeelError:
        return "wat voor de terugvordering in de plaats komt, is niet lager"
    return "" if wanted == one.detail else "wat ervoor in de plaats komt, volgt niet"


def _correction_differs(reader: RoundReader, one: StoredAct) -> str:
    """Whether a correction is not that part of the grant that its homes are, with what an earlier
    one left, or is there twice.

    The later statement is of another round, which is not there where this one is done over alone.
    """
    detail = one.detail
    every = acts_of(reader, one.application_id)
    earlier = every[: every.index(one)]
    before = [act.detail for act in earlier if act.kind is SettlingKind.CORRECTED]
    left = carried_of(earlier)
    if before and (left is None or detail.statement in {act.statement for act in before}):
        return "de opgave is twee keer verrekend"
    if detail.payable + detail.vat != detail.amount or detail.lowered != detail.amount:
        return "de delen van de verrekening zijn samen niet het geheel"
    stated, actual = detail.stated or 0, detail.actual or 0
    first = before[0] if before else detail
    homes, carried = first.stated or 0, detail.carried or ZERO
    owed = ZERO if left is None else left.amount
    most = stated if before else stated - 1  # a correction is about fewer, or about what was left
    follows = left is None or stated == left.homes
    if not 0 <= actual <= most or not follows or min(detail.amount, carried) < ZERO:
        return "de verrekening is niet die van woningen die er minder zijn"
    whole = (detail.amount + carried - owed).cents
    if whole * homes != first.granted.cents * (stated - actual):
        return "de verrekening is niet het deel van de toekenning dat de woningen ervan zijn"
    return ""


def _apart_differs(reader: RoundReader, one: StoredAct) -> str:
    """Whether more is claimed apart than a correction left for a later statement."""
    every = acts_of(reader, one.application_id)
    left = carried_of(every[: every.index(one)])
    if left is None or one.detail.carried != one.detail.amount or one.detail.amount > left.amount:
        return "er is meer apart teruggevorderd dan een verrekening overliet"
    return ""


def _interest_differs(reader: RoundReader, one: StoredAct) -> str:
    """Whether another amount of interest follows from what was late when it was fixed."""
    claim = claim_before(reader, one)
    if claim is None:
        return "de rente rust op geen terugvordering"
    try:
        lines = interest_lines(claim, one.detail.rates)
    except (RateUnknown, RateRefused):
        return "van een dag waarover rente is vastgesteld, is het percentage niet bekend"
    earlier = [o for o in claim.interest if o.row_id != one.detail.replaces]
    owed = total_of(lines) - Euro.total(before.detail.amount for before in earlier)
    if one.detail.upon:  # less than follows can be given to who objected with success
        before = acts_of(reader, one.application_id, SettlingKind.INTEREST)
        found = _upon_differs(reader, one, before[: before.index(one)])
        least = ZERO <= one.detail.amount <= max(owed, ZERO)
        return found or ("" if least else f"de rente is meer dan {max(owed, ZERO)}")
    if one.detail.replaces is not None:
        return _lower_interest_differs(reader, one, claim, max(owed, ZERO))
    if owed != one.detail.amount or owed < LEAST:
        return f"de rente is {one.detail.amount}, en uit de termijnen volgt {owed}"
    return ""


def _lower_interest_differs(reader: RoundReader, one: StoredAct, claim: Claim, owed: Euro) -> str:
    """Whether interest was fixed anew of a claim that no objection lowered, or at more."""
    before = acts_of(reader, one.application_id, SettlingKind.INTEREST)
    former = [o for o in before[: before.index(one)] if o.row_id == one.detail.replaces]
    if claim.act.row_id == claim.first.row_id or not former:
        return "de rente is opnieuw vastgesteld zonder dat een bezwaar de terugvordering verlaagde"
    most = min(owed, former[0].detail.amount)
    return "" if ZERO <= one.detail.amount <= most else f"de rente is meer dan {most}"


def _repayment_differs(reader: RoundReader, one: StoredAct) -> str:
    """Whether more came back of a claim than it was, of one of both who pay it; or whether what was
    undone is no repayment that was booked before it, or was undone twice."""
    if one.kind is SettlingKind.UNDONE:
        every = acts_of(reader, one.application_id)
        wrong = [
            (o.detail.amount, o.detail.to_fund)
            for o in every[: every.index(one)]
            if o.kind in _RECEIPTS and o.row_id == one.detail.about
        ]
        twice = sum(
            o.kind is SettlingKind.UNDONE and o.detail.about == one.detail.about for o in every
        )
        if wrong != [(one.detail.amount, one.detail.to_fund)] or twice > 1:
            return "wat ongedaan is gemaakt, is geen terugbetaling die zo was geboekt"
        return ""
    if any(
        claim.repaid > claim.first.detail.payable or claim.from_fund > claim.first.detail.vat
        for claim in claims_of(reader, one.application_id)
        if one in claim.repayments
    ):
        return "er is meer terugbetaald dan van de gemeente of het fonds is teruggevorderd"
    return ""


def _against_the_ledger(reader: RoundReader) -> Iterator[str]:
    """Where the ledger has other amounts settled, claimed and repaid than the acts say."""
    counting = [one for one in reader.after.settling_acts if one.counts]
    if not counting and not reader.has_ledger:
        return
    yield from _interest_against_the_ledger(reader)
    freed = reader.lowered
    receipts = {one.row_id for one in counting if one.kind is SettlingKind.INTEREST_RECEIVED}
    said: dict[str, Euro] = {}
    fixed: dict[str, Euro] = {}
    claimed: dict[str, Euro] = {}
    repaid: dict[str, Euro] = {}
    by_row = {one.row_id: one for one in counting}
    for one in counting:
        number, detail = one.application_id, one.detail
        if one.kind is SettlingKind.SETTLED:
            # Fixed anew, it is lower than what was granted by then, with all that came free before.
            fixed[number] = detail.granted - detail.final
        elif one.kind is SettlingKind.RECLAIMED:
            before = by_row.get(detail.replaces or 0)
            lower = detail.lowered if before is None else -given_back(before, one)
            said[number] = said.get(number, ZERO) + lower
        elif one.kind is SettlingKind.CORRECTED:
            said[number] = said.get(number, ZERO) + detail.lowered
            claimed[number] = claimed.get(number, ZERO) + detail.amount
            repaid[number] = repaid.get(number, ZERO) + detail.amount
        elif one.kind is SettlingKind.REPAID:
            repaid[number] = repaid.get(number, ZERO) + detail.amount
        elif one.kind is SettlingKind.UNDONE and detail.about not in receipts:
            repaid[number] = repaid.get(number, ZERO) - detail.amount
    for number, lower in fixed.items():
        said[number] = said.get(number, ZERO) + lower
    for number in {one.application_id: None for one in counting}:
        # Claimed is what came back and what is still open: an objection lets go of the rest.
        for claim in claims_of(reader, number):
            came = claim.repaid + claim.from_fund + claim.left + claim.left_of_fund
            claimed[number] = claimed.get(number, ZERO) + came
    posted_claims = _posted(reader, RECLAIMED, Account.RECLAIMED)
    for kind in (CLAIM_REVISED, UNPAID):
        for number, amount in _posted(reader, kind, Account.ADVANCED).items():
            posted_claims[number] = posted_claims.get(number, ZERO) - amount
    posted_back = _posted(reader, REPAID, Account.TREASURY)
    for number, amount in _posted(reader, UNPAID, Account.RECLAIMED).items():
        posted_back[number] = posted_back.get(number, ZERO) - amount
    for what, wanted, booked in (
        ("vrijgevallen door vaststelling of terugvordering", said, freed),
        ("teruggevorderd", claimed, posted_claims),
        ("terugbetaald", repaid, posted_back),
    ):
        for number in sorted({*wanted, *booked}):
            told, there = wanted.get(number, ZERO), booked.get(number, ZERO)
            if told != there:
                yield f"{number}: {what} is in het grootboek {there}, de besluiten zeggen {told}"


def _interest_against_the_ledger(reader: RoundReader) -> Iterator[str]:
    """Where the ledger has other interest fixed or received than the acts say."""
    now = reader.balances
    acted = {one.application_id for one in reader.after.settling_acts if one.counts}
    for number in sorted({*acted, *now.applications_on(Account.INTEREST_INCOME)}):
        claims = claims_of(reader, number)
        fixed = Euro.total(one.detail.amount for claim in claims for one in claim.interest)
        left = Euro.total(claim.interest_left for claim in claims)
        for what, told, there in (
            ("wettelijke rente", fixed, -now.total(Account.INTEREST_INCOME, number)),
            ("ontvangen rente", fixed - left, now.total(Account.INTEREST_RECEIVED, number)),
        ):
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
