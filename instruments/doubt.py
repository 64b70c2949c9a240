"""A decision that rests on a value which is not known to be right."""

from __future__ import annotations

from ..grants.record import Record


class Doubt(Record):
    """Who is decided on by such a value, and whose value of which rule has to be found first.

    ``of`` are the applications of which it is. A person records it as a value of ``rule``, unless
    the policy of the round gives it: then ``by_policy`` is the parameter. ``nl`` is a sentence.
    """

    application_id: str
    rule: str
    of: tuple[str, ...]
    nl: str
    by_policy: str = ""
