#!/usr/bin/env python3
"""Check the published data of a round, without the program that made them.

    python recompute.py [FOLDER] [--lang nl|en]

One file, Python 3.11 or later, nothing else needed; FOLDER is where the open data stand, by default
the folder of this file. Every amount is added up again, what the schemes' own rules gave is divided
again from the published claims, every limit of the round is held against the list, and of what an
optimiser chose the proof is checked that no list is better. It prints what holds and what cannot be
checked from these files.

Controleert de open data van een ronde, zonder het programma dat ze maakte. Alles wordt opnieuw
opgeteld; wat een regeling naar haar eigen regel gaf, wordt opnieuw verdeeld; elke grens wordt met
de lijst vergeleken; en van wat is geoptimaliseerd, wordt het bewijs nagegaan.

Exit codes: 0 everything holds; 1 something does not; 2 wrong use; 3 it holds, but that no list is
better is not shown.
"""

from __future__ import annotations

import csv
import hashlib
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import Problem, Wrong, check, need, unpacked
from .adding import SEGMENTS, Awarded, Round, limits_of, supported
from .amounts import Said, cents, euros_en, euros_nl, grouped
from .besides import BESIDE, Beside, holds_beside, other_rounds_unseen
from .claims import (
    Claim,
    can_be,
    cents_in,
    homes_for,
    homes_in,
    read_claim,
    steps_of,
    whole_homes,
    years_of,
)
from .dividing import Given, Scheme, divide_again
from .since import (
    LATER,
    PUBLICATION,
    Paid,
    Step,
    Today,
    given_by_reserve,
    stands_today,
    steps_in,
)
from .weighed import WEIGHING, KeptBack, is_withheld, kept_as_weighed, not_to_be_seen

RULE, DECISIONS, PAYMENTS, GIVING = (
    "distribution_rule.json", "decisions.csv", "payments.csv", "360giving.json"
)  # fmt: skip
PROBLEM, TREES, SUMS = "problem.json", "proof.xz", "SHA256SUMS"
FORMAT_OF_RULE = "verdeelsleutel distribution rule 1"
REASON_OF = {
    "counted_elsewhere": "COUNTED-ELSEWHERE",
    "set_aside": "SET_ASIDE",
    "withdrawn": "WITHDRAWN",
    "not_treated": "NOT_TREATED",
}
BY_MONEY = ("granted", "partly_granted", "refused_ceiling")
IN_DIVISION = ("granted", "partly_granted", "refused_ceiling", "counted_elsewhere")


class Examined(NamedTuple):
    """What holds, what these files cannot show, and whether all that they could is shown."""

    holds: list[Said]
    unseen: list[Said]
    complete: bool


class Published(NamedTuple):
    """What stands in the folder."""

    rule: dict[str, Any]
    rows: dict[str, dict[str, str]]
    later: list[Step]
    payments: dict[str, dict[str, Paid]]
    letters: list[dict[str, str]]
    weighed: list[dict[str, str]]
    tables: dict[str, list[dict[str, str]]]
    giving: dict[str, Any] | None
    problem: str | None
    trees: str | None


def examined(folder: Path) -> Examined:
    """Check everything that a folder of open data allows.

    Raises:
        Wrong: something does not hold.
        OSError, ValueError, KeyError: a file is missing or cannot be read.
    """
    sums = hold_to_sums(folder)
    found = read(folder)
    holds = [Said(f"De {sums} bestanden hebben de inhoud die in {SUMS} staat.",
                  f"The {sums} files have the content that {SUMS} names.")]  # fmt: skip
    holds.append(rows_add_up(found))
    holds.append(sums_agree(found))
    round_ = the_round(found)
    holds += divided_by_rule(found, round_)
    holds.append(keeps_limits(round_))
    holds.append(homes_agree(found, round_))
    back = KeptBack(found.weighed, found.letters, found.rule["publication"])
    holds.append(kept_as_weighed(back, found.rows, {one.name for one in round_.claims}))
    documents = [(o["application_id"], o["document"], o["decided_on"]) for o in found.letters]
    today = Today(found.rule, found.rows, found.later, found.payments, documents)
    holds += stands_today(today)
    given_by_reserve(today, round_.claims)
    holds += holds_beside(beside_of(found), round_)
    proven, complete = by_optimum(found, round_)
    return Examined(holds + proven, unseen(found), complete)


