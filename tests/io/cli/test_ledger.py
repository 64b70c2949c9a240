"""The money of a round: what the ledger shows, and what an accountant's own program makes of it."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.ledger.ledger import WHOLE_FUND, Account, Cell, Overdrawn
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.records.database import reading, transaction
from verdeelsleutel.io.records.rounds.reader import RoundReader, reading_round
from verdeelsleutel.io.records.trail import audit
from verdeelsleutel.io.rounds.balance import ledger_faults
from verdeelsleutel.io.rounds.ledger import book_advance, book_reclaim
from verdeelsleutel.io.rounds.seal import program_version
from verdeelsleutel.io.rounds.settling.booking import book_settlement

from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence
from .test_round import to_allocation

MAKER, APPROVER = ("--as", "sanne.vermeulen"), ("--as", "yasmina.haddou")


def cells(verdeel: Verdeel) -> dict[str, dict[str, Any]]:
    told = verdeel("ledger", "--round", ROUND, "--json")
    assert told.code == 0, told.err
    return {f"{one['fund']}/{one['instrument']}": one for one in json.loads(told.out)["balances"]}


def awarded(verdeel: Verdeel) -> tuple[int, int]:
    """What the newest allocation asks and gives, in cents."""
    totals = json.loads(verdeel("allocate", "--round", ROUND, "--json", *MAKER).out)["totals"]
    return totals["requested"], totals["amount"]


def test_the_money_follows_the_round_step_by_step(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    ceiling = 250_000_000_000
    (fund,) = cells(verdeel).values()
    assert (fund["ceiling"], fund["free"], fund["own_ceiling"]) == (ceiling, ceiling, True)

    to_allocation(opened_small, small_samples, verdeel, "sanne.vermeulen")
    asked, given = awarded(verdeel)
    now = cells(verdeel)
    fund, scheme = now["mobiliteitsfonds/None"], now["mobiliteitsfonds/bereikbaarheid"]
    assert scheme["requested"] == asked
    assert (scheme["reserved"], scheme["committed"], scheme["year"]) == (given, 0, 2026)
    assert (fund["reserved"], fund["free"]) == (given, ceiling - given)
    # The scheme has no ceiling of its own: it draws on the fund what it needs.
    assert (scheme["own_ceiling"], scheme["ceiling"], scheme["free"]) == (False, given, 0)

    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    fund = cells(verdeel)["mobiliteitsfonds/None"]
    assert (fund["reserved"], fund["committed"], fund["free"]) == (0, given, ceiling - given)
    assert verdeel("audit", "verify").code == 0
    shown = verdeel("ledger", "--round", ROUND)
    assert "geen eigen plafond" in shown.out


def test_an_accountants_program_checks_the_journal_and_finds_the_same_totals(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    hledger = shutil.which("hledger")
    if hledger is None:
        pytest.skip("hledger is not installed on this machine")
    to_allocation(opened_small, small_samples, verdeel, "sanne.vermeulen")
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    journal = opened_small / "grootboek.journal"
    told = json.loads(verdeel("ledger", "--round", ROUND, "--out", journal, "--json").out)
    assert told["journal"] == str(journal)

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [hledger, "-f", str(journal), *arguments],
            capture_output=True, check=True, encoding="utf-8",
        )  # fmt: skip
        return done.stdout

    assert run("check", "--strict") == ""
    words = {
        "requested": "Gevraagd", "reserved": "Gereserveerd", "committed": "Verplicht",
        "free": "Vrij", "released": "Vrijgevallen", "ceiling": "Plafond",
    }  # fmt: skip
    for cell in told["balances"]:
        where = f"{cell['fund']}:{cell['instrument'] or 'geldbron'}:{cell['year']}"
        for key, word in words.items():
            listed = run("balance", f":{where}:{word}(:|$)", "--output-format", "csv", "--flat")
            amounts = [line.split(",")[1].strip('"') for line in listed.splitlines()[1:]]
            cents = int((amounts[-1] if amounts else "0").removesuffix(" EUR").replace(".", ""))
            expected = -cell[key] if key == "ceiling" else cell[key]
            assert cents == expected, (where, word)
    again = verdeel("ledger", "--round", ROUND, "--out", opened_small / "weer.journal")
    assert again.code == 0
    assert (opened_small / "weer.journal").read_bytes() == journal.read_bytes()


def test_a_ledger_that_does_not_agree_with_the_awards_is_found(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    to_allocation(opened_small, small_samples, verdeel, "sanne.vermeulen")
    with closing(sqlite3.connect(opened_small / "verdeel.db")) as connection:
        connection.execute("DROP TRIGGER ledger_posting_no_update")
        connection.execute(
            "UPDATE ledger_posting SET cents = cents + 1 WHERE id = "
            "(SELECT min(id) FROM ledger_posting WHERE target = 'reserved')"
        )
        connection.commit()
    found = verdeel("audit", "verify")
    assert found.code == 3
    assert "LedgerPosting" in one_sentence(found)
    with reading(f"sqlite:///{(opened_small / 'verdeel.db').as_posix()}") as session:
        told = " ".join(ledger_faults(session))
    assert "gereserveerd is" in told
    assert "de toekenning zegt" in told
    shown = verdeel("ledger", "--round", ROUND)
    assert shown.code == 3
    assert "klopt niet" in one_sentence(shown)


def test_advances_settlement_and_reclaim_keep_the_ledger_and_the_awards_agreed(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    to_allocation(opened_small, small_samples, verdeel, "sanne.vermeulen")
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    told = json.loads(verdeel("allocate", "--round", ROUND, "--json", *MAKER).out)
    award = next(one for one in told["awards"] if one["amount"])
    number, amount = award["application_id"], Euro(award["amount"])
    lower = amount - Euro.euros(1000)
    with transaction(f"sqlite:///{(opened_small / 'verdeel.db').as_posix()}") as session:
        reader = RoundReader(session, ROUND)
        book_advance(reader, number, amount, date(2027, 3, 1))
        with pytest.raises(Overdrawn):
            book_advance(reader, number, Euro(1), date(2027, 3, 2))
        book_settlement(reader, number, lower, date(2031, 12, 31))
        book_reclaim(reader, number, Euro.euros(1000), date(2032, 2, 1))
        audit.append(session, ROUND, "award.settled", "S. Vermeulen", program_version())
        assert ledger_faults(session) == ()
    told = verdeel("audit", "verify")  # the ledger adds up, and nobody ordered what it paid
    assert told.code == 3
    assert "volgens de bevestigde opdrachten niets" in told.err
    with reading_round(f"sqlite:///{(opened_small / 'verdeel.db').as_posix()}", ROUND) as reader:
        now = reader.balances
        paid = Cell("mobiliteitsfonds", "bereikbaarheid", 2027)
        assert now.of(paid, Account.SETTLED) == lower
        assert now.of(paid, Account.RECLAIMED) == Euro.euros(1000)
        assert now.of(paid, Account.ADVANCED) == ZERO
        fund = Cell("mobiliteitsfonds", WHOLE_FUND, 2026)
        assert now.of(fund, Account.RELEASED) == Euro.euros(1000)
        assert now.room(fund) + now.of(fund, Account.COMMITTED) == now.ceiling(fund)


def test_a_round_of_before_there_were_ledgers_gets_one_when_its_money_moves(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    old = Path(__file__).parents[1] / "records" / "schema_1.sql"
    with closing(sqlite3.connect(desk / "verdeel.db")) as connection:
        connection.executescript(old.read_text(encoding="utf-8"))
        ((number, amount),) = connection.execute(
            "SELECT application_id, amount_cents FROM award WHERE amount_cents > 0 LIMIT 1"
        ).fetchall()
    assert verdeel("audit", "verify").code == 0
    before = verdeel("ledger", "--round", ROUND)
    assert before.code == 3
    assert "van voor het grootboek" in one_sentence(before)
    office = ("--office", small_samples / "office.toml", *MAKER)
    gone = ("withdraw", number, "--round", ROUND, "--date", "2026-12-10", "--reason", "brief 12")
    told = verdeel(*gone, *office, "--json")
    assert told.code == 0, told.err
    assert json.loads(told.out)["freed"] == amount
    assert sum(one["released"] for one in cells(verdeel).values()) == amount
    assert verdeel("audit", "verify").code == 0


@pytest.mark.parametrize(
    "row",
    ["0, 'free', 'reserved'", "-5, 'free', 'reserved'", "5, 'free', 'free'", "5, 'x', 'free'"],
)
def test_the_database_itself_refuses_a_posting_that_moves_nothing(
    opened_small: Path, row: str
) -> None:
    with closing(sqlite3.connect(opened_small / "verdeel.db")) as connection:
        insert = (
            "INSERT INTO ledger_posting (entry_id, fund, instrument, year, application_id, cents, "
            f"source, target) VALUES (1, 'mobiliteitsfonds', '', 2026, '', {row})"
        )
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute(insert)
