"""Every kind of term that the calendar has: add a function here, and its terms are told.

A kind is a function of a :class:`~.term.RoundOnDay` that yields what is still open of it on that
day. Nothing else has to know of it: listing, grouping, ``--json`` and what ``round status`` and
``explain`` name all go over these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .after import (
    change_terms,
    intention_terms,
    keeping_terms,
    payment_terms,
    reserve_terms,
    retake_terms,
)
from .before import advice_terms, completing_terms, decision_terms, sending_terms, window_terms
from .objections import objection_terms, to_object_later, to_object_terms
from .obligations import dated_obligations, lapse_terms, report_terms, statement_terms
from .settling import settling_terms
from .term import CalendarTerm, RoundOnDay

Kind = Callable[[RoundOnDay], Iterator[CalendarTerm]]

KINDS: tuple[Kind, ...] = (
    window_terms,
    completing_terms,
    advice_terms,
    decision_terms,
    sending_terms,
    to_object_terms,
    to_object_later,
    objection_terms,
    payment_terms,
    change_terms,
    intention_terms,
    reserve_terms,
    retake_terms,
    dated_obligations,
    report_terms,
    settling_terms,
    statement_terms,
    lapse_terms,
    keeping_terms,
)
