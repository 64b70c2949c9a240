"""What a person must see about an input: a finding (*bevinding*)."""

from __future__ import annotations

from enum import StrEnum

from .record import Record


class Severity(StrEnum):
    """How much a finding weighs."""

    ERROR = "error"  # the row is kept and marked, but takes no part until it is mended
    WARNING = "warning"  # the row takes part; the officer should look
    QUESTION = "question"  # something only the applicant or a person can answer


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
