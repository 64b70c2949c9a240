"""How a scheme's law pays what was granted: a fact of the law, which no policy and no cash year
changes."""

from __future__ import annotations

from ...grants.bilingual import Bilingual
from ...grants.frozen import frozen
from ..law.catalogue import Law


@frozen
class Lapse:
    """How a regulation ends (*vervallen*): its article, and what that leaves of what was granted.

    The day is the one after the last of its catalogue.
    """

    article: Bilingual
    leaves: Bilingual


@frozen
class Schedule:
    """How a scheme pays (*betaling*), by the codes of the rules in its catalogue.

    ``rule`` says how it pays, or ``article`` where no rule of the catalogue is about it; both are
    empty where no article is, so that the decision says it.
    ``at_once``: the law pays each grant in one payment of 100 %. ``in_parts`` is the rule by which
    an award that crosses the ceiling may be paid in two. ``set_off`` is the rule by which earlier
    years are settled with a payment (*verrekening*); empty where no statute has it, so that nothing
    can be set off (Awb art. 4:93). ``may_set_off`` is the article by which a minister may, where
    the program does not: no payment of it is less than its decision says. ``changes`` is the rule about a change on request, with its
    term; empty where no article has it.
    """

    rule: str = ""
    article: str = ""
    at_once: bool = False
    in_parts: str = ""
    set_off: str = ""
    may_set_off: str = ""
    changes: str = ""

    def article_in(self, law: Law) -> str:
        """The article that says how it pays, in the law of a day; empty where none does."""
        return article_of(law, self.rule) or self.article


def article_of(law: Law, code: str) -> str:
    """The article of a rule in the law of a day; empty where that law does not have the rule."""
    return next((version.article for version in law.rules if version.code == code), "")
