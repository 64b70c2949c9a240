"""``docs/findings.md`` says of every finding about an application what it weighs."""

import re
from pathlib import Path

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.instruments.findings.doubles import SAME_ASKED
from verdeelsleutel.instruments.findings.overlap import STATED_BEFORE
from verdeelsleutel.instruments.realisatiestimulans.homes_listed import DOUBTS, WEIGHT
from verdeelsleutel.io.workbooks.intake.codes import REGISTER

from .findings import weights

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
_ROW = re.compile(r"^\| (INT-[0-9]{3}) \| (.*) \|$", re.MULTILINE)
_NOT_ALWAYS = {"INT-088", "INT-105"}  # by the law that is adopted, or by the policy


def table(heading: str) -> dict[str, list[str]]:
    text = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return {code: rest.split(" | ") for code, rest in _ROW.findall(text)}


def told() -> dict[str, set[str]]:
    """By code, the weight of the findings of the schemes and of new versions."""
    found = {
        code: given
        for code, given in weights().items()
        if code not in REGISTER or "QUESTION" in given
    }
    return found | {DOUBTS[doubt][0]: {WEIGHT[doubt].name} for doubt in DOUBTS}


def test_every_question_stands_on_the_page_with_why_it_touches_money() -> None:
    asked = {code for code, given in told().items() if "QUESTION" in given}
    assert set(table("Questions")) == asked
    assert all(all(cells) and len(cells) == 2 for cells in table("Questions").values())
    assert {SAME_ASKED, STATED_BEFORE, "INT-050", "INT-151", "INT-154", "INT-158"} <= asked


def test_every_remark_and_error_of_a_scheme_stands_on_the_page_with_its_weight() -> None:
    page = {code: cells[0] for code, cells in table("Remarks and errors of the schemes").items()}
    said = {
        code: Severity[given].value
        for code, every in told().items()
        if code > "INT-100" and "QUESTION" not in every
        for given in every
    }
    assert page == said


def test_a_code_of_a_scheme_has_one_weight_and_one_meaning() -> None:
    several = {code for code, given in told().items() if len(given) > 1}
    assert several == _NOT_ALWAYS
    of_homes = {code for code, _, _ in DOUBTS.values()}
    assert not of_homes & set(weights())


def test_what_is_found_in_a_cell_or_file_is_never_a_question_about_money() -> None:
    assert not [code for code, one in REGISTER.items() if one.severity is Severity.QUESTION]
