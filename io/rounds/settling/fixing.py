"""At what an award can be fixed (*vaststellen*), and what the law lets it be at the most."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ....grants.bilingual import Bilingual
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.after.settling import MANNERS, Manner, SettlingLaw, most_by_shortfall
from ....instruments.instrument import instruments
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import to_fix
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import StoredAccount
from ..after.changing import foreseen_shortfall, granted_before_revoking
from ..after.standing import StandingAward
from ..objections.made import judged_since
from .accounted import newest_account
from .claims import settling_of


class Why(StrEnum):
    """Why the final amount is what it is."""

    IN_FULL = "in_full"
    SHORTFALL = "shortfall"
    LAWFUL = "lawful"
    OBLIGATIONS = "obligations"
    WEIGHED = "weighed"

    @property
    def told(self) -> Bilingual:
        """In a sentence of a decision."""
        return _TOLD[self]


_TOLD = {
    Why.IN_FULL: Bilingual(
        nl="Volgens uw verantwoording is de uitkering geheel en rechtmatig besteed.",
        en="By your accounts the grant was spent in full and lawfully.",
    ),
    Why.SHORTFALL: Bilingual(
        nl="Het werkelijke tekort is lager dan voorzien. De uitkering is dan ten hoogste hetzelfde "
        "deel daarvan als bij de verlening.",
        en="The real shortfall is lower than was foreseen. The grant is then at most the same "
        "share of it as when it was given.",
    ),
    Why.LAWFUL: Bilingual(
        nl="Volgens uw verantwoording is niet de hele uitkering rechtmatig besteed aan waarvoor "
        "zij is verleend.",
        en="By your accounts not all of the grant was lawfully spent on what it was given for.",
    ),
    Why.OBLIGATIONS: Bilingual(
        nl="Aan verplichtingen die bij de uitkering horen, is niet voldaan.",
        en="Obligations that go with the grant were not met.",
    ),
    Why.WEIGHED: Bilingual(
        nl="Volgens uw verantwoording is niet alles rechtmatig besteed. Ik stel de uitkering toch "
        "niet tot dat bedrag lager vast.",
        en="By your accounts not all was lawfully spent. I do not fix the grant as low as that "
        "all the same.",
    ),
}


class Fixable(Record):
    """What an award can be fixed at. ``most`` is the most that the law lets it be.

    ``usual`` is that, or what was lawfully spent where that is less. ``foreseen`` and ``real`` are
    the shortfalls that the most follows from; ``None`` where the scheme does not look at them.
    ``shared`` is the grant that was a share of the foreseen one: revoking a part later lowers the
    grant, and not the percentage that its decision states (GB art. 4(2)(g), 10(6)).
    """

    account: StoredAccount
    granted: Euro
    shared: Euro
    foreseen: Euro | None
    real: Euro | None
    most: Euro
    usual: Euro
    law: SettlingLaw
    term: Term | None

    def why(self, final: Euro, obligations: bool) -> Why:
        """Why it is fixed at this amount.

        Raises:
            WrongUse: it is more than the law lets it be, or less without a ground.
        """
        if final > self.most:
            raise WrongUse(
                f"{final} is meer dan mag: ten hoogste {self.most} "
                f"({self.law.cap if self.most < self.granted else self.law.article})."
            )
        if final < self.usual and not obligations:
            raise WrongUse(
                f"{final} is minder dan uit de verantwoording volgt, {self.usual}. Lager kan als "
                f"niet aan verplichtingen is voldaan: noem --obligations ({self.law.lower})."
            )
        if final < self.usual:
            return Why.OBLIGATIONS
        if obligations:
            raise WrongUse(
                f"--obligations hoort bij een lager bedrag dan {self.usual}; noem het met --final."
            )
        if final > self.account.lawful:
            return Why.WEIGHED
        if self.account.lawful < self.most:
            return Why.LAWFUL
        return Why.SHORTFALL if self.most < self.granted else Why.IN_FULL


def claimed_by(law: SettlingLaw, ground: str) -> str:
    """The article by which is claimed back what was paid above an amount fixed on that ground.

    A scheme may have one article for what was not or unlawfully spent, and for obligations that
    were not met; what the real shortfall leaves too much is then unduly paid (Awb 4:57).
    """
    by = {
        Why.SHORTFALL.value: law.reclaim_capped,
        Why.LAWFUL.value: law.reclaim_unspent,
        Why.WEIGHED.value: law.reclaim_unspent,
    }
    return by.get(ground, "") or law.reclaim


def what_can_be_fixed(
    reader: RoundReader, number: str, standing: StandingAward, early: str, foreseen: Euro | None
) -> Fixable:
    """What an award can be fixed at, by its newest account.

    ``early`` says why it is fixed before its last account, ``foreseen`` is the shortfall of the
    decision where the records have none.

    Raises:
        RefusedByProcess: the scheme fixes nothing, or there is no account to fix it by.
        WrongUse: what was said beside it does not fit.
    """
    award = standing.award
    own = instruments()[award.instrument]
    _, law = settling_of(reader, award.instrument)
    _require_fixing(number, own.name_nl, law)
    account = _account(reader, number, law, early)
    real = account.shortfall if law.cap else None
    most, shared = award.amount, granted_before_revoking(standing)
    stated = None
    if law.cap:
        application = next(
            one.application
            for one in judged_since(reader)
            if one.application.application_id == number
        )
        stated = foreseen_shortfall(standing, application) or None
        if stated is not None and foreseen is not None and foreseen != stated:
            raise WrongUse(
                f"Het besluit over {number} noemt een voorzien tekort van {stated}; laat "
                "--foreseen weg."
            )
        stated = stated or foreseen
        most = min(most, _cap(number, law, shared, stated, real))
    term = to_fix(account.on, law.article) if law.by_end_of_year and account.last else None
    return Fixable(
        account=account, granted=award.amount, shared=shared, foreseen=stated, real=real, most=most,
        usual=min(most, account.lawful), law=law, term=term,
    )  # fmt: skip


def fixable_anew(found: Fixable, before: Euro, committed: Euro) -> Fixable:
    """What an award that was raised after it was fixed can be fixed at: never lower than before,
    and no more than it was raised by."""
    most = min(found.most, committed)
    return found.model_copy(update={"most": most, "usual": max(min(found.usual, most), before)})


def fixable_upon(found: Fixable, before: Euro) -> Fixable:
    """What an award can be fixed at where a founded objection revoked its fixing: all that its law
    lets it be, and whatever that is never lower than before."""
    most = max(found.most, before)
    return found.model_copy(update={"most": most, "usual": max(found.usual, before)})


def _cap(
    number: str, law: SettlingLaw, granted: Euro, foreseen: Euro | None, real: Euro | None
) -> Euro:
    if foreseen is None:
        raise RefusedByProcess(
            f"Het besluit over {number} noemt geen voorzien tekort, zodat er geen oorspronkelijk "
            f"percentage is ({law.cap}). Zoek het op en noem het met --foreseen."
        )
    if real is None:
        raise RefusedByProcess(
            f"In de verantwoording van {number} ontbreekt het werkelijke tekort ({law.cap}). "
            "Vraag het aan de gemeente en laad de verantwoording opnieuw."
        )
    return most_by_shortfall(granted, foreseen, real)


def _require_fixing(number: str, name: str, law: SettlingLaw) -> None:
    if law.manner is Manner.UNSPENT:
        raise RefusedByProcess(
            f"{name} {MANNERS[law.manner].nl} ({law.article}). Kondig dat aan: verdeel reclaim "
            f"intend {number}"
        )
    if law.manner is Manner.AT_ONCE:
        raise RefusedByProcess(
            f"{name} {MANNERS[law.manner].nl} ({law.article}). Wat onrechtmatig is verleend of "
            f"besteed: verdeel reclaim intend {number} ({law.reclaim}). Kosten die niet zijn "
            "opgegeven, vragen een opgave over dat kostenjaar in een volgende ronde."
        )
    if law.manner is Manner.CORRECTED:
        raise RefusedByProcess(
            f"{name} {MANNERS[law.manner].nl} ({law.article}), wat de minister kan doen en niet "
            "moet. Zet het op het blad Correcties van die opgave. Wat onrechtmatig is verleend of "
            f"besteed: verdeel reclaim intend {number} ({law.reclaim})"
        )


def _account(reader: RoundReader, number: str, law: SettlingLaw, early: str) -> StoredAccount:
    account = newest_account(reader, number)
    if account is None:
        raise RefusedByProcess(
            f"Van {number} is geen verantwoording ontvangen. Laad haar: verdeel account load "
            f"<bestand> --round {reader.id} --date jjjj-mm-dd"
        )
    if early and account.last:
        raise WrongUse("--early hoort niet bij een laatste verantwoording; laat het weg.")
    if early and not law.early:
        raise RefusedByProcess(
            f"Eerder vaststellen dan na de laatste verantwoording kan hier niet ({law.article})."
        )
    if not early and not account.last:
        eerder = f" Eerder kan per maatregel, met --early ({law.early})." if law.early else ""
        raise RefusedByProcess(
            f"De verantwoording van {number} tot en met {account.year} is niet de laatste, en "
            f"vastgesteld wordt daarna ({law.article}).{eerder}"
        )
    return account


def require_no_objection(
    reader: RoundReader, number: str, despite: str, what: str, upon: str = ""
) -> None:
    """Refuse a decision on an award while an objection to it runs, unless it is said why.

    ``upon`` is the objection that the decision itself is about.

    Raises:
        RefusedByProcess: with whose objection it is.
        WrongUse: it is said why, and no objection runs.
    """
    open_ = [
        one for one in reader.objections
        if one.application_id == number and one.open and one.name != upon
    ]  # fmt: skip
    if open_ and not despite:
        one = open_[0]
        raise RefusedByProcess(
            f"Tegen het besluit over {number} loopt het bezwaar van {one.name} "
            f"({one.on:%d-%m-%Y}); {what} kan daarna anders uitvallen (artikel 7:11 Awb). Beslis "
            "daar eerst op, of noem met --despite-objection waarom het niet kan wachten: bezwaar "
            "schorst niet (artikel 6:16 Awb)."
        )
    if despite and not open_:
        raise WrongUse(f"Over {number} loopt geen bezwaar; laat --despite-objection weg.")


def require_basis(reader: RoundReader, instrument: str, on: date, basis: str) -> None:
    """Refuse a decision that a lapsed regulation does not carry, unless it is said what does.

    Raises:
        RefusedByProcess: with the day on which it lapsed.
    """
    own, law = settling_of(reader, instrument)
    if law.lapsed(on, own.lapses) and not basis:
        assert own.lapses is not None
        raise RefusedByProcess(
            f"De regeling is op {own.lapses:%d-%m-%Y} vervallen, zonder bepaling over wat toen al "
            "was verleend. Een besluit van daarna heeft geen uitdrukkelijke grondslag. Overleg met "
            "een jurist, en noem met --basis waarop het rust."
        )


def zero_is_meant(fixable: Fixable, final: Euro | None) -> None:
    """Refuse to fix an award at nought by default: somebody has to say that it is meant.

    Raises:
        RefusedByProcess: with what the amount follows from.
    """
    if final is None and fixable.usual == ZERO:
        why = (
            "het werkelijke tekort nul is"
            if fixable.real == ZERO
            else "er niets rechtmatig is besteed"
        )
        raise RefusedByProcess(
            f'De uitkering zou nihil zijn, omdat {why}. Klopt dat? Noem dan --final "€ 0".'
        )
