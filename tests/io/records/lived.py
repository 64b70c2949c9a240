"""A round with something in many tables: judged, decided, sent, paid, reported and claimed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from verdeelsleutel.io import cli
from verdeelsleutel.io.cli.commands.monitoring.papers import workbooks
from verdeelsleutel.io.records.after.award_decisions import ChangeAsked
from verdeelsleutel.io.records.after.orders import CorrectionKind
from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.after.payment_file import Executed
from verdeelsleutel.io.rounds.settling.account_file import read_accounts
from verdeelsleutel.io.steps.after import change, monitoring, payment
from verdeelsleutel.io.steps.settling import accounts, claiming

from ..cli.monitoring import each, filled
from .keeping import MAIL, NAME
from .rounds import (
    APPROVER,
    FOUND,
    MAKER,
    OPEN_NORM,
    REASON,
    ROUND,
    SECOND,
    number,
    policy_of,
    rows,
    workbook_of,
    write_round,
)

RESERVE = 'reserve = "artikel 9 van het Voorbeeldbesluit (fictief)"'


def lived(folder: Path) -> Path:
    """The folder with a round from its opening to a claim, and a copy of its database."""
    write_round(folder, count=6, unknown=(3,))
    for old in folder.glob("aanvragen_*.xlsx"):
        old.unlink()
    made = [row | {"contact": NAME, "email": MAIL} for row in rows(6, (3,))]
    made[0] |= {"project_name": "Plan\u200b Oost"}  # a finding
    book = workbook_of(folder / "aanvragen.xlsx", made)
    policy = policy_of(made).replace("step =", f"{RESERVE}\nstep =")
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    of_round = ("--round", ROUND)
    judged = ("judge", number(3), "--rule", OPEN_NORM, *of_round)
    on = ("--database", str(folder / "verdeel.db"))
    for step, who in (
        (("round", "open", ROUND, "--policy", folder / "policy.toml"), MAKER),
        (("load", book, *of_round), MAKER),
        (("screen", *of_round), MAKER),
        ((*judged, *FOUND, "--reason", REASON, "--date", "2026-11-02"), MAKER),
        ((*judged, "--confirm", "--date", "2026-11-03"), SECOND),
        (("withdraw", number(5), *of_round, "--date", "2026-11-04", "--reason", "brief"), MAKER),
        (("allocate", *of_round), MAKER),
        (("approve", *of_round, "--date", "2026-11-30"), APPROVER),
        (("letters", *of_round, "--out", folder / "brieven", "--no-word"), MAKER),
    ):
        assert cli.run([*map(str, step), "--as", who, *on]) in (0, 1), step
    after_the_letters(f"sqlite:///{(folder / 'verdeel.db').as_posix()}", folder)
    assert cli.run(["backup", "--out", str(folder / "kopie.zip"), *on]) == 0
    return folder


def after_the_letters(url: str, folder: Path) -> None:
    """A payment that came back and is ordered again, a refused change, and a monitor."""
    maker = Actor(name="S. Vermeulen", role="officer")
    second = Actor(name="B. Dekker", role="officer")
    approver = Actor(name="P. Wiersma", role="approver")
    day = date(2026, 12, 4)
    with changing_round(url, ROUND) as reader:
        (first, *_) = payment.order(reader, (), maker, day).orders
        chosen = first.application_id
        said = Executed(row_id=first.row_id, application_id=chosen, on=day, amount=first.payable,
                        reference="B-1")  # fmt: skip
        assert not payment.confirm(reader, (said,), second).findings
        back = (CorrectionKind.RETURNED, maker, day, "De bank stuurde het terug.")
        payment.correct(reader, chosen, *back)
        payment.confirm_correction(reader, chosen, second, day)
        payment.order(reader, (chosen,), maker, day)
        asked = ChangeAsked(text="De gemeente vraagt een ander jaar.", year=2028)
        change.ask(reader, chosen, maker, day, asked)
        why = "Het geld van dit jaar is er, en uitstel helpt de woningen niet."
        change.propose_change(reader, chosen, maker, day, why, refuse=True)
        change.approve_change(reader, chosen, approver, day)
        monitoring.ask(reader, maker, day, date(2027, 7, 1))
        books = workbooks(reader, day)
        (code, content), *_ = books.items()
    path = folder / code
    path.write_bytes(content)
    with changing_round(url, ROUND) as reader:
        read = monitoring.read_files([filled_in(path)])
        (told,) = monitoring.load(reader, read, maker, date(2027, 6, 1))
        assert told.new
    claimed_back(url, chosen, (maker, second, approver), folder)


def claimed_back(url: str, chosen: str, who: tuple[Actor, Actor, Actor], folder: Path) -> None:
    """What was paid after all is accounted for, and claimed back in part."""
    maker, second, approver = who
    path = folder / "sisa.csv"
    with changing_round(url, ROUND) as reader:
        order = reader.after.payment_orders[-1]
        said = Executed(row_id=order.row_id, application_id=chosen, on=date(2026, 12, 4),
                        amount=order.payable, reference="B-2")  # fmt: skip
        assert not payment.confirm(reader, (said,), second).findings
        code = next(
            one.application.place.code
            for one in reader.applications
            if one.application.application_id == chosen
        )
        path.write_text(
            "aanvraag;gemeentecode;jaar;laatste;besteed;rechtmatig;onrechtmatig\n"
            f"{chosen};{code};2026;ja;1.000;900;100\n", encoding="utf-8",
        )  # fmt: skip
        day = date(2027, 7, 12)
        assert accounts.load(reader, read_accounts(path, {}), maker, day).new
        why = "Het geld is niet besteed waarvoor het was bedoeld."
        claiming.intend(reader, chosen, maker, day, why)
        later, asked = date(2027, 8, 2), claiming.ClaimAsked()
        claiming.propose_claim(reader, chosen, maker, later, why, asked)
        claiming.approve_claim(reader, chosen, approver, later)


def filled_in(template: Path) -> Path:
    """The workbook of a municipality with the day that it is about."""
    return filled(template, template.with_name("gevuld.xlsx"), each(Peildatum=date(2027, 6, 1)))
