"""The outcomes of an application, in words."""

from __future__ import annotations

from ...grants.allocation import Outcome

OUTCOMES_NL = {
    Outcome.GRANTED: "toegekend",
    Outcome.PARTLY_GRANTED: "deels toegekend",
    Outcome.REFUSED_RULE: "afgewezen op een regel",
    Outcome.REFUSED_CEILING: "afgewezen omdat het geld op is",
    Outcome.NEEDS_JUDGEMENT: "oordeel nodig",
    Outcome.WITHDRAWN: "ingetrokken",
}


OUTCOMES_EN = {
    Outcome.GRANTED: "granted",
    Outcome.PARTLY_GRANTED: "partly granted",
    Outcome.REFUSED_RULE: "refused on a rule",
    Outcome.REFUSED_CEILING: "refused for lack of money",
    Outcome.NEEDS_JUDGEMENT: "needs judgement",
    Outcome.WITHDRAWN: "withdrawn",
}
