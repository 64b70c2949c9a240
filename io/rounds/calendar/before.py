"""The terms before a decision was sent: the window, completing, advice, deciding and sending."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.lives.application import ApplicationState
from ....grants.lives.decision import DecisionState
from ....grants.lives.round import RoundState
from ....instruments.instrument import STATEMENT, instruments
from ....instruments.terms.deadlines import COMMITTEE, moved_or_not
from ..checks.upcoming import upcoming
from ..completing.asking import open_request, waiting_completion
from ..completing.closing import closing_term
from ..completing.term import Term
from ..completing.until import received_on, term_to_decide, why_until
from ..lives import ApplicationLives, lives_of
from .deadlines import before_the_window, deadline_of, deadlines_of
from .term import CalendarTerm, Nature, RoundOnDay, Who

_DATE = "--date jjjj-mm-dd"
_ENDED = (ApplicationState.WITHDRAWN, ApplicationState.NOT_TREATED)
_UNDECIDED = (
    DecisionState.OPEN, DecisionState.TO_JUDGE, DecisionState.SET_ASIDE, DecisionState.PROPOSED,
)  # fmt: skip


def window_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """The opening and the closing of the window of each scheme, while intake is open."""
    if seen.reader.state is not RoundState.OPEN:
        return
    policy = seen.reader.policy
    opens = policy.round.window_opens
    for key in policy.instruments:
        window = policy.window_of(key)
        fixed = moved_or_not(window.closes, may_move=False)
        announced = Bilingual(
            nl="het aanvraagtijdvak zoals het is bekendgemaakt en verzegeld",
            en="the window as it was announced and sealed",
        )
        if seen.on < opens:
            yield CalendarTerm(
                round=seen.reader.id, instrument=key, day=opens, who=Who.MUNICIPALITY,
                what=Bilingual(nl="het aanvraagtijdvak opent", en="the window opens"),
                reasons=(announced, moved_or_not(opens, may_move=False)), nature=Nature.MOMENT,
                cost=Bilingual(
                    nl="wat eerder binnenkomt is te vroeg en wordt daarop afgewezen",
                    en="what comes in before it is early and refused for that",
                ),
                command=seen.command("load <werkmap>"),
            )  # fmt: skip
        hour = window.closes_at
        at = f" om {hour:%H.%M} uur" if hour else ""
        yield CalendarTerm(
            round=seen.reader.id, instrument=key, day=window.closes, who=Who.MUNICIPALITY,
            what=Bilingual(
                nl=f"het aanvraagtijdvak sluit{at}",
                en=f"the window closes{f' at {hour:%H:%M}' if hour else ''}",
            ),
            reasons=(announced, fixed), nature=Nature.MOMENT,
            cost=Bilingual(
                nl="wat later binnenkomt is te laat en wordt daarop afgewezen",
                en="what comes in after it is late and refused for that",
            ),
            command=seen.command("load <werkmap>"),
        )  # fmt: skip


def completing_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Who was asked to complete an application, and until when it can be left untreated."""
    reader = seen.reader
    schemes = {one.application_id: one.instrument for one in lives_of(reader)}
    for number in dict.fromkeys(one.number for one in reader.requests):
        request = open_request(reader, number)
        if request is None:
            continue
        scheme = schemes.get(number, "")
        if waiting_completion(reader, number) is not None:
            continue  # it came in: what counts of it is part of the decision
        if seen.on <= request.until:
            yield CalendarTerm(
                round=reader.id, instrument=scheme, application_id=number, day=request.until,
                who=Who.MUNICIPALITY, reasons=why_until(reader, request),
                what=Bilingual(nl="de aanvraag aanvullen", en="complete the application"),
                cost=Bilingual(
                    nl="de aanvraag kan buiten behandeling worden gelaten (artikel 4:5 Awb)",
                    en="the application may be left untreated (article 4:5 Awb)",
                ),
                command=seen.command("load <aanvulling.xlsx>", _DATE), nature=Nature.MOMENT,
            )  # fmt: skip
            continue
        term = closing_term(reader, request)
        yield CalendarTerm(
            round=reader.id, instrument=scheme, application_id=number,
            day=term.last, who=Who.OFFICER, reasons=(term.why,),
            what=Bilingual(
                nl="besluiten de niet aangevulde aanvraag buiten behandeling te laten",
                en="decide to leave the application that was not completed untreated",
            ),
            cost=Bilingual(
                nl="daarna kan het niet meer, en moet op de aanvraag zelf worden beslist",
                en="after it that cannot be done, and the application itself is decided on",
            ),
            command=seen.command(
                "complete close {number}", f'--reason "..." --out <map> {_DATE}'
            ),
        )  # fmt: skip


