"""Where a round stands, for the screen: in groups, and what comes next as the last of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .....grants.lives.round import ROLES_NL
from .....grants.notation import counted
from .....instruments.terms.deadlines import Deadline
from ....rounds.monitors.followed import homes_line, missing_line
from ....rounds.open_questions import question_lines
from ....rounds.state import ARCHIVED
from ....rounds.status import Standing


def standing_lines(told: Standing, presses: Sequence[str], after: str) -> Iterator[str]:
    """The groups that have something to say, a blank line before each.

    ``after`` is the command that comes next, as it can be typed here;
    ``presses`` are the sentences about the terms that press most; none where nothing does.
    """
    many = counted(told.applications, "aanvraag", "aanvragen")
    yield f"Ronde {told.round}: {told.state.dutch}; {many}."
    for heading, lines in _groups(told, presses, after):
        if lines:
            yield ""
            yield f"{heading}:"
            yield from (f"  {line}" for line in lines)


def _groups(
    told: Standing, presses: Sequence[str], after: str
) -> Iterator[tuple[str, Sequence[str]]]:
    """Each heading and its lines."""
    coming, passed = _terms(told)
    yield "Waar zij staat", tuple(_stands(told))
    yield "Het geld", tuple(_money(told))
    yield "Wat openstaat", tuple(_open(told))
    yield "Waar de verdeling op rust", told.rests_on
    yield "Wat er voor een echte ronde ontbreekt", told.lacks
    yield "Termijnen die voorbij of afgedaan zijn", passed
    yield "Termijnen die komen", coming
    yield "Waarschuwingen", _warned(told)
    yield "Wat er nu komt", tuple(_next(told, presses, after))


def _stands(told: Standing) -> Iterator[str]:
    yield f"Tijdvak: {told.window_opens:%d-%m-%Y} tot en met {told.window_closes:%d-%m-%Y}"
    if told.approved_on is not None:
        yield f"Vastgesteld op {told.approved_on:%d-%m-%Y}"
    if told.published_on is not None:
        yield f"Bekendgemaakt op {told.published_on:%d-%m-%Y}"
    if told.amendments:
        yield f"Wijzigingen na verzegeling: {told.amendments}"
    if told.withdrawn:
        yield f"Ingetrokken aanvragen: {told.withdrawn}"
    if told.not_treated:
        yield f"Niet in behandeling genomen: {', '.join(told.not_treated)}"
    if told.awards:
        counts = "; ".join(f"{state} {number}" for state, number in told.awards.items())
        yield f"Toekenningen: {counts}"
    if told.homes:
        yield homes_line(told.round, told.homes)
    yield f"Verzegeld beleid: {told.policy_hash}"


def _money(told: Standing) -> Iterator[str]:
    for one in told.funds:
        parts = [f"gevraagd {one.requested}"]
        parts += [f"gereserveerd {one.reserved}"] if one.reserved else []
        parts += [f"verplicht {one.committed}"] if one.committed else []
        yield f"{one.fund}, {one.year}: {', '.join(parts)}, vrij {one.free} van {one.ceiling}"
    yield from told.left


def _open(told: Standing) -> Iterator[str]:
    for name, which in (
        ("Onvolledig", told.incomplete),
        ("Nieuwe versie met fouten", told.waiting_corrections),
        ("Aanvulling gevraagd", told.completing),
    ):
        if which:
            yield f"{name}: {', '.join(which)}"
    if told.questions:
        yield (
            f"Vraag over geld, te beantwoorden vóór de vaststelling: {', '.join(told.questions)}. "
            f"Veel tegelijk: verdeel answer --template vragen.xlsx --round {told.round}"
        )
    if told.set_aside:
        kept = f" (gereserveerd {told.kept_aside})" if told.kept_aside else ""
        yield f"Aangehouden, nog te beslissen: {', '.join(told.set_aside)}{kept}"
    for name, which in (
        ("In bezwaar, nog te beslissen", told.objections),
        ("Na bezwaar zonder dekking (verdeel objection cover)", told.asks_cover),
        ("Te betalen", told.to_pay),
        ("Wacht op een tweede naam", told.proposed),
        ("Verzoek tot wijziging", told.requests_to_change),
        ("Af te rekenen", told.to_settle),
        ("Voornemen tot intrekken", told.intentions),
    ):
        yield from _listed(name, which)
    if told.reports_missing:
        yield missing_line(told.reports_missing)
    yield from question_lines(told.open, told.round)


def _listed(name: str, which: Sequence[str]) -> Iterator[str]:
    """One after its name; more under it, a line each."""
    if len(which) == 1:
        yield f"{name}: {which[0]}"
    elif which:
        yield f"{name}:"
        yield from (f"  {one}" for one in which)


def _terms(told: Standing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms that come, and those that are past or were kept, each with its article.

    Without a day to hold them against, a term from before the window is told to be so.
    """
    coming: list[str] = []
    passed: list[str] = []
    for one in told.deadlines:
        past = told.as_of is not None and told.as_of > one.last
        over = past or one.rule in told.settled
        (passed if over else coming).append(
            f"{_by(one, told, past=past)}: {one.who_nl}, {one.what_nl} ({one.rule}, "
            f"{one.article}; {one.reasons[1].nl})"
        )
    return tuple(coming), tuple(passed)


def _by(one: Deadline, told: Standing, *, past: bool) -> str:
    before = one.last < told.window_opens
    if one.rule in told.settled and told.approved_on is not None:
        late = " (te laat)" if told.approved_on > one.last and not before else ""
        return f"Was uiterlijk {one.last:%d-%m-%Y}, besloten op {told.approved_on:%d-%m-%Y}{late}"
    if past:
        return f"Was uiterlijk {one.last:%d-%m-%Y} (voorbij)"
    ahead = " (vóór het tijdvak)" if told.as_of is None and before else ""
    return f"Uiterlijk {one.last:%d-%m-%Y}{ahead}"


def _warned(told: Standing) -> tuple[str, ...]:
    """The warnings, and which day they are held against."""
    if told.as_of is None:
        return ("Geen: in de ronde staat nog geen datum. Noem de dag met --date.",)
    source = "de dag van --date" if told.as_of_given else "de laatste datum in de ronde; zie --date"
    head = f"Gerekend vanaf {told.as_of:%d-%m-%Y} ({source}):"
    if not told.warnings:
        return (f"{head} geen waarschuwingen.",)
    return (head, *(f"  {one.sentence}" for one in told.warnings))


def _next(told: Standing, presses: Sequence[str], after: str) -> Iterator[str]:
    """What can be done about awards, what presses, and the step that comes next."""
    yield from (f"Nu te doen voor {line}" for line in told.acts_next)
    yield from presses
    if not told.next:
        yield f"De ronde is gearchiveerd. {ARCHIVED}"
        yield "Hierna, voor een volgende ronde: verdeel round new <ronde>"
        return
    yield f"Hierna: {after} ({', '.join(ROLES_NL[role] for role in told.next_by)})"
