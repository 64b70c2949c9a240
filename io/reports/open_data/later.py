"""What was decided after the letters, and what stands today, as it is published.

``decisions.csv`` has the division as it was decided, with a few columns of today; here are the
decisions that lead from the one to the other, and what all of it comes to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ....grants.decisions.allocation import Award
from ....grants.dossier import Dossier
from ....grants.lives.later import LaterDecision, LaterKind
from ....grants.money import ZERO, Euro
from ..figures import TotalsDisagree

_LETTER = {
    LaterKind.RESERVE: "{number}.pdf",
    LaterKind.CHANGED: "wijziging_{number}.pdf",
    LaterKind.CHANGE_REFUSED: "wijziginggeweigerd_{number}.pdf",
    LaterKind.REVOKED: "intrekkingsbesluit_{number}.pdf",
    LaterKind.SETTLED: "vaststelling_{number}.pdf",
    LaterKind.RECLAIMED: "terugvordering_{number}.pdf",
    LaterKind.OBJECTION: "bezwaar_besluit_{name}.pdf",
}


def euros(amount: Euro) -> str:
    """An amount in euros with a point and two decimals, exact: ``1234567.89``."""
    sign = "-" if amount.cents < 0 else ""
    whole, rest = divmod(abs(amount.cents), 100)
    return f"{sign}{whole}.{rest:02d}"


def document_of(number: str, one: LaterDecision) -> str:
    """The file of the letter of a later decision; empty for what is none or has no own letter."""
    written = bool(one.article) or one.kind not in (LaterKind.SETTLED, LaterKind.RECLAIMED)
    kind = LaterKind.OBJECTION if one.name else one.kind  # what is part of it has its letter
    return _LETTER.get(kind, "").format(number=number, name=one.name) if written else ""


def still_of(dossier: Dossier, award: Award) -> Euro:
    """What is committed of an award today."""
    since = dossier.since_decided(award.application_id)
    return award.amount if since is None else since.still


def hold_together(dossier: Dossier) -> None:
    """Hold the later decisions to what is committed today.

    Raises:
        TotalsDisagree: those of an award do not lead to what the ledger has of it.
    """
    for one in dossier.since:
        if one.later and one.later[-1].after != one.still:
            raise TotalsDisagree(
                f"Van {one.application_id} is {one.still} verplicht, en de besluiten erover komen "
                f'op {one.later[-1].after}; er is niets gepubliceerd. Zie "verdeel audit verify".'
            )


def later_rows(dossier: Dossier, published: Sequence[Award]) -> list[dict[str, object]]:
    """Every later decision on an award that is published, by day; ``number`` counts them."""
    listed = {award.application_id for award in published}
    every = [
        (later.on, at, since.application_id, later)
        for since in dossier.since
        if since.application_id in listed
        for at, later in enumerate(since.later)
    ]
    every.sort(key=lambda told: (told[0], told[2], told[1]))
    return [
        {
            "number": number,
            "application_id": of,
            "decided_on": one.on.isoformat(),
            "decision": one.kind.value,
            "why": " ".join(one.why),
            "article": one.article,
            "before_eur": one.before,
            "after_eur": one.after,
            "compensable_vat_eur": one.compensable_vat,
            "payable_eur": one.payable,
            "years": " ".join(f"{year}={euros(one.years[year])}" for year in sorted(one.years)),
            "came_free_eur": one.came_free,
            "from_objection_reserve_eur": one.from_reserve,
            "beyond_objection_reserve_eur": one.beyond,
            "document": document_of(of, one),
        }
        for number, (_, _, of, one) in enumerate(every, start=1)
    ]


def payment_rows(dossier: Dossier, award: Award, now: Award) -> Iterator[dict[str, object]]:
    """A row for each year in which something of an award is, was to be, or was paid.

    What came free is not paid: of what stands the earliest years go first.
    """
    since = dossier.since_decided(award.application_id)
    decided = _by_year(award, award.amount)
    stands = _by_year(now, still_of(dossier, award))
    paid: dict[int | None, Euro] = {} if since is None else {**since.paid_by_year}
    for year in sorted({*decided, *stands, *paid}, key=lambda one: (one is None, one or 0)):
        columns = [of.get(year, ZERO) for of in (stands, decided, paid)]
        if not dossier.policy.tells_all and not columns[0]:
            continue
        yield {
            "application_id": award.application_id,
            "year": "" if year is None else year,
            "amount_eur": columns[0],
            "decided_eur": columns[1],
            "paid_eur": columns[2],
        }


def _by_year(award: Award, most: Euro) -> dict[int | None, Euro]:
    """The payments of an award up to an amount; ``None`` for what is in no year."""
    rest = award.amount - Euro.total(payment.amount for payment in award.payments)
    placed: list[tuple[int | None, Euro]] = [(one.year, one.amount) for one in award.payments]
    found: dict[int | None, Euro] = {}
    left = most
    for year, amount in [*placed, (None, rest)]:
        part = min(amount, left)
        left = left - part
        if part.cents:
            found[year] = found.get(year, ZERO) + part
    return found


def today(dossier: Dossier, published: Sequence[Award]) -> dict[str, Any]:
    """What stands today of all applications that are published, and what led to it."""
    since = [
        one
        for award in published
        if (one := dossier.since_decided(award.application_id)) is not None
    ]
    later = [step for one in since for step in one.later]
    return {
        "committed_cents": sum(still_of(dossier, award).cents for award in published),
        "paid_cents": sum(one.paid.cents for one in since),
        "added_on_objection_cents": sum(one.added.cents for one in since),
        "later_decisions": len(later),
        "by_decision": _counted(step.kind.value for step in later),
        "by_reason": _counted(code for step in later for code in step.why),
        "by_article": _counted(step.article for step in later),
        "standings": _counted(one.standing for one in since),
        "objections": _counted(each.outcome or "open" for one in since for each in one.objections),
    }


def _counted(told: Iterator[str]) -> dict[str, int]:
    counts = Counter(told)
    return {key: counts[key] for key in sorted(counts)}