def decision_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when has to be decided on each application on which nobody has, and what suspended it."""
    waiting = [
        one
        for one in lives_of(seen.reader)
        if one.application_id and one.application not in _ENDED and one.decision in _UNDECIDED
    ]
    if not waiting:
        return
    next_command = upcoming(seen.reader).command
    for one, term in _terms(seen, waiting):
        yield CalendarTerm(
            round=seen.reader.id, instrument=one.instrument, application_id=one.application_id,
            day=term.day, who=Who.MINISTER, reasons=term.reasons, cost=_late(one.instrument),
            what=Bilingual(nl="beslissen op de aanvraag", en="decide on the application")
            if instruments()[one.instrument].submission is not STATEMENT
            else Bilingual(nl="vaststellen op de opgave", en="fix the grant on the statement"),
            command=next_command,
        )  # fmt: skip


def sending_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when decisions that were taken have to be sent: they hold for nobody before that."""
    reader = seen.reader
    taken = [
        one
        for one in lives_of(reader)
        if one.application_id and one.decision is DecisionState.TAKEN
    ]
    for one, term in _terms(seen, taken):
        yield CalendarTerm(
            round=reader.id, instrument=one.instrument, application_id=one.application_id,
            day=term.day, who=Who.OFFICER,
            reasons=(
                *term.reasons,
                Bilingual(
                    nl="een besluit werkt pas als het is bekendgemaakt (artikelen 3:40 en 3:41 "
                    "Awb), dus binnen dezelfde termijn",
                    en="a decision takes effect only once it was sent (articles 3:40 and 3:41 "
                    "Awb), so within the same term",
                ),
            ),
            what=Bilingual(nl="het besluit versturen", en="send the decision"),
            cost=_late(one.instrument), command=upcoming(reader).command,
        )  # fmt: skip


def _terms(
    seen: RoundOnDay, lives: list[ApplicationLives]
) -> Iterator[tuple[ApplicationLives, Term]]:
    policy = seen.reader.policy
    of_law = {key: deadline_of(policy, key) for key in policy.instruments}
    asked = {one.number for one in seen.reader.requests}
    asked |= {one.number for one in seen.reader.notices}
    came = received_on(seen.reader) if any(one.reasonable for one in of_law.values()) else {}
    same: dict[tuple[str, date | None], Term] = {}  # of whoever nothing was asked
    for one in lives:
        number, law = one.application_id, of_law[one.instrument]
        day = came.get(number) if law.reasonable else None
        if number in asked:
            yield one, term_to_decide(seen.reader, number, law, day)
            continue
        key = (one.instrument, day)
        if key not in same:
            same[key] = term_to_decide(seen.reader, "", law, day)
        yield one, same[key]


def _late(scheme: str) -> Bilingual:
    if instruments()[scheme].submission is STATEMENT:
        return Bilingual(
            nl="geen dwangsom, want er is geen aanvraag (artikel 4:17 Awb); het geld van het "
            "begrotingsjaar kan vervallen",
            en="no penalty, since nobody applied (article 4:17 Awb); the money of the budget year "
            "may lapse",
        )
    return Bilingual(
        nl="na een ingebrekestelling en twee weken een dwangsom voor elke aanvraag, 42 dagen lang, "
        "en direct beroep (artikelen 4:17 en 6:12 Awb)",
        en="after a notice of default and two weeks a penalty for each application, for 42 days, "
        "and an appeal at once (articles 4:17 and 6:12 Awb)",
    )


def advice_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when those who advise have to do so, while anything waits for their advice."""
    reader = seen.reader
    if reader.state.decided:
        return
    advice = [
        one
        for one in deadlines_of(reader.policy)
        if one.who_nl == COMMITTEE and not before_the_window(reader.policy, one)
    ]
    screened = reader.state not in (RoundState.OPEN, RoundState.CLOSED)
    waits = {o.instrument for o in lives_of(reader) if o.decision is DecisionState.TO_JUDGE}
    for at, one in enumerate(advice):
        extended = any(o.rule == one.rule and o.last > one.last for o in advice[at + 1 :])
        if (screened and one.instrument not in waits) or (extended and seen.on > one.last):
            continue
        yield CalendarTerm(
            round=reader.id, instrument=one.instrument, day=one.last, who=Who.COMMITTEE,
            what=Bilingual(nl=one.what_nl, en=one.what_en), reasons=one.reasons,
            cost=Bilingual(
                nl="zonder dat advies kan de minister niet beslissen; diens termijn loopt door",
                en="the minister cannot decide without that advice; the term to decide runs on",
            ),
            command=seen.command("judge --template oordelen.xlsx"),
        )  # fmt: skip
