"""A refusal that rests on a value which was entered and which nobody worked out."""

from __future__ import annotations

from ..grants.record import Record


class Doubt(Record):
    """Who is refused by such a value, and whose value of which rule has to be found first.

    ``of`` are the applications of which it is; a person records it as a value of ``rule``. ``nl`` is
    a sentence.
    """

    application_id: str
    rule: str
    of: tuple[str, ...]
    nl: str
