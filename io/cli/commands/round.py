"""What each command does: open the database, take a step, show the result.

Every function returns the exit code: 0 done, 1 done but with something the officer must see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ....grants.allocation import Allocation, Outcome, Status
from ....grants.finding import Severity
from ....grants.policy import RoundKind
from ...config.office import Office, load_office
from ...config.policy import load_policy
from ...errors import InfeasiblePolicy
from ...files.allocation import allocation_json, write_allocation
from ...files.placing import ready
from ...records.database import reading, transaction
from ...reports.writing import comparison_places, report_places, write_comparison, write_report
from ...rounds.actor import actor
from ...rounds.dossier import dossier
from ...rounds.open_questions import open_questions, question_lines
from ...rounds.questions import cross_checked, why_not
from ...rounds.state import round_of
from ...steps.allocation import allocate_round
from ...steps.explanation import explanation, explanation_lines
from ...steps.intake import LoadedFile, handed_back, load_files
from ...steps.opening import open_round
from ...steps.report import DEEP_MINUTES, compared_with, deep_of, hold_to_ledger
from ...steps.screening import screen_round
from ...wording.goals import goal_lines
from ...workbooks.annotation.annotated import HandedBack
from ..console import Stages, say, show, show_findings, show_json, table, whole
from ..invocation import Invocation
from .actor import acting
from .summary import allocation_lines, cross_check_line, screening_counts, screening_lines

_MANY = 1_000  # applications in a round of which it is told that they are being screened


def round_open(call: Invocation, round_id: str, policy: Path) -> int:
    """Open a round. Only an example policy makes an example database."""
    read, _text = load_policy(policy)
    known_office = _office(
        call.office or policy.parent / "office.toml", named=call.office is not None
    )
    example = read.round.kind is RoundKind.EXAMPLE
    with transaction(call.database, create_as=example) as session:
        who = actor(session, known_office, call.as_name)
        opened = open_round(session, round_id, read, policy, who)
        row = round_of(session, round_id)
        told = {
            "round": row.id, "state": row.state, "policy_hash": row.policy_hash, "opened": opened,
            "example": example,
        }  # fmt: skip
    if call.as_json:
        show_json(told)
    else:
        done = "is geopend" if opened else "was al geopend met dit beleid"
        show(f"Ronde {round_id} {done}.")
        show(f"Verzegeld beleid: {told['policy_hash']}")
        show(f"Hierna: verdeel load <werkmap> --round {round_id}")
    return 0


def load(call: Invocation, files: tuple[Path, ...], round_id: str, annotate: Path | None) -> int:
    """Take workbooks in. Rows with an error are kept and marked; the rest takes part."""
    with reading(call.database) as session:
        who = acting(session, round_id, call)
    loaded = load_files(call.database, round_id, files, who, say)
    copies = {} if annotate is None else handed_back(files, loaded, annotate)
    if call.as_json:
        show_json(
            [
                {**one.model_dump(mode="json"), "annotated": _copy_json(copies.get(path))}
                for path, one in zip(files, loaded, strict=True)
            ]
        )
    else:
        _show_loaded(loaded, round_id)
        for path, copy in copies.items():
            why = f" Een kopie van {path.name} kon niet: {copy.why_separate}."
            show(f"Bevindingen: {copy.path}.{why if copy.why_separate else ''}")
    errors = any(f.severity is Severity.ERROR for one in loaded for f in one.findings)
    return 1 if errors else 0


def _copy_json(copy: HandedBack | None) -> dict[str, str] | None:
    return None if copy is None else {"file": str(copy.path), "why_separate": copy.why_separate}


def _show_since(loaded: LoadedFile) -> None:
    since = loaded.since
    if since is None:
        return
    show(
        f"{loaded.file}: sinds {since.earlier_file} {whole(len(since.fixed))} opgelost, "
        f"{whole(len(since.new))} nieuw, {whole(len(since.still_open))} nog open."
    )


def _show_loaded(loaded: Sequence[LoadedFile], round_id: str) -> None:
    rows = [
        (
            one.file,
            whole(one.new),
            whole(one.changed),
            whole(one.unchanged),
            whole(one.faulty),
            whole(len(one.findings)),
        )
        for one in loaded
    ]
    headers = ("bestand", "nieuw", "gewijzigd", "ongewijzigd", "met fout", "bevindingen")
    show(table(headers, rows, numbers=(1, 2, 3, 4, 5)))
    for one in loaded:
        if one.already_loaded:
            show(f"{one.file} was al geladen; er is niets gewijzigd.")
        _show_since(one)
        if one.other_sheets:
            show(f"{one.file}: niet gelezen bladen: {', '.join(one.other_sheets)}.")
        for change in one.changes:
            show(f"{change.application_id}: {change.field}: {change.before} → {change.after}")
        show_findings(one.findings)
    if any(one.faulty for one in loaded):
        show(
            "\nAanvragen met een fout zijn bewaard, maar doen nog niet mee. "
            "Verbeter de werkmap en laad haar opnieuw."
        )
    show(f"\nHierna: verdeel screen --round {round_id}")


def _say_how_many(applications: int) -> None:
    if applications >= _MANY:
        say(f"{whole(applications)} aanvragen worden getoetst.")


def screen(call: Invocation, round_id: str) -> int:
    """Put every application to the rules."""
    with reading(call.database) as session:
        who = acting(session, round_id, call)
    screened = screen_round(call.database, round_id, who, _say_how_many)
    with reading(call.database) as session:
        open_ = open_questions(session, round_of(session, round_id))
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "counts": screening_counts(screened),
                "withdrawn": screened.withdrawn,
                "faulty": screened.faulty,
                "findings": [found.model_dump(mode="json") for found in screened.findings],
                "open": [one.model_dump(mode="json") for one in open_],
                "assessments": {
                    number: [answer.model_dump(mode="json") for answer in answers]
                    for number, answers in screened.assessments.items()
                },
            }
        )
    else:
        for line in screening_lines(screened, call.lang):
            show(line)
        for line in question_lines(open_, call.lang):
            show(line)
        show_findings(screened.findings)
        show(f"\nHierna: verdeel allocate --round {round_id}")
    return 0


def allocate(
    call: Invocation,
    round_id: str,
    out: Path | None,
    time_limit: int | None,
    cross_check: bool = False,
) -> int:
    """Divide the money and show homes, money, and the law's rule beside the optimum."""
    stages = Stages()
    with reading(call.database) as session:
        who = acting(session, round_id, call)
    try:
        allocation = allocate_round(
            call.database, round_id, who, progress=stages, time_limit_seconds=time_limit
        )
    except InfeasiblePolicy as fault:
        if call.as_json and fault.told is not None:
            show_json(fault.told)
        raise
    with reading(call.database) as session:
        whole_round = dossier(session, round_id)
        checked = (
            cross_checked(session, round_id, time_limit_seconds=time_limit, watch=stages)
            if cross_check
            else None
        )
    stages.end()
    if out is not None:
        write_allocation(allocation, out)
    if call.as_json:
        show(allocation_json(allocation).rstrip("\n"))
    else:
        for line in allocation_lines(allocation, whole_round.policy):
            show(line)
        for line in goal_lines(whole_round, call.lang):
            show(line)
    if checked is not None:
        # Beside the JSON too: on stderr, so that stdout stays the allocation alone.
        (say if call.as_json else show)(cross_check_line(checked))
    if not call.as_json:
        show(f"\nHierna: verdeel approve --round {round_id}, door een ander dan {who.name}")
    return _code(allocation) if checked is None or checked.agrees else 1


