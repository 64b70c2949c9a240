"""Questions of the program that touch money: nothing is decided before a person answered them.

A question refuses nobody. That two applications list the same home or ask the same, or that a new
version has another applicant, is for an officer to look into, by name and with a reason (Awb 3:2);
the answer stays in the trail. A finding is a question only where it touches money; which those are,
and why, stands in ``docs/findings.md``.
"""

from __future__ import annotations

from ....grants.applications.finding import Finding, Severity
from ....grants.record import Record
from ...records.rounds.answers import CONTESTING, KEEP
from ...records.rounds.reader import RoundReader


class Pending(Record):
    """A question that waits for an answer, with the version of the application it is about."""

    application_id: str
    version_row_id: int
    finding: Finding


def pending(reader: RoundReader) -> tuple[Pending, ...]:
    """The questions that touch money and that nobody answered, by application number.

    Those about an application that was withdrawn or is not treated, or about a version that another
    took the place of, are left out. In a round of the first edition nothing waits.
    """
    if not reader.policy.asks:
        return ()
    asked = [one for one in reader.placed_findings if one[1].severity is Severity.QUESTION]
    if not asked:
        return ()
    from ....instruments.findings.oddities import CODES  # late: with what finds oddities

    done = {_asked(one.version_row_id, one.finding) for one in reader.question_answers}
    standing, contested = _versions(reader)
    stands = {number: row_id for (_, number), row_id in standing.items()}
    found: list[Pending] = []
    for batch_id, finding in asked:
        at = (batch_id, finding.application_id)
        if finding.code in CONTESTING:
            row_id = contested.get(at)
        elif finding.code in CODES:  # about the round: a version that came later has it too
            row_id = stands.get(finding.application_id)
        else:
            row_id = standing.get(at)
        if row_id is not None and _asked(row_id, finding) not in done:
            found.append(
                Pending(
                    application_id=finding.application_id, version_row_id=row_id, finding=finding
                )
            )
    return tuple(sorted(found, key=lambda one: (one.application_id, one.finding.code)))


def _asked(row_id: int, finding: Finding) -> tuple[int | str, str, str]:
    """What tells a question from others.

    One about the round is the same as long as it says the same of an application, whatever else a
    later version changes; any other is about one version.
    """
    from ....instruments.findings.oddities import CODES

    about = finding.application_id if finding.code in CODES else row_id
    return about, finding.code, finding.message


def waits_as_paid(reader: RoundReader) -> dict[str, tuple[str, ...]]:
    """The applications that an earlier round may have paid already, with what it said of that."""
    waits = pending(reader)
    if not waits:
        return {}
    from ....instruments.findings.overlap import PROJECT_PAID, STATED_BEFORE

    found: dict[str, list[str]] = {}
    for one in waits:
        if one.finding.code in (STATED_BEFORE, PROJECT_PAID):
            found.setdefault(one.application_id, []).append(one.finding.value)
    return {number: tuple(values) for number, values in found.items()}


def both_right(reader: RoundReader) -> frozenset[tuple[str, str]]:
    """The questions about what could be paid twice of which an officer said that both are right."""
    if not reader.question_answers:
        return frozenset()
    from ....instruments.findings.oddities import CODES

    rows = {one.application.application_id: one.row_id for one in reader.applications}
    return frozenset(
        (one.application_id, one.question)
        for one in reader.question_answers
        if one.answer == KEEP
        and (one.question in CODES or rows.get(one.application_id) == one.version_row_id)
    )


_At = dict[tuple[int, str], int]


def _versions(reader: RoundReader) -> tuple[_At, _At]:
    """By workbook and number: the versions that stand, and newer ones that are contested."""
    standing: _At = {}
    newest: dict[str, int] = {}
    for one in reader.applications:
        number = one.application.application_id
        newest[number] = one.row_id
        if one.application.withdrawn_on is None and number not in reader.untreated:
            standing[one.batch_id, number] = one.row_id
    contested = {
        at: row_id for row_id, at in reader.contested.items() if row_id > newest.get(at[1], 0)
    }
    return standing, contested
