"""``verdeel complete request``, ``extend`` and ``acknowledge``: letters that ask or tell.

What was done is recorded first, then its letter is written. The same command again records nothing
and writes the letter anew, so that one that was interrupted can be given again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .....grants import notation
from .....grants.applications.public_body import PublicBody
from .....grants.municipality import municipalities
from .....instruments.instrument import instruments
from .....instruments.screening.completing import settled_on
from ....errors import WrongUse
from ....files.placing import place
from ....letters.completing.author import Kind, Matter, completing_texts
from ....letters.completing.matters import (
    book_name,
    later_letter,
    point_of,
    receipt_letter,
    request_letter,
)
from ....records.rounds.completions import Asked
from ....records.rounds.reader import RoundReader, changing_round, reading_round
from ....rounds.completing.asking import past_supplying
from ....rounds.completing.beside import rows_to_show
from ....rounds.completing.term import Term
from ....rounds.incomplete import incomplete_of, no_application
from ....rounds.listing import lines_of
from ....steps import completing as step
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ...typed import day_of
from ..actor import acting
from ..papers import paper_of, write_matters
from .told import show_written, told_written

if TYPE_CHECKING:
    from ....workbooks.templates.to_complete import Wanted


def request(
    call: Invocation,
    out: Path,
    applications: tuple[str, ...],
    round_id: str,
    on: date | None,
    until: date | None,
    municipality: str | None,
    word: bool,
) -> int:
    """Record a request to each of these applications, and write its letter and workbook."""
    day = day_of(on, "het verzoek")
    if municipality and len(applications) > 1:
        raise WrongUse("Noem met --municipality één aanvraag tegelijk.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        asked = [
            step.request(reader, number.upper(), who, day, until, municipality)
            for number in dict.fromkeys(applications)
        ]
        cells = [_cells(reader, one) for one in asked]
        matters = [
            request_letter(reader.policy, one.request, one.about, call.lang) for one in asked
        ]
        settled = [settled_on(reader.policy, one.about.instrument, one.request.on) for one in asked]
        paper = paper_of(reader, call)
    texts = completing_texts()
    written = write_matters(call, round_id, paper, matters, out, day, texts, word=word)
    books = [
        place(
            out / book_name(one.request.number),
            _workbook(one, values, settled=late),
            private=True,
        )
        for one, values, late in zip(asked, cells, settled, strict=True)
    ]
    if call.as_json:
        show_json(
            [
                {
                    **one.request.model_dump(mode="json", exclude={"row_id", "version_row_id"}),
                    "round": round_id, "new": one.new, "workbook": str(book),
                    "letter": str(out / f"aanvulling_{one.request.number}.pdf"),
                }
                for one, book in zip(asked, books, strict=True)
            ]
        )  # fmt: skip
        return 0
    for one, late in zip(asked, settled, strict=True):
        already = "" if one.new else " Dat was al gevraagd; er is niets gewijzigd."
        show(
            f"{one.request.number}: aanvulling gevraagd op {one.request.on:%d-%m-%Y}, uiterlijk "
            f"{one.request.until:%d-%m-%Y}.{already}"
        )
        for point in one.request.asked:
            show(f"  {point.label} ({point.cell or 'het blad'}): {_said(point, settled=late)}")
    show_written(written)
    for book in books:
        show(str(book))
    return 0


def _cells(reader: RoundReader, one: step.Asking) -> dict[str, str]:
    """The cells of an application by header, with those of its own contact person."""
    kept = reader.contacts.get(one.about.version_row_id)
    people: dict[str, str] = json.loads(kept.beside_json) if kept and kept.beside_json else {}
    if kept is not None:
        people |= {"Contactpersoon": kept.contact} if kept.contact else {}
        people |= {"E-mail": kept.email} if kept.email else {}
    return {**people, **one.about.values}


def _said(asked: Asked, *, settled: bool) -> str:
    """What is asked; of what cannot be supplied any more that, as the letter says it."""
    late = past_supplying(asked, settled=settled)
    return point_of(asked, settled=settled).nl if late else asked.said


def _workbook(one: step.Asking, values: dict[str, str], *, settled: bool) -> bytes:
    from ....workbooks.templates.to_complete import Wanted, workbook_to_complete  # late: it is slow

    request, own = one.request, instruments()[one.about.instrument]
    further = {sheet.name for sheet in own.sheets}
    wanted = [
        Wanted(
            field=a.field, label=a.label, said=said, closed=said != a.said, cell=a.cell,
            sheet=a.label if a.label in further else "",
        )
        for a in request.asked
        for said in (_said(a, settled=settled),)
    ]  # fmt: skip
    lines = (
        f"Vul op {_sheets(own.sheet, wanted)} de gele cellen aan, en wijzig niets anders.",
        f"Stuur deze werkmap uiterlijk op {request.until:%d-%m-%Y} terug.",
    )
    if all(a.closed for a in wanted):
        lines = (f"Op het blad {own.sheet} kan niets meer worden aangevuld; zie de brief.",)
    beside = rows_to_show(own, one.about.stood, request.number)
    return workbook_to_complete(own, request.number, values, wanted, lines, beside)


def _sheets(first: str, wanted: Sequence[Wanted]) -> str:
    """The sheets on which something is asked."""
    names = list(dict.fromkeys(one.sheet or first for one in wanted if not one.closed))
    return notation.joined([f"het blad {name}" for name in names], "nl")


def extend(
    call: Invocation,
    out: Path,
    application_id: str,
    round_id: str,
    on: date | None,
    until: date | None,
    reason: str | None,
    word: bool,
) -> int:
    """Record a notice of a later decision, and write it."""
    day = day_of(on, "het bericht")
    if until is None:
        raise WrongUse("Noem met --until jjjj-mm-dd de dag waarop uiterlijk wordt beslist.")
    number = application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        told = step.extend(reader, number, who, day, until, (reason or "").strip())
        asked = [one.municipality_code for one in reader.requests if one.number == number]
        paper = paper_of(reader, call)
    code = told.about.applicant_code or (asked[-1] if asked else "")
    if not code and told.about.body is None:
        raise WrongUse(f"Van {number} is niet te lezen welke gemeente haar deed.")
    matter = later_letter(told.notice, told.about, code, told.term, call.lang)
    texts = completing_texts()
    written = write_matters(call, round_id, paper, [matter], out, day, texts, word=word)
    if call.as_json:
        show_json(
            {
                **told.notice.model_dump(mode="json"), "round": round_id, "new": told.new,
                "term": told.term.day.isoformat(),
            }
        )  # fmt: skip
        return 0
    show(
        f"{number}: het besluit komt uiterlijk op {told.notice.later:%d-%m-%Y}, in plaats van "
        f"{told.notice.earlier:%d-%m-%Y}. {_term_told(told.term, told.notice.on)}"
    )
    show_written(written)
    return 0


def _term_told(term: Term, on: date) -> str:
    """What a notice of that day does to the term to decide."""
    if not term.reasonable:
        return f"De wettelijke termijn, {term.day:%d-%m-%Y}, loopt door."
    if term.day < on:
        return f"De redelijke termijn was op {term.day:%d-%m-%Y} al voorbij; zij verschuift niet."
    return f"De redelijke termijn loopt daarmee tot en met {term.day:%d-%m-%Y}."


def acknowledge(
    call: Invocation,
    out: Path,
    applications: tuple[str, ...],
    round_id: str,
    on: date | None,
    word: bool,
) -> int:
    """Write an acknowledgement of receipt for these applications, or for all, with their list."""
    day = day_of(on, "de bevestiging")
    wanted = {number.upper() for number in applications}
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        check_at_the_door(reader)
        lines = lines_of(reader)
        bodies = {one.application_id: one.body for one in incomplete_of(reader)}
        bodies |= {
            one.application.application_id: applicant
            for one in reader.applications
            if isinstance(applicant := one.application.applicant, PublicBody)
        }
        paper = paper_of(reader, call)
        unknown = sorted(wanted - {one.application_id for one in lines})
        if unknown:
            raise no_application(reader, unknown[0])
    matters: list[Matter] = []
    nobody: list[str] = []
    for one in lines:
        if wanted and one.application_id not in wanted:
            continue
        place = bodies.get(one.application_id) or municipalities().get(one.municipality_code or "")
        if place is None:
            nobody.append(one.application_id)
        else:
            matters.append(
                receipt_letter(
                    one.application_id, one.instrument, place, one.received_at, call.lang
                )
            )
    written = write_matters(
        call, round_id, paper, matters, out, day, completing_texts(), kind=Kind.RECEIPT, word=word
    )
    if call.as_json:
        show_json({**told_written(written), "without_municipality": nobody})
        return 1 if nobody else 0
    show_written(written)
    if nobody:
        show(f"Zonder leesbare gemeente, dus zonder brief: {', '.join(nobody)}.")
    return 1 if nobody else 0
