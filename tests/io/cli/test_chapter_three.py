"""The supplements of chapter 3, from the answers of a policy to the money and what comes of it."""

import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, SQLModel, select

from verdeelsleutel.io.records.after.payments import PaymentOrder
from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.records.tables import Application, Award
from verdeelsleutel.io.reports.open_data.outside.recompute import examined
from verdeelsleutel.io.rounds.checks.rederivation import derived_faults

from .after import OF, ROUND, After, quietly
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settling import WHY, Settling
from .small_policy import opening
from .test_completing import text_of
from .test_unknown import workbook

Row = TypeVar("Row", bound=SQLModel)
Forge = Callable[[Session, random.Random], None]
OPENING = f"""{opening(ROUND)}
[instruments.nplv_ruimte]
fund = "vro"
rule = "pro_rata"
ceiling = "€ 1,5 mln"
ceiling_holds = "year"
"""
ANSWERED = """
[instruments.nplv_ruimte.answers]
amount = "costs_up_to_reservation"
compensable_vat = "uses_reservation"
in_a_year = "amount_of_the_year"
reservation_of = "area"
paid = "within_six_weeks"

[instruments.nplv_ruimte.answers.basis]
by = "de minister van VRO"
reference = "brief 2026-0000123"
dated = 2026-01-12
published = 2026-02-02
"""
OVERVECHT: dict[str, Any] = {
    "Aanvraagnummer": "NPR-1", "Gemeentecode": "GM0344", "NPLV-gebied": "Utrecht Overvecht",
    "Kostenjaar": 2025, "Kosten": 1_210_000, "Compensabele btw": 210_000,
    "Reservering eerder gebruikt": 0,
    "Ontvangen op": datetime(2026, 3, 16, 10, 0),  # noqa: DTZ001 - as in a workbook
}  # fmt: skip
ZUID = {
    **OVERVECHT, "Aanvraagnummer": "NPR-2", "Gemeentecode": "GM0599",
    "NPLV-gebied": "Rotterdam Zuid", "Kosten": 2_000_000, "Compensabele btw": 0,
}  # fmt: skip


def office(samples: Path) -> str:
    """The office of the sample, with the scheme of the supplement signed for as that of homes."""
    text = (samples / "office.toml").read_text(encoding="utf-8")
    own = text.partition("[instruments.realisatiestimulans]\n")[2].partition("\n[instruments.")[0]
    return f"{text}\n[instruments.nplv_ruimte]\n{own}\n"


def desk_of(desk: Path, verdeel: Verdeel, samples: Path, policy: str = OPENING + ANSWERED) -> After:
    after = After(desk, verdeel).written(samples, policy)
    (desk / "office.toml").write_text(office(samples), encoding="utf-8")
    return after


def checked(after: After) -> list[tuple[str, str]]:
    told = quietly("policy", "check", after.desk / "policy.toml", "--json").out
    found = json.loads(told)
    return [(one["key"], one["sentence"]) for one in found if one["stops"]]


def test_a_policy_without_answers_does_not_open_and_is_told_what_lacks(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    after = desk_of(desk, verdeel, samples, OPENING)
    ((key, said),) = checked(after)
    assert key == "instruments.nplv_ruimte.answers"
    for point in ("amount", "compensable_vat", "in_a_year", "reservation_of", "paid"):
        assert f"{point} (" in said
    typed = ("round", "open", ROUND, "--policy", desk / "policy.toml", *MAKER)
    assert "[instruments.nplv_ruimte.answers]" in after.gives(*typed).err
    lines = ANSWERED.splitlines(keepends=True)
    less = [line for line in lines if not line.startswith(("amount", "paid", "published"))]
    (desk / "policy.toml").write_text(OPENING + "".join(less), encoding="utf-8")
    place = "instruments.nplv_ruimte.answers"
    assert {key for key, _ in checked(after)} == {
        f"{place}.amount", f"{place}.paid", f"{place}.basis.published",
    }  # fmt: skip
    assert after.gives(*typed).code != 0
    planned = (OPENING + ANSWERED).replace('kind = "example"', 'kind = "planning"')
    (desk / "policy.toml").write_text(planned.replace(ANSWERED, ""), encoding="utf-8")
    assert place in {key for key, _ in checked(after)}


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            "amount_of_the_year",
            "rest_of_ceiling",
            "in_a_year",
            "het hele plafond van € 180.000",
        ),
        ('ceiling_holds = "year"', "", "in_a_year", 'ceiling_holds = "year"'),
        ('amount = "costs_up_to_reservation"', 'amount = "alles"', "amount", "Kies uit"),
        (
            'paid = "within_six_weeks"',
            'paid = "on_day_of_decision"\npay_on = 2026-05-31',
            "pay_on",
            "pas van 01-06-2026 (decision_date)",
        ),
        ("2026-02-02", "2026-03-02", "basis.published", "moet ze dan kennen"),
        ('by = "de minister van VRO"', 'by = "fictief antwoord"', "basis.by", "Noem voluit"),
    ],
)
def test_answers_that_cannot_stand_are_told_at_their_key(
    desk: Path, verdeel: Verdeel, samples: Path, old: str, new: str, key: str, words: str
) -> None:
    text = (OPENING + ANSWERED).replace(old, new).replace('kind = "example"', 'kind = "real"')
    after = desk_of(desk, verdeel, samples, text)
    told = dict(checked(after))
    assert words in told[f"instruments.nplv_ruimte.answers.{key}"].replace("\u00a0", " ")


