"""Letters that ask for a report about progress, by the name of their golden letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.instruments.after.obligations import obligations_of
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.completing.author import CompletingAuthor
from verdeelsleutel.io.letters.monitoring.matters import (
    REMINDER,
    REQUEST,
    letter_number,
    monitoring_texts,
    progress_letter,
)
from verdeelsleutel.io.rounds.monitors.reporting import Due, Reporting, ReportState

from .rounds import sample_office

Case = Callable[[str], tuple[Any, Any]]
SENT, UNTIL = date(2027, 7, 15), date(2027, 8, 2)
DUE = date(2027, 7, 1)


def _reporting(key: str, number: str, name: str) -> Reporting:
    by = Bilingual(
        nl="01-07-2027, de dag die in het verzoek van 01-04-2027 staat",
        en="1 July 2027, the day that stands in the request of 1 April 2027",
    )
    return Reporting(
        application_id=number, instrument=key, name=name, reporter="GM0193", municipality="Zwolle",
        state=ReportState.MISSING,
        due=Due(day=DUE, after=date(2026, 7, 1), article="artikel", reasons=(by,)),
    )  # fmt: skip


def _letter(kind: str, key: str, *numbers: str, owed: bool = True) -> Case:
    own = instruments()[key]
    law = own.catalogue.law_on(date(2026, 3, 2))
    duties = obligations_of(key, own.obligations, law, date(2026, 6, 1))
    obligations = duties if owed else ()
    reports = [_reporting(key, one, f"Plan {one}") for one in numbers]

    def made(lang: str) -> tuple[Any, Any]:
        author = CompletingAuthor(
            "2026-1", sample_office(), lang, SENT, example=True, texts=monitoring_texts()
        )
        name = letter_number("GM0193", own.prefix)
        book = "voortgang_GM0193.xlsx"
        return author, progress_letter(kind, name, reports, obligations, UNTIL, book, lang)

    return made


def progress_letters() -> dict[str, Case]:
    """A request where an article has a day, one on request, and one without any; a reminder."""
    return {
        "voortgangsverzoek": _letter(REQUEST, "woningbouwimpuls", "WBI-0001", "WBI-0002"),
        "voortgangsverzoek_opgave": _letter(REQUEST, "realisatiestimulans", "RS-0001"),
        "voortgangsverzoek_zonder_artikel": _letter(
            REQUEST, "bereikbaarheid", "BER-0001", owed=False
        ),
        "voortgangsherinnering": _letter(REMINDER, "gebiedsbudget", "GB-0001"),
        "voortgangsherinnering_op_verzoek": _letter(REMINDER, "woningbouwimpuls", "WBI-0001"),
    }
