"""The command ``verdeel complete``: what is missing, by when, and what comes of it.

What was done is recorded first, then its letter is written. The same command again records nothing
and writes the letter anew, so that one that was interrupted can be given again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ....grants import notation
from ....grants.municipality import municipalities
from ....grants.public_body import PublicBody
from ....instruments.completing import settled_on
from ....instruments.instrument import instruments
from ...config.office import Office, load_office
from ...errors import WrongUse
from ...files.placing import place
from ...letters.completing.author import CompletingAuthor, Kind, Matter
from ...letters.completing.matters import (
    book_name,
    later_letter,
    point_of,
    receipt_letter,
    request_letter,
    untreated_letter,
)
from ...letters.making import Formats
from ...letters.writing import LetterOptions, LettersWritten, write_all
from ...records.rounds.completions import Asked
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.actor import office_path
from ...rounds.completing.asking import past_supplying
from ...rounds.completing.beside import rows_to_show
from ...rounds.incomplete import incomplete_of
from ...rounds.listing import lines_of
from ...steps import completing as step
from ...steps import completion_answer as answering
from ..console import Counter, show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from .actor import acting

if TYPE_CHECKING:
    from ...workbooks.templates.to_complete import Wanted


@dataclass(frozen=True, slots=True)
class Paper:
    """What letters of a round are written with."""

    office: Office
    example: bool


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
    day = _day(on, "het verzoek")
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
    written = write_completing(call, round_id, paper, matters, out, day, word=word)
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
    _show_written(written)
    for book in books:
        show(str(book))
    return 0


def _day(on: date | None, what: str) -> date:
    if on is None:
        raise WrongUse(f"Noem de datum van {what} met --date jjjj-mm-dd.")
    return on


def paper_of(reader: RoundReader, call: Invocation) -> Paper:
    return Paper(load_office(office_path(reader, call.office)), reader.example)


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
    from ...workbooks.templates.to_complete import Wanted, workbook_to_complete  # late: it is slow

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
    day = _day(on, "het bericht")
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
    reasons = told.reasons[: None if told.new else -1]  # its own is not one of them yet
    matter = later_letter(told.notice, told.about, code, told.term, reasons, call.lang)
    written = write_completing(call, round_id, paper, [matter], out, day, word=word)
    if call.as_json:
        show_json(
            {
                **told.notice.model_dump(mode="json"), "round": round_id, "new": told.new,
                "term": told.term.isoformat(),
            }
        )  # fmt: skip
        return 0
    show(
        f"{number}: het besluit komt uiterlijk op {told.notice.later:%d-%m-%Y}, in plaats van "
        f"{told.notice.earlier:%d-%m-%Y}. De wettelijke termijn, {told.term:%d-%m-%Y}, loopt door."
    )
    _show_written(written)
    return 0


def close(
    call: Invocation,
    out: Path,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    confirm: bool,
    word: bool,
) -> int:
    """Record a decision not to treat; with the second name it is taken, and its letter written."""
    day, number = _day(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            check_at_the_door(reader)
            told = step.confirm_close(reader, number, who, day)
        else:
            told = step.close(reader, number, who, day, (reason or "").strip())
        policy = reader.policy
        paper = paper_of(reader, call)
    written = None
    if told.confirmed_by:
        matter = untreated_letter(
            policy, told.request, told.about, told.reason, told.left, told.term, call.lang
        )
        written = write_completing(call, round_id, paper, [matter], out, told.on, word=word)
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": number, "on": told.on.isoformat(),
                "reason": told.reason, "officer": told.officer, "confirmed_by": told.confirmed_by,
                "until": told.request.until.isoformat(), "new": told.new,
                "letter": None if written is None else str(out / f"{number}.pdf"),
            }
        )  # fmt: skip
        return 0
    if written is None:
        show(
            f"{number}: voorgesteld niet te behandelen, door {told.officer} op "
            f"{told.on:%d-%m-%Y}. Het besluit is genomen als een ander het bevestigt, uiterlijk op "
            f"{told.term.last:%d-%m-%Y} ({told.term.why.nl}): verdeel complete close {number} "
            f"--confirm --round {round_id} --out <map>"
        )
        return 0
    show(
        f"{number}: niet in behandeling genomen op {told.on:%d-%m-%Y}, door {told.officer} en "
        f"{told.confirmed_by}."
    )
    _show_written(written)
    return 0


def accept(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reason: str | None,
    confirm: bool,
) -> int:
    """Accept what differs in a completion, or confirm that another did."""
    day, number = _day(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if confirm:
            told = answering.confirm_accept(reader, number, who, day)
        else:
            told = answering.accept(reader, number, who, day, (reason or "").strip())
    return _answered(call, round_id, number, told)


def refuse(
    call: Invocation, application_id: str, round_id: str, on: date | None, reason: str | None
) -> int:
    """Refuse what differs in a completion."""
    day, number = _day(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = answering.refuse(reader, number, who, day, (reason or "").strip())
    return _answered(call, round_id, number, told)


def _answered(call: Invocation, round_id: str, number: str, told: answering.Answered) -> int:
    one = told.completion
    if call.as_json:
        show_json(
            {
                "round": round_id, "application_id": number, "accepted": one.accepted,
                "officer": one.answered_by, "confirmed_by": one.confirmed_by,
                "reason": one.reason, "counts": told.counts, "new": told.new,
                "differs": [d.model_dump(mode="json") for d in one.differs],
            }
        )  # fmt: skip
        return 0
    for differs in one.differs:
        show(f"  {differs.sentence}")
    if told.counts:
        which = "zoals zij is ingestuurd" if one.accepted else "met de eerdere waarden van de rest"
        show(f"{number} telt mee, {which}.")
    elif one.accepted:
        show(
            f"{number}: aanvaard door {one.answered_by}. Het telt pas mee als een ander het "
            f"bevestigt: verdeel complete accept {number} --confirm --round {round_id}"
        )
    else:
        show(f"{number}: geweigerd. Zonder dit deel blijft zij onvolledig.")
    return 0


def link(
    call: Invocation,
    application_id: str,
    round_id: str,
    number: str,
    on: date | None,
    reason: str | None,
) -> int:
    """Give a row without a usable number the one it belongs to."""
    day, row = _day(on, "de koppeling"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        step.link(reader, row, number.upper(), who, day, (reason or "").strip())
    if call.as_json:
        show_json({"round": round_id, "row": row, "application_id": number.upper()})
    else:
        show(f"{row} is nu {number.upper()}.")
        show(f"Hierna: verdeel complete request {number.upper()} --round {round_id} --out <map>")
    return 0


def acknowledge(
    call: Invocation,
    out: Path,
    applications: tuple[str, ...],
    round_id: str,
    on: date | None,
    word: bool,
) -> int:
    """Write an acknowledgement of receipt for these applications, or for all, with their list."""
    day = _day(on, "de bevestiging")
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
    unknown = wanted - {one.application_id for one in lines}
    if unknown:
        raise WrongUse(f"De ronde heeft geen aanvraag {', '.join(sorted(unknown))}.")
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
    written = write_completing(call, round_id, paper, matters, out, day, word=word)
    if call.as_json:
        show_json({**_told(written), "without_municipality": nobody})
        return 1 if nobody else 0
    _show_written(written)
    if nobody:
        show(f"Zonder leesbare gemeente, dus zonder brief: {', '.join(nobody)}.")
    return 1 if nobody else 0


def write_completing(
    call: Invocation,
    round_id: str,
    paper: Paper,
    matters: Sequence[Matter],
    out: Path,
    sent_on: date,
    *,
    word: bool,
) -> LettersWritten:
    kind = Kind(matters[0].kind) if matters else Kind.RECEIPT
    author = CompletingAuthor(round_id, paper.office, call.lang, sent_on, example=paper.example)
    options = LetterOptions(
        formats=Formats(word=word), others_stay=True, register=f"{kind.value}.csv"
    )
    style = paper.office.house_style
    return write_all(matters, author, style, out, options, Counter("brieven"))


def _told(written: LettersWritten) -> dict[str, Any]:
    return {
        "letters": written.letters, "folder": str(written.folder),
        "register": str(written.register), "written": list(written.written),
    }  # fmt: skip


def _show_written(written: LettersWritten) -> None:
    what = notation.counted(written.letters, "brief", "brieven")
    show(f"{what} in {written.folder}, met het register {written.register.name}.")