class UndoneError(Exception):
    """What was forged is rolled back."""


def unguarded(desk: Path) -> str:
    """A copy of the database in which rows can be changed, as whoever has the file can make."""
    copy = Path(shutil.copy(desk / "verdeel.db", desk / "vervalst.db"))
    with closing(sqlite3.connect(copy)) as rows:
        for (name,) in rows.execute("select name from sqlite_master where type = 'trigger'"):
            rows.execute(f'drop trigger "{name}"')
        rows.commit()
    return f"sqlite:///{copy.as_posix()}"


def forged(url: str, forge: Forge, draw: random.Random) -> tuple[str, ...]:
    """What the doors say of rows that no trail would give away; nothing of it stays."""
    found: tuple[str, ...] = ()
    with suppress(UndoneError), changing_round(url, ROUND) as reader:
        forge(reader.session, draw)
        reader.session.flush()
        found = derived_faults(reader)
        raise UndoneError
    return found


def _any(session: Session, draw: random.Random, model: type[Row]) -> Row:
    return draw.choice(list(session.exec(select(model)).all()))


def another_award(session: Session, draw: random.Random) -> None:
    award = _any(session, draw, Award)
    award.amount_cents += draw.choice((-1, 1, 100_000))
    award.payable_cents = award.amount_cents - award.compensable_vat_cents
    session.add(award)


def another_order(session: Session, draw: random.Random) -> None:
    order = _any(session, draw, PaymentOrder)
    order.cents += draw.choice((-1, 1, 100_000))
    session.add(order)


def another_statement(session: Session, draw: random.Random) -> None:
    row = _any(session, draw, Application)
    told = json.loads(row.application_json)
    told[draw.choice(("costs", "granted_before"))] += draw.choice((100, 200_000_000))
    row.application_json = json.dumps(told)
    session.add(row)


FORGERIES: tuple[Forge, ...] = (another_award, another_order, another_statement)


def recalculated(after: After) -> None:
    """What it would have been by what was spent after all: less, more, the same, or no answer."""
    typed = ("reclaim", "recalculate", "NPR-1", *OF)
    less = after.does(*typed, "--costs", "€ 960.000").replace("\u00a0", " ")
    # EUR 750,000 without VAT, beside EUR 2 million of the other: of 1.5 million 409,090.90.
    assert "Kosten in 2025: € 1.210.000 wordt € 960.000." in less
    assert "Vastgesteld is € 500.000. Met deze bedragen was dat € 409.090,90." in less
    assert "Uit de kosten volgt € 750.000; het plafond laat daarvan € 409.090,90 over." in less
    assert "Dat is € 90.909,10 minder." in less
    assert "(artikel 3.4, vierde lid, van de Tijdelijke regeling realisatiestimulans)" in less
    command = '    verdeel reclaim intend NPR-1 --amount "€ 90.909,10" --reason "..." --out <map>'
    assert command in less
    more = after.says(*typed, "--costs", "1.420.000", "--vat", "220.000")
    assert (more["asked"], more["would"]) == (120_000_000, 56_250_000)  # 1.5 * 1.2 / 3.2 million
    assert (more["more"], more["less"]) == (6_250_000, 0)
    said = after.does(*typed, "--costs", "1.420.000", "--vat", "220.000").replace("\u00a0", " ")
    assert "Dat is € 62.500 meer. Of de reservering en het plafond dat nu nog dragen" in said
    assert "opgeven in een volgende ronde" in said
    same = after.does(*typed, "--costs", "1.210.000", "--vat", "210.000")
    assert "Er is niets te verrekenen en niets terug te vorderen." in same
    assert "Noem met --costs wat in het jaar is uitgegeven" in after.gives(*typed).err
    assert "--costs" in after.gives(*typed, "--costs", "veel").err


