"""What counts of a completion, tried field by field and from a seed over every scheme."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.screening.completing import bears, filled_by_office
from verdeelsleutel.io.letters.completing.matters import left_point
from verdeelsleutel.io.records.rounds.completions import Asked, StoredRequest, Why
from verdeelsleutel.io.rounds.completing.weighing import weighed
from verdeelsleutel.io.workbooks.formats.writing import write_workbook
from verdeelsleutel.io.workbooks.intake.reading import read_workbook
from verdeelsleutel.io.workbooks.intake.rows import ReadRow
from verdeelsleutel.sample_applications.batches import instrument_of, sample_rows

CLOSES = date(2026, 10, 15)
ASKED_ON, UNTIL = date(2026, 10, 20), date(2026, 11, 3)
SCHEMES = ("woningbouwimpuls", "gebiedsbudget", "bereikbaarheid")
RANDOM = random.Random(16)


def policy(scheme: str, rule: DistributionRule) -> Policy:
    return Policy.model_validate(
        {
            "round": {
                "id": "2026-1", "title": "proef", "kind": "example",
                "window_opens": "2026-09-01", "window_closes": CLOSES.isoformat(),
            },
            "funds": {"vro": {"name_nl": "a", "name_en": "a", "total": "€ 1 mld"}},
            "instruments": {scheme: {"fund": "vro", "rule": rule.value}},
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ReadRow]:
    """A sound row of each scheme, as it is read from a workbook."""
    folder = tmp_path_factory.mktemp("aanvullen")
    found: dict[str, ReadRow] = {}
    for scheme in SCHEMES:
        own = instruments()[scheme]
        row = next(r for r in sample_rows() if instrument_of(r) == scheme and r.get("requested"))
        row = {key: value for key, value in row.items() if not key.startswith("payments.")}
        write_workbook(folder / f"{scheme}.xlsx", {own: [row]})
        (read,) = read_workbook(folder / f"{scheme}.xlsx", {scheme: own}).rows
        assert read.application is not None
        found[scheme] = read
    return found


def request(*asked: Asked) -> StoredRequest:
    return StoredRequest(
        row_id=1, number="X", version_row_id=1, municipality_code="GM0363", on=ASKED_ON,
        until=UNTIL, asked=asked, officer="S. Vermeulen",
    )  # fmt: skip


def ask(column: ColumnSpec, *, absent: bool) -> Asked:
    return Asked(
        field=column.field, label=column.label, cell="A2", code="INT-008", said="onleesbaar",
        absent=absent, bears=bears(column),
    )  # fmt: skip


def other(column: ColumnSpec, text: str) -> str:
    """Another value that the column can hold, as it would be shown."""
    match column.kind:
        case Kind.MONEY:
            return "1234567"
        case Kind.COUNT:
            return str(int(text or 0) + 7)
        case Kind.DATE:
            return "01-03-2029"
        case Kind.YES_NO:
            return "nee" if text == "ja" else "ja"
        case _:
            return f"{text}-b"


def changeable(row: ReadRow) -> list[ColumnSpec]:
    """Columns that hold something of which another value can be made."""
    kinds = (Kind.MONEY, Kind.COUNT, Kind.DATE, Kind.YES_NO, Kind.TEXT)
    return [
        c
        for c in instruments()[row.instrument].columns
        if c.kind in kinds
        and dict(row.raw).get(c.label)
        and not c.personal
        and not filled_by_office(c)
        and c.field not in ("application_id", "municipality")
        and not c.choices
    ]


def weigh(row: ReadRow, rule: DistributionRule, earlier: dict[str, str], *asked: Asked,
          on: date = ASKED_ON + timedelta(7)) -> Any:  # fmt: skip
    return weighed(
        policy(row.instrument, rule), request(*asked), earlier, (), row, "terug.xlsx", on
    )


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("rule", [DistributionRule.RANK, DistributionRule.CLOSED_LIST])
def test_of_every_field_that_differs_only_what_was_asked_and_may_change_counts_by_itself(
    rows: dict[str, ReadRow], scheme: str, rule: DistributionRule
) -> None:
    row, competes = rows[scheme], rule is DistributionRule.RANK
    raw = dict(row.raw)
    for column in RANDOM.sample(changeable(row), 10):
        readable = {**raw, column.label: other(column, raw[column.label])}
        unreadable, absent = {**raw, column.label: "onleesbaar?"}, {**raw, column.label: ""}
        not_asked = weigh(row, rule, readable)
        assert [d.field for d in not_asked.differs] == [column.field]
        if competes and bears(column):
            # The earlier value stands without a word of anybody.
            assert not_asked.differs[0].why is Why.CLOSED
            assert not not_asked.waits
            assert not_asked.counts != row.application or not_asked.counts is None
        else:
            assert not_asked.differs[0].why is Why.NOT_ASKED
            assert not_asked.waits
            assert not_asked.counts is None
        unclear = weigh(row, rule, unreadable, ask(column, absent=False))
        supplied = weigh(row, rule, absent, ask(column, absent=True))
        if competes and bears(column):
            assert [d.why for d in unclear.differs] == [Why.CLARIFIED]
            assert unclear.waits
            assert [d.why for d in supplied.differs] == [Why.SUPPLIED]
            assert supplied.counts is None or column.field not in _required(row)
        else:
            assert unclear.differs == supplied.differs == ()
            assert unclear.counts == supplied.counts == _bare(row)


def _required(row: ReadRow) -> set[str]:
    return {c.field for c in instruments()[row.instrument].columns if c.required}


def _bare(row: ReadRow) -> Any:
    assert row.application is not None
    return row.application.model_copy(update={"contact": None, "email": None})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_before_the_closing_of_the_window_everything_asked_may_still_be_supplied(
    rows: dict[str, ReadRow], scheme: str
) -> None:
    row = rows[scheme]
    raw = dict(row.raw)
    for column in changeable(row):
        absent = {**raw, column.label: ""}
        one = weigh(row, DistributionRule.RANK, absent, ask(column, absent=True), on=CLOSES)
        assert one.differs == ()
        assert one.counts == _bare(row)


def test_a_refused_change_leaves_exactly_the_earlier_value(rows: dict[str, ReadRow]) -> None:
    row = rows["bereikbaarheid"]
    earlier = {**dict(row.raw), "Ontsloten woningen": "12", "Projectnaam": "Zoals het was"}
    told = weigh(row, DistributionRule.OPTIMISE, earlier)
    assert {d.why for d in told.differs} == {Why.CLOSED, Why.NOT_ASKED}
    assert told.stated.homes_opened_up == 12  # settled, whoever accepts the rest
    assert told.stated.project_name == row.application.project_name  # type: ignore[union-attr]
    assert told.kept.homes_opened_up == 12
    assert told.kept.project_name == "Zoals het was"
    unchanged = {"homes_opened_up", "project_name", "contact", "email"}
    assert told.kept.model_dump(exclude=unchanged) == _bare(row).model_dump(exclude=unchanged)
    assert isinstance(told.kept.requested, Euro)
    assert isinstance(told.kept.received_at, datetime)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("absent", [True, False])
def test_a_decision_not_to_treat_asks_nobody_to_fill_anything_in(absent: bool, lang: str) -> None:
    """What could not be read keeps the reason that it was told."""
    one = Asked(
        field="shortfall", label="Publiek tekort", cell="A2", code="INT-008",
        said="'Publiek tekort' is verplicht, maar leeg. Vul 'Publiek tekort' in." if absent
        else "'Publiek tekort' is geen bedrag.", absent=absent, bears=True,
    )  # fmt: skip
    told = getattr(left_point(one, settled=False), lang)
    assert "Vul " not in told
    assert told.startswith("Publiek tekort: ") or (lang, absent) == ("nl", False)
    if not absent:  # in either language
        assert "'Publiek tekort' is geen bedrag." in told
