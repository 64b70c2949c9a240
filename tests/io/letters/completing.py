"""Letters about an application before its decision, by the name of their golden letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.calendar import next_working_day
from verdeelsleutel.grants.lives.application import ApplicationState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.io.letters.completing.author import CompletingAuthor, Matter
from verdeelsleutel.io.letters.completing.matters import (
    aside_letter,
    later_letter,
    receipt_letter,
    request_letter,
    untreated_letter,
    withdrawal_letter,
)
from verdeelsleutel.io.records.rounds.completions import Asked, StoredNotice, StoredRequest
from verdeelsleutel.io.rounds.aside.waiting import Waits
from verdeelsleutel.io.rounds.completing.asking import Incomplete, Term
from verdeelsleutel.io.rounds.completing.closing import ClosingTerm, Left
from verdeelsleutel.io.rounds.open_questions import OpenQuestion

from .filed import ber, rs
from .rounds import policy, sample_office

Case = Callable[[str], tuple[Any, Any]]
NUMBER, PLACE = "BER-2026-0007", "GM0518"
RECEIVED = datetime.fromisoformat("2026-05-28T16:45")
ASKED_ON, UNTIL = date(2026, 6, 15), date(2026, 6, 29)
COST = Asked(
    field="total_cost", label="Totale kosten", cell="J2", code="INT-004", absent=True, bears=True,
    said="'Totale kosten' is leeg. Vul een bedrag in euro in.",
)  # fmt: skip
START = Asked(
    field="works_start", label="Start uitvoering", cell="M2", code="INT-006", absent=False,
    bears=False, said="'Start uitvoering' is 'voorjaar'. Vul een datum in, zoals 31-12-2027.",
)  # fmt: skip
REQUEST = StoredRequest(
    row_id=1, number=NUMBER, version_row_id=1, municipality_code=PLACE, on=ASKED_ON, until=UNTIL,
    asked=(COST, START), officer="S. Vermeulen",
)  # fmt: skip
TERM = Term(
    day=date(2026, 10, 12),
    reasons=(
        Bilingual(
            nl="28-09-2026 volgens artikel 4:13 Awb", en="28 September 2026 by article 4:13 Awb"
        ),
        Bilingual(
            nl="14 dagen opgeschort vanaf 16-06-2026, de dag na het verzoek om aanvulling (artikel "
            "4:15, eerste lid, onderdeel a, Awb)",
            en="suspended by 14 days from 16 June 2026, the day after the request to complete "
            "(article 4:15, first paragraph, under a, Awb)",
        ),
    ),
)  # fmt: skip
QUESTION = OpenQuestion(
    application_id=NUMBER, code="BER-05", who="de minister",
    instrument="bereikbaarheid", article="beleidsparameter van de ronde",
    nl="Of de halte in de afspraken met het Rijk staat, is nog niet vastgesteld.",
    en="Whether the stop stands in the agreements with the State has not been established yet.",
)  # fmt: skip


STATEMENT = "RS-2026-0344"
RENTS = COST.model_copy(
    update={"field": "homes.social_rent", "label": "Sociale huurwoningen", "cell": "K2",
            "said": "'Sociale huurwoningen' is leeg. Vul een aantal in."}
)  # fmt: skip
ASKED_STATEMENT = REQUEST.model_copy(
    update={"number": STATEMENT, "municipality_code": "GM0344", "asked": (RENTS,)}
)
LAST_OF_YEAR = Term(
    day=date(2026, 12, 31),
    reasons=(
        Bilingual(
            nl="31-12-2026 volgens artikel 2.4, derde lid, van de Tijdelijke regeling "
            "realisatiestimulans",
            en="31 December 2026 by article 2.4, third paragraph, of the Tijdelijke regeling "
            "realisatiestimulans",
        ),
        Bilingual(nl="niets schortte de termijn op", en="nothing suspended the term"),
    ),
)  # fmt: skip


def _of_statement() -> Incomplete:
    return _about().model_copy(
        update={"number": STATEMENT, "instrument": "realisatiestimulans", "project_id": "",
                "municipality_code": "GM0344", "project_name": "", "asked": (RENTS,)}
    )  # fmt: skip


def _statements() -> dict[str, Case]:
    """The same of a statement, which is no application (Awb art. 1:3(3))."""
    notice = StoredNotice(
        number=STATEMENT, on=date(2026, 12, 1), earlier=LAST_OF_YEAR.day, later=date(2027, 2, 1),
        reason="De gemeente stuurde haar uitleg later dan was afgesproken.",
        officer="S. Vermeulen",
    )  # fmt: skip
    waits = Waits(term=LAST_OF_YEAR, questions=())
    nothing = Left(open=(RENTS,), came=None, in_time=False)
    told, why = "Zonder dit aantal is geen bedrag vast te stellen.", "De gemeente zoekt dit uit."
    return {
        "ontvangst_opgave": _case(
            lambda lang: receipt_letter(
                STATEMENT, "realisatiestimulans", municipalities()["GM0344"], RECEIVED, lang
            ),
            date(2026, 6, 1),
        ),
        "aanvulling_opgave": _case(
            lambda lang: request_letter(policy(), ASKED_STATEMENT, _of_statement(), lang), ASKED_ON
        ),
        "later_besluit_opgave": _case(
            lambda lang: later_letter(
                notice, _of_statement(), "GM0344", LAST_OF_YEAR.day, LAST_OF_YEAR.reasons, lang
            ),
            notice.on,
        ),
        "nietbehandeld_opgave": _case(
            lambda lang: untreated_letter(
                policy(), ASKED_STATEMENT, _of_statement(), told, nothing,
                _closing(UNTIL, completed=False), lang,
            ),
            date(2026, 7, 20),
        ),
        "aanhouding_opgave": _case(
            lambda lang: aside_letter(
                STATEMENT, "realisatiestimulans", rs(), Euro.euros(8_400_000), why, waits,
                date(2026, 9, 7), lang,
            ),
            date(2026, 9, 7),
        ),
    }  # fmt: skip


def _about() -> Incomplete:
    return Incomplete(
        number=NUMBER, instrument="bereikbaarheid", version_row_id=1,
        state=ApplicationState.COMPLETING, municipality_code=PLACE, project_id="DH-LR-3",
        project_name="Lightrailhalte Binckhorst-Zuid", received_at=RECEIVED, values={},
        asked=REQUEST.asked, of_the_office=(),
    )  # fmt: skip


def _closing(since: date, *, completed: bool) -> ClosingTerm:
    last = next_working_day(since + timedelta(weeks=4))
    why = Bilingual(nl="artikel 4:5, vierde lid, Awb", en="article 4:5, fourth paragraph, Awb")
    return ClosingTerm(since=since, completed=completed, last=last, why=why)


def _case(make: Callable[[str], Matter], on: date) -> Case:
    def case(lang: str) -> tuple[CompletingAuthor, Matter]:
        return CompletingAuthor("2026-1", sample_office(), lang, on, example=True), make(lang)

    return case


def _untreated(left: Left, term: ClosingTerm, reason: str) -> Callable[[str], Matter]:
    return lambda lang: untreated_letter(policy(), REQUEST, _about(), reason, left, term, lang)


def _aside(on: date) -> Case:
    waits, why = Waits(term=TERM, questions=(QUESTION,)), "De minister vroeg de regio om uitleg."
    reserved = Euro.euros(24_500_000)
    return _case(
        lambda lang: aside_letter(
            NUMBER, "bereikbaarheid", ber(), reserved, why, waits, on, lang
        ),
        on,
    )  # fmt: skip


def _withdrawn(*, decided: bool, sent: bool) -> Case:
    gone = date(2026, 9, 10) if decided else date(2026, 6, 20)
    return _case(
        lambda lang: withdrawal_letter(
            _about(), PLACE, gone, decided=decided, sent=sent, lang=lang
        ),
        gone + timedelta(days=4),
    )  # fmt: skip


def completing_letters() -> dict[str, Case]:
    """Received, asked to complete, later, not treated, set aside and withdrawn."""
    nothing = Left(open=(COST, START), came=None, in_time=False)
    some = Left(open=(COST,), came=date(2026, 6, 22), in_time=True)
    late = Left(open=(COST, START), came=date(2026, 7, 2), in_time=False)
    notice = StoredNotice(
        number=NUMBER, on=date(2026, 9, 1), earlier=TERM.day, later=date(2026, 11, 9),
        reason="De regio stuurde haar uitleg later dan was afgesproken.", officer="S. Vermeulen",
    )  # fmt: skip
    told = "Zonder dit bedrag is niet te zeggen wat het Rijk zou bijdragen."
    passed, early = _closing(UNTIL, completed=False), _closing(date(2026, 6, 22), completed=True)
    place = municipalities()[PLACE]
    return {
        "ontvangst": _case(
            lambda lang: receipt_letter(NUMBER, "bereikbaarheid", place, RECEIVED, lang),
            date(2026, 6, 1),
        ),
        "ontvangst_zonder_tijdstip": _case(
            lambda lang: receipt_letter(NUMBER, "bereikbaarheid", place, None, lang),
            date(2026, 6, 1),
        ),
        "aanvulling_werkmap": _case(
            lambda lang: request_letter(policy(), REQUEST, _about(), lang), ASKED_ON
        ),
        "later_besluit": _case(
            lambda lang: later_letter(notice, _about(), PLACE, TERM.day, TERM.reasons, lang),
            notice.on,
        ),
        "nietbehandeld": _case(_untreated(nothing, passed, told), date(2026, 7, 20)),
        "nietbehandeld_aangevuld": _case(_untreated(some, early, told), date(2026, 7, 13)),
        "nietbehandeld_te_laat": _case(_untreated(late, passed, told), date(2026, 7, 20)),
        "aanhouding": _aside(date(2026, 9, 7)),
        "aanhouding_over": _aside(date(2026, 10, 20)),
        "intrekking": _withdrawn(decided=False, sent=False),
        "intrekking_voor_verzending": _withdrawn(decided=True, sent=False),
        "intrekking_na_besluit": _withdrawn(decided=True, sent=True),
        **_statements(),
    }