# Reading ------------------------------------------------------------------------------------------


def hold_to_sums(folder: Path) -> int:
    """Each file has the SHA-256 that is published of it, and none is missing or added."""
    stated: dict[str, str] = {}
    for line in (folder / SUMS).read_text(encoding="ascii").splitlines():
        digest, _, name = line.partition("  ")
        need(re.fullmatch(r"[0-9a-f]{64}", digest) is not None, f"{SUMS}: {line[:80]!r}")
        need(re.fullmatch(r"[A-Za-z0-9_.-]+", name) is not None, f"{SUMS}: {line[:80]!r}")
        need(name not in stated, f"{SUMS} names {name} twice")
        stated[name] = digest
    for name, digest in stated.items():
        own = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        need(own == digest, f"{name} is not the file of which {SUMS} has the SHA-256")
    needed = {RULE, DECISIONS, LATER, PAYMENTS, PUBLICATION, WEIGHING}
    need(needed <= set(stated), f"{SUMS} does not name {', '.join(sorted(needed - set(stated)))}")
    return len(stated)


def read(folder: Path) -> Published:
    rule = json.loads((folder / RULE).read_text(encoding="utf-8"))
    need(rule.get("format") == FORMAT_OF_RULE, f"{RULE} is of another form")
    rows: dict[str, dict[str, str]] = {}
    for row in table(folder / DECISIONS):
        need(row["application_id"] not in rows, f"{row['application_id']} stands there twice")
        rows[row["application_id"]] = row
    later = steps_in(table(folder / LATER))
    payments: dict[str, dict[str, Paid]] = {}
    for row in table(folder / PAYMENTS):
        years = payments.setdefault(row["application_id"], {})
        need(row["year"] not in years, f"{row['application_id']}: {row['year']} is paid twice")
        years[row["year"]] = Paid(
            cents(row["amount_eur"]), cents(row["decided_eur"]), cents(row["paid_eur"])
        )
    giving = json.loads(text, parse_float=str) if (text := optional(folder / GIVING)) else None
    packed = folder / TREES
    trees = unpacked(packed.read_bytes()) if packed.is_file() else None
    return Published(
        rule, rows, later, payments, table(folder / PUBLICATION), table(folder / WEIGHING),
        {name: table(folder / name) for name in BESIDE if (folder / name).is_file()}, giving,
        optional(folder / PROBLEM), trees,
    )  # fmt: skip


def beside_of(found: Published) -> Beside:
    return Beside(found.tables, found.rows, frozenset(one.name for one in found.later))


