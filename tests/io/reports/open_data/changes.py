"""Changes to published data that anybody might make, drawn from a seed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import lzma
import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CENTS = (
    "requested_eur", "amount_eur", "compensable_vat_eur", "payable_eur", "still_committed_eur",
    "next_window_eur",
)  # fmt: skip
HOMES = (
    "homes_social_rent", "homes_mid_rent", "homes_affordable_purchase", "homes_other",
    "affordable_homes", "homes_asked_social_rent", "homes_asked_other", "affordable_homes_asked",
)  # fmt: skip
OUTCOMES = (
    "granted", "partly_granted", "refused_rule", "refused_ceiling", "refused_late", "refused_early",
    "counted_elsewhere", "set_aside", "withdrawn", "not_treated",
)  # fmt: skip
Change = Callable[[random.Random, Path], str]


def restate(folder: Path) -> None:
    """Write the hashes again, as whoever changes a file would."""
    names = [line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in names
        if (folder / name).is_file()
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii", newline="\n")


@contextmanager
def rows_of(path: Path) -> Generator[list[dict[str, str]]]:
    """The rows of a table, written back as they were left."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    columns = list(rows[0])
    yield rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


@contextmanager
def rule_of(folder: Path) -> Generator[dict[str, Any]]:
    """The distribution rule, written back as it was left."""
    path = folder / "distribution_rule.json"
    rule = json.loads(path.read_text(encoding="utf-8"))
    yield rule
    path.write_text(json.dumps(rule, ensure_ascii=False), encoding="utf-8", newline="\n")


def moved(amount: str, cents: int) -> str:
    """An amount in euros, so many cents more."""
    total = int(amount.replace(".", "")) + cents
    return f"{total // 100}.{total % 100:02d}"


def a_cent(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "decisions.csv") as rows:
        column = draw.choice(CENTS)
        row = draw.choice([row for row in rows if row[column]])
        row[column] = moved(row[column], draw.choice((1, 100, 1_000_000)))
        return f"{row['application_id']} {column}"


def a_home(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "decisions.csv") as rows:
        column = draw.choice(HOMES)
        row = draw.choice([row for row in rows if row[column]])
        row[column] = str(int(row[column]) + draw.choice((1, 10)))
        return f"{row['application_id']} {column}"


def an_outcome(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "decisions.csv") as rows:
        row = draw.choice(rows)
        row["outcome"] = draw.choice([one for one in OUTCOMES if one != row["outcome"]])
        return f"{row['application_id']} {row['outcome']}"


def a_row(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "decisions.csv") as rows:
        gone = rows.pop(draw.randrange(len(rows)))
        if draw.random() < 0.5:
            rows.append(gone | {"application_id": f"{gone['application_id']}A"})
        return gone["application_id"]


def two_rows(draw: random.Random, folder: Path) -> str:
    """Two applications that change places, the one that got money with one that got none."""
    with rows_of(folder / "decisions.csv") as rows:
        one = draw.choice([row for row in rows if row["amount_eur"] != "0.00"])
        other = draw.choice([row for row in rows if row["amount_eur"] == "0.00"])
        one["application_id"], other["application_id"] = (
            other["application_id"], one["application_id"],
        )  # fmt: skip
        return f"{one['application_id']} {other['application_id']}"


def from_one_to_another(draw: random.Random, folder: Path) -> str:
    """A cent that moves between two awards, with everything that follows from it restated."""
    with rows_of(folder / "decisions.csv") as rows:
        less, more = draw.sample([row for row in rows if row["outcome"] == "granted"], 2)
        for row, cents in ((less, -1), (more, 1)):
            for column in ("amount_eur", "payable_eur", "still_committed_eur", "requested_eur"):
                row[column] = moved(row[column], cents)
    with rows_of(folder / "payments.csv") as rows:
        for of, cents in ((less, -1), (more, 1)):
            paid = next(r for r in rows if r["application_id"] == of["application_id"])
            paid["amount_eur"] = moved(paid["amount_eur"], cents)
    giving = json.loads((folder / "360giving.json").read_text("utf-8"), parse_float=str)
    for of in (less, more):
        for grant in giving["grants"]:
            if grant["id"].endswith(of["application_id"]):
                grant["amountAwarded"] = of["amount_eur"]
    (folder / "360giving.json").write_text(json.dumps(giving), encoding="utf-8", newline="\n")
    return f"{less['application_id']} {more['application_id']}"


