"""summary.pdf: two pages, accessible, with the numbers of the allocation."""

from __future__ import annotations

import io
import sys
import zipfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

import pytest
from page import ValidationProfile
from pypdf import PdfReader

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.reports.briefing import report_summary
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.groups import binding, groups
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import write_report
from verdeelsleutel.io.wording.grounds import grounds_in_short
from verdeelsleutel.optimiser.solution import Why

from ..letters.pages import failures, flat, page_texts
from .rounds import LINES, G, P, dossier


def _summary(round_: Dossier, lang: str = "nl") -> bytes:
    return report_summary(round_, figures(round_), Words(lang))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return _summary(dossier())


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
def test_the_summary_passes_the_validator(pdf: bytes, profile: ValidationProfile) -> None:
    assert failures(pdf, profile) == []


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("lines", [LINES, LINES[:1], LINES[3:7]], ids=["all", "one", "none"])
def test_it_has_two_pages_whatever_the_round(lines: Any, lang: str) -> None:
    assert len(page_texts(_summary(dossier(lines), lang))) == 2


def test_each_number_is_that_of_the_allocation(pdf: bytes) -> None:
    text, words = " ".join(page_texts(pdf)), Words("nl")
    round_ = dossier()
    totals = round_.allocation.totals
    for said in (
        words.millions(totals.amount.cents),
        words.millions(totals.requested.cents),
        words.number(totals.affordable_homes),
        words.number(totals.homes.total),
        words.percent(totals.affordable_homes, totals.homes.total),
    ):
        assert flat(said) in text
    missed = [check for check in _checks(round_) if not check.holds]
    assert all(flat(check.sentence_nl) in text for check in missed)


def _checks(round_: Dossier) -> tuple[Any, ...]:
    certificate = round_.allocation.certificate
    assert certificate is not None
    return certificate.checks


def _alternatives(node: Any) -> list[str]:
    """The words for pictures in a structure tree, in reading order."""
    held: Any = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(held, list):
        return [said for child in cast(list[Any], held) for said in _alternatives(child)]
    if not isinstance(held, dict):
        return []
    element = cast(dict[str, Any], held)
    own = [str(element["/Alt"])] if "/Alt" in element else []
    return [*own, *_alternatives(element.get("/K"))]


def test_every_picture_says_in_words_what_it_shows(pdf: bytes) -> None:
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    described = _alternatives(root["/StructTreeRoot"])
    assert len(described) == 3
    assert all(alternative.endswith(".") for alternative in described)


def test_without_the_drawing_library_the_summary_says_so_and_keeps_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)  # as where the extra is not installed
    write_report(dossier(), tmp_path)
    pages = page_texts((tmp_path / "summary.pdf").read_bytes())
    assert len(pages) == 2
    assert sum(page.count("is niet geïnstalleerd") for page in pages) == 2
    with zipfile.ZipFile(tmp_path / "report.xlsx") as book:
        assert not [name for name in book.namelist() if name.endswith(".png")]
        assert "is niet geïnstalleerd" in book.read("xl/sharedStrings.xml").decode()


def test_an_example_bears_its_mark_on_both_pages(pdf: bytes) -> None:
    assert all("VOORBEELD - GEEN BESLUIT" in text for text in page_texts(pdf))
    assert "VOORBEELD" not in " ".join(page_texts(_summary(dossier(example=False))))


def test_the_same_round_gives_the_same_bytes(pdf: bytes) -> None:
    assert _summary(dossier()) == pdf


def test_the_summary_stands_beside_the_report(report: Path, pdf: bytes) -> None:
    assert (report / "summary.pdf").read_bytes() == pdf


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_everything_without_money_is_in_one_group_with_what_it_asked(lang: str) -> None:
    round_ = dossier()
    without = [a for a in round_.allocation.awards if a.outcome not in (G, P)]
    found = groups(round_, Words(lang))
    assert sum(one.applications for one in found) == len(without) > 5
    assert Euro.total(one.asked for one in found) == Euro.total(a.asked for a in without)
    assert len({one.name for one in found}) == len(found)


@pytest.mark.parametrize("outcome", [one for one in Outcome if one not in (G, P)])
def test_whoever_gets_nothing_is_in_a_group_whatever_the_outcome(outcome: Outcome) -> None:
    round_ = dossier()
    award = round_.allocation.awards[0].model_copy(
        update={"outcome": outcome, "amount": Euro(0), "reasons": ()}
    )
    alone = round_.allocation.model_copy(update={"awards": (award,)})
    (found,) = groups(round_.model_copy(update={"allocation": alone}), Words("nl"))
    assert (found.applications, found.asked) == (1, award.asked)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_outcome_and_reason_without_money_has_a_group_in_words(lang: str) -> None:
    granted = {Why.FITS, Why.PRO_RATA, Why.FEWER_STEPS, Why.FIXED_IN, Why.MARGINAL}
    outcomes = [one.value for one in Outcome if one not in (G, P)]
    reasons = [why.value for why in Why if why not in granted]
    names = [Words(lang)(f"group_{one}") for one in (*outcomes, *reasons)]
    assert all(names)


def test_the_limits_of_the_page_are_those_that_the_refusals_would_break() -> None:
    round_ = dossier()
    awards = tuple(
        award.model_copy(update={"binding": ("FUND-vro", "CASH-vro-2027")[: 1 + place % 2]})
        if award.outcome is Outcome.REFUSED_CEILING
        else award
        for place, award in enumerate(round_.allocation.awards)
    )
    refused = [a for a in awards if a.outcome is Outcome.REFUSED_CEILING]
    whole = replace_awards(round_, awards)
    (first, *_) = binding(whole, Words("nl"))
    money = "het geld dat er is in ‘Begroting Volkshuisvesting’: €\u00a04.950.000.000"
    assert first == f"{money} ({len(refused)})"


def replace_awards(round_: Dossier, awards: Any) -> Dossier:
    allocation = round_.allocation.model_copy(update={"awards": awards})
    return round_.model_copy(update={"allocation": allocation})


def test_a_minister_reads_what_a_home_costs_and_what_that_does_not_say(pdf: bytes) -> None:
    text = " ".join(page_texts(pdf))
    each = sorted(
        a.amount.cents // a.homes.affordable for a in dossier().allocation.awards if a.amount
    )
    words = Words("nl")
    assert flat(words.euros(each[(len(each) - 1) // 2])) in text
    assert flat(words.euros(each[-1])) in text
    assert "geen meting van hoeveel woningen er zonder uitkering niet kwamen" in text


def test_the_grounds_fit_on_the_page_and_say_what_does_not_exist() -> None:
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        policy = load_policy(samples / "policy.toml")[0]
    lines = grounds_in_short(dossier().model_copy(update={"policy": policy}))
    assert any("tekst die niet bestaat (Voorbeeldregeling" in line for line in lines)
    assert any(line.startswith("Van de 13 harde voorwaarden hebben er 13") for line in lines)
    assert any(
        line.startswith("Een echte ronde zou met dit beleid niet opengaan") for line in lines
    )
    assert not any("PROVINCIE-" in line for line in lines)
