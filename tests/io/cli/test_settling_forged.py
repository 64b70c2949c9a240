"""Settlements and claims that somebody wrote with this program's own functions: no door lets them.

Such rows have a sound trail and a balanced ledger; what they say does not follow.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.after import award_decisions
from verdeelsleutel.io.records.after.award_decisions import (
    DecisionKind,
    Detail,
    StoredAwardDecision,
)
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round
from verdeelsleutel.io.records.settling import stored
from verdeelsleutel.io.records.settling.stored import (
    SettlingDetail,
    SettlingKind,
    StoredAct,
    digested,
)
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.after.revoking import Ground, NotHeard, revoked_award
from verdeelsleutel.io.rounds.after.standing import standing_awards
from verdeelsleutel.io.rounds.ledger import book_change
from verdeelsleutel.io.rounds.settling.booking import (
    book_claim,
    book_repayment,
    book_settlement,
)
from verdeelsleutel.io.rounds.settling.claims import open_claim
from verdeelsleutel.io.rounds.settling.fixing import Why
from verdeelsleutel.io.rounds.state import record

from .after import OF, ROUND, After
from .conftest import MAKER, Verdeel
from .settled import GOOD, WBI, paid
from .settling import WHY, Settling, account

__all__ = ["paid"]  # fixtures

FORGER, OTHER = "S. Vermeulen", "Y. Haddou"
ON = date(2027, 12, 1)


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    made = Settling(paid.copied(desk, verdeel))
    made.load(
        GOOD, account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000")
    )
    made.both("settle", "GB-1", "2027-10-04", *WHY)
    made.intend("GB-1", "2027-10-11")
    made.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    made.after.sound()
    return made


def keep(
    reader: RoundReader, number: str, kind: SettlingKind, detail: SettlingDetail, by: str = OTHER
) -> None:
    made = digested(
        StoredAct(
            row_id=0, application_id=number, kind=kind, on=ON, article="artikel 10",
            reason="Zo is het", detail=detail, made_by=FORGER,
        )
    )  # fmt: skip
    kept = stored.add_act(reader, made)
    record(reader, EventKind.SETTLING_PROPOSED, Actor(name=FORGER))
    stored.approve_act(reader, kept, by, ON)
    record(reader, EventKind.SETTLING_DECIDED, Actor(name=by))


def claim(reader: RoundReader, payable: int, vat: int, lowered: int, by: str = OTHER) -> None:
    amount = Euro(payable + vat)
    read = reader.after.accounts["WBI-1"][-1]
    detail = SettlingDetail(
        account_id=read.row_id, granted=Euro(300_000_000), amount=amount, payable=Euro(payable),
        vat=Euro(vat), lowered=Euro(lowered),
    )  # fmt: skip
    book_claim(reader, "WBI-1", amount, Euro(lowered), ON)
    keep(reader, "WBI-1", SettlingKind.RECLAIMED, detail, by)


def too_much(reader: RoundReader) -> None:
    claim(reader, 75_000_001, 0, 75_000_001)


def below_nought(reader: RoundReader) -> None:
    claim(reader, 80_000_000, -5_000_000, 75_000_000)


def by_one(reader: RoundReader) -> None:
    claim(reader, 75_000_000, 0, 75_000_000, by=FORGER.lower())


def never_granted(reader: RoundReader) -> None:
    read = reader.after.accounts["GB-1"][-1].model_copy(update={"application_id": "GB-2"})
    stored.add_accounts(reader, [read])
    record(reader, EventKind.ACCOUNTS_LOADED, Actor(name=FORGER))
    row = next(o for o in reader.after.account_versions if o.application_id == "GB-2")
    detail = SettlingDetail(
        account_id=row.row_id, granted=Euro(400_000_000), most=Euro(400_000_000),
        final=Euro(400_000_000), lawful=row.lawful,
    )  # fmt: skip
    book_settlement(reader, "GB-2", Euro(200_000_000), ON)
    keep(reader, "GB-2", SettlingKind.SETTLED, detail)


def from_the_wrong_one(reader: RoundReader) -> None:
    running = open_claim(reader, "GB-1")
    assert running is not None
    amount = running.left_of_fund + Euro(1)
    book_repayment(reader, "GB-1", amount, ON)
    detail = SettlingDetail(
        about=running.act.row_id, amount=amount, reference="ONTV-1", to_fund=True
    )
    keep(reader, "GB-1", SettlingKind.REPAID, detail)


def without_what_was_not_met(reader: RoundReader) -> None:
    fixed(reader, "")


def fixed(reader: RoundReader, unmet: str) -> None:
    """GB-2 at € 1.5 million of € 2 million, for obligations; its account is that of GB-1."""
    read = reader.after.accounts["GB-1"][-1].model_copy(update={"application_id": "GB-2"})
    stored.add_accounts(reader, [read])
    record(reader, EventKind.ACCOUNTS_LOADED, Actor(name=FORGER))
    row = next(o for o in reader.after.account_versions if o.application_id == "GB-2")
    whole, final = Euro(200_000_000), Euro(150_000_000)
    detail = SettlingDetail(
        account_id=row.row_id, granted=whole, most=whole, final=final, lawful=row.lawful,
        ground=Why.OBLIGATIONS.value, unmet=unmet, not_heard=NotHeard.OWN_DATA.value,
    )  # fmt: skip
    book_settlement(reader, "GB-2", final, ON)
    keep(reader, "GB-2", SettlingKind.SETTLED, detail)


def on_no_hearing(reader: RoundReader) -> None:
    heard_before(reader, None)


def on_a_day_without_one(reader: RoundReader) -> None:
    heard_before(reader, date(2027, 10, 12))


def heard_before(reader: RoundReader, day: date | None) -> None:
    """All that WBI-1 did not spend lawfully, since it was heard before."""
    read = reader.after.accounts["WBI-1"][-1]
    amount = Euro(75_000_000)
    detail = SettlingDetail(
        account_id=read.row_id, granted=Euro(300_000_000), amount=amount, payable=amount,
        lowered=amount, not_heard=NotHeard.HEARD_BEFORE.value, heard_before=day,
    )  # fmt: skip
    book_claim(reader, "WBI-1", amount, amount, ON)
    keep(reader, "WBI-1", SettlingKind.RECLAIMED, detail)


def revoked_unheard(reader: RoundReader) -> None:
    revoked(reader, date(2027, 10, 12))


def revoked(reader: RoundReader, day: date) -> None:
    """Half of WBI-2, since the municipality was heard before."""
    standing = standing_awards(reader)["WBI-2"]
    filed = next(
        one.application for one in reader.judged_applications
        if one.application.application_id == "WBI-2"
    )  # fmt: skip
    half = Euro(standing.award.amount.cents // 2)
    after = revoked_award(standing, filed, half)
    made = award_decisions.digested(
        StoredAwardDecision(
            row_id=0, application_id="WBI-2", kind=DecisionKind.REVOKED, request_id=None, on=ON,
            article="artikel 4:48 Awb", reason="Zo is het", made_by=FORGER,
            detail=Detail(
                before=standing.award, after=after, freed=half, ground=Ground.OBLIGATIONS.value,
                interest="De gemeente mist geld.", weighed="Het doel vervalt.",
                not_heard=NotHeard.HEARD_BEFORE.value, heard_before=day,
            ),
        )
    )  # fmt: skip
    book_change(reader, "WBI-2", after.amount, ON)
    award_decisions.add_decision(reader, made)
    record(reader, EventKind.AWARD_PROPOSED, Actor(name=FORGER))
    kept = next(o for o in reader.after.award_decisions if o.application_id == "WBI-2")
    award_decisions.approve(reader, kept, OTHER, ON)
    record(reader, EventKind.AWARD_DECIDED, Actor(name=OTHER))


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (too_much, "uit de verantwoording volgt ten hoogste"),
        (below_nought, "samen niet het geheel"),
        (by_one, "deed het voorstel (teruggevorderd) zelf"),
        (never_granted, "dat is het nooit geweest"),
        (from_the_wrong_one, "meer terugbetaald dan"),
        (on_no_hearing, "geen eerdere gelegenheid waarbij de gemeente is gehoord"),
        (without_what_was_not_met, "zonder te noemen aan welke verplichting niet is voldaan"),
        (on_a_day_without_one, "geen eerdere gelegenheid waarbij de gemeente is gehoord"),
        (revoked_unheard, "geen eerdere gelegenheid waarbij de gemeente is gehoord"),
    ],
)
def test_what_does_not_follow_is_told_at_the_next_door(
    ends: Settling, forge: Callable[[RoundReader], None], said: str
) -> None:
    url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        forge(reader)
    told = ends.after.refused("pay", "order", *OF, "--date", "2027-12-02", *MAKER)
    assert said in told


def test_the_same_functions_with_what_does_follow_pass_the_door(ends: Settling) -> None:
    url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        claim(reader, 75_000_000, 0, 75_000_000)
    ends.after.does("pay", "order", *OF, "--date", "2027-12-02", *MAKER)
    ends.after.sound()


def test_a_lower_fixing_that_names_what_was_not_met_passes_the_door(ends: Settling) -> None:
    url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        fixed(reader, "affordable")
    ends.after.does("pay", "order", *OF, "--date", "2027-12-02", *MAKER)
