"""The life of an award (*toekenning*): every step of it is an entry in the ledger of its round.

=========  ==========================================================================
state      what it means
=========  ==========================================================================
reserved   a list gives it, or it is kept aside; nobody has decided on it
committed  the list was approved: the state owes it
advanced   a part of it has been paid
paid       all of it has been paid
changed    a later decision lowered it, raised it on an objection, or moved its dates
settled    its final amount was fixed (*vastgesteld*)
reclaimed  what was paid above the final amount was claimed back
released   what was reserved or committed came free again
lapsed     it ended because what it was given for did not happen in time
=========  ==========================================================================

Only an application that was given an amount has an award. A scheme says which of these there are:
the Woningbouwimpuls settles nothing (BWbi art. 10), the Gebiedsbudget always does (art. 10). The
title of the Awb on subsidies does not apply to what only public bodies are given (art. 4:21), so
that the articles are those of the schemes and of title 4.4. No state is final: what was paid can be
settled lower and claimed back until the claim has lapsed (Awb art. 4:104).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from types import MappingProxyType

from ..ledger.ledger import Account, Posting
from ..money import Euro
from .life import Life, Mover, Transition
from .round import RoundState


class AwardState(StrEnum):
    """Where an award stands."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    ADVANCED = "advanced"
    PAID = "paid"
    CHANGED = "changed"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    RELEASED = "released"
    LAPSED = "lapsed"

    @property
    def dutch(self) -> str:
        """The state in words an office uses."""
        return _DUTCH[self]


_DUTCH = MappingProxyType(
    {
        AwardState.RESERVED: "gereserveerd",
        AwardState.COMMITTED: "verplicht",
        AwardState.ADVANCED: "bevoorschot",
        AwardState.PAID: "betaald",
        AwardState.CHANGED: "gewijzigd",
        AwardState.SETTLED: "vastgesteld",
        AwardState.RECLAIMED: "teruggevorderd",
        AwardState.RELEASED: "vrijgevallen",
        AwardState.LAPSED: "vervallen",
    }
)


class AwardEvent(StrEnum):
    """What happens to an award."""

    RESERVED = "reserved"
    COMMITTED = "committed"
    ADVANCED = "advanced"
    PAID = "paid"
    RETURNED = "returned"
    CHANGED = "changed"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    RELEASED = "released"
    LAPSED = "lapsed"


_S, _E = AwardState, AwardEvent
_OWED = (_S.COMMITTED, _S.ADVANCED, _S.PAID, _S.CHANGED)
_BWBI, _RWBI = "Besluit Woningbouwimpuls 2020", "Regeling Woningbouwimpuls 2020"
_GB = "Tijdelijke regeling specifieke uitkering gebiedsbudget"
AWARD_LIFE: Life[AwardState, AwardEvent] = Life(
    name="award",
    starts=(_S.RESERVED,),
    final=(),
    table=(
        Transition(_E.RESERVED, (_S.RESERVED, _S.RELEASED), _S.RESERVED, Mover.LEDGER,
                   "de verdeelregel van de regeling", "gereserveerd"),
        Transition(_E.COMMITTED, (_S.RESERVED,), _S.COMMITTED, Mover.LEDGER,
                   "artikel 4:86 Awb", "verplicht"),
        Transition(_E.ADVANCED, (_S.COMMITTED, _S.ADVANCED, _S.CHANGED, _S.PAID), _S.ADVANCED,
                   Mover.LEDGER, "artikel 4:95 Awb", "deels betaald"),
        Transition(_E.PAID, (_S.COMMITTED, _S.ADVANCED, _S.CHANGED), _S.PAID, Mover.LEDGER,
                   f"artikel 4:87 Awb; artikel 4, zevende lid, {_RWBI}", "geheel betaald"),
        Transition(_E.RETURNED, (_S.ADVANCED, _S.PAID, _S.CHANGED), _S.COMMITTED, Mover.LEDGER,
                   "artikel 4:89 Awb", "het betaalde teruggekomen"),
        Transition(_E.CHANGED, (*_OWED, _S.SETTLED, _S.RECLAIMED), _S.CHANGED, Mover.LEDGER,
                   f"artikel 8 {_GB}; na bezwaar artikel 7:11 Awb; elders artikel 3:46 Awb",
                   "gewijzigd"),
        Transition(_E.SETTLED, (*_OWED, _S.SETTLED, _S.RECLAIMED), _S.SETTLED, Mover.LEDGER,
                   f"artikel 10 {_GB}; artikel 2.4 Tijdelijke regeling realisatiestimulans",
                   "vastgesteld"),
        Transition(_E.RECLAIMED,
                   (_S.ADVANCED, _S.PAID, _S.CHANGED, _S.SETTLED, _S.RELEASED, _S.LAPSED,
                    _S.RECLAIMED),
                   _S.RECLAIMED, Mover.LEDGER,
                   f"artikel 10, tweede lid, {_BWBI}; artikel 4:86 Awb", "teruggevorderd"),
        Transition(_E.RELEASED, (_S.RESERVED, *_OWED, _S.SETTLED, _S.RECLAIMED), _S.RELEASED,
                   Mover.LEDGER, "de verdeelregel van de regeling; na bezwaar artikel 7:11 Awb",
                   "vrijgevallen"),
        Transition(_E.LAPSED, _OWED, _S.LAPSED, Mover.LEDGER,
                   "de verplichtingen van de regeling", "vervallen"),
    ),
)  # fmt: skip


