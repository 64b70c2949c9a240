"""The sheet of what people judged, or set aside by a clause of the law: only where somebody did."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ...grants.applications.assessment import Assessment
from ...grants.dossier import Decided
from .book import Kind
from .sheets import Tables


def judgements(tables: Tables) -> None:
    """Every answer of a person with both names, the day, the reason, and the clause if any."""
    rows = [
        _row(tables, one, assessment)
        for one in tables.dossier.decided
        for assessment in one.assessments
        if assessment.judged_by
    ]
    if not rows:
        return
    columns = [
        tables.col("application_id", Kind.TEXT, 18, label="application"),
        tables.col("judged_rule", Kind.TEXT, 10),
        tables.col("judged_article", Kind.LONG, 36),
        tables.col("judged_answer", Kind.TEXT, 16),
        tables.col("judged_clause", Kind.LONG, 36),
        tables.col("judged_reason", Kind.LONG, 56),
        tables.col("judged_by", Kind.TEXT, 22),
        tables.col("judged_confirmed", Kind.TEXT, 22),
        tables.col("judged_day", Kind.TEXT, 14),
    ]
    table = pd.DataFrame(rows, columns=[column.key for column in columns], dtype="str")
    tables.place(tables.sheet("judgements"), "judgements", table, columns)


def _row(tables: Tables, one: Decided, assessment: Assessment) -> dict[str, Any]:
    day = assessment.judged_on
    return {
        "application_id": one.application.application_id,
        "judged_rule": assessment.code,
        "judged_article": assessment.article,
        "judged_answer": tables.words(f"answer_{assessment.answer.value}"),
        "judged_clause": assessment.set_aside_under,
        "judged_reason": assessment.judgement,
        "judged_by": assessment.judged_by[0],
        "judged_confirmed": assessment.judged_by[-1],
        "judged_day": "" if day is None else f"{day:%d-%m-%Y}",
    }
