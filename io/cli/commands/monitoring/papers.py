"""The workbooks that municipalities report with, and the letters that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from .....grants.notation import counted
from .....instruments.instrument import instruments
from ....errors import WrongUse
from ....files.placing import place, ready
from ....letters.completing.author import Matter
from ....letters.monitoring.matters import (
    REMINDER,
    REQUEST,
    letter_number,
    monitoring_texts,
    progress_letter,
)
from ....records.rounds.reader import RoundReader, changing_round, reading_round
from ....rounds.monitors.awarded import Awarded, awarded_of, reporter_of, short_name
from ....rounds.monitors.reporting import Reporting
from ....steps.after import monitoring as step
from ....workbooks.templates.monitors import MonitorLine, monitor_workbook
from ...console import show, show_json
from ...doors import check_at_the_door
from ...invocation import Invocation
from ..actor import acting, mine
from ..papers import paper_of, write_matters

_ABOUT = (
    "Vul op het blad Voortgang de gekleurde kolommen in. Wat er al staat, wijzigt u niet.",
    "Een datum tot en met de peildatum is werkelijkheid; een latere is uw verwachting.",
    "Hebben woningen van een regel verschillende data? Kopieer de regel dan, en verdeel het aantal "
    "erover.",
    "Wordt iets later, minder of meer dan in het besluit staat? Schrijf bij Toelichting waarom.",
    "Zet nergens namen of andere persoonsgegevens.",
)


def template(
    call: Invocation, round_id: str, out: Path, on: date | None, municipality: str | None
) -> int:
    """Write a workbook for each municipality with awards."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        check_at_the_door(reader)
        books = workbooks(reader, on, municipality)
    if not books:
        raise WrongUse(f"In ronde {round_id} is er geen toekenning om verslag over te doen.")
    written = _place(out, books)
    if call.as_json:
        show_json({"round": round_id, "files": [str(path) for path in written]})
        return 0
    for path in written:
        show(str(path))
    typed = mine(call, "verdeel monitor load <bestanden> --date jjjj-mm-dd")
    show(f"Hierna, met wat terugkomt: {typed}")
    return 0


def workbooks(
    reader: RoundReader, on: date | None, municipality: str | None = None
) -> dict[str, bytes]:
    """The workbook of each municipality by the name of its file, and of each public body.

    A municipality that went into another by a day has its projects in the workbook of that one; a
    public body has those in each municipality in one of its own.
    """
    own: dict[tuple[str, str], list[MonitorLine]] = {}
    for award in awarded_of(reader).values():
        reporter = award.leads if on is None else reporter_of(award.leads, on).code
        if not award.ended and municipality in (None, reporter):
            own.setdefault((reporter, award.body), []).append(_line(reader.id, award, reporter))
    return {book_name(*who): monitor_workbook(own[who], _ABOUT) for who in sorted(own)}


def book_name(code: str, body: str = "") -> str:
    """The file with the workbook of a municipality, or of a public body with homes in it."""
    return f"voortgang_{code}_{short_name(body)}.xlsx" if body else f"voortgang_{code}.xlsx"


def _line(round_id: str, award: Awarded, reporter: str) -> MonitorLine:
    promise = award.promise
    return MonitorLine(
        round_id=round_id,
        application_id=award.number,
        municipality_code=reporter,
        municipality=reporter_name(reporter),
        project_id=promise.project_id,
        project_name=promise.name,
        phases=award.phases,
        homes=promise.homes,
    )


def reporter_name(code: str) -> str:
    """The name of a municipality."""
    return reporter_of(code, date.min).name


def _place(out: Path, books: Mapping[str, bytes]) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    ready([out / name for name in books])
    return [place(out / name, content) for name, content in books.items()]


def ask(
    call: Invocation,
    round_id: str,
    on: date | None,
    until: date | None,
    out: Path,
    municipality: str | None,
    remind: bool,
) -> int:
    """Record that municipalities are asked or reminded, and write their letters and workbooks."""
    if on is None or until is None:
        raise WrongUse("Noem de datum van de brief met --date, en de laatste dag met --until.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        check_at_the_door(reader)
        asked = step.ask(reader, who, on, until, municipality, remind=remind)
        paper = paper_of(reader, call)
        awarded = awarded_of(reader)
        every = workbooks(reader, on)
    named = sorted({book_name(one.reporter, one.body) for one in asked.reports})
    books = {name: every[name] for name in named}
    kind = REMINDER if remind else REQUEST
    matters = list(_matters(kind, asked.reports, awarded, until, call.lang))
    files = _place(out, books)
    written = write_matters(call, round_id, paper, matters, out, on, monitoring_texts(), kind=kind)
    if call.as_json:
        show_json(
            {
                "round": round_id, "kind": asked.kind, "on": on.isoformat(),
                "until": until.isoformat(), "new": asked.new,
                "municipalities": list(asked.municipalities),
                "applications": [one.application_id for one in asked.reports],
                "letters": list(written.written), "workbooks": [str(path) for path in files],
            }
        )  # fmt: skip
        return 0
    done = "Herinnerd" if remind else "Gevraagd"
    whom = ", ".join(sorted({one.body or one.reporter for one in asked.reports}))
    again = "" if asked.new else " Dat stond al vast; de brieven zijn opnieuw geschreven."
    show(
        f"{done}: {whom}, uiterlijk {until:%d-%m-%Y} "
        f"(een dag die het kantoor stelde; niet verschoven).{again}"
    )
    letters = counted(written.letters, "brief", "brieven")
    show(f"{letters} en {counted(len(files), 'werkmap', 'werkmappen')} in {out}.")
    typed = mine(call, "verdeel monitor load <bestanden> --date jjjj-mm-dd")
    show(f"Hierna, met wat terugkomt: {typed}")
    return 0


def _matters(
    kind: str,
    reports: Sequence[Reporting],
    awarded: Mapping[str, Awarded],
    until: date,
    lang: str,
) -> Iterable[Matter]:
    """A letter for each municipality and scheme, and for each public body."""
    groups: dict[tuple[str, str, str], list[Reporting]] = {}
    for one in reports:
        groups.setdefault((one.reporter, one.body, one.instrument), []).append(one)
    for (code, body, key), own in sorted(groups.items()):
        obligations = awarded[own[0].application_id].obligations
        number, book = letter_number(code, instruments()[key].prefix, body), book_name(code, body)
        yield progress_letter(kind, number, own, obligations, until, book, lang)
