"""The command ``verdeel complete``: what is missing, by when, and what comes of it.

What was done is recorded first, then its letter is written. The same command again records nothing
and writes the letter anew, so that one that was interrupted can be given again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ....grants import notation
from ....grants.municipality import Municipality, municipalities
from ....instruments.completing import settled_on
from ....instruments.instrument import instruments
from ...config.office import Office, load_office
from ...errors import WrongUse
from ...files.placing import place
from ...letters.completing import CompletingAuthor, Kind, Matter, Point
from ...letters.making import Formats
from ...letters.writing import LetterOptions, LettersWritten, write_all
from ...records.rounds.completions import Asked
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.completing.asking import last_day_to_close
from ...rounds.dossier import office_path
from ...rounds.listing import lines_of
from ...steps import completing as step
from ...workbooks.templates.to_complete import Wanted, workbook_to_complete
from ..console import Counter, show, show_json
from ..invocation import Invocation
from .actor import acting


@dataclass(frozen=True, slots=True)
class _Paper:
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
        asked = [
            step.request(reader, number.upper(), who, day, until, municipality)
            for number in dict.fromkeys(applications)
        ]
        cells = [_cells(reader, one) for one in asked]
        matters = [_asking(reader, one, call.lang) for one in asked]
        paper = _paper(reader, call)
    written = _write(call, round_id, paper, matters, out, day, word=word)
    books = [
        place(out / _book(one.request.number), _workbook(one, values))
        for one, values in zip(asked, cells, strict=True)
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
    for one in asked:
        already = "" if one.new else " Dat was al gevraagd; er is niets gewijzigd."
        show(
            f"{one.request.number}: aanvulling gevraagd op {one.request.on:%d-%m-%Y}, uiterlijk "
            f"{one.request.until:%d-%m-%Y}.{already}"
        )
        for point in one.request.asked:
            show(f"  {point.label} ({point.cell or 'het blad'}): {point.said}")
    _show_written(written)
    for book in books:
        show(str(book))
    return 0


def _day(on: date | None, what: str) -> date:
    if on is None:
        raise WrongUse(f"Noem de datum van {what} met --date jjjj-mm-dd.")
    return on


def _book(number: str) -> str:
    return f"aanvulling_{number}.xlsx"


def _paper(reader: RoundReader, call: Invocation) -> _Paper:
    return _Paper(load_office(office_path(reader, call.office)), reader.example)


def _cells(reader: RoundReader, one: step.Asking) -> dict[str, str]:
    """The cells of an application by header, with those of its own contact person."""
    kept = reader.contacts.get(one.about.version_row_id)
    people: dict[str, str] = json.loads(kept.beside_json) if kept and kept.beside_json else {}
    if kept is not None:
        people |= {"Contactpersoon": kept.contact} if kept.contact else {}
        people |= {"E-mail": kept.email} if kept.email else {}
    return {**people, **one.about.values}


def _workbook(one: step.Asking, values: dict[str, str]) -> bytes:
    request, own = one.request, instruments()[one.about.instrument]
    lines = (
        f"Vul op het blad {own.sheet} de gele cellen aan, en wijzig niets anders.",
        f"Stuur deze werkmap uiterlijk op {request.until:%d-%m-%Y} terug.",
    )
    wanted = [Wanted(field=a.field, label=a.label, said=a.said) for a in request.asked]
    return workbook_to_complete(own, request.number, values, wanted, lines)


def _place(code: str) -> Municipality:
    return municipalities()[code]


def _asking(reader: RoundReader, one: step.Asking, lang: str) -> Matter:
    request, about = one.request, one.about
    sheets = instruments()[about.instrument].sheets
    return Matter(
        kind="aanvulling",
        number=request.number,
        instrument=about.instrument,
        place=_place(request.municipality_code),
        project_id=about.project_id,
        points=_points(request.asked),
        facts={
            "received": about.received_at is not None,
            "settled": settled_on(reader.policy, about.instrument, request.on)
            and any(asked.bears for asked in request.asked),
            "sheets": bool(sheets),
        },
        fields={
            **_received(about, lang),
            "until": notation.unbroken_day(request.until, lang),
            "workbook": _book(request.number),
            "sheets": ", ".join(sheet.name for sheet in sheets),
            "clock_from": notation.unbroken_day(request.on + timedelta(days=1), lang),
        },
        dates=(request.until, request.on + timedelta(days=1)),
    )


def _received(about: step.Incomplete, lang: str) -> dict[str, str]:
    if about.received_at is None:
        return {"received_on": ""}
    return {"received_on": notation.unbroken_day(about.received_at.date(), lang)}


def _points(asked: Sequence[Asked]) -> tuple[Point, ...]:
    return tuple(
        Point(
            nl=f"{one.label}{f' (cel {one.cell})' if one.cell else ''}: {one.said}",
            en=f"{one.label}{f' (cell {one.cell})' if one.cell else ''}: "
            + ("this is missing." if one.absent else "this cannot be read or does not agree."),
        )
        for one in asked
    )


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
        told = step.extend(reader, number, who, day, until, (reason or "").strip())
        asked = [one.municipality_code for one in reader.requests if one.number == number]
        paper = _paper(reader, call)
    code = told.about.municipality_code or (asked[-1] if asked else "")
    if not code:
        raise WrongUse(f"Van {number} is niet te lezen welke gemeente haar deed.")
    day_of = {name: notation.unbroken_day(value, call.lang) for name, value in (
        ("earlier", told.notice.earlier), ("later", told.notice.later), ("term", told.term),
    )}  # fmt: skip
    reasons = "; ".join(one.text(call.lang) for one in told.reasons[: -1 if not told.new else None])
    matter = Matter(
        kind="verlenging", number=number, instrument=told.about.instrument, place=_place(code),
        project_id=told.about.project_id,
        fields={**day_of, "reason": told.notice.reason, "term_reasons": reasons},
        dates=(told.notice.earlier, told.notice.later, told.term),
    )  # fmt: skip
    written = _write(call, round_id, paper, [matter], out, day, word=word)
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
            told = step.confirm_close(reader, number, who, day)
        else:
            told = step.close(reader, number, who, day, (reason or "").strip())
        came = [one.on for one in reader.completions if one.number == number]
        paper = _paper(reader, call)
    written = None
    if told.confirmed_by:
        matter = _untreated(told, came, call.lang)
        written = _write(call, round_id, paper, [matter], out, told.on, word=word)
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
            f"{last_day_to_close(told.request.until):%d-%m-%Y}: verdeel complete close {number} "
            f"--confirm --round {round_id} --out <map>"
        )
        return 0
    show(
        f"{number}: niet in behandeling genomen op {told.on:%d-%m-%Y}, door {told.officer} en "
        f"{told.confirmed_by}."
    )
    _show_written(written)
    return 0


def _untreated(told: step.Closing, came: Sequence[date], lang: str) -> Matter:
    until = notation.unbroken_day(told.request.until, lang)
    if came:
        days = notation.unbroken_day(came[-1], lang)
        nl, en = (
            f"Op {days} ontving ik een aanvulling, maar zij lost dit niet op.",
            (f"On {days} I received something, but it does not mend this."),
        )
    else:
        nl, en = "Ik heb geen aanvulling ontvangen.", "I have received nothing."
    return Matter(
        kind="nietbehandeld",
        number=told.request.number,
        instrument=told.about.instrument,
        place=_place(told.request.municipality_code),
        project_id=told.about.project_id,
        points=_points(told.request.asked),
        facts={"received": told.about.received_at is not None},
        fields={
            **_received(told.about, lang),
            "asked_on": notation.unbroken_day(told.request.on, lang),
            "until": until,
            "came": nl if lang == "nl" else en,
            "reason": told.reason,
        },
        dates=(told.request.on, told.request.until),
    )


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
            told = step.confirm_accept(reader, number, who, day)
        else:
            told = step.accept(reader, number, who, day, (reason or "").strip())
    return _answered(call, round_id, number, told)


def refuse(
    call: Invocation, application_id: str, round_id: str, on: date | None, reason: str | None
) -> int:
    """Refuse what differs in a completion."""
    day, number = _day(on, "het besluit"), application_id.upper()
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        told = step.refuse(reader, number, who, day, (reason or "").strip())
    return _answered(call, round_id, number, told)


def _answered(call: Invocation, round_id: str, number: str, told: step.Answered) -> int:
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
        lines = lines_of(reader)
        paper = _paper(reader, call)
    unknown = wanted - {one.application_id for one in lines}
    if unknown:
        raise WrongUse(f"De ronde heeft geen aanvraag {', '.join(sorted(unknown))}.")
    matters: list[Matter] = []
    nobody: list[str] = []
    for one in lines:
        if wanted and one.application_id not in wanted:
            continue
        if one.municipality_code is None or one.municipality is None:
            nobody.append(one.application_id)
            continue
        received = one.received_at
        shown = "" if received is None else notation.unbroken_day(received.date(), call.lang)
        if received is not None and (received.hour or received.minute or received.second):
            at = f"{received:%H.%M} uur" if call.lang == "nl" else f"{received:%H:%M}"
            shown += f" om {at}" if call.lang == "nl" else f" at {at}"
        matters.append(
            Matter(
                kind="ontvangst", number=one.application_id, instrument=one.instrument,
                place=_place(one.municipality_code), facts={"received": received is not None},
                fields={"received_at": shown},
                dates=() if received is None else (received.date(),),
            )
        )  # fmt: skip
    written = _write(call, round_id, paper, matters, out, day, word=word)
    if call.as_json:
        show_json({**_told(written), "without_municipality": nobody})
        return 1 if nobody else 0
    _show_written(written)
    if nobody:
        show(f"Zonder leesbare gemeente, dus zonder brief: {', '.join(nobody)}.")
    return 1 if nobody else 0


def _write(
    call: Invocation,
    round_id: str,
    paper: _Paper,
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
    what = "brief" if written.letters == 1 else "brieven"
    show(
        f"{notation.whole(written.letters)} {what} in {written.folder}, met het register "
        f"{written.register.name}."
    )
