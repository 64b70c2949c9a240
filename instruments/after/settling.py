"""How the law of a scheme ends what it gave: fixed, claimed back, corrected; facts of the law.

What governs an award is the text that held when its window opened. None of these articles bears on
who gets what, so that they are no part of the catalogue that a round is sealed with.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from importlib.resources import files

import tomli

from ...grants.bilingual import Bilingual
from ...grants.money import Euro
from ...grants.record import Record


class Manner(StrEnum):
    """How the final amount comes about."""

    FIXED = "fixed"  # a decision of its own, ex officio
    UNSPENT = "unspent"  # none: what was not spent, or unlawfully, can be claimed back
    CORRECTED = "corrected"  # the grant was the fixing: a later year corrects it
    AT_ONCE = "at_once"  # the grant was the fixing; this program sets nothing off with a later one
    GENERAL = "general"  # no article: the general rules of the Awb


class SettlingLaw(Record):
    """The articles of one text, in force from a day up to and including another.

    ``article`` says how it ends, ``lower`` that it may be fixed lower, ``cap`` that it is at most
    the original share of the real shortfall, ``early`` that it can be fixed before the last
    account, and ``reclaim`` that money can be claimed back. ``spend`` says what it may be spent on,
    ``reclaim_unspent`` that what was not, or unlawfully, can be claimed back, and
    ``reclaim_capped`` what carries a claim of what the real shortfall left too much; both as
    ``reclaim`` where they are empty. ``source`` is where the articles were read, with what
    ``confidence``. ``notice_years`` is the term for a
    notice of that after the account was received, 0 where the text has none; ``by_end_of_year``
    that it is fixed by 31 December of the year of the last account. The text lapses on the day
    after ``valid_to``; ``saved_by`` is its article about grants that were given by then, empty
    where it has none.
    """

    valid_from: date
    valid_to: date | None = None
    manner: Manner
    article: str
    lower: str = ""
    cap: str = ""
    early: str = ""
    reclaim: str = ""
    spend: str = ""
    reclaim_unspent: str = ""
    reclaim_capped: str = ""
    source: str = ""
    confidence: str = ""
    notice_years: int = 0
    by_end_of_year: bool = False
    saved_by: str = ""

    @property
    def fixes_at_once(self) -> bool:
        """Whether the decision itself fixes the grant (*vaststelling*)."""
        return self.manner in (Manner.CORRECTED, Manner.AT_ONCE)

    def lapsed(self, on: date, lapses: date | None) -> bool:
        """Whether nothing of a regulation carries a decision of that day any more."""
        return lapses is not None and on >= lapses and not self.saved_by


class Settling(Record):
    """The texts of a scheme, oldest first; ``lapses`` is the day on which the last one does."""

    texts: tuple[SettlingLaw, ...]
    lapses: date | None = None

    def on(self, window_opens: date) -> SettlingLaw:
        """The text that governs awards of a window that opened on that day.

        Of a window that opened before the first text it is the first one, and after the last the
        last: a round that is decided by carried law is settled by it too.
        """
        found = [one for one in self.texts if one.valid_from <= window_opens]
        return found[-1] if found else self.texts[0]


def settling_in(package: str) -> Settling:
    """How a scheme ends: ``settling.toml`` in its package."""
    text = files(package).joinpath("settling.toml").read_text(encoding="utf-8")
    return Settling.model_validate(tomli.loads(text))


GENERAL = settling_in("verdeelsleutel.instruments.after")
"""What holds where no regulation says how a grant ends."""


def most_by_shortfall(granted: Euro, foreseen: Euro, real: Euro) -> Euro:
    """The original share of the real shortfall, rounded down to the cent.

    *At most* a share of an amount: a cent more would be above it. The share is the exact fraction
    of the grant in the shortfall that was foreseen, and not the percentage that a letter shows of
    it.

    Raises:
        ValueError: no shortfall was foreseen, so that there is no share.
    """
    if foreseen.cents <= 0:
        raise ValueError("without a foreseen shortfall there is no share")
    return real.fraction(Fraction(granted.cents, foreseen.cents))


MANNERS: dict[Manner, Bilingual] = {
    Manner.FIXED: Bilingual(
        nl="wordt ambtshalve vastgesteld na de laatste verantwoording",
        en="is fixed ex officio after the last account",
    ),
    Manner.UNSPENT: Bilingual(
        nl="wordt niet vastgesteld; wat niet of onrechtmatig is besteed, kan worden teruggevorderd",
        en="is not fixed; what was not spent, or unlawfully, can be claimed back",
    ),
    Manner.CORRECTED: Bilingual(
        nl="is bij het besluit zelf al vastgesteld; een ander aantal woningen wordt met de opgave "
        "van het volgende jaar verrekend",
        en="was fixed by the decision itself; another number of homes is settled with the "
        "statement of the next year",
    ),
    Manner.AT_ONCE: Bilingual(
        nl="is bij het besluit zelf al vastgesteld; wat in een jaar meer of minder is uitgegeven, "
        "kan de gemeente melden met de opgave van het volgende jaar",
        en="was fixed by the decision itself; what was spent more or less in a year the municipality "
        "may report with the statement of the next year",
    ),
    Manner.GENERAL: Bilingual(
        nl="wordt vastgesteld naar de algemene regels voor besluiten",
        en="is fixed by the general rules for decisions",
    ),
}
