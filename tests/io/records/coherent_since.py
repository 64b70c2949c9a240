"""Forgeries that hang together, in what came to be kept after the letters went.

As in ``coherent``: the rows and the whole chain are written anew, and each row has a hash of its
own that fits again, so that only what an approval was given for, or what follows, tells.
"""

from __future__ import annotations

import json
import random

from sqlmodel import Session, SQLModel, col, select

from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.after import award_decisions, decisions, monitors, payments
from verdeelsleutel.io.records.settling import rows as settling
from verdeelsleutel.io.records.settling import stored

from .coherent import Forge
from .rounds import ROUND

WORDS = ("Dat is zo.", "De minister heeft hiermee ingestemd.", "Zie de brief.")


def _one(session: Session, draw: random.Random, model: type[SQLModel]) -> SQLModel:
    rows = session.exec(select(model)).all()
    return draw.choice(sorted(rows, key=lambda one: getattr(one, "id")))  # noqa: B009


def _approved_act(session: Session) -> settling.SettlingAct:
    return session.exec(
        select(settling.SettlingAct).where(
            settling.SettlingAct.id == settling.SettlingActApproval.settling_act_id
        )
    ).one()


def _hashed_acts(session: Session) -> None:
    """The hash of each act set right again, and not that of its approval."""
    session.flush()
    for one in stored.acts(session, ROUND):
        row = session.get(settling.SettlingAct, one.row_id)
        assert row is not None
        row.digest = stored.digest_of(one)
        session.add(row)


def _hashed_decisions(session: Session) -> None:
    session.flush()
    for one in award_decisions.decisions(session, ROUND):
        row = session.get(decisions.AwardDecision, one.row_id)
        assert row is not None
        row.digest = award_decisions.digest_of(one)
        session.add(row)


def words_of_a_claim(session: Session, draw: random.Random) -> None:
    """A claim says something else than was approved: its reason, its article or its day."""
    row = _approved_act(session)
    column = draw.choice(("reason", "article", "on"))
    setattr(row, column, "2027-07-30" if column == "on" else draw.choice(WORDS))
    session.add(row)
    _hashed_acts(session)


def amount_of_a_claim(session: Session, draw: random.Random) -> None:
    """More is claimed than was approved, of the municipality and in all."""
    row = _approved_act(session)
    told, more = json.loads(row.detail_json), draw.choice((1, 10_000, 500_000))
    told |= {name: told[name] + more for name in ("amount", "payable")}
    row.detail_json = json.dumps(told, separators=(",", ":"))
    session.add(row)
    _hashed_acts(session)


def another_claim_approved(session: Session, draw: random.Random) -> None:
    """The approval bears the hash of something else."""
    row = session.exec(select(settling.SettlingActApproval)).one()
    row.digest = draw.randbytes(32).hex()
    session.add(row)


def words_of_a_decision(session: Session, draw: random.Random) -> None:
    """A decision on an award says something else than was approved."""
    row = session.exec(
        select(decisions.AwardDecision).where(
            decisions.AwardDecision.id == decisions.AwardDecisionApproval.award_decision_id
        )
    ).first()
    assert row is not None
    setattr(row, draw.choice(("reason", "article")), draw.choice(WORDS))
    session.add(row)
    _hashed_decisions(session)


def another_decision_approved(session: Session, draw: random.Random) -> None:
    """The approval of a decision bears the hash of something else."""
    row = session.exec(select(decisions.AwardDecisionApproval)).first()
    assert row is not None
    row.digest = draw.randbytes(32).hex()
    session.add(row)


def another_list_approved(session: Session, draw: random.Random) -> None:
    """The approval is of another list, or of one that somebody else made."""
    row = session.exec(select(tables.Approval)).one()
    if draw.random() < 0.5:
        row.digest = draw.randbytes(32).hex()
    else:
        row.maker = "B. Dekker"
    session.add(row)


def homes_of_a_report(session: Session, draw: random.Random) -> None:
    """More homes are reported, or of another day, than the rows of the workbook say."""
    row = _one(session, draw, monitors.MonitorReport)
    assert isinstance(row, monitors.MonitorReport)
    told = json.loads(row.lots_json)
    one = draw.choice(told)
    if draw.random() < 0.5:
        one["homes"] += draw.choice((1, 40))
    else:
        one["start"] = "2027-02-01"
    row.lots_json = json.dumps(told, separators=(",", ":"))
    session.add(row)


def day_of_a_report(session: Session, draw: random.Random) -> None:
    """A report is about another day."""
    row = _one(session, draw, monitors.MonitorReport)
    assert isinstance(row, monitors.MonitorReport)
    row.as_of = f"2027-05-{draw.randint(10, 28)}"
    session.add(row)


def a_report_put_aside(session: Session, draw: random.Random) -> None:
    """A report that counts has an error of which its workbook had none."""
    row = _one(session, draw, monitors.MonitorReport)
    assert isinstance(row, monitors.MonitorReport)
    row.faults, row.lots_json = draw.choice(("MON-009", "MON-012 MON-015")), "[]"
    session.add(row)


def another_payment(session: Session, draw: random.Random) -> None:
    """Another amount was ordered, and carried out."""
    order = _one(session, draw, payments.PaymentOrder)
    assert isinstance(order, payments.PaymentOrder)
    more = draw.choice((1, 100_000))
    for row in session.exec(
        select(payments.PaymentConfirmation).where(
            payments.PaymentConfirmation.payment_order_id == order.id
        )
    ):
        row.cents += more
        session.add(row)
    order.cents += more
    session.add(order)


def another_account(session: Session, draw: random.Random) -> None:
    """Less was spent unlawfully than the claim rests on."""
    row = session.exec(select(settling.Account).order_by(col(settling.Account.id))).first()
    assert row is not None
    less = draw.choice((100, 5_000, 90_000))
    row.spent_cents += less
    row.lawful_cents += less
    session.add(row)


def another_ladder(session: Session, draw: random.Random) -> None:
    """Somebody else comes next when money comes free."""
    row = session.exec(select(decisions.ReserveLadder)).first()
    assert row is not None
    told = json.loads(row.ladder_json)
    (places,) = told.values()
    first = draw.choice(places)
    first["asked"] += 100
    row.ladder_json = json.dumps(told, separators=(",", ":"))
    session.add(row)


def another_last_day(session: Session, draw: random.Random) -> None:
    """A municipality got another last day to report: nothing follows from it."""
    row = session.exec(select(monitors.MonitorRequest)).first()
    assert row is not None
    row.until = f"2027-08-{draw.randint(10, 28)}"
    session.add(row)


def another_reference(session: Session, draw: random.Random) -> None:
    """The bank gave another reference."""
    row = _one(session, draw, payments.PaymentConfirmation)
    assert isinstance(row, payments.PaymentConfirmation)
    row.reference = f"B-{draw.randint(100, 999)}"
    session.add(row)


FOUND_AT_THE_DOOR: tuple[Forge, ...] = (
    words_of_a_claim, amount_of_a_claim, another_claim_approved, words_of_a_decision,
    another_decision_approved, another_list_approved, homes_of_a_report,
    day_of_a_report, a_report_put_aside, another_payment, another_account, another_ladder,
)  # fmt: skip
FOUND_BY_AN_ANCHOR: tuple[Forge, ...] = (another_last_day, another_reference)
