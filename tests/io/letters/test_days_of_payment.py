"""Every payment that a letter promises has a day, and it is one on which can be paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from verdeelsleutel.grants.applications.application import Application, Payment
from verdeelsleutel.grants.calendar import is_working_day
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.pages.blocks import Letter, Table

from . import reasons as why
from .filed import ber, gb, rs, wbi
from .grounds import OWN, round_of, whole
from .rounds import decided, dossier, sample_office

SENT = [date(2026, 9, 7) + timedelta(days=11 * step) for step in range(24)]


def letter_with(
    years: tuple[int, ...], sent_on: date, make: Callable[[], Application] = wbi
) -> Letter:
    """The letter of an award that is paid in equal parts in these years."""
    planned = tuple(Payment(year=year, amount=Euro.euros(1_000_000)) for year in years)
    asked = Euro.euros(1_000_000 * len(years))
    one = decided(make(), Outcome.GRANTED, requested=asked, payments=planned,
                  reasons=why.WBI_FITS if make is wbi else ())  # fmt: skip
    made = dossier((one,), policy=round_of(OWN), sent_on=sent_on)
    return letter_of(one, made, sample_office(), "nl")


def days_of(made: Letter) -> dict[str, str]:
    """The last day of each payment by its year, from the table of payments."""
    (table,) = (
        one
        for one in made.blocks
        if isinstance(one, Table) and [c.head for c in one.columns[:2]] == ["Jaar", "Uiterlijk op"]
    )
    return {row[0].text: row[1].text for row in table.rows if row[0].text != "Totaal"}


@pytest.mark.parametrize("make", [wbi, gb, rs, ber])
@pytest.mark.parametrize("sent_on", SENT)
def test_every_payment_has_a_last_day_that_is_no_weekend_or_holiday(
    make: Callable[[], Application], sent_on: date
) -> None:
    for year in (2026, 2027, 2028, 2029):
        for told in days_of(letter_with((year,), sent_on, make)).values():
            day = datetime.strptime(told, "%d-%m-%Y").date()  # noqa: DTZ007
            assert is_working_day(day), f"{sent_on}: {told}"
            assert sent_on < day


def test_six_weeks_that_end_on_easter_monday_end_on_the_day_after_it() -> None:
    made = letter_with((2027,), date(2027, 2, 15), rs)
    assert days_of(made) == {"2027": "30-03-2027"}
    assert (
        "uiterlijk op 30 maart 2027. Zes weken na de verzending van dit besluit (artikel 4:87, "
        "eerste lid, Awb) is een dag in het weekend of een feestdag."
    ) in whole(made).replace("\u00a0", " ")


def test_parts_of_later_years_each_have_their_day() -> None:
    """The law lets a decision name a later day than six weeks, and it has to name one."""
    made = letter_with((2026, 2027, 2028), date(2026, 9, 7))
    assert days_of(made) == {"2026": "19-10-2026", "2027": "31-12-2027", "2028": "29-12-2028"}
    assert "Die dagen bepaal ik met dit besluit (artikel 4:87, eerste lid, Awb)" in whole(made)