def a_payment(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "payments.csv") as rows:
        row = draw.choice(rows)
        if draw.random() < 0.4:
            rows.remove(row)
        elif draw.random() < 0.5:
            row["year"] = str(int(row["year"]) + 1)
        else:
            row["amount_eur"] = moved(row["amount_eur"], 1)
        return f"{row['application_id']} {row['year']}"


def a_claim(draw: random.Random, folder: Path) -> str:
    with rule_of(folder) as rule:
        claim = draw.choice(rule["claims"])
        match draw.randrange(4):
            case 0:
                rule["claims"].remove(claim)
            case 1:
                claim["requested_cents"] += 1
            case 2:
                claim = draw.choice([one for one in rule["claims"] if one["form"] == "whole"])
                claim["homes"][draw.randrange(3)] += 1_000_000
            case _:
                claim["payments"][0][1] += 1
        return claim["application"]


def money_to_divide(draw: random.Random, folder: Path) -> str:
    """A fund or a ceiling with a cent less than was given."""
    with rule_of(folder) as rule:
        one = draw.choice([*rule["funds"], *(s for s in rule["schemes"] if s["left_cents"])])
        one["left_cents"] = 1
        return one["key"]


def a_total(draw: random.Random, folder: Path) -> str:
    with rule_of(folder) as rule:
        key = draw.choice(sorted(rule["totals"]))
        counted = rule["totals"]
        if isinstance(counted[key], dict):
            counted, key = counted[key], draw.choice(sorted(counted[key]))
        counted[key] += 1
        return key


def a_step_of_the_proof(draw: random.Random, folder: Path) -> str:
    """The last box of a part is left open, or the proof is said to be of another problem."""
    path = folder / "proof.xz"
    lines = lzma.decompress(path.read_bytes()).decode("ascii").split("\n")
    begins = [at for at, line in enumerate(lines) if line.split(" ")[0] in ("stage", "order")]
    at = draw.choice([1, *(begin - 1 for begin in begins[1:])])
    told = lines[at]
    if at == 1:
        lines[at] = f"claim {'0' * 64}"
    else:
        del lines[at]
    path.write_bytes(lzma.compress("\n".join(lines).encode("ascii")))
    return f"line {at}: {told[:60]}"


def anothers_problem(draw: random.Random, folder: Path) -> str:
    """The proof of another list: one application has another level in it."""
    path = folder / "problem.json"
    problem = json.loads(path.read_text(encoding="ascii"))
    one = draw.choice(problem["order"])
    one["level"] += 1 if one["level"] == 0 else -1
    path.write_text(
        json.dumps(problem, separators=(",", ":")) + "\n", encoding="ascii", newline="\n"
    )
    return one["application"]


LATER_CENTS = (
    "before_eur", "after_eur", "compensable_vat_eur", "payable_eur", "came_free_eur",
    "from_objection_reserve_eur", "beyond_objection_reserve_eur",
)  # fmt: skip
LATER_TEXTS = {
    "decision": ("reserve", "changed", "revoked", "withdrawn", "objection", "settled"),
    "why": ("founded", "unfounded", "freed_money", "amount", "wrong_data"),
    "article": ("artikel 1:3 Awb", ""),
    "document": ("GB-9.pdf", ""),
    "application_id": ("GB-1", "GB-5", "WBI-3", "GB-77"),
    "decided_on": ("2026-01-01", "2026-07-11", "2030-01-01"),
    "number": ("1", "9"),
    "years": ("2026=1.00", "2031=2000000.00", ""),
}
TODAY_CENTS = ("added_on_objection_eur", "paid_eur", "still_committed_eur")
TODAY_TEXTS = {
    "withdrawn_on": ("2026-06-17", ""), "settled_on": ("2026-06-17",),
    "from_reserve_on": ("2026-06-23", ""), "changed_on": ("2026-07-11", ""),
    "revoked_on": ("2026-07-16", ""),
    "standing": ("committed", "paid", "released", "revoked", "changed", ""),
    "objections": ("BZ-1:unfounded", "BZ-9:open", ""),
}  # fmt: skip


def _another(draw: random.Random, row: dict[str, str], texts: dict[str, tuple[str, ...]]) -> str:
    column = draw.choice(sorted(texts))
    other = [one for one in texts[column] if one != row[column]]
    row[column] = draw.choice(other or ["iets anders"])
    return f"{column} {row[column]}"


def a_cent_of_a_later_decision(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "later_decisions.csv") as rows:
        row, column = draw.choice(rows), draw.choice(LATER_CENTS)
        row[column] = moved(row[column], draw.choice((1, 100, 1_000_000)))
        return f"{row['number']} {column}"


