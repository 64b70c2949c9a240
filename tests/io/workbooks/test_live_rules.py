"""The rules in a template answer as the program does, on the cases of the catalogue."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from tests.instruments.applications import DECISION, HERE, LAW, application, days_of, setting
from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.columns import ColumnSpec
from verdeelsleutel.grants.rounds.window import Window
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.io.workbooks.formats.opening import open_source
from verdeelsleutel.io.workbooks.formats.template_marks import RULES_LABEL
from verdeelsleutel.io.workbooks.intake.reading import read_workbook
from verdeelsleutel.io.workbooks.templates.live_conditions import LiveSetting
from verdeelsleutel.io.workbooks.templates.live_rules import (
    NOT_LIVE,
    live_rules,
    live_setting,
    rules_formula,
    why_not_live,
)
from verdeelsleutel.io.workbooks.templates.template import write_template

from ...sharing import LibreOffice
from .made import filled_template

Group = tuple[str, date, date | None, tuple[tuple[str, str], ...], Window]
ORDINARY_END = date(2026, 3, 31)
_AT_ONCE = 8  # workbooks for one call of LibreOffice, which has its own limit of time
CODE = re.compile(r"\b([A-Z]{2,3}-[0-9]{2}) is niet voldaan")


def window_of(case: dict[str, Any]) -> Window:
    return Window(**case.get("window", {"opens": case.get("law", LAW), "closes": ORDINARY_END}))


def groups() -> dict[Group, list[dict[str, Any]]]:
    """The cases that one template can hold: of one scheme, law, decision, policy and window."""
    found: dict[Group, list[dict[str, Any]]] = {}
    for path in sorted(HERE.glob("cases*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            policy = case.get("policy", {})
            parameters = tuple(sorted(policy.get("parameters", {}).items()))
            key = (case["instrument"], *days_of(case), parameters, window_of(case))
            found.setdefault(key, []).append(case)
    return found


GROUPS = groups()
ORDINARY = [group for group in GROUPS if group[1:4] == (LAW, DECISION, ())]
# Of every scheme the cases of the ordinary window, which are by far the most.
SAMPLE = [group for group in ORDINARY if group[4].closes == ORDINARY_END]


def cells_of(asked: Any, columns: Sequence[ColumnSpec]) -> dict[str, object]:
    """An application as the row that states it."""
    row: dict[str, object] = {}
    for column in columns:
        value: Any = asked
        if column.year is not None:
            paid = {payment.year: payment.amount for payment in asked.payments}
            value = paid.get(column.year)
        else:
            for name in column.path:
                value = getattr(value, name)
        row[column.field] = value if value != () else None
    return {**row, "application_id": asked.application_id}


def template_of(
    group: Group, cases: Sequence[dict[str, Any]], folder: Path, number: int
) -> tuple[Path, Instrument, LiveSetting]:
    """A template with a row for each of these cases of a group."""
    key, law, decision, parameters, window = group
    scheme = instruments()[key]
    live = LiveSetting(scheme.catalogue.law_on(law, dict(parameters)), decision, window)
    write_template(scheme, folder / "leeg.xlsx", live)
    rows = [
        cells_of(application(key, {**case.get("given", {}), "application_id": f"A-{at}"}),
                 scheme.columns)
        for at, case in enumerate(cases)
    ]  # fmt: skip
    path = filled_template(folder / "leeg.xlsx", folder / f"{number}.xlsx", scheme, rows)
    return path, scheme, live


def agree(
    libreoffice: LibreOffice, chosen: Sequence[Group], folder: Path, *, every: int = 1
) -> int:
    """Hold what the templates say of each so many of the cases to what the program answers; how
    many cases that were."""
    cases = [GROUPS[group][::every] for group in chosen]
    made = [
        template_of(group, some, folder, number)
        for number, (group, some) in enumerate(zip(chosen, cases, strict=True))
    ]
    for first in range(0, len(made), _AT_ONCE):
        some = [path for path, _, _ in made[first : first + _AT_ONCE]]
        libreoffice.convert(some, "xlsx", folder / "berekend")
    count = 0
    for group, own, (path, scheme, live) in zip(chosen, cases, made, strict=True):
        source = open_source(folder / "berekend" / path.name)
        values = source.values(next(e for e in source.sheets if e.name == scheme.sheet))
        place = list(values[0]).index(RULES_LABEL)
        watched = {rule.code for rule in live_rules(scheme, live)}
        assert values[1][place] == ""  # the example
        for case, row in zip(own, values[2:], strict=False):
            asked = application(scheme.key, case.get("given"))
            round_ = setting(law_date=group[1], decision_date=group[2], others=(asked,),
                             window=group[4].model_dump(), **case.get("policy", {}))  # fmt: skip
            answers = scheme.screen(asked, round_)
            broken = {one.code for one in answers if one.answer is Answer.NOT_MET}
            assert set(CODE.findall(str(row[place]))) == broken & watched, (group, case["name"])
            count += 1
    return count


def test_the_rules_of_spring_2026_answer_as_the_program_does(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    assert agree(libreoffice, SAMPLE, tmp_path, every=4) > 70


@pytest.mark.parametrize("group", list(GROUPS), ids=[" ".join(map(str, g[:3])) for g in GROUPS])
def test_every_group_of_cases_has_a_template_that_can_be_written(group: Group) -> None:
    key, law, decision, parameters, window = group
    scheme = instruments()[key]
    live = LiveSetting(scheme.catalogue.law_on(law, dict(parameters)), decision, window)
    watched = {rule.code for rule in live_rules(scheme, live)}
    assert rules_formula(scheme.columns, list(live_rules(scheme, live))).startswith("=IF(")
    assert ("WBI-08" in watched) == (decision is not None and key == "woningbouwimpuls")


@pytest.mark.slow
def test_the_rules_of_every_law_and_policy_answer_as_the_program_does(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    assert agree(libreoffice, list(GROUPS), tmp_path) == sum(map(len, GROUPS.values())) > 220


def test_every_rule_put_to_an_application_is_watched_or_it_is_said_why_not() -> None:
    for scheme in instruments().values():
        live = live_setting(scheme)
        watched = {rule.code for rule in live_rules(scheme, live)}
        reasons = {v.code for v in live.law.rules if why_not_live(v, live)}
        screened = {version.code for version in live.law.rules if version.sentences}
        assert screened <= watched | reasons
        assert not watched & reasons
    assert all(reason == reason.lower().rstrip(".") for reason in NOT_LIVE.values())


def test_with_the_day_of_the_decision_the_start_of_building_is_watched_too() -> None:
    scheme = instruments()["woningbouwimpuls"]
    live = LiveSetting(scheme.catalogue.law_on(LAW), DECISION)
    says = {rule.code: rule.says for rule in live_rules(scheme, live)}
    assert "uiterlijk 01-06-2029" in says["WBI-08"]
    assert says["WBI-04"] == (
        "WBI-04 is niet voldaan. Voegt het project per saldo genoeg woningen toe? "
        "Grens: 200 woningen. (artikel 3, eerste lid, van de Regeling Woningbouwimpuls 2020)"
    )


def test_excel_takes_the_formula_and_every_text_in_it() -> None:
    for scheme in instruments().values():
        window = Window(opens=LAW, closes=ORDINARY_END, closes_at=time(17))
        live = LiveSetting(live_setting(scheme).law, DECISION, window)
        formula = rules_formula(scheme.columns, list(live_rules(scheme, live)))
        assert len(formula) < 8_192 - 1_000
        assert max(len(text) for text in re.findall('"((?:[^"]|"")*)"', formula)) <= 255


def test_the_column_of_the_rules_is_left_alone_by_reading(tmp_path: Path) -> None:
    scheme = instruments()["woningbouwimpuls"]
    write_template(scheme, tmp_path / "leeg.xlsx")
    row = cells_of(application(scheme.key, {"homes.other": 0}), scheme.columns)
    path = filled_template(tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx", scheme, [row])
    workbook = read_workbook(path, {scheme.key: scheme})
    assert [found.code for found in workbook.findings] == []
    assert len(workbook.rows) == 1