def optional(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    for row in rows:
        need(None not in row and None not in row.values(), f"{path.name}: a row of another length")
    return rows


# Each row by itself -------------------------------------------------------------------------------


def rows_add_up(found: Published) -> Said:
    for name, row in found.rows.items():
        row_adds_up(name, row, found)
    return Said(
        f"Alle {len(found.rows)} aanvragen tellen in hun eigen rij op: bedragen, btw, woningen, "
        "betalingen en uitkomst.",
        f"All {len(found.rows)} applications add up in their own row: amounts, VAT, homes, "
        "payments and outcome.",
    )


def row_adds_up(name: str, row: dict[str, str], found: Published) -> None:
    amount, outcome = cents(row["amount_eur"]), row["outcome"]
    asked = cents(row["requested_eur"]) if row["requested_eur"] else None
    need(
        cents(row["compensable_vat_eur"]) + cents(row["payable_eur"]) == amount,
        f"{name}: VAT and what is payable are not the amount",
    )
    homes = [int(row[f"homes_{key}"]) for key in found.rule["segments"]]
    need(int(row["affordable_homes"]) == sum(homes[:3]), f"{name}: affordable homes do not add up")
    stated = int(row["affordable_homes_asked"] or 0)
    need(stated == homes_asked(row, found.rule, 3), f"{name}: affordable homes do not add up")
    need(cents(row["still_committed_eur"]) >= 0, f"{name}: less than nought is committed")
    gave = outcome in ("granted", "partly_granted")
    need(gave == bool(amount), f"{name}: the outcome {outcome} does not go with its amount")
    need(gave or not any(homes), f"{name}: nothing is granted, and homes are")
    need(amount >= 0 and (asked is None or amount <= asked), f"{name}: more than was asked")
    if outcome in ("granted", "partly_granted") and asked is not None:
        need((amount == asked) == (outcome == "granted"), f"{name}: granted in part or in whole")
    check_outcome(name, row, found.rule)


def check_outcome(name: str, row: dict[str, str], rule: dict[str, Any]) -> None:
    """The outcome goes with its reasons, and with the moment at which it came in."""
    outcome, reasons = row["outcome"], set(row["reason_codes"].split())
    need(bool(reasons), f"{name}: there is no reason")
    told = {of for of, code in REASON_OF.items() if code in reasons}
    money = any(one.startswith("MONEY-") for one in reasons)
    need(told <= {outcome}, f"{name}: the outcome {outcome} does not go with its reasons")
    need(outcome in told or outcome not in REASON_OF, f"{name}: {outcome} has another reason")
    need(money == (outcome in BY_MONEY), f"{name}: {outcome} does not go with its reasons")
    if outcome in ("refused_late", "refused_early"):
        need(out_of_window(row, rule) == outcome, f"{name}: that is not when it came in")


def out_of_window(row: dict[str, str], rule: dict[str, Any]) -> str:
    """How it came in by the published window: ``refused_late``, ``refused_early`` or in time."""
    window, received = rule["windows"][row["instrument"]], row["received_at"]
    day, clock = date.fromisoformat(received[:10]), received[11:]
    closes = date.fromisoformat(window["closes"])
    if window["opens"] and day < date.fromisoformat(window["opens"]):
        return "refused_early"
    at = window["closes_at"]
    past = bool(at and clock) and time.fromisoformat(clock) > time.fromisoformat(at)
    return "refused_late" if day > closes or (day == closes and past) else ""


def homes_asked(row: dict[str, str], rule: dict[str, Any], segments: int) -> int:
    """The homes stated in the first so many segments; nought where they could not be read."""
    return sum(int(row[f"homes_asked_{key}"] or 0) for key in rule["segments"][:segments])


def sums_agree(found: Published) -> Said:
    """The totals as published, the payments and the standard for grants all say the same."""
    totals, rows = found.rule["totals"], found.rows
    added = sum(cents(row["amount_eur"]) for row in rows.values())
    need(added == totals["amount_cents"], "the awards are not the published total")
    asked = sum(cents(row["requested_eur"] or "0.00") for row in rows.values())
    need(asked == totals["requested_cents"], "what was asked is not the published total")
    homes = sum(homes_asked(row, found.rule, 4) for row in rows.values())
    need(homes == totals["homes_asked"], "the homes asked for are not the published total")
    granted = sum(1 for row in rows.values() if cents(row["amount_eur"]))
    need(granted == totals["granted"], "the number of awards is not the published one")
    outcomes = dict(Counter(row["outcome"] for row in rows.values()))
    need(outcomes == totals["by_outcome"], "the outcomes are not so many as is published")
    need(totals["objective_homes"] == totals["affordable_homes"],
         "two numbers of affordable homes are published")  # fmt: skip
    need(len(rows) == totals["applications"], "an application is missing, or there is one too many")
    need(set(found.payments) <= set(rows), "a payment is of no application")
    still = {
        name: row["still_committed_eur"]
        for name, row in rows.items()
        if cents(row["still_committed_eur"])
    }
    if found.giving is not None:
        stated = {
            str(one["id"]).removeprefix(found.rule["giving_prefix"]): str(one["amountAwarded"])
            for one in found.giving["grants"]
        }
        need(stated == still, f"{GIVING} has other awards")
    else:
        need(not still, f"{GIVING} is missing")
    return Said(
        f"Samen is {euros_nl(added)} verleend aan {granted} aanvragen; de betalingen en {GIVING} "
        "zeggen hetzelfde.",
        f"Together {euros_en(added)} was granted to {granted} applications; the payments and "
        f"{GIVING} say the same.",
    )


# The division -------------------------------------------------------------------------------------


def the_round(found: Published) -> Round:
    """The claims with what the rows gave them; every row of the division has one, and no other."""
    rule, rows = found.rule, found.rows
    parted = {one["key"] for one in rule["schemes"] if one["rule"] == "pro_rata"}
    claims = [whole_homes(read_claim(one), parted) for one in rule["claims"]]
    names = [one.name for one in claims]
    need(len(set(names)) == len(names), "a claim stands there twice")
    expected = {
        name
        for name, row in rows.items()
        if row["outcome"] in IN_DIVISION and name not in rule["decided_later"]
    }
    need(set(names) == expected, "the claims are not those of the applications that took part")
    others = {name: row["outcome"] for name, row in rows.items() if name not in expected}
    need(others == rule["took_no_part"], "who took no part is not who took none in the rule")
    fund_of = {str(one["key"]): str(one["fund"]) for one in rule["schemes"]}
    counts = {str(one["key"]): bool(one["counts_homes"]) for one in rule["schemes"]}
    awarded: list[Awarded] = []
    for one in claims:
        row = rows[one.name]
        amount, ahead = cents(row["amount_eur"]), cents(row["next_window_eur"])
        need(row["instrument"] == one.scheme, f"{one.name}: another scheme")
        need(
            is_withheld(row, "requested") or one.requested <= cents(row["requested_eur"]),
            f"{one.name}: it claims more than it asks",
        )
        need(row["province"] == one.province, f"{one.name}: another province")
        need(row["municipality_code"] in one.municipalities, f"{one.name}: another municipality")
        now, later = years_of(one, amount - ahead), years_of(one, ahead)
        for year, more in later.items():
            now[year + 1] = now.get(year + 1, 0) + more
        awarded.append(Awarded(one, amount, amount - ahead, now))
        check_homes(one, amount, row, rule)
        check_years(one.name, now, found)
    return Round(rule, claims, awarded, fund_of, counts)


def check_homes(one: Claim, amount: int, row: dict[str, str], rule: dict[str, Any]) -> None:
    """The homes of a row are those that its award makes possible, or the whole that it stated."""
    stated = [int(row[f"homes_{key}"]) for key in rule["segments"]]
    asked = [int(row[f"homes_asked_{key}"] or 0) for key in rule["segments"]]
    wanted = homes_for(one, amount)
    if is_withheld(row, "homes"):  # by segment they can be others: a whole rounds otherwise
        need(sum(stated) == sum(wanted), f"{one.name}: the homes are not those of its award")
        return
    counted = one.form == "per_home" or sum(one.homes) <= sum(asked)
    need(counted, f"{one.name}: its claim has more homes than were asked for")
    if amount and wanted == one.homes and sum(asked) == sum(one.homes):
        wanted = asked
    need(stated == wanted, f"{one.name}: the homes are not those of its award")
    where = {
        place.municipality: homes
        for place in one.places
        if any(homes := homes_in(one, amount, None, place.municipality))
    }
    told = " ".join(f"{code}:{'/'.join(map(str, homes))}" for code, homes in where.items())
    need(row.get("homes_by_municipality", "") == told,
         f"{one.name}: its homes are built elsewhere")  # fmt: skip


def check_years(name: str, years: dict[int, int], found: Published) -> None:
    """What was decided to be paid in which year follows from the claim."""
    stated = found.payments.get(name, {})
    paid = {year: one.decided for year, one in stated.items() if one.decided}
    need(paid == {str(year): amount for year, amount in years.items()},
         f"{name}: it is not paid in the years that follow from its claim")  # fmt: skip


def divided_by_rule(found: Published, round_: Round) -> list[Said]:
    """What a scheme's own rule gives, worked out again, is what the rows say."""
    schemes = own_rules(found.rule)
    if not schemes:
        return []
    places = {name: int(row["rank"]) if row["rank"] else None for name, row in found.rows.items()}
    given = divide_again(schemes, round_.claims, places)
    for name, one in given.items():
        row = found.rows[name]
        published = Given(
            cents(row["amount_eur"]), cents(row["next_window_eur"]),
            one.rank if one.rank is None else places[name],
        )  # fmt: skip
        need(
            one == published,
            f"{name}: divided again it gets {euros_en(one.cents)} at place {one.rank}, published "
            f"are {euros_en(published.cents)} and {published.rank}",
        )
    called = ", ".join(one.key for one in schemes)
    return [
        Said(
            f"Opnieuw verdeeld naar de eigen regel ({called}): alle {len(given)} aanvragen "
            "krijgen hetzelfde, op dezelfde plaats.",
            f"Divided again by the schemes' own rules ({called}): all {len(given)} applications "
            "get the same, at the same place.",
        )
    ]


def own_rules(rule: dict[str, Any]) -> list[Scheme]:
    choices = {
        str(one["application"]): 0
        if one["decision"] == "out"
        else (None if one["amount_cents"] is None else cents_in(one["amount_cents"]))
        for one in rule["choices"]
    }
    left = {str(one["key"]): cents_in(one["left_cents"]) for one in rule["funds"]}
    return [
        Scheme(
            key=str(one["key"]),
            rule=str(one["rule"]),
            available=left[one["fund"]]
            if one["left_cents"] is None
            else cents_in(one["left_cents"]),
            stops=one["when_it_does_not_fit"] == "stop",
            marginal=bool(one["marginal_application"]),
            decided=one.get("marginal_decided"),
            choices=choices,
        )
        for one in rule["schemes"]
        if one["rule"] != "optimise"
    ]


def keeps_limits(round_: Round) -> Said:
    kept = limits_of(round_)
    for one in kept:
        need(not (one.hard and one.short), f"{one.code} is broken: {one.value}, limit {one.limit}")
    short = {one.code: one.short for one in kept if not one.hard and one.short}
    nl = f" Doelen die niet zijn gehaald: {', '.join(short)}." if short else ""
    en = f" Goals that were not met: {', '.join(short)}." if short else ""
    return Said(
        f"De lijst houdt zich aan alle {sum(1 for one in kept if one.hard)} harde grenzen van de "
        f"ronde, tot op de cent en de woning.{nl}",
        f"The list keeps all {sum(1 for one in kept if one.hard)} hard limits of the round, to the "
        f"cent and the home.{en}",
    )


def homes_agree(found: Published, round_: Round) -> Said:
    counting = [one for one in round_.awarded if round_.counts_homes[one.claim.scheme]]
    homes = supported(round_.claims, counting)
    affordable = sum(homes[segment] for segment in SEGMENTS["affordable_homes"])
    if not found.rule["decided_later"]:
        need(affordable == found.rule["totals"]["affordable_homes"],
             f"the awards support {affordable} affordable homes")  # fmt: skip
    return Said(
        f"De lijst steunt {grouped(affordable, '.')} betaalbare woningen; die van een project "
        "tellen een keer.",
        f"The list supports {grouped(affordable, ',')} affordable homes; those of a project count "
        "once.",
    )


def by_optimum(found: Published, round_: Round) -> tuple[list[Said], bool]:
    """Of what was chosen so that it is best: that the proof is of this list, and that it holds."""
    chosen = [one for one in found.rule["schemes"] if one["rule"] == "optimise"]
    if not chosen:
        need(found.problem is None, "a proof stands beside a division by the schemes' own rules")
        return [], True
    if found.problem is None or found.trees is None:
        return [Said("Dat geen lijst beter is, staat er niet bij als bewijs.",
                     "That no list is better is not proven by these files.")], False  # fmt: skip
    is_of_this_list(found, round_, {str(one["key"]) for one in chosen})
    said, complete = check(found.problem, found.trees)
    shown = (
        "het toont van elk doel, in hun volgorde, en van de gepubliceerde volgorde dat geen lijst "
        "beter is"
        if complete
        else "niet van elk doel en van de volgorde toont het dat geen lijst beter is"
    )
    return [
        Said(
            f"Het bewijs hoort bij deze lijst en klopt van stap tot stap; {shown}.",
            f"The proof is of this list and holds step by step: {' '.join(said[1:])}",
        )
    ], complete


def is_of_this_list(found: Published, round_: Round, chosen: set[str]) -> None:
    """The problem of the proof has these claims at these prices, and this list."""
    stated = json.loads(found.problem or "")
    problem = Problem(stated)
    fixed = {str(one["application"]) for one in found.rule["choices"]
             if one["decision"] == "in" and one["amount_cents"] is not None}  # fmt: skip
    open_ = {one.claim.name: one for one in round_.awarded
             if one.claim.scheme in chosen and one.claim.name not in fixed}  # fmt: skip
    need({one.name for one in problem.order} == set(open_), "the proof is about other applications")
    need(len(problem.order) == len(open_), "the proof has an application twice")
    *_, money = problem.goals
    need(money.name == "money", "the last goal of the proof is not the money")
    price = dict(money.terms)
    priced, places = 0, [int(found.rows[one.name]["rank"]) for one in problem.order]
    need(places == sorted(set(places)), "the places are not those of the published order")
    for one in problem.order:
        got, left = open_[one.name], one.level
        steps = [(most, each) for most, each in steps_of(got.claim) if most and each]
        need([most for most, _ in steps] == one.most, f"{one.name}: other steps in the proof")
        added = 0
        for column, (most, each) in zip(one.columns, steps, strict=True):
            need(price.pop(column, 0) == each, f"{one.name}: another price in the proof")
            added += each * min(left, most)
            left -= min(left, most)
        need(added == got.cents, f"{one.name}: another award in the proof")
        need(can_be(got.claim, got.cents), f"{one.name}: its claim has no such award")
        priced += added
    need(not price, "the proof prices something that is no application")
    need(money.value == priced + money.constant, "the money of the proof is not that of the list")
    counted = [one for one in problem.goals if one.name == found.rule["objective"]]
    need(len(counted) == 1, "the proof has no such goal as the rule")
    if not found.rule["decided_later"]:
        need(
            counted[0].value == found.rule["totals"]["objective_homes"], "other homes in the proof"
        )
    homes_are_those(problem, counted[0].terms, round_)
    limits_are_those(stated, round_)


def homes_are_those(problem: Problem, terms: list[tuple[int, int]], round_: Round) -> None:
    """Whoever is alone in a project and gets all or nothing counts as its claim says."""
    if round_.rule["objective"] != "affordable homes":
        return
    together = Counter(one.project for one in round_.claims)
    by_name = {one.name: one for one in round_.claims}
    counts = dict(terms)
    for one in problem.order:
        claim = by_name[one.name]
        alone = together[claim.project] == 1 and round_.counts_homes[claim.scheme]
        if alone and len(one.columns) == 1 and len(steps_of(claim)) == 1:
            stated = counts.get(one.columns[0], 0)
            need(stated == sum(claim.homes[:3]), f"{one.name}: it counts for other homes")


def limits_are_those(stated: dict[str, Any], round_: Round) -> None:
    """Funds, ceilings and hard limits in money have the room in the proof that the rule has."""
    rows = {row["code"]: row for row in stated["rows"]}
    columns = {one["application"] for one in stated["order"]}
    constant = [one for one in round_.awarded if one.claim.name not in columns]
    for one in round_.rule["funds"]:
        room_is_that(
            rows, f"FUND-{one['key']}", {"fund": one["key"]}, one["left_cents"], round_, constant
        )
    for one in round_.rule["schemes"]:
        if one["left_cents"] is not None:
            group = {"instrument": one["key"]}
            room_is_that(rows, f"CEILING-{one['key']}", group, one["left_cents"], round_, constant)
    for one in round_.rule["limits"]:
        if one["hard"] and one["measure"] == "money" and one["of"] is None:
            turned = -1 if one["relation"] == ">=" else 1
            room_is_that(rows, one["code"], one["group"], one["limit"], round_, constant, turned)


def room_is_that(
    rows: dict[str, Any], code: str, group: dict[str, Any], limit: int, round_: Round,
    constant: Sequence[Awarded], turned: int = 1,
) -> None:  # fmt: skip
    """A row that nothing can break is left out of a problem; any other has the room of the rule."""
    taken = sum(one.charged for one in constant if round_.answers(one.claim, group))
    if code in rows:
        need(rows[code]["limit"] == turned * (limit - taken), f"{code} has other room in the proof")


def unseen(found: Published) -> list[Said]:
    """What somebody who has only these files has to believe."""
    told = [
        Said(
            "Dat de gemeenten deze bedragen, woningen, scores en data hebben opgegeven, en dat "
            "elke aanvraag zo aan de regels voldoet of niet: daarvoor zijn de aanvragen nodig.",
            "That the municipalities stated these amounts, homes, scores and dates, and that each "
            "application meets the rules or not: that takes the applications.",
        )
    ]
    if found.problem is not None:
        told.append(
            Said(
                f"Dat {PROBLEM} ook de kasjaren, vloeren en doelen van de regel zo stelt. Dat doet "
                "'verdeel replay --no-solve' met de bundel van de ronde.",
                f"That {PROBLEM} states the cash years, floors and goals as the rule does as well. "
                "'verdeel replay --no-solve' does, with the round's bundle.",
            )
        )
    if found.rule["decided_later"]:
        later = ", ".join(found.rule["decided_later"])
        told.append(
            Said(
                f"Hoe bij aanvulling is beslist op {later}: dat is een lijst van later.",
                f"How a supplement decided on {later}: that is a later list.",
            )
        )
    return told + not_to_be_seen(found.rows) + other_rounds_unseen(beside_of(found))


HOLDS = Said("Klopt", "Holds")
UNSEEN = Said("Niet te zien", "Not to be seen")
FAILS = Said("KLOPT NIET", "DOES NOT HOLD")


def told(found: Examined, lang: str) -> list[str]:
    """The outcome as lines in ``nl`` or ``en``."""
    lines = [f"{HOLDS.text(lang)}: {one.text(lang)}" for one in found.holds]
    return lines + [f"{UNSEEN.text(lang)}: {one.text(lang)}" for one in found.unseen]


def refused(wrong: Exception, lang: str) -> str:
    """What does not hold, as a line."""
    name = "" if isinstance(wrong, Wrong) else f"{type(wrong).__name__}: "
    return f"{FAILS.text(lang)}: {name}{wrong}"


def main(arguments: Sequence[str]) -> int:
    lang, names = "nl", list(arguments)
    if "--lang" in names:
        place = names.index("--lang")
        lang = "".join(names[place + 1 : place + 2])
        del names[place : place + 2]
    if len(names) > 1 or lang not in ("nl", "en") or any(one.startswith("-") for one in names):
        print(__doc__)  # noqa: T201
        return 2
    folder = Path(names[0]) if names else Path(__file__).resolve().parent
    try:
        found = examined(folder)
    except UNREADABLE as wrong:
        print(refused(wrong, lang))  # noqa: T201
        return 1
    print("\n".join(told(found, lang)))  # noqa: T201
    return 0 if found.complete else 3


UNREADABLE = (
    Wrong,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    RecursionError,
    lzma.LZMAError,
    csv.Error,
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
