"""Several officers who order and confirm the same payments at once: each is paid once."""

import csv
import json
from pathlib import Path

import pytest
from sqlmodel import select

from verdeelsleutel.io.records.after import payments
from verdeelsleutel.io.records.database import reading

from .conftest import Result, Verdeel
from .programs import finished, started
from .rounds import APPROVER, MAKER, ROUND, SECOND, write_round

OF = ("--round", ROUND)
PEOPLE = (MAKER, SECOND, APPROVER)


@pytest.fixture
def sent(verdeel: Verdeel, any_url: str, tmp_path: Path) -> Path:
    """The folder of a round whose letters went, on either database."""
    folder = tmp_path / "kantoor"
    books = write_round(folder, unknown=())
    out = folder / "brieven"
    for who, step in (
        (MAKER, ("round", "open", ROUND, "--policy", folder / "policy.toml")),
        (MAKER, ("load", *books, *OF)),
        (MAKER, ("screen", *OF)),
        (MAKER, ("allocate", *OF)),
        (APPROVER, ("approve", *OF)),
        (MAKER, ("letters", *OF, "--no-word", "--out", out)),
    ):
        told = verdeel(*step, "--as", who, on=any_url)
        assert told.code == 0, told.err
    return folder


def at_once(on: str, *commands: tuple[str | Path, ...]) -> list[Result]:
    """Commands that run beside each other, each a process of its own."""
    running = [started(*command, on=on) for command in commands]
    return [Result(one.code, one.out, one.err) for one in map(finished, running)]


@pytest.mark.slow(
    sample="tests/io/cli/test_objections_at_once.py::"
    "test_of_two_officers_who_decide_at_once_one_loses_with_a_sentence"
)
@pytest.mark.sample(only="sqlite")
def test_a_payment_is_ordered_once_and_paid_once_whoever_is_first(
    sent: Path, any_url: str, verdeel: Verdeel
) -> None:
    office = ("--office", sent / "office.toml")
    order = ("pay", "order", *OF, "--date", "2026-12-04", *office)
    told = at_once(any_url, *((*order, "--as", who) for who in PEOPLE))
    assert {one.code for one in told} == {0}, [one.err for one in told]
    with reading(any_url) as session:
        orders = [one.model_copy() for one in session.exec(select(payments.PaymentOrder))]
    parts = [(one.application_id, one.part) for one in orders]
    assert len(set(parts)) == len(parts) > 0
    (first,) = {one.officer for one in orders}  # the others found nothing left to order

    back = _carried_out(sent, verdeel, any_url, order)
    confirm = ("pay", "confirm", *OF, "--file", back, *office)
    told = at_once(any_url, *((*confirm, "--as", who) for who in PEOPLE))
    ordering = [one for one, who in zip(told, PEOPLE, strict=True) if _is(who, first)]
    assert [one.code for one in ordering] in ([1], [0])  # too late, or refused by four eyes
    assert {one.code for one in told if one not in ordering} == {0}, [one.err for one in told]
    with reading(any_url) as session:
        confirmed = [o.model_copy() for o in session.exec(select(payments.PaymentConfirmation))]
    assert sorted(o.payment_order_id for o in confirmed) == sorted(o.id or 0 for o in orders)
    assert first not in {one.officer for one in confirmed}
    assert len({one.officer for one in confirmed}) == 1
    listed = verdeel("pay", "list", *OF, "--json", *office, on=any_url)
    paid = sum(one["paid"] for one in json.loads(listed.out)["ministries"])
    assert paid == sum(one.cents + one.vat_cents + one.set_off_cents for one in orders)
    assert verdeel("audit", "verify", on=any_url).code == 0


def _is(login: str, name: str) -> bool:
    return login.rpartition(".")[2] in name.lower()


def _carried_out(folder: Path, verdeel: Verdeel, on: str, order: tuple[str | Path, ...]) -> Path:
    """The orders as the financial system gives them back, all paid."""
    assert verdeel(*order, "--out", folder / "betalen", "--as", MAKER, on=on).code == 0
    (made,) = (folder / "betalen").iterdir()
    lines = list(csv.DictReader(made.read_text("utf-8-sig").splitlines(), delimiter=";"))
    for line in lines:
        line |= {"betaald_op": "2026-12-08", "betaald_in_centen": line["bedrag_in_centen"]}
        line["kenmerk"] = f"BET-{line['opdracht']}"
    back = folder / "terug.csv"
    with back.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(lines)
    return back
