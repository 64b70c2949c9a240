"""The command ``verdeel report``: the budget report, and another round or policy beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ...files.placing import ready
from ...records.rounds.reader import reading_round
from ...reports.charts.drawing import can_draw
from ...reports.deep_answers import DEEP_MINUTES, deep_of
from ...reports.words import Words
from ...reports.writing import comparison_places, report_places, write_comparison, write_report
from ...rounds.after.by_year import money_by_year
from ...rounds.dossier import dossier
from ...rounds.monitors.progress import with_progress
from ...steps.report import compared_with, divided_from, hold_to_ledger
from ..console import Counter, Stages, say, show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation


def report(
    call: Invocation, round_id: str, out: Path, on: date | None, compare: str | None = None,
    deep: bool = False, minutes: int = DEEP_MINUTES,
) -> int:  # fmt: skip
    """Write the budget report, and beside it another round or policy where one is named."""
    ready([*report_places(out), *(comparison_places(out) if compare else ())])
    with reading_round(call.database, round_id) as reader:
        whole_round = dossier(reader, sent_on=on, supplemented=True).model_copy(
            update={"years": money_by_year(reader.rounds)}
        )
        hold_to_ledger(reader, whole_round)
        check_at_the_door(reader)
        divided = divided_from(reader, whole_round)
        other = compared_with(reader, compare, watch=Stages()) if compare else None
        whole_round = with_progress(reader, whole_round)
        answers = deep_of(reader, minutes, told=_begins, watch=Stages()) if deep else None
    paths = write_report(whole_round, out, lang=call.lang, deep=answers, divided=divided)
    if other is not None:
        paths += write_comparison(whole_round, other, out, lang=call.lang)
    if call.as_json:
        show_json([str(path) for path in paths])
    else:
        for path in paths:
            show(str(path))
        show(f"Hierna: verdeel round status {round_id} --date jjjj-mm-dd")
    if not can_draw():
        say(Words(call.lang)("page_undrawn"))
    return 0


def _begins(what: str) -> Counter:
    return Counter(what, always=True)
