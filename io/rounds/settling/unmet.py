"""Which obligation was not met, where that is why an award is fixed lower, or early.

An award is fixed lower where an obligation was not met, or what it was given for was not done (GB
art. 10(5); by analogy Awb 4:46(2)), and a scheme may let it be fixed early where *the account
shows* the first (GB art. 10(2)). So the obligation is named, and held against what is known: the
account, the last days of the award, and the newest report about its homes.
"""

from __future__ import annotations

from datetime import date

from ....grants.after.obligation import Obligation, ObligationKind
from ....grants.after.progress import DutyState, stands
from ....grants.bilingual import Bilingual
from ....grants.notation import counted, unbroken_day, whole
from ....grants.record import Record
from ....instruments.after.settling import Manner, SettlingLaw
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import StoredAccount
from ..monitors.awarded import Awarded, awarded_of

SPENT = "spent"
"""The duty to spend the grant on what it was given for, which is no obligation by the day."""
PERFORMED = "performed"
"""That what the grant was given for was done in full (after Awb 4:46(2)(a)), where no article of a
scheme names its own ground."""


class Unmet(Record):
    """An obligation that was not met, by its article; ``seen`` is by what that shows."""

    what: Bilingual
    article: str
    seen: Bilingual


def unmet_of(
    reader: RoundReader, number: str, law: SettlingLaw, account: StoredAccount, kind: str, on: date,
    *, early: bool,
) -> Unmet:  # fmt: skip
    """The obligation that an officer names, with what shows that it was not met.

    ``early`` says that it is why an award is fixed before its last account, and not that it is
    fixed lower.

    Raises:
        WrongUse: none is named, or the award has no such obligation.
        RefusedByProcess: what is known says that it was met, or its day is not there yet.
    """
    if kind == SPENT:
        return _not_spent_so(number, law, account)
    awarded = awarded_of(reader)[number]
    if kind == PERFORMED and law.manner is Manner.GENERAL:
        return _not_done_in_full(number, law, awarded, account)
    named = {one.kind.value: one for one in awarded.obligations}
    if kind not in named:
        what = f"eerder vaststellen kan alleen dan ({law.early})" if early else (
            f"lager dan uit de verantwoording volgt kan alleen dan ({law.lower})"
        )  # fmt: skip
        own = (SPENT, PERFORMED) if law.manner is Manner.GENERAL else (SPENT,)
        raise WrongUse(
            f"Noem met --unmet aan welke verplichting niet is voldaan, want {what}: "
            f"{', '.join((*own, *named))}."
        )
    one = named[kind]
    if one.kind is ObligationKind.AFFORDABLE:
        return _too_few_affordable(number, one, account)
    return _by_its_day(reader, number, awarded, one, on)


def _not_spent_so(number: str, law: SettlingLaw, account: StoredAccount) -> Unmet:
    if not account.unlawful:
        raise RefusedByProcess(
            f"Volgens de verantwoording van {number} tot en met {account.year} is niets "
            f"onrechtmatig besteed. Noem met --unmet een verplichting die niet is nagekomen "
            f"({law.spend or law.lower})."
        )
    return Unmet(
        what=Bilingual(
            nl="de uitkering is alleen besteed aan waarvoor zij is verleend",
            en="the grant is spent only on what it was given for",
        ),
        article=law.spend or law.lower,
        seen=Bilingual(
            nl=f"volgens uw verantwoording tot en met {account.year} is een deel onrechtmatig "
            "besteed",
            en=f"by your accounts up to and including {account.year} a part was spent unlawfully",
        ),
    )


def _not_done_in_full(
    number: str, law: SettlingLaw, awarded: Awarded, account: StoredAccount
) -> Unmet:
    promised = awarded.promise.homes.total
    if account.homes is None or account.homes >= promised:
        raise RefusedByProcess(
            f"Uit de verantwoording van {number} tot en met {account.year} blijkt niet dat minder "
            f"is gedaan dan waarvoor is verleend, {counted(promised, 'woning', 'woningen')} "
            f"({law.lower})."
        )
    return Unmet(
        what=Bilingual(
            nl="wat met de uitkering is bedoeld, is in zijn geheel gedaan",
            en="what the grant was given for was done in full",
        ),
        article=law.lower,
        seen=Bilingual(
            nl=f"de uitkering is verleend voor {counted(promised, 'woning', 'woningen')}; uw "
            f"verantwoording noemt er {whole(account.homes)}",
            en=f"the grant was given for {counted(promised, 'home', 'homes', 'en')}; your "
            f"accounts name {whole(account.homes, 'en')}",
        ),
    )


def _too_few_affordable(number: str, one: Obligation, account: StoredAccount) -> Unmet:
    homes, affordable = account.homes, account.affordable_homes
    part, whole = one.share or (1, 1)
    if not homes or affordable is None or affordable * whole >= homes * part:
        raise RefusedByProcess(
            f"Uit de verantwoording van {number} tot en met {account.year} blijkt niet dat te "
            f"weinig woningen betaalbaar zijn ({one.article})."
        )
    return Unmet(
        what=one.what, article=one.article,
        seen=Bilingual(
            nl=f"van de {homes} woningen in uw verantwoording zijn er {affordable} betaalbaar",
            en=f"of the {homes} homes in your accounts {affordable} are affordable",
        ),
    )  # fmt: skip


def _by_its_day(
    reader: RoundReader, number: str, awarded: Awarded, one: Obligation, on: date
) -> Unmet:
    """Of one with a last day that it passed, and that no report says otherwise."""
    if one.day is not None and on <= one.day:
        raise RefusedByProcess(
            f"Aan deze verplichting van {number} kan nog worden voldaan tot en met "
            f"{one.day:%d-%m-%Y} ({one.article})."
        )
    reports = [two for two in reader.after.progress_reports.get(number, ()) if two.on <= on]
    newest = reports[-1] if reports else None
    for stand in stands((one,), awarded.promise, newest, on):
        if stand.state is DutyState.MET and newest is not None:
            raise RefusedByProcess(
                f"Volgens het bericht van {newest.on:%d-%m-%Y} over {number} is aan deze "
                f"verplichting voldaan ({one.article})."
            )
    if one.day is None:
        return Unmet(what=one.what, article=one.article, seen=_UNSEEN)
    return Unmet(
        what=one.what, article=one.article,
        seen=Bilingual(
            nl=f"de laatste dag daarvoor was {unbroken_day(one.day, 'nl')}",
            en=f"the last day for that was {unbroken_day(one.day, 'en')}",
        ),
    )  # fmt: skip


_UNSEEN = Bilingual(
    nl="dat volgt uit wat hieronder staat", en="that follows from what is stated below"
)
"""Of a notice or a yearly report the office says what shows it; the account has no cell for it."""
