"""What a person must see about an input: a finding (*bevinding*)."""

from __future__ import annotations

from enum import StrEnum

from ..record import Record
from .application import Application


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  # the row is kept and marked, but takes no part until it is mended
    WARNING = "warning"  # a remark: the row takes part; the officer should look
    QUESTION = "question"  # it touches money: an officer answers it before the approval


class Finding(Record):
    """One thing wrong or doubtful in an input, at the place where it stands.

    ``code`` is stable (``INT-007``, ``WBI-04``); ``message`` is a Dutch sentence that says what is
    wrong, ``cure`` one that says what to do. ``cell`` is an address such as ``D17``; empty where
    the finding is about a whole sheet or file.
    """

    code: str
    severity: Severity
    message: str
    cure: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    value: str = ""
    application_id: str = ""
    field: str = ""


def make_finding(
    code: str,
    severity: Severity,
    message: str,
    cure: str,
    *,
    file: str = "",
    sheet: str = "",
    cell: str = "",
    value: object = "",
    application_id: str = "",
    field: str = "",
) -> Finding:
    """A finding at a place of an input; ``value`` as it is to be shown."""
    return Finding(
        code=code,
        severity=severity,
        message=message,
        cure=cure,
        file=file,
        sheet=sheet,
        cell=cell,
        value=str(value),
        application_id=application_id,
        field=field,
    )


def finding_in(
    application: Application, code: str, severity: Severity, field: str, value: object,
    message: str, cure: str,
) -> Finding:  # fmt: skip
    """A finding at a field of an application; the reader of the file adds file, sheet and cell."""
    number = application.application_id
    return make_finding(
        code, severity, message, cure, value=value, application_id=number, field=field
    )
