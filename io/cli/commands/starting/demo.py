"""The whole round on the sample applications, from an empty database."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import replace
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from ....config.office import Office, Role, load_office
from ....config.policy import load_policy
from ....errors import Unreadable, why_not
from ....steps.publication import TRAIL
from ...console import show, show_json
from ...invocation import Invocation
from .. import (
    allocation,
    answering,
    approval,
    intake,
    judgement,
    letters,
    report,
    rounds,
    screening,
)
from ..completing import asking, deciding

_DATABASE = "verdeel.db"
# What an officer found about the questions that touch money.
_ANSWERS = "answers/vragen_over_geld.xlsx"
_ANSWERED_ON = date(2026, 11, 2)
# The application that came in without its shortfall, and what became of the request for it.
_INCOMPLETE, _NUMBER = "incomplete/onvolledig.xlsx", "WBI-2026-0120"
_ASKED_ON, _UNTIL = date(2026, 9, 28), date(2026, 10, 12)
_LEFT_ON = date(2026, 10, 20)
_NO_ANSWER = "De gemeente heeft binnen de termijn niet gereageerd op het verzoek om aanvulling."
_WHY = "Over deze aanvraag staat nog een oordeel open; zij wordt later beslist."


def run(out: Path, *, as_json: bool) -> int:
    """Run the demo in ``out``, from a fresh database. Only the demo's own files are replaced.

    Raises:
        Unreadable: ``out`` cannot be written to.
    """
    _prepare(out)
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        # With --json the result alone stands on stdout; what the steps show goes to stderr.
        aside = contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext()
        with aside:
            code = _steps(samples, out)
    made = {
        "awards": str(out / "allocation.json"),
        "table": str(out / "allocation.csv"),
        "letters": str(out / "letters"),
        "report": str(out / "report" / "report.xlsx"),
        "page": str(out / "report" / "report.html"),
        "database": str(out / _DATABASE),
    }
    if as_json:
        show_json(made)
    else:
        show("\nKlaar. Dit is gemaakt:")
        show(f"  toekenningen  {made['awards']} en {made['table']}")
        show(f"  brieven       {made['letters']}")
        show(f"  rapport       {made['report']} en {made['page']}")
        show(f"  database      {made['database']}")
        show(f"Hierna: verdeel round status --database sqlite:///{(out / _DATABASE).as_posix()}")
    return code


def _prepare(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise Unreadable(f"{out} is een bestand, geen map. Noem een andere map met --out.")
    try:
        out.mkdir(parents=True, exist_ok=True)
        for leftover in (_DATABASE, f"{_DATABASE}-journal", f"letters/{TRAIL}"):
            (out / leftover).unlink(missing_ok=True)
    except OSError as fault:
        raise Unreadable(
            f"In de map {out} kan niet worden geschreven ({why_not(fault)}). "
            "Noem een andere map met --out."
        ) from fault


def _steps(samples: Path, out: Path) -> int:
    policy = samples / "policy.toml"
    sealed = load_policy(policy)[0].round
    round_id, decided = sealed.id, sealed.decision_date or sealed.window_closes
    office = load_office(samples / "office.toml")
    maker = Invocation(
        database=f"sqlite:///{(out / _DATABASE).as_posix()}",
        office=samples / "office.toml",
        as_name=_with_role(office, Role.OFFICER),
    )
    approver = replace(maker, as_name=_with_role(office, Role.APPROVER))
    workbooks = tuple(sorted(samples.glob("*.xlsx")))

    _step(f"verdeel round open {round_id} --policy policy.toml")
    codes = [rounds.round_open(maker, round_id, policy)]
    _step(f"verdeel load {' '.join(path.name for path in workbooks)} --round {round_id}")
    codes.append(intake.load(maker, workbooks, round_id, None))
    second = replace(maker, as_name=_with_role(office, Role.OFFICER, 1))
    codes.append(_not_completed(maker, second, round_id, samples / _INCOMPLETE, out / "notices"))
    _step(f"verdeel screen --round {round_id}")
    codes.append(screening.screen(maker, round_id))
    codes.append(_answered(maker, round_id, samples / _ANSWERS, out))
    # What waits for a judgement is decided on later, so that the round can be approved.
    day = decided
    aside = judgement.JudgeRequest(
        (), round_id, aside=True, reason=_WHY, on=day, out=out / "notices"
    )
    _step(f'verdeel judge --set-aside --round {round_id} --reason "{_WHY}" --date {day}')
    codes.append(judgement.judge(maker, replace(aside, out=None)))
    _step(f"verdeel judge --set-aside --confirm --round {round_id} --date {day} --out notices")
    codes.append(judgement.judge(second, replace(aside, reason=None, confirm=True)))
    _step(f"verdeel allocate --round {round_id} --out {out}")
    codes.append(allocation.allocate(maker, round_id, out, None))
    _step(f"verdeel approve --round {round_id}")
    codes.append(approval.approve(approver, round_id, None, None, listing=False, out=None))
    _step(f"verdeel letters --round {round_id} --out {out / 'letters'}")
    codes.append(letters.letters(maker, round_id, out / "letters"))
    _step(f"verdeel report --round {round_id} --out {out / 'report'}")
    codes.append(report.report(maker, round_id, out / "report", None))
    return max(codes)


def _not_completed(
    maker: Invocation, second: Invocation, round_id: str, book: Path, out: Path
) -> int:
    """An application that is incomplete, asked for what it lacks, and then not treated by two.

    What is wrong with its workbook is meant to be: that is no finding of the demo's own.
    """
    _step(f"verdeel load {book.name} --round {round_id}")
    intake.load(maker, (book,), round_id, None)
    about = f"{_NUMBER} --round {round_id}"
    _step(f"verdeel complete request {about} --date {_ASKED_ON} --until {_UNTIL} --out {out}")
    asked = asking.request(maker, out, (_NUMBER,), round_id, _ASKED_ON, _UNTIL, None, word=True)
    _step(f'verdeel complete close {about} --date {_LEFT_ON} --reason "{_NO_ANSWER}" --out {out}')
    proposed = deciding.close(
        maker, out, _NUMBER, round_id, _LEFT_ON, _NO_ANSWER, confirm=False, word=True
    )
    _step(f"verdeel complete close {about} --confirm --date {_LEFT_ON} --out {out}")
    decided = deciding.close(
        second, out, _NUMBER, round_id, _LEFT_ON, None, confirm=True, word=True
    )
    return max(asked, proposed, decided)


def _answered(call: Invocation, round_id: str, answers: Path, out: Path) -> int:
    """The questions that have to be answered before the approval, from the filled in workbook."""
    asked = out / "vragen.xlsx"
    _step(f"verdeel answer --template {asked} --round {round_id}")
    code = answering.answer(call, answering.AnswerRequest(round_id, template=asked))
    _step(f"verdeel answer --file {answers.name} --round {round_id} --date {_ANSWERED_ON}")
    given = answering.AnswerRequest(round_id, answers=answers, on=_ANSWERED_ON)
    return max(code, answering.answer(call, given))


def _step(command: str) -> None:
    show(f"\n$ {command}\n")


def _with_role(office: Office, role: Role, at: int = 0) -> str:
    """The officer of the example in that role, counted from 0."""
    return [officer.user for officer in office.officers if officer.role is role][at]