def test_a_supplement_goes_from_its_costs_to_its_payment_and_back(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    after = desk_of(desk, verdeel, samples)
    told = quietly("policy", "show", desk / "policy.toml").out.replace("\u00a0", " ")
    assert "beantwoord door de minister van VRO (brief 2026-0000123" in " ".join(told.split())
    after.does("round", "open", ROUND, "--policy", desk / "policy.toml", *MAKER)
    after.does(
        "load", workbook(desk / "kosten.xlsx", {"nplv_ruimte": [OVERVECHT, ZUID]}), *OF, *MAKER
    )
    after.does("screen", "--close", *OF, *MAKER)
    awards = after.says("allocate", *OF, *MAKER)["awards"]
    shown = after.does("allocate", *OF, *MAKER)
    assert "Toegekend: € 1.500.000 aan 2 van 2 aanvragen" in shown.replace("\u00a0", " ")
    assert "woning" not in shown + told  # neither in the table nor in the goals or the policy
    # EUR 1 and 2 million follow from the costs without VAT; EUR 1.5 million is half of that.
    assert {one["application_id"]: (one["outcome"], one["amount"]) for one in awards} == {
        "NPR-1": ("partly_granted", 50_000_000), "NPR-2": ("partly_granted", 100_000_000),
    }  # fmt: skip
    after.does("approve", *OF, *APPROVER)
    after.send()
    letter = text_of(desk / "brieven" / "NPR-1.pdf")
    assert "vast op € 500.000" in letter
    assert "volg ik het antwoord van de minister van VRO van 12 januari 2026" in letter
    assert "artikel 3.2, tweede lid" in letter
    assert "Woningen samen" not in letter
    said = after.does("explain", "NPR-1", *OF).replace("\u00a0", " ")
    assert "De toeslag komt uit op € 1.000.000" in " ".join(said.split())
    assert "het antwoord van de minister van VRO (brief 2026-0000123, 12-01-2026)" in said
    assert "woningen" not in said
    why = after.refused("pay", "order", "NPR-2", *OF, "--date", "2026-06-10", "--set-off",
                        "€ 100.000", *MAKER)  # fmt: skip
    assert "kan de minister met een latere opgave verrekenen (artikel 3.4, vierde lid" in why
    orders = after.order()["orders"]
    assert {one["application_id"]: one["payable"] for one in orders} == {
        "NPR-1": 50_000_000, "NPR-2": 100_000_000,
    }  # fmt: skip
    assert {one["due"] for one in orders} == {"2026-07-15"}  # six weeks after 3 June
    assert {one["article"] for one in orders} == {"het besluit; artikel 4:87, eerste lid, Awb"}
    copy = unguarded(desk)
    for seed, forge in enumerate(FORGERIES):
        assert forged(copy, forge, random.Random(seed)), forge.__name__
    (desk / "vervalst.db").unlink()
    after.confirm("NPR-1", "€ 500.000")
    assert (after.on("advanced", "nplv_ruimte"), after.on("committed", "nplv_ruimte")) == (
        50_000_000, 150_000_000,
    )  # fmt: skip
    why = after.refused("settle", "NPR-1", *OF, "--date", "2026-09-01", "--reason",
                        "De kosten zijn gecontroleerd.", *MAKER)  # fmt: skip
    assert "bij het besluit zelf al vastgesteld" in why
    assert "een opgave over dat kostenjaar in een volgende ronde" in why
    recalculated(after)
    settling = Settling(after)
    settling.intend("NPR-1", "2026-09-01", "--amount", "€ 100.000")
    settling.both("reclaim decide", "NPR-1", "2026-10-01", *WHY)
    claim = text_of(desk / "afrekening" / "terugvordering_NPR-1.pdf")
    assert "artikel 4.2, tweede lid" in claim
    assert after.on("reclaimed", "nplv_ruimte") == 10_000_000
    again = after.says("reclaim", "recalculate", "NPR-1", *OF, "--costs", "960000")
    # Of 750,000 and 2,000,000 together, 1.5 million: 409,090.90; 100,000 was claimed back already.
    assert (again["would"], again["claimed"], again["less"]) == (40_909_090, 10_000_000, 0)
    objected = ("--received", "2026-07-01", "--date", "2026-07-01", "--reason", "Andere kosten.")
    after.does("objection", "open", "NPR-2", "--channel", "post", *OF, *objected, *SECOND)
    seen = after.does("objection", "replay", "NPR-2", *OF, "--set", "costs=2400000", *SECOND)
    # EUR 1 and 2.4 million of 1.5 million: 2,400,000 * 15/34, rounded down to the cent.
    assert "deels toegekend, € 1.058.823,52" in seen.replace("\u00a0", " ")
    out = desk / "rapport"
    after.does("report", *OF, "--out", out, *MAKER)
    assert examined(out / "open_data").holds
    page = (out / "report.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    lead = "bij 2 van de 2 aanvragen. Het gaat om kosten; woningen horen daar niet bij."
    assert lead in page
    seen_on_it = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert "woning" not in seen_on_it.replace(lead, "")
    summary = text_of(out / "summary.pdf").replace("\u00a0", " ")
    assert "woning" not in summary.replace(lead, "")
    rule = json.loads((out / "open_data" / "distribution_rule.json").read_text(encoding="utf-8"))
    (scheme,) = rule["schemes"]
    assert scheme["answers"]["basis"]["reference"] == "brief 2026-0000123"
    after.sound()
    after.does("bundle", *OF, "--out", desk / "ronde.zip")
    assert quietly("replay", desk / "ronde.zip").code == 0


def test_no_decision_names_a_day_of_payment_that_is_over(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    on_a_day = 'paid = "on_day_of_decision"\npay_on = 2026-06-15'
    text = (OPENING + ANSWERED).replace('paid = "within_six_weeks"', on_a_day)
    after = desk_of(desk, verdeel, samples, text)
    after.does("round", "open", ROUND, "--policy", desk / "policy.toml", *MAKER)
    after.does("load", workbook(desk / "kosten.xlsx", {"nplv_ruimte": [ZUID]}), *OF, *MAKER)
    after.does("screen", "--close", *OF, *MAKER)
    after.does("allocate", *OF, *MAKER)
    said = after.refused("approve", *OF, "--date", "2026-06-16", *APPROVER)
    assert "betaald op 15-06-2026, en die dag (pay_on) is dan voorbij" in said
    after.does("approve", *OF, "--date", "2026-06-15", *APPROVER)


@pytest.mark.slow(
    sample="tests/io/cli/test_earlier_rounds.py::test_a_second_round_has_only_what_the_first_left"
)
def test_a_later_round_is_held_against_what_earlier_ones_granted_the_area(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    after = desk_of(desk, verdeel, samples)
    whole = (OPENING + ANSWERED).replace("€ 1,5 mln", "€ 180 mln").replace("€ 100 mln", "€ 1 mld")
    whole = whole.replace('"year"', '"total"').replace("amount_of_the_year", "rest_of_ceiling")
    for name, year, before in (("eerst", 2026, 0), ("later", 2027, 500_000)):
        text = whole.replace("na-besluit", name).replace("2026-0", f"{year}-0")
        policy, of = desk / f"{name}.toml", ("--round", name)
        policy.write_text(text.replace(f"brief {year}-0", "brief 2026-0"), encoding="utf-8")
        row = {
            **OVERVECHT, "Aanvraagnummer": f"NPR-{year}", "Kostenjaar": year - 1,
            "Reservering eerder gebruikt": before,
            "Ontvangen op": datetime(year, 3, 16, 10, 0),  # noqa: DTZ001
        }  # fmt: skip
        after.does("round", "open", name, "--policy", policy, *MAKER)
        after.does("load", workbook(desk / f"{name}.xlsx", {"nplv_ruimte": [row]}), *of, *MAKER)
        told = after.says("screen", "--close", *of, *MAKER)
        asked = [one["message"] for one in told["findings"] if one["code"] == "INT-180"]
        assert len(asked) == (name == "later"), told["findings"]
        if asked:
            said = asked[0].replace("\u00a0", " ")
            assert "al toeslag verleend in ronde eerst (opgave NPR-2026)" in said
            assert "samen € 1.000.000" in said
            after.does("answer", "all", "INT-180", *of, "--date", "2027-04-01", "--reason",
                       "De gemeente heeft dit toegelicht.", *MAKER)  # fmt: skip
        after.does("allocate", *of, *MAKER)
        after.does("approve", *of, *APPROVER)
    told = after.says("ledger", "--round", "later")["balances"]
    (own,) = [one for one in told if one["instrument"] == "nplv_ruimte"]
    assert own["ceiling"] == 17_900_000_000  # EUR 180 million less what the first round granted