def a_word_of_a_later_decision(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "later_decisions.csv") as rows:
        row = draw.choice(rows)
        return f"{row['number']} {_another(draw, row, LATER_TEXTS)}"


def a_later_decision(draw: random.Random, folder: Path) -> str:
    """One that is left out, or stands there twice; the rest is counted anew."""
    with rows_of(folder / "later_decisions.csv") as rows:
        at = draw.randrange(len(rows))
        told = f"{rows[at]['application_id']} {rows[at]['decision']}"
        if draw.random() < 0.5:
            rows.pop(at)
        else:
            rows.insert(at, dict(rows[at]))
        for number, row in enumerate(rows, start=1):
            row["number"] = str(number)
        return told


def today_of_a_row(draw: random.Random, folder: Path) -> str:
    """What a row says of today."""
    with rows_of(folder / "decisions.csv") as rows:
        row = draw.choice(rows)
        if draw.random() < 0.5:
            column = draw.choice(TODAY_CENTS)
            row[column] = moved(row[column], draw.choice((1, 100)))
            return f"{row['application_id']} {column}"
        return f"{row['application_id']} {_another(draw, row, TODAY_TEXTS)}"


def a_column_of_the_payments(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "payments.csv") as rows:
        row, column = draw.choice(rows), draw.choice(("amount_eur", "decided_eur", "paid_eur"))
        row[column] = moved(row[column], 1)
        return f"{row['application_id']} {row['year']} {column}"


def today_in_total(draw: random.Random, folder: Path) -> str:
    with rule_of(folder) as rule:
        today = rule["today"]
        key = draw.choice(sorted(today))
        counted = today[key]
        if isinstance(counted, dict):
            counted["iets anders"] = 1
        else:
            today[key] += 1
        return key


def a_grant_of_later(draw: random.Random, folder: Path) -> str:
    """The standard for grants without one of them, or with the amount of before."""
    path = folder / "360giving.json"
    giving = json.loads(path.read_text("utf-8"), parse_float=str)
    grant = draw.choice(giving["grants"])
    if draw.random() < 0.5:
        giving["grants"].remove(grant)
    else:
        grant["amountAwarded"] = moved(grant["amountAwarded"], 100)
    path.write_text(json.dumps(giving), encoding="utf-8", newline="\n")
    return str(grant["id"])


def a_letter_of_the_list(draw: random.Random, folder: Path) -> str:
    """The publication list without the letter of a later decision, or of another day."""
    with rows_of(folder / "publication_list.csv") as rows:
        row = draw.choice([one for one in rows if "_" in one["document"]])
        if draw.random() < 0.5:
            rows.remove(row)
        else:
            row["decided_on"] = "2027-01-04"
        return row["document"]


def money_from_nowhere(draw: random.Random, folder: Path) -> str:
    """An award raised today, with everything restated that its own row and totals say."""
    with rows_of(folder / "decisions.csv") as rows:
        row = draw.choice([one for one in rows if one["still_committed_eur"] != "0.00"])
        row["still_committed_eur"] = moved(row["still_committed_eur"], 100)
    with rows_of(folder / "payments.csv") as rows:
        of = [one for one in rows if one["application_id"] == row["application_id"]]
        of[-1]["amount_eur"] = moved(of[-1]["amount_eur"], 100)
    with rule_of(folder) as rule:
        rule["today"]["committed_cents"] += 100
    return row["application_id"]


OF_LATER: tuple[Change, ...] = (
    a_cent_of_a_later_decision, a_word_of_a_later_decision, a_later_decision, today_of_a_row,
    a_column_of_the_payments, today_in_total, a_grant_of_later, a_letter_of_the_list,
    money_from_nowhere,
)  # fmt: skip
ANY: tuple[Change, ...] = (
    a_cent, a_home, an_outcome, a_row, two_rows, from_one_to_another, a_payment, a_claim,
    money_to_divide, a_total,
)  # fmt: skip
OF_A_PROOF: tuple[Change, ...] = (*ANY, a_step_of_the_proof, anothers_problem)


def a_word_of_a_weighing(draw: random.Random, folder: Path) -> str:
    others = {
        "application_id": ("GB-1", "WBI-1", "WBI-9"), "matter": ("field", "letter"),
        "subject": ("costs", "homes", "shortfall", "WBI-1.pdf"),
        "outcome": ("published", "partly", "withheld"), "ground": ("5.1.2f", "5.1.2b", "5.1.9", ""),
        "article": ("artikel 5.1, eerste lid, onder c, van de Wet open overheid", ""),
        "weighed_on": ("2026-06-22", "2020-01-01"), "people": ("1", "3"),
        "in_its_place": ("claim", ""), "value": ("1.00", ""),
    }  # fmt: skip
    with rows_of(folder / "weighing.csv") as rows:
        row = draw.choice(rows)
        return f"{row['application_id']} {_another(draw, row, others)}"


