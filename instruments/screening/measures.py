"""Measurements that several schemes take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ...grants.applications.application import Application, BodyApplication
from ...grants.applications.assessment import Answer
from ...grants.money import Euro
from ...grants.rounds.fund import CeilingRange
from ..law.quantity import HomeCount, Share, Words
from ..law.rule import Measured, met_if, undecided
from ..law.setting import RuleContext


def affordable_share(application: Application, minimum: Share) -> Measured:
    """The affordable part of the homes stated; with no homes there is none."""
    homes = application.homes
    if homes.total == 0:
        return Measured(Answer.NOT_MET, HomeCount(0), minimum, "no_homes")
    share = Share(Fraction(homes.affordable, homes.total))
    return met_if(
        share.value >= minimum.value, share, minimum,
        homes=HomeCount(homes.total), affordable=homes.affordable,
    )  # fmt: skip


def ceiling_of_the_round(setting: RuleContext, limit: Euro) -> Measured:
    """Whether the round's ceiling stays within the law's.

    A ceiling that is too high is a fault of the policy, not of the application: it refuses nobody,
    but until it is mended a person has to look at every award.
    """
    ceiling = setting.policy.ceiling
    if ceiling is None:
        return Measured(
            Answer.MET, Words("geen eigen plafond", "no ceiling of its own"), limit, "no_ceiling"
        )
    highest = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
    if highest > limit:
        return undecided(limit, ceiling=highest)
    return Measured(Answer.MET, highest, limit)


def vat_is_known(vat: Euro | None, setting: RuleContext) -> Measured | None:
    """An empty cell is not a statement that an amount holds no compensable VAT."""
    if vat is not None or not setting.asks:
        return None
    return undecided(
        Words("het bedrag van de compensabele btw", "the amount of compensable VAT"),
        asks=("compensable_vat",),
    )


_NAMED = Words("een openbaar lichaam dat daar staat", "a public body that stands there")


def body_may_apply(
    application: BodyApplication, setting: RuleContext, *, area: str = ""
) -> Measured | None:
    """Whether a public body can apply: a person looks it up, since no table has them all."""
    if application.other_body is None or not setting.asks:
        return None
    return undecided(_NAMED, body=application.applicant.name, area=area)


def years_after(day: date, years: int) -> date:
    """The same day some years later; 28 February for a 29 February that the year lacks."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def joined(words: Sequence[Words]) -> Words:
    """A list as a sentence has it: ``noodzaak, effectiviteit en efficiëntie``."""
    if not words:
        return Words("geen", "none")
    if len(words) == 1:
        return words[0]
    nl, en = [w.nl for w in words], [w.en for w in words]
    return Words(
        f"{', '.join(nl[:-1])} en {nl[-1]}",
        f"{', '.join(en[:-1])} and {en[-1]}",
    )