def listed_state(state: RoundState, amount: Euro) -> AwardState | None:
    """Where a round and its newest list leave an award of so much; ``None`` where there is none.

    What a list says in a round whose ledger is not kept (from before there was one), or whose
    ledger says nothing else.
    """
    if not amount:
        return None
    if state is RoundState.ALLOCATED:
        return AwardState.RESERVED
    return AwardState.COMMITTED if state.decided else None


def booked_events(
    entries: Iterable[tuple[int, str, Sequence[Posting]]],
) -> dict[str, tuple[tuple[int, AwardEvent], ...]]:
    """What the entries of a ledger tell of each award: the number of the entry, and the event.

    ``entries`` are numbers, kinds and postings, in order; the result is by application number. An
    entry that leaves nothing reserved or committed releases; one that pays all that is committed
    pays in full, and one by which a payment comes back leaves the award owed again. What is paid of
    an amount that was settled already is told by the ledger alone.
    """
    found: dict[str, list[tuple[int, AwardEvent]]] = {}
    books: dict[str, _Book] = {}
    for number, kind, postings in entries:
        touched = {one.application_id for one in postings if _moves_an_award(one)}
        for one in postings:
            if one.application_id in touched:
                books.setdefault(one.application_id, _Book()).post(one)
        for award in sorted(touched):
            event = books[award].event_of(kind)
            if event is not None:
                found.setdefault(award, []).append((number, event))
    return {award: tuple(found[award]) for award in sorted(found)}


def award_state(events: Iterable[AwardEvent]) -> AwardState | None:
    """The state that events lead to; ``None`` where nothing was ever reserved.

    Raises:
        NotAllowed: they tell of something that cannot happen.
    """
    told = tuple(events)
    return AWARD_LIFE.after(AWARD_LIFE.starts[0], *told) if told else None


_OF_AWARDS = frozenset(
    (Account.RESERVED, Account.COMMITTED, Account.ADVANCED, Account.SETTLED, Account.RECLAIMED)
)


def _moves_an_award(one: Posting) -> bool:
    return bool(one.application_id) and not _OF_AWARDS.isdisjoint((one.source, one.target))


class _Book:
    """What is on the accounts of one award, while its entries are read."""

    def __init__(self) -> None:
        self._cents: dict[Account, int] = {}
        self._settled = False
        self._reclaimed = False

    def post(self, one: Posting) -> None:
        self._cents[one.source] = self._cents.get(one.source, 0) - one.amount.cents
        self._cents[one.target] = self._cents.get(one.target, 0) + one.amount.cents

    def _on(self, *accounts: Account) -> int:
        return sum(self._cents.get(account, 0) for account in accounts)

    def event_of(self, kind: str) -> AwardEvent | None:
        """What an entry of this kind, once posted, tells of the award."""
        if kind in ("reserved", "amended"):
            self._settled = False
            given = self._on(Account.RESERVED, Account.COMMITTED)
            return AwardEvent.RESERVED if given else AwardEvent.RELEASED
        if kind == "advanced" and self._settled:
            return None
        if kind == "advanced":
            all_paid = self._on(Account.ADVANCED, Account.SETTLED) == self._on(Account.COMMITTED)
            return AwardEvent.PAID if all_paid else AwardEvent.ADVANCED
        if kind == "returned":
            return self._returned()
        if kind == "claim_revised":
            return self._claim_revised()
        self._settled = self._settled or kind == "settled"
        self._reclaimed = self._reclaimed or kind == "reclaimed"
        return AwardEvent(kind) if kind in _KINDS else None

    def _claim_revised(self) -> AwardEvent:
        """A claim that an objection lowered: it stands where it stood, as far as nothing is out."""
        if self._on(Account.RECLAIMED):
            return AwardEvent.RECLAIMED
        return AwardEvent.SETTLED if self._settled else AwardEvent.CHANGED

    def _returned(self) -> AwardEvent | None:
        """A payment that came back; of what is no longer owed, or was settled, the ledger tells."""
        if self._settled or self._reclaimed or not self._on(Account.COMMITTED):
            return None
        left = self._on(Account.ADVANCED, Account.SETTLED)
        return AwardEvent.ADVANCED if left else AwardEvent.RETURNED


_KINDS = frozenset(event.value for event in AwardEvent)
