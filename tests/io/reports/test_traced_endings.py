"""Each number about how grants end is worked out again here, from acts as plain rows."""

from __future__ import annotations

import csv
import io
import random
from typing import Any, NamedTuple

import lxml.html  # pyright: ignore[reportMissingTypeStubs]
import openpyxl
import pytest
from pypdf import PdfReader

from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.dossier import AfterDecision, Dossier
from verdeelsleutel.grants.lives.later import Ending
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.reports.briefing import report_summary
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.open_data.publishing import open_data
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import report_workbook

from .rounds import dossier

SEEDS = range(6)


class Plain(NamedTuple):
    """The end of a grant in plain values; ``None`` is what was not done."""

    number: str
    granted: int
    year: int | None
    last: bool
    lawful: int | None
    fixed: int | None
    claims: tuple[int, ...]
    came: tuple[int, ...]
    interest: int
    receipts: tuple[int, ...]
    corrected: int
    carried: int
    coming: str


def plain(seed: int) -> list[Plain]:
    """Some of the grants of a round, each as far as its end went."""
    rng = random.Random(seed)
    found: list[Plain] = []
    for one in dossier().decided:
        if not one.award.amount or rng.random() < 0.3:
            continue
        accounted = rng.random() < 0.8
        granted = one.award.amount.cents
        claims = tuple(rng.randrange(1, 10**9) for _ in range(rng.randrange(3)))
        came = tuple(rng.randrange(1, max(2, sum(claims) // 3)) for _ in claims)
        found.append(
            Plain(
                number=one.award.application_id, granted=granted,
                year=rng.randrange(2026, 2031) if accounted else None,
                last=accounted and rng.random() < 0.5,
                lawful=rng.randrange(granted + 1) if accounted else None,
                fixed=rng.choice((0, rng.randrange(granted + 1))) if rng.random() < 0.5 else None,
                claims=claims, came=came, interest=rng.choice((0, rng.randrange(10**6))),
                receipts=tuple(rng.randrange(1, 10**5) for _ in range(rng.randrange(3))),
                corrected=rng.choice((0, rng.randrange(10**8))),
                carried=rng.choice((0, rng.randrange(10**7))),
                coming=rng.choice(("", "vaststelling van de uitkering")),
            )
        )  # fmt: skip
    return found


def told(rows: list[Plain]) -> Dossier:
    """The same as the program has it; what is committed stays as it was."""
    whole = dossier()
    since = tuple(
        AfterDecision(
            application_id=one.number, still=Euro(one.granted),
            ending=Ending(
                accounted_to=one.year, last=one.last,
                lawful=None if one.lawful is None else Euro(one.lawful),
                fixed=None if one.fixed is None else Euro(one.fixed),
                claimed=Euro(sum(one.claims)), repaid=Euro(sum(one.came)),
                interest=Euro(one.interest), interest_received=Euro(sum(one.receipts)),
                corrected=Euro(one.corrected), carried=Euro(one.carried),
                coming=Bilingual(nl=one.coming, en="fixing") if one.coming else None,
            ),
        )
        for one in rows
    )  # fmt: skip
    return whole.model_copy(update={"since": since})


def money(cents: int | None) -> str:
    if cents is None:
        return "–"
    return f"€ {cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def amounts(one: Plain) -> list[int | None]:
    claimed, came = sum(one.claims), sum(one.came)
    return [
        one.granted, one.lawful, one.fixed, claimed, came, claimed - came, one.interest,
        sum(one.receipts), one.corrected, one.carried,
    ]  # fmt: skip


def accounted(one: Plain) -> str:
    if one.year is None:
        return "–"
    return f"tot en met {one.year}{' (laatste)' if one.last else ''}"


def lead(rows: list[Plain]) -> str:
    claimed, came = (sum(map(sum, sums)) for sums in ([o.claims for o in rows],
                                                      [o.came for o in rows]))  # fmt: skip
    fixed = [one.fixed for one in rows if one.fixed is not None]
    awards = sum(1 for one in dossier().decided if one.award.amount)
    return (
        f"Toekenningen: {awards}, waarvan verantwoord: {sum(o.year is not None for o in rows)}. "
        f"Vastgesteld: {len(fixed)}, samen op {money(sum(fixed))}. Teruggevorderd: "
        f"{money(claimed)}, waarvan terug {money(came)} en open {money(claimed - came)}."
    )


@pytest.mark.sample(every=6)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_page_has_each_amount_and_their_sums(seed: int) -> None:
    rows = plain(seed)
    whole = told(rows)
    page = report_page(whole, figures(whole), Words("nl"))
    read: Any = lxml.html
    (section,) = read.document_fromstring(page).xpath("//section[@id='ended']")
    found = [
        [" ".join(cell.text_content().split()).replace("\u00a0", " ") for cell in row]
        for row in section.xpath(".//tbody/tr")
    ]
    assert [[row[0], *row[2:]] for row in found] == [
        [one.number, accounted(one), *map(money, amounts(one)), one.coming or "–"] for one in rows
    ]
    assert lead(rows) in " ".join(section.text_content().split()).replace("\u00a0", " ")


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", SEEDS[:3])
def test_the_workbook_the_summary_and_the_open_data_say_the_same(seed: int) -> None:
    rows = plain(seed)
    whole = told(rows)
    content = report_workbook(whole, figures(whole), Words("nl"))
    book: Any = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    cells = {row[0].value: [cell.value for cell in row] for row in book["Afrekening"].iter_rows()}
    for one in rows:
        shown = cells[one.number]
        assert shown[2] == accounted(one)
        assert shown[13] == (one.coming or "–")
        for cell, cents in zip(shown[3:], amounts(one), strict=False):
            assert cents == (None if cell in (None, "") else round(float(cell) * 100))
    pdf = PdfReader(io.BytesIO(report_summary(whole, figures(whole), Words("nl"))))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert lead(rows) in text.replace("\u00a0", " ")
    files = open_data(whole)
    lines = list(csv.DictReader(io.StringIO(files["settlements.csv"].decode(), newline="")))
    assert [line["application_id"] for line in lines] == sorted(one.number for one in rows)
    by = {one.number: one for one in rows}
    for line in lines:
        one = by[line["application_id"]]
        names = (
            "lawful", "final", "claimed_back", "repaid", "open", "interest", "interest_received",
            "settled_later", "carried_on",
        )  # fmt: skip
        for name, cents in zip(names, amounts(one)[1:], strict=True):
            text = line[f"{name}_eur"]
            assert (int(text.replace(".", "")) if text else None) == cents, name
        assert line["accounted_to"] == ("" if one.year is None else str(one.year))
    named = files["data_dictionary.csv"].decode()
    assert all(f"settlements.csv,{name}," in named for name in lines[0])


def test_a_round_of_which_nothing_ended_has_nothing_of_it() -> None:
    whole = dossier()
    files = open_data(whole)
    assert "settlements.csv" not in files
    assert "settlements.csv" not in files["data_dictionary.csv"].decode()
    assert 'id="ended"' not in report_page(whole, figures(whole), Words("nl"))
    assert Ending().open == ZERO
