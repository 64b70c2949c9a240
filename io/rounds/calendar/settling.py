"""By when what was granted is fixed, claimed back and repaid."""

from __future__ import annotations

from collections.abc import Iterator

from ..settling.terms import SettlingTerm, TermKind, terms_of
from .term import CalendarTerm, Nature, RoundOnDay, Who

_WHO = {
    TermKind.ACCOUNTS: Who.MUNICIPALITY,
    TermKind.FIXING: Who.MINISTER,
    TermKind.NOTICE: Who.MINISTER,
    TermKind.VIEW: Who.MUNICIPALITY,
    TermKind.PAYMENT: Who.MUNICIPALITY,
    TermKind.REMINDER: Who.MUNICIPALITY,
    TermKind.LIMITATION: Who.MINISTER,
    TermKind.INTEREST: Who.MUNICIPALITY,
}
_REPAID = '--amount "..." --reference "..." --date jjjj-mm-dd'
_COMMANDS = {
    TermKind.ACCOUNTS: ("account load <bestand>", "--date jjjj-mm-dd"),
    TermKind.FIXING: ("settle {number}", '--reason "..." --date jjjj-mm-dd'),
    TermKind.NOTICE: ("reclaim intend {number}", '--reason "..." --date jjjj-mm-dd --out <map>'),
    TermKind.VIEW: ("reclaim decide {number}", '--reason "..." --date jjjj-mm-dd'),
    TermKind.PAYMENT: ("reclaim repaid {number}", _REPAID),
    TermKind.REMINDER: ("reclaim repaid {number}", _REPAID),
    TermKind.LIMITATION: ("reclaim remind {number}", "--date jjjj-mm-dd --out <map>"),
    TermKind.INTEREST: ("reclaim repaid {number}", f"--interest {_REPAID}"),
}


def settling_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when is accounted, fixed, announced, viewed, paid back, and when a claim is barred."""
    for one in terms_of(seen.reader, seen.equated):
        yield _term(seen, one)


def _term(seen: RoundOnDay, one: SettlingTerm) -> CalendarTerm:
    name, more = _COMMANDS[one.kind]
    return CalendarTerm(
        round=seen.reader.id, instrument=one.instrument, application_id=one.application_id,
        what=one.what, day=one.term.last, reasons=one.term.reasons, who=_WHO[one.kind],
        cost=one.missing, command=seen.command(name, more),
        nature=Nature.MOMENT if one.kind.ends else Nature.DUTY,
    )  # fmt: skip