def a_weighing(draw: random.Random, folder: Path) -> str:
    """One that is left out, or stands there twice, with what the rule has of it."""
    with rows_of(folder / "weighing.csv") as rows, rule_of(folder) as rule:
        at = draw.randrange(len(rows))
        told = f"{rows[at]['application_id']} {rows[at]['subject']}"
        both = (rows, rule["publication"]["weighed"])
        twice = draw.random() < 0.5
        for own in both:
            if twice:
                own.insert(at, dict(own[at]))
            else:
                own.pop(at)
        return told


def a_field_kept_back(draw: random.Random, folder: Path) -> str:
    """A column that is empty without a weighing, or filled against one; or other fields named."""
    with rows_of(folder / "decisions.csv") as rows:
        row = draw.choice(rows)
        match draw.randrange(3):
            case 0:
                row["withheld"] = " ".join([*row["withheld"].split(), "received_at"])
            case 1:
                row["withheld"] = " ".join(row["withheld"].split()[1:])
            case _:
                row = next(one for one in rows if "requested" in one["withheld"].split())
                row["requested_eur"] = "2000000.00"
        return f"{row['application_id']} {row['withheld']}"


def a_letter_kept_back(draw: random.Random, folder: Path) -> str:
    with rows_of(folder / "publication_list.csv") as rows:
        row = draw.choice(rows)
        others = {
            "publication": ("published", "partly", "withheld"), "ground": ("5.1.2b", "5.1.2e"),
            "weighed_on": ("2026-06-25",),
        }  # fmt: skip
        return f"{row['document']} {_another(draw, row, others)}"


OF_WEIGHING: tuple[Change, ...] = (
    a_word_of_a_weighing, a_weighing, a_field_kept_back, a_letter_kept_back,
)  # fmt: skip


_BESIDE = ("divisions.csv", "progress.csv", "ledger_years.csv", "settlements.csv")


def _beside(draw: random.Random, folder: Path) -> Path:
    return draw.choice([folder / name for name in _BESIDE if (folder / name).is_file()])


def a_number_beside(draw: random.Random, folder: Path) -> str:
    path = _beside(draw, folder)
    with rows_of(path) as rows:
        row = draw.choice(rows)
        numbers = [
            key
            for key, text in row.items()
            if text[:1].isdigit() and not key.startswith(("round", "as_of", "first_start"))
        ]
        column = draw.choice(numbers)
        text = row[column]
        row[column] = moved(text, 100) if "." in text else str(int(text) + 1)
        return f"{path.name} {column} {text}"


def a_word_beside(draw: random.Random, folder: Path) -> str:
    path = _beside(draw, folder)
    with rows_of(path) as rows:
        row = draw.choice(rows)
        words = {
            "division": "free_optimum", "payable": "false", "proven": "false",
            "application_id": "WBI-9", "segment": "other", "municipality_code": "GM0001",
            "instrument": "gebiedsbudget", "project_id": "P", "as_of": "2029-01-01",
            "first_start_promised": "2029-02-01", "first_start_reported": "2029-02-01",
            "counted_once": "false", "fund": "ander",
        }  # fmt: skip
        column = draw.choice([key for key in row if key in words and row[key] != words[key]])
        row[column] = words[column]
        return f"{path.name} {column}"


def a_row_beside(draw: random.Random, folder: Path) -> str:
    path = _beside(draw, folder)
    with rows_of(path) as rows:
        at = draw.randrange(len(rows))
        if draw.random() < 0.5:
            rows.pop(at)
        else:
            rows.insert(at, dict(rows[at]))
        return f"{path.name} row {at}"


def a_sum_beside(draw: random.Random, folder: Path) -> str:
    """A number and the sum that the rule has of it, together."""
    path = draw.choice([folder / name for name in _BESIDE[:2] if (folder / name).is_file()])
    column = "amount" if path.name == "divisions.csv" else "promised"
    with rows_of(path) as rows, rule_of(folder) as rule:
        row = draw.choice(rows)
        text = row[column]
        row[column] = moved(text, 1) if "." in text else str(int(text) + 1)
        rule["beside"][path.name][column] += 1
        return f"{path.name} {row['application_id']} {column}"


OF_BESIDE: tuple[Change, ...] = (a_number_beside, a_word_beside, a_row_beside, a_sum_beside)
