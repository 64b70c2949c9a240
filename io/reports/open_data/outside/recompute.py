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
import lzma
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import Wrong, need
from .adding import SEGMENTS, Awarded, Round, limits_of, supported
from .adding_rows import rows_add_up, sums_agree
from .amounts import Said, cents, euros_en, grouped
from .besides import Beside, holds_beside, other_rounds_unseen
from .claims import Claim, cents_in, homes_for, homes_in, read_claim, whole_homes, years_of
from .dividing import Given, Scheme, divide_again
from .optimum import by_optimum
from .published import PROBLEM, SUMS, Published, hold_to_sums, read
from .since import Today, given_by_reserve, stands_today
from .weighed import KeptBack, is_withheld, kept_as_weighed, not_to_be_seen

IN_DIVISION = ("granted", "partly_granted", "refused_ceiling", "counted_elsewhere")


class Examined(NamedTuple):
    """What holds, what these files cannot show, and whether all that they could is shown."""

    holds: list[Said]
    unseen: list[Said]
    complete: bool


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


def beside_of(found: Published) -> Beside:
    return Beside(found.tables, found.rows, frozenset(one.name for one in found.later))


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
                '"verdeel replay --no-solve" met de bundel van de ronde.',
                f"That {PROBLEM} states the cash years, floors and goals as the rule does as well. "
                '"verdeel replay --no-solve" does, with the round\'s bundle.',
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