def _code(allocation: Allocation) -> int:
    """1 where nothing was awarded or the list is not proven: the officer must look."""
    nothing = allocation.totals.granted == 0
    return 1 if nothing or allocation.status is not Status.PROVEN else 0


def explain(call: Invocation, application_id: str, round_id: str) -> int:
    """Why an application got what it got."""
    number = application_id.upper()
    with reading(call.database) as session:
        told = explanation(session, round_id, number)
        refused = told.award is not None and told.award.outcome is Outcome.REFUSED_CEILING
        facts = why_not(session, round_id, number) if refused else None
    if call.as_json:
        show_json(
            {
                **told.model_dump(mode="json"),
                "why_not": facts.model_dump(mode="json") if facts else None,
            }
        )
    else:
        for line in explanation_lines(told, call.lang, facts):
            show(line)
    return 0


def report(
    call: Invocation, round_id: str, out: Path, on: date | None, compare: str | None = None,
    deep: bool = False, minutes: int = DEEP_MINUTES,
) -> int:  # fmt: skip
    """Write the budget report, and beside it another round or policy where one is named."""
    ready([*report_places(out), *(comparison_places(out) if compare else ())])
    with reading(call.database) as session:
        whole_round = dossier(session, round_id, sent_on=on)
        hold_to_ledger(session, round_id, whole_round)
        other = compared_with(session, round_id, compare, watch=Stages()) if compare else None
        answers = deep_of(session, round_id, minutes) if deep else None
    paths = write_report(whole_round, out, lang=call.lang, deep=answers)
    if other is not None:
        paths += write_comparison(whole_round, other, out, lang=call.lang)
    if call.as_json:
        show_json([str(path) for path in paths])
    else:
        for path in paths:
            show(str(path))
    return 0


def _office(path: Path, *, named: bool) -> Office | None:
    """The office file; it may be missing where nobody named it."""
    return load_office(path) if named or path.exists() else None
