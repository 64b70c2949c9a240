"""What an officer could have answered to the questions that the sample round asks about money.

The answers are invented. They stand in a workbook as ``verdeel answer --template`` makes it, filled
in, so that the round can be answered at once with ``verdeel answer --file``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from ..grants.applications.application import Application
from ..grants.applications.finding import Finding, Severity
from ..instruments.findings.oddities import questions
from ..instruments.instrument import RuleContext, instruments
from ..io.config.policy import load_policy
from ..io.workbooks.intake.reading import read_workbook
from ..io.workbooks.templates.answers import RIGHT, MoneyQuestion, answers_workbook

ANSWERS = Path("answers", "vragen_over_geld.xlsx")
_POLICY = Path(__file__).with_name("policy.toml")
_REASONS: Mapping[str, str] = {
    "INT-151": "De gemeente heeft de begrotingen naast elkaar gelegd: geen kosten staan in beide "
    "aanvragen, en de woningen tellen een keer.",
    "INT-154": "De gemeente heeft de kosten per woning toegelicht met een raming; het gevraagde "
    "bedrag klopt.",
}


def write_answers(path: Path, workbooks: tuple[Path, ...]) -> None:
    """Write the workbook with an answer to each question of the sample round."""
    path.parent.mkdir(parents=True, exist_ok=True)
    contents = tuple(hashlib.sha256(one.read_bytes()).hexdigest() for one in workbooks)
    path.write_bytes(_answered(workbooks[0].parent, tuple(p.name for p in workbooks), contents))


@cache
def _answered(folder: Path, names: tuple[str, ...], _contents: tuple[str, ...]) -> bytes:
    stored: dict[str, tuple[str, Application]] = {}
    placed: list[Finding] = []
    cells: dict[str, Mapping[str, str]] = {}
    where: dict[str, tuple[str, str]] = {}
    for name in names:
        book = read_workbook(folder / name, instruments())
        placed += book.findings
        for row in book.rows:
            if row.application is not None:
                stored[row.application_id] = row.instrument, row.application
                cells[row.application_id] = row.cells
                where[row.application_id] = name, row.sheet
    for found in _of_the_round(stored):
        number = found.application_id
        file, sheet = where[number]
        own = cells[number]
        cell = own.get(found.field) or own.get("application_id", "")
        placed.append(found.model_copy(update={"file": file, "sheet": sheet, "cell": cell}))
    asked = [one for one in placed if one.severity is Severity.QUESTION]
    return answers_workbook(
        [
            MoneyQuestion(
                application_id=one.application_id,
                municipality=stored[one.application_id][1].place.name,
                scheme=instruments()[stored[one.application_id][0]].name_nl,
                code=one.code,
                place=" › ".join(part for part in (one.file, one.sheet, one.cell) if part),
                said=f"{one.message} {one.cure}",
                answer=RIGHT,
                reason=_REASONS[one.code],
            )
            for one in sorted(asked, key=lambda one: (one.application_id, one.code))
        ]
    )


def _of_the_round(stored: Mapping[str, tuple[str, Application]]) -> Iterator[Finding]:
    policy = load_policy(_POLICY)[0]
    yield from questions(
        {
            key: RuleContext.within(
                policy, key, tuple(one for of, one in stored.values() if of == key)
            )
            for key in policy.instruments
        }
    )
