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
from verdeelsleutel.io.rounds.completing.asking import Incomplete
from verdeelsleutel.io.rounds.completing.closing import ClosingTerm, Left
from verdeelsleutel.io.rounds.completing.term import Term
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
TERM = Term(  # of an application of 28 May 2026: no regulation sets a day
    day=date(2026, 8, 6),
    reasonable=True,
    reasons=(
        Bilingual(
            nl="23-07-2026 volgens artikel 4:13, tweede lid, Awb",
            en="23 July 2026 by article 4:13, second paragraph, Awb",
        ),
        Bilingual(
            nl="14 dagen opgeschort vanaf 16-06-2026, de dag na het verzoek om aanvulling (artikel "
            "4:15, eerste lid, onderdeel a, Awb)",
            en="suspended by 14 days from 16 June 2026, the day after the request to complete "
            "(article 4:15, first paragraph, under a, Awb)",
        ),
    ),
)  # fmt: skip
TOLD = Term(  # the same, with a notice within it
    day=date(2026, 9, 30),
    announced=date(2026, 9, 30),
    reasonable=True,
    reasons=(
        *TERM.reasons,
        Bilingual(
            nl="op 20-07-2026 genoemd: 30-09-2026 (artikel 4:14, derde lid, Awb)",
            en="named on 20 July 2026: 30 September 2026 (article 4:14, third paragraph, Awb)",
        ),
    ),
)
BY_LAW = Term(
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
)
OF_WBI = Term(
    day=date(2026, 8, 28),
    reasons=(
        Bilingual(
            nl="28-08-2026 volgens artikel 4, derde lid, van het Besluit Woningbouwimpuls 2020",
            en="28 August 2026 by article 4, third paragraph, of the Besluit Woningbouwimpuls 2020",
        ),
        Bilingual(nl="niets schortte de termijn op", en="nothing suspended the term"),
    ),
)
QUESTION = OpenQuestion(
    application_id=NUMBER, code="BER-05", who="de minister",
    instrument="bereikbaarheid", article="beleidsparameter van de ronde",
    nl="Of de halte in de afspraken met het Rijk staat, is nog niet vastgesteld.",
    en="Whether the stop stands in the agreements with the State has not been established yet.",
)  # fmt: skip


def about(number: str = NUMBER, instrument: str = "bereikbaarheid") -> Incomplete:
    return Incomplete(
        number=number, instrument=instrument, version_row_id=1,
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
    return lambda lang: untreated_letter(policy(), REQUEST, about(), reason, left, term, lang)


def _aside(on: date) -> Case:
    waits, why = Waits(term=TERM, questions=(QUESTION,)), "De minister vroeg de regio om uitleg."
    reserved = Euro.euros(24_500_000)
    return _case(
        lambda lang: aside_letter(
            NUMBER, "bereikbaarheid", ber(), reserved, why, waits, on, lang
        ),
        on,
    )  # fmt: skip


def _statement_aside(on: date) -> Case:
    waits, why = Waits(term=BY_LAW), "De minister vroeg de gemeente welke woningen zij bedoelt."
    one = rs()
    return _case(
        lambda lang: aside_letter(
            one.application_id, "realisatiestimulans", one, Euro.euros(8_400_000), why, waits, on,
            lang,
        ),
        on,
    )  # fmt: skip


RENTS = COST.model_copy(
    update={"field": "homes.social_rent", "label": "Sociale huurwoningen", "cell": "K2",
            "said": "'Sociale huurwoningen' is leeg. Vul een aantal in."}
)  # fmt: skip


def _statements() -> dict[str, Case]:
    """Received, asked to complete and not treated, of a statement: no application (Awb 1:3(3))."""
    number, scheme = rs().application_id, "realisatiestimulans"
    which = about(number, scheme).model_copy(update={"asked": (RENTS,), "project_id": ""})
    asked = REQUEST.model_copy(update={"number": number, "asked": (RENTS,)})
    told, left = "Zonder dit aantal is geen bedrag vast te stellen.", Left(
        open=(RENTS,), came=None, in_time=False
    )  # fmt: skip
    term = _closing(UNTIL, completed=False)
    return {
        "ontvangst_opgave": _case(
            lambda lang: receipt_letter(number, scheme, municipalities()[PLACE], RECEIVED, lang),
            date(2026, 6, 1),
        ),
        "aanvulling_opgave": _case(
            lambda lang: request_letter(policy(), asked, which, lang), ASKED_ON
        ),
        "nietbehandeld_opgave": _case(
            lambda lang: untreated_letter(policy(), asked, which, told, left, term, lang),
            date(2026, 7, 20),
        ),
    }


def _later(
    term: Term, on: date, earlier: date, later: date, number: str = NUMBER,
    instrument: str = "bereikbaarheid",
) -> Case:  # fmt: skip
    notice = StoredNotice(
        number=number, on=on, earlier=earlier, later=later,
        reason="De regio stuurde haar uitleg later dan was afgesproken.", officer="S. Vermeulen",
    )  # fmt: skip
    which = about(number, instrument)
    return _case(lambda lang: later_letter(notice, which, PLACE, term, lang), on)


def _withdrawn(*, decided: bool, sent: bool) -> Case:
    gone = date(2026, 9, 10) if decided else date(2026, 6, 20)
    return _case(
        lambda lang: withdrawal_letter(
            about(), PLACE, gone, decided=decided, sent=sent, lang=lang
        ),
        gone + timedelta(days=4),
    )  # fmt: skip


def completing_letters() -> dict[str, Case]:
    """Received, asked to complete, later, not treated, set aside and withdrawn."""
    nothing = Left(open=(COST, START), came=None, in_time=False)
    some = Left(open=(COST,), came=date(2026, 6, 22), in_time=True)
    late = Left(open=(COST, START), came=date(2026, 7, 2), in_time=False)
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
            lambda lang: request_letter(policy(), REQUEST, about(), lang), ASKED_ON
        ),
        "later_besluit": _later(TOLD, date(2026, 7, 20), TERM.day, date(2026, 9, 30)),
        "later_besluit_te_laat": _later(TERM, date(2026, 9, 1), TERM.day, date(2026, 11, 9)),
        "later_besluit_wettelijk": _later(
            OF_WBI,
            date(2026, 8, 24),
            OF_WBI.day,
            date(2026, 9, 30),
            "WBI-2026-0042",
            "woningbouwimpuls",
        ),
        "later_besluit_opgave": _later(
            BY_LAW,
            date(2026, 12, 14),
            BY_LAW.day,
            date(2027, 2, 12),
            "RS-2026-0344",
            "realisatiestimulans",
        ),
        "nietbehandeld": _case(_untreated(nothing, passed, told), date(2026, 7, 20)),
        "nietbehandeld_aangevuld": _case(_untreated(some, early, told), date(2026, 7, 13)),
        "nietbehandeld_te_laat": _case(_untreated(late, passed, told), date(2026, 7, 20)),
        "aanhouding": _aside(date(2026, 8, 3)),
        "aanhouding_opgave": _statement_aside(date(2026, 9, 7)),
        "aanhouding_over": _aside(date(2026, 10, 20)),
        "intrekking": _withdrawn(decided=False, sent=False),
        "intrekking_voor_verzending": _withdrawn(decided=True, sent=False),
        "intrekking_na_besluit": _withdrawn(decided=True, sent=True),
        **_statements(),
    }
